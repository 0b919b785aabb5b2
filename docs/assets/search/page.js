// The search page: its state is its address; what is typed or chosen changes the state, and the state is shown.

import { Engine } from "./engine.js";
import { element, resultItem, termAddress } from "./results.js";

const STEP = 10; // results shown at once
const PAUSE = 150; // milliseconds without a key before a query that is being typed is asked
const VALUES = 6; // of a facet, before "show all"

export function startSearch(form, site) {
  const typed = form.elements.q.value.trim(); // before this program was there
  const page = new SearchPage(form, site);
  page.readAddress();
  if (typed && typed !== page.state.q.trim()) page.change({ q: (page.input.value = typed) }, false);
}

class SearchPage {
  constructor(form, site) {
    this.site = site;
    this.form = form;
    this.input = form.elements.q;
    for (const part of ["status", "subjects", "proposals", "chips", "facets", "results", "tools"]) {
      this[part] = document.querySelector(`#search-${part}`);
    }
    this.more = document.querySelector("#search-more");
    this.turn = 0;
    this.open = new Set(); // facets of which all values are shown
    for (const part of [this.tools, document.querySelector("#search-narrow"), document.querySelector("#to-results")]) part.hidden = false;
    if (matchMedia("(min-width: 60em)").matches) document.querySelector("#search-narrow").open = true;
    this.listen();
  }

  listen() {
    let timer;
    const ask = (done) => {
      clearTimeout(timer);
      // A space after the last word says that it is finished.
      this.change({ q: this.input.value.trimStart().replace(/\s+$/, " ") }, !this.typing);
      this.typing = !done;
    };
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(true);
    });
    this.input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => ask(false), PAUSE);
    });
    const { sort, headlines } = this.form.elements;
    sort.addEventListener("change", () => this.change({ sort: sort.value }, true));
    headlines.addEventListener("change", () => this.change({ headlines: headlines.checked }, true));
    document.querySelector("#search-narrow").addEventListener("toggle", () => this.showFacets().catch((error) => this.fail(error)));
    this.results.addEventListener("click", () => this.remember());
    this.more.addEventListener("click", () => this.showMore());
    addEventListener("popstate", () => {
      if (location.search !== this.address) this.readAddress();
    });
  }

  // --- The state, and the address that holds it.

  readAddress() {
    const parameters = new URLSearchParams(location.search);
    this.state = {
      q: parameters.get("q")?.trimStart() ?? "",
      sort: ["newest", "oldest"].includes(parameters.get("sort")) ? parameters.get("sort") : "relevance",
      headlines: parameters.get("in") === "headlines",
      parameters,
    };
    this.address = location.search;
    this.typing = false;
    this.remembered = history.state ?? {};
    this.input.value = this.state.q;
    this.form.elements.sort.value = this.state.sort;
    this.form.elements.headlines.checked = this.state.headlines;
    this.search();
  }

  // What is chosen of each facet; other parameters of the address are nobody's.
  chosen() {
    const facets = this.engine?.catalogue.facets ?? [];
    return Object.fromEntries(facets.map(({ id }) => [id, new Set(this.state.parameters.getAll(id))]));
  }

  // What a reader who comes back finds again: the number of results shown, and the place on the page.
  remember() {
    history.replaceState({ shown: this.results.children.length, at: scrollY }, "");
  }

  // Change the state; with `step`, going back leads to what was before.
  change(changes, step) {
    this.typing = false;
    Object.assign(this.state, changes);
    const { q, sort, headlines, parameters } = this.state;
    const address = new URLSearchParams([...(q ? [["q", q]] : []), ...(sort === "relevance" ? [] : [["sort", sort]]), ...(headlines ? [["in", "headlines"]] : [])]);
    for (const [name, value] of parameters) if (!["q", "sort", "in"].includes(name)) address.append(name, value);
    this.state.parameters = address;
    const text = address.toString();
    const same = this.address === (text ? `?${text}` : "");
    if (step && !same) this.remember();
    history[step && !same ? "pushState" : "replaceState"](null, "", text ? `?${text}` : location.pathname);
    this.address = location.search;
    this.remembered = {};
    this.search();
  }

  toggle(facet, id) {
    const parameters = new URLSearchParams(this.state.parameters);
    const chosen = parameters.getAll(facet);
    parameters.delete(facet);
    for (const other of chosen) if (other !== id) parameters.append(facet, other);
    if (!chosen.includes(id)) parameters.append(facet, id);
    this.change({ parameters }, true);
  }

  // --- Asking.

  async search() {
    const turn = ++this.turn;
    const current = () => turn === this.turn; // false once a later query has been asked
    const { q, headlines } = this.state;
    this.facets.ariaBusy = "true";
    try {
      if (!this.engine) {
        this.say("Searching …");
        this.loading ??= Engine.load(new URL("pagefind/", this.site), Boolean(q.trim()));
        this.engine = await this.loading;
        if (!current()) return;
      }
      const parts = this.engine.parse(q);
      const bundles = this.engine.bundlesFor(parts);
      await Promise.all([parts.length ? bundles[0].load() : bundles[0].loadIds(), this.engine.catalogue.ready(this.chosen())]);
      if (!current()) return;
      if (!parts.length || bundles.every((bundle) => bundle.loaded)) {
        await this.answer(parts, bundles, headlines, current, true);
        if (!parts.length) bundles[0].load().catch(() => {}); // for the words that may follow, where a failure is told
        return;
      }
      // The site's index answers for every document, but knows no forms of words in other languages: those follow.
      await this.answer(parts, bundles.slice(0, 1), headlines, current, false);
      await Promise.all(bundles.map((bundle) => bundle.load()));
      if (current()) await this.answer(parts, bundles, headlines, current, true);
    } catch (error) {
      if (current()) this.fail(error);
    }
  }

  // A file of the index that can't be loaded: what is shown of this query's answer stays; the next query tries again.
  fail(error) {
    this.loading = undefined;
    this.facets.ariaBusy = "false";
    if (this.found?.turn === this.turn) {
      this.say(`${number(this.numbers.length)}${this.asked()}. A part of the search could not be loaded: ${error.message}.`);
      return;
    }
    for (const part of [this.results, this.proposals, this.subjects, this.chips, this.facets]) part.replaceChildren();
    this.more.hidden = true;
    this.say(`The search does not work here: ${error.message}. The lists below lead to every document.`);
  }

  async answer(parts, bundles, headlines, current, whole) {
    const found = await this.engine.find(parts, bundles, headlines);
    const { catalogue } = this.engine;
    const chosen = this.chosen();
    const numbers = this.engine.order(found, catalogue.narrow(found.numbers, chosen), this.state.sort);
    const items = await this.items(found, numbers.slice(0, Math.max(STEP, this.remembered.shown ?? 0)));
    if (!current()) return;
    found.turn = this.turn;
    this.found = found;
    this.numbers = numbers;
    this.show(items);
    this.showChips(chosen);
    this.showSubjects(parts);
    if (!whole) {
      this.say(`${number(numbers.length)}${this.asked()} so far …`);
      return;
    }
    this.say(`${number(numbers.length)}${this.asked()}.`);
    if (this.remembered.at) scrollTo(0, this.remembered.at);
    this.remembered = {};
    await this.showProposals(parts, numbers, chosen, current);
    await this.showFacets();
  }

  // The results, in place of others; whoever was on a link of one that stays is still there.
  show(items) {
    const focused = this.results.contains(document.activeElement) ? document.activeElement.href : undefined;
    this.results.replaceChildren(...items);
    this.more.hidden = items.length >= this.numbers.length;
    if (focused) [...this.results.querySelectorAll("a")].find((link) => link.href === focused)?.focus();
  }

  asked() {
    const query = this.state.q.trim();
    return query ? ` for “${query}”` : "";
  }

  items(found, numbers) {
    return Promise.all(numbers.map((number) => resultItem(found, number, this.engine, this.site)));
  }

  async showMore() {
    const { turn } = this;
    const shown = this.results.children.length;
    this.more.disabled = true; // for whoever presses twice
    const items = await this.items(this.found, this.numbers.slice(shown, shown + STEP));
    this.more.disabled = false;
    if (turn !== this.turn) return;
    this.results.append(...items);
    this.more.hidden = this.results.children.length >= this.numbers.length;
    items[0]?.querySelector("a").focus();
  }

  // --- Showing.

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  showSubjects(parts) {
    const named = parts.flatMap((part) => part.terms ?? []);
    const terms = [...new Set([...named, ...this.engine.catalogue.names.starting(this.state.q, 8)])].slice(0, 8);
    const links = terms.flatMap((term) => [" · ", element("a", { href: termAddress(term, this.site), textContent: term.label })]);
    this.subjects.replaceChildren(...(links.length ? ["Subjects: ", ...links.slice(1)] : []));
  }

  showChips(chosen) {
    const chips = this.engine.catalogue.facets.flatMap((facet) =>
      [...chosen[facet.id]].map((id) => element("li", {}, this.chip(facet, id))),
    );
    if (chips.length > 1) {
      const all = element("button", { type: "button", className: "chip", textContent: "Remove all" });
      all.addEventListener("click", () => {
        this.change({ parameters: new URLSearchParams() }, true);
        this.input.focus();
      });
      chips.push(element("li", {}, all));
    }
    this.chips.replaceChildren(...chips);
  }

  chip(facet, id, after = "") {
    const label = facet.labels[facet.ids.indexOf(id)] ?? id;
    const chip = element("button", { type: "button", className: "chip", textContent: `${singular(facet)}: ${label}${after} ×` });
    chip.setAttribute("aria-label", `Remove ${singular(facet)}: ${label}${after}`);
    chip.addEventListener("click", () => {
      this.toggle(facet.id, id);
      this.input.focus();
    });
    return chip;
  }

  async showFacets() {
    if (!this.found) return; // the answer will show them
    if (!document.querySelector("#search-narrow").open) { // counted when they are seen
      this.facets.ariaBusy = "false";
      return;
    }
    const { found } = this;
    const { catalogue } = this.engine;
    await Promise.all(catalogue.facets.map((facet) => facet.load()));
    if (found !== this.found) return;
    const chosen = this.chosen();
    const focused = document.activeElement?.dataset?.value;
    const groups = catalogue.facets.map((facet) => this.facet(facet, found.numbers, chosen)).filter(Boolean);
    this.facets.replaceChildren(...(groups.length ? groups : ["Nothing to choose from."]));
    this.facets.ariaBusy = "false";
    if (focused) (this.facets.querySelector(`[data-value="${CSS.escape(focused)}"]`) ?? this.input).focus();
  }

  facet(facet, numbers, chosen) {
    const rows = this.engine.catalogue.count(facet, numbers, chosen);
    if (!rows.length) return undefined;
    const all = this.open.has(facet.id);
    const shown = rows.filter(([id], position) => all || position < VALUES || chosen[facet.id].has(id));
    const list = element("ul", {}, ...shown.map((row) => element("li", {}, this.value(facet, row, chosen))));
    const group = element("fieldset", { id: `facet-${facet.id}` }, element("legend", { textContent: facet.label }), list);
    if (rows.length > VALUES) {
      const button = element("button", {
        type: "button",
        className: "show-all",
        textContent: all ? "Show fewer" : `Show all ${rows.length}`,
      });
      button.dataset.value = `all ${facet.id}`;
      button.setAttribute("aria-expanded", all);
      button.addEventListener("click", () => {
        this.open[all ? "delete" : "add"](facet.id);
        this.showFacets();
      });
      group.append(button);
    }
    return group;
  }

  value(facet, [id, label, count], chosen) {
    const box = element("input", { type: "checkbox", checked: chosen[facet.id].has(id) });
    box.dataset.value = `${facet.id} ${id}`;
    box.addEventListener("change", () => this.toggle(facet.id, id));
    return element("label", {}, box, element("span", { textContent: label }), " ", element("span", { className: "count", textContent: count }));
  }

  // Where nothing was found: another spelling, and what stands in the way.
  async showProposals(parts, numbers, chosen, current) {
    const proposals = [];
    if (!numbers.length) {
      const { q } = this.state;
      const { found } = this;
      if (found.missing.length) {
        const other = await this.engine.proposal(q, parts, found.missing);
        if (!current()) return;
        const missing = found.missing.map((part) => `“${part.text}”`).join(", ");
        proposals.push(`No ${this.state.headlines ? "headline" : "document"} holds ${missing}.`);
        if (other) proposals.push(element("span", {}, "Did you mean ", this.queryLink(other), "?"));
      } else if (found.wanted.length > 1 && !found.numbers.length) {
        proposals.push("There are documents for each of these words, but none for all of them together.");
      }
      for (const facet of this.engine.catalogue.facets) {
        for (const id of chosen[facet.id]) {
          const without = { ...chosen, [facet.id]: new Set([...chosen[facet.id]].filter((other) => other !== id)) };
          const left = this.engine.catalogue.narrow(found.numbers, without).length;
          if (left) proposals.push(this.chip(facet, id, `, which leaves ${number(left)}`));
        }
      }
      if (this.state.headlines) proposals.push(this.everywhere());
    }
    this.proposals.replaceChildren(...proposals.map((proposal) => element("p", {}, proposal)));
  }

  everywhere() {
    const button = element("button", { type: "button", className: "chip", textContent: "Search more than headlines" });
    button.addEventListener("click", () => {
      this.form.elements.headlines.checked = false;
      this.change({ headlines: false }, true);
      this.input.focus();
    });
    return button;
  }

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

const number = (count) => `${count} ${count === 1 ? "document" : "documents"}`;

// The name of one value of a facet: the identifiers of facets are such names.
const singular = ({ id, label }) => (id === "evidence" ? label : id[0].toUpperCase() + id.slice(1));

