// What a result shows: its headline, passages and excerpts. Only what needs no browser is tested here.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import {
  choosePassages,
  countDocuments,
  excerpt,
  findPassages,
  markHeadline,
  markWord,
  passageName,
  passageWithId,
} from "../../docs/assets/search/results.js";

/** A page in an index, from [id, text] in their order. */
function pageOf(title, parts) {
  const words = [];
  const anchors = parts.map(([id, text]) => {
    const location = words.length;
    words.push(...text.split(" "));
    return { id, location };
  });
  return { content: words.join(" "), anchors, meta: { title }, url: "/documents/x/" };
}

const many = (number, word = "w") => Array.from({ length: number }, (_, at) => `${word}${at}`).join(" ");

const PAGE = pageOf("Anti-toll rally (at last)", [
  ["headline", "Anti-toll rally (at last)"],
  ["summary-1", "The rally begins at the quay."],
  ["summary-2", "The toll stays as it is."],
  ["L4", "Anti-toll rally at last"],
  ["L7", "“Quay,” he said, and toll."],
  ["notes", "The toll has two spellings."],
  ["details", "Velmora toll quay rally"],
  ["headline-words", "ᛘanti ᛘtoll ᛘrally ᛘat ᛘlast"],
]);
const WORDS = PAGE.content.split(" ");
/** The positions of a word of the page, without its punctuation. */
const at = (word) =>
  WORDS.flatMap((other, position) =>
    other.replace(/[^\p{L}]/gu, "").toLowerCase() === word ? [position] : [],
  );

/** Text with what is marked between brackets. */
const shown = (pieces) => pieces.map(({ text, marked }) => (marked ? `[${text}]` : text)).join("");
const ids = (passages) => passages.map(({ id }) => id);

describe("marking", () => {
  for (const [word, marked] of [
    ["quay", "[quay]"],
    ["“Quay,”", "“[Quay],”"],
    ["(U.S.)", "([U.S].)"],
    ["don’t", "[don’t]"],
    ["anti-toll!", "[anti-toll]!"],
    ["гавань…", "[гавань]…"],
  ]) {
    test(`of ${word} the punctuation around it is not marked`, () => {
      assert.equal(shown(markWord(word)), marked);
    });
  }
});

describe("headlines", () => {
  test("words that match are marked, and the headline is whole", () => {
    assert.equal(shown(markHeadline(PAGE, at("rally"))), "Anti-toll [rally] (at last)");
  });

  test("nothing is marked where nothing matches in it", () => {
    assert.equal(shown(markHeadline(PAGE, at("said"))), "Anti-toll rally (at last)");
    assert.equal(shown(markHeadline(PAGE, [])), "Anti-toll rally (at last)");
  });

  test("a part of a word with a hyphen marks the word", () => {
    const toll = PAGE.anchors.at(-1).location + 1;
    assert.equal(shown(markHeadline(PAGE, [toll])), "[Anti-toll] rally (at last)");
  });

  test("after a word with a hyphen the marks are still on the right words", () => {
    const last = PAGE.anchors.at(-1).location + 4;
    assert.equal(shown(markHeadline(PAGE, [last])), "Anti-toll rally (at [last])");
  });
});

describe("passages", () => {
  test("those with words of the query are found, and the headline is none of them", () => {
    assert.deepEqual(ids(findPassages(PAGE, [at("begins")])), ["summary-1"]);
    assert.deepEqual(ids(findPassages(PAGE, [[0, 1]])), []);
  });

  test("those with more words of the query come first, then the earlier ones", () => {
    assert.deepEqual(ids(findPassages(PAGE, [at("quay"), at("toll")])), [
      "L7",
      "summary-1",
      "summary-2",
      "notes",
      "details",
    ]);
  });

  test("a word that is there twice counts once", () => {
    const page = pageOf("T", [
      ["L1", "toll toll toll"],
      ["L2", "toll quay"],
    ]);
    assert.deepEqual(ids(findPassages(page, [[0, 1, 2, 3], [4]])), ["L2", "L1"]);
  });

  test("those with as many are in the order of the page, whatever that of the query", () => {
    assert.deepEqual(ids(findPassages(PAGE, [at("stays"), at("begins")])), ["summary-1", "summary-2"]);
  });

  test("where the headline is repeated comes after what says more, and so does a note", () => {
    for (const id of ["L1", "notes"]) {
      const text = id === "L1" ? "Toll stays" : "The toll";
      const page = pageOf("Toll stays", [
        ["headline", "Toll stays"],
        [id, text],
        ["L2", "Why the toll"],
      ]);
      const toll = page.content
        .split(" ")
        .flatMap((word, position) => (word.toLowerCase() === "toll" ? [position] : []));
      assert.deepEqual(ids(findPassages(page, [toll])), ["L2", id]);
    }
  });

  test("the details come last", () => {
    const passages = ids(findPassages(PAGE, [at("velmora"), at("toll"), at("quay"), at("rally")]));
    assert.equal(passages.at(-1), "details");
  });

  test("one passage is shown if it has all words", () => {
    const passages = findPassages(PAGE, [at("quay"), at("toll")]);
    assert.deepEqual(ids(choosePassages(passages)), ["L7"]);
  });

  test("a second one is shown if it has words that the first lacks", () => {
    const passages = findPassages(PAGE, [at("quay"), at("stays")]);
    assert.deepEqual(ids(choosePassages(passages)), ["summary-1", "summary-2"]);
  });

  test("the details are never shown", () => {
    assert.deepEqual(choosePassages(findPassages(PAGE, [at("velmora")])), []);
    assert.deepEqual(choosePassages([]), []);
  });

  test("a passage ends where the next one begins, the last one at the end of the page", () => {
    const page = pageOf("T", [
      ["L1", "one two"],
      ["L2", "three"],
    ]);
    assert.deepEqual([passageWithId(page, "L1").start, passageWithId(page, "L1").end], [0, 2]);
    assert.deepEqual([passageWithId(page, "L2").start, passageWithId(page, "L2").end], [2, 3]);
    assert.equal(passageWithId(page, "L3"), undefined);
  });
});

describe("excerpts", () => {
  const excerptOf = (page, positions) => shown(excerpt(page, findPassages(page, [positions])[0])).trim();

  test("a short passage is shown whole, with the words that match marked", () => {
    assert.equal(excerptOf(PAGE, at("begins")), "The rally [begins] at the quay.");
  });

  test("of a long one no more than 32 words are shown, with the match among them", () => {
    const page = pageOf("T", [["L1", many(200)]]);
    const text = excerptOf(page, [100]);
    assert.match(text, /^… .*\[w100\].* …$/);
    assert.equal(text.split(" ").length, 32 + 2);
  });

  test("at its beginning and its end nothing is left out that there is not", () => {
    const page = pageOf("T", [["L1", many(100)]]);
    assert.match(excerptOf(page, [0]), /^\[w0\] .*w31 …$/);
    assert.match(excerptOf(page, [99]), /^… w68 .*\[w99\]$/);
  });

  test("it is where most words of the query are", () => {
    const page = pageOf("T", [["L1", many(300)]]);
    const text = excerptOf(page, [10, 200, 205, 210]);
    assert.match(text, /\[w200\].*\[w205\].*\[w210\]/);
    assert.doesNotMatch(text, /w10\b/);
  });

  test("it contains no word of the next passage", () => {
    const page = pageOf("T", [
      ["L1", "quay one two"],
      ["L2", many(50, "other")],
    ]);
    assert.equal(excerptOf(page, [0]), "[quay] one two");
  });

  test("without a match it is the beginning of the passage", () => {
    const page = pageOf("T", [["summary-1", many(40)]]);
    assert.match(shown(excerpt(page, passageWithId(page, "summary-1"))), /^w0 w1 .* w31 …$/);
  });
});

describe("names", () => {
  for (const [id, name] of [
    ["L12", "L12"],
    ["summary-3", "Summary 3"],
    ["details", "Details"],
    ["notes", "Notes"],
  ]) {
    test(`the passage ${id} is called ${name}`, () => {
      assert.equal(passageName(id), name);
    });
  }

  test("one document is no plural", () => {
    assert.deepEqual([0, 1, 2].map(countDocuments), ["0 documents", "1 document", "2 documents"]);
  });
});
