"""What a reader does with a line of a document: follow its mark, see what it is, copy its link, cite it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from test_style import contrast

from browsing import INTERVIEW, PHONE, in_view, violations
from conftest import sampled
from site_fixtures import PRESS, Site

pytestmark = pytest.mark.slow

DOCUMENT = "documents/2018-12-24-i-have-never-met-a-tide/"
EXCERPT = "documents/2014-06-12-ostrand-houdt-de-haven-dicht/"
HIDDEN = "of the captured text, which is not shown here"
# As a document's page has its citations: of a passage too, with the site's address and without.
CITATIONS = """<div class="citations" id="cite">
<div class="citation"><h3>Chicago</h3><p class="citation__text" id="cite-chicago" data-style="chicago">
Duinstra, A. “A &lt;tide&gt; &amp; I.” <i>The Lantern</i>, 2018.
<span class="citation__place" data-passage="In Press archive, {passage}.">In Press archive.</span></p>
<button type="button" data-copy="cite-chicago">Copy</button></div>
<div class="citation"><h3>MLA</h3><p class="citation__text" id="cite-mla" data-style="mla">
Duinstra. <em>Tide</em>. <span class="citation__place"
data-passage="In Press archive, {passage}, https://press.example/d/#{fragment}.">In Press archive, https://press.example/d/.</span>
</p><button type="button" data-copy="cite-mla">Copy</button></div></div>"""
GRANTED = {"permissions": ["clipboard-read", "clipboard-write"]}


def open_document(page: Page, site: Site, *, citations: bool = False) -> None:
    """Open a document, with the citations above in place of its own or with none."""
    page.goto(site.address + DOCUMENT)
    page.evaluate(
        """html => {
            document.querySelector("#cite")?.remove();
            document.querySelector("article").insertAdjacentHTML("beforeend", html);
        }""",
        CITATIONS if citations else "",
    )


def mark(page: Page, name: str) -> Locator:
    return page.locator("a.line-reference").get_by_text(name, exact=True)


def menu(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name, exact=True)


def clipboard(page: Page, kind: str) -> str:
    """Return what the clipboard has as a type of content."""
    return page.evaluate(
        """async (kind) => {
            const [item] = await navigator.clipboard.read();
            return item.types.includes(kind) ? (await item.getType(kind)).text() : "";
        }""",
        kind,
    )


def lit(page: Page) -> Locator:
    """Return what the page shows with the ground of what is marked: not more than one element."""
    return page.locator(".lit-in-this-test").or_(
        page.locator(":is(.sentence, .passage > *, .layout--not-shown):is(:target, :has(:target))")
    )


# --- What a link leads to


@pytest.mark.parametrize("line", sampled(["L7", "L10", "L21", "L20"], 2))
def test_a_link_made_in_the_reading_room_works_in_public(
    toy_sites: tuple[Site, Site], page: Page, line: str
) -> None:
    seen = []
    for site in toy_sites[::-1]:
        page.goto("about:blank")
        page.goto(f"{site.address}{DOCUMENT}#{line}")
        expect(lit(page)).to_have_count(1)
        assert in_view(lit(page))
        ground, outline = lit(page).evaluate(
            "part => [getComputedStyle(part).backgroundColor, getComputedStyle(part).outlineStyle]"
        )
        assert (ground, outline) == ("rgb(246, 223, 184)", "solid")
        seen.append(lit(page).inner_text())
    assert seen[0] != seen[1]
    expected = {"L7": "Marrowby jokes", "L10": "Marrowby jokes", "L20": "a question of his own"}
    assert expected.get(line, "The captured text is not shown on this site.") in seen[1]


def test_of_an_excerpt_a_line_leads_to_its_text_and_another_to_the_summary(
    toy_sites: tuple[Site, Site], page: Page
) -> None:
    page.goto(f"{toy_sites[0].address}{EXCERPT}")
    places = {}
    for name in ("L10", "L11"):
        mark(page, name).click()
        places[name] = lit(page).evaluate("part => part.parentElement.className || part.className")
        page.keyboard.press("Escape")
    assert places["L10"].startswith("passage ")
    assert places["L11"] == "sentence"


@pytest.mark.parametrize("scheme", sampled(["dark", "light"], 2))
def test_what_is_lit_can_be_read(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page], scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    for site, line in ((toy_sites[0], "L7"), (toy_sites[0], "L21"), (toy_sites[1], "L21")):
        page.goto(f"{site.address}{DOCUMENT}#{line}")
        colours = lit(page).evaluate(
            """part => [part, ...part.querySelectorAll("a")].map((one) => getComputedStyle(one).color)
                .concat(getComputedStyle(part).outlineColor, getComputedStyle(part).backgroundColor)
                .map((colour) => "#" + colour.match(/\\d+/g).map((n) => (+n).toString(16).padStart(2, 0)).join(""))"""
        )
        *inks, outline, ground = colours
        assert [ink for ink in inks if contrast(ink, ground) < 4.5] == []
        assert contrast(outline, ground) >= 3


def test_what_is_lit_is_seen_where_the_system_chooses_the_colours(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    page = new_page(forced_colors="active")
    for line in ("L7", "L21"):
        page.goto(f"{toy_sites[0].address}{DOCUMENT}#{line}")
        style = lit(page).evaluate(
            "part => (({outlineStyle, outlineColor}) => [outlineStyle, outlineColor])(getComputedStyle(part))"
        )
        assert style == ["solid", page.evaluate("getComputedStyle(document.body).color")]


# --- Where lines are broken

POSITIONS = """() => [...document.querySelectorAll(".line-reference")].flatMap((mark) => {
    const walker = document.createTreeWalker(mark.closest("p, li"), NodeFilter.SHOW_TEXT);
    let before = null, after = null;
    for (let node; (node = walker.nextNode()); ) {
        if (mark.contains(node) || !node.data.trim()) continue;
        if (mark.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING) before = node;
        else { after = node; break; }
    }
    const box = (node, at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect();
    };
    const middle = (rect) => (rect.top + rect.bottom) / 2;
    const own = mark.getBoundingClientRect();
    const beside = [];
    if (before) beside.push(box(before, before.data.trimEnd().length - 1));
    if (after && /^[.,;:!?)\\]”’]/.test(after.data)) beside.push(box(after, 0));
    return beside.map((rect) => [mark.textContent, Math.abs(middle(rect) - middle(own)) < own.height])
        .concat([[mark.textContent, mark.getClientRects().length === 1]]);
})"""


@pytest.mark.parametrize("widths", sampled([[320, 360, 412, 700, 1280], list(range(300, 1000, 10))], 2))
def test_no_line_begins_with_a_mark_or_the_punctuation_after_it(
    public_site: Site, toy_sites: tuple[Site, Site], page: Page, widths: list[int]
) -> None:
    broken, checked = [], 0
    for address in (f"{public_site.address}documents/{INTERVIEW}/", toy_sites[1].address + DOCUMENT):
        page.goto(address)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(POSITIONS)
            checked += len(found)
            broken += [(width, name) for name, together in found if not together]
    assert checked > 80 * len(widths)
    assert broken == []


def test_long_words_and_many_marks_fit_a_narrow_screen(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport={"width": 320, "height": 600})
    page.goto(toy_sites[0].address + DOCUMENT)
    page.evaluate(
        """() => {
            const mark = document.querySelector("a.line-reference");
            mark.previousSibling.data = `a ${"quay".repeat(20)}\\u00a0`;
            for (let many = 0; many < 12; many++) mark.after("\\u00a0", mark.cloneNode(true));
        }"""
    )
    assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [320, 320]


# --- The menu of a mark


def test_the_keyboard_reaches_what_a_mark_is_and_copies_its_link(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    page = new_page(**GRANTED)
    open_document(page, toy_sites[0])
    page.get_by_role("link", name="How a summary is made").focus()
    page.keyboard.press("Tab")
    expect(mark(page, "L6")).to_be_focused()
    expect(menu(page, f"Line 6 {HIDDEN}")).to_be_visible()  # it says what it is
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(menu(page, f"Line 6 {HIDDEN}")).to_be_hidden()
    expect(mark(page, "L6")).to_be_focused()
    page.keyboard.press("Tab")
    expect(menu(page, f"Line 7 {HIDDEN}")).to_be_visible()
    page.keyboard.press("Enter")
    expect(menu(page, f"Line 7 {HIDDEN}")).to_be_focused()
    assert page.evaluate("location.hash") == "#L7"
    expect(lit(page)).to_contain_text("Marrowby jokes")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert clipboard(page, "text/plain") == f"{toy_sites[0].address}{DOCUMENT}#L7"
    page.keyboard.press("Escape")
    expect(menu(page, f"Line 7 {HIDDEN}")).to_be_hidden()
    expect(mark(page, "L7")).to_be_focused()
    page.keyboard.press("Tab")
    expect(mark(page, "L9–L10")).to_be_focused()
    expect(menu(page, f"Lines 9–10 {HIDDEN}")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(menu(page, f"Line 7 {HIDDEN}")).to_be_visible()


def test_after_its_menu_the_tabulator_key_goes_on_from_the_mark(
    toy_sites: tuple[Site, Site], page: Page
) -> None:
    open_document(page, toy_sites[0], citations=True)
    mark(page, "L6").click()
    expect(menu(page, f"Line 6 {HIDDEN}")).to_be_focused()
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.locator(":focus").inner_text())
    assert reached == ["Copy link", "Cite", "L7"]
    # The menu would cover what has the focus.
    page.locator("a.line-reference").last.click()
    expect(page.get_by_role("dialog")).to_be_focused()
    for _ in range(3):
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Tab")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_finger_opens_the_menu_of_a_mark_and_closes_it_elsewhere(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    page = new_page(**PHONE, **GRANTED)
    open_document(page, toy_sites[0])
    mark(page, "L9–L10").tap()
    opened = menu(page, f"Lines 9–10 {HIDDEN}")
    expect(opened).to_be_in_viewport(ratio=1)
    assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]
    for button in opened.get_by_role("button").all():
        assert button.bounding_box()["height"] >= 24 <= button.bounding_box()["width"]
    page.get_by_role("button", name="Copy link").tap()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    page.touchscreen.tap(380, 10)
    expect(opened).to_be_hidden()


def test_a_mark_in_the_reading_room_opens_its_menu_at_the_passage(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    page = new_page(**PHONE)
    open_document(page, toy_sites[1])
    mark(page, "L9–L10").click()
    opened = menu(page, "Lines 9–10")
    expect(opened).to_be_in_viewport(ratio=1)
    assert in_view(page.locator("#L9"))
    box, passage = opened.bounding_box(), page.locator("#L9").bounding_box()
    assert box["y"] >= passage["y"] + passage["height"]  # it covers nothing of what is lit
    page.keyboard.press("Escape")
    expect(mark(page, "L9–L10")).to_be_focused()
    assert in_view(page.locator("#L9"))  # the page stays where the reader is


@pytest.mark.measured
def test_the_page_does_not_move_if_the_mark_is_in_what_is_lit(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport={"width": 700, "height": 500})
    open_document(page, toy_sites[0])
    mark(page, "L20").evaluate("mark => scrollBy(0, mark.getBoundingClientRect().bottom - innerHeight + 10)")
    before = page.evaluate("scrollY")
    mark(page, "L20").click()
    expect(menu(page, f"Line 20 {HIDDEN}")).to_be_visible()
    page.wait_for_timeout(100)  # in which the browser would move it
    expect(menu(page, f"Line 20 {HIDDEN}")).to_be_in_viewport(ratio=1)  # above, where there is room
    assert page.evaluate("[scrollY, location.hash]") == [before, "#L20"]


def test_a_mark_that_is_to_open_elsewhere_opens_no_menu(toy_sites: tuple[Site, Site], page: Page) -> None:
    open_document(page, toy_sites[0])
    with page.context.expect_page() as other:
        mark(page, "L6").click(modifiers=["ControlOrMeta"])
    assert other.value.url.endswith("#L6")
    expect(menu(page, f"Line 6 {HIDDEN}")).to_be_hidden()


def test_without_javascript_a_mark_is_a_link_that_says_what_it_is(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(toy_sites[0].address + DOCUMENT)
    expect(mark(page, "L7")).to_have_attribute("title", f"Line 7 {HIDDEN}")
    mark(page, "L7").click()
    expect(lit(page)).to_contain_text("Marrowby jokes")


# --- Citations


def test_a_passage_is_cited_with_its_lines_and_the_address_of_the_page(
    toy_sites: tuple[Site, Site], browser: Browser
) -> None:
    page = browser.new_page(**GRANTED)
    here, published = toy_sites[0], replace(toy_sites[0], address=PRESS)
    page.route(
        f"{PRESS}**",
        lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace(PRESS, here.address))),
    )
    # An address of this machine leads nobody else anywhere.
    for site, address in ((here, ""), (published, f", {PRESS}{DOCUMENT}#L9")):
        open_document(page, site, citations=True)
        mark(page, "L9–L10").click()
        page.get_by_role("button", name="Cite").click()
        expect(page.get_by_role("status")).to_have_text("Citation copied")
        place = f"In Press archive, lines 9–10{address}."
        assert clipboard(page, "text/plain") == f"Duinstra, A. “A <tide> & I.” The Lantern, 2018. {place}"
        html = clipboard(page, "text/html")
        assert "“A &lt;tide&gt; &amp; I.” <i>The Lantern</i>, 2018." in html and place in html
    page.close()


@pytest.mark.measured
def test_the_style_that_was_copied_last_is_that_of_the_next_passage(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    page = new_page(**GRANTED)
    open_document(page, toy_sites[1], citations=True)
    citation = page.locator("#cite-mla")
    width = citation.bounding_box()["width"]
    page.locator("button[data-copy='cite-mla']").click()
    expect(page.locator("button.copied")).to_have_count(1)
    assert citation.bounding_box()["width"] == width  # its lines do not break anew
    expect(page.get_by_role("status")).to_have_text("Citation copied")
    assert clipboard(page, "text/plain") == "Duinstra. Tide. In Press archive, https://press.example/d/."
    open_document(page, toy_sites[1], citations=True)
    page.locator(".passage-link", has_text="L9").click()
    page.get_by_role("button", name="Cite").click()
    expect(page.get_by_role("status")).to_have_text("Citation copied")
    assert clipboard(page, "text/plain") == (
        "Duinstra. Tide. In Press archive, lines 9–10, https://press.example/d/#L9."
    )


def test_a_link_made_on_this_machine_is_for_others_if_the_sites_address_is_known(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    page = new_page(**GRANTED)
    open_document(page, toy_sites[1])
    page.evaluate(
        "document.head.insertAdjacentHTML('beforeend', '<link rel=cite-as href=https://press.example/d/>')"
    )
    page.locator(".passage-link", has_text="L9").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert clipboard(page, "text/plain") == "https://press.example/d/#L9"


def test_nothing_is_remembered_where_the_browser_stores_nothing(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    page = new_page(**GRANTED)
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})")
    open_document(page, toy_sites[0], citations=True)
    page.locator("button[data-copy='cite-mla']").click()
    expect(page.get_by_role("status")).to_have_text("Citation copied")
    mark(page, "L6").click()
    page.get_by_role("button", name="Cite").click()
    expect(page.get_by_role("button", name="Cite")).to_have_class(re.compile("copied"))
    assert clipboard(page, "text/plain").startswith("Duinstra, A.")


def test_a_page_without_citations_offers_none(toy_sites: tuple[Site, Site], page: Page) -> None:
    open_document(page, toy_sites[0])
    mark(page, "L6").click()
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    expect(page.get_by_role("button", name="Cite")).to_be_hidden()


# --- Where nothing can be copied

REFUSED = "The browser did not allow copying; here it is, to copy by hand"
CLIPBOARDS = {
    "refused": "{writeText: () => Promise.reject(new Error()), write: () => Promise.reject(new Error())}",
    "missing": "undefined",
}


@pytest.mark.parametrize("why", sampled(list(CLIPBOARDS), 2))
def test_a_refused_clipboard_is_told_and_the_text_is_there_to_be_copied_by_hand(
    toy_sites: tuple[Site, Site], page: Page, why: str
) -> None:
    page.add_init_script(f"Object.defineProperty(navigator, 'clipboard', {{get: () => ({CLIPBOARDS[why]})}})")
    open_document(page, toy_sites[0], citations=True)
    address = toy_sites[0].address + DOCUMENT
    field = page.get_by_role("textbox", name=REFUSED)

    def expect_by_hand(text: str, opener: Locator) -> None:
        expect(page.get_by_role("status")).to_have_text(REFUSED)
        expect(field).to_be_focused()
        expect(field).to_have_value(text)
        assert field.evaluate("field => [field.readOnly, field.selectionEnd]") == [True, len(text)]
        page.keyboard.press("Escape")
        expect(field).to_be_hidden()
        expect(opener).to_be_focused()

    link = page.get_by_role("link", name="Copy the link to this page")
    link.click()
    expect_by_hand(address, link)
    copy = page.locator("button[data-copy='cite-mla']")
    copy.click()
    expect_by_hand("Duinstra. Tide. In Press archive, https://press.example/d/.", copy)
    mark(page, "L6").click()
    page.get_by_role("button", name="Copy link").click()
    expect_by_hand(f"{address}#L6", mark(page, "L6"))


@pytest.mark.measured
@pytest.mark.parametrize("scheme", sampled(["light", "dark"], 1))
def test_the_menu_has_no_barrier_that_axe_knows(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page], scheme: str
) -> None:
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    for site in toy_sites:
        open_document(page, site)
        mark(page, "L9–L10").click()
        expect(page.get_by_role("button", name="Copy link")).to_be_visible()
        assert violations(page, scheme) == []
