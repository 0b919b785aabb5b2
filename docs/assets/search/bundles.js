// The Pagefind indexes: one for each language, asked for one word or phrase at a time; answers are by a document's number.

import { fetchFile, fetchJson } from "./catalogue.js";
import { CYRILLIC, fold, words } from "./query.js";

// As scripts/archive/search.py has them: a headline's words stand in the index once more, marked.
const HEADLINE_MARKS = { latin: "zq", cyrillic: "щщ" };
export const HEADLINE_WORDS = "headline-words";
const SIGNATURE = "pagefind_dcd"; // every file of Pagefind's begins so, once it is decompressed

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
      const start = async () => {
        const pagefind = await import(new URL(`pagefind.js#${this.language}`, this.folder));
        await pagefind.options({ basePath: new URL(`${this.language}/`, this.folder).pathname, noWorker: true });
        await pagefind.init();
        return pagefind;
      };
      const [pagefind, hashes] = await Promise.all([start(), fetchJson(new URL(`ids-${this.language}.json`, this.folder))]);
      const ids = hashes.map((hash) => `${this.language}_${hash}`);
      const numbers = this.site ? this.catalogue.all() : this.catalogue.of(this.language);
      if (ids.length !== numbers.length) {
        throw new Error(`the index of ${this.language} holds ${ids.length} documents, not ${numbers.length}`);
      }
      this.pagefind = pagefind;
      this.numbers = new Map(ids.map((id, position) => [id, numbers[position]]));
      this.ids = new Map(ids.map((id, position) => [numbers[position], id]));
      this.loaded = true;
    })();
    this.loading.catch(() => (this.loading = undefined));
    return this.loading;
  }

  holds(number) {
    return Boolean(this.ids?.has(number));
  }

  // The page of a number as it stands in the index: {url, content, meta, anchors}. Pagefind gives it for its results
  // alone, and a document may be shown that no word of the query is in.
  async page(number) {
    const answer = await fetchFile(new URL(`${this.language}/fragment/${this.ids.get(number)}.pf_fragment`, this.folder));
    let body = await answer.arrayBuffer();
    if (new Uint8Array(body)[0] === 0x1f) { // gzip (RFC 1952); some hosts decompress on the way
      body = await new Response(new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    }
    const text = new TextDecoder().decode(body);
    if (!text.startsWith(SIGNATURE)) throw new Error("a file of the search index is damaged");
    return JSON.parse(text.slice(SIGNATURE.length));
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
      if (!exact.length) continue;
      const only = new Set(exact.map((result) => result.id));
      const scored = (await this.search(form)).filter((result) => only.has(result.id));
      add(found, this.numbers, exact);
      add(found, this.numbers, words(form).length > 1 ? await this.sideBySide(form, scored) : scored);
    }
    if (part.open || (part.unfinished && !found.size)) {
      const [form] = forms;
      const longer = await this.search(form);
      // Where the index holds no word that begins so, Pagefind's first result shows it: none of the others has one either.
      if (longer.length && begins(await longer[0].data(), form)) add(found, this.numbers, longer);
    }
    return found;
  }

  // The results of a phrase with all the places where it stands: in quotation marks Pagefind tells one of each document.
  async sideBySide(phrase, results) {
    const asked = phrase.split(/\s+/).filter((word) => words(word).length);
    const places = await Promise.all(
      asked.map(async (word) => new Map((await this.search(word)).map((result) => [result.id, new Set(result.words)]))),
    );
    return results.map(({ id, score }) => {
      const starts = [...(places[0].get(id) ?? [])].filter((start) => places.every((at, step) => at.get(id)?.has(start + step)));
      return { id, score, words: starts.flatMap((start) => asked.map((_, step) => start + step)) };
    });
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

// The words of a headline as they are marked; scripts/archive/search.py parts them at the same signs.
export const partsOf = (headline) => headline.split(/[^\p{L}\p{N}\p{M}'’.]+/u).filter((part) => /[\p{L}\p{N}]/u.test(part));

function marked(text) {
  const mark = (word) => (CYRILLIC.test(word) ? HEADLINE_MARKS.cyrillic : HEADLINE_MARKS.latin) + word;
  return partsOf(text).map(mark).join(" ");
}

function begins(page, form) {
  const [beginning] = words(form);
  return fold(page.content).split(/[^\p{L}\p{N}'’.]+/u).some((word) => word.replace(/['’.]/g, "").startsWith(beginning));
}
