// What needs a browser: copying a link, light or dark by choice, and the search. Every page reads without them.

const site = new URL("../", import.meta.url);

// A click on a line's mark, or on a page's, copies the permanent link, and goes there as any link does.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".passage-link, .copy-link");
  if (!link || !navigator.clipboard) return;
  try {
    await navigator.clipboard.writeText(link.href);
  } catch {
    return; // the browser does not allow it; the address bar then holds the link
  }
  link.classList.add("copied");
  setTimeout(() => link.classList.remove("copied"), 2000);
});

// Light or dark: by the system until the reader presses the button, then by that choice, which this browser keeps.
const dark = document.querySelector("#dark");
const scheme = document.querySelector("#scheme");
function nameScheme() {
  const other = matchMedia(dark.media).matches ? "light" : "dark";
  scheme.dataset.to = other;
  scheme.title = `Switch to ${other} mode`;
  scheme.setAttribute("aria-label", scheme.title);
  scheme.hidden = false;
}
scheme.addEventListener("click", () => {
  dark.media = scheme.dataset.to === "dark" ? "screen" : "not all";
  try {
    localStorage.setItem("archive.scheme", scheme.dataset.to);
  } catch {
    // the browser keeps nothing; the choice holds for this page
  }
  nameScheme();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameScheme);
nameScheme();

// A printed page says where it stands; a site that does not know its own address, where it was opened.
const printed = document.querySelector(".printed-address");
if (printed) printed.textContent ||= location.origin + location.pathname;

// Search: loaded where it is used.
const form = document.querySelector("#search-form");
const box = document.querySelector("#home-search") ?? document.querySelector("#header-search");
if (form) import("./search/page.js").then(({ startSearch }) => startSearch(form, site));
else if (box) {
  // What it is must be known before it has the focus, or a screen reader says something else than it becomes.
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"]]) box.setAttribute(name, value);
  box.addEventListener("focus", () => import("./search/box.js").then(({ startBox }) => startBox(box, site)), { once: true });
}

// A slash, or Ctrl and K, lead to the search from everywhere.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!slash && !letter) return;
  event.preventDefault();
  const input = form?.elements.q ?? box;
  if (input?.checkVisibility()) input.select();
  else location.assign(new URL("search/", site)); // a phone has no room for the box
});
