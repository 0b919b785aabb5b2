// A query → the documents that answer it. The indexes say which documents hold a word, the catalogue which name a term.

import { Bundle, program } from "./bundles.js";
import { Catalogue, fetchJson } from "./catalogue.js";
import { nearest, parse, words } from "./query.js";

// A document that names a person, place or other term of the query, but does not hold the word, comes after those that do.
const NAMED = 0.5;

export class Engine {
  // With `words` the index of the site's language is needed in any case; what it answers to can't fail here, but where it is asked.
  static async load(folder, words = true) {
    if (words) program(folder, document.documentElement.lang).catch(() => {});
    return new Engine(folder, await Catalogue.load(folder));
  }

  constructor(folder, catalogue) {
    this.folder = folder;
    this.catalogue = catalogue;
    this.bundles = catalogue.languages.map((_, position) => new Bundle(folder, catalogue, position));
  }

  parse(query) {
    return parse(query, this.catalogue.names);
  }

  // The indexes that a query needs, the site's own first.
  bundlesFor(parts) {
    return this.bundles.filter((bundle) => bundle.concerns(parts));
  }

  // {numbers, scores, places, missing} of the documents that hold every part and none that is excluded.
  // `places`: number → for each part, bundle → its places (Bundle.hits); `missing`: the parts that no document holds.
  async find(parts, bundles, headlines) {
    const wanted = parts.filter((part) => !part.excluded);
    const [hits, unwanted] = await Promise.all([
      Promise.all(wanted.map((part) => this.hits(part, bundles, headlines))),
      Promise.all(parts.filter((part) => part.excluded).map((part) => this.hits(part, bundles, headlines))),
    ]);
    const excluded = new Set(unwanted.flatMap((found) => [...found.keys()]));
    const candidates = hits.length ? [...hits.reduce((least, found) => (found.size < least.size ? found : least)).keys()] : this.catalogue.all();
    const numbers = candidates.filter((number) => !excluded.has(number) && hits.every((found) => found.has(number)));
    const scores = new Map(numbers.map((number) => [number, hits.reduce((sum, found) => sum + found.get(number).score, 0)]));
    const places = (number) => hits.map((found) => found.get(number).places);
    return { numbers, scores, places, wanted, missing: wanted.filter((_, position) => !hits[position].size) };
  }

  // Numbers in an order: they are in that of publication. Without words to weigh, the newest come first.
  order(found, numbers, sort = "relevance") {
    const newest = (a, b) => b - a;
    const relevant = (a, b) => found.scores.get(b) - found.scores.get(a) || newest(a, b);
    if (sort === "oldest") return numbers.toSorted((a, b) => a - b);
    return numbers.toSorted(sort === "newest" || !found.wanted.length ? newest : relevant);
  }

  // Number → {score, places: bundle → places} for one part, in all indexes and, for a name, in the records.
  async hits(part, bundles, headlines) {
    // A name is looked for as it is typed, and as documents mostly write it; a query in Russian finds English passages.
    const texts = part.terms ? [...new Set([part.text, ...part.terms.map((term) => term.usual)])] : [part.text];
    const asked = texts.flatMap((text) => bundles.map((bundle) => [bundle, { ...part, text }]));
    const [answers, named] = await Promise.all([
      Promise.all(asked.map(([bundle, form]) => bundle.hits(form, headlines))),
      part.terms && !headlines ? this.named(part.terms) : [],
    ]);
    const found = new Map();
    for (const [position, answer] of answers.entries()) {
      const [bundle] = asked[position];
      for (const [number, { score, places }] of answer) {
        const held = found.get(number) ?? { score: 0, places: new Map() };
        held.score = Math.max(held.score, score);
        held.places.set(bundle, [...(held.places.get(bundle) ?? []), ...places]);
        found.set(number, held);
      }
    }
    for (const number of named) {
      const held = found.get(number) ?? { score: 0, places: new Map() };
      found.set(number, { ...held, score: held.score + NAMED });
    }
    return found;
  }

  async named(terms) {
    const lists = await Promise.all(
      terms.map(async ({ vocabulary, id }) => (await this.catalogue.loadPostings(vocabulary)).get(id) ?? []),
    );
    return new Set(lists.flat());
  }

  // The same query with the nearest words that the documents hold, for parts that none holds; undefined where there are none.
  async proposal(query, parts, missing) {
    const lists = await Promise.all(this.bundlesFor(parts).map(({ language }) => fetchJson(new URL(`words-${language}.json`, this.folder))));
    const names = this.catalogue.names.terms.flatMap((term) => [term.label, ...term.spellings]);
    const candidates = [...new Set([...names.filter((name) => !/\s/.test(name)), ...lists.flat()])];
    let proposed = query;
    for (const part of missing) {
      for (const word of part.text.split(/\s+/).filter((text) => words(text).length)) {
        const other = nearest(word, candidates);
        if (other) proposed = proposed.replace(word, word === word.toLowerCase() ? other.toLowerCase() : other);
      }
    }
    return proposed === query ? undefined : proposed;
  }
}
