// A query as it is typed → its parts. Nothing here knows the index.

const QUOTES = "\"“”„«»";
const TOKEN = new RegExp(`([-−]?)(?:[${QUOTES}]([^${QUOTES}]+)[${QUOTES}]?|([^\\s${QUOTES}]+))`, "gu");

// Text without case and accents, for comparing.
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// The words of a text: runs of letters and digits; an apostrophe or a full stop inside a word belongs to it (U.S., don't).
export const words = (text) =>
  (fold(text).match(/[\p{L}\p{N}]+(?:['’.][\p{L}\p{N}]+)*/gu) ?? []).map((word) => word.replace(/['’.]/g, ""));

const CYRILLIC = /\p{Script=Cyrillic}/u;

// Parts: {kind: "word" | "phrase" | "name", text, excluded, open?, unfinished?, terms?}, in the order of the query. A part that
// is a name stands for its terms too. A word with * is `open`: longer words count too. The last word may be `unfinished`: they
// count where no document holds it as it stands.
export function parse(query, names) {
  const tokens = [...query.matchAll(TOKEN)].map(([, minus, phrase, word]) => ({
    excluded: Boolean(minus),
    text: (phrase ?? word).trim(),
    quoted: phrase !== undefined,
  }));
  const parts = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    const found = token.quoted ? undefined : names.longest(tokens.slice(at));
    if (found) {
      parts.push({ kind: "name", text: found.text, excluded: token.excluded, terms: found.terms });
      at += found.tokens;
      continue;
    }
    const number = words(token.text).length;
    if (number) {
      const kind = token.quoted ? "phrase" : "word";
      const open = !token.quoted && token.text.endsWith("*");
      const unfinished = !token.quoted && at === tokens.length - 1 && !/\s$/.test(query);
      parts.push({ kind, text: token.text.replace(/\*+$/, ""), excluded: token.excluded, open, unfinished });
    }
    at += 1;
  }
  return parts;
}

// The name of a term in any spelling, in Cyrillic with the endings of its cases.
export class Names {
  constructor(rows) {
    this.terms = rows.map(([vocabulary, id, label, spellings, number]) => {
      const last = label.split(/\s+/).at(-1);
      // What documents mostly call it: a person by the surname, where nobody else of the archive bears it.
      return { vocabulary, id, label, spellings, number, usual: spellings.includes(last) ? last : label };
    });
    this.byBeginning = new Map(); // the first three letters of a spelling → its words, and its term
    for (const term of this.terms) {
      for (const spelling of [term.label, ...term.spellings]) {
        const split = words(spelling);
        if (!split.length) continue;
        const key = split[0].slice(0, 3);
        if (!this.byBeginning.has(key)) this.byBeginning.set(key, []);
        this.byBeginning.get(key).push({ split, term });
      }
    }
  }

  // The terms with the longest spelling that the first tokens make: {terms, tokens, text}; undefined where there is none.
  longest(tokens) {
    const first = words(tokens[0].text)[0];
    if (!first) return undefined;
    let best;
    for (const { split, term } of this.byBeginning.get(first.slice(0, 3)) ?? []) {
      const used = covers(split, tokens);
      if (!used || used < (best?.tokens ?? 0)) continue;
      if (used > (best?.tokens ?? 0)) {
        best = { tokens: used, terms: [], text: tokens.slice(0, used).map((token) => token.text).join(" ") };
      }
      if (!best.terms.includes(term)) best.terms.push(term);
    }
    return best;
  }

  // The terms of which a name has words that begin as these do: what a reader may be about to type.
  starting(query, most) {
    const asked = words(query);
    if (!asked.length) return [];
    return this.terms
      .filter((term) =>
        [term.label, ...term.spellings].some((name) => {
          const held = words(name);
          return asked.every((word) => held.some((other) => other.startsWith(word) || same(other, word)));
        }),
      )
      .sort((a, b) => b.number - a.number)
      .slice(0, most);
  }
}

// How many tokens a spelling's words cover, all of them wholly; 0 where they differ.
function covers(split, tokens) {
  let at = 0;
  for (let used = 0; used < tokens.length; used++) {
    const token = tokens[used];
    if (token.quoted || (used && token.excluded)) return 0;
    for (const word of words(token.text)) {
      if (at >= split.length || !same(split[at], word)) return 0;
      at += 1;
    }
    if (at === split.length) return used + 1;
  }
  return 0;
}

// Whether a word is a name's word; in Cyrillic up to two letters of its end may have become up to three others.
function same(name, word) {
  if (name === word) return true;
  if (!CYRILLIC.test(name) || name.length < 4) return false;
  let shared = 0;
  while (shared < name.length && name[shared] === word[shared]) shared += 1;
  return shared >= 4 && name.length - shared <= 2 && word.length - shared <= 3;
}

// The nearest of some words, by the number of letters changed, added, left out or swapped; undefined where none is near, or
// where a word is so short that most others are.
export function nearest(word, candidates) {
  const asked = fold(word);
  if (asked.length < 3) return undefined;
  let best;
  let least = asked.length < 5 ? 2 : 3; // fewer than this
  for (const candidate of candidates) {
    const other = fold(candidate);
    if (other === asked || Math.abs(other.length - asked.length) >= least) continue;
    const number = distance(asked, other, least);
    if (number < least) [best, least] = [candidate, number];
    if (least === 1) break;
  }
  return best;
}

function distance(a, b, most) {
  let [before, above] = [[], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      line[column] = Math.min(above[column] + 1, line[column - 1] + 1, above[column - 1] + changed);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        line[column] = Math.min(line[column], before[column - 2] + 1);
      }
    }
    if (Math.min(...line) >= most) return most;
    [before, above] = [above, line];
  }
  return above[b.length];
}
