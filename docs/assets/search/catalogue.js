// What is known of every document by its number: its facets. Documents are numbered in the order of
// publication. The files are written by scripts/press_archive/publish/facets.py.

/** @import { NameRow } from "./query.js" */
import { fetchJson } from "./files.js";
import { Names } from "./query.js";

/**
 * A facet with one value for each document, as in catalogue.json: the ids and labels of its values, and one
 * character for each document, whose code is the position of its value added to that of "0".
 * @typedef {{ id: string, label: string, values: [id: string, label: string][], of: string }} ColumnData
 */

/**
 * A facet with several values for each document, as in catalogue.json.
 * `others` are vocabularies whose terms are values too, written with their vocabulary as in organisations:a-name.
 * @typedef {{ id: string, label: string, vocabulary: string, others?: string[], postings?: string }} TermsData
 */

/**
 * catalogue.json: the number of documents; each index's language and the script of its words, the site's own
 * first; the facets.
 * @typedef {object} CatalogueData
 * @property {number} documents
 * @property {[language: string, script: string][]} languages
 * @property {ColumnData[]} facets
 * @property {TermsData[]} terms
 */

/** @typedef {ColumnFacet | TermsFacet} Facet */
/** @typedef {Record<string, Set<string>>} Choice the ids that are chosen of each facet */
/** @typedef {[id: string, label: string, number: number]} ValueCount a facet's value and its documents */

const FIRST_CODE = "0".charCodeAt(0);

export class Catalogue {
  /** @param {URL} folder of the search index */
  static async load(folder) {
    const [data, rows] = await Promise.all([
      fetchJson(new URL("catalogue.json", folder)),
      fetchJson(new URL("names.json", folder)),
    ]);
    return new Catalogue(folder, data, rows);
  }

  /**
   * @param {URL} folder
   * @param {CatalogueData} data
   * @param {NameRow[]} rows
   */
  constructor(folder, data, rows) {
    this.folder = folder;
    this.number = data.documents;
    this.languages = data.languages;
    this.names = new Names(rows);
    /**
     * The numbers of the documents of each term, by vocabulary.
     * @type {Map<string, Promise<Map<string, number[]>>>}
     */
    this.postings = new Map();
    const columns = data.facets.map((facet) => new ColumnFacet(facet));
    this.language = columns.find(({ id }) => id === "language");
    /** @type {Facet[]} */
    this.facets = [...columns, ...data.terms.map((facet) => new TermsFacet(facet, this))];
  }

  /** Return the numbers of all documents. */
  all() {
    return Array.from({ length: this.number }, (_, number) => number);
  }

  /**
   * Return the numbers of the documents in a language.
   * @param {string} language
   */
  inLanguage(language) {
    return this.language ? this.all().filter(this.language.test([language])) : [];
  }

  /**
   * Return, by term id, the numbers of the documents that name a term.
   * @param {string} vocabulary
   */
  loadPostings(vocabulary) {
    let loading = this.postings.get(vocabulary);
    if (!loading) {
      loading = fetchJson(new URL(`terms/${vocabulary}.json`, this.folder)).then(decodePostings);
      loading.catch(() => this.postings.delete(vocabulary)); // the next query tries again
      this.postings.set(vocabulary, loading);
    }
    return loading;
  }

  /**
   * Load the facets of which something is chosen.
   * @param {Choice} chosen
   */
  async loadChosen(chosen) {
    await Promise.all(this.facets.filter((facet) => chosen[facet.id]?.size).map((facet) => facet.load()));
  }

  /**
   * Return the numbers that have a chosen value of every facet; facets of which none is chosen do not count.
   * @param {number[]} numbers
   * @param {Choice} chosen
   * @param {Facet} [ignored] a facet that does not count either
   */
  narrow(numbers, chosen, ignored) {
    const tests = this.facets
      .filter((facet) => facet !== ignored && chosen[facet.id]?.size)
      .map((facet) => facet.test([...chosen[facet.id]]));
    return numbers.filter((number) => tests.every((test) => test(number)));
  }

  /**
   * Count the documents of each value of a facet among those that the other facets leave: frequent values
   * first, years from the latest. A chosen value is listed even if it has none.
   * @param {Facet} facet
   * @param {number[]} numbers
   * @param {Choice} chosen
   */
  count(facet, numbers, chosen) {
    const counts = facet.count(this.narrow(numbers, chosen, facet));
    return facet.ids
      .map((id, value) => /** @type {ValueCount} */ ([id, facet.labels[value], counts[value]]))
      .filter(([id, , number]) => number || chosen[facet.id]?.has(id))
      .sort(facet.id === "year" ? latestFirst : frequentFirst);
  }
}

/**
 * @param {ValueCount} a
 * @param {ValueCount} b
 */
const latestFirst = (a, b) => (a[0] < b[0] ? 1 : -1);

/**
 * @param {ValueCount} a
 * @param {ValueCount} b
 */
const frequentFirst = (a, b) => b[2] - a[2] || a[1].localeCompare(b[1]);

/**
 * Read a file of terms, in which each list contains the distances between numbers, the first from 0.
 * @param {Record<string, number[]>} distances
 */
function decodePostings(distances) {
  return new Map(
    Object.entries(distances).map(([id, steps]) => {
      let number = 0;
      return [id, steps.map((step) => (number += step))];
    }),
  );
}

/** A facet with one value for each document. */
class ColumnFacet {
  /** @param {ColumnData} data */
  constructor({ id, label, values, of }) {
    this.id = id;
    this.label = label;
    this.ids = values.map(([value]) => value);
    this.labels = values.map(([, name]) => name);
    this.codes = of;
  }

  /** There is nothing more to load. */
  async load() {}

  /**
   * Return the position of a document's value among the facet's values.
   * @param {number} number
   */
  valueIndex(number) {
    return this.codes.charCodeAt(number) - FIRST_CODE;
  }

  /**
   * Return a function that tests whether a document has one of some values.
   * @param {string[]} ids
   */
  test(ids) {
    const wanted = new Set(ids.map((id) => this.ids.indexOf(id)));
    return (/** @type {number} */ number) => wanted.has(this.valueIndex(number));
  }

  /**
   * Return how many of some documents have each value.
   * @param {number[]} numbers
   */
  count(numbers) {
    const counts = this.ids.map(() => 0);
    for (const number of numbers) counts[this.valueIndex(number)] += 1;
    return counts;
  }
}

/** A facet with several values for each document: the terms of a vocabulary. It is loaded when needed. */
class TermsFacet {
  /**
   * @param {TermsData} data
   * @param {Catalogue} catalogue
   */
  constructor({ id, label, vocabulary, others = [], postings = vocabulary }, catalogue) {
    this.id = id;
    this.label = label;
    const terms = catalogue.names.terms.filter((term) => [vocabulary, ...others].includes(term.vocabulary));
    this.ids = terms.map((term) =>
      term.vocabulary === vocabulary ? term.id : `${term.vocabulary}:${term.id}`,
    );
    this.labels = terms.map((term) => term.label);
    this.loadPostings = () => catalogue.loadPostings(postings);
    /** @type {Map<string, number[]> | undefined} */
    this.postings = undefined;
  }

  async load() {
    this.postings = await this.loadPostings();
  }

  /**
   * Return the numbers of the documents that name a term; throw before the facet is loaded.
   * @param {string} term its id
   */
  numbersOf(term) {
    if (!this.postings) throw new Error(`the facet ${this.id} is not loaded`);
    return this.postings.get(term) ?? [];
  }

  /**
   * Return a function that tests whether a document names one of some terms.
   * @param {string[]} ids
   */
  test(ids) {
    const wanted = new Set(ids.flatMap((id) => this.numbersOf(id)));
    return (/** @type {number} */ number) => wanted.has(number);
  }

  /**
   * Return how many of some documents name each term.
   * @param {number[]} numbers
   */
  count(numbers) {
    const among = new Set(numbers);
    return this.ids.map((id) => this.numbersOf(id).filter((number) => among.has(number)).length);
  }
}
