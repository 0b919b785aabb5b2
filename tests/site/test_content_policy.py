"""The content policy allows no style attribute; tables are aligned without one."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from html_pages import read_html
from site_fixtures import Site

pytestmark = pytest.mark.slow


def test_no_element_has_a_style_attribute_and_the_policy_allows_none(toy_sites: tuple[Site, Site]) -> None:
    for site in toy_sites:
        for path in site.html():
            text = path.read_text("utf-8")
            policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
            assert policy, path
            assert "unsafe-inline" not in policy[1]
            assert "style-src-attr" not in policy[1]
            styled = [
                tag for tag in read_html(path).all() if "style" in tag.attributes or "align" in tag.attributes
            ]
            assert styled == [], path


def test_what_a_page_has_in_itself_is_named_by_its_digest(toy_sites: tuple[Site, Site]) -> None:
    for site in toy_sites:
        for path in site.html():
            text = path.read_text("utf-8")
            policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
            parts = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", text, re.DOTALL)
            digests = {base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts}
            assert digests == set(re.findall("'sha256-([^']*)'", policy[1] if policy else "")), path


def one_page_of_each_kind(site: Site) -> list[str]:
    """Return the shortest path of each kind of page, by the folders above it and how many there are."""
    kinds: dict[tuple[str, int], str] = {}
    for path in sorted(site.html(), key=lambda path: (len(str(path)), str(path))):
        relative = path.relative_to(site.folder)
        moved = b'http-equiv="refresh"' in path.read_bytes()  # it leads to another page at once
        if not moved:
            kinds.setdefault((relative.parts[0], len(relative.parts)), relative.as_posix())
    return list(kinds.values())


def test_no_page_of_any_kind_breaks_the_policy(
    toy_sites: tuple[Site, Site], new_page: Callable[..., Page]
) -> None:
    """A refusal is an error in the console, on which `new_page` fails. The reading room has the same pages, but for
    the text of documents.
    """
    public, room = toy_sites
    pages = [f"{public.address}{path}" for path in one_page_of_each_kind(public)]
    assert len(pages) > 20
    pages += [
        f"{room.address}{path}" for path in one_page_of_each_kind(room) if path.startswith("documents/2")
    ]
    page = new_page()
    for address in pages:
        page.goto(address, wait_until="domcontentloaded")


def test_cells_are_aligned_as_their_column_says(toy_sites: tuple[Site, Site], page: Page) -> None:
    site = toy_sites[0]
    seen = set()
    for path in ("timeline/index.html", "missing/index.html", "about/editorial/index.html"):
        page.goto(f"{site.address}{path}")
        seen |= {
            tuple(pair)
            for pair in page.eval_on_selector_all(
                "[data-align]",
                "cells => cells.map(cell => [cell.dataset.align, getComputedStyle(cell).textAlign])",
            )
        }
    assert seen == {("right", "right"), ("center", "center")}
