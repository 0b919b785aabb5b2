// How a query is read: the rules are those of docs/search.md.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Names, nearest, parse, wordsIn } from "../../docs/assets/search/query.js";

// Rows of names.json: vocabulary, id, label, other spellings, number of documents.
const NAMES = new Names([
  ["people", "ilse-marrowby", "Ilse Marrowby", ["Ильзе Маррауби", "Marrowby", "Маррауби"], 8],
  ["people", "tove-quill", "Tove Quill", ["Quill"], 2],
  ["people", "arne-quill", "Arne Quill", ["Quill"], 1],
  ["places", "velmora", "Velmora", ["Велмора", "Vélmora"], 5],
  ["places", "velmora-sound", "Velmora Sound", [], 3],
  ["topics", "harbour-treaty", "Harbour treaty", ["havenverdrag", "договор о гавани"], 6],
]);

const read = (query) => parse(query, NAMES);
const texts = (query) => read(query).map(({ text }) => text);
const only = (query) => {
  const parts = read(query);
  assert.equal(parts.length, 1, `${query}: ${JSON.stringify(parts)}`);
  return parts[0];
};
const termIds = (part) => (part.terms ?? []).map(({ id }) => id);

describe("words", () => {
  test("each word is a part, in the order of the query", () => {
    assert.deepEqual(texts("ferry  toll\tquay"), ["ferry", "toll", "quay"]);
    assert.deepEqual(
      read("ferry toll").map(({ kind, excluded }) => [kind, excluded]),
      [
        ["word", false],
        ["word", false],
      ],
    );
  });

  test("a word is kept as it is typed, for the rules of its language", () => {
    assert.deepEqual(texts("Ferries eén гаванью don’t U.S. anti-toll"), [
      "Ferries",
      "eén",
      "гаванью",
      "don’t",
      "U.S.",
      "anti-toll",
    ]);
  });

  test("the last word may be unfinished, and no other", () => {
    assert.deepEqual(
      read("ferry qua").map(({ unfinished }) => unfinished),
      [false, true],
    );
  });

  test("a space after the last word finishes it", () => {
    assert.equal(only("qua ").unfinished, false);
    assert.equal(only("qua\u00a0").unfinished, false);
  });

  test("a word before a phrase is finished", () => {
    assert.equal(read('qua "open skies"')[0].unfinished, false);
  });
});

describe("phrases", () => {
  for (const query of [
    '"use of force"',
    "“use of force”",
    "„use of force“",
    "„use of force”",
    "«use of force»",
    "»use of force«",
    "”use of force”",
    '"use of force”',
  ]) {
    test(`${query} is one phrase`, () => {
      const part = only(query);
      assert.equal(part.kind, "phrase");
      assert.equal(part.text, "use of force");
      assert.equal(part.excluded, false);
    });
  }

  test("a phrase is never unfinished", () => {
    assert.equal(only('"use of for"').unfinished, false);
  });

  test("a quotation mark that is not closed yet begins a phrase", () => {
    assert.deepEqual(
      read('toll "use of').map(({ kind, text }) => [kind, text]),
      [
        ["word", "toll"],
        ["phrase", "use of"],
      ],
    );
  });

  test("white space inside the quotation marks does not belong to the phrase", () => {
    assert.equal(only('" open skies "').text, "open skies");
  });

  test("words and phrases need no space between them", () => {
    assert.deepEqual(texts('toll"open skies"quay'), ["toll", "open skies", "quay"]);
  });

  test("an apostrophe is no quotation mark", () => {
    assert.deepEqual(texts("'tis the dockers' quay"), ["'tis", "the", "dockers'", "quay"]);
  });
});

describe("minus", () => {
  const excluded = (query) => read(query).map((part) => [part.text, part.excluded]);

  test("a word after a minus is excluded", () => {
    assert.deepEqual(excluded("ferry -toll"), [
      ["ferry", false],
      ["toll", true],
    ]);
  });

  test("a phrase after a minus is excluded", () => {
    assert.deepEqual(excluded('ferry -"open skies"'), [
      ["ferry", false],
      ["open skies", true],
    ]);
    assert.equal(read("ferry -“open skies”")[1].kind, "phrase");
  });

  test("a typographic minus is one too", () => {
    assert.deepEqual(excluded("ferry −toll"), [
      ["ferry", false],
      ["toll", true],
    ]);
  });

  test("a name after a minus is excluded with its terms", () => {
    const part = read("ferry -Marrowby")[1];
    assert.equal(part.excluded, true);
    assert.deepEqual(termIds(part), ["ilse-marrowby"]);
  });

  test("a hyphen inside a word excludes nothing", () => {
    assert.deepEqual(excluded("anti-toll"), [["anti-toll", false]]);
  });

  test("a minus alone excludes nothing", () => {
    assert.deepEqual(excluded("ferry - toll"), [
      ["ferry", false],
      ["toll", false],
    ]);
  });

  test("a minus inside a name parts it", () => {
    assert.deepEqual(excluded("Ilse -Marrowby"), [
      ["Ilse", false],
      ["Marrowby", true],
    ]);
  });
});

describe("asterisk", () => {
  test("longer words match a word with an asterisk, which is not searched itself", () => {
    const part = only("intervent*");
    assert.equal(part.truncated, true);
    assert.equal(part.text, "intervent");
  });

  test("a word without one is whole", () => {
    assert.equal(only("intervent").truncated, false);
  });

  test("it may be anywhere in the query, and several count as one", () => {
    assert.deepEqual(
      read("intervent** toll").map(({ text, truncated }) => [text, truncated]),
      [
        ["intervent", true],
        ["toll", false],
      ],
    );
  });

  test("it goes with a minus", () => {
    const part = only("-intervent*");
    assert.deepEqual([part.text, part.truncated, part.excluded], ["intervent", true, true]);
  });
});

describe("headlines with stars and other characters", () => {
  test("characters between words do not end a phrase", () => {
    assert.equal(only('"a | pipe, nor"').text, "a | pipe, nor");
  });

  test("tags are words like others", () => {
    assert.deepEqual(texts("<b>quay</b>"), ["<b>quay</b>"]);
  });
});

describe("names", () => {
  for (const spelling of [
    "Ilse Marrowby",
    "Marrowby",
    "marrowby",
    "Márrowby",
    "MARROWBY",
    "Маррауби",
    "Ильзе Маррауби",
  ]) {
    test(`${spelling} means the person`, () => {
      const part = only(spelling);
      assert.equal(part.kind, "name");
      assert.equal(part.text, spelling);
      assert.deepEqual(termIds(part), ["ilse-marrowby"]);
    });
  }

  for (const spelling of ["Велмора", "Велморы", "Велморе", "Велмору", "Велморой"]) {
    test(`${spelling} is the place in one of its cases`, () => {
      assert.deepEqual(termIds(only(spelling)), ["velmora"]);
    });
  }

  test("the words of a name may all be in another case", () => {
    assert.deepEqual(termIds(only("договора о гавани")), ["harbour-treaty"]);
  });

  test("endings differ in Cyrillic only", () => {
    assert.equal(only("Velmoras ").kind, "word");
  });

  test("of several names the longest counts, wherever it is in the list", () => {
    const rows = [
      ["places", "velmora", "Velmora", [], 5],
      ["places", "velmora-sound", "Velmora Sound", [], 3],
    ];
    for (const names of [new Names(rows), new Names([...rows].reverse())]) {
      const [part] = parse("Velmora Sound", names);
      assert.equal(part.text, "Velmora Sound");
      assert.deepEqual(termIds(part), ["velmora-sound"]);
    }
  });

  test("a name that two people share means both", () => {
    assert.deepEqual(termIds(only("Quill")), ["tove-quill", "arne-quill"]);
  });

  test("a name among words is found, and the words stay", () => {
    assert.deepEqual(
      read("ferry Ilse Marrowby toll").map(({ kind, text }) => [kind, text]),
      [
        ["word", "ferry"],
        ["name", "Ilse Marrowby"],
        ["word", "toll"],
      ],
    );
  });

  test("half of a name of two words is a word", () => {
    assert.deepEqual(
      read("harbour ferry").map(({ kind }) => kind),
      ["word", "word"],
    );
  });

  test("a name in quotation marks is only its spelling", () => {
    const part = only('"Marrowby"');
    assert.equal(part.kind, "phrase");
    assert.deepEqual(termIds(part), []);
  });

  test("a person is mostly called by a surname that nobody else has", () => {
    const usual = Object.fromEntries(NAMES.terms.map((term) => [term.id, term.usual]));
    assert.equal(usual["ilse-marrowby"], "Marrowby");
    assert.equal(usual["harbour-treaty"], "Harbour treaty");
  });
});

describe("nothing, and odd things", () => {
  for (const query of [
    "",
    " ",
    "\t\n",
    '"',
    '""',
    "“”",
    "-",
    "−",
    "*",
    "- *",
    "...",
    "'",
    "🦀",
    "\u0301",
    '"-" "*"',
    "\u0000",
  ]) {
    test(`${JSON.stringify(query)} has no part`, () => {
      assert.deepEqual(read(query), []);
    });
  }

  test("the names of an empty archive match nothing", () => {
    assert.equal(parse("Marrowby", new Names([]))[0].kind, "word");
  });

  test("a name without letters is never found", () => {
    const odd = new Names([["topics", "odd", "…", [""], 1]]);
    assert.deepEqual(parse("…", odd), []);
    assert.deepEqual(odd.completions("…", 3), []);
  });

  test("whatever is typed, each part has a word, and no part has a quotation mark", () => {
    const pieces = [
      '"',
      "“",
      "»",
      "-",
      "−",
      "*",
      " ",
      "toll",
      "Ilse",
      "Marrowby",
      "о",
      "гавани",
      "’",
      ".",
      "é",
      "\u0301",
      "7",
    ];
    let seed = 1; // a generator of its own, so that a failure can be repeated
    const next = (limit) => (seed = (seed * 48271) % 2147483647) % limit;
    for (let round = 0; round < 5000; round++) {
      const query = Array.from({ length: next(9) }, () => pieces[next(pieces.length)]).join("");
      for (const { text } of read(query)) {
        assert.ok(wordsIn(text).length, query);
        assert.doesNotMatch(text, /["“”„«»]/, query);
      }
    }
  });
});

describe("words for comparing", () => {
  test("they have neither case nor accents", () => {
    assert.deepEqual(wordsIn("Eén ГАВАНЬ Ёлка"), ["een", "гавань", "елка"]);
  });

  test("an apostrophe or a full stop inside a word does not part it", () => {
    assert.deepEqual(wordsIn("U.S. don't don’t 2.5"), ["us", "dont", "dont", "25"]);
  });

  test("a hyphen parts words, and other characters are none", () => {
    assert.deepEqual(wordsIn("(anti-toll) — quay!"), ["anti", "toll", "quay"]);
  });
});

describe("names that may be meant", () => {
  const completions = (query, most = 9) => NAMES.completions(query, most).map(({ id }) => id);

  test("the beginning of a word of a name is enough, whatever its case", () => {
    assert.deepEqual(completions("marr"), ["ilse-marrowby"]);
    assert.deepEqual(completions("МАРР"), ["ilse-marrowby"]);
    assert.deepEqual(completions("haven"), ["harbour-treaty"]);
  });

  test("all words of the query have to begin a word of one name", () => {
    assert.deepEqual(completions("qui to"), ["tove-quill"]);
    assert.deepEqual(completions("ilse quill"), []);
  });

  test("names of more documents come first, and no more than asked for", () => {
    assert.deepEqual(completions("vel"), ["velmora", "velmora-sound"]);
    assert.deepEqual(completions("vel", 1), ["velmora"]);
  });

  test("nothing typed completes nothing", () => {
    assert.deepEqual(completions(" "), []);
  });
});

describe("the nearest spelling", () => {
  const WORDS = ["ledger", "herring", "harbour", "quay", "toll", "Velmora"];

  for (const [typed, meant] of [
    ["leger", "ledger"], // a letter left out
    ["ledgger", "ledger"], // added
    ["lodger", "ledger"], // changed
    ["ldeger", "ledger"], // swapped
    ["habror", "harbour"], // two edits
    ["velmrora", "Velmora"],
    ["tolls", "toll"],
    ["tol", "toll"],
  ]) {
    test(`${typed} may be ${meant}`, () => {
      assert.equal(nearest(typed, WORDS), meant);
    });
  }

  test("of several the one with fewer edits is taken, wherever it is in the list", () => {
    assert.equal(nearest("ledgers", ["badger", "lodgers", "ledgers1"]), "lodgers");
    assert.equal(nearest("ledgerz", ["lodgers", "ledger"]), "ledger");
  });

  test("a word of three or four letters may differ by one edit, a longer one by two", () => {
    assert.equal(nearest("taol", ["toll"]), undefined);
    assert.equal(nearest("hrring", ["hrng"]), "hrng");
    assert.equal(nearest("hexxxing", ["herring"]), undefined);
  });

  test("most words are near a word of two letters, so none is proposed", () => {
    assert.equal(nearest("qy", ["quay", "qa"]), undefined);
  });

  test("the word itself in another case or with accents is no other spelling", () => {
    assert.equal(nearest("Lédger", ["ledger"]), undefined);
  });

  test("nothing is near where there are no words", () => {
    assert.equal(nearest("ledger", []), undefined);
    assert.equal(nearest("", WORDS), undefined);
  });
});
