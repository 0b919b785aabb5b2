// Parses a query and compares it with names and words. Nothing here knows the index or the page.

/**
 * A term of a vocabulary, such as a person or a place.
 * @typedef {object} Term
 * @property {string} vocabulary such as `people`
 * @property {string} id
 * @property {string} label
 * @property {string[]} spellings its other names
 * @property {number} number how many documents name it
 * @property {string} usual the name that documents mostly use
 */

/**
 * A row of names.json, written by scripts/press_archive/publish/facets.py.
 * @typedef {[vocabulary: string, id: string, label: string, spellings: string[], number: number]} NameRow
 */

/**
 * A word, or a phrase in quotation marks, as it was typed.
 * @typedef {object} Token
 * @property {string} text without minus and quotation marks
 * @property {boolean} excluded whether a minus precedes it
 * @property {boolean} quoted
 */

/**
 * A part of a query.
 * @typedef {object} Part
 * @property {"word" | "phrase" | "name"} kind
 * @property {string} text
 * @property {boolean} excluded whether documents that contain it are left out
 * @property {boolean} [truncated] a word with an asterisk: longer words match too
 * @property {boolean} [unfinished] the last word, in which case longer words match if no document contains it
 * @property {Term[]} [terms] the terms that a name belongs to: documents whose records name them match too
 */

/**
 * The name of one or more terms at the start of a list of tokens.
 * @typedef {object} NameMatch
 * @property {Term[]} terms
 * @property {number} tokens how many tokens the name takes
 * @property {string} text the name as it was typed
 */

/**
 * A spelling of a term's name, split into its words.
 * @typedef {{ words: string[], term: Term }} Spelling
 */

const QUOTES = '"“”„«»';
const TOKEN = new RegExp(`([-−]?)(?:[${QUOTES}]([^${QUOTES}]+)[${QUOTES}]?|([^\\s${QUOTES}]+))`, "gu");
const CYRILLIC = /\p{Script=Cyrillic}/u;
const KEY_LENGTH = 3; // letters by which spellings are looked up

/**
 * Return a text without case and accents, for comparing.
 * @param {string} text
 */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Return a word without its apostrophes and full stops.
 * @param {string} word
 */
export const withoutMarks = (word) => word.replace(/['’.]/g, "");

/**
 * Return the folded words of a text: runs of letters and digits. An apostrophe or full stop inside a word
 * does not end it (don't, U.S.), and is dropped.
 * @param {string} text
 */
export const wordsIn = (text) =>
  (fold(text).match(/[\p{L}\p{N}]+(?:['’.][\p{L}\p{N}]+)*/gu) ?? []).map(withoutMarks);

/**
 * Split a query into tokens. A quotation that is not closed reaches to the end of the query.
 * @param {string} query
 * @returns {Token[]}
 */
const tokenize = (query) =>
  [...query.matchAll(TOKEN)].map(([, minus, phrase, word]) => ({
    text: (phrase ?? word).trim(),
    excluded: Boolean(minus),
    quoted: phrase !== undefined,
  }));

/**
 * Return the part for a token that is not a name.
 * @param {Token} token
 * @param {boolean} last whether the query ends with it
 * @returns {Part}
 */
function wordOrPhrase({ text, excluded, quoted }, last) {
  const part = { text: text.replace(/\*+$/, ""), excluded };
  if (quoted) return { kind: "phrase", ...part, truncated: false, unfinished: false };
  return { kind: "word", ...part, truncated: text.endsWith("*"), unfinished: last };
}

/**
 * Return the parts of a query in their order. Tokens without letters or digits are dropped.
 * @param {string} query
 * @param {Names} names
 */
export function parse(query, names) {
  const tokens = tokenize(query);
  const finished = /\s$/.test(query); // a space after the last word
  /** @type {Part[]} */
  const parts = [];
  let position = 0;
  while (position < tokens.length) {
    const token = tokens[position];
    const name = names.longestMatch(tokens.slice(position));
    position += name?.tokens ?? 1;
    if (name) parts.push({ kind: "name", text: name.text, excluded: token.excluded, terms: name.terms });
    else if (wordsIn(token.text).length)
      parts.push(wordOrPhrase(token, position === tokens.length && !finished));
  }
  return parts;
}

/** The names of terms in all their spellings; those in Cyrillic match in all their cases. */
export class Names {
  /** @param {NameRow[]} rows */
  constructor(rows) {
    this.terms = rows.map(termOf);
    /**
     * The spellings by the first letters of their first word.
     * @type {Map<string, Spelling[]>}
     */
    this.byBeginning = new Map();
    for (const term of this.terms) for (const name of namesOf(term)) this.add(name, term);
  }

  /**
   * @param {string} name
   * @param {Term} term
   */
  add(name, term) {
    const words = wordsIn(name);
    if (!words.length) return;
    const key = words[0].slice(0, KEY_LENGTH);
    const others = this.byBeginning.get(key);
    if (others) others.push({ words, term });
    else this.byBeginning.set(key, [{ words, term }]);
  }

  /**
   * Return the longest name that the first tokens spell, with all terms that have it; undefined where there
   * is none.
   * @param {Token[]} tokens at least one
   * @returns {NameMatch | undefined}
   */
  longestMatch(tokens) {
    const [first] = wordsIn(tokens[0].text);
    if (!first) return undefined;
    let length = 1;
    /** @type {Set<Term>} */
    let terms = new Set();
    for (const { words, term } of this.byBeginning.get(first.slice(0, KEY_LENGTH)) ?? []) {
      const taken = tokensTaken(words, tokens);
      if (taken < length) continue;
      if (taken > length) terms = new Set();
      length = taken;
      terms.add(term);
    }
    if (!terms.size) return undefined;
    return {
      terms: [...terms],
      tokens: length,
      text: tokens
        .slice(0, length)
        .map(({ text }) => text)
        .join(" "),
    };
  }

  /**
   * Return the terms that a reader may be about to type, those of most documents first: one of their names
   * has, for each word of the query, a word that begins with it.
   * @param {string} query
   * @param {number} most
   */
  completions(query, most) {
    const typed = wordsIn(query);
    if (!typed.length) return [];
    /** @param {string[]} name */
    const matches = (name) =>
      typed.every((word) => name.some((other) => other.startsWith(word) || isFormOf(other, word)));
    return this.terms
      .filter((term) => namesOf(term).some((name) => matches(wordsIn(name))))
      .sort((a, b) => b.number - a.number)
      .slice(0, most);
  }
}

/**
 * @param {NameRow} row
 * @returns {Term}
 */
function termOf([vocabulary, id, label, spellings, number]) {
  const last = label.split(/\s+/).at(-1) ?? label;
  // Documents mostly call a person by the surname. It is among the spellings where only one person of the
  // archive has it.
  return { vocabulary, id, label, spellings, number, usual: spellings.includes(last) ? last : label };
}

/** @param {Term} term */
const namesOf = (term) => [term.label, ...term.spellings];

/**
 * Return how many of the first tokens spell a name, which has to end where a token ends; 0 where they don't.
 * @param {string[]} name its words
 * @param {Token[]} tokens
 */
function tokensTaken(name, tokens) {
  let spelled = 0;
  for (const [position, token] of tokens.entries()) {
    if (token.quoted || (position && token.excluded)) return 0;
    for (const word of wordsIn(token.text)) {
      if (spelled >= name.length || !isFormOf(name[spelled], word)) return 0;
      spelled += 1;
    }
    if (spelled === name.length) return position + 1;
  }
  return 0;
}

/**
 * Return whether a word is a word of a name. In Cyrillic the endings may differ: up to two letters of the
 * name's word, up to three of the other.
 * @param {string} name a word of a name
 * @param {string} word
 */
function isFormOf(name, word) {
  if (name === word) return true;
  if (!CYRILLIC.test(name) || name.length < 4) return false;
  let shared = 0;
  while (shared < name.length && name[shared] === word[shared]) shared += 1;
  return shared >= 4 && name.length - shared <= 2 && word.length - shared <= 3;
}

/**
 * Return the candidate with the fewest edits from a word: up to one for a word of three or four letters, two
 * for a longer one. Return undefined where the word is shorter or no candidate is so near.
 * @param {string} word
 * @param {string[]} candidates
 */
export function nearest(word, candidates) {
  const wanted = fold(word);
  if (wanted.length < 3) return undefined;
  /** @type {string | undefined} */
  let best;
  let limit = wanted.length < 5 ? 2 : 3; // a candidate needs fewer edits
  for (const candidate of candidates) {
    const other = fold(candidate);
    if (other === wanted || Math.abs(other.length - wanted.length) >= limit) continue;
    const edits = editDistance(wanted, other, limit);
    if (edits < limit) [best, limit] = [candidate, edits];
    if (limit === 1) break;
  }
  return best;
}

/**
 * Return the number of letters that are changed, added, left out or swapped between two words, at most
 * `limit` (https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance, optimal string alignment).
 * @param {string} a
 * @param {string} b
 * @param {number} limit
 */
function editDistance(a, b, limit) {
  /** @type {number[]} */
  let beforeLast = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      line[column] = Math.min(last[column] + 1, line[column - 1] + 1, last[column - 1] + changed);
      if (areSwapped(a, row, b, column)) line[column] = Math.min(line[column], beforeLast[column - 2] + 1);
    }
    if (Math.min(...line) >= limit) return limit;
    [beforeLast, last] = [last, line];
  }
  return last[b.length];
}

/**
 * Return whether the two letters before a row are those before a column in the other order.
 * @param {string} a
 * @param {number} row
 * @param {string} b
 * @param {number} column
 */
const areSwapped = (a, row, b, column) =>
  row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
