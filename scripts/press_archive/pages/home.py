"""The home page: what this is, how much of it, the newest, and the ways in."""

from __future__ import annotations

import datetime
import functools

from markupsafe import Markup

from ..base.wording import VOCABULARY_NAMES
from ..collection.archive import Archive
from ..records.dates import UNKNOWN
from .context import Pages
from .links import Links
from .templates import render_page
from .timeline import draw_months, draw_years, is_paged, months_by_kind, occurring_kinds, timeline_entries
from .wording import when

NEWEST = 8
MOST_USED = 10


def render_home(pages: Pages) -> dict[str, str]:
    """Return the home page."""
    archive = pages.archive
    most_used = {}
    for vocabulary in VOCABULARY_NAMES:
        counted = [
            (len(documents), term) for (name, term), documents in archive.documents_of_term.items()
            if name == vocabulary and term in archive.vocabularies[vocabulary]
        ]  # fmt: skip
        most_used[vocabulary] = [term for _, term in sorted(counted, key=lambda item: (-item[0], item[1]))[:MOST_USED]]
    collection = archive.collection
    fields: dict[str, object] = {"title": collection.title if collection else "Archive", "record": "sources/collection.yml"}
    if collection:
        fields["description"] = collection.description
    path = "index.md"
    newest = newest_additions(archive)[:NEWEST]
    return {
        path: render_page(
            pages, path, "home.md", fields, collection=collection, newest=newest, say=functools.partial(_say_added, newest),
            most_used=most_used,
            years=[year for year in archive.documents_of_year if year != UNKNOWN], **_timeline(archive),
        )
    }  # fmt: skip


def newest_additions(archive: Archive) -> list[str]:
    """Return all documents, those first whose source was added last; of one day, and of an unknown one, by publication."""

    def added(document: str) -> datetime.date:
        date = archive.sources[archive.documents[document].source].record.added
        return date.earliest if date else datetime.date.min

    return sorted(archive.newest_first, key=added, reverse=True)


def _say_added(listed: list[str], links: Links, document: str) -> Markup:
    """Say when a document was added, with the first of each day alone."""
    dates = [links.archive.sources[links.archive.documents[id].source].record.added for id in listed]
    position = listed.index(document)
    added = dates[position]
    if added is None or (position and dates[position - 1] == added):
        return Markup("")
    return Markup("added ") + when(added)


def _timeline(archive: Archive) -> dict[str, object]:
    """Return the timeline as a picture: by months for a wide screen, by years for a narrow one, and the kinds they show."""
    months = months_by_kind(archive)
    kinds = occurring_kinds(months)
    shown = (archive, months, kinds, is_paged(timeline_entries(archive)), "timeline/")
    return {"months_chart": draw_months(*shown), "years_chart": draw_years(*shown), "kinds": kinds}
