"""The web addresses that the records name: which of them a check of links concerns."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ..records.dates import UNKNOWN
from ..records.values import Reference
from .archive import Archive, DocumentEntry, TermEntry


def original_addresses(document: DocumentEntry) -> Iterator[str]:
    """Yield the address of a document's original, and those of its archived copies."""
    if document.record.original_url != UNKNOWN:
        yield document.record.original_url
    yield from (copy.url for copy in document.record.archived)


def found_addresses(document: DocumentEntry) -> Iterator[str]:
    """Yield the pages on which something was found of a document."""
    yield from (finding.found for finding in document.record.findings)


def reference_addresses(archive: Archive) -> Iterator[str]:
    """Yield the web addresses by which terms are supported."""
    for terms in archive.vocabularies.values():
        for term in terms.values():
            yield from (reference for reference in _references(term) if "://" in reference)


def _references(term: TermEntry) -> Iterator[Reference]:
    """Yield the references of a term, of a person's offices and of a place's coordinates."""
    if term.placeholder:
        return
    yield from term.record.references
    yield from (office.reference for office in getattr(term.record, "offices", ()))
    if coordinates := getattr(term.record, "coordinates", None):
        yield coordinates.reference


def named_addresses(archive: Archive) -> set[str]:
    """Return every address that a check of links may concern."""
    named = set(reference_addresses(archive))
    for document in archive.documents.values():
        named.update(original_addresses(document), found_addresses(document))
    return named


def latest_day(archive: Archive) -> datetime.date:
    """Return the latest day on which the records say that somebody worked on them: checked an address, added
    a source, wrote into a history. By it a check is old: by the clock, no two builds would be equal.
    """
    days = [entry.record.date.latest for entry in archive.links.values()]
    days += (entry.record.added.earliest for entry in archive.sources.values() if entry.record.added)
    days += (item.date.earliest for entry in archive.histories.values() for item in entry.record.entries)
    return max(days, default=datetime.date.min)


def is_all_read(archive: Archive) -> bool:
    """Return whether every document and vocabulary was read; if not, others may name an address."""
    return not archive.broken_ids and not archive.broken_vocabularies
