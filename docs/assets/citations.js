// The citations of a list's documents: cut out of the archive's files in the reader's browser. Without this
// script the links lead to those files.

/**
 * The end of an entry, by the ending of a file.
 * @type {Record<string, RegExp>}
 */
const ENDS = { bib: /(?<=^\}\n)\n/m, ris: /(?<=^ER {2}- *\n)\n*/m };

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
 * Return what is at an address. Whatever a cache has of it is compared with the server's.
 * @param {URL} address
 */
async function read(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
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
        const [text, lists] = await Promise.all([read(file), read(new URL("lists.json", file))]);
        const positions = JSON.parse(lists)[list];
        const name = `${list.replace(/\/$/, "").replaceAll("/", "-")}.${ending}`;
        save(select(entries(text, ending), positions, ending), link.type, name);
        status.textContent = `${positions.length} saved as ${name}`;
      } catch {
        status.textContent = "They could not be put together. The citations of the whole archive are at ";
        const whole = document.createElement("a");
        whole.href = file.href;
        whole.textContent = file.pathname.split("/").at(-1) ?? "";
        status.append(whole);
      }
    });
  }
}
