// The search box of the header: first results and subjects while one types. Without this it is a plain form.
// The pattern is ARIA's combobox with a list (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).

/** @import { Engine } from "./engine.js" */
import { CurrentEngine } from "./current.js";
import { countDocuments, element, shortResult, termAddress } from "./results.js";

/**
 * A row of the list.
 * @typedef {{ title: string, language?: string, facts: string, address: string }} Row
 */

const DOCUMENTS = 5;
const SUBJECTS = 3;
const PAUSE = 150; // milliseconds without a key before the search

/**
 * Let the box show results while one types.
 * @param {HTMLInputElement} input
 * @param {URL} site
 */
export function startBox(input, site) {
  const list = element("ul", { id: "header-search-list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "First results");
  input.form?.append(list);
  input.setAttribute("aria-controls", list.id); // archive.js has set its role
  const engines = new CurrentEngine(site);
  let request = 0; // counts queries, so that a late answer does not replace a later one
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function close() {
    request += 1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** @param {Row[]} rows the selected row stays selected if it is one of them */
  function show(rows) {
    const kept = selected()?.dataset.address;
    list.replaceChildren(...rows.map(option));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    select([...list.children].find((row) => row instanceof HTMLElement && row.dataset.address === kept));
  }

  /** @param {Element | undefined} row undefined for the box itself */
  function select(row) {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === row));
    if (row) {
      input.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  /** @returns {HTMLElement | null} */
  const selected = () => list.querySelector("[aria-selected=true]");

  /** @param {HTMLElement} row */
  const open = (row) => location.assign(row.dataset.address ?? "");

  async function search() {
    const query = input.value;
    const current = ++request;
    if (!query.trim()) {
      close();
      return;
    }
    const findAgain = async () => findRows(await engines.load(), query, site);
    try {
      const rows = await findAgain().catch(async (error) => {
        if (await engines.isReplaced()) return findAgain();
        throw error;
      });
      if (current === request && document.activeElement === input) show(rows);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      console.warn(`The search box proposes nothing: ${message}`); // it still works as a form
      close();
    }
  }

  /** @param {1 | -1} step down or up; after either end comes the box itself */
  function move(step) {
    const rows = [...list.children];
    const row = selected();
    if (row) select(rows[rows.indexOf(row) + step]);
    else select(rows.at(step > 0 ? 0 : -1));
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    const row = selected();
    if (event.key === "Escape" && !list.hidden)
      close(); // instead of emptying the box
    else if (event.key === "ArrowDown" && !list.hidden) move(1);
    else if (event.key === "ArrowUp" && !list.hidden) move(-1);
    else if (event.key === "Enter" && row) open(row);
    else return;
    event.preventDefault();
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", press);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // or the box would lose the focus
  list.addEventListener("click", ({ target }) => {
    /** @type {HTMLElement | null} */
    const row = target instanceof Element ? target.closest("[role=option]") : null;
    if (row) open(row);
  });
  if (input.value) search();
}

/**
 * Return the first documents and subjects of a query, and a link to all documents.
 * @param {Engine} engine
 * @param {string} query
 * @param {URL} site
 * @returns {Promise<Row[]>}
 */
async function findRows(engine, query, site) {
  const parts = await engine.parse(query);
  const bundles = engine.bundlesFor(parts);
  await Promise.all(bundles.map((bundle) => bundle.load()));
  const matches = await engine.find(parts, bundles, false);
  const numbers = engine.order(matches, matches.numbers).slice(0, DOCUMENTS);
  const documents = await Promise.all(numbers.map((number) => shortResult(matches, number, engine, site)));
  const names = await engine.catalogue.loadNames();
  const subjects = names.completions(query, SUBJECTS).map((term) => ({
    title: term.label,
    facts: `subject, ${countDocuments(term.number)}`,
    address: termAddress(term, site),
  }));
  const q = query.trim();
  const found = matches.numbers.length;
  const last = {
    title: found ? `All ${found} for “${q}”` : "Nothing found. Open the search page for hints",
    facts: "",
    address: new URL(`search/?${new URLSearchParams({ q })}`, site).href,
  };
  return [...documents, ...subjects, last];
}

/**
 * @param {Row} row
 * @param {number} position in the list
 */
function option({ title, language = "", facts, address }, position) {
  const item = element(
    "li",
    { id: `header-search-${position}` },
    element("span", { textContent: title, lang: language, dir: "auto" }),
    element("span", { className: "facts", textContent: facts }),
  );
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.address = address;
  return item;
}
