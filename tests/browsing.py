"""What the tests in a browser share: the pages they open and the questions they ask of them."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from conftest import REPOSITORY
from site_fixtures import Site, real_documents

DOCUMENTS = sorted(real_documents())
INTERVIEW = "2018-12-24-russian-foreign-ministers-interview-ukraine-inf-treaty-north-korea-relations-with-us"
DUTCH = "2018-04-13-lavrov-zet-stef-voor-het-blok"
REPORT = next(REPOSITORY.glob("sources/2013/moscow-times-a27914/*.md")).stem

# One of each kind of page.
PAGES = {
    "home": "",
    "document": f"documents/{REPORT}/",
    "list": "documents/",
    "term": "topics/us-russia-relations/",
    "person": "people/sergey-lavrov/",
    "terms": "people/",
    "event": "events/end-of-inf-treaty/",
    "timeline": "timeline/",
    "evidence": "evidence/",
    "own words": "own-words/",
    "missing": "missing/",
    "gap": "missing/inferred/",
    "subjects": "tags/",
    "source": "sources/dutch-aggregator-lavrov/",
    "search": "search/",
    "about": "about/",
}

# More of them, which show what those above have no room for or only the published site has.
MORE_PAGES = {
    "search with results": "search/?q=Syria",
    "document in Dutch": f"documents/{DUTCH}/",
    "interview": f"documents/{INTERVIEW}/",
    "outlet": "outlets/moscow-times/",
    "year": "years/2018/",
    "language": "languages/nl/",
    "nearness": "evidence/report/",
    "sources": "sources/",
    "about rights": "about/rights/",
    "about editorial": "about/editorial/",
    "about records": "about/records/",
    "about example": "about/example/",
    "about checks": "about/checks/",
    "architecture": "development/architecture/",
    "testing": "development/testing/",
    "glossary": "development/glossary/",
    "decisions": "development/decisions/",
    "not found": "404.html",
}

# The toy archive has what the real one has not: text that the public site shows, Cyrillic, a hostile
# headline.
TOY_DOCUMENTS = {
    "document with its text": "documents/2014-05-02-address-on-the-harbour-treaty/",
    "document with an excerpt": "documents/2014-06-12-ostrand-houdt-de-haven-dicht/",
    "document in Russian": "documents/2019-03-03-dogovor-o-gavani-podpisan/",
    "hostile headline": "documents/2014-script-alert-1-script-quotes-stars/",
}
TOY_PAGES = {
    "home": "",
    **TOY_DOCUMENTS,
    "list": "documents/",
    "term": "topics/harbour-treaty/",
    "person": "people/ilse-marrowby/",
    "event": "events/shared-harbour-offer-2013/",
    "timeline": "timeline/",
    "own words": "own-words/",
    "missing": "missing/",
    "source": "sources/harbour-digest/",
    "not found": "404.html",
}

# What only the reading room shows.
READING_ROOM_PAGES = {
    "report in the reading room": f"documents/{REPORT}/",
    "interview in the reading room": f"documents/{INTERVIEW}/",
    "Dutch document in the reading room": f"documents/{DUTCH}/",
}
TOY_READING_ROOM_PAGES = {"interview in the reading room": "documents/2018-12-24-i-have-never-met-a-tide/"}

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

# What pages are looked at and measured on.
DEVICES = {
    "phone": {"viewport": {"width": 375, "height": 812}, "is_mobile": True, "has_touch": True},
    "desk": {"viewport": {"width": 1280, "height": 800}},
}

PAPER = {"width": 643, "height": 971}  # what margins of 2 cm leave of A4, in pixels (96 to an inch)

every_kind_of_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
every_document = pytest.mark.parametrize("id", DOCUMENTS, ids=str)


def path_of(page: Page, site: Site) -> str:
    """Return where a page is below the site's address."""
    assert page.url.startswith(site.address)
    return page.url.removeprefix(site.address)


def open_page(page: Page, address: str) -> None:
    """Open a page and wait until it shows what it is to show."""
    page.goto(address)
    wait_for_page(page)


def wait_for_page(page: Page, state: Literal["load", "networkidle"] = "load") -> None:
    """Wait until a page that is being opened shows what it is to show: that of the search, results."""
    page.wait_for_load_state(state)
    if "/search/" in page.url:
        expect(page.locator("#search-results > li").first).to_be_visible()


def search_for(page: Page, site: Site, query: str) -> Locator:
    """Ask the search page; return the links of the results once the answer is there."""
    page.goto(f"{site.address}search/")
    page.get_by_label("Words to look for").fill(query)
    page.get_by_label("Words to look for").press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"for “{query}”")
    return page.locator("#search-results > li > a:first-child")


def in_view(element: Locator) -> bool:
    """Say whether an element's beginning is on the screen, and neither outside nor under the header."""
    return element.evaluate(
        """element => {
            const box = element.getBoundingClientRect();
            if (box.top < 0 || box.top >= innerHeight) return false;
            const seen = document.elementFromPoint(box.left + 5, Math.max(box.top, 0) + 8);
            return element.contains(seen);
        }"""
    )


def violations(page: Page, scheme: str) -> list[str]:
    """Return what axe finds wrong with a page as it stands; in the dark scheme only what colours can change."""
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if scheme == "dark":
        options["runOnly"] = ["color-contrast", "link-in-text-block"]
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]
