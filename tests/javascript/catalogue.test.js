// What catalogue.json, names.json and the files of terms say. scripts/press_archive/publish/facets.py
// describes them.

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";

import { Catalogue } from "../../docs/assets/search/catalogue.js";
import { fetchJson } from "../../docs/assets/search/files.js";

const FOLDER = new URL("https://press.example/archive/pagefind/");

// Six documents, 0 the oldest. A value's code is its position in the list, added to that of "0".
const DATA = {
  documents: 6,
  languages: [
    ["en", "Latin"],
    ["nl", "Latin"],
    ["ru", "Cyrillic"],
  ],
  facets: [
    { id: "language", label: "Language" },
    { id: "kind", label: "Kind" },
    { id: "year", label: "Year" },
  ],
  terms: [{ id: "person", label: "Person", vocabulary: "people" }],
  letters: "il to ve ма",
};
const COLUMNS = [
  {
    values: [
      ["en", "English"],
      ["nl", "Dutch"],
      ["ru", "Russian"],
    ],
    of: "010020",
  },
  {
    values: [
      ["report", "Report"],
      ["speech", "Speech"],
      ["essay", "Essay"],
    ],
    of: "000112",
  },
  {
    values: [
      ["2013", "2013"],
      ["2014", "2014"],
      ["unknown", "Unknown"],
    ],
    of: "000011",
  },
];
const ROWS = [
  ["people", "ilse-marrowby", "Ilse Marrowby", [], 3],
  ["people", "tove-quill", "Tove Quill", [], 1],
  ["places", "velmora", "Velmora", [], 2],
];
// Distances between numbers: Ilse Marrowby is named by 0, 3 and 5, Tove Quill by 3.
const POSTINGS = { "ilse-marrowby": [0, 3, 2], "tove-quill": [3] };

/** A catalogue with all that it may load, but for the files of terms. */
function load() {
  const catalogue = new Catalogue(FOLDER, DATA);
  catalogue.useColumns(COLUMNS);
  catalogue.useNames(ROWS);
  catalogue.files.set("names.json", Promise.resolve(catalogue.names));
  catalogue.files.set("facets.json", Promise.resolve());
  return catalogue;
}
const facet = (catalogue, id) => catalogue.facets.find((one) => one.id === id);
const chosen = (choices) =>
  Object.fromEntries(Object.entries(choices).map(([id, ids]) => [id, new Set(ids)]));

const realFetch = globalThis.fetch;
const requested = [];

/** Answer requests from a table of file names; a number is a status without a file. */
function serve(files) {
  requested.length = 0;
  globalThis.fetch = async (address) => {
    const name = new URL(address).pathname.replace("/archive/pagefind/", "");
    requested.push(name);
    const file = files[name] ?? 404;
    return typeof file === "number" ? new Response("", { status: file }) : Response.json(file);
  };
}

afterEach(() => {
  globalThis.fetch = realFetch;
});

describe("one value for each document", () => {
  test("documents are found by their value", () => {
    assert.deepEqual(load().narrow(load().all(), chosen({ kind: ["speech"] })), [3, 4]);
  });

  test("two values of a facet mean either, two facets mean both", () => {
    const catalogue = load();
    assert.deepEqual(catalogue.narrow(catalogue.all(), chosen({ kind: ["speech", "essay"] })), [3, 4, 5]);
    assert.deepEqual(
      catalogue.narrow(catalogue.all(), chosen({ kind: ["speech", "essay"], language: ["en"] })),
      [3, 5],
    );
  });

  test("nothing chosen leaves all, an unknown value leaves none", () => {
    const catalogue = load();
    assert.deepEqual(catalogue.narrow([5, 1], chosen({ kind: [] })), [5, 1]);
    assert.deepEqual(catalogue.narrow([5, 1], chosen({ kind: ["no-such-kind"] })), []);
  });

  test("a facet with more values than there are ASCII characters is read", () => {
    const values = Array.from({ length: 300 }, (_, position) => [`outlet-${position}`, `Outlet ${position}`]);
    const of = String.fromCharCode(0x30 + 299, 0x30, 0x30 + 150);
    const facets = [{ id: "outlet", label: "Outlet" }];
    const catalogue = new Catalogue(FOLDER, { documents: 3, languages: [], facets, terms: [], letters: "" });
    catalogue.useColumns([{ values, of }]);
    assert.deepEqual(catalogue.narrow([0, 1, 2], chosen({ outlet: ["outlet-299"] })), [0]);
    assert.deepEqual(catalogue.narrow([0, 1, 2], chosen({ outlet: ["outlet-150"] })), [2]);
  });
});

describe("counts", () => {
  test("frequent values come first, and those without documents are left out", () => {
    const catalogue = load();
    assert.deepEqual(catalogue.count(facet(catalogue, "kind"), [1, 3, 4], chosen({})), [
      ["speech", "Speech", 2],
      ["report", "Report", 1],
    ]);
  });

  test("values of the same number are in the order of their labels", () => {
    const catalogue = load();
    const labels = catalogue.count(facet(catalogue, "kind"), [0, 3, 5], chosen({})).map(([, label]) => label);
    assert.deepEqual(labels, ["Essay", "Report", "Speech"]);
  });

  test("years begin with the latest, however many documents they have", () => {
    const catalogue = load();
    const years = catalogue.count(facet(catalogue, "year"), catalogue.all(), chosen({}));
    assert.deepEqual(years, [
      ["2014", "2014", 2],
      ["2013", "2013", 4],
    ]);
  });

  test("a facet counts what the other facets leave, and not what its own choice leaves", () => {
    const catalogue = load();
    const choice = chosen({ kind: ["speech"], language: ["en"] });
    assert.deepEqual(catalogue.count(facet(catalogue, "language"), catalogue.all(), choice), [
      ["en", "English", 1],
      ["ru", "Russian", 1],
    ]);
  });

  test("what is chosen is listed even with no document", () => {
    const catalogue = load();
    const rows = catalogue.count(facet(catalogue, "kind"), [1], chosen({ kind: ["essay"] }));
    assert.deepEqual(rows, [
      ["report", "Report", 1],
      ["essay", "Essay", 0],
    ]);
  });
});

describe("several values for each document", () => {
  test("the distances of a file of terms are numbers of documents", async () => {
    serve({ "terms/people.json": POSTINGS });
    const postings = await load().loadPostings("people");
    assert.deepEqual(postings.get("ilse-marrowby"), [0, 3, 5]);
    assert.deepEqual(postings.get("tove-quill"), [3]);
  });

  test("only the terms of the facet's vocabulary are its values", () => {
    assert.deepEqual(facet(load(), "person").labels, ["Ilse Marrowby", "Tove Quill"]);
  });

  test("two terms mean either", async () => {
    serve({ "terms/people.json": POSTINGS });
    const catalogue = load();
    const choice = chosen({ person: ["tove-quill", "ilse-marrowby"] });
    await catalogue.loadChosen(choice);
    assert.deepEqual(catalogue.narrow(catalogue.all(), choice), [0, 3, 5]);
  });

  test("they are counted among the documents that were found", async () => {
    serve({ "terms/people.json": POSTINGS });
    const catalogue = load();
    await facet(catalogue, "person").load();
    assert.deepEqual(catalogue.count(facet(catalogue, "person"), [3, 4, 5], chosen({})), [
      ["ilse-marrowby", "Ilse Marrowby", 2],
      ["tove-quill", "Tove Quill", 1],
    ]);
  });

  test("a facet is loaded only if something of it is chosen, and once", async () => {
    serve({ "terms/people.json": POSTINGS });
    const catalogue = load();
    await catalogue.loadChosen(chosen({ kind: ["speech"], person: [] }));
    assert.deepEqual(requested, []);
    await catalogue.loadChosen(chosen({ person: ["tove-quill"] }));
    await catalogue.loadPostings("people");
    assert.deepEqual(requested, ["terms/people.json"]);
  });

  test("a facet that is not loaded gives no wrong answer", () => {
    const catalogue = new Catalogue(FOLDER, DATA);
    assert.throws(() => catalogue.narrow([0], chosen({ person: ["tove-quill"] })), /person is not loaded/);
    assert.throws(() => catalogue.narrow([0], chosen({ kind: ["speech"] })), /kind is not loaded/);
  });

  test("a file that failed is asked for again", async () => {
    const catalogue = load();
    serve({ "terms/people.json": 503 });
    await assert.rejects(catalogue.loadPostings("people"), /the search index is missing \(503\)/);
    serve({ "terms/people.json": POSTINGS });
    assert.equal((await catalogue.loadPostings("people")).size, 2);
  });
});

describe("files", () => {
  test("a catalogue loads names and values when they are needed", async () => {
    serve({
      "catalogue.json": DATA,
      "names.json": ROWS,
      "facets.json": COLUMNS,
      "terms/people.json": POSTINGS,
    });
    const catalogue = await Catalogue.load(FOLDER);
    assert.equal(catalogue.all().length, 6);
    assert.deepEqual(requested, ["catalogue.json"]);
    await catalogue.loadChosen(chosen({ kind: ["essay"] }));
    assert.deepEqual(catalogue.narrow(catalogue.all(), chosen({ kind: ["essay"] })), [5]);
    assert.deepEqual(requested, ["catalogue.json", "facets.json"]);
    await catalogue.loadChosen(chosen({ person: ["tove-quill"] }));
    assert.deepEqual(facet(catalogue, "person").labels, ["Ilse Marrowby", "Tove Quill"]);
    assert.equal(catalogue.names.terms.length, 3);
  });

  test("a query loads the names that begin as one of its words does, in the order of all names", async () => {
    serve({
      "names/69-6c.json": [[0, ROWS[0]]],
      "names/76-65.json": [[2, ROWS[2]]],
      "names/43c-430.json": [[0, ROWS[0]]],
    });
    const catalogue = new Catalogue(FOLDER, DATA);
    const ids = async (query) => (await catalogue.namesIn(query)).terms.map(({ id }) => id);
    assert.deepEqual(await ids("velmora Ilse quay"), ["ilse-marrowby", "velmora"]);
    assert.deepEqual(requested.sort(), ["names/69-6c.json", "names/76-65.json"]);
    assert.deepEqual(await ids("Маррауби ilsa"), ["ilse-marrowby"]);
    assert.deepEqual(await ids(""), []);
    assert.equal(requested.length, 3);
  });

  test("few names are loaded at once", async () => {
    serve({ "names.json": ROWS });
    const catalogue = new Catalogue(FOLDER, { ...DATA, letters: null });
    assert.equal((await catalogue.namesIn("velmora")).terms.length, 3);
    assert.deepEqual(requested, ["names.json"]);
  });

  test("once all names are loaded, a query loads none", async () => {
    serve({});
    assert.equal((await load().namesIn("velmora")).terms.length, 3);
    assert.deepEqual(requested, []);
  });

  test("a missing file is an error, not an empty answer", async () => {
    serve({});
    await assert.rejects(fetchJson(new URL("words-en.json", FOLDER)), /the search index is missing \(404\)/);
  });
});

describe("an archive that is published as several sites", () => {
  const parts = {
    sites: [
      { years: "2013", site: "https://early.example/", folder: "pagefind/0e/" },
      { years: "2014 to 2018", site: "https://late.example/archive/", folder: "pagefind/1f/" },
    ],
    of: "112021",
  };

  test("says which site has a document, and which of its texts is the document's", () => {
    const catalogue = new Catalogue(FOLDER, { ...DATA, parts });
    const places = catalogue.all().map((number) => catalogue.placeOf(number));
    assert.deepEqual(
      places.map((place) => place && [place.site.href, place.folder.href, place.number]),
      [
        ["https://early.example/", "https://early.example/pagefind/0e/", 0],
        ["https://early.example/", "https://early.example/pagefind/0e/", 1],
        ["https://late.example/archive/", "https://late.example/archive/pagefind/1f/", 0],
        undefined, // it is on the home site
        ["https://late.example/archive/", "https://late.example/archive/pagefind/1f/", 1],
        ["https://early.example/", "https://early.example/pagefind/0e/", 2],
      ],
    );
  });

  test("has one site without parts", () => {
    assert.equal(new Catalogue(FOLDER, DATA).placeOf(3), undefined);
  });
});
