// Which documents match a query, and their order: the rules are those of docs/search.md.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Catalogue } from "../../docs/assets/search/catalogue.js";
import { Engine } from "../../docs/assets/search/engine.js";

const FOLDER = new URL("https://press.example/pagefind/");
const ROWS = [["people", "ilse-marrowby", "Ilse Marrowby", ["Маррауби"], 2]];

// Five documents, 0 the oldest; which of them contain a word, with their scores.
const WORDS = {
  harbour: { 0: 1, 1: 5, 3: 2 },
  toll: { 1: 1, 3: 1, 4: 9 },
  "open skies": { 3: 4 },
  "Ilse Marrowby": { 0: 1, 4: 3 },
  Маррауби: {},
};

/** An engine whose records name Ilse Marrowby in 2 and 4. */
function engine() {
  const data = { documents: 5, languages: [], facets: [], terms: [], letters: "" };
  const created = new Engine(FOLDER, new Catalogue(FOLDER, data));
  created.catalogue.useNames(ROWS);
  created.catalogue.loadPostings = async () => new Map([["ilse-marrowby", [2, 4]]]);
  return created;
}

const INDEX = {
  async hits({ text }) {
    const hits = Object.entries(WORDS[text] ?? {});
    return new Map(
      hits.map(([number, score]) => [Number(number), { score, places: [{ form: text, positions: [7] }] }]),
    );
  },
};

const find = async (query, inHeadlines = false) => {
  const searched = engine();
  return searched.find(await searched.parse(query), [INDEX], inHeadlines);
};
const numbers = async (query) => (await find(query)).numbers.sort();
const inOrder = async (query, sort) => {
  const matches = await find(query);
  return engine().order(matches, matches.numbers, sort);
};

describe("which documents match", () => {
  test("those that contain all words, in any order", async () => {
    assert.deepEqual(await numbers("harbour toll "), [1, 3]);
    assert.deepEqual(await numbers("toll harbour "), [1, 3]);
  });

  test("none that contains an excluded word or phrase", async () => {
    assert.deepEqual(await numbers("harbour -toll"), [0]);
    assert.deepEqual(await numbers('toll -"open skies"'), [1, 4]);
  });

  test("with only excluded words, all others", async () => {
    assert.deepEqual(await numbers("-toll"), [0, 2]);
  });

  test("without words, all", async () => {
    assert.deepEqual(await numbers(""), [0, 1, 2, 3, 4]);
  });

  test("for a name, those that contain it and those whose page names the person", async () => {
    assert.deepEqual(await numbers("Ilse Marrowby"), [0, 2, 4]);
  });

  test("for a name in another language too", async () => {
    assert.deepEqual(await numbers("Маррауби"), [0, 2, 4]);
  });

  test("for a name in quotation marks, only those that contain it in this spelling", async () => {
    assert.deepEqual(await numbers('"Ilse Marrowby"'), [0, 4]);
    assert.deepEqual(await numbers('"Маррауби"'), []);
  });

  test("for an excluded name, none whose page names the person", async () => {
    assert.deepEqual(await numbers("toll -Маррауби"), [1, 3]);
  });

  test("only in headlines, what the record names does not count", async () => {
    assert.deepEqual((await find("Маррауби", true)).numbers.sort(), [0, 4]);
  });
});

describe("what is said of a document", () => {
  test("where it contains each word", async () => {
    const places = (await find("harbour toll ")).places(3);
    assert.deepEqual(
      places.map((part) => part.get(INDEX)[0].form),
      ["harbour", "toll"],
    );
  });

  test("nothing of a name that only its record has", async () => {
    const [places] = (await find("Маррауби")).places(2);
    assert.equal(places.size, 0);
  });
});

describe("words that no document contains", () => {
  test("they are named, and no others", async () => {
    const matches = await find("harbour ferrry");
    assert.deepEqual(matches.numbers, []);
    assert.deepEqual(
      matches.missing.map(({ text }) => text),
      ["ferrry"],
    );
  });

  test("an excluded word that no document contains is not missing", async () => {
    assert.deepEqual((await find("harbour -ferrry")).missing, []);
  });
});

describe("order", () => {
  test("by score, the newer first where it is the same", async () => {
    assert.deepEqual(await inOrder("harbour "), [1, 3, 0]);
    assert.deepEqual(await inOrder("toll "), [4, 3, 1]);
  });

  test("the scores of all words count together", async () => {
    assert.deepEqual(await inOrder("toll harbour "), [1, 3]);
  });

  test("whose text has a name comes before whose record alone has it", async () => {
    assert.deepEqual(await inOrder("Ilse Marrowby"), [4, 0, 2]);
  });

  test("by date, whatever the scores", async () => {
    assert.deepEqual(await inOrder("harbour ", "newest"), [3, 1, 0]);
    assert.deepEqual(await inOrder("harbour ", "oldest"), [0, 1, 3]);
  });

  test("without words, the newest first", async () => {
    assert.deepEqual(await inOrder("", "relevance"), [4, 3, 2, 1, 0]);
    assert.deepEqual(await inOrder("-toll", "relevance"), [2, 0]);
  });
});
