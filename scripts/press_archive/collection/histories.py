"""What the histories say of all sources: what was withdrawn or renamed, which values were recorded last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..records.closed_lists import EntryType, HistoryField
from ..records.history.entries import DIGESTS, Entry
from ..records.links import DOCUMENTS
from .archive import Archive, HistoryEntry

SOURCES = "sources"
# Of the dates in EDTF, those that are the same in ISO 8601.
_DAY_MONTH_OR_YEAR = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True)
class Retired:
    """An id that is never used again: of a source or a document that was withdrawn or renamed.

    `kind` is SOURCES or DOCUMENTS, `renamed` the new id (empty: withdrawn), `position` the entry's in the
    history.
    """

    kind: str
    id: str
    date: str
    reason: str
    renamed: str
    history: HistoryEntry
    position: int

    @property
    def noun(self) -> str:
        """What the id belonged to."""
        return self.kind.removesuffix("s")

    @property
    def day(self) -> str:
        """The day in words."""
        return self.history.record.entries[self.position].date.words

    @property
    def address(self) -> str:
        """The address below the site that the id had."""
        return site_address(self.kind, self.id)

    @property
    def in_words(self) -> str:
        """What happened to the id."""
        if self.renamed:
            return f"the {self.noun} {self.id!r} was renamed to {self.renamed!r} on {self.date}"
        return f"the {self.noun} {self.id!r} was withdrawn on {self.date}"


def site_address(kind: str, id: str) -> str:
    """Return the address of a page below the site.

    >>> site_address("documents", "a-report")
    'documents/a-report/'
    """
    return f"{kind}/{id}/"


def retired_ids(archive: Archive) -> dict[tuple[str, str], Retired]:
    """Return every id that was withdrawn or renamed, by (SOURCES or DOCUMENTS, id)."""
    found: dict[tuple[str, str], Retired] = {}
    for history in archive.histories.values():
        for position, entry in enumerate(history.record.entries):
            if entry.type is EntryType.WITHDRAWAL or entry.is_rename:
                retired = _retired(history, position, entry)
                found.setdefault((retired.kind, retired.id), retired)
    return found


def _retired(history: HistoryEntry, position: int, entry: Entry) -> Retired:
    kind = DOCUMENTS if entry.document else SOURCES
    renamed = (entry.new or "") if entry.is_rename else ""
    id = entry.document or history.id
    return Retired(kind, id, entry.date.text, entry.reason or "", renamed, history, position)


Values = dict[tuple[str, str], str]  # (document or an empty text, field) → value; "" where it was removed


def recorded_values(entries: Iterable[Entry]) -> Values:
    """Return the values that were recorded last; those of a document are kept when it is renamed."""
    values: Values = {}
    for entry in entries:
        record_values(values, entry)
    return values


def record_values(values: Values, entry: Entry) -> None:
    """Take what one more entry records into the values of those before it."""
    document = entry.document or ""
    if entry.sha256:
        values["", HistoryField.SHA256] = entry.sha256
    elif entry.is_rename and document:
        for key in [key for key in values if key[0] == document]:
            values[entry.new or "", key[1]] = values.pop(key)
    elif entry.field and entry.field not in (
        HistoryField.SPEAKER,
        HistoryField.SPEAKERS,
        HistoryField.ID,
    ):
        values[document, entry.field] = entry.new or ""


def histories_of(archive: Archive, source: str) -> list[HistoryEntry]:
    """Return the histories of a source, the oldest first: those of its former ids, and its own."""
    return _chain(archive, source, _former_sources(archive))


def _former_sources(archive: Archive) -> dict[str | None, str]:
    """Return the id that each renamed source had before."""
    return {
        entry.new: history.id
        for history in archive.histories.values()
        for entry in history.record.entries
        if entry.is_rename and not entry.document
    }


def _chain(archive: Archive, source: str, former: Mapping[str | None, str]) -> list[HistoryEntry]:
    ids = [source]
    while (before := former.get(ids[-1])) and before not in ids:
        ids.append(before)
    return [archive.histories[id] for id in reversed(ids) if id in archive.histories]


def last_changes(archive: Archive) -> dict[tuple[str, str], str]:
    """Return when each source and document last changed as far as the archive knows, by (SOURCES or
    DOCUMENTS, id).

    What a reader can see counts: ingestion, corrections, changes of access, and for a source the withdrawal
    of a document. Without any of them it is when the source was added, where that is known to the day, month
    or year: a date of the sitemap protocol (https://www.w3.org/TR/NOTE-datetime). Of others nothing is
    returned.
    """
    former = _former_sources(archive)
    changes: dict[tuple[str, str], str] = {}
    for source, entry in archive.sources.items():
        histories = _chain(archive, source, former)
        days = _days(item for history in histories for item in history.record.entries)
        added = entry.record.added.text if entry.record.added else ""
        known = added if _DAY_MONTH_OR_YEAR.fullmatch(added) else ""
        changes[SOURCES, source] = max(days.values(), default=known)
        for document in archive.documents_of_source.get(source, ()):
            changes[DOCUMENTS, document] = max(days.get("", ""), days.get(document, "")) or known
    return {key: day for key, day in changes.items() if day}


def _days(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the last day of each document's entries, and of the source's own by an empty text."""
    days: dict[str, str] = {}
    for entry in entries:
        if entry.type is EntryType.FIXITY_CHECK:
            continue
        document = entry.document or ""
        if document and entry.is_rename:
            days.pop(document, None)
            document = entry.new or ""
        days[document] = max(days.get(document, ""), entry.date.text)
    return days


def withdrawn_captures(archive: Archive) -> dict[str, Retired]:
    """Return the sources that were withdrawn, by each SHA-256 that their histories give."""
    found: dict[str, Retired] = {}
    for (kind, id), retired in retired_ids(archive).items():
        if kind == SOURCES and not retired.renamed:
            entries = [entry for history in histories_of(archive, id) for entry in history.record.entries]
            for digest in filter(None, (digest for entry in entries for digest in _digests(entry))):
                found.setdefault(digest, retired)
    return found


def _digests(entry: Entry) -> tuple[str | None, ...]:
    return (entry.sha256, *((entry.old, entry.new) if entry.field in DIGESTS else ()))


def effective_redirects(archive: Archive) -> dict[str, str]:
    """Return where each old address leads; of two lines for one address, the last one holds."""
    record = archive.redirects.record if archive.redirects else None
    return {redirect.old: redirect.new for redirect in record.redirects} if record else {}


def tombstones(archive: Archive) -> Iterator[Retired]:
    """Yield what was withdrawn and answers for itself, because no redirect answers for its address."""
    redirected = effective_redirects(archive)
    for retired in retired_ids(archive).values():
        if not retired.renamed and retired.address not in redirected:
            yield retired
