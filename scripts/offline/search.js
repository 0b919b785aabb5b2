// The search of the offline copy. A browser loads no modules and no data from disk, so this is a plain script, and the index
// is another one, which assigns OFFLINE_INDEX (written by scripts/press_archive/offline.py). The query is in the address, as online:
// a form that is sent opens the page anew. Texts are only ever put in as texts.
"use strict";

(() => {
  const STEP = 20; // results shown at once
  const EXCERPT = 40; // words
  const LESS =
    "This is an offline copy with a simpler search. It finds words that begin as yours do, in headlines, outlets, dates, summaries and" +
    " the names of subjects. What “How to search” says of other forms of a word, of signs and of captured texts holds for the website alone.";

  const status = document.querySelector("#search-status");
  const list = document.querySelector("#search-results");
  const more = document.querySelector("#search-more");

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  // Without case and accents, as the words of a text: letters and digits; U.S. and don't are one word each.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wordsOf = (text) =>
    (fold(text).match(/[\p{L}\p{N}]+(?:['’.][\p{L}\p{N}]+)*/gu) ?? []).map((word) => word.replace(/['’.]/g, ""));
  const spaced = (text) => ` ${wordsOf(text).join(" ")}`;

  function find(asked) {
    const names = OFFLINE_INDEX.terms.map(spaced);
    return OFFLINE_INDEX.documents.filter(([, title, , facts, , summary, terms]) => {
      const held = spaced(`${title} ${facts} ${summary}`) + terms.map((number) => names[number]).join("");
      return asked.every((word) => held.includes(` ${word}`));
    });
  }

  const matches = (text, asked) => wordsOf(text).some((word) => asked.some((begun) => word.startsWith(begun)));

  // Words with those of the query marked; the punctuation around a word is not.
  function marked(words, asked) {
    return words.flatMap((word, at) => {
      const space = at ? " " : "";
      if (!matches(word, asked)) return [space, word];
      const [, before, inner, after] = word.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u);
      return [space, before, element("mark", { textContent: inner }), after];
    });
  }

  // The part of a summary that begins shortly before the first word that was asked for.
  function excerpt(summary, asked) {
    const words = summary.split(" ");
    const first = words.findIndex((word) => matches(word, asked));
    const start = Math.max(0, Math.min(first - 8, words.length - EXCERPT));
    const end = start + EXCERPT;
    const shown = marked(words.slice(start, end), asked);
    return element("p", { className: "excerpt" }, start ? "… " : "", ...shown, end < words.length ? " …" : "");
  }

  function result([id, title, language, facts, evidence, summary], asked) {
    const link = element("a", { href: `../documents/${id}/index.html`, lang: language, dir: "auto" }, ...marked(title.split(" "), asked));
    const mark = element("span", { className: `evidence evidence-${evidence}`, textContent: evidence.replaceAll("-", " ") });
    const line = element("span", { className: "facts" }, `${facts} · `, mark);
    return element("li", {}, link, element("br"), line, excerpt(summary, asked));
  }

  function show(found, asked) {
    const next = found.slice(list.children.length, list.children.length + STEP).map((document) => result(document, asked));
    list.append(...next);
    more.hidden = list.children.length >= found.length;
    return next[0];
  }

  const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  const asked = wordsOf(query);
  document.querySelector("#search-query").value = query;
  status.after(element("p", { className: "facts", id: "search-offline", textContent: LESS }));
  document.querySelector(".search-desk").classList.remove("search-desk"); // its first column is for what narrows a search
  for (const part of document.querySelectorAll("#search-tools, #search-narrow, #to-results")) part.remove(); // of the online search
  if (!asked.length) {
    status.textContent = "Type words to look for, and press Search.";
    return;
  }
  const found = find(asked);
  const number = found.length === 1 ? "1 document" : `${found.length.toLocaleString("en")} documents`;
  status.textContent = `${number} for “${query}”${found.length > 1 ? ", newest first" : ""}.`;
  show(found, asked);
  more.addEventListener("click", () => show(found, asked)?.querySelector("a").focus());
})();
