"""What a table may say of a history: no more than the site's pages do (`pages/parts/history.py`).

A value is given only where its entry gives the reason, and only where what it names is still in the archive.
Of what was withdrawn there are days and kinds of changes, and the reason of the withdrawal itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...captures.runs import quotable
from ...collection.archive import Archive
from ...records.closed_lists import EntryType, HistoryField
from ...records.dates import UNKNOWN
from ...records.history.entries import Entry

_NOTHING = {"old": None, "new": None}


def shown_entries(archive: Archive, source: str) -> Iterator[Entry]:
    """Yield the entries of a source's history, each without what no page shows of it."""
    entries = archive.histories[source].record.entries
    withdrawn = _withdrawn(entries)
    for entry in entries:
        if None in withdrawn or (entry.document and entry.document in withdrawn):
            hidden: dict[str, object] = {**_NOTHING, "sha256": None}
            if entry.type is not EntryType.WITHDRAWAL:
                hidden["reason"] = None
            yield entry.model_copy(update=hidden)
        elif not entry.reason or entry.reason == UNKNOWN:
            yield entry.model_copy(update=_NOTHING)
        else:
            yield entry.model_copy(update={name: _shown(archive, entry, name) for name in ("old", "new")})


def _withdrawn(entries: tuple[Entry, ...]) -> set[str | None]:
    """Return the ids that withdrawn documents ever had; None among them is the source itself."""
    withdrawn = {entry.document for entry in entries if entry.type is EntryType.WITHDRAWAL}
    for entry in reversed(entries):
        if entry.is_rename and entry.document and entry.new in withdrawn:
            withdrawn.add(entry.document)
    return withdrawn


def _shown(archive: Archive, entry: Entry, name: str) -> str | None:
    """Return an earlier or a later value, or None where a page would not name it."""
    value: str | None = getattr(entry, name)
    if value is None or value == UNKNOWN:
        return value
    if entry.field is HistoryField.TITLE:
        document = archive.documents.get(entry.document or "")
        return value if document and document.record.title == value else quotable(value)
    if entry.field is HistoryField.SOURCE:
        return value if value in archive.sources else None
    is_known = all(
        vocabulary in archive.vocabularies and id in archive.vocabularies[vocabulary]
        for vocabulary, id in _named(entry, value)
    )
    return value if is_known else None


def _named(entry: Entry, value: str) -> Iterator[tuple[str, str]]:
    """Yield the terms that a value names."""
    if entry.field in (HistoryField.STAMP_BY, HistoryField.OUTLET):
        yield "outlets", value
    elif entry.field is HistoryField.SPEAKER:
        for link in value.split(", "):
            vocabulary, _, id = link.rpartition(":")
            yield vocabulary or "people", id
    elif entry.field is HistoryField.SPEAKERS:
        yield "people", value.rpartition(": ")[2]
