"""The reading room of the real collection in a real browser, compared with the bytes of the captures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from browsing import (
    DOCUMENTS,
    DUTCH,
    INTERVIEW,
    PHONE,
    REPORT,
    every_document,
    every_kind_of_page,
    in_view,
    path_of,
    search_for,
    violations,
)  # fmt: skip
from conftest import sampled
from html_pages import read_html
from site_fixtures import Site, real_documents

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Shown:
    """What the browser holds of a document's text: (id, text) of each passage, and what surrounds them."""

    passages: list[tuple[str, str]]
    ids: list[str]
    languages: list[str]
    whole: str


@pytest.fixture(scope="module")
def seen() -> dict[str, Shown]:
    """The documents that a test has opened already, since opening a page takes most of a test's time."""
    return {}


@pytest.fixture
def shown(reading_room_site: Site, seen: dict[str, Shown], new_page: Callable[..., Page], id: str) -> Shown:
    """What the browser shows of the document `id`."""
    if id not in seen:
        page = new_page()
        page.goto(f"{reading_room_site.address}documents/{id}/")
        found = page.evaluate(
            """() => {
                const all = [...document.querySelectorAll(".passage > :first-child")];
                return [
                    all.map((one) => [one.id, one.textContent]),
                    [...document.querySelectorAll(".passages [id]")].map((one) => one.id),
                    all.map((one) => one.closest("[lang]").lang),
                    document.querySelector(".passages").textContent,
                ];
            }"""
        )
        seen[id] = Shown(*found)
    return seen[id]


@pytest.mark.parametrize("id", sampled(DOCUMENTS, 2), ids=str)
def test_a_document_shows_exactly_its_lines_of_the_capture(shown: Shown, id: str) -> None:
    lines: list[tuple[int, str]] = []
    for anchor, text in shown.passages:
        assert re.fullmatch(r"L[1-9]\d*", anchor)
        lines += enumerate(text.split("\n"), int(anchor[1:]))
    assert lines == sorted(real_documents()[id].captured_lines().items())


@every_document
def test_every_line_of_a_document_has_its_own_anchor(shown: Shown, id: str) -> None:
    numbers = [int(anchor.removeprefix("L")) for anchor in shown.ids]
    assert sorted(numbers) == real_documents()[id].line_numbers


@every_document
def test_nothing_but_the_passages_and_their_links_stands_in_the_text(shown: Shown, id: str) -> None:
    parts = [text + anchor for anchor, text in shown.passages]
    assert re.sub(r"\s", "", shown.whole) == re.sub(r"\s", "", "".join(parts))


@every_document
def test_the_text_is_marked_with_its_language(shown: Shown, id: str) -> None:
    assert set(shown.languages) == {real_documents()[id].fields["language"]}


@pytest.mark.parametrize("id", sampled(DOCUMENTS, 4))
def test_a_line_reference_brings_its_passage_into_view(reading_room_site: Site, page: Page, id: str) -> None:
    page.goto(f"{reading_room_site.address}documents/{id}/")
    references = page.locator("article a.line-reference")
    expected = re.findall(r"\[L(\d+)(?:-L?\d+)?\]", real_documents()[id].summary)
    targets = references.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert targets == [f"#L{number}" for number in expected]
    for position in (0, len(targets) - 1):
        references.nth(position).click()
        target = page.locator(f"[id='{targets[position][1:]}']")
        expect(target).to_have_count(1)
        page.wait_for_function(
            "id => document.getElementById(id).matches(':target')", arg=targets[position][1:]
        )
        assert in_view(target)


def test_an_address_with_a_line_opens_at_its_passage(reading_room_site: Site, page: Page) -> None:
    page.goto(f"{reading_room_site.address}documents/{INTERVIEW}/#L70")
    assert in_view(page.locator("#L70"))


@pytest.mark.measured
def test_the_link_of_a_passage_is_copied_and_leads_to_it(
    reading_room_site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{reading_room_site.address}documents/{REPORT}/")
    page.locator(".passage-link[href='#L17']").click()
    expect(page.get_by_role("dialog", name="Line 17", exact=True)).to_be_focused()
    button = page.get_by_role("button", name="Copy link")
    button.click()
    expect(button).to_have_class(re.compile(r"\bcopied\b"))
    assert button.evaluate("button => getComputedStyle(button, '::after').content") == '"copied"'
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{reading_room_site.address}documents/{REPORT}/#L17"
    expect(button).not_to_have_class(re.compile(r"\bcopied\b"))  # after a while
    page.goto("about:blank")
    page.goto(copied)
    assert in_view(page.locator("#L17"))
    grounds = [
        page.locator(id).evaluate("part => getComputedStyle(part).backgroundColor") for id in ("#L17", "#L19")
    ]
    assert grounds[0] != grounds[1]  # it is marked
    assert page.locator("#L17").text_content() == real_documents()[REPORT].captured_lines()[17]


def test_speakers_of_the_interview_stand_out(reading_room_site: Site, page: Page) -> None:
    page.goto(f"{reading_room_site.address}documents/{INTERVIEW}/")
    shown = page.locator("b.speaker").evaluate_all(
        "all => all.map(one => [one.parentElement.id, one.textContent])"
    )
    expected = []
    for number, line in real_documents()[INTERVIEW].captured_lines().items():
        if match := re.match(r"(Question|Sergey Lavrov):", line):
            expected.append([f"L{number}", match[0]])
    assert len(expected) >= 10
    assert shown == expected
    weight = page.locator("b.speaker").first.evaluate("one => Number(getComputedStyle(one).fontWeight)")
    assert weight >= 600


@every_kind_of_page
def test_a_page_of_the_reading_room_says_that_it_is_one(
    reading_room_site: Site, page: Page, path: str
) -> None:
    page.goto(reading_room_site.address + path)
    banner = page.get_by_text("It is not for publication.")
    expect(banner).to_be_visible()
    expect(banner).to_contain_text("Reading room.")


@pytest.mark.measured
def test_every_page_of_the_reading_room_is_marked_and_kept_from_search_engines(
    reading_room_site: Site,
) -> None:
    pages = reading_room_site.html()
    assert len(pages) > 100
    for page in pages:
        root = read_html(page)
        robots = [
            meta.attributes["content"] for meta in root.all("meta") if meta.attributes.get("name") == "robots"
        ]
        assert robots and "noindex" in robots[0], page
        assert "Reading room." in root.first(css_class="md-banner").text, page


def test_the_search_of_the_reading_room_finds_words_that_only_the_capture_holds(
    reading_room_site: Site, page: Page
) -> None:
    def letters(texts: Iterable[str]) -> str:
        return " ".join(texts).lower()

    documents = real_documents()
    elsewhere = letters(
        text for id, document in documents.items()
        for text in (str(document.fields), document.summary, *(document.captured_lines().values() if id != INTERVIEW else ()))
    )  # fmt: skip
    found = re.findall(r"\b[a-z]{10,}\b", letters(documents[INTERVIEW].captured_lines().values()))
    rare = next(
        word for word in found if word[:6] not in elsewhere
    )  # so that no other word has the same stem
    links = search_for(page, reading_room_site, rare)
    expect(links).to_have_count(1)
    links.first.click()
    assert path_of(page, reading_room_site) == f"documents/{INTERVIEW}/"


def test_every_document_of_the_reading_room_fits_a_phone(
    reading_room_site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(**PHONE)
    widths = {}
    for id in DOCUMENTS:
        page.goto(f"{reading_room_site.address}documents/{id}/")
        widths[id] = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths == {key: [390, 390] for key in DOCUMENTS}


@pytest.mark.parametrize("id", sampled([DUTCH, INTERVIEW], 2), ids=["dutch", "interview"])
def test_a_document_of_the_reading_room_has_no_barrier_that_axe_knows(
    reading_room_site: Site, new_page: Callable[..., Page], id: str
) -> None:
    page = new_page(color_scheme="light", reduced_motion="reduce")
    page.goto(f"{reading_room_site.address}documents/{id}/")
    assert violations(page, "light") == []
