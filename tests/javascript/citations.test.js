// How the entries of a list are cut out of the archive's files of citations.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { entries, select } from "../../docs/assets/citations.js";

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
