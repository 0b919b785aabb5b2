// The search of the offline copy. A browser loads no modules and no data from disk, so this is a plain
// script, and the index is another one, which assigns OFFLINE_INDEX (written by scripts/press_archive/publish/offline_copy.py).
// As online, the address contains the query: the form opens the page anew. Texts are only ever inserted as
// text, never as HTML.
"use strict";

(() => {
  const STEP = 20; // results shown at once
  const EXCERPT = 40; // words
  const BEFORE_MATCH = 8; // words of an excerpt before the first that matches
  const NOTICE =
    "This is an offline copy with a simpler search. It finds words that begin as yours do, in headlines, " +
    "outlets, dates, summaries and the names of subjects. What “How to search” says of other forms of a " +
    "word, of signs and of captured texts holds for the website alone.";

  /**
   * Return the element with an id.
   * @template {HTMLElement} Type
   * @param {string} id
   * @param {new () => Type} type
   */
  function byId(id, type) {
    const found = document.getElementById(id);
    if (!(found instanceof type)) throw new Error(`the page has no #${id}`);
    return found;
  }

  const status = byId("search-status", HTMLElement);
  const list = byId("search-results", HTMLElement);
  const more = byId("search-more", HTMLButtonElement);

  /**
   * Create an element.
   * @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name
   * @param {Partial<HTMLElementTagNameMap[Name]>} properties
   * @param {...(Node | string)} children
   * @returns {HTMLElementTagNameMap[Name]}
   */
  function element(name, properties, ...children) {
    const created = Object.assign(document.createElement(name), properties);
    created.append(...children);
    return created;
  }

  /**
   * Return a text without case and accents, for comparing.
   * @param {string} text
   */
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /**
   * Return the folded words of a text: runs of letters and digits. An apostrophe or full stop inside a word
   * does not end it (don't, U.S.), and is dropped.
   * @param {string} text
   */
  const wordsIn = (text) =>
    (fold(text).match(/[\p{L}\p{N}]+(?:['’.][\p{L}\p{N}]+)*/gu) ?? []).map((word) =>
      word.replace(/['’.]/g, ""),
    );

  /**
   * Return the words of a text with a space before each.
   * @param {string} text
   */
  const spaced = (text) => ` ${wordsIn(text).join(" ")}`;

  /**
   * Return the documents that contain, for each word of the query, one that begins with it.
   * @param {string[]} query
   */
  function find(query) {
    const names = OFFLINE_INDEX.terms.map(spaced);
    return OFFLINE_INDEX.documents.filter(([, headline, , facts, , summary, terms]) => {
      const text = spaced(`${headline} ${facts} ${summary}`) + terms.map((number) => names[number]).join("");
      return query.every((word) => text.includes(` ${word}`));
    });
  }

  /**
   * Return whether a text contains a word that begins with a word of the query.
   * @param {string} text
   * @param {string[]} query
   */
  const matches = (text, query) =>
    wordsIn(text).some((word) => query.some((start) => word.startsWith(start)));

  /**
   * Return the nodes of a text with the words that match marked, without the punctuation around them.
   * @param {string[]} words of the text
   * @param {string[]} query
   */
  function mark(words, query) {
    return words.flatMap((word, at) => {
      const space = at ? " " : "";
      if (!matches(word, query)) return [space, word];
      const match = /** @type {RegExpMatchArray} */ (word.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u));
      return [space, match[1], element("mark", { textContent: match[2] }), match[3]];
    });
  }

  /**
   * Return the part of a summary that begins shortly before the first word that matches.
   * @param {string} summary
   * @param {string[]} query
   */
  function excerpt(summary, query) {
    const words = summary.split(" ");
    const first = words.findIndex((word) => matches(word, query));
    const start = Math.max(0, Math.min(first - BEFORE_MATCH, words.length - EXCERPT));
    const end = start + EXCERPT;
    const shown = mark(words.slice(start, end), query);
    return element(
      "p",
      { className: "excerpt" },
      start ? "… " : "",
      ...shown,
      end < words.length ? " …" : "",
    );
  }

  /**
   * Return a document as an item of the list.
   * @param {OfflineDocument} entry
   * @param {string[]} query
   */
  function resultItem([id, headline, language, facts, nearness, summary], query) {
    const address = { href: `../documents/${id}/index.html`, lang: language, dir: "auto" };
    const link = element("a", address, ...mark(headline.split(" "), query));
    const className = `nearness nearness-${nearness}`;
    const label = element("span", { className, textContent: nearness.replaceAll("-", " ") });
    const line = element("span", { className: "facts" }, `${facts} · `, label);
    return element("li", {}, link, element("br", {}), line, excerpt(summary, query));
  }

  /**
   * Show the next results; return the first of them.
   * @param {OfflineDocument[]} found
   * @param {string[]} query
   */
  function showMore(found, query) {
    const shown = list.children.length;
    const items = found.slice(shown, shown + STEP).map((entry) => resultItem(entry, query));
    list.append(...items);
    more.hidden = list.children.length >= found.length;
    return items[0];
  }

  const typed = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  const query = wordsIn(typed);
  byId("search-query", HTMLInputElement).value = typed;
  status.after(element("p", { className: "facts", id: "search-offline", textContent: NOTICE }));
  document.querySelector(".search-desk")?.classList.remove("search-desk"); // its first column is for facets
  for (const part of document.querySelectorAll("#search-tools, #search-narrow, #to-results")) part.remove();
  if (!query.length) {
    status.textContent = "Type words to look for, and press Search.";
    return;
  }
  const found = find(query);
  const number = found.length === 1 ? "1 document" : `${found.length.toLocaleString("en")} documents`;
  status.textContent = `${number} for “${typed}”${found.length > 1 ? ", newest first" : ""}.`;
  showMore(found, query);
  more.addEventListener("click", () => showMore(found, query)?.querySelector("a")?.focus());
})();
