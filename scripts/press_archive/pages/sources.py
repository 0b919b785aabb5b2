"""A page for each source, which accounts for every line of its capture, and the list of all sources."""

from __future__ import annotations

from collections.abc import Collection

from ..base.wording import count
from ..collection.histories import SOURCES
from ..records.dates import UNKNOWN
from ..records.rights import RIGHTS
from .lists import LONGEST
from .parts.addresses import SOURCES_PATH, source_path, sources_of_year_path
from .parts.context import Pages
from .parts.front_matter import source_fields
from .parts.history import source_history
from .parts.links import Links
from .parts.templates import render_page


def render_each_source(pages: Pages, only: Collection[str]) -> dict[str, str]:
    """Return the pages of some sources."""
    archive = pages.archive
    rendered = {}
    for id in sorted(only):
        source = archive.sources[id]
        path = source_path(id)
        rendered[path] = render_page(
            pages, path, "source.md", source_fields(archive, source) | pages.changed(SOURCES, id),
            source=source, record=source.record, account=archive.account(id),
            documents=archive.documents_of_source[id], left_out=archive.broken_documents[id],
            rights=RIGHTS[source.record.rights], UNKNOWN=UNKNOWN,
            history=source_history(Links(pages, path), source),
        )  # fmt: skip
    return rendered


def render_source_lists(pages: Pages) -> dict[str, str]:
    """Return the list of all sources, and one for each year if there are many."""
    archive = pages.archive
    years: dict[str, list[str]] = {}
    for id, source in sorted(archive.sources.items()):
        years.setdefault(source.folder.split("/")[-2], []).append(id)
    paged = len(archive.sources) > LONGEST
    fields = {
        "title": "Sources",
        "description": f"Every capture that the archive describes: {count(len(archive.sources), 'source')}.",
    }
    rendered = {
        SOURCES_PATH: render_page(pages, SOURCES_PATH, "sources.md", fields, years=years, paged=paged)
    }
    for year, ids in years.items() if paged else ():
        path = sources_of_year_path(year)
        fields = {
            "title": f"Sources, {year}",
            "description": f"The captures filed under {year}: {count(len(ids), 'source')}.",
        }
        rendered[path] = render_page(pages, path, "sources-year.md", fields, year=year, ids=ids)
    return rendered
