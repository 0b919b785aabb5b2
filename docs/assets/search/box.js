// The search box of the header: the first results and subjects while one types. Without it the box is a plain form.
// The pattern is ARIA's combobox with a list (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).

import { Engine } from "./engine.js";
import { element, shortResult, termAddress } from "./results.js";

const DOCUMENTS = 5;
const SUBJECTS = 3;
const PAUSE = 150; // milliseconds without a key

export function startBox(input, site) {
  const list = element("ul", { id: "header-search-list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "First results");
  input.form.append(list);
  input.setAttribute("aria-controls", list.id); // its role stands in archive.js
  let engine;
  let turn = 0;
  let timer;

  function close() {
    turn += 1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(option) {
    for (const other of list.children) other.setAttribute("aria-selected", other === option);
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  const marked = () => list.querySelector("[aria-selected=true]");

  async function ask() {
    const query = input.value;
    const asked = ++turn;
    if (!query.trim()) return close();
    try {
      engine ??= Engine.load(new URL("pagefind/", site));
      const ready = await engine;
      const parts = ready.parse(query);
      const bundles = ready.bundlesFor(parts);
      await Promise.all(bundles.map((bundle) => bundle.load()));
      const found = await ready.find(parts, bundles, false);
      const numbers = ready.order(found, found.numbers).slice(0, DOCUMENTS);
      const documents = await Promise.all(numbers.map((number) => shortResult(found, number, ready, site)));
      if (asked !== turn || document.activeElement !== input) return undefined;
      const subjects = ready.catalogue.names.starting(query, SUBJECTS).map((term) => ({
        title: term.label,
        facts: `subject, ${term.number} ${term.number === 1 ? "document" : "documents"}`,
        address: termAddress(term, site),
      }));
      const all = new URL(`search/?${new URLSearchParams({ q: query.trim() })}`, site).href;
      const last = { title: found.numbers.length ? `All ${found.numbers.length} for “${query.trim()}”` : "Nothing found. Open the search page for hints", facts: "", address: all };
      show([...documents, ...subjects, last]);
    } catch (error) {
      engine = undefined;
      console.warn(`The search box proposes nothing: ${error.message}`); // the form works as a form
      close();
    }
    return undefined;
  }

  function show(rows) {
    list.replaceChildren(
      ...rows.map(({ title, language = "", facts, address }, position) => {
        const option = element("li", { id: `header-search-${position}` }, element("span", { textContent: title, lang: language, dir: "auto" }), element("span", { className: "facts", textContent: facts }));
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.address = address;
        return option;
      }),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus, or the list would close
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // a browser would empty the box
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      const options = [...list.children];
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = options.indexOf(marked());
      mark(options[at < 0 ? (step > 0 ? 0 : options.length - 1) : at + step]); // past an end: the box itself
    } else if (event.key === "Enter" && marked()) {
      event.preventDefault();
      location.assign(marked().dataset.address);
    }
  });
  if (input.value) ask();
}
