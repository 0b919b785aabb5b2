"""The archive in memory: every record that was read from `sources/`, with indexes of ids.

An archive never changes: `loading.py` makes one from files, and `dataclasses.replace` makes a changed copy.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ..base.problems import Location, Problem
from ..captures.capture import Capture
from ..captures.fingerprint_file import Fingerprints
from ..captures.passages import line_roles
from ..records.checked_links import CheckedLink
from ..records.closed_lists import METADATA_ROLES, Access
from ..records.dates import UNKNOWN
from ..records.fields import Collection, Document, Search, Source
from ..records.history.entries import History
from ..records.history.redirects import Redirects
from ..records.lines import Account, account, expand
from ..records.summaries import Summary
from ..records.terms import VOCABULARIES, Event, Term
from ..yaml_text.reading import Tree
from .dating import Dating, best_date, date_in_words

PLACEHOLDER_SCOPE = "The record of this term could not be read."
UNTITLED = "Press archive"


@dataclass(frozen=True)
class SourceEntry:
    """A source: its id (the folder's name), the path of its record, its capture if that is held and
    unaltered, and the capture's fingerprints if they can be read.
    """

    id: str
    folder: str
    path: str
    record: Source
    tree: Tree
    capture: Capture | None = None
    capture_path: str = ""
    original_path: str = ""
    fingerprints: Fingerprints | None = None
    fingerprints_path: str = ""

    @cached_property
    def blank(self) -> set[int]:
        """The capture's blank lines, as recorded."""
        return expand(self.record.blank)


@dataclass(frozen=True)
class DocumentEntry:
    """A document: its id (the file's name), the id of its source, the path of its record, and its summary."""

    id: str
    source: str
    path: str
    record: Document
    tree: Tree
    summary: Summary


@dataclass(frozen=True)
class TermEntry:
    """A term: its id, its vocabulary, and the path of its record; a `placeholder` if the record could not be
    read.

    `description` is the parsed description of an event.
    """

    id: str
    vocabulary: str
    path: str
    record: Term
    tree: Tree
    placeholder: bool = False
    description: Summary = field(default_factory=Summary)


@dataclass(frozen=True)
class SearchEntry:
    """A search for documents: its id, and the path of its record."""

    id: str
    path: str
    record: Search
    tree: Tree


@dataclass(frozen=True)
class LinkEntry:
    """What a web address answered when it was checked: the address, and the path of the record."""

    address: str
    path: str
    record: CheckedLink
    tree: Tree


@dataclass(frozen=True)
class HistoryEntry:
    """The history of a source: the source's id, and the path of the record."""

    id: str
    path: str
    record: History
    tree: Tree


@dataclass(frozen=True)
class RedirectsEntry:
    """The old addresses of the site, and the path of the record."""

    path: str
    record: Redirects
    tree: Tree


def empty_vocabularies() -> dict[str, dict[str, TermEntry]]:
    """Return all vocabularies without any terms."""
    return {vocabulary: {} for vocabulary in VOCABULARIES}


@dataclass(frozen=True)
class Archive:
    """All records that could be read, by id, and the problems of the others.

    `vocabularies` has every vocabulary; one whose file is missing or empty has no terms.

    `broken_documents` counts the documents of each source that were left out. `broken_ids` are the ids of
    documents that were not read, and `broken_vocabularies` those whose files could not be read (DOCUMENTS, if
    a folder could not): a record that names an id in one of them is not at fault.

    `digests` has, by path, a digest of the bytes of each record's file, if what was read is kept.
    """

    root: Path
    collection: Collection | None = None
    sources: Mapping[str, SourceEntry] = field(default_factory=dict)
    documents: Mapping[str, DocumentEntry] = field(default_factory=dict)
    vocabularies: Mapping[str, Mapping[str, TermEntry]] = field(default_factory=empty_vocabularies)
    searches: Mapping[str, SearchEntry] = field(default_factory=dict)
    links: Mapping[str, LinkEntry] = field(default_factory=dict)
    histories: Mapping[str, HistoryEntry] = field(default_factory=dict)
    redirects: RedirectsEntry | None = None
    broken_vocabularies: frozenset[str] = frozenset()
    broken_documents: Mapping[str, int] = field(default_factory=dict)
    broken_ids: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    digests: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    @property
    def title(self) -> str:
        """The title of the collection in one line; what an archive is where no record gives one."""
        return " ".join(self.collection.title.split()) if self.collection else UNTITLED

    def without(self, documents: Iterable[str]) -> Archive:
        """Return the archive with these documents left out."""
        dropped = frozenset(documents)
        broken = Counter(self.broken_documents) + Counter(self.documents[id].source for id in dropped)
        remaining = {id: entry for id, entry in self.documents.items() if id not in dropped}
        return replace(
            self, documents=remaining, broken_documents=broken, broken_ids=self.broken_ids | dropped
        )

    def why_broken(self, vocabulary: str) -> list[Problem]:
        """Return the problems of a vocabulary's file, and of the folders and names that it depends on."""
        folders = ("sources", "sources/vocabulary")
        paths = (*folders, f"sources/vocabulary/{vocabulary}.yml")

        def concerns(problem: Problem) -> bool:
            is_misplaced = problem.code == "F105" and problem.path.rpartition("/")[0] in folders
            return is_misplaced or problem.path in paths

        return [problem for problem in self.problems if concerns(problem)]

    def term(self, vocabulary: str, id: str) -> TermEntry:
        """Return a term, or a placeholder that shows the id if the vocabulary does not have it."""
        path = f"sources/vocabulary/{vocabulary}.yml"
        return self.vocabularies[vocabulary].get(id) or placeholder(vocabulary, id, path)

    @cached_property
    def dating(self) -> dict[str, Dating]:
        """Document id → its best date."""
        return {
            id: best_date(entry.record, self.sources[entry.source].record)
            for id, entry in self.documents.items()
        }

    def outlet_in_words(self, document: str) -> str:
        """Return the label of a document's outlet, with a mark if it is inferred."""
        record = self.documents[document].record
        label = self.term("outlets", record.outlet).record.label
        return f"{label} (inferred)" if "outlet" in record.inferred else label

    def date_in_words(self, document: str) -> str:
        """Return a document's best date and which of its dates that is."""
        dating = self.dating[document]
        return date_in_words(dating, self.republisher(document))

    def republisher(self, document: str) -> str:
        """Return the label of the outlet whose stamp is a document's best date, or an empty text."""
        dating = self.dating[document]
        return self.term("outlets", dating.by).record.label if dating.by else ""

    @cached_property
    def newest_first(self) -> list[str]:
        """Every document's id, by its best date, newest first, those without a date last; ties by id."""
        ordered = sorted(self.documents)
        return sorted(ordered, key=lambda id: self.dating[id].sort_key, reverse=True)

    def oldest_first(self, documents: Iterable[str]) -> list[str]:
        """Return documents by their best date, oldest first, those without a date last; ties by id."""
        return sorted(documents, key=lambda id: (self.dating[id].oldest_first, id))

    @cached_property
    def documents_of_source(self) -> dict[str, list[str]]:
        """Source id → its documents' ids, in the order of the capture."""
        documents: dict[str, list[str]] = {id: [] for id in self.sources}
        for id in sorted(self.documents, key=lambda id: (self.documents[id].record.lines[0], id)):
            documents[self.documents[id].source].append(id)
        return documents

    @cached_property
    def documents_of_term(self) -> dict[tuple[str, str], list[str]]:
        """(vocabulary, term id) → the documents that name it, newest first."""
        documents: dict[tuple[str, str], list[str]] = defaultdict(list)
        for id in self.newest_first:
            for vocabulary, terms in self.documents[id].record.terms().items():
                for term in dict.fromkeys(terms):
                    documents[vocabulary, term].append(id)
        return dict(documents)

    @cached_property
    def events_of_topic(self) -> dict[str, list[str]]:
        """Topic id → the events that belong to it and that documents name, in the order of time."""
        events: dict[str, list[str]] = defaultdict(list)
        dated = [
            (event.date.sort_key if event.date else (datetime.date.max, datetime.date.max), id, event)
            for id, event in ((id, term.record) for id, term in self.vocabularies["events"].items())
            if isinstance(event, Event) and ("events", id) in self.documents_of_term
        ]
        for _, id, event in sorted(dated, key=lambda entry: entry[:2]):
            for topic in dict.fromkeys(event.topics):
                events[topic].append(id)
        return dict(events)

    @cached_property
    def documents_of_year(self) -> dict[str, list[str]]:
        """Year → its documents, newest first; the years newest first too."""
        documents: dict[str, list[str]] = defaultdict(list)
        for id in self.newest_first:
            documents[self.dating[id].year].append(id)
        return dict(documents)

    @cached_property
    def documents_of_language(self) -> dict[str, list[str]]:
        """Language code → its documents, newest first; the codes in order."""
        documents: dict[str, list[str]] = defaultdict(list)
        for id in self.newest_first:
            documents[self.documents[id].record.language].append(id)
        return dict(sorted(documents.items()))

    @cached_property
    def years_covered(self) -> list[str]:
        """The years of the collection, and those of documents, without a gap."""
        years = {dating.year for dating in self.dating.values()} - {UNKNOWN}
        if self.collection:
            years |= {month[:4] for month in self.collection.period.months}
        return [f"{year:04d}" for year in range(int(min(years)), int(max(years)) + 1)] if years else []

    def terms_with(
        self, documents: Iterable[str], other_than: tuple[str, str] | None = None
    ) -> Counter[tuple[str, str]]:
        """Return, for each term, how many of these documents name it."""
        numbers: Counter[tuple[str, str]] = Counter()
        for id in documents:
            for vocabulary, terms in self.documents[id].record.terms().items():
                numbers.update(
                    (vocabulary, term) for term in dict.fromkeys(terms) if (vocabulary, term) != other_than
                )
        return numbers

    def account(self, source: str) -> Account:
        """Return where every line of a source's capture went, as recorded."""
        entry = self.sources[source]
        roles = [
            line_roles(self.documents[id].record, entry.blank) for id in self.documents_of_source[source]
        ]
        cuts = [(str(cut.reason), cut.lines) for cut in entry.record.cuts]
        return account(entry.record.lines, entry.blank, roles, cuts, {str(role) for role in METADATA_ROLES})

    def visible_lines(self, document: str, reading_room: bool) -> set[int]:
        """Return the lines of a document whose text is held and may be shown."""
        entry = self.documents[document]
        source = self.sources[entry.source]
        if source.capture is None:
            return set()
        lines = expand(entry.record.lines) - source.blank
        if reading_room or source.record.access is Access.FULL:
            return lines
        return lines & expand(source.record.excerpts) if source.record.access is Access.EXCERPT else set()


def problem_at(
    entry: SourceEntry | DocumentEntry | TermEntry | SearchEntry | LinkEntry | HistoryEntry | RedirectsEntry,
    location: Location,
    code: str,
    message: str,
    hint: str = "",
) -> Problem:
    """Return a Problem at a location in a record."""
    return Problem(entry.path, entry.tree.line(location), location, code, message, hint)


def placeholder(vocabulary: str, id: str, path: str) -> TermEntry:
    """Return a term that shows its id, in place of a record that could not be read."""
    fields: dict[str, Any] = {"label": id.replace("-", " "), "scope": PLACEHOLDER_SCOPE}
    if vocabulary == "outlets":
        fields["type"] = "news-site"
    return TermEntry(
        id, vocabulary, path, VOCABULARIES[vocabulary].model_construct(**fields), Tree(), placeholder=True
    )
