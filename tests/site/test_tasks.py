"""What a researcher does after finding, from the home page on: cite, save, share, reach the original, report."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from exports.test_head import saved_by_zotero
from site_fixtures import TOY_ADDRESS, Site

pytestmark = pytest.mark.slow

HEADLINE = '"I have never met a tide I could not wait for"'


@pytest.fixture
def reader(toy_sites: tuple[Site, Site], new_page: Callable[..., Page]) -> Page:
    """A reader who has found the interview on the public site."""
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{toy_sites[0].address}documents/2018-12-24-i-have-never-met-a-tide/")
    return page


def copied(page: Page) -> str:
    return page.evaluate("() => navigator.clipboard.readText()")


def test_a_passage_is_cited(reader: Page, toy_sites: tuple[Site, Site]):
    reader.goto(toy_sites[0].address)
    reader.get_by_role("combobox").first.fill("never met tide")
    reader.keyboard.press("Enter")
    reader.locator("main, article").get_by_role("link").filter(
        has_text="I have never met a tide"
    ).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    reader.locator("a.line-reference").first.click()
    mark = reader.locator("a.line-reference").first.inner_text()
    reader.get_by_role("dialog").get_by_role("button", name="Cite").click()
    expect(reader.get_by_text("Citation copied")).to_be_attached()
    citation = copied(reader)
    assert citation.startswith("Ilse Marrowby, “‘I Have Never Met a Tide I Could Not Wait for")
    assert "The Lantern" in citation
    assert f"Consulted in The harbour treaty press archive, line {mark.removeprefix('L')}." in citation


def test_a_passage_is_shared(reader: Page, new_page: Callable[..., Page]):
    reader.locator("a.line-reference").first.click()
    reader.get_by_role("dialog").get_by_role("button", name="Copy link").click()
    expect(reader.get_by_text("Link copied")).to_be_attached()
    other = new_page()
    other.goto(copied(reader))
    expect(other.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(other.locator(".sentence:has(:target)")).to_be_in_viewport()


def test_the_document_is_cited_and_saved(reader: Page):
    reader.get_by_role("link", name="Cite it").click()
    reader.get_by_role("button", name="Copy: APA").click()
    expect(reader.get_by_text("Citation copied")).to_be_attached()
    assert copied(reader).startswith("Marrowby, I. (ca. 2018, December 24). “I have never met a tide")
    with reader.expect_download() as download:
        reader.get_by_role("main").get_by_role("link", name="RIS").click()
    assert download.value.suggested_filename.endswith(".ris")


def test_zotero_finds_the_interview_and_not_a_web_page(reader: Page):
    tags = reader.evaluate(
        "() => [...document.head.querySelectorAll('meta[content]')]"
        ".map((tag) => [tag.name || tag.getAttribute('property') || '', tag.content])"
    )
    saved = saved_by_zotero([tuple(tag) for tag in tags], "The harbour treaty press archive", reader.url)
    assert (saved["itemType"], saved["title"], saved["publicationTitle"]) == (
        "interview",
        HEADLINE,
        "The Lantern",
    )
    assert ("interviewee", "Marrowby, Ilse") in saved["creators"]


def test_the_original_is_reached_or_what_is_known_of_it(reader: Page, toy_sites: tuple[Site, Site]):
    documents = f"{toy_sites[0].address}documents/"
    reader.get_by_role("link", name="What is known of the original").click()
    assert reader.url.endswith("#the-original")
    expect(reader.get_by_text("The original did not answer on 27 November 2026.")).to_be_in_viewport()
    wayback = reader.get_by_role("link", name="its address in the Wayback Machine")
    assert wayback.get_attribute("href") == "https://web.archive.org/web/*/https://lantern.example/tide"
    assert "noreferrer" in wayback.get_attribute("rel").split()
    reader.goto(f"{documents}2013-09-24-in-brief-a-quay-without-a-toll/")
    expect(reader.get_by_role("link", name="Read an archived copy").first).to_be_visible()
    reader.goto(f"{documents}2013-09-23-velmora-offers-ostrand-a-shared-harbour/")
    original = reader.get_by_role("link", name="Read the original")
    assert original.get_attribute("href") == "https://tidewatch.example/2013/09/23/shared-harbour"
    reader.goto(f"{documents}2013-09-de-kraan-van-saltmere/")
    reader.get_by_role("link", name="Look for the original").click()
    expect(reader.get_by_role("link", name="its headline on the web")).to_be_in_viewport()


def test_a_mistake_is_reported_with_the_page_filled_in(reader: Page):
    link = reader.get_by_role("link", name="Report a mistake")
    address = urlsplit(link.get_attribute("href"))
    assert f"{address.scheme}://{address.netloc}{address.path}".startswith(TOY_ADDRESS)
    filled = parse_qs(address.query)
    assert any(
        "2018-12-24-i-have-never-met-a-tide" in value for values in filled.values() for value in values
    )
