"""How pages look and work on every kind of screen, on paper and without a mouse."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import INTERVIEW, PAGES, PHONE, REPORT
from conftest import sampled
from html_pages import article, read_html
from press_archive.captures.passages import Passage
from press_archive.pages.documents import render_passage
from press_archive.records.closed_lists import Role
from site_fixtures import Site, real_documents

pytestmark = pytest.mark.slow

NO_WORDS = re.compile(r"https://|вестник\.txt$")
# The narrowest phone, which is a desk at 400 % zoom too; either side of where the layout changes.
# test_measures.py has more.
WIDTHS = (320, 959, 961)


def test_every_kind_of_page_fits_its_width(public_site: Site, page: Page) -> None:
    found = {}
    for kind, path in PAGES.items():
        page.goto(public_site.address + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found[kind, width] = page.evaluate("document.documentElement.scrollWidth")
    assert found == {(kind, width): width for kind in PAGES for width in WIDTHS}


@pytest.mark.measured
def test_a_reader_who_doubles_the_size_of_letters_need_not_scroll_sideways(
    public_site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport={"width": 1280, "height": 800})
    for path in PAGES.values():
        page.goto(public_site.address + path)
        before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)")
        page.evaluate("document.documentElement.style.fontSize = '250%'")  # the theme has 125 %
        assert (
            page.evaluate("parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)")
            == 2 * before
        )
        assert page.evaluate("document.documentElement.scrollWidth") == 1280, path


def test_on_a_phone_a_keyboard_opens_the_navigation(public_site: Site, new_page: Callable[..., Page]) -> None:
    page = new_page(**PHONE)
    page.goto(f"{public_site.address}documents/{REPORT}/")
    navigation = page.get_by_role("navigation", name="Browse the archive")
    expect(navigation).to_be_hidden()
    button = page.get_by_role("button", name="Browse")
    button.focus()
    page.keyboard.press("Enter")
    expect(navigation.get_by_role("link", name="Topics")).to_be_visible()
    page.keyboard.press("Escape")
    expect(navigation).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    navigation.get_by_role("button", name="Close").click()
    expect(navigation).to_be_hidden()
    page.get_by_role("button", name="Browse").click()
    navigation.get_by_role("link", name="Topics").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Topics")


def test_the_navigation_closes_when_the_focus_leaves_it(
    public_site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(**PHONE)
    page.goto(f"{public_site.address}documents/{REPORT}/")
    navigation = page.get_by_role("navigation", name="Browse the archive")
    page.get_by_role("button", name="Browse").focus()
    page.keyboard.press("Enter")
    for name in ("Close", "Documents"):
        page.keyboard.press("Tab")
        expect(navigation.get_by_text(name, exact=True)).to_be_focused()
    navigation.get_by_role("link").last.focus()
    expect(navigation).to_be_visible()
    page.keyboard.press("Tab")
    expect(navigation).to_be_hidden()
    expect(
        page.get_by_role("button", name="Search")
    ).to_be_focused()  # what follows the button that opened it


def test_a_list_is_a_table_on_a_desk_and_cards_on_a_phone(
    public_site: Site, new_page: Callable[..., Page]
) -> None:
    boxes = {}
    for name, options in {"desk": {"viewport": {"width": 1280, "height": 800}}, "phone": PHONE}.items():
        page = new_page(**options)
        page.goto(f"{public_site.address}documents/")
        row = page.locator("tbody tr").first
        boxes[name] = [row.locator("td").nth(column).bounding_box() for column in (0, 1, 5)]
    date, headline, evidence = boxes["desk"]
    assert date["x"] < headline["x"] < evidence["x"]
    assert date["y"] == headline["y"] == evidence["y"]
    date, headline, evidence = boxes["phone"]
    assert headline["y"] + headline["height"] <= date["y"] <= evidence["y"]
    assert headline["width"] > 300


@pytest.mark.parametrize("path", sampled(["", "timeline/"], 2), ids=["home", "timeline"])
def test_the_timeline_is_drawn_by_months_on_a_desk_and_by_years_on_a_phone(
    public_site: Site, new_page: Callable[..., Page], path: str
) -> None:
    for options, shown, hidden in (
        ({"viewport": {"width": 1280, "height": 800}}, "month", "year"),
        (PHONE, "year", "month"),
    ):
        page = new_page(**options)
        page.goto(public_site.address + path)
        expect(
            page.get_by_role("group", name=f"Number of documents in each {shown}, by kind")
        ).to_be_visible()
        expect(page.locator(f"[aria-label='Number of documents in each {hidden}, by kind']")).to_be_hidden()


def test_details_stand_beside_the_text_on_a_desk_and_below_it_on_a_phone(
    public_site: Site, new_page: Callable[..., Page]
) -> None:
    tops, lefts = {}, {}
    for name, options in {"desk": {"viewport": {"width": 1280, "height": 800}}, "phone": PHONE}.items():
        page = new_page(**options)
        page.goto(f"{public_site.address}documents/{REPORT}/")
        boxes = {
            heading: page.get_by_role("heading", name=heading, exact=True).bounding_box()
            for heading in ("Summary", "Text", "Details", "Provenance")
        }
        tops[name] = sorted(boxes, key=lambda heading: boxes[heading]["y"])
        lefts[name] = {heading: box["x"] for heading, box in boxes.items()}
    assert tops["phone"] == ["Summary", "Text", "Details", "Provenance"]
    assert [heading for heading in tops["desk"] if heading != "Details"] == ["Summary", "Text", "Provenance"]
    beside = lefts["desk"].pop("Details")
    assert beside > 600 > max(lefts["desk"].values())


def test_a_list_beside_which_nothing_stands_takes_the_whole_width(
    toy_sites: tuple[Site, Site], page: Page
) -> None:
    widths = []
    for path in ("outlets/vestnik/", "topics/harbour-treaty/"):
        page.goto(toy_sites[0].address + path)
        above, below = (
            page.get_by_role("heading", name=name) for name in ("Documents", "Appears most often with")
        )
        widths.append(below.bounding_box()["width"] / above.bounding_box()["width"])
    assert widths[0] == 1
    assert widths[1] < 0.7


def test_what_is_captured_stands_apart_and_has_its_numbers_in_the_margin(
    reading_room_site: Site, new_page: Callable[..., Page]
) -> None:
    for options in ({"viewport": {"width": 1280, "height": 800}}, PHONE):
        page = new_page(**options)
        page.goto(f"{reading_room_site.address}documents/{INTERVIEW}/")
        grounds = [
            page.locator(selector).evaluate("part => getComputedStyle(part).backgroundColor")
            for selector in ("body", ".layout--summary", ".passages")
        ]
        assert len(set(grounds)) == 3
        for passage in page.locator(".passage").all()[:12]:
            number, text = (
                passage.locator(".passage-link").bounding_box(),
                passage.locator("> :first-child").bounding_box(),
            )
            assert number["x"] + number["width"] <= text["x"]
        faces = {
            role: page.locator(f".passage-{role} > p").first.evaluate(
                "part => getComputedStyle(part).fontFamily"
            )
            for role in ("question", "answer")
        }
        assert faces["question"] != faces["answer"]
        weights = {
            role: page.locator(f".passage-{role} > p").first.evaluate(
                "part => Number(getComputedStyle(part).fontWeight)"
            )
            for role in ("title", "answer")
        }
        assert weights["title"] > weights["answer"]


def test_a_passage_from_the_right_is_drawn_from_the_right(page: Page) -> None:
    for text, expected in (("The quay is open.", "ltr"), ("الميناء مفتوح.", "rtl")):
        page.set_content(f'<div lang="en">{render_passage(Passage(((4, text),), Role.TEXT))}</div>')
        assert page.get_by_text(text).evaluate("part => getComputedStyle(part).direction") == expected


def test_a_document_prints_with_what_is_needed_to_cite_it_and_nothing_of_the_frame(
    reading_room_site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(color_scheme="dark")
    page.goto(f"{reading_room_site.address}documents/{REPORT}/")
    page.locator(".line-reference").first.click()
    of_screens = [
        ".masthead",
        ".site-navigation",
        ".tools",
        ".citation button",
        ".passage-menu",
        ".citation-files",
    ]
    for part in of_screens:
        expect(page.locator(part).first).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    for part in (*of_screens, ".colophon ul"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator(".citation__text").first).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", "rgb(251, 250, 247)")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".standfirst")).to_contain_text("The Moscow Times · 23 September 2013")
    expect(page.get_by_text("https://www.themoscowtimes.com/2013/09/23/").first).to_be_visible()
    expect(page.locator(".passage-link").first).to_be_visible()
    expect(page.locator(".line-reference").first).to_be_visible()
    expect(page.locator(".printed-address")).to_have_text(f"{reading_room_site.address}documents/{REPORT}/")
    expect(page.locator(".printed-address")).to_be_visible()


def test_a_page_by_hand_prints_without_its_neighbours_and_headings_beside_it(
    public_site: Site, page: Page
) -> None:
    page.goto(f"{public_site.address}about/")
    beside = [page.get_by_role("navigation", name=name) for name in ("On this page", "About")]
    for part in beside:
        expect(part).to_be_visible()
    page.emulate_media(media="print")
    for part in beside:
        expect(part).to_be_hidden()


STATEMENTS = ["people/sergey-lavrov", "topics/chemical-weapons", f"documents/{REPORT}"]


@pytest.mark.parametrize("path", sampled(STATEMENTS, 3))
def test_on_a_phone_a_statement_is_a_card_of_which_nothing_is_cut(
    public_site: Site, new_page: Callable[..., Page], path: str
) -> None:
    page = new_page(**PHONE)
    page.goto(f"{public_site.address}{path}/")
    cards = page.locator("table:has(th.said, th.about) tbody tr")
    assert cards.count() >= 3
    for card in cards.all():
        box = card.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["viewport"]["width"]
        widest = card.locator("td.said, td.about").bounding_box()
        assert widest["width"] == box["width"]  # on lines of its own
    assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]


@pytest.mark.parametrize("path", sampled(STATEMENTS[:2], 2))
def test_on_a_desk_what_is_said_has_the_most_room(public_site: Site, page: Page, path: str) -> None:
    page.goto(f"{public_site.address}{path}/")
    heads = page.locator("table:has(th.said) th")
    widths = {head.inner_text(): head.bounding_box()["width"] for head in heads.all()}
    assert widths.pop("What the summary says of it") > 2 * max(widths.values())


def test_nothing_is_between_what_is_said_of_a_headline_and_the_next_line(
    public_site: Site, page: Page
) -> None:
    page.goto(f"{public_site.address}own-words/")
    breaks = page.locator(".headline-remark + br")
    assert breaks.count()
    for remark in page.locator("td .headline-remark:has(+ br)").all():
        bottom = remark.evaluate("part => part.getBoundingClientRect().bottom")
        top = remark.evaluate(
            "part => part.nextElementSibling.nextElementSibling.getBoundingClientRect().top"
        )
        assert top - bottom < 10


def test_in_forced_colours_signs_and_bars_stay(public_site: Site, new_page: Callable[..., Page]) -> None:
    page = new_page(forced_colors="active")
    page.goto(public_site.address)
    fills = page.eval_on_selector_all(
        ".layout--wide .chart__bar", "bars => bars.map(bar => getComputedStyle(bar).fill)"
    )
    kinds = {document.fields["kind"] for document in real_documents().values()}
    assert len(set(fills)) == len(kinds) > 1
    sign, ground = page.locator(".nearness").first.evaluate(
        "part => [getComputedStyle(part, '::before').backgroundColor, getComputedStyle(document.body).backgroundColor]"
    )
    assert sign != ground


def test_nothing_moves_for_a_reader_who_wants_no_motion(
    public_site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(reduced_motion="reduce")
    for path in PAGES.values():
        page.goto(public_site.address + path)
        moving = page.evaluate(
            "[...document.querySelectorAll('*')].filter(part => getComputedStyle(part).transitionDuration.split(', ')"
            ".some(time => parseFloat(time) > 0) || getComputedStyle(part).animationName !== 'none').map(part => part.className)"
        )
        assert moving == [], path


def test_the_headings_of_every_page_begin_with_one_of_the_first_level_and_skip_none(
    public_site: Site, toy_sites: tuple[Site, Site]
) -> None:
    for site in (public_site, *toy_sites):
        for path in site.html():
            levels = [
                int(element.tag[1])
                for element in read_html(path).walk()
                if element.tag in ("h1", "h2", "h3", "h4")
            ]
            assert levels.count(1) == 1 and levels[0] == 1, path
            assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)


def test_every_page_has_its_landmarks(public_site: Site, toy_sites: tuple[Site, Site]) -> None:
    for site in (public_site, *toy_sites):
        for path in site.html():
            page = read_html(path)
            assert [len(page.all(tag)) for tag in ("header", "main", "article", "footer")] == [1, 1, 1, 1], (
                path
            )
            names = [
                element.attributes.get("aria-label") or element.attributes.get("aria-labelledby")
                for element in page.all("nav")
            ]
            assert None not in names and len(set(names)) == len(names), path
            ids = {element.attributes["id"] for element in page.walk() if "id" in element.attributes}
            (skip,) = page.all("a", "md-skip")
            assert skip.attributes["href"].removeprefix("#") in ids, path


def test_the_way_in_that_a_page_belongs_to_is_marked(public_site: Site) -> None:
    for path, expected in (
        ("people", {"People": "page"}),
        ("people/sergey-lavrov", {"People": "true"}),
        (f"documents/{REPORT}", {"Documents": "true"}),
        ("about/rights", {"About": "true"}),
        ("", {}),
    ):
        links = read_html(public_site.page(path)).first("nav", "site-navigation").all("a")
        marked = {
            link.text: link.attributes["aria-current"] for link in links if "aria-current" in link.attributes
        }
        assert marked == expected, path


def test_pages_by_hand_have_a_list_of_their_headings_and_generated_ones_have_none(public_site: Site) -> None:
    having = {
        path.relative_to(public_site.folder).parts[0]
        for path in public_site.html()
        if read_html(path).all("nav", "contents")
    }
    assert having == {"about", "development"}


def test_words_in_another_language_say_which(toy_sites: tuple[Site, Site]) -> None:
    """In the toy archive whatever is written in Cyrillic letters is Russian, but for addresses and the name
    of a file.
    """
    found = 0
    for site in toy_sites:
        for path in site.html():
            stack = [(article(path), "en")]
            while stack:
                element, language = stack.pop()
                language = element.attributes.get("lang", language)
                for child in element.children:
                    if not isinstance(child, str):
                        stack.append((child, language))
                    elif any("а" <= letter <= "я" for letter in child.lower()) and not NO_WORDS.match(
                        child.strip()
                    ):
                        found += 1
                        assert language == "ru", (path, child)
    assert found > 10


def test_every_page_lets_no_script_run_but_the_sites_own(
    public_site: Site, toy_sites: tuple[Site, Site]
) -> None:
    for site in (public_site, *toy_sites):
        for path in site.html():
            text = path.read_text(encoding="utf-8")
            inline = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
            digests = {
                base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inline
            }
            (policy,) = [
                tag.attributes["content"] for tag in read_html(path).all("meta")
                if tag.attributes.get("http-equiv") == "Content-Security-Policy"
            ]  # fmt: skip
            rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
            assert rules["default-src"] == "'none'"
            assert path.name == "404.html" or rules["manifest-src"] == "'self'"
            assert set(re.findall(r"'sha256-([^']+)'", rules["script-src"])) == digests
            assert "unsafe-inline" not in policy
            assert text.index("http-equiv") < text.index("<link")


def test_a_script_that_gets_into_a_page_does_not_run(public_site: Site, browser: Browser) -> None:
    context = browser.new_context()  # the refusal is an error in the console, as it should be
    page = context.new_page()
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(public_site.address)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'document.body.dataset.ran = 1'}))"
    )
    assert page.evaluate("document.body.dataset.ran") is None
    assert "Content Security Policy" in " ".join(told)
    context.close()
