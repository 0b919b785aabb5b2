// What Pagefind's program is given as the list of an index. That it reads it is tested in a browser
// (tests/site/test_search.py).

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { entryOf, metaOf, numbersOf, rangesOf } from "../../docs/assets/search/listing.js";

const LISTING = {
  version: "1.5.2",
  characters: ["_"],
  facts: ["facts", "title"],
  numbers: [3, 4, 300],
  lengths: [7, 500, 70000],
  starts: "quay éc",
};

/** Read CBOR (RFC 8949), as far as Pagefind uses it. */
function read(bytes) {
  let at = 0;
  const item = () => {
    const first = bytes[at++];
    let value = first & 31;
    if (value >= 24) {
      const length = 1 << (value - 24);
      value = bytes.slice(at, at + length).reduce((sum, byte) => sum * 256 + byte, 0);
      at += length;
    }
    if (first >> 5 === 0) return value;
    if (first >> 5 === 4) return Array.from({ length: value }, item);
    assert.equal(first >> 5, 3);
    at += value;
    return new TextDecoder().decode(bytes.slice(at - value, at));
  };
  const whole = item();
  assert.equal(at, bytes.length);
  return whole;
}

describe("the list of an index", () => {
  test("pages are named by the numbers of their documents", () => {
    assert.deepEqual(numbersOf(LISTING), [3, 7, 307]);
    assert.deepEqual(numbersOf({ ...LISTING, numbers: null }), [0, 1, 2]);
    const written = metaOf(LISTING);
    assert.equal(new TextDecoder().decode(written.slice(0, 12)), "pagefind_dcd");
    const [version, pages, ranges, filters, orders, facts] = read(written.slice(12));
    assert.equal(version, "1.5.2");
    assert.deepEqual(pages, [
      ["3", 7],
      ["7", 500],
      ["307", 70000],
    ]);
    assert.deepEqual(ranges, rangesOf(["quay", "éc"]));
    assert.deepEqual([filters, orders, facts], [[], [], ["facts", "title"]]);
  });

  test("the entry leads to the list of the language and to its module", () => {
    const { languages } = JSON.parse(entryOf(LISTING, "nl"));
    assert.deepEqual(languages, { nl: { hash: "nl", wasm: "words", page_count: 3 } });
  });
});

describe("which files a word loads", () => {
  const LETTERS = "abс";
  const word = (random, most) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => LETTERS[Math.floor(random() * 3)]).join("");

  /** Numbers between 0 and 1, the same for the same seed (Lehmer's generator). */
  const randomly = (seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647;

  /** The shortest beginning of a word that the one before it does not have, as the build writes it. */
  function startOf(before, first) {
    let shared = 0;
    while (shared < before.length && before[shared] === first[shared]) shared += 1;
    return first.slice(0, shared + 1);
  }

  test("that of the word, and all with words that begin so", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomly(seed);
      const words = [...new Set(Array.from({ length: 60 }, () => word(random, 9)))].sort();
      const files = [[]];
      for (const one of words) {
        if (files.at(-1).length && random() < 0.3) files.push([]);
        files.at(-1).push(one);
      }
      const ranges = rangesOf(files.slice(1).map(([first], at) => startOf(files[at].at(-1), first)));
      const loads = (text, at) =>
        ranges.some(([from, to, name]) => name === at.toString(36) && from <= text && text <= to);
      const asked = word(random, 9);
      for (const [at, file] of files.entries()) {
        for (const one of file) {
          assert.ok(loads(one, at), `${seed}: ${one} does not load its file`);
          if (asked.length >= 3 && one.startsWith(asked)) assert.ok(loads(asked, at), `${seed}: ${asked}, ${one}`);
        }
      }
      const own = words.map((one) => files.filter((_, at) => loads(one, at)).length);
      assert.ok(own.filter((number) => number === 1).length > words.length / 3);
    }
  });

  test("an index in one file loads it for every word", () => {
    assert.deepEqual(rangesOf([]), [["", "\u{10ffff}", "0"]]);
  });
});
