// Finds the documents that match a query. The indexes know which documents contain a word, the catalogue
// which name a term.

/** @import { Hit, Place } from "./bundles.js" */
/** @import { Part, Term } from "./query.js" */
import { Bundle, loadPagefind } from "./bundles.js";
import { Catalogue } from "./catalogue.js";
import { fetchJson } from "./files.js";
import { nearest, parse, wordsIn } from "./query.js";

/**
 * A document that matches a part of a query: where its page, in each index, contains the part.
 * @typedef {{ score: number, places: Map<Bundle, Place[]> }} Match
 */

/**
 * The documents that match a query: every part of it that is not excluded, and no part that is.
 * @typedef {object} Matches
 * @property {number[]} numbers
 * @property {Map<number, number>} scores by number
 * @property {Part[]} wanted the parts that are not excluded
 * @property {Part[]} missing the wanted parts that no document matches
 * @property {(number: number) => Map<Bundle, Place[]>[]} places where a document contains each wanted part
 */

/** @typedef {"relevance" | "newest" | "oldest"} Sort */

// What the record of a document adds to its score by naming a term of the query: less than a word of its text
// adds, so that documents that contain the name come first.
const SCORE_OF_NAMED = 0.5;

export class Engine {
  /**
   * Load what every query needs.
   * @param {URL} folder of the search index
   * @param {boolean} [withWords] whether the query has words, which need the index of the site's language
   */
  static async load(folder, withWords = true) {
    // Only a head start. If it fails, so does the bundle that needs it, where the failure is shown.
    if (withWords) loadPagefind(folder, document.documentElement.lang).catch(() => {});
    return new Engine(folder, await Catalogue.load(folder));
  }

  /**
   * @param {URL} folder
   * @param {Catalogue} catalogue
   */
  constructor(folder, catalogue) {
    this.folder = folder;
    this.catalogue = catalogue;
    this.bundles = catalogue.languages.map((_, position) => new Bundle(folder, catalogue, position));
  }

  /**
   * Parse a query with the names of the archive. Sites that did not answer the query before are asked again.
   * @param {string} query
   */
  async parse(query) {
    this.catalogue.silent.clear();
    return parse(query, await this.catalogue.namesIn(query));
  }

  /**
   * Return the indexes that a query needs, the site's own first.
   * @param {Part[]} parts
   */
  bundlesFor(parts) {
    return this.bundles.filter((bundle) => bundle.isNeededFor(parts));
  }

  /**
   * Find the documents that match a query, in no order.
   * @param {Part[]} parts
   * @param {Bundle[]} bundles which are loaded
   * @param {boolean} inHeadlines only in headlines
   * @returns {Promise<Matches>}
   */
  async find(parts, bundles, inHeadlines) {
    const wanted = parts.filter((part) => !part.excluded);
    /** @param {Part[]} some */
    const matchAll = (some) => Promise.all(some.map((part) => this.match(part, bundles, inHeadlines)));
    const [matches, excluded] = await Promise.all([
      matchAll(wanted),
      matchAll(parts.filter((part) => part.excluded)),
    ]);
    const numbers = this.smallest(matches).filter(
      (number) => matches.every((match) => match.has(number)) && !excluded.some((match) => match.has(number)),
    );
    /** @param {number} number */
    const places = (number) => matches.map((match) => match.get(number)?.places ?? new Map());
    /** @param {number} number */
    const score = (number) => matches.reduce((sum, match) => sum + (match.get(number)?.score ?? 0), 0);
    return {
      numbers,
      scores: new Map(numbers.map((number) => [number, score(number)])),
      wanted,
      missing: wanted.filter((_, position) => !matches[position].size),
      places,
    };
  }

  /**
   * Return the documents that match the rarest part; all documents if there is none.
   * @param {Map<number, Match>[]} matches
   */
  smallest(matches) {
    if (!matches.length) return this.catalogue.all();
    return [...matches.reduce((least, match) => (match.size < least.size ? match : least)).keys()];
  }

  /**
   * Return numbers in an order; they are in that of publication. Without words, relevance is date.
   * @param {Matches} matches
   * @param {number[]} numbers
   * @param {Sort} [sort]
   */
  order(matches, numbers, sort = "relevance") {
    const sorted = [...numbers].sort((a, b) => b - a);
    if (sort === "oldest") return sorted.reverse();
    if (sort === "newest") return sorted;
    /** @param {number} number */
    const score = (number) => matches.scores.get(number) ?? 0;
    return sorted.sort((a, b) => score(b) - score(a)); // the newer first where scores are equal
  }

  /**
   * Return, by number, the documents that match a part in any index or, if it is a name, by their records.
   * @param {Part} part
   * @param {Bundle[]} bundles
   * @param {boolean} inHeadlines
   */
  async match(part, bundles, inHeadlines) {
    // A name is looked up as typed and as documents mostly write it: a query in Russian finds English
    // passages.
    const texts = new Set([part.text, ...(part.terms ?? []).map((term) => term.usual)]);
    const lookups = [...texts].flatMap((text) =>
      bundles.map((bundle) => ({ bundle, part: { ...part, text } })),
    );
    const [answers, named] = await Promise.all([
      Promise.all(lookups.map((lookup) => lookup.bundle.hits(lookup.part, inHeadlines))),
      part.terms && !inHeadlines ? this.naming(part.terms) : new Set(),
    ]);
    /** @type {Map<number, Match>} */
    const matches = new Map();
    for (const [position, hits] of answers.entries()) {
      for (const [number, hit] of hits) addHit(matches, number, lookups[position].bundle, hit);
    }
    for (const number of named) {
      const match = matches.get(number) ?? { score: 0, places: new Map() };
      matches.set(number, { ...match, score: match.score + SCORE_OF_NAMED });
    }
    return matches;
  }

  /**
   * Return the numbers of the documents whose records name one of some terms.
   * @param {Term[]} terms
   */
  async naming(terms) {
    const lists = await Promise.all(
      terms.map(async ({ vocabulary, id }) => (await this.catalogue.loadPostings(vocabulary)).get(id) ?? []),
    );
    return new Set(lists.flat());
  }

  /**
   * Return a query with the nearest words of the archive in place of parts that no document matches;
   * undefined where no word is near.
   * @param {string} query
   * @param {Part[]} parts
   * @param {Part[]} missing
   */
  async suggest(query, parts, missing) {
    const lists = await Promise.all(
      this.bundlesFor(parts).map(({ language }) => fetchJson(new URL(`words-${language}.json`, this.folder))),
    );
    const { terms } = await this.catalogue.loadNames();
    const names = terms.flatMap((term) => [term.label, ...term.spellings]);
    const candidates = [...new Set([...names.filter((name) => !/\s/.test(name)), ...lists.flat()])];
    const words = missing.flatMap((part) => part.text.split(/\s+/)).filter((word) => wordsIn(word).length);
    let suggestion = query;
    for (const word of words) {
      const other = nearest(word, candidates);
      if (other)
        suggestion = suggestion.replace(word, word === word.toLowerCase() ? other.toLowerCase() : other);
    }
    return suggestion === query ? undefined : suggestion;
  }
}

/**
 * Add a hit to the match of a document: the best score of all lookups, and the places of each.
 * @param {Map<number, Match>} matches
 * @param {number} number
 * @param {Bundle} bundle
 * @param {Hit} hit
 */
function addHit(matches, number, bundle, { score, places }) {
  const match = matches.get(number) ?? { score: 0, places: new Map() };
  match.score = Math.max(match.score, score);
  match.places.set(bundle, [...(match.places.get(bundle) ?? []), ...places]);
  matches.set(number, match);
}
