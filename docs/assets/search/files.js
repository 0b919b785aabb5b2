// The files of the search index. Those of one publication are in a folder that is named by a digest of them, so
// no cache mixes them with those of another; a small file says which folder is current
// (scripts/press_archive/publish/search_index.py).

const POINTER = "current.json";
const WHAT_TO_DO = "The site may just have been published anew: try again in a few minutes";

/** A file of the search index that the site does not have: perhaps it was published anew in the meantime. */
export class MissingFile extends Error {
  /** @param {number | string} [status] of the answer */
  constructor(status = "no answer") {
    super(`the search index is missing (${status}). ${WHAT_TO_DO}`);
  }
}

/**
 * Return whether an answer is a file of the index. Some hosts answer with a page for what they do not have.
 * @param {Response} response
 */
const isFile = (response) =>
  response.ok && !(response.headers.get("content-type") ?? "").startsWith("text/html");

/**
 * What was asked for before it is needed, by address.
 * @type {Map<string, Promise<Response>>}
 */
const begun = new Map();

/**
 * Ask for a file that will be needed. A failure is shown where the file is.
 * @param {URL} address
 */
export function beginFile(address) {
  const answer = fetch(address);
  answer.catch(() => {});
  begun.set(address.href, answer);
}

/**
 * Fetch a file of the search index; throw where it is missing.
 * @param {URL} address
 * @param {RequestInit} [options]
 */
export async function fetchFile(address, options) {
  const asked = begun.get(address.href);
  begun.delete(address.href);
  const response = await (asked ?? fetch(address, options));
  if (!isFile(response)) throw new MissingFile(response.status);
  return response;
}

/**
 * Fetch a JSON file of the search index.
 * @param {URL} address
 * @param {RequestInit} [options]
 * @returns {Promise<any>} any, so that the caller names the type of what the build wrote
 */
export const fetchJson = async (address, options) => (await fetchFile(address, options)).json();

/** The site of a part of the archive did not give a text of one of its documents. */
export class SilentPart extends Error {
  /** @param {string} years that the part has */
  constructor(years) {
    super(`the site of ${years} does not answer`);
    this.years = years;
  }
}

const PATIENCE = 8000; // milliseconds that the site of a part has for an answer

/**
 * Fetch a file of the search that is on the site of a part of the archive; throw where it is not, or does not
 * come in time.
 * @param {URL} address
 */
export const fetchOfPart = (address) =>
  fetchFile(address, { signal: AbortSignal.timeout(PATIENCE), referrerPolicy: "no-referrer" });

/**
 * Return the folder of the current index.
 * @param {URL} indexes the folder with the file that names it
 * @param {boolean} [again] whether to ask past every cache, those of the host included
 */
export async function findIndex(indexes, again = false) {
  const address = new URL(POINTER, indexes);
  const early = takeEarly();
  if (again) address.search = String(Date.now());
  else if (early) begun.set(address.href, early);
  const { folder } = await fetchJson(address, { cache: again ? "reload" : "no-cache" });
  if (!/^[0-9a-f]+$/.test(folder)) throw new Error(`${POINTER} names no folder`);
  return new URL(`${folder}/`, indexes);
}

/** Return what the search page asked for before any script was loaded (overrides/main.html). */
function takeEarly() {
  const page = /** @type {{ archiveIndex?: Promise<Response> }} */ (globalThis);
  const early = page.archiveIndex;
  delete page.archiveIndex;
  return early;
}

// --- Files that Pagefind asks for. Of some it does not say that they are missing, and then finds nothing.

/** @type {string[]} the addresses that could not be loaded */
const lost = [];
let watching = false;

/**
 * What is answered here, by address.
 * @type {Map<string, string | Uint8Array<ArrayBuffer>>}
 */
const prepared = new Map();

/**
 * Answer for a file of the index from here, whatever its address has after a question mark. For Pagefind alone.
 * @param {URL} address
 * @param {string | Uint8Array<ArrayBuffer>} body
 */
export const prepareFile = (address, body) => prepared.set(address.href, body);

/** Watch what is fetched from now on. */
export function watchFiles() {
  if (watching) return;
  watching = true;
  const load = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (input, options) => {
    const address = new URL(input instanceof Request ? input.url : input, document.baseURI).href;
    const body = prepared.get(address.replace(/\?.*/, ""));
    if (body !== undefined) return new Response(body);
    const asked = begun.get(address);
    begun.delete(address);
    try {
      const response = await (asked ?? load(input, options));
      if (!isFile(response)) lost.push(address);
      // Read to its end here, or a connection that breaks off would not be noticed.
      else if (address.endsWith(".pf_index")) return new Response(await response.arrayBuffer(), response);
      return response;
    } catch (error) {
      lost.push(address);
      throw error;
    }
  };
}

/**
 * Return how many files of a folder could not be loaded so far.
 * @param {URL} folder
 */
export const countLost = (folder) => lost.filter((address) => address.startsWith(folder.href)).length;
