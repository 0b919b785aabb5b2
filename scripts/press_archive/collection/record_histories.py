"""What happened to each document and source, from the entries of all histories that concern it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ..records.closed_lists import EntryType
from ..records.history.entries import Entry
from .archive import Archive


class RecordHistories:
    """The entries of all histories, by the source or the document that they concern."""

    def __init__(self, archive: Archive) -> None:
        """Assign each entry of the archive to the records that it concerns."""
        self._of_source: dict[str, list[Entry]] = defaultdict(list)
        self._of_document: dict[str, list[Entry]] = defaultdict(list)
        self._former_sources: dict[str, str] = {}
        self._former_documents: dict[str, str] = {}
        for id, history in sorted(archive.histories.items()):
            for entry in history.record.entries:
                self._add(id, entry)

    def _add(self, source: str, entry: Entry) -> None:
        self._of_source[source].append(entry)
        if entry.document:
            self._of_document[entry.document].append(entry)
        if entry.is_rename and entry.new:
            former = self._former_documents if entry.document else self._former_sources
            former.setdefault(entry.new, entry.document or source)

    def of_source(self, id: str) -> list[Entry]:
        """Return what happened to a source, under each id that it had, and which of its documents are gone.

        Entries are in the order of days; of the checks of fixity, only the last is among them.
        """
        entries = [entry for one in _ids(id, self._former_sources) for entry in self._of_source[one]]
        return _in_order(
            entry for entry in entries if not entry.document or entry.type is EntryType.WITHDRAWAL
        )

    def of_document(self, id: str, source: str) -> list[Entry]:
        """Return what happened to a document, under each id that it had, and to its source as a whole.

        Entries are in the order of days; of the checks of fixity, only the last is among them.
        """
        sources = _ids(source, self._former_sources)
        whole = [entry for one in sources for entry in self._of_source[one] if not entry.document]
        own = [entry for one in _ids(id, self._former_documents) for entry in self._of_document[one]]
        return _in_order([*whole, *own])


def _ids(id: str, former: dict[str, str]) -> list[str]:
    """Return the ids that a record had, the oldest first, and then its own."""
    ids = [id]
    while (before := former.get(ids[-1])) and before not in ids:
        ids.append(before)
    return ids[::-1]


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    ordered = sorted(entries, key=lambda entry: entry.date.text)
    checks = [entry for entry in ordered if entry.type is EntryType.FIXITY_CHECK]
    return [entry for entry in ordered if entry.type is not EntryType.FIXITY_CHECK or entry is checks[-1]]
