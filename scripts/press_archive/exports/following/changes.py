"""What was added to the archive and what was corrected in it, as its histories say: what the feeds contain.

Only this module of the feeds reads histories. What search engines are asked not to list is left out, because
they read feeds as they read sitemaps. Of a record that was withdrawn, nothing is left but that it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...collection.archive import Archive
from ...collection.headlines import document_robots
from ...collection.histories import SOURCES, Histories, Renames, concerned, retired_ids, tombstones
from ...records.closed_lists import EntryType, Robots
from ...records.history.entries import Entry
from ...records.links import DOCUMENTS

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_CHANGES = (EntryType.INGESTION, EntryType.FIXITY_CHECK)


@dataclass(frozen=True)
class Addition:
    """A document: its id and the first one that it had, the day on which it came, that of its last change.

    Days are written as 2020-01-07.
    """

    document: str
    first_id: str
    day: str
    changed: str


@dataclass(frozen=True)
class Correction:
    """A change of a source or a document (`kind`), by the id that it has now, and the source as it is now.

    `key` is the place of the entry in its history: the source's id and a number. It never changes, because
    new entries come last. What is gone, a document or a source, has no id here: it often repeats a headline.
    """

    key: str
    kind: str
    id: str
    source: str
    day: str
    entry: Entry


def find_additions(archive: Archive) -> list[Addition]:
    """Return the documents of the archive, those that came last first; ties by their own date, then by id.

    A document came with its source: when the history says that the capture was ingested, or else when the
    record says that the source was added, the first day that this date can mean. A document of which neither
    is known has no day, and is left out.
    """
    histories = Histories(archive)
    changes = histories.last_changes()
    renames = Renames(archive)
    came = {id: _came(archive, histories, id) for id in archive.sources}
    found = []
    for id in archive.newest_first:
        document = archive.documents[id]
        day = came[document.source]
        if day and document_robots(archive, document) is Robots.INDEX:
            changed = changes.get((DOCUMENTS, id), "")
            last = max(day, changed) if _DAY.fullmatch(changed) else day
            found.append(Addition(id, renames.first(DOCUMENTS, id), day, last))
    return sorted(found, key=lambda addition: addition.day, reverse=True)


def _came(archive: Archive, histories: Histories, source: str) -> str:
    for entry in histories.of_source(source):
        if entry.type is EntryType.INGESTION:
            return entry.date.text
    added = archive.sources[source].record.added
    return added.earliest.isoformat() if added else ""


def find_corrections(archive: Archive) -> list[Correction]:
    """Return corrections, changes of access and withdrawals, the last first; of one day, by history.

    A withdrawal is among them where a page of its own says it, and what happened before it is not.
    """
    renames = Renames(archive)
    shown = {(one.history.id, one.position) for one in tombstones(archive)}
    found = []
    for source, history in sorted(archive.histories.items()):
        for position, entry in enumerate(history.record.entries):
            if entry.type in _NO_CHANGES:
                continue
            kind, id = concerned(source, entry)
            id = renames.last(kind, id)
            is_gone = entry.type is EntryType.WITHDRAWAL and (source, position) in shown
            if is_gone or _is_listed(archive, kind, id):
                whole = renames.last(SOURCES, source)
                left = whole if _is_listed(archive, SOURCES, whole) else ""
                key, own = f"{source}/{position}", "" if is_gone else id
                found.append(Correction(key, kind, own, left, entry.date.text, entry))
    return sorted(reversed(found), key=lambda correction: correction.day, reverse=True)


def withdrawn_documents(archive: Archive) -> list[tuple[str, str]]:
    """Return the first id of each document that was withdrawn, and the day, in the order of ids."""
    renames = Renames(archive)
    gone = [one for one in retired_ids(archive).values() if one.kind == DOCUMENTS and not one.renamed]
    return sorted((renames.first(DOCUMENTS, one.id), one.date) for one in gone)


def _is_listed(archive: Archive, kind: str, id: str) -> bool:
    """Return whether the archive has a record, and search engines may list it."""
    if kind == DOCUMENTS:
        document = archive.documents.get(id)
        return document is not None and document_robots(archive, document) is Robots.INDEX
    return id in archive.sources and archive.sources[id].record.robots is Robots.INDEX
