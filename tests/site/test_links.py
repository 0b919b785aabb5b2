"""No link of a site leads to a page or a place that is not there; each line of a document is one.

The offline copies are examined in the same way in tests/publish/test_offline.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conftest import REPOSITORY, TOY
from html_pages import article, ids_of, read_html, resolve
from site_fixtures import Site, recorded_documents

pytestmark = pytest.mark.slow

SITES = {
    "public site": ("public_site", REPOSITORY),
    "reading room": ("reading_room_site", REPOSITORY),
    "toy's public site": ("toy_sites", TOY),
    "toy's reading room": ("toy_sites", TOY),
}
UNLINKED = ("line-link", "line-reference")  # spans that name lines; a link must be in each
every_site = pytest.mark.parametrize("name", SITES)


def site_of(name: str, request: pytest.FixtureRequest) -> Site:
    found = request.getfixturevalue(SITES[name][0])
    return found if isinstance(found, Site) else found["room" in name]


def addresses(page: Path) -> Iterator[str]:
    """Yield every address that a page leads to or loads."""
    for element in read_html(page).walk():
        for name in ("href", "src"):
            address = element.attributes.get(name)
            if address is not None and urlsplit(address).scheme not in ("data", "mailto"):
                yield address


@every_site
def test_every_internal_link_leads_to_a_page_and_to_a_place_on_it(
    name: str, request: pytest.FixtureRequest
) -> None:
    site = site_of(name, request)
    broken, checked, fragments = set(), 0, 0
    for page in site.html():
        for address in set(addresses(page)):
            if (resolved := resolve(site.folder, page, address)) is None:
                continue
            target, fragment = resolved
            checked += 1
            fragments += bool(fragment)
            if not target.is_file():
                broken.add(f"{page.relative_to(site.folder)}: {address}")
            elif fragment and target.suffix == ".html" and fragment not in ids_of(target):
                broken.add(f"{page.relative_to(site.folder)}: {address}: no such place")
    assert checked > 1000 and fragments > 100
    assert sorted(broken) == []


@every_site
def test_every_line_of_a_document_is_once_on_its_page(name: str, request: pytest.FixtureRequest) -> None:
    site = site_of(name, request)
    for id, document in recorded_documents(SITES[name][1]).items():
        found = [
            int(element.attributes["id"].removeprefix("L"))
            for element in article(site.page(f"documents/{id}")).walk()
            if re.fullmatch(r"L\d+", element.attributes.get("id", ""))
        ]
        assert sorted(found) == document.line_numbers, id


@every_site
def test_what_names_lines_is_a_link_to_the_first_of_them(name: str, request: pytest.FixtureRequest) -> None:
    site = site_of(name, request)
    marks, documents = 0, set()
    for page in site.html():
        links = article(page).all("a")
        for link in links:
            last = link.children[-1] if link.children else ""
            match = re.search(r"\b(?:[Ll]ines? |L)(\d+)(?:–L?\d+)?$", last) if isinstance(last, str) else None
            if match:
                target, fragment = resolve(site.folder, page, link.attributes["href"])
                assert fragment == f"L{match[1]}", (page, last)
                marks += 1
                documents.add(target)
        spans = [span for span in article(page).all("span") if span.attributes.get("class") in UNLINKED]
        assert all(span.all("a") for span in spans), page
    assert marks > 40 and len(documents) > 5
