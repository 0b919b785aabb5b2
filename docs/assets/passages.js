// What a reader can do with a line or passage of a document: see what its mark means, copy its link, cite it.
// Without this script a mark is a link to its line. It is a plain script, as controls.js, which loads it when it
// is needed first.
"use strict";

{
  const STYLE = "archive.citation"; // of the citation that was copied last
  const SHOWN_FOR = 2000; // milliseconds
  const GAP = 6; // pixels between the menu and what it is at
  const REFUSED = "The browser did not allow copying; here it is, to copy by hand";
  const MARKS = "a.line-reference, a.passage-link";
  const isOnThisMachine =
    location.protocol === "file:" || /^(localhost|127\..+|\[::1\])$/.test(location.hostname);
  const hasPopovers = "showPopover" in HTMLElement.prototype;

  /**
   * Make an element with a text.
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag
   * @param {string} className
   * @param {string} text
   * @returns {HTMLElementTagNameMap[T]}
   */
  const make = (tag, className, text = "") => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  };

  const announced = make("p", "visually-hidden");
  announced.setAttribute("role", "status");
  document.body.append(announced);

  /**
   * Let a screen reader say something, even if it is what was said last.
   * @param {string} text
   */
  const announce = (text) => {
    announced.textContent = "";
    setTimeout(() => (announced.textContent = text), 50);
  };

  // --- The clipboard

  /**
   * What is copied: its text, and where that has italics its HTML.
   * @typedef {{text: string, html?: string}} Copy
   */

  /** @param {Copy} copy */
  const write = ({ text, html }) => {
    if (!html || !window.ClipboardItem) return navigator.clipboard.writeText(text);
    const types = Object.entries({ "text/plain": text, "text/html": html });
    const blobs = types.map(([type, value]) => [type, new Blob([value], { type })]);
    return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  };

  /**
   * Copy, and say so; where the browser refuses, show the text to be copied by hand.
   * @param {HTMLElement} pressed
   * @param {Copy} copy
   * @param {string} done what is said then
   */
  const copyFrom = async (pressed, copy, done) => {
    try {
      await write(copy);
    } catch {
      showByHand(pressed, copy.text);
      return;
    }
    announce(done);
    pressed.classList.add("copied");
    setTimeout(() => pressed.classList.remove("copied"), SHOWN_FOR);
  };

  /**
   * Return the address of the page, or of a place in it. Here, where others can't open it, it is that of the
   * published page, if the site knows its own; a file on disk has no other.
   * @param {string} fragment
   */
  const addressOf = (fragment) => {
    const published = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel='cite-as']"));
    if (published && isOnThisMachine) return published.href + fragment;
    return location.protocol === "file:" ? null : location.href.split("#")[0] + fragment;
  };

  // --- Citations

  /** Return the citation of the document in the style that the reader copied last, or in the first. */
  const preferredCitation = () => {
    /** @type {HTMLElement[]} */
    const texts = [...document.querySelectorAll(/** @type {"p"} */ (".citation__text"))];
    let style = null;
    try {
      style = localStorage.getItem(STYLE);
    } catch {
      // The browser stores nothing; the first style is as good as any.
    }
    return texts.find((text) => text.dataset.style === style) ?? texts[0];
  };

  /** @param {string} style */
  const prefer = (style) => {
    try {
      localStorage.setItem(STYLE, style);
    } catch {
      // The browser stores nothing; the choice is not remembered.
    }
  };

  /**
   * Return what a node says as HTML in which only italics are more than text.
   * @param {Node} node
   * @returns {string}
   */
  const markupOf = (node) => {
    if (node instanceof Text) {
      return node.data.replace(/\s+/g, " ").replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    }
    const inside = [...node.childNodes].map(markupOf).join("");
    return node instanceof Element && node.matches("i, em") ? `<i>${inside}</i>` : inside;
  };

  /**
   * Return where in the archive a passage is, from the form that the citation has for it.
   * @param {string} form
   * @param {Passage} passage
   */
  const placeOf = (form, { name, fragment }) => {
    const place = form.replaceAll("{passage}", () => name).replaceAll("{fragment}", () => fragment);
    if (form.includes("{fragment}") || isOnThisMachine) return place;
    // A site that does not know its address has none in its citations: where it was opened is one to others too.
    return `${place.replace(/\.$/, "")}, ${location.href.split("#")[0]}#${fragment}.`;
  };

  /**
   * Return a citation to be copied, of the document or of a passage of it.
   * @param {HTMLElement} citation
   * @param {Passage} [passage]
   * @returns {Copy}
   */
  const cite = (citation, passage) => {
    const copy = /** @type {HTMLElement} */ (citation.cloneNode(true));
    const place = /** @type {HTMLElement | null} */ (copy.querySelector(".citation__place"));
    const form = /** @type {HTMLElement | null} */ (
      citation.querySelector(".citation__place")?.closest("[data-passage]")
    )?.dataset.passage;
    if (passage && place && form) place.textContent = placeOf(form, passage);
    return { text: (copy.textContent ?? "").replace(/\s+/g, " ").trim(), html: markupOf(copy).trim() };
  };

  // --- The menu of a passage

  /**
   * A passage as citations name it ("lines 17–21"), and the id of its first line.
   * @typedef {{name: string, fragment: string}} Passage
   */

  const menu = make("div", "passage-menu");
  const title = make("p", "passage-menu__title");
  const actions = make("p", "passage-menu__actions");
  const copyLink = make("button", "", "Copy link");
  const citeIt = make("button", "", "Cite");
  const byHand = make("textarea", "passage-menu__text");
  title.id = "passage-menu-title";
  menu.setAttribute("role", "dialog");
  menu.setAttribute("aria-labelledby", title.id);
  menu.popover = "auto";
  menu.tabIndex = -1;
  copyLink.type = citeIt.type = "button";
  byHand.readOnly = true;
  byHand.rows = 4;
  byHand.setAttribute("aria-labelledby", title.id);
  actions.append(copyLink, " ", citeIt);
  menu.append(title, actions, byHand);

  /** The mark whose menu is open, or was last. */
  let current = /** @type {HTMLAnchorElement | null} */ (null);
  let returning = false; // the focus goes back to the mark, because the menu closes

  /**
   * Show the menu below what is lit or pressed; above it where there is no room; or else right at the mark.
   * @param {Element} mark after which the menu is, so that the tabulator key goes on from there
   * @param {string} text
   * @param {HTMLElement[]} shown which of its parts
   * @param {Element} lit
   */
  const show = (mark, text, shown, lit = mark) => {
    if (menu.matches(":popover-open")) menu.hidePopover();
    title.textContent = text;
    for (const part of [actions, byHand]) part.hidden = !shown.includes(part);
    mark.after(menu);
    menu.showPopover();
    const { left, bottom } = mark.getBoundingClientRect();
    const around = lit.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = menu;
    const { clientWidth, clientHeight } = document.documentElement;
    const tops = [around.bottom + GAP, around.top - GAP - height, bottom + GAP];
    const top = tops.find((y) => y > 0 && y + height < clientHeight) ?? bottom + GAP;
    menu.style.left = `${Math.max(GAP, Math.min(left, clientWidth - width - GAP)) + scrollX}px`;
    menu.style.top = `${top + scrollY}px`;
  };

  /**
   * Show a text that could not be copied, selected.
   * @param {HTMLElement} pressed
   * @param {string} text
   */
  const showByHand = (pressed, text) => {
    announce(REFUSED);
    if (!hasPopovers) return;
    const opener = menu.contains(pressed) ? menu.previousElementSibling : pressed;
    if (!opener) return;
    byHand.value = text;
    show(opener, REFUSED, [byHand]);
    byHand.focus({ preventScroll: true });
    byHand.select();
  };

  /**
   * Follow a link within the page; it keeps the focus, which the browser would take from it.
   * @param {HTMLAnchorElement} link
   */
  const follow = (link) => {
    location.assign(link.hash);
    returning = true;
    link.focus({ preventScroll: true });
    returning = false;
  };

  /**
   * Stay where the reader is, though the browser has moved the page, or does so in the next frame.
   * @param {number} x
   * @param {number} y
   */
  const stayAt = (x, y) => {
    const stay = () => scrollTo(x, y);
    stay();
    requestAnimationFrame(() => {
      stay();
      requestAnimationFrame(stay);
    });
  };

  /**
   * Follow a mark, and open the menu at what is lit then. The page does not move if the mark is in that.
   * @param {HTMLAnchorElement} mark
   */
  const open = (mark) => {
    const target = document.getElementById(mark.hash.slice(1));
    const lit = target?.closest(".passage, .sentence") ?? mark;
    const isHere = lit.contains(mark);
    const { scrollX: x, scrollY: y } = window;
    follow(mark);
    if (isHere) stayAt(x, y);
    else target?.scrollIntoView(); // at once: the menu is placed where the page will be
    current = mark;
    copyLink.hidden = !addressOf("");
    citeIt.hidden = !preferredCitation();
    show(isHere ? mark : (lit.querySelector(MARKS) ?? mark), mark.title, [actions], lit);
    menu.focus({ preventScroll: true });
  };

  /**
   * Return the passage of a mark, whose title says which lines it has.
   * @param {HTMLAnchorElement} mark
   * @returns {Passage}
   */
  const passageOf = (mark) => {
    const [name = ""] = mark.title.match(/lines? [\d–]+/i) ?? [];
    return { name: name.toLowerCase(), fragment: mark.hash.slice(1) };
  };

  menu.addEventListener("beforetoggle", (event) => {
    returning = event instanceof ToggleEvent && event.newState === "closed" && menu.matches(":focus-within");
  });
  menu.addEventListener("toggle", () => (returning = false));
  // Whatever the keyboard goes on to must be seen.
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    const leaves = relatedTarget instanceof Node && !menu.contains(relatedTarget);
    if (leaves && menu.matches(":popover-open")) menu.hidePopover();
  });

  copyLink.addEventListener("click", () => {
    const address = current && addressOf(current.hash);
    if (address) copyFrom(copyLink, { text: address }, "Link copied");
  });
  citeIt.addEventListener("click", () => {
    const citation = preferredCitation();
    if (current && citation) copyFrom(citeIt, cite(citation, passageOf(current)), "Citation copied");
  });

  document.addEventListener("click", (event) => {
    const mark = /** @type {HTMLAnchorElement | null} */ (closest(event, MARKS));
    if (!mark || !hasPopovers || !isPlain(event)) return;
    event.preventDefault();
    open(mark);
  });

  /**
   * Say what a mark is that the keyboard reached; the enter key then opens its menu.
   * @param {Element | null | undefined} element
   */
  const explain = (element) => {
    const mark = /** @type {HTMLAnchorElement | null | undefined} */ (element?.closest("a.line-reference"));
    if (mark && hasPopovers && mark.matches(":focus-visible")) show(mark, mark.title, []);
  };
  document.addEventListener("focusin", (event) => {
    if (!returning) explain(closest(event, "a"));
    returning = false;
  });
  document.addEventListener("focusout", (event) => {
    const isExplained = menu.isConnected && actions.hidden && byHand.hidden;
    if (isExplained && closest(event, "a.line-reference")) menu.hidePopover();
  });

  // --- What else can be copied

  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (closest(event, ".copy-link"));
    if (link && isPlain(event)) {
      event.preventDefault();
      copyFrom(link, { text: addressOf("") ?? "" }, "Link copied");
    }
    const button = /** @type {HTMLButtonElement | null} */ (closest(event, "button[data-copy]"));
    const text = button && document.getElementById(button.dataset.copy ?? "");
    if (!button || !text) return;
    if (text.dataset.style) prefer(text.dataset.style);
    copyFrom(button, cite(text), "Citation copied");
  });

  explain(document.activeElement); // which the keyboard reached before this script was there
}
