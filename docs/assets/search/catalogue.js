// What is known of every document by its number: its facets. Documents are numbered in the order of
// publication. The files are written by scripts/press_archive/publish/facets.py.

/** @import { NameRow } from "./query.js" */
import { fetchJson } from "./files.js";
import { Names, wordsIn } from "./query.js";

/**
 * What facets.json has of a facet with one value for each document: the ids and labels of its values, and one
 * character for each document, whose code is the position of its value added to that of "0".
 * @typedef {{ values: [id: string, label: string][], of: string }} ColumnData
 */

/**
 * A facet with several values for each document, as in catalogue.json.
 * `others` are vocabularies whose terms are values too, written with their vocabulary as in organisations:a-name.
 * @typedef {{ id: string, label: string, vocabulary: string, others?: string[], postings?: string }} TermsData
 */

/**
 * catalogue.json: the number of documents; each index's language and the script of its words, the site's own
 * first; the facets; the first two letters of names, with a space between them.
 * @typedef {object} CatalogueData
 * @property {number} documents
 * @property {[language: string, script: string][]} languages
 * @property {{ id: string, label: string }[]} facets
 * @property {TermsData[]} terms
 * @property {string | null} letters null where there are so few names that all are loaded at once
 * @property {PartsData} [parts] of an archive that is published as several sites
 */

/**
 * Which site has the page of each document, and what a result shows of it: one character for each document,
 * whose code is the position of the site, from 1 on, added to that of "0"; 0 is the home site. The folder of
 * texts is below the site, and numbers them from 0.
 * @typedef {{ sites: { years: string, site: string, folder: string }[], of: string }} PartsData
 */

/**
 * Where a document is that another site has.
 * @typedef {object} Place
 * @property {string} years that the site has
 * @property {URL} site
 * @property {URL} folder of its texts
 * @property {number} number of the document in that folder
 */

/** @typedef {ColumnFacet | TermsFacet} Facet */
/** @typedef {Record<string, Set<string>>} Choice the ids that are chosen of each facet */
/** @typedef {[id: string, label: string, number: number]} ValueCount a facet's value and its documents */

const FIRST_CODE = "0".charCodeAt(0);

export class Catalogue {
  /** @param {URL} folder of the search index */
  static async load(folder) {
    return new Catalogue(folder, await fetchJson(new URL("catalogue.json", folder)));
  }

  /**
   * @param {URL} folder
   * @param {CatalogueData} data
   */
  constructor(folder, data) {
    this.folder = folder;
    this.number = data.documents;
    this.languages = data.languages;
    this.parts = data.parts;
    /** @type {Set<string>} the years of parts of which the site did not answer */
    this.silent = new Set();
    /** @type {number[] | undefined} the numbers of documents in the folders of their sites, once needed */
    this.numbersInPart = undefined;
    this.letters = data.letters === null ? undefined : new Set(data.letters.split(" "));
    /** @type {Names | undefined} all of them, once they are loaded */
    this.names = undefined;
    /**
     * What is loaded once: the numbers of the documents of each term, names, and values of facets; by file.
     * @type {Map<string, Promise<any>>}
     */
    this.files = new Map();
    this.columns = data.facets.map((facet) => new ColumnFacet(facet, this));
    this.lists = data.terms.map((facet) => new TermsFacet(facet, this));
    /** @type {Facet[]} */
    this.facets = [...this.columns, ...this.lists];
  }

  /**
   * Return the place of a document that is on the site of a part of the archive; undefined for the home site.
   * @param {number} number
   * @returns {Place | undefined}
   */
  placeOf(number) {
    if (!this.parts) return undefined;
    const { sites, of } = this.parts;
    const site = sites[of.charCodeAt(number) - FIRST_CODE - 1];
    if (!site) return undefined;
    this.numbersInPart ??= positionsOfEach(of);
    return {
      years: site.years,
      site: new URL(site.site),
      folder: new URL(site.folder, site.site),
      number: this.numbersInPart[number],
    };
  }

  /** Return the numbers of all documents. */
  all() {
    return Array.from({ length: this.number }, (_, number) => number);
  }

  /**
   * Load a file once; after a failure the next call tries again.
   * @template Data
   * @param {string} name
   * @param {(data: any) => Data} use what to do with its data
   * @returns {Promise<Data>}
   */
  loadOnce(name, use) {
    let loading = this.files.get(name);
    if (!loading) {
      loading = fetchJson(new URL(name, this.folder)).then(use);
      loading.catch(() => this.files.delete(name));
      this.files.set(name, loading);
    }
    return loading;
  }

  /** Load the names of all terms. */
  loadNames() {
    return this.loadOnce("names.json", (rows) => this.useNames(rows));
  }

  /** @param {NameRow[]} rows */
  useNames(rows) {
    const names = new Names(rows);
    this.names = names;
    for (const facet of this.lists) facet.useNames(names);
    return names;
  }

  /**
   * Return the names that a query may contain: all, if they are loaded or few, else those of which the first two
   * letters are the first of a word of the query. They are in the same order.
   * @param {string} query
   */
  async namesIn(query) {
    const { letters: known } = this;
    if (this.names) return this.names;
    if (!known) return this.loadNames();
    const letters = new Set(wordsIn(query).map((word) => [...word].slice(0, 2).join("")));
    const files = await Promise.all(
      [...letters]
        .filter((beginning) => known.has(beginning))
        .map((beginning) => this.loadOnce(namesFile(beginning), (rows) => new Map(rows))),
    );
    /** @type {Map<number, NameRow>} by position among all names */
    const rows = new Map(files.flatMap((file) => [...file]));
    return new Names([...rows].sort(([a], [b]) => a - b).map(([, row]) => row));
  }

  /** Load the values of the facets with one for each document. */
  loadColumns() {
    return this.loadOnce("facets.json", (columns) => this.useColumns(columns));
  }

  /** @param {ColumnData[]} columns */
  useColumns(columns) {
    for (const [position, data] of columns.entries()) this.columns[position].useData(data);
  }

  /**
   * Return, by term id, the numbers of the documents that name a term.
   * @param {string} vocabulary
   */
  loadPostings(vocabulary) {
    return this.loadOnce(`terms/${vocabulary}.json`, decodePostings);
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
 * Return, for each character of a text, how often it was there before.
 * @param {string} text
 */
function positionsOfEach(text) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  return [...text].map((character) => {
    const before = counts.get(character) ?? 0;
    counts.set(character, before + 1);
    return before;
  });
}

/**
 * Return the file of the names that begin with some letters.
 * @param {string} letters
 */
const namesFile = (letters) =>
  `names/${[...letters].map((letter) => letter.codePointAt(0)?.toString(16)).join("-")}.json`;

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

/** A facet with one value for each document. It is loaded when needed. */
class ColumnFacet {
  /**
   * @param {{ id: string, label: string }} facet
   * @param {Catalogue} catalogue
   */
  constructor({ id, label }, catalogue) {
    this.id = id;
    this.label = label;
    this.load = () => catalogue.loadColumns();
    /** @type {string[]} */
    this.ids = [];
    /** @type {string[]} */
    this.labels = [];
    /** @type {string | undefined} */
    this.codes = undefined;
  }

  /** @param {ColumnData} data */
  useData({ values, of }) {
    this.ids = values.map(([value]) => value);
    this.labels = values.map(([, name]) => name);
    this.codes = of;
  }

  /**
   * Return the position of a document's value among the facet's values; throw before the facet is loaded.
   * @param {number} number
   */
  valueIndex(number) {
    if (this.codes === undefined) throw new Error(`the facet ${this.id} is not loaded`);
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
    this.vocabulary = vocabulary;
    this.others = others;
    /** @type {string[]} */
    this.ids = [];
    /** @type {string[]} */
    this.labels = [];
    this.loadNames = () => catalogue.loadNames();
    this.loadPostings = () => catalogue.loadPostings(postings);
    /** @type {Map<string, number[]> | undefined} */
    this.postings = undefined;
  }

  /** @param {Names} names */
  useNames(names) {
    const terms = names.terms.filter((term) => [this.vocabulary, ...this.others].includes(term.vocabulary));
    this.ids = terms.map((term) =>
      term.vocabulary === this.vocabulary ? term.id : `${term.vocabulary}:${term.id}`,
    );
    this.labels = terms.map((term) => term.label);
  }

  async load() {
    [this.postings] = await Promise.all([this.loadPostings(), this.loadNames()]);
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
