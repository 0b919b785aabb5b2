// Two things that need a browser: copying a passage's link, and the search page. Every page reads without them.

const site = new URL("../", import.meta.url);

// Passages: a click on a line's mark copies the permanent link, and goes there as any link does.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".passage-link");
  if (!link || !navigator.clipboard) return;
  try {
    await navigator.clipboard.writeText(link.href);
  } catch {
    return; // the browser does not allow it; the address bar then holds the link
  }
  link.classList.add("copied");
  setTimeout(() => link.classList.remove("copied"), 2000);
});

// Search: one Pagefind bundle for each language of the documents, asked together, merged by score.
const form = document.querySelector("#search-form");
if (form) startSearch(form);

async function startSearch(form) {
  const input = form.elements.q;
  const status = document.querySelector("#search-status");
  const list = document.querySelector("#search-results");
  const also = document.querySelector("#search-subjects");
  let asked = 0;
  let bundles;

  async function load() {
    const answer = await fetch(new URL("pagefind/languages.json", site));
    if (!answer.ok) throw new Error(`the search index is missing (${answer.status})`);
    const languages = await answer.json();
    // A program of its own for each: one that all share gave no answer with three languages.
    return Promise.all(
      languages.map(async (language) => {
        const bundle = await import(new URL(`pagefind/${language}/pagefind.js`, site));
        await bundle.options({ noWorker: true }); // a worker loads the whole program once more
        await bundle.init();
        return bundle;
      }),
    );
  }

  async function find(query, kind, most) {
    const answers = await Promise.all(
      (await bundles).map(async (bundle) => {
        const { results } = await bundle.search(query, { filters: { page: kind } });
        // For a word that an index does not hold, Pagefind looks for ever shorter beginnings of it, down to one letter.
        // Then no page of that index holds the word, so the first one tells of them all.
        return results.length && holds(await results[0].data(), query) ? results : [];
      }),
    );
    const results = answers.flat().sort((a, b) => b.score - a.score);
    const pages = await Promise.all(results.slice(0, most).map((result) => result.data()));
    return { number: results.length, pages };
  }

  async function search() {
    const query = input.value.trim();
    const turn = ++asked;
    if (!query) {
      status.textContent = "";
      list.replaceChildren();
      also.replaceChildren();
      return;
    }
    status.textContent = "Searching …";
    try {
      bundles ??= load();
      const [documents, subjects] = await Promise.all([find(query, "document", 20), find(query, "subject", 8)]);
      if (turn !== asked) return; // a later query has been asked
      const more = documents.number > documents.pages.length ? `, the first ${documents.pages.length} shown` : "";
      status.textContent = `${documents.number} ${documents.number === 1 ? "document" : "documents"} for “${query}”${more}.`;
      list.replaceChildren(...documents.pages.map(resultItem));
      also.replaceChildren(...subjectLinks(subjects.pages));
    } catch (error) {
      bundles = undefined;
      status.textContent = `The search does not work here: ${error.message}. The lists below lead to every document.`;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.pushState(null, "", input.value.trim() ? `?q=${encodeURIComponent(input.value.trim())}` : location.pathname);
    search();
  });
  addEventListener("popstate", readAddress);

  function readAddress() {
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    search();
  }
  readAddress();
  if (!input.value) input.focus();
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

// Whether each word of a query has a word on the page that begins as it does, for most of its letters: so that other
// forms of a word count, and an accidental beginning does not.
function holds(page, query) {
  const held = new Set(words([page.content, ...Object.values(page.meta)].join(" ")));
  return words(query).every((word) => {
    const beginning = word.slice(0, Math.ceil(word.length * 0.6));
    return [...held].some((other) => other.startsWith(beginning));
  });
}

function pageLink(page) {
  const link = document.createElement("a");
  // Pagefind makes addresses from the bundle's place; a page's own address is that of the file it was fed with.
  link.href = new URL(page.raw_url.replace(/^\//, ""), site);
  link.textContent = page.meta.title;
  if (page.meta.language) link.lang = page.meta.language;
  return link;
}

function subjectLinks(pages) {
  if (!pages.length) return [];
  const links = pages.flatMap((page) => [" · ", pageLink(page), ` (${page.meta.facts})`]);
  return ["Subjects: ", ...links.slice(1)];
}

// The texts of a result come from the index as text, never as HTML.
function resultItem(page) {
  const item = document.createElement("li");
  const facts = document.createElement("span");
  facts.className = "facts";
  facts.textContent = page.meta.facts ?? "";
  if (page.meta.evidence) {
    const evidence = document.createElement("span");
    evidence.className = `evidence evidence-${page.meta.evidence}`;
    evidence.textContent = page.meta.evidence.replaceAll("-", " ");
    facts.append(" · ", evidence);
  }
  const excerpt = document.createElement("p");
  for (const [position, part] of page.excerpt.split(/<\/?mark>/).entries()) {
    const text = part.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
    const node = position % 2 ? document.createElement("mark") : document.createTextNode("");
    node.textContent = text;
    excerpt.append(node);
  }
  item.append(pageLink(page), document.createElement("br"), facts, excerpt);
  return item;
}
