// What every page can do besides being read: light or dark mode, the address on a printed page, closing the
// menu, and keys that lead to the search. What can be copied is in passages.js. It is a plain script, not a
// module, so that it works from disk too (scripts/press_archive/publish/offline_copy.py). Every page can be
// read without it.
"use strict";

/**
 * Return the closest element around the target of an event that a selector matches.
 * @param {Event} event
 * @param {string} selector
 */
const closest = ({ target }, selector) => (target instanceof Element ? target.closest(selector) : null);

/**
 * Return whether a click is to do what it does here, and not to open or save something elsewhere.
 * @param {MouseEvent} event
 */
const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

// What marks of lines and buttons for copying do is in a script of its own. It is loaded when one of them is
// used first, or is about to be, and a click meanwhile is repeated then.
{
  const copying = "a.line-reference, a.passage-link, .copy-link, button[data-copy]";
  const events = ["pointerover", "focusin", "click"];
  let script = /** @type {HTMLScriptElement | null} */ (null);
  let clicked = /** @type {HTMLElement | null} */ (null);
  /** @param {Event} event */
  const load = (event) => {
    const used = /** @type {HTMLElement | null} */ (closest(event, copying));
    const later = /** @type {HTMLTemplateElement | null} */ (document.querySelector("template#later"));
    if (!used || !later) return;
    if (event instanceof MouseEvent && event.type === "click" && isPlain(event)) {
      event.preventDefault();
      clicked = used;
    }
    if (script) return;
    document.body.append(later.content);
    script = /** @type {HTMLScriptElement} */ (document.body.lastElementChild);
    script.onload = script.onerror = () => {
      for (const name of events) document.removeEventListener(name, load);
      clicked?.click();
    };
  };
  for (const name of events) document.addEventListener(name, load);
}

// Light or dark: as the system says until the reader presses the button, then as chosen. The browser keeps
// the choice, and the colour of its frame follows.
{
  const dark = /** @type {HTMLLinkElement} */ (document.querySelector("#dark"));
  const button = /** @type {HTMLButtonElement} */ (document.querySelector("#scheme"));
  /** @type {NodeListOf<HTMLMetaElement>} */
  const frames = document.querySelectorAll("meta[name=theme-color]");
  const nameButton = () => {
    const isDark = matchMedia(dark.media).matches;
    const other = isDark ? "light" : "dark";
    frames.forEach((frame, ofDark) => (frame.media = Boolean(ofDark) === isDark ? "all" : "not all"));
    button.dataset.to = other;
    button.title = `Switch to ${other} mode`;
    button.setAttribute("aria-label", button.title);
  };
  button.addEventListener("click", () => {
    const chosen = button.dataset.to ?? "";
    dark.media = chosen === "dark" ? "screen" : "not all";
    try {
      localStorage.setItem("archive.scheme", chosen);
    } catch {
      // The browser stores nothing; the choice is for this page alone.
    }
    nameButton();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameButton);
  nameButton();
}

// A printed page says where it is from: where it was opened, if the site does not know its own address.
const printed = document.querySelector(".printed-address");
if (printed) printed.textContent ||= location.origin + location.pathname;

// What does not work from disk is not offered there: files that another script reads, and an address for
// others, unless that of the published page is known.
if (location.protocol === "file:") {
  const parts = document.querySelector("link[rel='cite-as']") ? ".online" : ".online, .addressed";
  for (const part of document.querySelectorAll(parts)) part.remove();
}

// On a phone the menu covers the page, so it closes when the focus leaves it.
const menu = /** @type {HTMLElement} */ (document.querySelector("#site-navigation"));
menu.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.hidePopover?.();
});

// A slash, or Ctrl or Cmd with K, leads to the search.
/** @param {KeyboardEvent} event */
const isSearchKey = (event) => {
  const { key, altKey, shiftKey } = event;
  const control = event.ctrlKey || event.metaKey;
  const typing = closest(event, "input, textarea, select, [contenteditable]");
  return !altKey && (control ? key.toLowerCase() === "k" && !shiftKey : key === "/" && !typing);
};
document.addEventListener("keydown", (event) => {
  if (!isSearchKey(event)) return;
  event.preventDefault();
  const boxes = ["#search-query", "#home-search", "#header-search"].map((id) => document.querySelector(id));
  const box = /** @type {HTMLInputElement | undefined} */ (boxes.find(Boolean));
  if (box?.checkVisibility()) box.select();
  else if (box?.form) location.assign(box.form.action); // a phone has no room for the box
});
