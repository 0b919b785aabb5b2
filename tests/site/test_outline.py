"""What a screen reader is told of every kind of page: outlines written by hand, in the words of ARIA.

Each file of `aria/` holds what must be there in that order, and may leave out the rest
(https://playwright.dev/python/docs/aria-snapshots).
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browsing import PHONE
from conftest import REPOSITORY, sampled
from site_fixtures import Site

pytestmark = pytest.mark.slow

OUTLINES = REPOSITORY / "tests" / "aria"
INTERVIEW = "documents/2018-12-24-i-have-never-met-a-tide/"
# Outline → (page, whether it is the reading room's).
PLACES = {
    "frame": ("topics/", False),
    "home": ("", False),
    "document": (INTERVIEW, True),
    "list": ("documents/", False),
    "person": ("people/ilse-marrowby/", False),
    "event": ("events/shared-harbour-offer-2013/", False),
    "timeline": ("timeline/", False),
    "search": ("search/", False),
    "about": ("about/", False),
}
OUTLINES_BY_NAME = {path.stem: path.read_text(encoding="utf-8") for path in OUTLINES.glob("*.yml")}


def test_every_outline_has_a_page():
    assert set(OUTLINES_BY_NAME) == set(PLACES)


@pytest.mark.parametrize("name", sampled(list(PLACES), 3))
def test_a_page_has_the_outline_that_was_written_for_it(
    toy_sites: tuple[Site, Site], page: Page, name: str
) -> None:
    path, reading_room = PLACES[name]
    page.goto(toy_sites[reading_room].address + path)
    expect(page.locator("body")).to_match_aria_snapshot(OUTLINES_BY_NAME[name])


def test_an_outline_that_is_not_met_is_noticed(toy_sites: tuple[Site, Site], page: Page) -> None:
    page.goto(toy_sites[0].address)
    for wrong in (
        OUTLINES_BY_NAME["home"].replace(
            'heading "Recently added" [level=2]', 'heading "Newest additions" [level=3]'
        ),
        re.sub(r'(?m)^( +)- heading "People".*\n\1- list\n', "", OUTLINES_BY_NAME["home"])
        + '    - heading "People" [level=2]\n',
    ):
        with pytest.raises(AssertionError):
            expect(page.locator("body")).to_match_aria_snapshot(wrong, timeout=300)


def test_on_a_phone_a_card_still_tells_its_facts_in_order(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    page = new_page(**PHONE)
    page.goto(f"{toy_sites[0].address}years/2018/")
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    heads = [
        node["name"]["value"]
        for node in nodes
        if node["role"]["value"] == "columnheader" and not node["ignored"]
    ]
    assert heads == [
        "Date",
        "Document",
        "Outlet",
        "Kind",
        "Language",
        "How the words reach us",
    ]  # not seen, but told
    for text in (
        "about 24 December 2018",
        "I have never met a tide",
        "The Lantern",
        "interview",
        "English",
        "translation",
    ):
        expect(page.locator("tbody tr").first.get_by_text(text).first).to_be_visible()
