"""What is missing: a calendar of what was searched, and the documents with gaps in their records."""

from __future__ import annotations

import functools

from markupsafe import Markup

from ..base.escape import exact
from ..base.wording import count
from ..collection.coverage import GAPS, Gap, State, calendar
from ..records.dates import MONTHS
from .division.dividing import divide
from .division.part_pages import LongList, render_parts
from .division.steps import by_date
from .division.term_lists import by_letter, list_terms
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
    searches = _list_searches(pages)
    rendered[MISSING_PATH] = render_page(
        pages, MISSING_PATH, "missing.md", fields,
        gaps=documents_of_gap, years=years, paged=paged, searches=searches, **names,
    )  # fmt: skip
    rendered |= render_parts(pages, searches)
    for year in years if paged else ():
        path = missing_year_path(year.year)
        title = f"What is missing, {year.year}"
        outlets = list_terms(
            pages, path, title, title, [("outlets", id) for id in year.months], path.removesuffix(".md"),
            by_letter(pages.archive), template="part-calendar.md", values={"year": year, **names},
        )  # fmt: skip
        fields = {
            "title": title,
            "description": f"What was looked for of the year {year.year}.",
        }
        rendered[path] = render_page(
            pages, path, "missing-year.md", fields, year=year, outlets=outlets, **names
        )
        rendered |= render_parts(pages, outlets)
    return rendered


def _list_searches(pages: Pages) -> LongList[str]:
    """Return the searches that were made, divided by the time that was searched if they are many."""
    searches = pages.archive.searches
    parts = divide(
        list(searches), lambda id: by_date(searches[id].record.period.start, id, with_year=True),
        "missing/searches",
    )  # fmt: skip
    return LongList(
        MISSING_PATH, "What is missing", list(searches), parts,
        lambda ids: count(len(ids), "search", "searches"), "part-searches.md", "Searches",
    )  # fmt: skip


def _render_gap(pages: Pages, gap: Gap, documents: list[str]) -> dict[str, str]:
    """Return the list of documents that have a gap, with the pages of its years if it is long."""
    path = gap_path(gap.id)
    listing = make_listing(pages.archive, path, documents, functools.partial(_gap_detail, gap))
    fields = {"title": gap.title, "description": f"{gap.title}: {pages.count(documents)}."}
    page = render_page(pages, path, "gap.md", fields, gap=gap, listing=listing)
    return {path: page} | render_years(pages, listing, gap.title)


def _gap_detail(gap: Gap, links: Links, document: str) -> Markup:
    return exact(gap.detail(links.archive.documents[document]))
