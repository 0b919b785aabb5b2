"""The home page: what the archive is, its newest additions, and links to every part of it."""

from __future__ import annotations

import datetime
import functools

from markupsafe import Markup

from ..base.wording import VOCABULARY_NAMES
from ..collection.archive import Archive
from ..records.dates import UNKNOWN
from .parts.addresses import HOME_PATH
from .parts.context import Pages
from .parts.links import Links
from .parts.templates import render_page
from .parts.wording import when
from .timeline import chart_values

NEWEST = 8  # documents
MOST_USED = 10  # terms of a vocabulary


def render_home(pages: Pages) -> dict[str, str]:
    """Return the home page."""
    archive, collection = pages.archive, pages.archive.collection
    fields: dict[str, object] = {
        "title": collection.title if collection else "Archive",
        "record": "sources/collection.yml",
    }
    if collection:
        fields["description"] = collection.description
    newest = newest_additions(archive)[:NEWEST]
    page = render_page(
        pages, HOME_PATH, "home.md", fields,
        collection=collection, newest=newest, remark=functools.partial(_date_added, newest),
        most_used={vocabulary: most_used_terms(archive, vocabulary) for vocabulary in VOCABULARY_NAMES},
        years=[year for year in archive.documents_of_year if year != UNKNOWN],
        **chart_values(archive, base="timeline/"),
    )  # fmt: skip
    return {HOME_PATH: page}


def most_used_terms(archive: Archive, vocabulary: str) -> list[str]:
    """Return the terms that most documents name, the most frequent first; ties by id."""
    terms = archive.vocabularies.get(vocabulary, {})
    numbers = {
        id: len(documents)
        for (name, id), documents in archive.documents_of_term.items()
        if name == vocabulary and id in terms
    }
    return sorted(numbers, key=lambda id: (-numbers[id], id))[:MOST_USED]


def newest_additions(archive: Archive) -> list[str]:
    """Return all documents, those whose source was added last first.

    Documents that were added on the same day, or on an unknown day, are sorted by publication, newest first.
    """

    def date_added(document: str) -> datetime.date:
        date = archive.sources[archive.documents[document].source].record.added
        return date.earliest if date else datetime.date.min

    return sorted(archive.newest_first, key=date_added, reverse=True)


def _date_added(listed: list[str], links: Links, document: str) -> Markup:
    """Return when a document was added, but only for the first document of each day in the list."""
    dates = [links.archive.sources[links.archive.documents[id].source].record.added for id in listed]
    position = listed.index(document)
    added = dates[position]
    if added is None or (position and dates[position - 1] == added):
        return Markup("")
    return Markup("added ") + when(added)
