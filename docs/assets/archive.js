// Loads the search, and the citations of lists, where they are used. What else a page can do is in controls.js.

// The site's root: this file is in assets/, or in a folder of assets/ that is named by a digest.
const site = new URL(import.meta.url.replace(/assets\/(?:[0-9a-f]+\/)?archive\.js.*$/, ""));
/** @type {HTMLFormElement | null} */
const form = document.querySelector("#search-form");
/** @type {HTMLInputElement | null} */
const box = document.querySelector("#home-search") ?? document.querySelector("#header-search");
/** @type {NodeListOf<HTMLElement>} */
const lists = document.querySelectorAll("[data-list]");
/**
 * Return whether an address is on this site. The pages of a part of an archive that is published as several
 * sites lead to the search and the citations of the home site, whose files are not for other sites.
 * @param {string} [address]
 */
const isHere = (address = "") => address.startsWith(site.href);

for (const list of lists) {
  if (!isHere(list.querySelector("a")?.href)) continue;
  import("./citations.js").then(({ startListCitations }) => startListCitations(list));
}
if (form) import("./search/page.js").then(({ startSearch }) => startSearch(form, site));
else if (box && isHere(box.form?.action)) {
  // Its role is set before it gets the focus, so that a screen reader reads the role that the box will have.
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  const start = () => import("./search/box.js").then(({ startBox }) => startBox(box, site));
  box.addEventListener("focus", start, { once: true });
}
