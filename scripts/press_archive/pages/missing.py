"""What is missing: a calendar of what was searched, and the documents with gaps in their records."""

from __future__ import annotations

import functools

from markupsafe import Markup

from ..base.escape import exact
from ..collection.coverage import GAPS, Gap, State, calendar
from ..records.dates import MONTHS
from .lists import make_listing, render_years
from .parts.addresses import MISSING_PATH, gap_path, missing_year_path
from .parts.context import Pages
from .parts.links import Links
from .parts.templates import render_page

LONGEST_CALENDAR = 200  # the most rows of the calendar on one page


def render_gaps(pages: Pages) -> dict[str, str]:
    """Return the page on what is missing, its lists, and a page for each year of a long calendar."""
    rendered: dict[str, str] = {}
    documents_of_gap = {gap: gap.documents(pages.archive) for gap in GAPS}
    for gap, documents in documents_of_gap.items():
        rendered |= _render_gap(pages, gap, documents)
    years = calendar(pages.archive)
    paged = sum(len(year.months) for year in years) > LONGEST_CALENDAR
    names: dict[str, object] = {"months": [month[:3] for month in MONTHS], "State": State}
    fields = {
        "title": "What is missing",
        "description": "What was looked for, what was not, and what the records leave open.",
    }
    rendered[MISSING_PATH] = render_page(
        pages, MISSING_PATH, "missing.md", fields, gaps=documents_of_gap, years=years, paged=paged, **names
    )
    for year in years if paged else ():
        path = missing_year_path(year.year)
        fields = {
            "title": f"What is missing, {year.year}",
            "description": f"What was looked for of the year {year.year}.",
        }
        rendered[path] = render_page(pages, path, "missing-year.md", fields, year=year, **names)
    return rendered


def _render_gap(pages: Pages, gap: Gap, documents: list[str]) -> dict[str, str]:
    """Return the list of documents that have a gap, with the pages of its years if it is long."""
    path = gap_path(gap.id)
    listing = make_listing(pages.archive, path, documents, functools.partial(_gap_detail, gap))
    fields = {"title": gap.title, "description": f"{gap.title}: {pages.count(documents)}."}
    page = render_page(pages, path, "gap.md", fields, gap=gap, listing=listing)
    return {path: page} | render_years(pages, listing, gap.title)


def _gap_detail(gap: Gap, links: Links, document: str) -> Markup:
    return exact(gap.detail(links.archive.documents[document]))
