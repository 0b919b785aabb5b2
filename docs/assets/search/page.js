// The search page. Its state is in its address: what is typed or chosen changes the state, and the state is
// shown.

/** @import { Choice, Facet, ValueCount } from "./catalogue.js" */
/** @import { Engine, Matches, Sort } from "./engine.js" */
/** @import { Part } from "./query.js" */
import { CurrentEngine } from "./current.js";
import { countDocuments, element, resultItem, termAddress } from "./results.js";

/**
 * The state of the page.
 * @typedef {object} State
 * @property {string} q the query; a space at its end says that its last word is finished
 * @property {Sort} sort
 * @property {boolean} headlines whether only headlines are searched
 * @property {URLSearchParams} parameters all parameters of the address, with those of facets
 */

/**
 * What the browser's history keeps of a page that was left: the number of results shown, and how far it was
 * scrolled.
 * @typedef {{ shown?: number, at?: number }} Remembered
 */

/**
 * An answer that is shown, the search that it belongs to, and the numbers that the chosen facets leave, in
 * order.
 * @typedef {{ matches: Matches, search: number, numbers: number[] }} Answer
 */

const STEP = 10; // results shown at once
const PAUSE = 150; // milliseconds without a key before what is being typed is searched
const VALUES = 6; // of a facet, before "Show all"
const SUBJECTS = 8;
const KEPT_LINE = "\u00a0"; // of subjects, until all names are loaded
const OWN_PARAMETERS = ["q", "sort", "in"]; // the others are those of facets

/**
 * Start the search page.
 * @param {HTMLFormElement} form
 * @param {URL} site
 */
export function startSearch(form, site) {
  const page = new SearchPage(form, site);
  const typed = page.input.value.trim(); // before this script was loaded
  page.readAddress();
  if (!typed || typed === page.state.q.trim()) return;
  page.input.value = typed;
  page.change({ q: typed }, false);
}

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

class SearchPage {
  /**
   * @param {HTMLFormElement} form
   * @param {URL} site
   */
  constructor(form, site) {
    this.site = site;
    this.form = form;
    this.input = byId("search-query", HTMLInputElement);
    this.sort = /** @type {HTMLSelectElement} */ (form.elements.namedItem("sort"));
    this.headlines = /** @type {HTMLInputElement} */ (form.elements.namedItem("headlines"));
    this.status = byId("search-status", HTMLElement);
    this.subjects = byId("search-subjects", HTMLElement);
    this.suggestions = byId("search-proposals", HTMLElement);
    this.chips = byId("search-chips", HTMLElement);
    this.narrow = byId("search-narrow", HTMLDetailsElement);
    this.facets = byId("search-facets", HTMLElement);
    this.results = byId("search-results", HTMLElement);
    this.more = byId("search-more", HTMLButtonElement);
    /** @type {State} */
    this.state = { q: "", sort: "relevance", headlines: false, parameters: new URLSearchParams() };
    this.address = ""; // the part of the address that the state was read from or written to
    /** @type {Remembered} */
    this.remembered = {};
    this.typing = false; // whether the last change came from typing, which gets one entry in the history
    this.searches = 0; // counts searches, so that a late answer does not replace a later one
    this.engines = new CurrentEngine(site);
    /** @type {Engine | undefined} the one in use, once it is loaded */
    this.engine = undefined;
    /** @type {Answer | undefined} */
    this.answer = undefined;
    /** @type {Set<string>} the ids of facets whose values are all shown */
    this.expanded = new Set();
    for (const part of [byId("search-tools", HTMLElement), this.narrow, byId("to-results", HTMLElement)]) {
      part.hidden = false;
    }
    if (matchMedia("(min-width: 60em)").matches) this.narrow.open = true;
    this.listen();
  }

  listen() {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    /** @param {boolean} done whether the reader has pressed Enter or the button */
    const readInput = (done) => {
      clearTimeout(timer);
      const step = !this.typing;
      this.change({ q: this.input.value.trimStart().replace(/\s+$/, " ") }, step);
      this.typing = !done;
    };
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      readInput(true);
    });
    this.input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => readInput(false), PAUSE);
    });
    this.sort.addEventListener("change", () => this.change({ sort: sortOf(this.sort.value) }, true));
    this.headlines.addEventListener("change", () => this.change({ headlines: this.headlines.checked }, true));
    this.narrow.addEventListener("toggle", () => this.showFacets().catch((error) => this.recover(error)));
    this.results.addEventListener("click", () => this.remember());
    this.more.addEventListener("click", () => this.showMore());
    addEventListener("popstate", () => {
      if (location.search !== this.address) this.readAddress();
    });
  }

  // --- The state, and the address that contains it.

  readAddress() {
    const parameters = new URLSearchParams(location.search);
    this.state = {
      q: parameters.get("q")?.trimStart() ?? "",
      sort: sortOf(parameters.get("sort")),
      headlines: parameters.get("in") === "headlines",
      parameters,
    };
    this.address = location.search;
    this.typing = false;
    this.remembered = history.state ?? {};
    this.input.value = this.state.q;
    this.sort.value = this.state.sort;
    this.headlines.checked = this.state.headlines;
    this.search();
  }

  /**
   * Return what is chosen of each facet. Parameters that are not those of a facet mean nothing.
   * @param {Engine} engine
   * @returns {Choice}
   */
  chosen(engine) {
    const { parameters } = this.state;
    return Object.fromEntries(engine.catalogue.facets.map(({ id }) => [id, new Set(parameters.getAll(id))]));
  }

  /** Keep what a reader who comes back finds again. */
  remember() {
    /** @type {Remembered} */
    const remembered = { shown: this.results.children.length, at: scrollY };
    history.replaceState(remembered, "");
  }

  /**
   * Change the state.
   * @param {Partial<State>} changes
   * @param {boolean} step whether going back leads to what was before
   */
  change(changes, step) {
    this.typing = false;
    Object.assign(this.state, changes);
    this.state.parameters = parametersOf(this.state);
    this.headlines.checked = this.state.headlines;
    const text = this.state.parameters.toString();
    const address = text ? `?${text}` : "";
    const isNew = step && this.address !== address;
    if (isNew) this.remember();
    history[isNew ? "pushState" : "replaceState"](null, "", address || location.pathname);
    this.address = location.search;
    this.remembered = {};
    this.search();
  }

  /**
   * Choose a value of a facet, or take the choice back.
   * @param {string} facet
   * @param {string} id of the value
   */
  toggle(facet, id) {
    const parameters = new URLSearchParams(this.state.parameters);
    const chosen = parameters.getAll(facet);
    parameters.delete(facet);
    for (const other of chosen) if (other !== id) parameters.append(facet, other);
    if (!chosen.includes(id)) parameters.append(facet, id);
    this.change({ parameters }, true);
  }

  // --- Searching.

  async search() {
    const search = ++this.searches;
    this.facets.ariaBusy = "true";
    try {
      await this.findAndShow(search);
    } catch (error) {
      if (search === this.searches) await this.recover(/** @type {Error} */ (error));
    }
  }

  /**
   * After a failure, search once more if the site was published anew in the meantime; else say what is wrong.
   * @param {Error} error
   */
  async recover(error) {
    const search = this.searches;
    const replaced = await this.engines.isReplaced();
    if (search !== this.searches) return;
    if (!replaced) {
      this.fail(error);
      return;
    }
    this.engine = undefined;
    this.remembered = { shown: this.results.children.length };
    try {
      await this.findAndShow(search);
    } catch (failure) {
      if (search === this.searches) this.fail(/** @type {Error} */ (failure));
    }
  }

  /**
   * Search for the query of the state, and show the answer as long as no later search has begun.
   * @param {number} search
   */
  async findAndShow(search) {
    const { q, headlines } = this.state;
    if (!this.engine) this.say("Searching …");
    const engine = this.engine ?? (await this.engines.load(Boolean(q.trim())));
    if (search !== this.searches) return;
    this.engine = engine;
    const parts = await engine.parse(q);
    const bundles = engine.bundlesFor(parts);
    const [ofSite] = bundles;
    await Promise.all([
      parts.length ? ofSite.load() : undefined,
      engine.catalogue.loadChosen(this.chosen(engine)),
    ]);
    if (search !== this.searches) return;
    if (parts.length && !bundles.every((bundle) => bundle.pagefind)) {
      // The site's index answers for every document, but knows no forms of words in other languages.
      const matches = await engine.find(parts, [ofSite], headlines);
      await this.showAnswer(engine, parts, matches, search, false);
      await Promise.all(bundles.map((bundle) => bundle.load()));
      if (search !== this.searches) return;
    }
    const matches = await engine.find(parts, bundles, headlines);
    await this.showAnswer(engine, parts, matches, search, true);
    // Words may follow. A failure is shown when they do.
    if (!parts.length) ofSite.load().catch(() => {});
  }

  /**
   * Say that a file of the search could not be loaded, and keep what is shown of the answer. The next search
   * tries again.
   * @param {Error} error
   */
  fail(error) {
    this.facets.ariaBusy = "false";
    if (this.answer?.search === this.searches) {
      const number = countDocuments(this.answer.numbers.length);
      this.say(`${number}${this.forQuery()}. A part of the search could not be loaded: ${error.message}.`);
      return;
    }
    for (const part of [this.results, this.suggestions, this.subjects, this.chips, this.facets]) {
      part.replaceChildren();
    }
    this.more.hidden = true;
    this.say(`The search does not work here: ${error.message}. The lists below lead to every document.`);
  }

  // --- Showing.

  /**
   * Show what was found, unless a later search has begun.
   * @param {Engine} engine
   * @param {Part[]} parts
   * @param {Matches} matches
   * @param {number} search
   * @param {boolean} whole whether all indexes have answered
   */
  async showAnswer(engine, parts, matches, search, whole) {
    const chosen = this.chosen(engine);
    const numbers = engine.order(matches, engine.catalogue.narrow(matches.numbers, chosen), this.state.sort);
    const first = numbers.slice(0, Math.max(STEP, this.remembered.shown ?? 0));
    const items = await this.createItems(engine, matches, first);
    if (search !== this.searches) return;
    this.answer = { matches, search, numbers };
    this.showItems(items, numbers.length);
    this.showChips(engine, chosen);
    this.showSubjects(engine, parts);
    const end = `${whole ? "." : " so far …"}${silence(engine)}`;
    this.say(`${countDocuments(numbers.length)}${this.forQuery()}${end}`);
    if (!whole) return;
    if (this.remembered.at) scrollTo(0, this.remembered.at);
    this.remembered = {};
    await engine.catalogue.loadNames();
    if (search !== this.searches) return;
    this.showSubjects(engine, parts);
    const suggestions = numbers.length ? [] : await this.suggest(engine, parts, matches, chosen);
    if (search !== this.searches) return;
    this.suggestions.replaceChildren(...suggestions.map((suggestion) => element("p", {}, suggestion)));
    await this.showFacets();
  }

  /**
   * Show the first results instead of others. A link that had the focus and is still there keeps it.
   * @param {HTMLElement[]} items
   * @param {number} number of all results
   */
  showItems(items, number) {
    const focused = document.activeElement;
    const address =
      focused instanceof HTMLAnchorElement && this.results.contains(focused) ? focused.href : "";
    this.results.replaceChildren(...items);
    this.more.hidden = items.length >= number;
    if (address) [...this.results.querySelectorAll("a")].find((link) => link.href === address)?.focus();
  }

  /** Return the words that name the query in the status. */
  forQuery() {
    const query = this.state.q.trim();
    return query ? ` for “${query}”` : "";
  }

  /**
   * @param {Engine} engine
   * @param {Matches} matches
   * @param {number[]} numbers
   */
  createItems(engine, matches, numbers) {
    return Promise.all(numbers.map((number) => resultItem(matches, number, engine, this.site)));
  }

  async showMore() {
    const { answer, engine, searches } = this;
    if (!answer || !engine) return;
    const shown = this.results.children.length;
    this.more.disabled = true; // or a second press would add the same results again
    const next = answer.numbers.slice(shown, shown + STEP);
    /** @type {HTMLElement[]} */
    let items = [];
    try {
      items = await this.createItems(engine, answer.matches, next);
    } catch (error) {
      await this.recover(/** @type {Error} */ (error));
    }
    this.more.disabled = false;
    if (searches !== this.searches) return;
    this.results.append(...items);
    // Otherwise the status says why nothing came.
    if (items.length) this.say(`${countDocuments(answer.numbers.length)}${this.forQuery()}.${silence(engine)}`);
    this.more.hidden = this.results.children.length >= answer.numbers.length;
    items[0]?.querySelector("a")?.focus();
  }

  /** @param {string} text */
  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /**
   * Show links to the subjects that the query names and, once all names are loaded, may be about to name.
   * @param {Engine} engine
   * @param {Part[]} parts
   */
  showSubjects(engine, parts) {
    const named = parts.flatMap((part) => part.terms ?? []);
    const completions = engine.catalogue.names?.completions(this.state.q, SUBJECTS) ?? [];
    const addresses = new Map([...named, ...completions].map((term) => [termAddress(term, this.site), term]));
    const terms = [...addresses.values()].slice(0, SUBJECTS);
    const links = terms.flatMap((term) => {
      return [" · ", element("a", { href: termAddress(term, this.site), textContent: term.label })];
    });
    // What is below must not move when all names are loaded.
    const isKept = parts.length && (!engine.catalogue.names || this.subjects.textContent === KEPT_LINE);
    const none = isKept ? [KEPT_LINE] : [];
    this.subjects.replaceChildren(...(links.length ? ["Subjects: ", ...links.slice(1)] : none));
  }

  /**
   * Show the chosen values, with buttons that take them back.
   * @param {Engine} engine
   * @param {Choice} chosen
   */
  showChips(engine, chosen) {
    const chips = engine.catalogue.facets.flatMap((facet) =>
      [...chosen[facet.id]].map((id) => this.chip(facet, id)),
    );
    if (chips.length > 1) chips.push(this.button("Remove all", { parameters: new URLSearchParams() }));
    this.chips.replaceChildren(...chips.map((chip) => element("li", {}, chip)));
  }

  /**
   * Return a button that changes the state and leads back to the query.
   * @param {string} label
   * @param {Partial<State>} changes
   */
  button(label, changes) {
    const button = element("button", { type: "button", className: "chip", textContent: label });
    button.addEventListener("click", () => {
      this.change(changes, true);
      this.input.focus();
    });
    return button;
  }

  /**
   * Return a button that takes a chosen value back.
   * @param {Facet} facet
   * @param {string} id of the value
   * @param {string} [effect] what it leads to
   */
  chip(facet, id, effect = "") {
    const label = `${facetName(facet)}: ${facet.labels[facet.ids.indexOf(id)] ?? id}${effect}`;
    const chip = element("button", { type: "button", className: "chip", textContent: `${label} ×` });
    chip.setAttribute("aria-label", `Remove ${label}`);
    chip.addEventListener("click", () => {
      this.toggle(facet.id, id);
      this.input.focus();
    });
    return chip;
  }

  // --- Facets.

  /** Show the facets with the number of documents of each value. They are counted only while open. */
  async showFacets() {
    const { answer, engine } = this;
    if (!answer || !engine) return; // they are shown with the answer
    if (!this.narrow.open) {
      this.facets.ariaBusy = "false";
      return;
    }
    const { facets } = engine.catalogue;
    await Promise.all(facets.map((facet) => facet.load()));
    if (answer !== this.answer) return;
    const chosen = this.chosen(engine);
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset.value : undefined;
    const groups = facets.flatMap((facet) => {
      const values = engine.catalogue.count(facet, answer.matches.numbers, chosen);
      return values.length ? [this.facetGroup(facet, values, chosen[facet.id])] : [];
    });
    this.facets.replaceChildren(...(groups.length ? groups : ["Nothing to choose from."]));
    this.facets.ariaBusy = "false";
    if (focused) this.focusValue(focused);
  }

  /** @param {string} value of the control that had the focus before it was replaced */
  focusValue(value) {
    /** @type {HTMLElement | null} */
    const control = this.facets.querySelector(`[data-value="${CSS.escape(value)}"]`);
    (control ?? this.input).focus();
  }

  /**
   * @param {Facet} facet
   * @param {ValueCount[]} values
   * @param {Set<string>} chosen
   */
  facetGroup(facet, values, chosen) {
    const all = this.expanded.has(facet.id);
    const shown = values.filter(([id], position) => all || position < VALUES || chosen.has(id));
    const rows = shown.map((value) => element("li", {}, this.checkbox(facet, value, chosen)));
    const legend = element("legend", { textContent: facet.label });
    const group = element("fieldset", { id: `facet-${facet.id}` }, legend, element("ul", {}, ...rows));
    if (values.length > VALUES) group.append(this.expandButton(facet, values.length));
    return group;
  }

  /**
   * Return the button that shows all values of a facet, or the first ones again.
   * @param {Facet} facet
   * @param {number} number of its values
   */
  expandButton({ id }, number) {
    const all = this.expanded.has(id);
    const textContent = all ? "Show fewer" : `Show all ${number}`;
    const button = element("button", { type: "button", className: "show-all", textContent });
    button.dataset.value = `all ${id}`;
    button.setAttribute("aria-expanded", String(all));
    button.addEventListener("click", () => {
      this.expanded[all ? "delete" : "add"](id);
      this.showFacets();
    });
    return button;
  }

  /**
   * @param {Facet} facet
   * @param {ValueCount} value
   * @param {Set<string>} chosen
   */
  checkbox(facet, [id, label, number], chosen) {
    const box = element("input", { type: "checkbox", checked: chosen.has(id) });
    box.dataset.value = `${facet.id} ${id}`;
    box.addEventListener("change", () => this.toggle(facet.id, id));
    const count = element("span", { className: "count", textContent: String(number) });
    return element("label", {}, box, element("span", { textContent: label }), " ", count);
  }

  // --- Suggestions, where nothing was found.

  /**
   * Return what may help: another spelling, and a way to take back each choice that leaves nothing.
   * @param {Engine} engine
   * @param {Part[]} parts
   * @param {Matches} matches
   * @param {Choice} chosen
   */
  async suggest(engine, parts, matches, chosen) {
    const { q, headlines } = this.state;
    /** @type {(Node | string)[]} */
    const suggestions = [];
    if (matches.missing.length) {
      const missing = matches.missing.map((part) => `“${part.text}”`).join(", ");
      suggestions.push(`No ${headlines ? "headline" : "document"} holds ${missing}.`);
      const other = await engine.suggest(q, parts, matches.missing);
      if (other) suggestions.push(element("span", {}, "Did you mean ", this.queryLink(other), "?"));
    } else if (matches.wanted.length > 1 && !matches.numbers.length) {
      suggestions.push("There are documents for each of these words, but none for all of them together.");
    }
    suggestions.push(...this.choicesToRemove(engine, matches, chosen));
    if (headlines) suggestions.push(this.button("Search more than headlines", { headlines: false }));
    return suggestions;
  }

  /**
   * Return a button for each chosen value without which documents would be left.
   * @param {Engine} engine
   * @param {Matches} matches
   * @param {Choice} chosen
   */
  choicesToRemove({ catalogue }, matches, chosen) {
    return catalogue.facets.flatMap((facet) =>
      [...chosen[facet.id]].flatMap((id) => {
        const others = new Set([...chosen[facet.id]].filter((other) => other !== id));
        const left = catalogue.narrow(matches.numbers, { ...chosen, [facet.id]: others }).length;
        return left ? [this.chip(facet, id, `, which leaves ${countDocuments(left)}`)] : [];
      }),
    );
  }

  /**
   * Return a link to another query with the same choices.
   * @param {string} query
   */
  queryLink(query) {
    const parameters = new URLSearchParams(this.state.parameters);
    parameters.set("q", query);
    const link = element("a", { href: `?${parameters}`, textContent: query });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.input.value = query;
      this.change({ q: query }, true);
      this.input.focus();
    });
    return link;
  }
}

/**
 * Return what to say of the sites of parts that did not answer; an empty text where all did.
 * @param {Engine} engine
 */
function silence({ catalogue }) {
  const years = [...catalogue.silent].sort();
  if (!years.length) return "";
  const which = years.join(" and of ");
  const [sites, whose] =
    years.length > 1 ? [`The sites of ${which} do`, "their"] : [`The site of ${which} does`, "its"];
  const lost = `${whose} documents cannot be shown, and some may be missing`;
  return ` ${sites} not answer: ${lost}. Try again later.`;
}

/**
 * Read an order from an address or a menu.
 * @param {string | null} value
 * @returns {Sort}
 */
const sortOf = (value) => (value === "newest" || value === "oldest" ? value : "relevance");

/**
 * Return the parameters of the address that contains a state; what is usual is left out.
 * @param {State} state
 */
function parametersOf({ q, sort, headlines, parameters }) {
  const address = new URLSearchParams();
  if (q) address.append("q", q);
  if (sort !== "relevance") address.append("sort", sort);
  if (headlines) address.append("in", "headlines");
  for (const [name, value] of parameters) if (!OWN_PARAMETERS.includes(name)) address.append(name, value);
  return address;
}

/**
 * Return the name of one value of a facet. The ids of facets are such names, but for one.
 * @param {Facet} facet
 */
const facetName = ({ id, label }) => (id === "nearness" ? label : id[0].toUpperCase() + id.slice(1));
