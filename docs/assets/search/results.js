// A document that answers a query → an item of the list. Texts come from the index as text, never as HTML.

import { HEADLINE_WORDS, partsOf } from "./bundles.js";
import { words } from "./query.js";

const HEADLINE = "headline"; // the id of a page's first heading
const EXCERPT = 32; // words
const FURTHER = 5; // passages named beside the one that is shown

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export const termAddress = (term, site) => new URL(`${term.vocabulary}/${term.id}/`, site).href;

// The page of a number, as the index holds it: from the index that places most parts of the query; and that index.
async function load(found, number, engine) {
  const held = (bundle) => found.places(number).filter((places) => places.has(bundle)).length;
  const [bundle] = engine.bundles.filter((one) => one.holds(number)).sort((a, b) => held(b) - held(a));
  return { page: await bundle.page(number), bundle };
}

// The positions of a page's words that are words of a part of the query.
async function positionsOf(places, page, bundle) {
  const all = wordsOf(page);
  const found = new Set();
  for (const [form, positions] of places) {
    for (const position of positions) {
      if (!form || (await bundle.isForm(form, all[position] ?? ""))) found.add(position);
    }
  }
  return [...found];
}

// The address is that of the file with which the index was fed.
const addressOf = (page, site) => new URL(page.url.replace(/^\//, ""), site).href;

// A result in one line: {title, language, facts, address}.
export async function shortResult(found, number, engine, site) {
  const { page } = await load(found, number, engine);
  return { title: page.meta.title, language: page.meta.language, facts: page.meta.facts, address: addressOf(page, site) };
}

export async function resultItem(found, number, engine, site) {
  const { page, bundle } = await load(found, number, engine);
  const places = await Promise.all(found.places(number).map((part) => positionsOf(part.get(bundle) ?? [], page, bundle)));
  const address = addressOf(page, site);
  const link = element("a", { href: address, lang: page.meta.language, dir: "auto" }, ...headline(page, places.flat()));
  const item = element("li", {}, link, element("br"), facts(page.meta));
  const passages = passagesOf(page, places);
  const shown = enough(passages);
  for (const passage of shown) {
    item.append(element("p", { className: "excerpt" }, passageLink(address, passage), " ", ...excerpt(page, passage)));
  }
  const opening = passageWith(page, "summary-1");
  if (!shown.length && opening) item.append(element("p", { className: "excerpt" }, ...excerpt(page, opening)));
  const others = passages.filter((passage) => !shown.includes(passage));
  if (others.length) item.append(further(address, others, shown.length ? "Also in: " : "Found in: "));
  const names = found.wanted.flatMap((part, position) => (part.terms && !places[position].length ? part.terms : []));
  if (names.length) {
    const labels = [...new Set(names.map((term) => term.label))].join(", ");
    item.append(element("p", { className: "facts", textContent: `The page names: ${labels}` }));
  }
  return item;
}

function facts(meta) {
  const evidence = element("span", { className: `evidence evidence-${meta.evidence}`, textContent: meta.evidence.replaceAll("-", " ") });
  return element("span", { className: "facts" }, `${meta.facts} · `, evidence);
}

// The headline's words, those of the query marked. They stand in the index twice, the second time parted at hyphens.
function headline(page, positions) {
  const all = page.meta.title.split(/\s+/);
  const once = all.map((_, at) => at);
  const parted = all.flatMap((word, at) => partsOf(word).map(() => at));
  const found = new Set();
  for (const [id, owners] of [[HEADLINE, once], [HEADLINE_WORDS, parted]]) {
    const start = page.anchors.find((anchor) => anchor.id === id)?.location;
    for (const position of positions) found.add(owners[position - start]);
  }
  return all.flatMap((word, at) => [at ? " " : "", ...(found.has(at) ? marked(word) : [word])]);
}

// The parts of a page that hold words of the query, best first: those with most of its words, and then the first.
function passagesOf(page, places) {
  const anchors = anchorsOf(page);
  const passages = new Map();
  for (const [part, positions] of places.entries()) {
    for (const position of positions) {
      const at = anchors.findLastIndex((anchor) => anchor.location <= position);
      const id = anchors[at]?.id;
      if (!id || id === HEADLINE_WORDS || id === HEADLINE) continue; // the headline stands above it
      if (!passages.has(id)) passages.set(id, passageWith(page, id));
      passages.get(id).parts.add(part);
      passages.get(id).places.add(position);
    }
  }
  const title = words(page.meta.title).join(" ");
  const repeats = ({ start, end }) => words(wordsOf(page).slice(start, end).join(" ")).join(" ") === title;
  const last = ({ id }) => id === "details"; // a table, which names what others say
  const rank = (passage) => (last(passage) ? 0 : passage.parts.size - (passage.id === "notes" || repeats(passage) ? 0.5 : 0));
  return [...passages.values()].sort((a, b) => rank(b) - rank(a) || a.start - b.start);
}

// Passages that hold all of the query's words together, as far as a few can: two at most.
function enough(passages) {
  const [best, ...others] = passages.filter(({ id }) => id !== "details");
  if (!best) return [];
  const second = others.find(({ parts }) => [...parts].some((part) => !best.parts.has(part)));
  return second ? [best, second] : [best];
}

const anchorsOf = (page) => page.anchors.filter(({ id }) => id).sort((a, b) => a.location - b.location);
const wordsOf = (page) => page.content.split(/\s+/);

// The passage with an id: {id, start, end} in words, and what is found in it; undefined where the page has none.
function passageWith(page, id) {
  const anchors = anchorsOf(page);
  const at = anchors.findIndex((anchor) => anchor.id === id);
  if (at < 0) return undefined;
  const start = anchors[at].location;
  const end = anchors.find((anchor) => anchor.location > start)?.location ?? wordsOf(page).length;
  return { id, start, end, parts: new Set(), places: new Set() };
}

function excerpt(page, passage) {
  const all = wordsOf(page);
  const places = [...passage.places].sort((a, b) => a - b);
  // The window of so many words with most of the query's words in it.
  const inside = (start) => places.filter((place) => place >= start && place < start + EXCERPT).length;
  const densest = places.reduce((best, place) => (inside(place) > inside(best) ? place : best), places[0]);
  const start = Math.max(passage.start, Math.min((densest ?? 0) - 5, passage.end - EXCERPT));
  const end = Math.min(passage.end, start + EXCERPT);
  const nodes = [];
  if (start > passage.start) nodes.push("… ");
  for (let place = start; place < end; place++) {
    nodes.push(...(passage.places.has(place) ? marked(all[place]) : [all[place]]), " ");
  }
  if (end < passage.end) nodes.push("…");
  return nodes;
}

// The punctuation around a word is not marked.
function marked(word) {
  const [, before, inner, after] = word.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u);
  return [before, element("mark", { textContent: inner }), after];
}

function passageName(id) {
  if (/^L\d+$/.test(id)) return id;
  const part = id.match(/^[a-z]+/)?.[0] ?? id;
  return part[0].toUpperCase() + part.slice(1) + id.slice(part.length).replace("-", " ");
}

function passageLink(address, { id }) {
  return element("a", { className: "place", href: `${address}#${id}`, textContent: passageName(id) });
}

function further(address, passages, label) {
  const shown = passages.slice(0, FURTHER).flatMap((passage) => [" · ", passageLink(address, passage)]);
  const more = passages.length > FURTHER ? ` and ${passages.length - FURTHER} more` : "";
  return element("p", { className: "facts" }, label, ...shown.slice(1), more);
}
