"""The home page: what this is, how much of it, the newest, and the ways in."""

from __future__ import annotations

from ..archive import Archive
from ..dates import UNKNOWN
from .layout import Pages
from .timeline import is_paged, months_by_kind, occurring_kinds, render_months, render_years, timeline_entries
from .wording import NAMES

NEWEST = 8
MOST_USED = 10


def render_home(pages: Pages) -> dict[str, str]:
    """Return the home page."""
    archive = pages.archive
    most_used = {}
    for vocabulary in NAMES:
        counted = [
            (len(documents), term) for (name, term), documents in archive.documents_of_term.items()
            if name == vocabulary and term in archive.vocabularies.get(vocabulary, {})
        ]  # fmt: skip
        most_used[vocabulary] = [term for _, term in sorted(counted, key=lambda item: (-item[0], item[1]))[:MOST_USED]]
    collection = archive.collection
    fields: dict[str, object] = {"title": collection.title if collection else "Archive", "record": "sources/collection.yml"}
    if collection:
        fields["description"] = collection.description
    path = "index.md"
    return {
        path: pages.render(
            path, "home.md", fields, collection=collection, newest=archive.newest_first[:NEWEST], most_used=most_used,
            years=[year for year in archive.documents_of_year if year != UNKNOWN], **_timeline(archive),
        )
    }  # fmt: skip


def _timeline(archive: Archive) -> dict[str, object]:
    """Return the timeline as a picture: by months for a wide screen, by years for a narrow one, and the kinds they show."""
    months = months_by_kind(archive)
    kinds = occurring_kinds(months)
    shown = (archive, months, kinds, is_paged(timeline_entries(archive)), "timeline/")
    return {"months": render_months(*shown), "by_year": render_years(*shown), "kinds": kinds}
