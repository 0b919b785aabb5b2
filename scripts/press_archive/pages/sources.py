"""A page for each source, which accounts for every line of its capture, and the list of all sources."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ..base.wording import count
from ..collection.archive import SourceEntry
from ..collection.histories import SOURCES
from ..records.dates import UNKNOWN
from ..records.fields import Cut
from ..records.rights import RIGHTS
from .division.dividing import Step, divide
from .division.histories import list_history
from .division.part_pages import LongList, render_parts
from .division.steps import by_id, by_line
from .lists import LONGEST
from .parts.addresses import SOURCES_PATH, source_path, sources_of_year_path
from .parts.context import Pages
from .parts.front_matter import source_fields
from .parts.history import source_history
from .parts.links import Links
from .parts.robots import robots_of
from .parts.templates import render_page


def render_each_source(pages: Pages, only: Collection[str]) -> dict[str, str]:
    """Return the pages of some sources."""
    archive = pages.archive
    rendered: dict[str, str] = {}
    for id in sorted(only):
        source = archive.sources[id]
        path = source_path(id)
        lists = _lists_of_source(pages, source)
        for long in lists.values():
            rendered |= render_parts(pages, long)
        rendered[path] = render_page(
            pages, path, "source.md", source_fields(archive, source) | pages.changed(SOURCES, id),
            source=source, record=source.record, account=archive.account(id),
            documents=archive.documents_of_source[id], left_out=archive.broken_documents[id],
            rights=RIGHTS[source.record.rights], UNKNOWN=UNKNOWN,
            **lists,
        )  # fmt: skip
    return rendered


def _lists_of_source(pages: Pages, source: SourceEntry) -> dict[str, LongList[Any]]:
    """Return what a source's page lists and may be long: its documents, what was left out, its history."""
    archive, path, record = pages.archive, source_path(source.id), source.record
    folder, label = path.removesuffix(".md"), record.label
    documents = archive.documents_of_source[source.id]

    def lines_of(document: str) -> Iterator[Step]:
        return by_line(archive.documents[document].record.lines[0].first, record.lines)

    def lines_of_cut(cut: Cut) -> Iterator[Step]:
        return by_line(cut.lines[0].first, record.lines)

    fields = robots_of(record.robots)
    return {
        "document_list": LongList(
            path, label, documents, divide(documents, lines_of, f"{folder}/documents"), pages.count,
            "part-source.md", label, ", ", fields=fields,
        ),
        "cut_list": LongList(
            path, label, record.cuts, divide(record.cuts, lines_of_cut, f"{folder}/left-out"),
            lambda cuts: count(len(cuts), "part left out", "parts left out"), "part-cuts.md",
            f"{label}, left out", ", ", fields=fields,
        ),
        "history": list_history(path, label, source_history(Links(pages, path), source), fields=fields),
    }  # fmt: skip


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
        parts = divide(ids, by_id, path.removesuffix(".md"))
        long = LongList(
            path, f"Sources, {year}", ids, parts, lambda ids: count(len(ids), "source"), "part-sources.md",
            f"Sources, {year}",
        )  # fmt: skip
        rendered[path] = render_page(pages, path, "sources-year.md", fields, year=year, ids=ids, long=long)
        rendered |= render_parts(pages, long)
    return rendered
