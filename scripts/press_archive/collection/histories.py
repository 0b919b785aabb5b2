"""What the histories say: what happened to each record and when it last changed, what was withdrawn or
renamed, and which values were recorded last.
"""

from __future__ import annotations

import re
from collections import defaultdict
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
    kind, id = concerned(history.id, entry)
    renamed = (entry.new or "") if entry.is_rename else ""
    return Retired(kind, id, entry.date.text, entry.reason or "", renamed, history, position)


def follow(first: str, leads: Mapping[str, str]) -> list[str]:
    """Return an id or an address and all that it leads to, in turn; a circle ends before it repeats.

    >>> follow("a-quay", {"a-quay": "quays", "quays": "harbours"})
    ['a-quay', 'quays', 'harbours']
    """
    steps = [first]
    while (after := leads.get(steps[-1])) and after not in steps:
        steps.append(after)
    return steps


class Renames:
    """Which ids a source or a document had, and has. `kind` is SOURCES or DOCUMENTS."""

    def __init__(self, archive: Archive) -> None:
        """Read the renames and the withdrawals of an archive."""
        self._retired = retired_ids(archive)
        self._after: dict[str, dict[str, str]] = {SOURCES: {}, DOCUMENTS: {}}
        self._before: dict[str, dict[str, str]] = {SOURCES: {}, DOCUMENTS: {}}
        for (kind, id), retired in self._retired.items():
            if retired.renamed:
                self._after[kind][id] = retired.renamed
                self._before[kind][retired.renamed] = id

    def first(self, kind: str, id: str) -> str:
        """Return the first id that a record had."""
        return follow(id, self._before[kind])[-1]

    def last(self, kind: str, id: str) -> str:
        """Return the id that a record has now, or had when it was withdrawn."""
        return follow(id, self._after[kind])[-1]

    def is_withdrawn(self, kind: str, id: str) -> bool:
        """Return whether a record was withdrawn, under this id or a later one."""
        retired = self._retired.get((kind, self.last(kind, id)))
        return retired is not None and not retired.renamed


def concerned(source: str, entry: Entry) -> tuple[str, str]:
    """Return what an entry of a source's history is about: SOURCES or DOCUMENTS, and the id."""
    return (DOCUMENTS, entry.document) if entry.document else (SOURCES, source)


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


class Histories:
    """The entries of all histories, by the source or the document that they concern."""

    def __init__(self, archive: Archive) -> None:
        """Assign each entry of the archive to the records that it concerns."""
        self._archive = archive
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

    def recorded_for(self, source: str) -> list[Entry]:
        """Return all entries of a source's histories, those of its former ids first, as they were written."""
        return [
            entry
            for id in follow(source, self._former_sources)[::-1]
            for entry in self._of_source.get(id, ())
        ]

    def of_source(self, id: str) -> list[Entry]:
        """Return what happened to a source, under each id that it had, and which of its documents are gone.

        Entries are in the order of days; of the checks of fixity, only the last is among them.
        """
        return _in_order(
            entry
            for entry in self.recorded_for(id)
            if not entry.document or entry.type is EntryType.WITHDRAWAL
        )

    def of_document(self, id: str, source: str) -> list[Entry]:
        """Return what happened to a document, under each id that it had, and to its source as a whole.

        Entries are in the order of days; of the checks of fixity, only the last is among them.
        """
        whole = [entry for entry in self.recorded_for(source) if not entry.document]
        ids = follow(id, self._former_documents)[::-1]
        return _in_order([*whole, *(entry for one in ids for entry in self._of_document.get(one, ()))])

    def last_changes(self) -> dict[tuple[str, str], str]:
        """Return when each source and document last changed as far as the archive knows, by (SOURCES or
        DOCUMENTS, id).

        What a reader can see counts: ingestion, corrections, changes of access, and for a source whatever
        happened to one of its documents. Without any of them it is when the source was added, where that is
        known to the day, month or year: a date of the sitemap protocol
        (https://www.w3.org/TR/NOTE-datetime). Of others nothing is returned.
        """
        changes: dict[tuple[str, str], str] = {}
        for source, entry in self._archive.sources.items():
            added = entry.record.added.text if entry.record.added else ""
            known = added if _DAY_MONTH_OR_YEAR.fullmatch(added) else ""
            changes[SOURCES, source] = _last_day(self.recorded_for(source)) or known
            for document in self._archive.documents_of_source.get(source, ()):
                changes[DOCUMENTS, document] = _last_day(self.of_document(document, source)) or known
        return {key: day for key, day in changes.items() if day}


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    ordered = sorted(entries, key=lambda entry: entry.date.text)
    checks = [entry for entry in ordered if entry.type is EntryType.FIXITY_CHECK]
    return [entry for entry in ordered if entry.type is not EntryType.FIXITY_CHECK or entry is checks[-1]]


def _last_day(entries: Iterable[Entry]) -> str:
    """Return the last day on which something other than a check of fixity happened, or an empty text."""
    days = (entry.date.text for entry in entries if entry.type is not EntryType.FIXITY_CHECK)
    return max(days, default="")


def withdrawn_captures(archive: Archive) -> dict[str, Retired]:
    """Return the sources that were withdrawn, by each SHA-256 that their histories give."""
    histories = Histories(archive)
    found: dict[str, Retired] = {}
    for (kind, id), retired in retired_ids(archive).items():
        if kind == SOURCES and not retired.renamed:
            entries = histories.recorded_for(id)
            for digest in filter(None, (digest for entry in entries for digest in _digests(entry))):
                found.setdefault(digest, retired)
    return found


def _digests(entry: Entry) -> tuple[str | None, ...]:
    return (entry.sha256, *((entry.old, entry.new) if entry.field in DIGESTS else ()))


def effective_redirects(archive: Archive) -> dict[str, str]:
    """Return where each old address leads; of two lines for one address, the last one holds."""
    record = archive.redirects.record if archive.redirects else None
    return {redirect.old: redirect.new for redirect in record.redirects} if record else {}


def first_ids(archive: Archive, vocabulary: str) -> dict[str, str]:
    """Return the first id of each term of a vocabulary that was renamed, by the id that it has now.

    Of two terms that became one, it is the id that was given up first.
    """
    redirects, found = effective_redirects(archive), dict[str, str]()
    for old in redirects:
        group, _, former = old.removesuffix("/").partition("/")
        last = follow(old, redirects)[-1]
        id = last.removesuffix("/").partition("/")[2]
        if group == vocabulary and last == site_address(vocabulary, id):
            found.setdefault(id, former)
    return found


def tombstones(archive: Archive) -> Iterator[Retired]:
    """Yield what was withdrawn and answers for itself, because no redirect answers for its address."""
    redirected = effective_redirects(archive)
    for retired in retired_ids(archive).values():
        if not retired.renamed and retired.address not in redirected:
            yield retired
