"""The tables and views of the SQLite file: what each has, and how SQL and Datasette are to treat it.

The tables are those of `tables.py` with two differences, for which a database has a better form. Every
vocabulary has a table of its own, with all that is known of its terms, so that a column can refer to it;
`terms` is a view of all of them. And `relations` is a view, of what the records name: a list in a record is a
JSON array. What documents name most is also in tables of two columns, by which a database joins and Datasette
counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...records.closed_lists import RELATIONS
from ...records.links import DOCUMENTS
from ...records.terms import VOCABULARIES
from .columns import Column
from .tables import OWN_TABLES, TABLES, Reference, Row

# The vocabularies that documents name in lists; of outlets they name one, and a chain.
LISTED = tuple(name for name in VOCABULARIES if name != "outlets")
# What the index of terms has beside the label: an index can't read what is in JSON.
OTHER_NAMES = Column("other_names", "string", "the names in `variants`, one a line")
_ONE = {"people": "person"}


@dataclass(frozen=True)
class SqlTable:
    """A table of the file; one that an index of texts refers to has numbered rows."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    @property
    def is_numbered(self) -> bool:
        """Whether an index of texts refers to the table's rows by their numbers.

        Other tables have their rows in the order of the key, and the key only once.
        """
        return self.name == DOCUMENTS or self.name in VOCABULARIES


def noun(vocabulary: str) -> str:
    """Return what one term of a vocabulary is called.

    >>> noun("people"), noun("topics")
    ('person', 'topic')
    """
    return _ONE.get(vocabulary, vocabulary.removesuffix("s"))


def link_table(vocabulary: str) -> str:
    """Return the name of the table of the documents that name the terms of a vocabulary."""
    return f"document_{vocabulary}"


def _vocabulary(name: str) -> SqlTable:
    own = TABLES[name] if name in OWN_TABLES else None
    columns = [column for column in TABLES["terms"].columns if column.name != "vocabulary"]
    columns += [column for column in own.columns if column.name not in ("id", "label")] if own else []
    columns.append(OTHER_NAMES)
    return SqlTable(
        name, f"one {noun(name)} of the vocabulary", tuple(columns), ("id",), own.references if own else ()
    )


def _link(vocabulary: str) -> SqlTable:
    one = noun(vocabulary)
    columns = (
        Column(one, "string", f"the id of the {one}", required=True),
        Column("document", "string", "the id of the document", required=True),
    )
    references = (Reference((one,), vocabulary), Reference(("document",), DOCUMENTS))
    row = f"one {one} that a document names"
    return SqlTable(link_table(vocabulary), row, columns, (one, "document"), references)


def _documents_of_documents() -> SqlTable:
    columns = (
        Column("document", "string", "the id of the document whose record names the other", required=True),
        Column("relation", "string", "what it is of the other", tuple(RELATIONS), required=True),
        Column("other", "string", "the id of the other document", required=True),
    )
    references = (Reference(("document",), DOCUMENTS), Reference(("other",), DOCUMENTS))
    row = "one document that another one repeats, translates or is a part of"
    return SqlTable("document_documents", row, columns, ("document", "relation", "other"), references)


def _plain(name: str) -> SqlTable:
    table = TABLES[name]
    return SqlTable(name, table.row, table.columns, table.key, table.references)


SQL_TABLES: Mapping[str, SqlTable] = {
    table.name: table
    for table in (
        _plain("sources"),
        *map(_vocabulary, VOCABULARIES),
        _plain(DOCUMENTS),
        _plain("statements"),
        *map(_link, LISTED),
        _documents_of_documents(),
        _plain("history"),
        _plain("searches"),
    )
}


def sql_rows(tables: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Return the rows of each table of the file, of the rows of `TABLES`."""
    rows = {name: list(tables[name]) for name in SQL_TABLES if name in TABLES and name not in VOCABULARIES}
    for name in VOCABULARIES:
        own = {row["id"]: row for row in tables.get(name, ())}
        terms = (row for row in tables["terms"] if row["vocabulary"] == name)
        rows[name] = [own.get(row["id"], {}) | row | {OTHER_NAMES.name: _other_names(row)} for row in terms]
    for name in LISTED:
        one = noun(name)
        rows[link_table(name)] = [
            {one: id, "document": document}
            for id, document in sorted((id, document) for document, id in _listed(tables[DOCUMENTS], name))
        ]
    rows["document_documents"] = [
        {"document": document, "relation": relation, "other": other}
        for relation in RELATIONS
        for document, other in _listed(tables[DOCUMENTS], relation)
    ]
    return rows


def _other_names(term: Row) -> str | None:
    variants: dict[str, list[str]] = term["variants"] or {}
    return "\n".join(name for names in variants.values() for name in names) or None


def _listed(documents: list[Row], name: str) -> Iterator[tuple[str, str]]:
    for row in documents:
        for id in dict.fromkeys(row[name] or ()):
            yield row["id"], id


@dataclass(frozen=True)
class View:
    """A view: what a row of it is, and the query."""

    row: str
    sql: str


def _all_terms() -> str:
    """Return the query of all terms; the number of a row is that of the index of terms."""
    names = [column.name for column in (*TABLES["terms"].columns[1:], OTHER_NAMES)]
    columns = ", ".join(f'"{name}"' for name in names)
    return " union all ".join(
        f"select '{name}' as vocabulary, {columns}, rowid as number from {name}" for name in VOCABULARIES
    )


def _relations() -> str:
    """Return the query of what documents and terms name; a value is one id, or a list of ids."""
    parts = [_of_documents("outlet", "outlets"), _of_documents("agency", "outlets")]
    listed = {"chain": "outlets"} | {name: name for name in LISTED} | dict.fromkeys(RELATIONS, DOCUMENTS)
    parts += [_of_documents(relation, kind) for relation, kind in listed.items()]
    parts += [_of_terms(name, relation) for name in VOCABULARIES for relation in ("broader", "related")]
    return " union all ".join(parts)


def _of_documents(relation: str, kind: str) -> str:
    is_one = relation in ("outlet", "agency")
    distinct, value = ("", relation) if is_one else ("distinct ", "value")
    tables = f"{DOCUMENTS} where {relation} is not null" if is_one else f"{DOCUMENTS}, json_each({relation})"
    return (
        f"select {distinct}'{DOCUMENTS}' as from_kind, {DOCUMENTS}.id as \"from\", '{relation}' as relation, "
        f"'{kind}' as to_kind, {value} as \"to\", {_inferred(relation)} as inferred from {tables}"
    )


def _of_terms(vocabulary: str, relation: str) -> str:
    """Return the query of the terms that terms name: ids of their vocabulary, or links such as topics:ID."""
    colon = "instr(value, ':')"
    return (
        f"select '{vocabulary}', {vocabulary}.id, '{relation}', "
        f"iif({colon}, substr(value, 1, {colon} - 1), '{vocabulary}'), substr(value, {colon} + 1), "
        f"{_inferred(relation)} from {vocabulary}, json_each({relation})"
    )


def _inferred(relation: str) -> str:
    return f"iif(json_type(inferred, '$.{relation}') is null, null, 1)"


VIEWS: Mapping[str, View] = {
    "terms": View(TABLES["terms"].row, _all_terms()),
    "relations": View(TABLES["relations"].row, _relations()),
    "documents_in_brief": View(
        "one document, with what a list of documents says",
        "select id, best_date, title, gloss, outlet_label, kind, language, nearness, best_year, page "
        "from documents order by best_date_earliest is null, best_date_earliest, id",
    ),
    "documents_by_outlet_and_month": View(
        "one outlet and one month: how many documents there are. `month` is empty for documents that are "
        "dated less exactly, `year` too where not even that is known",
        "select outlet, outlet_label, best_year as year, "
        "iif(substr(best_date_earliest, 1, 7) = substr(best_date_latest, 1, 7), substr(best_date_earliest, 1, 7), null) "
        "as month, count(*) as documents from documents group by 1, 2, 3, 4 order by 1, 3, 4",
    ),
    "documents_of_term": View(
        "one term and one document that names it, in the field `relation`",
        "select relations.to_kind as vocabulary, relations.\"to\" as term, terms.label, relation, "
        "documents.id as document, documents.best_date, documents.title, documents.outlet_label, "
        "documents.page from relations join documents on documents.id = relations.\"from\" "
        "left join terms on terms.vocabulary = relations.to_kind and terms.id = relations.\"to\" "
        f"where relations.from_kind = '{DOCUMENTS}' and relations.to_kind <> '{DOCUMENTS}'",
    ),
    "statements_with_speakers": View(
        "one statement, with its speaker, its document and its occasion",
        "select document, number, speaker, speaker_label, form, said_earliest, said_latest, statements.lines, "
        "events.label as occasion_label, places.label as place_label, documents.title, "
        "documents.outlet_label, documents.page from statements "
        "join documents on documents.id = statements.document "
        "left join events on events.id = statements.occasion "
        "left join places on places.id = statements.place order by said_earliest is null, said_earliest, 1, 2",
    ),
    "events_timeline": View(
        "one event, the earliest first, those without a date last",
        "select events.id, events.label, events.date, date_earliest, date_latest, places.label as place_label, "
        "events.documents, events.page from events left join places on places.id = events.place "
        "order by date_earliest is null, date_earliest, date_latest, events.id",
    ),
}  # fmt: skip
