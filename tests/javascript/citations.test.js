// How the entries of a list are cut out of the archive's files of citations.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Mixed, checksum, entries, readList, select } from "../../docs/assets/citations.js";

const ODD = "ER - } @article{ TY - A list?";
const ENTRIES = {
  bib: ["a", "b", "c"].map((key) => `@article{${key},\n  title = {{${ODD}}},\n  note = {}},\n}\n`),
  ris: ["a", "b", "c"].map((key) => `TY  - NEWS\nID  - ${key}\nTI  - ${ODD}\nN1  - ER  - \nER  - \n`),
  json: ["a", "b", "c"].map((id) => JSON.stringify({ id, title: `${ODD}\u2028"` })),
};
/** The archive's files, as the build makes them. */
const FILES = {
  bib: ENTRIES.bib.join("\n"),
  ris: ENTRIES.ris.join("\n"),
  json: `[\n${ENTRIES.json.join(",\n")}\n]\n`,
};

describe("the files of a list", () => {
  for (const ending of Object.keys(FILES)) {
    test(`${ending}: an entry is cut out as it is`, () => {
      assert.deepEqual(entries(FILES[ending], ending), ENTRIES[ending]);
    });

    test(`${ending}: a list of all is the archive's file, and one of no documents is empty`, () => {
      const all = entries(FILES[ending], ending);
      assert.equal(select(all, [0, 1, 2], ending), FILES[ending]);
      assert.deepEqual(entries(select(all, [], ending), ending), []);
      assert.deepEqual(entries(select(all, [2, 0], ending), ending), [ENTRIES[ending][2], ENTRIES[ending][0]]);
    });

    test(`${ending}: a file that is older than the list is refused`, () => {
      assert.throws(() => select(entries(FILES[ending], ending), [0, 3], ending), /an entry is missing/);
    });

    test(`${ending}: a file of no documents has no entry`, () => {
      assert.deepEqual(entries(ending === "json" ? "[]\n" : "", ending), []);
    });
  }
});

describe("the files of two publications", () => {
  const FILE = new URL("https://press.example/citations/archive.ris");
  const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
  /** What a server has: a file and the list that was published with it. */
  const published = (/** @type {string} */ text, /** @type {number[]} */ positions) => ({
    ris: bytes(text),
    json: bytes(JSON.stringify({ files: { ris: checksum(bytes(text)) }, lists: { "topics/quay/": positions } })),
  });
  const OLD = published(ENTRIES.ris[0], [0]);
  const NEW = published(FILES.ris, [1, 2]);

  /**
   * Ask for a list where the cache has an old file, and the server behind it has `fresh` ones.
   * @param {{ris: Uint8Array, json: Uint8Array}} cached
   * @param {{ris: Uint8Array, json: Uint8Array}} fresh
   */
  const ask = async (cached, fresh) => {
    /** @type {string[]} */
    const asked = [];
    let again = 0;
    const found = await readList(
      FILE,
      "topics/quay/",
      () => (again += 1),
      async (address) => {
        asked.push(address.href);
        const files = address.search ? fresh : cached;
        return address.pathname.endsWith(".ris") ? files.ris : files.json;
      },
    );
    return { ...found, again, asked };
  };

  test("a checksum is that of the standard", () => {
    assert.equal(checksum(bytes("123456789")), "cbf43926");
    assert.equal(checksum(bytes("")), "00000000");
  });

  test("files of one publication are asked for once, at their lasting addresses", async () => {
    const found = await ask(NEW, NEW);
    assert.deepEqual([found.text, found.positions, found.again], [FILES.ris, [1, 2], 0]);
    assert.deepEqual(found.asked, [FILE.href, "https://press.example/citations/lists.json"]);
  });

  for (const [name, cached] of Object.entries({
    "an old file": { ris: OLD.ris, json: NEW.json },
    "an old list": { ris: NEW.ris, json: OLD.json },
    "a list of an older program": { ris: NEW.ris, json: bytes('{"topics/quay/": [0]}') },
  })) {
    test(`${name} in a cache is passed by, and the reader is told`, async () => {
      const found = await ask(cached, NEW);
      assert.deepEqual([found.text, found.positions, found.again], [FILES.ris, [1, 2], 1]);
    });

    test(`${name} on the server itself is refused`, async () => {
      await assert.rejects(ask(cached, cached), Mixed);
    });
  }
});
