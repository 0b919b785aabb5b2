"""What the records say in public. Headlines and web addresses are facts and are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...base.problems import Location
from ...collection.archive import Archive, DocumentEntry, SearchEntry, SourceEntry, TermEntry

Entry = SourceEntry | DocumentEntry | TermEntry | SearchEntry


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


def written_texts(archive: Archive) -> Iterator[Written]:
    """Yield every text of the records that the site publishes."""
    for id, source in archive.sources.items():
        yield from _of_source(id, source)
    for document in archive.documents.values():
        yield from _of_document(document)
    for vocabulary in archive.vocabularies.values():
        for term in vocabulary.values():
            if not term.placeholder:
                yield from _of_term(term)
    for id, search in archive.searches.items():
        yield _written("", search, [((id, "method"), search.record.method)])
    if archive.collection:
        for field in ("title", "description", "about"):
            place = Place("sources/collection.yml", 0, (field,))
            yield Written("", ((place, getattr(archive.collection, field)),))


def _of_source(id: str, source: SourceEntry) -> Iterator[Written]:
    record = source.record
    yield _written(id, source, [(("label",), record.label)])
    yield _written(id, source, [(("file",), record.file)])
    if record.original:
        yield _written(id, source, [(("original", "file"), record.original.file)])
        yield _written(id, source, [(("original", "extractor"), record.original.extractor)])
    if record.permission:
        fields = (
            (("permission", "by"), record.permission.by),
            (("permission", "note"), record.permission.note),
        )
        yield _written(id, source, fields)
    yield _listed(id, source, ("notes",), record.notes)


def _of_document(document: DocumentEntry) -> Iterator[Written]:
    record = document.record
    yield _written(document.source, document, [(("byline",), record.byline)])
    for field in ("gloss", "mismatch", "caution", "translator"):
        yield _written(document.source, document, [((field,), getattr(record, field) or "")])
    for position, finding in enumerate(record.findings):
        place = ("findings", position, "note")
        yield _written(document.source, document, [(place, finding.note or "")])
    yield _written(document.source, document, [(("speakers", label), label) for label in record.speakers])
    yield _listed(document.source, document, ("notes",), record.notes)
    blocks = document.summary.blocks
    texts = tuple((Place(document.path, block.line, ()), block.plain) for block in blocks)
    yield Written(document.source, texts)


def _of_term(term: TermEntry) -> Iterator[Written]:
    record, id = term.record, term.id
    yield _written("", term, [((id, "label"), record.label)])
    yield _written("", term, [((id, "scope"), record.scope)])
    yield _written("", term, [((id, "description"), term.description.plain)])
    yield _written("", term, [((id, "owner"), getattr(record, "owner", None) or "")])
    yield _written("", term, [((id, "symbol"), getattr(record, "symbol", None) or "")])
    yield _written("", term, [
        ((id, field, language, position), name)
        for field in ("variants", "includes")
        for language, names in getattr(record, field).items() for position, name in enumerate(names)
    ])  # fmt: skip
    yield _listed("", term, (id, "notes"), record.notes)
    offices = enumerate(getattr(record, "offices", ()))
    titles = [((id, "offices", position, "title"), office.title) for position, office in offices]
    yield _written("", term, titles)


def _listed(source: str, entry: Entry, field: Location, texts: Iterable[str]) -> Written:
    return _written(source, entry, [((*field, position), text) for position, text in enumerate(texts)])


def _written(source: str, entry: Entry, texts: Iterable[tuple[Location, str]]) -> Written:
    def place(location: Location) -> Place:
        return Place(entry.path, entry.tree.line(location), location)

    return Written(source, tuple((place(location), text) for location, text in texts))
