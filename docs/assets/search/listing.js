// What Pagefind's program loads first of an index: which version and which module it has, its pages, and which
// words each file of words has. The build writes that as short as it can
// (scripts/press_archive/publish/indexing/listing.py); here it becomes what the program expects.

/**
 * The list of an index, index.json in its folder.
 * @typedef {object} Listing
 * @property {string} version of Pagefind
 * @property {string[]} characters that count as letters
 * @property {string[]} facts the names of what a result shows beside its text
 * @property {number[] | null} numbers the distances between the numbers of the documents; null for all of them
 * @property {number[]} lengths of the documents, in words
 * @property {string} starts where the words of each file begin, but for the first, with a space between them
 */

export const MODULE = "words"; // in the name of the module's file
const BEGINNING = 3; // letters by which all files with words that begin so are loaded
const SIGNATURE = "pagefind_dcd"; // the beginning of each of Pagefind's files, once it is decompressed
const LAST_CHARACTER = "\u{10ffff}";
const encoder = new TextEncoder();

/**
 * Return the numbers of the documents of an index.
 * @param {Listing} listing
 */
export function numbersOf({ numbers, lengths }) {
  if (!numbers) return lengths.map((_, number) => number);
  let number = 0;
  return numbers.map((step) => (number += step));
}

/**
 * Return what Pagefind calls the entry of an index. Its list of pages is named as its language.
 * @param {Listing} listing
 * @param {string} language
 */
export const entryOf = ({ version, characters, lengths }, language) =>
  JSON.stringify({
    version,
    languages: { [language]: { hash: language, wasm: MODULE, page_count: lengths.length } },
    include_characters: characters,
  });

/**
 * Return what Pagefind calls the metadata of an index, in CBOR (RFC 8949). A page is named by the number of its
 * document.
 * @param {Listing} listing
 */
export function metaOf(listing) {
  const written = new Cbor();
  written.list(6);
  written.text(listing.version);
  const numbers = numbersOf(listing);
  written.list(numbers.length);
  for (const [position, number] of numbers.entries()) {
    written.list(2);
    written.text(String(number));
    written.number(listing.lengths[position]);
  }
  const ranges = rangesOf(listing.starts ? listing.starts.split(" ") : []);
  written.list(ranges.length);
  for (const range of ranges) {
    written.list(3);
    for (const text of range) written.text(text);
  }
  written.list(0); // filters
  written.list(0); // orders
  written.list(listing.facts.length);
  for (const fact of listing.facts) written.text(fact);
  return written.bytes();
}

/**
 * Return from which to which word a file is loaded, and its name. First the range of its own words. Then each
 * beginning of its first word, as words that begin so may be in the file before too, and Pagefind looks for
 * longer words in what is loaded.
 * @param {string[]} starts
 */
export function rangesOf(starts) {
  /** @type {[first: string, last: string, name: string][]} */
  const ranges = [];
  for (const [position, start] of ["", ...starts].entries()) {
    const next = starts.at(position);
    const name = position.toString(36);
    ranges.push([start, next === undefined ? LAST_CHARACTER : justBefore(next), name]);
    const letters = [...start];
    for (let length = BEGINNING; length < letters.length; length++) {
      const beginning = letters.slice(0, length).join("");
      ranges.push([beginning, beginning, name]);
    }
  }
  return ranges;
}

/**
 * Return a text that comes after every word before a word, and before that.
 * @param {string} word
 */
function justBefore(word) {
  const letters = [...word];
  const last = /** @type {number} */ (letters.pop()?.codePointAt(0));
  const before = last === 0xe000 ? 0xd7ff : last - 1; // surrogates are in no text
  return letters.join("") + String.fromCodePoint(before) + LAST_CHARACTER;
}

/** Writes CBOR: whole numbers, texts and lists. A list of 10,000 documents is written in milliseconds. */
class Cbor {
  constructor() {
    this.buffer = new Uint8Array(1 << 16);
    this.length = encoder.encodeInto(SIGNATURE, this.buffer).written;
  }

  /**
   * Write the head of an item.
   * @param {number} type its major type
   * @param {number} value
   * @param {number} [more] bytes that follow the head
   */
  head(type, value, more = 0) {
    this.makeRoom(5 + more);
    const first = type << 5;
    if (value < 24) this.put(first | value, 0, 0);
    else if (value < 0x100) this.put(first | 24, value, 1);
    else if (value < 0x10000) this.put(first | 25, value, 2);
    else this.put(first | 26, value, 4);
  }

  /**
   * Write a byte, and a number in some more bytes.
   * @param {number} byte
   * @param {number} value
   * @param {number} size
   */
  put(byte, value, size) {
    this.buffer[this.length++] = byte;
    for (let shift = 8 * (size - 1); shift >= 0; shift -= 8) this.buffer[this.length++] = value >>> shift;
  }

  /** @param {number} size in bytes */
  makeRoom(size) {
    if (this.length + size <= this.buffer.length) return;
    const larger = new Uint8Array(2 * this.buffer.length + size);
    larger.set(this.buffer);
    this.buffer = larger;
  }

  /** @param {number} value */
  number(value) {
    this.head(0, value);
  }

  /** @param {string} value */
  text(value) {
    const { length } = value;
    let isPlain = length < 24;
    for (let at = 0; isPlain && at < length; at++) isPlain = value.charCodeAt(at) < 0x80;
    if (isPlain) {
      this.makeRoom(1 + length);
      this.buffer[this.length++] = (3 << 5) | length;
      for (let at = 0; at < length; at++) this.buffer[this.length++] = value.charCodeAt(at);
      return;
    }
    const bytes = encoder.encode(value);
    this.head(3, bytes.length, bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** @param {number} length */
  list(length) {
    this.head(4, length);
  }

  /** Return all that was written. */
  bytes() {
    return this.buffer.slice(0, this.length);
  }
}
