"""Pages that search engines are asked not to list, because the record of what they show says so."""

from __future__ import annotations

from ...collection.archive import Archive, DocumentEntry
from ...records.closed_lists import Robots
from ...records.fields import Source
from ...records.terms import Term
from .addresses import document_path, source_path, term_path


def robots_of(asked: Robots) -> dict[str, object]:
    """Return what the front matter of a page says to search engines: nothing, where they may list it."""
    return {"robots": str(asked)} if asked is not Robots.INDEX else {}


def document_robots(archive: Archive, document: DocumentEntry) -> Robots:
    """Return what a document's page says to them: what its record says, or that of its source."""
    own = document.record.robots
    return archive.sources[document.source].record.robots if own is Robots.INDEX else own


def _is_unlisted(record: Source | Term) -> bool:
    return record.robots is not Robots.INDEX


def unlisted_pages(archive: Archive) -> set[str]:
    """Return the paths of the pages that may ask so, those of a term's years included."""
    paths = {
        document_path(id)
        for id, document in archive.documents.items()
        if document_robots(archive, document) is not Robots.INDEX
    }
    paths |= {source_path(id) for id, source in archive.sources.items() if _is_unlisted(source.record)}
    for vocabulary, terms in archive.vocabularies.items():
        for id, term in terms.items():
            if _is_unlisted(term.record):
                path = term_path(vocabulary, id)
                folders = (path.removesuffix(".md"), f"own-words/{id}")
                years = archive.documents_of_year
                paths |= {path, *(f"{folder}/{year}.md" for folder in folders for year in years)}
    return paths
