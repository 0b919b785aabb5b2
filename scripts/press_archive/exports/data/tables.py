"""The tables of an archive: which there are, which columns each has, and its rows.

A table has every field of its records (`columns.py`), and in front of them, or after them, what follows from
several records. Together the tables say everything that the public site says of the records, and nothing
that it does not: a value of a history only where a page would show it, and no line of a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ...collection.archive import Archive, DocumentEntry, TermEntry
from ...collection.dating import DateKind
from ...collection.histories import site_address
from ...collection.sites.placing import whole_address
from ...collection.statements import Statements
from ...records.closed_lists import RELATIONS, Access
from ...records.dates import UNKNOWN, Date
from ...records.fields import Document, Search, Source, Statement
from ...records.history.entries import Entry
from ...records.links import DOCUMENTS
from ...records.record import Record
from ...records.rights import RIGHTS
from ...records.terms import VOCABULARIES, Term
from .columns import Column, FieldColumn, Value, field_columns
from .shown_histories import shown_entries

Row = dict[str, Value]
SOURCES = "sources"
OWN_TABLES = tuple(name for name, model in VOCABULARIES.items() if model is not Term)


@dataclass(frozen=True)
class Reference:
    """Columns whose values are those of the key of another table, or nothing."""

    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True)
class Table:
    """A table: what a row of it is, its columns, and the columns that no two rows have the same values of."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: Callable[[Archive, str], Iterable[Row]]

    def read(self, archive: Archive, address: str) -> list[Row]:
        """Return the rows, each with all columns; `address` is where the site is published, or empty."""
        names = [column.name for column in self.columns]
        return [{name: row.get(name) for name in names} for row in self.rows(archive, address)]


# The fields of terms that are an id of another vocabulary.
_PLACES = {
    "events": (Reference(("place",), "places"),),
    "outlets": (Reference(("country",), "places"),),
}


def _texts(*described: tuple[str, str]) -> list[Column]:
    return [Column(name, "string", description, required=True) for name, description in described]


def _closed(name: str, description: str, values: type[StrEnum]) -> Column:
    return Column(name, "string", description, tuple(map(str, values)), required=True)


def _days(name: str) -> list[Column]:
    return [
        Column(f"{name}_earliest", "date", f"the first day that `{name}` may be; empty if that is not known"),
        Column(f"{name}_latest", "date", f"the last day that `{name}` may be; empty if that is not known"),
    ]


def _first_and_last(name: str, date: Date | None) -> Row:
    """Return the first and the last day of a date, as far as they are known."""
    if date is None:
        return {}
    begins, ends = not date.text.startswith(("/", "..")), not date.text.endswith(("/", ".."))
    return {
        f"{name}_earliest": date.earliest.isoformat() if begins else None,
        f"{name}_latest": date.latest.isoformat() if ends else None,
    }


def _columns(fields: Iterable[FieldColumn]) -> list[Column]:
    return [field.column for field in fields]


def _values(fields: Iterable[FieldColumn], record: Record) -> Row:
    return {field.column.name: field.read(record) for field in fields}


def _described(field: FieldColumn) -> FieldColumn:
    """Return a column whose values are of another form than in the record's file, with what they are."""
    if field.column.name != "speaker":
        return field
    column = replace(field.column, description="who speaks, a link such as people:ID or organisations:ID")
    return replace(field, column=column)


def _page(kind: str) -> Column:
    return Column("page", "string", f"the address of the {kind}'s page", required=True)


_DOCUMENT = field_columns(Document, leave_out=("statements",))
_SOURCE = field_columns(Source)
_STATEMENT = [_described(field) for field in field_columns(Statement)]
_TERM = field_columns(Term)
_ENTRY = field_columns(Entry)
_SEARCH = field_columns(Search)


def _document_rows(archive: Archive, address: str) -> Iterator[Row]:
    for id in sorted(archive.documents):
        yield document_row(archive, archive.documents[id], address)


def document_row(archive: Archive, entry: DocumentEntry, address: str) -> Row:
    """Return the row of a document."""
    record, source, best = entry.record, archive.sources[entry.source].record, archive.dating[entry.id]
    return {
        "id": entry.id,
        "page": whole_address(archive, address, site_address(DOCUMENTS, entry.id)),
        "source": entry.source,
        **_values(_DOCUMENT, record),
        "statements": None if record.statements is None else len(record.statements),
        **_first_and_last("date", record.date),
        "best_date": best.date.text if best.date else UNKNOWN,
        "best_date_kind": str(best.kind),
        **_first_and_last("best_date", best.date),
        "outlet_label": archive.term("outlets", record.outlet).record.label,
        "rights_statement": RIGHTS[record.rights or source.rights][1],
        "access": str(source.access),
        "summary": entry.summary.plain,
    }


def _source_rows(archive: Archive, address: str) -> Iterator[Row]:
    for id, entry in sorted(archive.sources.items()):
        own = {"id": id, "page": whole_address(archive, address, site_address(SOURCES, id))}
        yield {
            **own,
            **_values(_SOURCE, entry.record),
            "documents": len(archive.documents_of_source[id]),
            **_first_and_last("captured", entry.record.captured),
        }


def _statement_rows(archive: Archive, address: str) -> Iterator[Row]:
    dates = Statements(archive)
    for entry in sorted(dates.all, key=lambda entry: (entry.document, entry.position)):
        vocabulary, speaker = entry.speaker
        yield {
            "document": entry.document,
            "number": entry.position + 1,
            **_values(_STATEMENT, entry.record),
            "speaker_label": archive.term(vocabulary, speaker).record.label,
            **_first_and_last("said", dates.date(entry)),
        }


def _known_terms(archive: Archive, vocabularies: Iterable[str]) -> Iterator[TermEntry]:
    for vocabulary in vocabularies:
        terms = sorted(archive.vocabularies[vocabulary].items())
        yield from (term for _, term in terms if not term.placeholder)


def _term_rows(archive: Archive, address: str) -> Iterator[Row]:
    for term in _known_terms(archive, VOCABULARIES):
        yield {
            "vocabulary": term.vocabulary,
            "id": term.id,
            "page": address + site_address(term.vocabulary, term.id),
            **_values(_TERM, term.record),
            "documents": len(archive.documents_of_term.get((term.vocabulary, term.id), ())),
        }


def _vocabulary_table(name: str) -> Table:
    """Return the table of a vocabulary whose terms have fields that others do not have."""
    fields = field_columns(VOCABULARIES[name], leave_out=tuple(Term.model_fields))
    has_dates = any(field.column.name == "date" for field in fields)

    def rows(archive: Archive, address: str) -> Iterator[Row]:
        for term in _known_terms(archive, [name]):
            row = {"id": term.id, "label": term.record.label, **_values(fields, term.record)}
            yield row | (_first_and_last("date", getattr(term.record, "date", None)) if has_dates else {})

    columns = [*_texts(("id", "the id of the term"), ("label", "the name that the site shows"))]
    columns += _columns(fields) + (_days("date") if has_dates else [])
    noun = {"people": "person"}.get(name, name.removesuffix("s"))
    row = f"what the archive says of one {noun}, beside what it says of every term"
    return Table(name, row, tuple(columns), ("id",), _PLACES.get(name, ()), rows)


def _relation_rows(archive: Archive, address: str) -> Iterator[Row]:
    for id, entry in sorted(archive.documents.items()):
        yield from _document_relations(id, entry)
    for term in _known_terms(archive, VOCABULARIES):
        for relation in ("broader", "related"):
            for target in getattr(term.record, relation):
                vocabulary, _, other = target.rpartition(":")
                inferred = relation in term.record.inferred
                yield _relation(
                    term.vocabulary, term.id, relation, vocabulary or term.vocabulary, other, inferred
                )


def _document_relations(id: str, entry: DocumentEntry) -> Iterator[Row]:
    record = entry.record
    named = {"outlet": ("outlets", (record.outlet,)), "chain": ("outlets", record.chain)}
    named["agency"] = ("outlets", (record.agency,) if record.agency else ())
    named |= {name: (name, terms) for name, terms in record.terms().items() if name != "outlets"}
    named |= {name: (DOCUMENTS, others) for name, others in record.relations().items()}
    for relation, (kind, targets) in named.items():
        for target in dict.fromkeys(targets):
            yield _relation(DOCUMENTS, id, relation, kind, target, relation in record.inferred)


def _relation(kind: str, id: str, relation: str, to_kind: str, to: str, inferred: bool) -> Row:
    return {
        "from_kind": kind,
        "from": id,
        "relation": relation,
        "to_kind": to_kind,
        "to": to,
        "inferred": inferred or None,
    }


def _history_rows(archive: Archive, address: str) -> Iterator[Row]:
    for source, number, entry in shown_entries(archive):
        yield {"source": source, "number": number, **_values(_ENTRY, entry)}


def _search_rows(archive: Archive, address: str) -> Iterator[Row]:
    for id, entry in sorted(archive.searches.items()):
        yield {"id": id, **_values(_SEARCH, entry.record)}


_KINDS = (DOCUMENTS, *VOCABULARIES)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            DOCUMENTS,
            "one document: a report, a speech, an interview",
            (
                *_texts(("id", "the id of the document; if it was renamed, the history has the id before")),
                _page("document"),
                *_texts(("source", "the id of the source that contains it")),
                *_columns(_DOCUMENT),
                Column("statements", "integer", "how many statements are listed; empty if none are yet"),
                *_days("date"),
                *_texts(("best_date", "the best date known, by which the site orders documents, in EDTF")),
                _closed("best_date_kind", "which date that is", DateKind),
                *_days("best_date"),
                *_texts(
                    ("outlet_label", "the name of the outlet"),
                    ("rights_statement", "the address that explains the rights in the text"),
                ),
                _closed("access", "what this site may show of the text", Access),
                *_texts(
                    ("summary", "the summary, in the archive's own words, without its references to lines")
                ),
            ),
            ("id",),
            (
                Reference(("source",), SOURCES),
                Reference(("outlet",), "outlets"),
                Reference(("agency",), "outlets"),
                Reference(("republished_by",), "outlets"),
            ),
            _document_rows,
        ),
        Table(
            "statements",
            "one statement: what one speaker says without a break",
            (
                *_texts(("document", "the id of the document")),
                Column("number", "integer", "which of the document's statements, from 1", required=True),
                *_columns(_STATEMENT),
                *_texts(("speaker_label", "the name of the speaker")),
                Column(
                    "said_earliest", "date", "the first day on which it may have been said, if that is known"
                ),
                Column(
                    "said_latest", "date", "the last day on which it may have been said, if that is known"
                ),
            ),
            ("document", "number"),
            (
                Reference(("document",), DOCUMENTS),
                Reference(("occasion",), "events"),
                Reference(("place",), "places"),
            ),
            _statement_rows,
        ),
        Table(
            SOURCES,
            "one capture: a file as it was received, with one document or several",
            (
                *_texts(("id", "the id of the source")),
                _page("source"),
                *_columns(_SOURCE),
                Column("documents", "integer", "how many documents it contains", required=True),
                *_days("captured"),
            ),
            ("id",),
            (),
            _source_rows,
        ),
        Table(
            "terms",
            "one term of a vocabulary: a topic, a person, a place …",
            (
                Column(
                    "vocabulary", "string", "the vocabulary of the term", tuple(VOCABULARIES), required=True
                ),
                *_texts(("id", "the id of the term, which no other term of its vocabulary has")),
                _page("term"),
                *_columns(_TERM),
                Column("documents", "integer", "how many documents name it", required=True),
            ),
            ("vocabulary", "id"),
            (),
            _term_rows,
        ),
        *map(_vocabulary_table, OWN_TABLES),
        Table(
            "relations",
            "one relation of a document to a term or another document, or of a term to a term",
            (
                Column("from_kind", "string", "documents, or a vocabulary", _KINDS, required=True),
                *_texts(
                    ("from", "the id of the document or the term"),
                    (
                        "relation",
                        "the field of the record that names the other one, such as topics, "
                        f"{', '.join(RELATIONS)}, broader",
                    ),
                ),
                Column("to_kind", "string", "documents, or a vocabulary", _KINDS, required=True),
                *_texts(("to", "the id of what is named")),
                Column("inferred", "boolean", "true where the archive concluded it; empty elsewhere"),
            ),
            ("from_kind", "from", "relation", "to_kind", "to"),
            (),
            _relation_rows,
        ),
        Table(
            "history",
            "one thing that happened to a source or to one of its documents",
            (
                *_texts(("source", "the id that the source had")),
                Column("number", "integer", "which entry of the source's history, from 1", required=True),
                *_columns(_ENTRY),
            ),
            ("source", "number"),
            (),
            _history_rows,
        ),
        Table(
            "searches",
            "one search for documents that was made, so that what is missing is known",
            (*_texts(("id", "the id of the search")), *_columns(_SEARCH)),
            ("id",),
            (Reference(("outlet",), "outlets"),),
            _search_rows,
        ),
    )
}
