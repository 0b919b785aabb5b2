"""What the records say in public. Headlines and web addresses are facts and are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..base.problems import format_field
from ..collection.archive import Archive, DocumentEntry, SearchEntry, SourceEntry, TermEntry
from ..yaml_text.reading import Location

Entry = SourceEntry | DocumentEntry | TermEntry | SearchEntry


@dataclass(frozen=True)
class Place:
    """Where a text is: the record's file, the line (0: unknown), and the field (empty: the summary)."""

    path: str
    line: int
    field: str


@dataclass(frozen=True)
class Written:
    """Texts that a reader reads one after the other: the blocks of a summary, a record's notes, or one field.

    `source` is the id of the source that the record belongs to, empty for terms, searches and the collection.
    """

    source: str
    texts: tuple[tuple[Place, str], ...]


def written_texts(archive: Archive) -> Iterator[Written]:
    """Yield every text of the records that the site publishes."""
    for document in archive.documents.values():
        for position, note in enumerate(document.record.notes):
            yield _written(document.source, document, [(("notes", position), note)])
        for block in document.summary.blocks:
            yield Written(document.source, ((Place(document.path, block.line, ""), block.plain),))
    for vocabulary in archive.vocabularies.values():
        for term in vocabulary.values():
            if not term.placeholder:
                yield from _of_term(term)
    for id, search in archive.searches.items():
        yield _written("", search, [((id, "method"), search.record.method)])


def _of_term(term: TermEntry) -> Iterator[Written]:
    record, id = term.record, term.id
    yield _written("", term, [((id, "scope"), record.scope)])
    yield _written("", term, [((id, "description"), term.description.plain)])
    yield _written("", term, [((id, "owner"), getattr(record, "owner", None) or "")])
    for position, note in enumerate(record.notes):
        yield _written("", term, [((id, "notes", position), note)])
    for position, office in enumerate(getattr(record, "offices", ())):
        yield _written("", term, [((id, "offices", position, "title"), office.title)])


def _written(source: str, entry: Entry, texts: Iterable[tuple[Location, str]]) -> Written:
    def place(location: Location) -> Place:
        return Place(entry.path, entry.tree.line(location), format_field(location))

    return Written(source, tuple((place(location), text) for location, text in texts))
