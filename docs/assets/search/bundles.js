// The Pagefind indexes: one for each language, asked for one word or phrase at a time; answers are by a document's number.

import { CYRILLIC, fold, words } from "./query.js";

// As scripts/archive/search.py has them: a headline's words stand in the index once more, marked.
const HEADLINE_MARKS = { latin: "zq", cyrillic: "щщ" };
export const HEADLINE_WORDS = "headline-words";

export class Bundle {
  constructor(folder, catalogue, position) {
    const [language, script] = catalogue.languages[position];
    this.language = language;
    this.script = new RegExp(`\\p{Script=${script}}`, "u");
    this.site = position === 0; // the index of the site's language holds every document
    this.folder = folder;
    this.catalogue = catalogue;
  }

  // The program is one file, but holds one index: for each language it is a module of its own (the part after # makes it
  // one), which the browser fetches once.
  load() {
    this.loading ??= (async () => {
      const pagefind = await import(new URL(`pagefind.js#${this.language}`, this.folder));
      await pagefind.options({ basePath: new URL(`${this.language}/`, this.folder).pathname, noWorker: true });
      await pagefind.init();
      // Sorted by number, the results are in the order of the catalogue: so each one's id is known by its number.
      const { results } = await pagefind.search(null, { sort: { number: "asc" } });
      const numbers = this.site ? this.catalogue.all() : this.catalogue.of(this.language);
      if (results.length !== numbers.length) {
        throw new Error(`the index of ${this.language} holds ${results.length} documents, not ${numbers.length}`);
      }
      this.pagefind = pagefind;
      this.numbers = new Map(results.map((result, position) => [result.id, numbers[position]]));
      this.data = new Map(results.map((result, position) => [numbers[position], result.data]));
      this.loaded = true;
    })();
    this.loading.catch(() => (this.loading = undefined));
    return this.loading;
  }

  // Whether this index can know more of a query than the site's own does: it has words in the query's script.
  concerns(parts) {
    return this.site || parts.some((part) => this.script.test(part.text));
  }

  // Number → {score, places} of the documents that hold a part; places are positions of words in the document.
  async hits(part, headlines) {
    const forms = headlines ? [marked(part.text)] : spellings(part.text);
    const found = new Map();
    for (const form of forms) {
      // In quotation marks Pagefind finds a word's forms and nothing else; without, longer words that begin with it too, and,
      // for a word that the index does not hold, ever shorter beginnings of it. But only without does it score.
      const exact = await this.search(`"${form}"`);
      if (exact.length && words(form).length > 1) {
        add(found, this.numbers, exact);
      } else if (exact.length && !part.text.endsWith("*")) {
        const only = new Set(exact.map((result) => result.id));
        add(found, this.numbers, exact);
        add(found, this.numbers, (await this.search(form)).filter((result) => only.has(result.id)));
      }
    }
    if (!found.size && part.beginning) {
      const [form] = forms;
      const longer = await this.search(form);
      // Where the index holds no word that begins so, Pagefind's first result shows it: none of the others has one either.
      if (longer.length && begins(await longer[0].data(), form)) add(found, this.numbers, longer);
    }
    return found;
  }

  async search(text) {
    return (await this.pagefind.search(text)).results;
  }
}

function add(found, numbers, results) {
  for (const { id, score, words: places } of results) {
    const number = numbers.get(id);
    const held = found.get(number) ?? { score: 0, places: [] };
    found.set(number, { score: held.score + score, places: [...held.places, ...places] });
  }
}

// A word with a hyphen is found however it is written: in one word, or in two.
function spellings(text) {
  const parted = text.replace(/[-‐-―/]+/g, " ").trim();
  return parted === text ? [text] : [text.replace(/[-‐-―/]+/g, ""), parted];
}

function marked(text) {
  const mark = (word) => (CYRILLIC.test(word) ? HEADLINE_MARKS.cyrillic : HEADLINE_MARKS.latin) + word;
  return text.split(/[\s\-‐-―/]+/).filter((word) => words(word).length).map(mark).join(" ");
}

function begins(page, form) {
  const [beginning] = words(form);
  return fold(page.content).split(/[^\p{L}\p{N}'’.]+/u).some((word) => word.replace(/['’.]/g, "").startsWith(beginning));
}
