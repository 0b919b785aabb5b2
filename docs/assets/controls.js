// What every page can do besides being read: copying a link, light or dark by choice, saying where a page was printed, closing the
// ways in, and keys that lead to the search. A plain script and no module, so that it works from disk too
// (scripts/press_archive/offline.py). Every page reads without it.
"use strict";

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
{
  const dark = document.querySelector("#dark");
  const scheme = document.querySelector("#scheme");
  const nameScheme = () => {
    const other = matchMedia(dark.media).matches ? "light" : "dark";
    scheme.dataset.to = other;
    scheme.title = `Switch to ${other} mode`;
    scheme.setAttribute("aria-label", scheme.title);
  };
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
}

// A printed page says where it stands; a site that does not know its own address, where it was opened.
const printed = document.querySelector(".printed-address");
if (printed) printed.textContent ||= location.origin + location.pathname;

// On a phone the ways in lie over the page: they close when the focus goes on behind them.
document.querySelector("#ways-in").addEventListener("focusout", (event) => {
  if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) event.currentTarget.hidePopover?.();
});

// A slash, or Ctrl and K, lead to the search from everywhere.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!slash && !letter) return;
  event.preventDefault();
  const box = ["#search-query", "#home-search", "#header-search"].map((id) => document.querySelector(id)).find((found) => found);
  if (box?.checkVisibility()) box.select();
  else if (box) location.assign(box.form.action); // a phone has no room for the box
});
