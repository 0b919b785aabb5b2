// The Pagefind indexes, one for each language. They are asked for one word or phrase at a time, and answer by
// the numbers of documents.

/** @import { Catalogue } from "./catalogue.js" */
/** @import { Listing } from "./listing.js" */
/** @import { Part } from "./query.js" */
import {
  beginFile,
  countLost,
  fetchFile,
  fetchJson,
  fetchOfPart,
  MissingFile,
  prepareFile,
  SilentPart,
  watchFiles,
} from "./files.js";
import { entryOf, metaOf, MODULE, numbersOf } from "./listing.js";
import { fold, withoutMarks, wordsIn } from "./query.js";

/**
 * Pagefind's program with one index, as far as it is used (https://pagefind.app/docs/api/).
 * @typedef {object} Pagefind
 * @property {(options: { basePath: string, noWorker: boolean }) => Promise<void>} options
 * @property {() => Promise<void>} init
 * @property {(text: string) => Promise<{ results: PagefindResult[] }>} search
 */

/**
 * A document that contains what was asked for.
 * @typedef {object} PagefindResult
 * @property {string} id of the document in this index
 * @property {number} score
 * @property {number[]} words positions in the document, counted in runs of characters other than white space
 */

/**
 * A document's page as it is in an index.
 * @typedef {object} IndexedPage
 * @property {string} url from the site's root
 * @property {string} content the text, as words between white space
 * @property {{ title: string, language: string, facts: string, nearness: string }} meta
 * @property {Anchor[]} anchors elements with an id
 */

/** @typedef {{ id: string, location: number }} Anchor an id and the position of the first word after it */

/**
 * Positions in a document. With a form, some may be of longer words that begin with it: ask `isForm`.
 * @typedef {{ form: string, positions: number[] }} Place
 */

/** @typedef {{ score: number, places: Place[] }} Hit */
/** @typedef {(id: string, score: number, place: Place) => void} AddHit */

/**
 * A word of a phrase.
 * @typedef {object} PhraseStep
 * @property {string} token
 * @property {number} offset its distance from the first word, in words of the document
 * @property {Set<string>} documents the ids of those that contain a form of the word
 * @property {Map<string, number[]>} positions by id, also of longer words that begin with the word
 */

// The words of a headline are in the index a second time, with this mark. It is the same as in
// scripts/press_archive/publish/search_index.py.
const HEADLINE_MARK = "ᛘ";
export const HEADLINE_WORDS = "headline-words";
const SIGNATURE = "pagefind_dcd"; // the beginning of each of Pagefind's files, once it is decompressed
const HYPHENS = /[-‐-―/]+/g;

/**
 * Pagefind with each index, by the folder of the index. Pagefind is one file but keeps one index, so each gets a
 * module of its own. The part of the address after # makes it one, and the browser fetches the file once.
 * @type {Map<string, Promise<LoadedIndex>>}
 */
const programs = new Map();
let started = 0; // programs; one that has lost a file keeps it lost, so that another one is needed

/**
 * How many files of its index could not be loaded before a program was started.
 * @type {WeakMap<Pagefind, number>}
 */
const lostBefore = new WeakMap();

/** @typedef {{ pagefind: Pagefind, listing: Listing }} LoadedIndex Pagefind's program with an index, and its list */

/**
 * Load Pagefind with the index of a language.
 * @param {URL} folder of the search index
 * @param {string} language
 */
export function loadPagefind(folder, language) {
  const index = indexFolder(folder, language);
  let loading = programs.get(index.href);
  if (!loading) {
    loading = startPagefind(folder, index, language);
    loading.catch(() => programs.delete(index.href)); // the next query tries again
    programs.set(index.href, loading);
  }
  return loading;
}

/**
 * @param {URL} folder of the search index
 * @param {string} language
 */
const indexFolder = (folder, language) => new URL(`${language}/`, folder);

/**
 * @param {URL} folder
 * @param {URL} index
 * @param {string} language
 * @returns {Promise<LoadedIndex>}
 */
async function startPagefind(folder, index, language) {
  watchFiles();
  const before = countLost(index);
  beginFile(new URL(`wasm.${MODULE}.pagefind`, index));
  /** @type {[Pagefind, Listing]} */
  const [pagefind, listing] = await Promise.all([
    import(new URL(`pagefind.js#${++started}`, folder).href),
    fetchJson(new URL("index.json", index)),
  ]);
  prepareFile(new URL("pagefind-entry.json", index), entryOf(listing, language));
  prepareFile(new URL(`pagefind.${language}.pf_meta`, index), metaOf(listing));
  await pagefind.options({ basePath: index.pathname, noWorker: true });
  await pagefind.init();
  if (countLost(index) > before) throw new MissingFile();
  lostBefore.set(pagefind, before);
  return { pagefind, listing };
}

/** The index of one language. That of the site's own language contains every document. */
export class Bundle {
  /**
   * @param {URL} folder of the search index
   * @param {Catalogue} catalogue
   * @param {number} position of the language in the catalogue
   */
  constructor(folder, catalogue, position) {
    const [language, script] = catalogue.languages[position];
    this.language = language;
    this.script = new RegExp(`\\p{Script=${script}}`, "u");
    this.isOfSite = position === 0;
    this.folder = folder;
    this.catalogue = catalogue;
    /** @type {Pagefind | undefined} set once the index is loaded */
    this.pagefind = undefined;
    /** @type {Promise<void> | undefined} */
    this.loading = undefined;
    /**
     * The numbers of the documents, once the index is loaded; that of the site has all.
     * @type {Set<number>}
     */
    this.numbers = new Set();
    /** @type {Map<string, Promise<string>>} the ids of all documents that contain a word, in one text */
    this.documentsOf = new Map();
  }

  /** Load all that answers need. */
  load() {
    this.loading ??= this.loadAll();
    this.loading.catch(() => (this.loading = undefined));
    return this.loading;
  }

  async loadAll() {
    const { pagefind, listing } = await loadPagefind(this.folder, this.language);
    const numbers = numbersOf(listing);
    if (this.isOfSite && numbers.length !== this.catalogue.number) {
      throw new Error(
        `the index of ${this.language} holds ${numbers.length} documents, not ${this.catalogue.number}`,
      );
    }
    this.numbers = new Set(numbers);
    this.pagefind = pagefind;
  }

  /**
   * Return the number of a document that Pagefind names.
   * @param {string} id
   */
  numberOf(id) {
    const number = Number(id);
    if (!this.numbers.has(number)) throw new Error(`the index of ${this.language} has no document ${id}`);
    return number;
  }

  /**
   * Return whether the index contains a document.
   * @param {number} number
   */
  contains(number) {
    return this.isOfSite || this.numbers.has(number);
  }

  /**
   * Load a document's page. Pagefind does so for its results alone, but a document may be shown without
   * containing a word of the query. Throw SilentPart where it is on a site that does not give it, which is then
   * not asked again until the next query.
   * @param {number} number
   * @returns {Promise<IndexedPage>}
   */
  async loadPage(number) {
    const { catalogue, language } = this;
    const place = catalogue.placeOf(number);
    const name = `${language}/fragment/${place ? place.number : number}.pf_fragment`;
    if (!place) return readPage(await fetchFile(new URL(name, this.folder)));
    const { years, folder } = place;
    if (catalogue.silent.has(years)) throw new SilentPart(years);
    try {
      return await readPage(await fetchOfPart(new URL(name, folder)));
    } catch {
      // No host, no answer in time, one that other sites may not read, or another file: what to do is the same.
      catalogue.silent.add(years);
      throw new SilentPart(years);
    }
  }

  /**
   * Load a document's page; undefined where it is on a site that does not answer.
   * @param {number} number
   */
  async loadIfAnswered(number) {
    try {
      return await this.loadPage(number);
    } catch (error) {
      if (error instanceof SilentPart) return undefined;
      throw error;
    }
  }

  /**
   * Return whether a query needs this index: it is the site's own, or the query has words in its script.
   * @param {Part[]} parts
   */
  isNeededFor(parts) {
    return this.isOfSite || parts.some((part) => this.script.test(part.text));
  }

  /**
   * Return, by number, the documents that contain a part of a query.
   * @param {Part} part
   * @param {boolean} inHeadlines only in headlines
   */
  async hits(part, inHeadlines) {
    const forms = inHeadlines ? [markHeadline(part.text)] : spellings(part.text);
    /** @type {Map<number, Hit>} */
    const hits = new Map();
    /** @type {AddHit} */
    const add = (id, score, place) => {
      const number = this.numberOf(id);
      const before = hits.get(number) ?? { score: 0, places: [] };
      hits.set(number, { score: before.score + score, places: [...before.places, place] });
    };
    for (const form of forms) await this.addMatches(form, add);
    if (part.truncated || (part.unfinished && !hits.size)) {
      for (const form of forms) await this.addLongerWords(form, add);
    }
    return hits;
  }

  /**
   * Add the documents that contain a word or phrase in any of its forms. Pagefind finds these alone if it is
   * asked with quotation marks, but gives scores only without.
   * @param {string} form
   * @param {AddHit} add
   */
  async addMatches(form, add) {
    const occurrences = await this.occurrences(form);
    if (!occurrences.size) return;
    for (const [id, positions] of occurrences) add(id, 0, { form: "", positions });
    const isPhrase = wordsIn(form).length > 1;
    for (const { id, score, words } of await this.search(form)) {
      if (occurrences.has(id)) add(id, score, { form, positions: isPhrase ? [] : words });
    }
  }

  /**
   * Add the documents that contain longer words that begin with a word. If there are none, Pagefind tries
   * shorter and shorter beginnings, which the first result reveals.
   * @param {string} form
   * @param {AddHit} add
   */
  async addLongerWords(form, add) {
    const results = await this.search(form);
    if (!(await this.areLonger(results, form))) return;
    for (const { id, score, words } of results) add(id, score, { form: "", positions: words });
  }

  /**
   * Return whether results contain a word that begins with a form: all do, or none does. The first page that
   * can be loaded says which.
   * @param {PagefindResult[]} results
   * @param {string} form
   */
  async areLonger(results, form) {
    for (const { id } of results) {
      const page = await this.loadIfAnswered(this.numberOf(id));
      if (page) return hasWordWithBeginning(page, form);
    }
    return false;
  }

  /**
   * Return, by id, the positions at which a word or phrase occurs in any of its forms. In quotation marks
   * Pagefind finds that and nothing else. But of most documents it gives one position only. And it misses a
   * phrase where the document contains one of its words both with accents and without, or where a character
   * that is no letter is between its words (https://github.com/Pagefind/pagefind, search.rs). So the words
   * are also looked up alone.
   * @param {string} phrase
   */
  async occurrences(phrase) {
    const found = new Map((await this.search(`"${phrase}"`)).map(({ id, words }) => [id, words]));
    const tokens = phrase
      .split(/\s+/)
      .map((token, offset) => ({ token, offset }))
      .filter(({ token }) => wordsIn(token).length);
    if (tokens.length < 2) return found;
    const [first] = tokens;
    const steps = await Promise.all(
      tokens.map(({ token, offset }) => this.lookUp(token, offset - first.offset)),
    );
    for (const id of steps[0].documents) {
      if (!steps.every(({ documents }) => documents.has(id))) continue;
      const starts = phraseStarts(steps, id);
      const confirmed = found.has(id) ? starts : await this.confirmStarts(id, steps, starts);
      if (confirmed.length)
        found.set(
          id,
          confirmed.flatMap((start) => steps.map(({ offset }) => start + offset)),
        );
    }
    return found;
  }

  /**
   * Look up one word of a phrase.
   * @param {string} token
   * @param {number} offset its distance from the first word
   * @returns {Promise<PhraseStep>}
   */
  async lookUp(token, offset) {
    const [exact, longer] = [await this.search(`"${token}"`), await this.search(token)];
    return {
      token,
      offset,
      documents: new Set(exact.map(({ id }) => id)),
      positions: new Map(longer.map(({ id, words }) => [id, words])),
    };
  }

  /**
   * Return the positions at which a phrase starts, of those at which it may: there the document has its
   * words, not longer ones.
   * @param {string} id of the document
   * @param {PhraseStep[]} steps
   * @param {number[]} starts
   */
  async confirmStarts(id, steps, starts) {
    if (!starts.length) return [];
    const page = await this.loadIfAnswered(this.numberOf(id));
    if (!page) return []; // the status says that the answer may lack something
    const words = page.content.split(/\s+/);
    const confirmed = [];
    for (const start of starts) {
      const forms = await Promise.all(
        steps.map(({ token, offset }) => this.isForm(token, words[start + offset])),
      );
      if (forms.every(Boolean)) confirmed.push(start);
    }
    return confirmed;
  }

  /**
   * Return whether a word of a document, or a part of it, is a form of another word: then the same documents
   * contain both.
   * @param {string} form
   * @param {string} word
   */
  async isForm(form, word) {
    const wanted = await this.findDocuments(form);
    for (const text of new Set([word.replaceAll('"', ""), ...splitHeadline(word)])) {
      if ((await this.findDocuments(text)) === wanted) return true;
    }
    return false;
  }

  /**
   * Return the sorted ids of the documents that contain a word, in one text, so that they can be compared.
   * @param {string} word
   */
  findDocuments(word) {
    let finding = this.documentsOf.get(word);
    if (!finding) {
      finding = this.search(`"${word}"`).then((results) =>
        results
          .map(({ id }) => id)
          .sort()
          .join(),
      );
      this.documentsOf.set(word, finding);
    }
    return finding;
  }

  /**
   * Ask Pagefind; throw where it has no answer because a file of the index could not be loaded.
   * @param {string} text
   */
  async search(text) {
    const { pagefind } = this;
    if (!pagefind) throw new Error(`the index of ${this.language} is not loaded`);
    const { results } = await pagefind.search(text);
    const index = indexFolder(this.folder, this.language);
    if (countLost(index) > (lostBefore.get(pagefind) ?? 0)) {
      this.forget(pagefind, index);
      throw new MissingFile();
    }
    return results;
  }

  /**
   * Take a program out of use, so that the next query loads another one.
   * @param {Pagefind} pagefind
   * @param {URL} index
   */
  forget(pagefind, index) {
    if (this.pagefind !== pagefind) return;
    programs.delete(index.href);
    this.pagefind = undefined;
    this.loading = undefined;
    this.documentsOf.clear();
  }
}

/**
 * Return the page that is in a file of the index.
 * @param {Response} response
 * @returns {Promise<IndexedPage>}
 */
async function readPage(response) {
  let data = await response.arrayBuffer();
  if (new Uint8Array(data)[0] === 0x1f) {
    // gzip (RFC 1952); some hosts decompress it on the way
    const decompressed = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
    data = await new Response(decompressed).arrayBuffer();
  }
  const text = new TextDecoder().decode(data);
  if (!text.startsWith(SIGNATURE)) throw new Error("a file of the search index is damaged");
  return JSON.parse(text.slice(SIGNATURE.length));
}

/**
 * Return the positions at which a phrase may start in a document: its words follow each other from there, or
 * longer words that begin with them.
 * @param {PhraseStep[]} steps
 * @param {string} id
 */
function phraseStarts([first, ...others], id) {
  const positions = others.map((step) => new Set(step.positions.get(id)));
  const starts = first.positions.get(id) ?? [];
  return starts.filter((start) => others.every(({ offset }, at) => positions[at].has(start + offset)));
}

/**
 * Return the ways to write a word with hyphens, dashes or slashes: in one word, or in several.
 * @param {string} text
 */
export function spellings(text) {
  const split = text.replace(HYPHENS, " ").trim();
  return split === text ? [text] : [text.replace(HYPHENS, ""), split];
}

/**
 * Split a headline into the words that the index contains with a mark, as
 * scripts/press_archive/publish/search_index.py does.
 * @param {string} headline
 */
export const splitHeadline = (headline) =>
  headline.split(/[^\p{L}\p{N}\p{M}'’.]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));

/**
 * Mark the words of a query so that they are found in headlines alone.
 * @param {string} text
 */
const markHeadline = (text) =>
  splitHeadline(text)
    .map((word) => HEADLINE_MARK + word.toLowerCase())
    .join(" ");

/**
 * Return whether a page contains a word that begins with the last word of a form.
 * @param {IndexedPage} page
 * @param {string} form
 */
function hasWordWithBeginning(page, form) {
  const beginning = wordsIn(form).at(-1);
  if (beginning === undefined) return false;
  const words = fold(page.content).split(/[^\p{L}\p{N}'’.]+/u);
  return words.some((word) => withoutMarks(word).startsWith(beginning));
}
