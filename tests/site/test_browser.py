"""The public site in a real browser. `new_page` fails a test on console errors and on requests that leave the
machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from browsing import INTERVIEW, PAGES, REPORT, open_page, path_of, search_for, violations
from conftest import sampled
from press_archive.records.closed_lists import Kind
from site_fixtures import Site, real_documents

pytestmark = pytest.mark.slow


def test_a_reader_goes_from_home_by_a_topic_and_a_document_to_the_search_and_back(
    public_site: Site, page: Page
) -> None:
    page.goto(public_site.address)
    page.get_by_role("article").get_by_role("link", name="Chemical weapons", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chemical weapons")
    page.get_by_role("article").get_by_role("link", name="Lavrov Accuses U.S. of Blackmailing Russia").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lavrov Accuses U.S. of Blackmailing Russia")
    assert path_of(page, public_site) == f"documents/{REPORT}/"
    page.get_by_role("combobox", name="Search the archive").fill("Venezuela")
    page.get_by_role("combobox", name="Search the archive").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("for “Venezuela”")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lavrov Accuses U.S. of Blackmailing Russia")
    page.go_back()
    page.go_back()
    assert path_of(page, public_site) == ""


def test_the_search_box_of_the_header_leads_to_results_that_open_the_document(
    public_site: Site, page: Page
) -> None:
    page.goto(f"{public_site.address}years/2013/")
    page.get_by_role("combobox", name="Search the archive").fill("blackmailing")
    page.get_by_role("button", name="Search").first.click()
    expect(page).to_have_url(f"{public_site.address}search/?q=blackmailing")
    expect(page.get_by_label("Words to look for")).to_have_value("blackmailing")
    first = page.locator("#search-results li").first
    expect(first).to_contain_text("The Moscow Times · 23 September 2013 · news report · English · report")
    expect(first.locator(".nearness-report")).to_have_text("report")
    first.get_by_role("link").first.click()
    assert path_of(page, public_site) == f"documents/{REPORT}/"


def test_the_link_to_a_page_is_copied_and_the_page_stays_where_it_is(
    public_site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    address = f"{public_site.address}documents/{REPORT}/"
    page.goto(address)
    page.get_by_role("link", name="Copy the link to this page").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert page.evaluate("[location.href, scrollY]") == [address, 0]


@pytest.mark.parametrize(
    "path", sampled(["", "search/", f"documents/{REPORT}/"], 3), ids=["home", "search", "document"]
)
def test_one_search_a_page_is_enough(public_site: Site, page: Page, path: str) -> None:
    page.goto(public_site.address + path)
    expect(page.get_by_role("search")).to_have_count(1)
    expect(page.get_by_role("search").locator("input[type=search]")).to_be_visible()


def test_a_search_that_works_does_not_say_that_it_needs_javascript(public_site: Site, page: Page) -> None:
    open_page(page, f"{public_site.address}search/?q=Syria")
    expect(page.get_by_text("The search needs JavaScript.")).to_be_hidden()


def test_a_dutch_word_finds_a_dutch_document(public_site: Site, page: Page) -> None:
    links = search_for(page, public_site, "ondermijnen")
    found = links.evaluate_all("links => links.map(link => [link.lang, link.textContent])")
    assert [
        "nl",
        "Lavrov: ‘Sommige landen proberen internationaal recht te ondermijnen’ – Geotrendlines",
    ] in found


@pytest.mark.measured
def test_another_form_of_a_dutch_word_finds_the_same_document(public_site: Site, page: Page) -> None:
    """`ondermijning` and `ondermijnen` have one stem in Dutch, and neither begins with the other."""
    search_for(page, public_site, "ondermijning")
    expect(page.locator("#search-results mark", has_text="ondermijnen").first).to_be_visible()


@pytest.mark.measured
def test_a_russian_name_finds_the_person(public_site: Site, page: Page) -> None:
    search_for(page, public_site, "Лавров")
    page.locator("#search-subjects").get_by_role("link", name="Sergey Lavrov", exact=True).click()
    assert path_of(page, public_site) == "people/sergey-lavrov/"


@pytest.mark.parametrize("query", sampled(["xylophonist", "incunabulum"], 2))
def test_a_word_that_no_document_holds_finds_none(public_site: Site, page: Page, query: str) -> None:
    """Not those either that hold the word that it begins with, `in`."""
    links = search_for(page, public_site, query)
    expect(page.get_by_role("status")).to_have_text(f"0 documents for “{query}”.")
    expect(links).to_have_count(0)


@pytest.mark.parametrize(
    "query",
    sampled(["<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "&lt;b&gt; %3Cb%3E"], 3),
)
def test_a_hostile_query_is_shown_as_text(public_site: Site, page: Page, query: str) -> None:
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    search_for(page, public_site, query)
    expect(page.get_by_role("status")).to_contain_text(f"for “{query}”")
    page.reload()
    expect(page.get_by_label("Words to look for")).to_have_value(query)
    expect(page.get_by_role("status")).to_contain_text(f"for “{query}”")
    assert page.locator("article").locator("img, script, svg[onload]").count() == 0
    assert dialogs == []


def test_going_back_on_the_search_page_brings_the_earlier_query_back(public_site: Site, page: Page) -> None:
    search_for(page, public_site, "Venezuela")
    page.get_by_label("Words to look for").fill("Syria")
    page.get_by_role("button", name="Search").last.click()
    expect(page.get_by_role("status")).to_contain_text("for “Syria”")
    page.go_back()
    expect(page.get_by_label("Words to look for")).to_have_value("Venezuela")
    expect(page.get_by_role("status")).to_contain_text("for “Venezuela”")


PAPER = {"light": "rgb(251, 250, 247)", "dark": "rgb(22, 24, 27)"}


@pytest.mark.parametrize(("preferred", "other"), sampled([("light", "dark"), ("dark", "light")], 2))
def test_a_reader_switches_between_light_and_dark_and_it_lasts(
    public_site: Site, new_page: Callable[..., Page], preferred: str, other: str
) -> None:
    page = new_page(color_scheme=preferred)
    page.goto(public_site.address)
    frame = """[...document.querySelectorAll("meta[name=theme-color]")]
        .filter((one) => matchMedia(one.media).matches)
        .map((one) => "rgb(" + one.content.match(/\\w\\w/g).map((part) => parseInt(part, 16)).join(", ") + ")")"""
    expect(page.locator("body")).to_have_css("background-color", PAPER[preferred])
    button = page.get_by_role("button", name=f"Switch to {other} mode")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_css("background-color", PAPER[other])
    page.goto(f"{public_site.address}documents/")
    expect(page.locator("body")).to_have_css("background-color", PAPER[other])
    assert page.evaluate(frame) == [PAPER[other]]  # the browser's own, around the page
    page.get_by_role("button", name=f"Switch to {preferred} mode").click()
    expect(page.locator("body")).to_have_css("background-color", PAPER[preferred])


def test_without_javascript_the_system_chooses_between_light_and_dark(
    public_site: Site, new_page: Callable[..., Page]
) -> None:
    for scheme, paper in PAPER.items():
        page = new_page(color_scheme=scheme, java_script_enabled=False)
        page.goto(public_site.address)
        expect(page.locator("body")).to_have_css("background-color", paper)
        expect(page.locator("#scheme")).to_be_hidden()


def test_the_keyboard_reaches_the_skip_link_first_and_then_the_search(public_site: Site, page: Page) -> None:
    page.goto(f"{public_site.address}documents/{REPORT}/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Skip to content")
    expect(skip).to_be_in_viewport()
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.id")
        )
    assert "header-search" in reached, reached
    assert "Search" in reached, reached


def test_the_skip_link_leads_into_the_article(public_site: Site, page: Page) -> None:
    page.goto(f"{public_site.address}documents/{REPORT}/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#."))
    fragment = urlsplit(page.url).fragment
    assert page.locator("article").locator(f"[id='{fragment}']").count() == 1


@pytest.mark.parametrize("path", sampled(["search/?q=Syria", "", f"documents/{REPORT}/"], 3))
def test_focus_is_visible_on_all_that_the_keyboard_reaches(public_site: Site, page: Page, path: str) -> None:
    open_page(page, public_site.address + path)
    reached = []
    while (element := next_focused(page))["tag"] != "BODY" and len(reached) < 60:
        reached.append(element["tag"])
        assert element["style"] != "none" and element["width"] >= 1, element["html"]
    assert {"A", "BUTTON", "INPUT"} <= set(reached)
    assert "search" not in path or reached.count("SUMMARY") == 2  # the help, and what narrows a search


def next_focused(page: Page) -> dict:
    """Press the tabulator key; return the element that has the focus then, and its outline."""
    page.keyboard.press("Tab")
    return page.evaluate(
        """() => {
            const element = document.activeElement;
            const style = getComputedStyle(element);
            const width = parseFloat(style.outlineWidth);
            return {tag: element.tagName, html: element.outerHTML, style: style.outlineStyle, width};
        }"""
    )


@pytest.mark.parametrize(
    "kind", sampled(["home", "document", "list", "search", "event", "timeline", "missing", "own words"], 4)
)
def test_a_page_reads_without_javascript(public_site: Site, new_page: Callable[..., Page], kind: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(public_site.address + PAGES[kind])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.get_by_role("article").get_by_role("link").count() >= 3
    expect(
        page.get_by_role("navigation", name="Browse the archive").get_by_role("link", name="Documents")
    ).to_be_visible()


def test_without_javascript_the_search_page_says_so_and_offers_the_lists(
    public_site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(public_site.address)
    page.get_by_role("searchbox", name="Search the archive").fill("Syria")
    page.get_by_role("searchbox", name="Search the archive").press("Enter")
    expect(page.get_by_text("The search needs JavaScript.")).to_be_visible()
    expect(page.get_by_text("Narrow the search")).to_be_hidden()
    page.get_by_role("article").get_by_role("link", name="documents", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Documents")
    assert page.locator("article tbody tr").count() == 14


def test_without_javascript_a_bar_of_the_timeline_leads_to_its_month(
    public_site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{public_site.address}timeline/")
    page.get_by_role("link", name="September 2013: 2 news reports").click()
    expect(page.get_by_role("heading", name="September").first).to_be_in_viewport()
    assert urlsplit(page.url).fragment == "in-2013-09"


def test_the_keyboard_reaches_the_bars_of_a_chart(public_site: Site, page: Page) -> None:
    page.goto(f"{public_site.address}people/john-kerry/")
    page.get_by_role("article").get_by_role("link").first.focus()
    while page.locator(":focus").get_attribute("aria-label") is None:
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "2013: 3 documents")
    page.keyboard.press("Enter")
    expect(page.locator("#in-2013")).to_be_in_viewport()


def test_a_reader_goes_from_a_document_to_the_same_event_elsewhere(public_site: Site, page: Page) -> None:
    page.goto(f"{public_site.address}documents/{INTERVIEW}/")
    expect(page.get_by_role("heading", name="The same event elsewhere")).to_be_visible()
    page.get_by_role("article").get_by_role(
        "link", name="Lavrov’s interview with Radio Komsomolskaya Pravda"
    ).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Radio Komsomolskaya Pravda")
    page.get_by_role("link", name="End of the INF Treaty").first.click()
    expect(page.get_by_role("heading", name="By date")).to_be_visible()


def test_the_colours_of_the_kinds_are_told_apart_in_light_and_dark(
    public_site: Site, new_page: Callable[..., Page]
) -> None:
    for scheme in ("light", "dark"):
        page = new_page(color_scheme=scheme)
        page.goto(f"{public_site.address}timeline/")
        fills = page.eval_on_selector_all(
            ".chart__bar", "bars => bars.map(bar => [bar.classList[1], getComputedStyle(bar).fill])"
        )
        colours = dict(fills)
        kinds = {document.fields["kind"] for document in real_documents().values()}
        assert set(colours) == {f"chart__bar--{kind}" for kind in kinds}
        assert len(set(colours.values())) == len(kinds)
        assert page.eval_on_selector_all(
            ".chart__key",
            "keys => keys.map(key => [key.classList[1], getComputedStyle(key, '::before').backgroundColor])",
        ) == [[f"chart__bar--{kind}", colours[f"chart__bar--{kind}"]] for kind in Kind if kind in kinds]


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.measured
def test_a_page_has_no_barrier_that_axe_knows(
    public_site: Site, new_page: Callable[..., Page], kind: str
) -> None:
    """In light on a desk; `make measure` asks axe of more pages, on a phone and in the dark too."""
    page = new_page(color_scheme="light", reduced_motion="reduce")
    page.goto(public_site.address + PAGES[kind])
    if kind == "search":
        search_for(page, public_site, "Syria")
    assert violations(page, "light") == []
