"""What is missing: a calendar of what was looked for, and the lists of what the records leave open."""

from __future__ import annotations

import functools

from markupsafe import Markup

from ..base.escape import exact
from ..collection.coverage import GAPS, Gap, State, calendar
from ..records.dates import MONTHS
from .context import Pages
from .links import Links
from .lists import make_listing, render_years
from .templates import render_page

FOLDER = "missing"
ROWS = 200  # the most rows of the calendar on one page


def render_gaps(pages: Pages) -> dict[str, str]:
    """Return the page of what is missing, its lists, and a page for each year where the calendar is long."""
    archive = pages.archive
    rendered = {}
    found = {gap: gap.documents(archive) for gap in GAPS}
    for gap, documents in found.items():
        path = f"{FOLDER}/{gap.id}.md"
        listing = make_listing(archive, path, documents, functools.partial(_told, gap))
        fields = {"title": gap.title, "description": f"{gap.title}: {pages.count(documents)}."}
        rendered[path] = render_page(pages, path, "gap.md", fields, gap=gap, listing=listing)
        rendered |= render_years(pages, listing, gap.title)
    years = calendar(archive)
    paged = sum(len(year.months) for year in years) > ROWS
    path = f"{FOLDER}/index.md"
    fields = {"title": "What is missing", "description": "What was looked for, what was not, and what the records leave open."}
    shown = {"months": [month[:3] for month in MONTHS], "State": State}
    rendered[path] = render_page(pages, path, "missing.md", fields, gaps=found, years=years, paged=paged, **shown)
    for year in years if paged else ():
        path = f"{FOLDER}/{year.year}.md"
        fields = {"title": f"What is missing, {year.year}", "description": f"What was looked for of the year {year.year}."}
        rendered[path] = render_page(pages, path, "missing-year.md", fields, year=year, **shown)
    return rendered


def _told(gap: Gap, links: Links, document: str) -> Markup:
    return exact(gap.told(links.archive.documents[document]))
