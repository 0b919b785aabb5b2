// Shows a document that matches a query. Texts from the index are only ever inserted as text, never as HTML.

/** @import { Anchor, Bundle, IndexedPage, Place } from "./bundles.js" */
/** @import { Engine, Matches } from "./engine.js" */
/** @import { Term } from "./query.js" */
import { HEADLINE_WORDS, splitHeadline } from "./bundles.js";
import { wordsIn } from "./query.js";

/**
 * A part of a page that begins at an element with an id, and what it contains of the query.
 * @typedef {object} Passage
 * @property {string} id
 * @property {number} start the position of its first word
 * @property {number} end the position of the first word after it
 * @property {Set<number>} parts the parts of the query, by their positions in it
 * @property {Set<number>} positions of the words that match
 */

/** @typedef {{ text: string, marked: boolean }} Piece a piece of text, marked if it matches the query */
/** @typedef {{ title: string, language: string, facts: string, address: string }} ShortResult */

const HEADLINE = "headline"; // the id of a page's first heading
const DETAILS = "details"; // the id of a table that repeats the names of what other parts are about
const EXCERPT = 32; // words
const BEFORE_MATCH = 5; // words of an excerpt before the first that matches
const MORE_PASSAGES = 5; // named after those that are shown

/**
 * Create an element.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Partial<HTMLElementTagNameMap[Name]>} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, properties = {}, ...children) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children);
  return created;
}

/**
 * Return the address of a term's page.
 * @param {Term} term
 * @param {URL} site
 */
export const termAddress = (term, site) => new URL(`${term.vocabulary}/${term.id}/`, site).href;

/**
 * Return a number of documents in words.
 * @param {number} number
 */
export const countDocuments = (number) => `${number} ${number === 1 ? "document" : "documents"}`;

/**
 * Return a result in one line.
 * @param {Matches} matches
 * @param {number} number of the document
 * @param {Engine} engine
 * @param {URL} site
 * @returns {Promise<ShortResult>}
 */
export async function shortResult(matches, number, engine, site) {
  const { page } = await loadPage(matches, number, engine);
  if (!page) return silentResult(number, engine);
  const { title, language, facts } = page.meta;
  return { title, language, facts, address: addressOf(page, number, engine, site) };
}

/**
 * Return a result as an item of the list.
 * @param {Matches} matches
 * @param {number} number of the document
 * @param {Engine} engine
 * @param {URL} site
 */
export async function resultItem(matches, number, engine, site) {
  const { page, bundle } = await loadPage(matches, number, engine);
  if (!page) {
    const { title, facts, address } = silentResult(number, engine);
    const link = element("a", { href: address, textContent: title });
    return element("li", {}, link, element("br"), element("span", { className: "facts", textContent: facts }));
  }
  const positions = await Promise.all(
    matches.places(number).map((places) => matchingPositions(places.get(bundle) ?? [], page, bundle)),
  );
  const address = addressOf(page, number, engine, site);
  const passages = findPassages(page, positions);
  const shown = choosePassages(passages);
  const others = passages.filter((passage) => !shown.includes(passage));
  const summary = shown.length ? undefined : passageWithId(page, "summary-1");
  const item = element(
    "li",
    {},
    headlineLink(page, positions.flat(), address),
    element("br"),
    factsLine(page),
  );
  for (const passage of shown) {
    const link = passageLink(passage, address);
    item.append(element("p", { className: "excerpt" }, link, " ", ...render(excerpt(page, passage))));
  }
  if (summary) item.append(element("p", { className: "excerpt" }, ...render(excerpt(page, summary))));
  if (others.length) item.append(listPassages(others, address, shown.length ? "Also in: " : "Found in: "));
  const named = matches.wanted.flatMap((part, at) => (positions[at].length ? [] : (part.terms ?? [])));
  if (named.length)
    item.append(element("p", { className: "facts", textContent: `The page names: ${labels(named)}` }));
  return item;
}

// --- What to show: without the browser's document.

/**
 * Return what is known of a document that is on a site that does not answer: nothing but where it is.
 * @param {number} number of the document
 * @param {Engine} engine
 * @returns {ShortResult}
 */
function silentResult(number, engine) {
  const place = engine.catalogue.placeOf(number);
  if (!place) throw new Error(`document ${number} is on the home site`);
  const title = `A document of the site of ${place.years}`;
  return { title, language: "en", facts: "This site does not answer.", address: place.site.href };
}

/**
 * Load a document's page from the index that contains most parts of the query; undefined where it is on a site
 * that does not answer.
 * @param {Matches} matches
 * @param {number} number of the document
 * @param {Engine} engine
 */
async function loadPage(matches, number, engine) {
  const places = matches.places(number);
  /** @param {Bundle} bundle */
  const parts = (bundle) => places.filter((part) => part.has(bundle)).length;
  const bundles = engine.bundles.filter((bundle) => bundle.contains(number));
  const [bundle] = bundles.sort((a, b) => parts(b) - parts(a));
  return { page: await bundle.loadIfAnswered(number), bundle };
}

/**
 * Return the positions of a page's words that match a part of the query.
 * @param {Place[]} places
 * @param {IndexedPage} page
 * @param {Bundle} bundle
 */
async function matchingPositions(places, page, bundle) {
  const words = pageWords(page);
  /** @type {Set<number>} */
  const found = new Set();
  for (const { form, positions } of places) {
    for (const position of positions) {
      if (!form || (await bundle.isForm(form, words[position] ?? ""))) found.add(position);
    }
  }
  return [...found];
}

/**
 * Return the address of a page, which the index has from the root of the document's site.
 * @param {IndexedPage} page
 * @param {number} number of the document
 * @param {Engine} engine
 * @param {URL} site the home site
 */
const addressOf = (page, number, engine, site) =>
  new URL(page.url.replace(/^\//, ""), engine.catalogue.placeOf(number)?.site ?? site).href;

/**
 * Return the words of a page as Pagefind counts them.
 * @param {IndexedPage} page
 */
const pageWords = (page) => page.content.split(/\s+/);

/**
 * Return the anchors of a page in their order.
 * @param {IndexedPage} page
 */
const anchorsOf = (page) => page.anchors.filter(({ id }) => id).sort((a, b) => a.location - b.location);

/** @param {Term[]} terms */
const labels = (terms) => [...new Set(terms.map((term) => term.label))].join(", ");

/**
 * Split a word into the letters to mark and the punctuation around them.
 * @param {string} word
 * @returns {Piece[]}
 */
export function markWord(word) {
  const match = /** @type {RegExpMatchArray} */ (word.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u));
  return match.slice(1).map((text, at) => ({ text, marked: at === 1 }));
}

/**
 * Return the headline of a page with the words that match marked. The index has these words twice, the second
 * time split at hyphens.
 * @param {IndexedPage} page
 * @param {number[]} positions of words that match
 */
export function markHeadline(page, positions) {
  const words = page.meta.title.split(/\s+/);
  const whole = words.map((_, at) => at);
  const split = words.flatMap((word, at) => splitHeadline(word).map(() => at));
  /** @param {string} id */
  const startOf = (id) => page.anchors.find((anchor) => anchor.id === id)?.location ?? NaN;
  const found = new Set(
    positions.flatMap((at) => [whole[at - startOf(HEADLINE)], split[at - startOf(HEADLINE_WORDS)]]),
  );
  return words.flatMap((word, at) => [
    { text: at ? " " : "", marked: false },
    ...(found.has(at) ? markWord(word) : [{ text: word, marked: false }]),
  ]);
}

/**
 * Return the passages of a page that contain words of the query: those with most parts of it first, the
 * details last. The headline is none, as it is above the passages.
 * @param {IndexedPage} page
 * @param {number[][]} positions of the words that match each part
 */
export function findPassages(page, positions) {
  const anchors = anchorsOf(page);
  /** @type {Map<string, Passage>} */
  const passages = new Map();
  for (const [part, ofPart] of positions.entries()) {
    for (const position of ofPart) {
      const anchor = anchors.findLast(({ location }) => location <= position);
      if (!anchor || anchor.id === HEADLINE || anchor.id === HEADLINE_WORDS) continue;
      const passage = passages.get(anchor.id) ?? passageAt(page, anchors, anchor);
      passage.parts.add(part);
      passage.positions.add(position);
      passages.set(anchor.id, passage);
    }
  }
  const rank = new Map([...passages.values()].map((passage) => [passage, rankOf(page, passage)]));
  return [...rank.keys()].sort((a, b) => (rank.get(b) ?? 0) - (rank.get(a) ?? 0) || a.start - b.start);
}

/**
 * Return the number of query parts in a passage; a little less for a note or where the headline is repeated.
 * @param {IndexedPage} page
 * @param {Passage} passage
 */
function rankOf(page, { id, start, end, parts }) {
  if (id === DETAILS) return 0;
  /** @param {string} text */
  const folded = (text) => wordsIn(text).join(" ");
  const isHeadline = folded(pageWords(page).slice(start, end).join(" ")) === folded(page.meta.title);
  return parts.size - (id === "notes" || isHeadline ? 0.5 : 0);
}

/**
 * Return the passages to show, two at most: the first, and the next one that contains a part of the query
 * that the first does not. The details are not shown.
 * @param {Passage[]} passages
 */
export function choosePassages(passages) {
  const [best, ...others] = passages.filter(({ id }) => id !== DETAILS);
  if (!best) return [];
  const second = others.find(({ parts }) => [...parts].some((part) => !best.parts.has(part)));
  return second ? [best, second] : [best];
}

/**
 * Return the passage with an id, with nothing found in it; undefined where the page has none.
 * @param {IndexedPage} page
 * @param {string} id
 */
export function passageWithId(page, id) {
  const anchors = anchorsOf(page);
  const anchor = anchors.find((other) => other.id === id);
  return anchor && passageAt(page, anchors, anchor);
}

/**
 * @param {IndexedPage} page
 * @param {Anchor[]} anchors in their order
 * @param {Anchor} anchor
 * @returns {Passage}
 */
function passageAt(page, anchors, { id, location: start }) {
  const next = anchors.find(({ location }) => location > start);
  return { id, start, end: next?.location ?? pageWords(page).length, parts: new Set(), positions: new Set() };
}

/**
 * Return the excerpt of a passage that contains most of the words that match, with these marked.
 * @param {IndexedPage} page
 * @param {Passage} passage
 * @returns {Piece[]}
 */
export function excerpt(page, passage) {
  const words = pageWords(page);
  const positions = [...passage.positions].sort((a, b) => a - b);
  /** @param {number} first */
  const matchesFrom = (first) => positions.filter((at) => at >= first && at < first + EXCERPT).length;
  const densest = positions.reduce(
    (best, at) => (matchesFrom(at) > matchesFrom(best) ? at : best),
    positions[0] ?? 0,
  );
  const start = Math.max(passage.start, Math.min(densest - BEFORE_MATCH, passage.end - EXCERPT));
  const end = Math.min(passage.end, start + EXCERPT);
  const pieces = words
    .slice(start, end)
    .flatMap((word, at) => [
      ...(passage.positions.has(start + at) ? markWord(word) : [{ text: word, marked: false }]),
      { text: " ", marked: false },
    ]);
  if (start > passage.start) pieces.unshift({ text: "… ", marked: false });
  if (end < passage.end) pieces.push({ text: "…", marked: false });
  return pieces;
}

/**
 * Return what to call a passage: `L12`, or `Summary 3` for `summary-3`.
 * @param {string} id
 */
export function passageName(id) {
  if (/^L\d+$/.test(id)) return id;
  const name = id.match(/^[a-z]+/)?.[0] ?? id;
  return name[0].toUpperCase() + name.slice(1) + id.slice(name.length).replace("-", " ");
}

// --- Its elements.

/** @param {Piece[]} pieces */
const render = (pieces) =>
  pieces.map(({ text, marked }) => (marked ? element("mark", { textContent: text }) : text));

/**
 * @param {IndexedPage} page
 * @param {number[]} positions of words that match
 * @param {string} address
 */
const headlineLink = (page, positions, address) =>
  element(
    "a",
    { href: address, lang: page.meta.language, dir: "auto" },
    ...render(markHeadline(page, positions)),
  );

/** @param {IndexedPage} page */
function factsLine({ meta }) {
  const nearness = element("span", {
    className: `nearness nearness-${meta.nearness}`,
    textContent: meta.nearness.replaceAll("-", " "),
  });
  return element("span", { className: "facts" }, `${meta.facts} · `, nearness);
}

/**
 * @param {Passage} passage
 * @param {string} address of the page
 */
const passageLink = ({ id }, address) =>
  element("a", { className: "place", href: `${address}#${id}`, textContent: passageName(id) });

/**
 * Return the links to the first of some passages, and the number of the others.
 * @param {Passage[]} passages
 * @param {string} address of the page
 * @param {string} label
 */
function listPassages(passages, address, label) {
  const links = passages.slice(0, MORE_PASSAGES).flatMap((passage) => [" · ", passageLink(passage, address)]);
  const others = passages.length - MORE_PASSAGES;
  return element(
    "p",
    { className: "facts" },
    label,
    ...links.slice(1),
    others > 0 ? ` and ${others} more` : "",
  );
}
