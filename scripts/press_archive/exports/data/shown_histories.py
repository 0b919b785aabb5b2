"""What a table may say of a history: no more than the site's pages do (`pages/parts/history.py`).

A value is given only where the entry gives the reason, and where the archive still has what the value names.
Whether search engines were asked to list a page is always given, as on the page itself. What was withdrawn
has no entries: an id often repeats a headline, and only the page at its own address may have it. The history
of a source says, as its page does, that a document of it was withdrawn, when and why, but not which. A table
has every check of fixity, a page only the last one.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...captures.runs import quotable
from ...collection.archive import Archive
from ...collection.histories import SOURCES, Renames
from ...records.closed_lists import EntryType, HistoryField
from ...records.dates import UNKNOWN
from ...records.history.entries import Entry
from ...records.links import DOCUMENTS


def shown_entries(archive: Archive) -> Iterator[tuple[str, int, Entry]]:
    """Yield the id of each history, and its entries, numbered from 1, without what no other page shows."""
    shown = _Shown(archive)
    for source in sorted(archive.histories):
        for number, entry in enumerate(archive.histories[source].record.entries, 1):
            if shown_entry := shown.entry(source, entry):
                yield source, number, shown_entry


class _Shown:
    """What the pages of records show of their entries."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._renames = Renames(archive)

    def entry(self, source: str, entry: Entry) -> Entry | None:
        """Return an entry without what no page shows of it, or None where no page but a tombstone has it."""
        if self._renames.last(SOURCES, source) not in self._archive.sources:
            return None
        if entry.document and self._renames.last(DOCUMENTS, entry.document) not in self._archive.documents:
            is_withdrawal = entry.type is EntryType.WITHDRAWAL
            return entry.model_copy(update={"document": None}) if is_withdrawal else None
        with_values = bool(entry.reason) and entry.reason != UNKNOWN
        return entry.model_copy(
            update={
                "old": self._value(entry, entry.old) if with_values else _robots(entry, entry.old),
                "new": self._value(entry, entry.new) if with_values else _robots(entry, entry.new),
                "sha256": entry.sha256 if self._is_current(source, entry) else None,
            }
        )

    def _is_current(self, source: str, entry: Entry) -> bool:
        """Return whether an entry's checksum is that of the capture, which the source's page shows."""
        return entry.sha256 == self._archive.sources[self._renames.last(SOURCES, source)].record.sha256

    def _value(self, entry: Entry, value: str | None) -> str | None:
        """Return an earlier or a later value, or None where a page would not name it."""
        if value is None or value == UNKNOWN:
            return value
        if entry.field is HistoryField.TITLE:
            document = self._archive.documents[self._renames.last(DOCUMENTS, entry.document or "")]
            return value if document.record.title == value else quotable(value)
        if entry.field is HistoryField.SOURCE:
            return value if value in self._archive.sources else None
        return value if all(self._is_known(*term) for term in _named(entry, value)) else None

    def _is_known(self, vocabulary: str, id: str) -> bool:
        term = self._archive.vocabularies.get(vocabulary, {}).get(id)
        return term is not None and not term.placeholder


def _robots(entry: Entry, value: str | None) -> str | None:
    return value if entry.field is HistoryField.ROBOTS else None


def _named(entry: Entry, value: str) -> Iterator[tuple[str, str]]:
    """Yield the terms that a value names."""
    if entry.field in (HistoryField.STAMP_BY, HistoryField.OUTLET):
        yield "outlets", value
    elif entry.field is HistoryField.SPEAKER:
        for link in value.split(", "):
            vocabulary, _, id = link.rpartition(":")
            yield vocabulary or "people", id
    elif entry.field is HistoryField.SPEAKERS:
        id = value.rpartition(": ")[2]
        if id != UNKNOWN:
            yield "people", id
