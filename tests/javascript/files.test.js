// Which search index is current, and what counts as missing. How a page uses both is tested in a browser
// (tests/site/test_mixed_publications.py).

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";

import { CurrentEngine } from "../../docs/assets/search/current.js";
import { beginFile, fetchJson, findIndex } from "../../docs/assets/search/files.js";

const SITE = new URL("https://press.example/archive/");
const INDEXES = new URL("pagefind/", SITE);
const realFetch = globalThis.fetch;
const requested = [];

/** Answer each request with what a function returns for its address. */
function serve(answer) {
  requested.length = 0;
  globalThis.fetch = async (address, options = {}) => {
    requested.push([new URL(address).href.replace(INDEXES.href, ""), options.cache]);
    return answer(new URL(address));
  };
}

const pointer = (folder) => Response.json({ folder });

afterEach(() => {
  globalThis.fetch = realFetch;
  delete globalThis.archiveIndex;
});

describe("the current index", () => {
  test("the file that names it is asked for past the browser's cache", async () => {
    serve(() => pointer("0a1b"));
    assert.equal((await findIndex(INDEXES)).href, "https://press.example/archive/pagefind/0a1b/");
    assert.deepEqual(requested, [["current.json", "no-cache"]]);
  });

  test("and if that was an old one, past those of the host, by an address that none of them knows", async () => {
    serve(() => pointer("0a1b"));
    await findIndex(INDEXES, true);
    assert.match(requested[0][0], /^current\.json\?\d+$/);
    assert.equal(requested[0][1], "reload");
  });

  test("what the page has asked for is used once", async () => {
    serve(() => pointer("0a1b"));
    globalThis.archiveIndex = Promise.resolve(pointer("2c3d"));
    assert.match((await findIndex(INDEXES)).href, /2c3d/);
    assert.match((await findIndex(INDEXES)).href, /0a1b/);
    assert.equal(requested.length, 1);
  });

  test("no name leads out of the folder of the indexes", async () => {
    for (const name of ["../other", "https://elsewhere.example", "", "0a1b/.."]) {
      serve(() => pointer(name));
      await assert.rejects(findIndex(INDEXES), /current\.json names no folder/);
    }
  });
});

describe("after a failure", () => {
  test("another index is used if there is one now", async () => {
    const engines = new CurrentEngine(SITE);
    engines.folder = new URL("0a1b/", INDEXES);
    serve(() => pointer("2c3d"));
    assert.equal(await engines.isReplaced(), true);
    assert.match(engines.folder.href, /2c3d/);
    assert.equal(await engines.isReplaced(), false);
  });

  test("a site that does not answer has no other index", async () => {
    const engines = new CurrentEngine(SITE);
    engines.folder = new URL("0a1b/", INDEXES);
    serve(() => {
      throw new TypeError("no connection");
    });
    assert.equal(await engines.isReplaced(), false);
  });
});

describe("files", () => {
  test("a page in place of a file is no file", async () => {
    const headers = { "content-type": "text/html; charset=utf-8" };
    serve(() => new Response("<p>There is no page here", { headers }));
    await assert.rejects(fetchJson(new URL("names.json", INDEXES)), /the search index is missing \(200\)/);
  });

  test("a file that was begun is asked for once, and again where it failed", async () => {
    let answers = 0;
    serve(() => (++answers === 1 ? new Response("", { status: 404 }) : Response.json([1])));
    const address = new URL("ids-en.json", INDEXES);
    beginFile(address);
    await assert.rejects(fetchJson(address), /missing \(404\)/);
    assert.deepEqual(await fetchJson(address), [1]);
    assert.equal(requested.length, 2);
  });
});
