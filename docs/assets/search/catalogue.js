// What is known of every document by its number: its facets. Documents are numbered in the order of publication.
// The files are written by scripts/press_archive/catalogue.py.

import { Names } from "./query.js";

const FIRST_CODE = "0".charCodeAt(0);

export async function fetchFile(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the search index is missing (${answer.status})`);
  return answer;
}

export const fetchJson = async (address) => (await fetchFile(address)).json();

export class Catalogue {
  static async load(folder) {
    const [data, rows] = await Promise.all([
      fetchJson(new URL("catalogue.json", folder)),
      fetchJson(new URL("names.json", folder)),
    ]);
    return new Catalogue(folder, data, rows);
  }

  constructor(folder, data, rows) {
    this.folder = folder;
    this.number = data.documents;
    this.languages = data.languages; // [code, script of its words], the site's own first
    this.names = new Names(rows);
    this.postings = new Map(); // vocabulary → promise of (term id → numbers)
    this.facets = [...data.facets.map((facet) => new Column(facet)), ...data.terms.map((facet) => new Terms(facet, this))];
    this.facet = Object.fromEntries(this.facets.map((facet) => [facet.id, facet]));
  }

  // The documents of a language, in their order.
  of(language) {
    const column = this.facet.language;
    const value = column.ids.indexOf(language);
    return this.all().filter((number) => column.valueAt(number) === value);
  }

  all() {
    return Array.from({ length: this.number }, (_, number) => number);
  }

  // Term id → the numbers of the documents that name it.
  loadPostings(vocabulary) {
    if (!this.postings.has(vocabulary)) {
      const read = async () => {
        const found = await fetchJson(new URL(`terms/${vocabulary}.json`, this.folder));
        let number;
        return new Map(Object.entries(found).map(([id, steps]) => [id, ((number = 0), steps.map((step) => (number += step)))]));
      };
      const reading = read();
      reading.catch(() => this.postings.delete(vocabulary)); // the next query tries again
      this.postings.set(vocabulary, reading);
    }
    return this.postings.get(vocabulary);
  }

  // Load the facets that a choice needs.
  async ready(chosen) {
    await Promise.all(this.facets.filter((facet) => chosen[facet.id]?.size).map((facet) => facet.load()));
  }

  // The numbers that pass every chosen facet, or all but one.
  narrow(numbers, chosen, but) {
    const asked = this.facets.filter((facet) => facet !== but && chosen[facet.id]?.size);
    const tests = asked.map((facet) => facet.test(chosen[facet.id]));
    return tests.length ? numbers.filter((number) => tests.every((test) => test(number))) : numbers;
  }

  // [id, label, number of documents] of a facet's values among those that pass the other facets, frequent ones first.
  // What is chosen is listed even where it has none.
  count(facet, numbers, chosen) {
    const counts = facet.count(this.narrow(numbers, chosen, facet));
    const rows = facet.ids
      .map((id, value) => [id, facet.labels[value], counts[value]])
      .filter(([id, , number]) => number || chosen[facet.id]?.has(id));
    const order = facet.id === "year" ? (a, b) => (a[0] < b[0] ? 1 : -1) : (a, b) => b[2] - a[2] || a[1].localeCompare(b[1]);
    return rows.sort(order);
  }
}

// A facet with one value for each document.
class Column {
  constructor({ id, label, values, of }) {
    this.id = id;
    this.label = label;
    this.ids = values.map(([value]) => value);
    this.labels = values.map(([, name]) => name);
    this.of = of;
    this.loaded = true;
  }

  async load() {}

  valueAt(number) {
    return this.of.charCodeAt(number) - FIRST_CODE;
  }

  test(ids) {
    const wanted = new Set([...ids].map((id) => this.ids.indexOf(id)));
    return (number) => wanted.has(this.valueAt(number));
  }

  count(numbers) {
    const counts = this.ids.map(() => 0);
    for (const number of numbers) counts[this.valueAt(number)] += 1;
    return counts;
  }
}

// A facet with several values for each document: the terms of a vocabulary. Its file is loaded when it is needed.
class Terms {
  constructor({ id, label, vocabulary }, catalogue) {
    this.id = id;
    this.label = label;
    const terms = catalogue.names.terms.filter((term) => term.vocabulary === vocabulary);
    this.ids = terms.map((term) => term.id);
    this.labels = terms.map((term) => term.label);
    this.read = () => catalogue.loadPostings(vocabulary);
    this.loaded = false;
  }

  async load() {
    this.numbers = await this.read();
    this.loaded = true;
  }

  test(ids) {
    const wanted = new Set([...ids].flatMap((id) => this.numbers.get(id) ?? []));
    return (number) => wanted.has(number);
  }

  count(numbers) {
    const among = new Set(numbers);
    return this.ids.map((id) => this.numbers.get(id).filter((number) => among.has(number)).length);
  }
}
