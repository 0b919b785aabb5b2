// Of 404.html: finds where the site is, fills the words of the address in, and keeps the reader's choice of light
// or dark. The page may be shown at any depth of any host, and no script or style sheet can be loaded before it is
// known where the site is. So this is a part of the page; the content policy names it by its digest.
"use strict";

(() => {
  const { root: written = "/", known, probe = "" } = document.body.dataset;
  const MOST_WORDS = 8;

  /** Return the folders above the address, the nearest first. */
  function foldersAbove() {
    const names = location.pathname.split("/").slice(0, -1);
    return names.map((_, position) => `${names.slice(0, names.length - position).join("/")}/`);
  }

  /**
   * Return whether the site is in a folder: whether a style sheet of it is. Some hosts answer with a page for what
   * they do not have.
   * @param {string} folder
   */
  async function isSite(folder) {
    const answer = await fetch(folder + probe);
    return answer.ok && (answer.headers.get("content-type") ?? "").startsWith("text/css");
  }

  /** Return the folder of the site; where it is not found, what the page says. */
  async function findSite() {
    const first = known && location.pathname.startsWith(written) ? [written] : [];
    for (const folder of new Set([...first, ...foldersAbove()])) {
      if (await isSite(folder).catch(() => false)) return folder;
    }
    return written;
  }

  /**
   * Let every link and form of the page lead into a folder.
   * @param {string} folder
   */
  function leadInto(folder) {
    for (const name of ["href", "action"]) {
      for (const element of document.querySelectorAll(`[${name}^="/"]`)) {
        const address = element.getAttribute(name) ?? "";
        element.setAttribute(name, folder + address.slice(written.length));
      }
    }
  }

  /** Return the words in the last part of the address that has any; numbers are mostly days. */
  function wordsOfAddress() {
    const parts = location.pathname.replace(/(?:index)?\.[a-z]+$/i, "").split("/");
    for (const part of parts.reverse()) {
      const words = decode(part).match(/\p{L}[\p{L}\p{M}\p{N}]*/gu);
      if (words) return words.slice(0, MOST_WORDS).join(" ");
    }
    return "";
  }

  /** @param {string} part of an address */
  function decode(part) {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  }

  try {
    document.documentElement.dataset.scheme = localStorage.getItem("archive.scheme") ?? "";
  } catch {
    // The browser stores nothing.
  }
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector("#not-found-query"));
  const words = wordsOfAddress();
  if (box && words) {
    box.value ||= words;
    box.setAttribute("aria-describedby", "not-found-words");
    document.querySelector("#not-found-words")?.removeAttribute("hidden");
  }
  findSite().then((folder) => folder !== written && leadInto(folder));
})();
