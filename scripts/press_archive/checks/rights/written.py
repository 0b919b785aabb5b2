"""What the records say in public. Headlines and web addresses are facts and are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...base.problems import Location
from ...captures.runs import JoinedText, words
from ...collection.archive import (
    Archive,
    DocumentEntry,
    HistoryEntry,
    LinkEntry,
    RedirectsEntry,
    SearchEntry,
    SourceEntry,
    TermEntry,
)
from ...records.closed_lists import HistoryField
from ...records.fields import Collection
from .restricted import LONGEST_FACT

COLLECTION = "sources/collection.yml"
Entry = SourceEntry | DocumentEntry | TermEntry | SearchEntry | LinkEntry | HistoryEntry | RedirectsEntry
_FACTS = frozenset({HistoryField.TITLE, HistoryField.ORIGINAL_URL, HistoryField.CAPTURED_FROM})


@dataclass(frozen=True)
class Place:
    """Where a text is: the record's file, the line (0: unknown), and the location of the field (empty: the
    summary).
    """

    path: str
    line: int
    location: Location


@dataclass(frozen=True)
class Written:
    """Texts that a reader reads one after the other: the blocks of a summary, a record's notes, or one field.

    `source` is the id of the source that the record belongs to, empty for terms, searches and the collection.
    """

    source: str
    texts: tuple[tuple[Place, str], ...]

    @cached_property
    def joined(self) -> JoinedText[Place]:
        """The texts as one."""
        return JoinedText(self.texts)


def written_texts(archive: Archive) -> Iterator[Written]:
    """Yield every text of the records that the site publishes; none is empty."""
    return (written for written in _written_or_empty(archive) if written.texts)


def _written_or_empty(archive: Archive) -> Iterator[Written]:
    for id, source in archive.sources.items():
        yield from _of_source(id, source)
    for document in archive.documents.values():
        yield from _of_document(document)
    terms = (term for vocabulary in archive.vocabularies.values() for term in vocabulary.values())
    for term in terms:
        if not term.placeholder:
            yield from _of_term(term)
    for id, search in archive.searches.items():
        yield _written("", search, [((id,), id)])
        yield _written("", search, [((id, "method"), search.record.method)])
    for address, link in archive.links.items():
        yield _written("", link, [((address,), address)])
        yield _written("", link, [((address, "to"), link.record.to or "")])
    for history in archive.histories.values():
        yield from _of_history(history)
    if archive.redirects:
        yield from _of_redirects(archive.redirects)
    if archive.collection:
        yield from _of_collection(archive.collection)


def _of_collection(collection: Collection) -> Iterator[Written]:
    for field in ("title", "description", "about"):
        place = Place(COLLECTION, 0, (field,))
        yield Written("", ((place, getattr(collection, field)),))
    for field in ("house_style", "public_details"):
        place = Place(COLLECTION, 0, (field,))
        for name, text in getattr(collection, field).items():
            yield Written("", ((place, f"{name}\n{text}"),))
    for number, part in enumerate(collection.parts):
        place = Place(COLLECTION, 0, ("parts", number))
        for address in (part.address, *part.formerly):
            yield Written("", ((place, address),))


def _of_source(id: str, source: SourceEntry) -> Iterator[Written]:
    record = source.record
    yield _identifier(source.path, id, id)
    yield _written(id, source, [(("label",), record.label)])
    yield _written(id, source, [(("captured_from",), record.captured_from)])
    yield _written(id, source, [(("file",), record.file)])
    if record.original:
        yield _written(id, source, [(("original", "file"), record.original.file)])
        yield _written(id, source, [(("original", "extractor"), record.original.extractor)])
    if record.permission:
        for field in ("by", "note", "reference"):
            yield _written(id, source, [(("permission", field), getattr(record.permission, field) or "")])
    yield _listed(id, source, ("notes",), record.notes)


def _of_document(document: DocumentEntry) -> Iterator[Written]:
    record = document.record
    yield _identifier(document.path, document.id, document.source)
    for field in ("byline", "gloss", "mismatch", "caution", "translator", "original_url", "title"):
        yield _written(document.source, document, [((field,), getattr(record, field) or "")])
    for position, copy in enumerate(record.archived):
        yield _written(document.source, document, [(("archived", position, "url"), copy.url)])
    for position, finding in enumerate(record.findings):
        for field in ("value", "found", "note"):
            place = ("findings", position, field)
            yield _written(document.source, document, [(place, getattr(finding, field) or "")])
    yield _written(document.source, document, [(("speakers", label), label) for label in record.speakers])
    for name, sort_name in record.sort_names.items():
        yield _written(document.source, document, [(("sort_names", name), f"{name}\n{sort_name}")])
    yield _inferred(document.source, document, ("inferred",), record.inferred)
    yield _listed(document.source, document, ("notes",), record.notes)
    blocks = document.summary.blocks
    texts = tuple((Place(document.path, block.line, ()), block.plain) for block in blocks)
    yield Written(document.source, texts)
    for inline in document.summary.inlines():
        if inline.target:
            yield Written(document.source, ((Place(document.path, inline.line, ()), inline.target),))


def _of_term(term: TermEntry) -> Iterator[Written]:
    record, id = term.record, term.id
    yield _written("", term, [((id,), id)])
    for field in ("label", "scope", "sort_name", "host", "owner", "symbol"):
        yield _written("", term, [((id, field), getattr(record, field, None) or "")])
    yield _written("", term, [((id, "description"), term.description.plain)])
    for inline in term.description.inlines():
        yield _written("", term, [((id, "description"), inline.target)])
    for position, reference in enumerate(record.references):
        yield _written("", term, [((id, "references", position), reference)])
    if coordinates := getattr(record, "coordinates", None):
        yield _written("", term, [((id, "coordinates", "reference"), coordinates.reference)])
    yield _inferred("", term, (id, "inferred"), record.inferred)
    yield _written("", term, [
        ((id, field, language, position), name)
        for field in ("variants", "includes")
        for language, names in getattr(record, field).items() for position, name in enumerate(names)
    ])  # fmt: skip
    yield _listed("", term, (id, "notes"), record.notes)
    offices = list(enumerate(getattr(record, "offices", ())))
    for field in ("title", "reference"):
        texts = [((id, "offices", position, field), getattr(office, field)) for position, office in offices]
        yield _written("", term, texts)


def _of_history(history: HistoryEntry) -> Iterator[Written]:
    """Yield reasons, of which a tombstone shows one, and values other than headlines and addresses."""
    for position, entry in enumerate(history.record.entries):
        yield _written(history.id, history, [(("entries", position, "reason"), entry.reason or "")])
        for field in ("old", "new"):
            text = getattr(entry, field) or ""
            if entry.field not in _FACTS or len(words(text)) > LONGEST_FACT:
                yield _written(history.id, history, [(("entries", position, field), text)])


def _of_redirects(redirects: RedirectsEntry) -> Iterator[Written]:
    for position, redirect in enumerate(redirects.record.redirects):
        for field in ("old", "new"):
            place = ("redirects", position, field)
            yield _written("", redirects, [(place, getattr(redirect, field))])


def _inferred(source: str, entry: Entry, field: Location, inferred: Mapping[str, str]) -> Written:
    return _written(source, entry, [((*field, name), f"{name}\n{basis}") for name, basis in inferred.items()])


def _identifier(path: str, id: str, source: str) -> Written:
    """Return the id of a source or a document, which is part of addresses."""
    return Written(source, ((Place(path, 0, ()), id),))


def _listed(source: str, entry: Entry, field: Location, texts: Iterable[str]) -> Written:
    return _written(source, entry, [((*field, position), text) for position, text in enumerate(texts)])


def _written(source: str, entry: Entry, texts: Iterable[tuple[Location, str]]) -> Written:
    def place(location: Location) -> Place:
        return Place(entry.path, entry.tree.line(location), location)

    return Written(source, tuple((place(location), text) for location, text in texts if text))
