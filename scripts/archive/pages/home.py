"""The home page: what this is, how much of it, the newest, and the ways in."""

from __future__ import annotations

from ..dates import UNKNOWN
from .layout import Pages
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
    years = [year for year in archive.documents_of_year if year != UNKNOWN]
    newest = archive.newest_first[:NEWEST]
    return {path: pages.render(path, "home.md", fields, collection=collection, newest=newest, most_used=most_used, years=years)}
