// How an index is asked for words, forms and phrases. Pagefind itself is tested in a browser
// (tests/site/test_search.py); here a small index behaves as Pagefind does.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Bundle, spellings, splitHeadline } from "../../docs/assets/search/bundles.js";

const FORMS = { dockers: "docker", laughed: "laugh", laughing: "laugh" };
const stem = (word) => FORMS[word] ?? word;
const wordsOf = (text) =>
  text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ""));

/**
 * As Pagefind: in quotation marks it finds forms of words side by side, and gives one position; without, also
 * longer words that begin so, or where there are none, shorter beginnings; and it scores.
 */
class FakePagefind {
  constructor(pages) {
    this.pages = Object.entries(pages);
  }

  async search(text) {
    const quoted = text.startsWith('"');
    const query = wordsOf(text.replaceAll('"', "")).filter(Boolean);
    const results = quoted ? this.phrase(query) : this.beginnings(query);
    return { results: results.map(([id, words]) => this.result(id, words, quoted)) };
  }

  result(id, words, quoted) {
    return { id: String(this.pages.findIndex(([other]) => other === id)), words, score: quoted ? 0 : words.length };
  }

  phrase(query) {
    return this.pages.flatMap(([id, content]) => {
      const words = wordsOf(content);
      const start = words.findIndex((_, at) =>
        query.every((word, step) => stem(words[at + step]) === stem(word)),
      );
      return start < 0 ? [] : [[id, query.map((_, step) => start + step)]];
    });
  }

  beginnings(query) {
    const matches = (word, beginning) => stem(word) === stem(beginning) || word.startsWith(beginning);
    for (let length = Math.max(...query.map((word) => word.length)); length; length--) {
      const cut = query.map((word) => word.slice(0, length));
      const found = this.pages.flatMap(([id, content]) => {
        const words = wordsOf(content);
        const positions = words.flatMap((word, at) =>
          cut.some((beginning) => matches(word, beginning)) ? [at] : [],
        );
        return cut.every((beginning) => words.some((word) => matches(word, beginning)))
          ? [[id, positions]]
          : [];
      });
      if (found.length) return found;
    }
    return [];
  }
}

const PAGES = {
  a: "the dockers laughed at the deepest quay",
  b: "a quay deepest of all and a docker",
  c: "a | pipe, nor a pipeline",
  d: "read by readers who are ready",
  e: "an anti-toll rally",
  f: "a rally antitoll said some",
  g: "ready is the pipeline",
};

/** An index of the pages, numbered in their order. */
function bundle({ languages = [["en", "Latin"]], position = 0 } = {}) {
  const created = new Bundle(new URL("https://press.example/pagefind/"), { languages }, position);
  created.pagefind = new FakePagefind(PAGES);
  created.numbers = new Set(Object.keys(PAGES).keys());
  created.loadPage = async (number) => ({ content: Object.values(PAGES)[number] });
  return created;
}

/** The ids of the pages that match a part of a query. */
async function matching(part) {
  const index = bundle();
  const hits = await index.hits({ kind: "word", excluded: false, ...part }, false);
  return [...hits.keys()]
    .map((number) => Object.keys(PAGES)[number])
    .sort()
    .join("");
}

describe("words", () => {
  test("other forms of a word match", async () => {
    assert.equal(await matching({ text: "laughing" }), "a");
    assert.equal(await matching({ text: "dockers" }), "ab");
  });

  test("longer words do not match a finished word", async () => {
    assert.equal(await matching({ text: "pipe" }), "c");
    assert.equal(await matching({ text: "rea" }), "");
  });

  test("longer words match a word with an asterisk", async () => {
    assert.equal(await matching({ text: "rea", truncated: true }), "dg");
  });

  test("longer words match an unfinished word that no document contains", async () => {
    assert.equal(await matching({ text: "deep", unfinished: true }), "ab");
  });

  test("if no word begins so, nothing matches, though a shorter beginning would", async () => {
    assert.equal(await matching({ text: "readings", truncated: true }), "");
    assert.equal(await matching({ text: "quayside", unfinished: true }), "");
  });

  test("a word with a hyphen matches in one word and in two", async () => {
    assert.equal(await matching({ text: "anti-toll" }), "ef");
  });

  test("a document that contains a word has a score and the positions of the word", async () => {
    const index = bundle();
    const hit = (await index.hits({ kind: "word", text: "quay", excluded: false }, false)).get(0);
    assert.ok(hit.score > 0);
    assert.deepEqual([...new Set(hit.places.flatMap(({ positions }) => positions))], [6]);
  });
});

describe("phrases", () => {
  test("words match side by side and in this order only", async () => {
    assert.equal(await matching({ kind: "phrase", text: "deepest quay" }), "a");
    assert.equal(await matching({ kind: "phrase", text: "quay deepest" }), "b");
    assert.equal(await matching({ kind: "phrase", text: "laughed quay" }), "");
  });

  test("its words match in any of their forms", async () => {
    assert.equal(await matching({ kind: "phrase", text: "docker laughing" }), "a");
  });

  test("a character between two words counts as a word, as it does in the document", async () => {
    assert.equal(await matching({ kind: "phrase", text: "a | pipe, nor" }), "c");
    assert.equal(await matching({ kind: "phrase", text: "a pipe, nor" }), "");
  });

  test("a longer word at its end is another phrase", async () => {
    assert.equal(await matching({ kind: "phrase", text: "nor a pipe" }), "");
  });
});

describe("forms", () => {
  test("a word of a document is a form of another if the same documents contain both", async () => {
    assert.equal(await bundle().isForm("docker", "dockers"), true);
    assert.equal(await bundle().isForm("read", "ready"), false);
  });

  test("a part of a word with a hyphen may be the form", async () => {
    assert.equal(await bundle().isForm("toll", "anti-toll"), true);
    assert.equal(await bundle().isForm("quay", "anti-toll"), false);
  });
});

describe("languages", () => {
  const languages = [
    ["en", "Latin"],
    ["ru", "Cyrillic"],
  ];
  const parts = (...texts) => texts.map((text) => ({ kind: "word", text, excluded: false }));

  test("the site's own index is needed for every query", () => {
    assert.equal(bundle({ languages }).isNeededFor(parts("гавань")), true);
    assert.equal(bundle({ languages }).isNeededFor([]), true);
  });

  test("another one is needed for words in its script", () => {
    const russian = bundle({ languages, position: 1 });
    assert.equal(russian.isNeededFor(parts("harbour")), false);
    assert.equal(russian.isNeededFor(parts("harbour", "гавань")), true);
  });
});

describe("what cannot be answered", () => {
  test("an index that is not loaded gives no answer", async () => {
    const index = new Bundle(new URL("https://press.example/pagefind/"), { languages: [["en", "Latin"]] }, 0);
    await assert.rejects(index.search("quay"), /the index of en is not loaded/);
  });

  test("a document that the index does not have is an error", async () => {
    const index = bundle();
    index.numbers.delete(0);
    const asked = index.hits({ kind: "word", text: "laughed", excluded: false }, false);
    await assert.rejects(asked, /the index of en has no document 0/);
  });
});

describe("splitting", () => {
  test("a word with hyphens, dashes or slashes is written in one word and in several", () => {
    assert.deepEqual(spellings("anti-toll"), ["antitoll", "anti toll"]);
    assert.deepEqual(spellings("quay/pier—mole"), ["quaypiermole", "quay pier mole"]);
    assert.deepEqual(spellings("quay"), ["quay"]);
  });

  test("a headline is split at all but letters, digits, apostrophes and full stops", () => {
    assert.deepEqual(splitHeadline("Anti-toll rally: U.S. (and Ostrand) don’t agree – 2 leave…"), [
      "Anti",
      "toll",
      "rally",
      "U.S.",
      "and",
      "Ostrand",
      "don’t",
      "agree",
      "2",
      "leave",
    ]);
  });

  test("combining accents stay with their letters", () => {
    assert.deepEqual(splitHeadline("Ve\u0301lmora"), ["Ve\u0301lmora"]);
  });
});
