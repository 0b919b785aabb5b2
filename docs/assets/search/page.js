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
  if (typed && typed !== page.state.q) page.change({ q: (page.input.value = typed) }, false);
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
    for (const part of [this.tools, document.querySelector("#search-narrow")]) part.hidden = false;
    if (matchMedia("(min-width: 60em)").matches) document.querySelector("#search-narrow").open = true;
    this.listen();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.change({ q: this.input.value.trim() }, true);
    });
    let timer;
    this.input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.change({ q: this.input.value.trim() }, false), PAUSE);
    });
    const { sort, headlines } = this.form.elements;
    sort.addEventListener("change", () => this.change({ sort: sort.value }, true));
    headlines.addEventListener("change", () => this.change({ headlines: headlines.checked }, true));
    document.querySelector("#search-narrow").addEventListener("toggle", () => this.showFacets());
    this.more.addEventListener("click", () => this.showMore());
    addEventListener("popstate", () => this.readAddress());
  }

  // --- The state, and the address that holds it.

  readAddress() {
    const parameters = new URLSearchParams(location.search);
    this.state = {
      q: parameters.get("q")?.trim() ?? "",
      sort: ["newest", "oldest"].includes(parameters.get("sort")) ? parameters.get("sort") : "relevance",
      headlines: parameters.get("in") === "headlines",
      parameters,
    };
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

  // Change the state; with `step`, going back leads to what was before.
  change(changes, step) {
    Object.assign(this.state, changes);
    const { q, sort, headlines, parameters } = this.state;
    const address = new URLSearchParams([...(q ? [["q", q]] : []), ...(sort === "relevance" ? [] : [["sort", sort]]), ...(headlines ? [["in", "headlines"]] : [])]);
    for (const [name, value] of parameters) if (!["q", "sort", "in"].includes(name)) address.append(name, value);
    this.state.parameters = address;
    const text = address.toString();
    history[step ? "pushState" : "replaceState"](null, "", text ? `?${text}` : location.pathname);
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
        this.loading ??= Engine.load(new URL("pagefind/", this.site));
        this.engine = await this.loading;
        if (!current()) return;
      }
      // A space after the last word says that it is finished; the address doesn't keep it.
      const parts = this.engine.parse(this.input.value.trim() === q ? this.input.value : q);
      const bundles = this.engine.bundlesFor(parts);
      await Promise.all([bundles[0].load(), this.engine.catalogue.ready(this.chosen())]);
      if (!current()) return;
      if (bundles.every((bundle) => bundle.loaded)) {
        await this.answer(parts, bundles, headlines, current, true);
        return;
      }
      // The site's index answers for every document, but knows no forms of words in other languages: those follow.
      await this.answer(parts, bundles.slice(0, 1), headlines, current, false);
      await Promise.all(bundles.map((bundle) => bundle.load()));
      if (current()) await this.answer(parts, bundles, headlines, current, true);
    } catch (error) {
      this.loading = undefined;
      if (!current()) return;
      this.facets.ariaBusy = "false";
      this.say(`The search does not work here: ${error.message}. The lists below lead to every document.`);
    }
  }

  async answer(parts, bundles, headlines, current, whole) {
    const found = await this.engine.find(parts, bundles, headlines);
    const { catalogue } = this.engine;
    const chosen = this.chosen();
    const numbers = this.engine.order(found, catalogue.narrow(found.numbers, chosen), this.state.sort);
    const items = await this.items(found, numbers.slice(0, STEP));
    if (!current()) return;
    this.found = found;
    this.numbers = numbers;
    this.results.replaceChildren(...items);
    this.more.hidden = numbers.length <= STEP;
    this.showChips(chosen);
    this.showSubjects(parts);
    if (!whole) {
      this.say(`${number(numbers.length)}${this.asked()} so far …`);
      return;
    }
    this.say(`${number(numbers.length)}${this.asked()}.`);
    this.showFacets();
    await this.showProposals(parts, numbers, chosen, current);
  }

  asked() {
    return this.state.q ? ` for “${this.state.q}”` : "";
  }

  items(found, numbers) {
    return Promise.all(numbers.map((number) => resultItem(found, number, this.engine, this.site)));
  }

  async showMore() {
    const shown = this.results.children.length;
    const items = await this.items(this.found, this.numbers.slice(shown, shown + STEP));
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
    this.facets.replaceChildren(...(groups.length ? groups : ["There is nothing to narrow."]));
    this.facets.ariaBusy = "false";
    if (focused) this.facets.querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
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
        proposals.push(`No document holds ${missing}.`);
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
      if (this.state.headlines) proposals.push("Only headlines were looked at.");
    }
    this.proposals.replaceChildren(...proposals.map((proposal) => element("p", {}, proposal)));
  }

  queryLink(query) {
    const parameters = new URLSearchParams(this.state.parameters);
    parameters.set("q", query);
    const link = element("a", { href: `?${parameters}`, textContent: query });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.input.value = query;
      this.change({ q: query }, true);
    });
    return link;
  }
}

const number = (count) => `${count} ${count === 1 ? "document" : "documents"}`;

// The name of one value of a facet: the identifiers of facets are such names.
const singular = ({ id, label }) => (id === "evidence" ? label : id[0].toUpperCase() + id.slice(1));

