// The search, loaded where it is used. What else a page can do stands in controls.js.

const site = new URL("../", import.meta.url);
const form = document.querySelector("#search-form");
const box = document.querySelector("#home-search") ?? document.querySelector("#header-search");
if (form) import("./search/page.js").then(({ startSearch }) => startSearch(form, site));
else if (box) {
  // What it is must be known before it has the focus, or a screen reader says something else than it becomes.
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"]]) box.setAttribute(name, value);
  box.addEventListener("focus", () => import("./search/box.js").then(({ startBox }) => startBox(box, site)), { once: true });
}
