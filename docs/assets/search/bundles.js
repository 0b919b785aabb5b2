// The Pagefind indexes: one for each language, asked for one word or phrase at a time; answers are by a document's number.

import { fetchFile, fetchJson } from "./catalogue.js";
import { fold, words } from "./query.js";

// As scripts/press_archive/search.py has them: a headline's words stand in the index once more, marked.
const HEADLINE_MARK = "ᛘ";
export const HEADLINE_WORDS = "headline-words";
const SIGNATURE = "pagefind_dcd"; // every file of Pagefind's begins so, once it is decompressed

// Language → Pagefind's program with that language's index. The program is one file, but holds one index: for each language it
// is a module of its own (the part after # makes it one), which the browser fetches once.
const programs = new Map();

export function program(folder, language) {
  if (!programs.has(language)) {
    const start = async () => {
      const pagefind = await import(new URL(`pagefind.js#${language}`, folder));
      await pagefind.options({ basePath: new URL(`${language}/`, folder).pathname, noWorker: true });
      await pagefind.init();
      return pagefind;
    };
    const starting = start();
    starting.catch(() => programs.delete(language)); // the next query tries again
    programs.set(language, starting);
  }
  return programs.get(language);
}

export class Bundle {
  constructor(folder, catalogue, position) {
    const [language, script] = catalogue.languages[position];
    this.language = language;
    this.script = new RegExp(`\\p{Script=${script}}`, "u");
    this.site = position === 0; // the index of the site's language holds every document
    this.folder = folder;
    this.catalogue = catalogue;
  }

  load() {
    this.loading ??= (async () => {
      const [pagefind] = await Promise.all([program(this.folder, this.language), this.loadIds()]);
      this.pagefind = pagefind;
      this.loaded = true;
    })();
    this.loading.catch(() => (this.loading = undefined));
    return this.loading;
  }

  // Which documents the index holds. That is enough where no word is asked for, and spares the program, most of what is loaded.
  loadIds() {
    this.loadingIds ??= (async () => {
      const hashes = await fetchJson(new URL(`ids-${this.language}.json`, this.folder));
      const ids = hashes.map((hash) => `${this.language}_${hash}`);
      const numbers = this.site ? this.catalogue.all() : this.catalogue.of(this.language);
      if (ids.length !== numbers.length) {
        throw new Error(`the index of ${this.language} holds ${ids.length} documents, not ${numbers.length}`);
      }
      this.numbers = new Map(ids.map((id, position) => [id, numbers[position]]));
      this.ids = new Map(ids.map((id, position) => [numbers[position], id]));
    })();
    this.loadingIds.catch(() => (this.loadingIds = undefined));
    return this.loadingIds;
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

  // Number → {score, places} of the documents that hold a part. `places` are [form, positions of words in the document]; where
  // there is a form, some may be those of longer words that begin with it (`isForm` tells).
  async hits(part, headlines) {
    const forms = headlines ? [marked(part.text)] : spellings(part.text);
    const found = new Map();
    const add = (id, score, form, positions) => {
      const held = found.get(this.numbers.get(id)) ?? { score: 0, places: [] };
      found.set(this.numbers.get(id), { score: held.score + score, places: [...held.places, [form, positions]] });
    };
    for (const form of forms) {
      const standing = await this.standing(form);
      if (!standing.size) continue;
      for (const [id, positions] of standing) add(id, 0, "", positions);
      // Only without quotation marks does Pagefind score.
      for (const result of await this.search(form)) {
        if (standing.has(result.id)) add(result.id, result.score, form, words(form).length > 1 ? [] : result.words);
      }
    }
    if (part.open || (part.unfinished && !found.size)) {
      for (const form of forms) {
        const longer = await this.search(form);
        // Where the index holds no word that begins so, Pagefind looks for ever shorter beginnings: the first result shows it.
        if (!longer.length || !begins(await longer[0].data(), form)) continue;
        for (const { id, score, words: positions } of longer) add(id, score, "", positions);
      }
    }
    return found;
  }

  // Id → positions at which a word or phrase stands, in any of its forms. In quotation marks Pagefind finds that and nothing
  // else. But of most documents it then tells one place only; and it misses a phrase where the document holds one of its words
  // both with accents and without, or where a sign stands between its words (https://github.com/Pagefind/pagefind, search.rs).
  async standing(phrase) {
    const found = new Map((await this.search(`"${phrase}"`)).map((result) => [result.id, result.words]));
    const tokens = phrase.split(/\s+/);
    const asked = tokens.map((token, step) => ({ token, step })).filter(({ token }) => words(token).length);
    if (asked.length < 2) return found;
    const each = await Promise.all(
      asked.map(async ({ token, step }) => ({
        token,
        step: step - asked[0].step,
        held: new Set((await this.search(`"${token}"`)).map(({ id }) => id)),
        all: new Map((await this.search(token)).map((result) => [result.id, result.words])), // of longer words too
      })),
    );
    for (const id of each[0].held) {
      if (!each.every(({ held }) => held.has(id))) continue;
      const places = each.map(({ all }) => all.get(id) ?? []);
      const starts = places[0].filter((start) => each.every(({ step }, at) => places[at].includes(start + step)));
      const sure = found.has(id) ? starts : await this.confirm(id, each, starts);
      if (sure.length) found.set(id, sure.flatMap((start) => each.map(({ step }) => start + step)));
    }
    return found;
  }

  // Of the places where a phrase may start, those where the document has its words, not longer ones.
  async confirm(id, steps, starts) {
    if (!starts.length) return [];
    const all = (await this.page(this.numbers.get(id))).content.split(/\s+/);
    const sure = [];
    for (const start of starts) {
      const forms = await Promise.all(steps.map(({ token, step }) => this.isForm(token, all[start + step])));
      if (forms.every(Boolean)) sure.push(start);
    }
    return sure;
  }

  // Whether a word of a document, or a part of it, is a form of another: then both lead to the same documents.
  async isForm(form, word) {
    this.led ??= new Map();
    const leadsTo = (text) => {
      if (!this.led.has(text)) this.led.set(text, this.search(`"${text}"`).then((results) => results.map(({ id }) => id).sort().join()));
      return this.led.get(text);
    };
    const wanted = await leadsTo(form);
    for (const text of new Set([word.replaceAll('"', ""), ...partsOf(word)])) if ((await leadsTo(text)) === wanted) return true;
    return false;
  }

  async search(text) {
    return (await this.pagefind.search(text)).results;
  }
}

// A word with a hyphen is found however it is written: in one word, or in two.
function spellings(text) {
  const parted = text.replace(/[-‐-―/]+/g, " ").trim();
  return parted === text ? [text] : [text.replace(/[-‐-―/]+/g, ""), parted];
}

// The words of a headline as they are marked; scripts/press_archive/search.py parts them at the same signs.
export const partsOf = (headline) => headline.split(/[^\p{L}\p{N}\p{M}'’.]+/u).filter((part) => /[\p{L}\p{N}]/u.test(part));

const marked = (text) => partsOf(text).map((word) => HEADLINE_MARK + word.toLowerCase()).join(" ");

function begins(page, form) {
  const beginning = words(form).at(-1);
  return fold(page.content).split(/[^\p{L}\p{N}'’.]+/u).some((word) => word.replace(/['’.]/g, "").startsWith(beginning));
}
