// The citations of a list's documents: cut out of the archive's files in the reader's browser. Without this
// script the links lead to those files.

/**
 * The end of an entry, by the ending of a file.
 * @type {Record<string, RegExp>}
 */
const ENDS = { bib: /(?<=^\}\n)\n/m, ris: /(?<=^ER {2}- *\n)\n*/m };

const AGAIN = "The site has changed; its files are fetched again …";
const MIXED = "The site is being published at this moment. Please try again in some minutes.";
const FAILED = "They could not be put together.";

/**
 * Return the entries of a file of citations, in the order of its documents.
 * @param {string} text
 * @param {string} ending
 * @returns {string[]}
 */
export function entries(text, ending) {
  if (ending === "json") return JSON.parse(text).map((/** @type {object} */ item) => JSON.stringify(item));
  return text.split(ENDS[ending]).filter((entry) => entry.trim());
}

/**
 * Return a file with some entries of another.
 * @param {string[]} all
 * @param {number[]} positions
 * @param {string} ending
 */
export function select(all, positions, ending) {
  const chosen = positions.map((position) => all[position]);
  if (chosen.some((entry) => entry === undefined)) throw new Error("an entry is missing");
  return ending === "json" ? `[\n${chosen.join(",\n")}\n]\n` : chosen.join("\n");
}

/**
 * Return the CRC-32 of bytes (ISO 3309), as the build writes it into lists.json.
 * @param {Uint8Array} bytes
 */
export function checksum(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ TABLE[(rest ^ byte) & 0xff];
  return (~rest >>> 0).toString(16).padStart(8, "0");
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/**
 * Return the bytes at an address. Whatever the browser's cache has of them is compared with the server's.
 * @param {URL} address
 */
async function read(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** The files on the server are of two publications, of which its cache has one each. */
export class Mixed extends Error {}

/**
 * Return the archive's file, and the places in it of a list's entries. A host's cache may have one of the two
 * files from another publication: then both are asked for again, under addresses that no cache has.
 * @param {URL} file
 * @param {string} list
 * @param {() => void} again called before that
 * @param {(address: URL) => Promise<Uint8Array>} fetched
 * @returns {Promise<{text: string, positions: number[]}>}
 */
export async function readList(file, list, again, fetched = read) {
  const ending = file.pathname.split(".").at(-1) ?? "";
  const decoder = new TextDecoder();
  for (const query of ["", `?fresh=${Date.now()}`]) {
    if (query) again();
    const addresses = [new URL(file.pathname + query, file), new URL(`lists.json${query}`, file)];
    const [bytes, listed] = await Promise.all(addresses.map((address) => fetched(address)));
    const { files, lists } = JSON.parse(decoder.decode(listed));
    if (files?.[ending] !== checksum(bytes)) continue;
    return { text: decoder.decode(bytes), positions: lists[list] };
  }
  throw new Mixed();
}

/**
 * Hand a file to the reader.
 * @param {string} text
 * @param {string} type
 * @param {string} name
 */
function save(text, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Make the links of a list lead to the list's own citations.
 * @param {HTMLElement} box
 */
export function startListCitations(box) {
  const list = box.dataset.list ?? "";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  box.append(" ", status);
  const words = box.querySelector("[data-own]");
  if (words instanceof HTMLElement) words.textContent = words.dataset.own ?? "";
  for (const link of box.querySelectorAll("a")) {
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const file = new URL(link.href);
      const ending = file.pathname.split(".").at(-1) ?? "";
      status.textContent = "…";
      try {
        const { text, positions } = await readList(file, list, () => (status.textContent = AGAIN));
        const name = `${list.replace(/\/$/, "").replaceAll("/", "-")}.${ending}`;
        save(select(entries(text, ending), positions, ending), link.type, name);
        status.textContent = `${positions.length} saved as ${name}`;
      } catch (error) {
        status.textContent = `${error instanceof Mixed ? MIXED : FAILED} The citations of the whole archive are at `;
        const whole = document.createElement("a");
        whole.href = file.href;
        whole.textContent = file.pathname.split("/").at(-1) ?? "";
        status.append(whole);
      }
    });
  }
}
