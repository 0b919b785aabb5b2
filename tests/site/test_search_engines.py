"""What search engines are told: which pages there are, when they changed, and which not to list."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from html_pages import read_html
from site_fixtures import UNLISTED, Site

pytestmark = pytest.mark.slow

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
WITHDRAWN = "documents/2013-09-25-a-quarrel-on-the-slipway/"
MOVED = "sources/lantern/"


def listed(site: Site) -> dict[str, str | None]:
    """Return the day of each address in the sitemap, by the path below the site."""
    entries = ElementTree.parse(site.folder / "sitemap.xml").getroot().findall(f"{SITEMAP}url")
    return {
        (entry.findtext(f"{SITEMAP}loc") or "").removeprefix(site.address): entry.findtext(
            f"{SITEMAP}lastmod"
        )
        for entry in entries
    }


def asks_not_to_be_listed(page: Path) -> bool:
    """Return whether a page asks so, or leads on to another one."""
    tags = read_html(page).all("meta")
    robots = [tag for tag in tags if tag.attributes.get("name") == "robots"]
    return bool(robots) or any(tag.attributes.get("http-equiv") == "refresh" for tag in tags)


def test_the_sitemap_has_every_page_but_those_that_ask_not_to_be_listed(toy_at_address: Site) -> None:
    pages = {
        path.parent.relative_to(toy_at_address.folder).as_posix().removeprefix(".") + "/": path
        for path in toy_at_address.html()
        if path.name == "index.html"
    }
    asking = {path.removeprefix("/") for path, page in pages.items() if asks_not_to_be_listed(page)}
    assert {f"documents/{UNLISTED}/", WITHDRAWN, MOVED} <= asking
    assert set(listed(toy_at_address)) == {path.removeprefix("/") for path in pages} - asking


def test_the_sitemap_has_the_day_of_a_records_last_change(toy_at_address: Site) -> None:
    """By tests/toy/sources/history: ingestions, a correction, a change of access; a check of fixity is no change."""
    days = listed(toy_at_address)
    assert days["documents/2013-09-23-velmora-offers-ostrand-a-shared-harbour/"] == "2020-01-07"
    assert days["documents/2018-12-24-i-have-never-met-a-tide/"] == "2020-03-01"
    assert days["sources/lantern-interview/"] == "2020-03-01"
    assert days["documents/2014-05-02-address-on-the-harbour-treaty/"] == "2020-04-02"
    # A document of this source was withdrawn later, which changed no other document.
    assert days["sources/gull-post-harbour/"] == "2020-06-11"
    assert days["documents/2013-09-24-shared-harbour-offered-to-ostrand/"] == "2020-01-07"
    unknown = [path for path, day in days.items() if day is None]
    assert {"", "documents/", "about/", "topics/harbour-treaty/"} <= set(unknown)
    assert [day for day in days.values() if day and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day)] == []


def test_robots_txt_allows_all_and_names_the_sitemap_and_that_of_the_reading_room_nothing(
    toy_at_address: Site, toy_sites: tuple[Site, Site]
) -> None:
    expected = f"User-agent: *\nAllow: /\n\nSitemap: {toy_at_address.address}sitemap.xml\n"
    assert (toy_at_address.folder / "robots.txt").read_text("utf-8") == expected
    room = toy_sites[1].folder
    assert (room / "robots.txt").read_text("utf-8") == "User-agent: *\nDisallow: /\n"
    assert list(room.glob("sitemap*")) == []
