"""An archive that notes what is read of it (see reads.py): every mapping, attribute and derived value.

A value that is derived from all documents counts as a value of its own, so that a page that shows it depends
on nothing else: on the list of a term's documents, for example, and not on all documents that were looked
through to make it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any, TypeVar

from ...records.history.entries import Entry
from ..archive import Archive, DocumentEntry, SourceEntry
from ..histories import Histories
from ..relations import Relations
from ..statements import Statements
from .reads import ALL, Noted, Read, fingerprint, note

Kind = TypeVar("Kind")

RECORD, SUMMARY = "document.record", "document.summary"
OF_DOCUMENT, OF_SOURCE = "history.document", "history.source"
# What is no value: the vocabularies, each of which is noted by itself, and what the derived values are of.
STRUCTURE = frozenset({"vocabularies", "archive"})
# What is remembered, not derived: whoever asks for it again reads again what it was made from.
MEMORIES = frozenset({"_parsed", "_patterns"})
_ABSENT = "absent"


def _noting(kind: type[Kind], prefix: str) -> type[Kind]:
    """Return a kind of object that notes which of its fields and derived values are read."""

    def noted(name: str) -> property:
        def read(self: object) -> Any:
            value = vars(self)[name]
            if not isinstance(value, Noted):  # which notes what is read of it
                note(f"{prefix}.{name}")
            return value

        return property(read)

    names = [name for name in _names(kind) if name not in STRUCTURE]
    return type(f"Noted{kind.__name__}", (kind,), {name: noted(name) for name in names})


def _names(kind: type) -> list[str]:
    """Return the names of the fields and of the derived values of a kind of object."""
    derived = [name for name, value in vars(kind).items() if isinstance(value, cached_property)]
    return [name for name in (*(field.name for field in fields(kind)), *derived) if name not in MEMORIES]


NotedArchive = _noting(Archive, "archive")
NotedRelations = _noting(Relations, "relations")
NotedStatements = _noting(Statements, "statements")


class NotedDocument(DocumentEntry):
    """A document of which it is noted whether its record or its summary is read.

    It has no tree, as pages do not say in which line of a record something is.
    """

    @property
    def record(self) -> Any:
        """Note that the record is read."""
        note(RECORD, self.id)
        return vars(self)["record"]

    @property
    def summary(self) -> Any:
        """Note that the summary is read."""
        note(SUMMARY, self.id)
        return vars(self)["summary"]


class NotedHistories(Histories):
    """The histories of an archive, which note whose are read."""

    def of_document(self, id: str, source: str) -> list[Entry]:
        """Note the document."""
        note(OF_DOCUMENT, (id, source))
        return super().of_document(id, source)

    def of_source(self, id: str) -> list[Entry]:
        """Note the source."""
        note(OF_SOURCE, id)
        return super().of_source(id)


class Notes:
    """An archive with what is derived from it, all noting what is read of them, and the fingerprint of each
    read.
    """

    def __init__(self, archive: Archive, relations: Relations, statements: Statements) -> None:
        """Derive everything that is derived from the archive as a whole."""
        self.plain = archive
        self.values: dict[str, Any] = {}
        self.archive = self._noted(NotedArchive, archive, "archive")
        documents = {id: _noted_document(entry) for id, entry in archive.documents.items()}
        vocabularies = {
            name: self.mapping(f"vocabularies.{name}", terms) for name, terms in archive.vocabularies.items()
        }
        vars(self.archive).update(documents=Noted("archive.documents", documents), vocabularies=vocabularies)
        self.relations = self._noted(NotedRelations, relations, "relations")
        self.statements = self._noted(NotedStatements, statements, "statements")
        for derived in (self.relations, self.statements):
            vars(derived)["archive"] = self.archive
        self.histories = NotedHistories(archive)

    def mapping(self, name: str, values: Mapping[Any, Any]) -> Noted[Any, Any]:
        """Return a mapping that notes what is read of it, under a name that no other one has."""
        self.values[name] = values
        return Noted(name, values)

    def _noted(self, kind: type[Kind], plain: Any, prefix: str) -> Kind:
        noted = object.__new__(kind)
        for name in _names(type(plain)):
            value = getattr(plain, name)
            self.values[f"{prefix}.{name}"] = value
            vars(noted)[name] = Noted(f"{prefix}.{name}", value) if isinstance(value, Mapping) else value
        return noted

    def fingerprint(self, read: Read) -> str:
        """Return the fingerprint of what is read."""
        name, key = read
        if name in (RECORD, SUMMARY):
            entry = self.plain.documents.get(str(key))
            return fingerprint(getattr(entry, name.partition(".")[2]) if entry else _ABSENT)
        if name == OF_SOURCE:
            return fingerprint(self.histories.of_source(str(key)))
        if name == OF_DOCUMENT:
            return fingerprint(self.histories.of_document(*key))  # type: ignore[misc]
        if name == "archive.documents":
            documents = self.plain.documents
            return fingerprint(list(documents) if key is ALL else key in documents)
        value = self.values[name]
        if key is not ALL:
            return fingerprint(_shown(value.get(key, _ABSENT)))
        if isinstance(value, Mapping):
            return fingerprint([(key, _shown(item)) for key, item in value.items()])
        return fingerprint(_shown(value))


def _noted_document(entry: DocumentEntry) -> NotedDocument:
    noted = object.__new__(NotedDocument)
    vars(noted).update({name: value for name, value in vars(entry).items() if name != "tree"})
    return noted


def _shown(value: Any) -> Any:
    """Return what pages can show of an entry: all but the lines of its file, and of a capture its digest."""
    if isinstance(value, SourceEntry):
        captured = value.capture.sha256 if value.capture else None
        return (value.id, value.folder, value.path, value.record, captured, value.capture_path,
                value.original_path, value.fingerprints is not None)  # fmt: skip
    if hasattr(value, "tree"):
        return {name: field for name, field in vars(value).items() if name != "tree"}
    return value
