"""The tables of the SQLite file: what each has, and its rows.

The tables are those of `tables.py` with two differences, for which a database has a better form. Every
vocabulary has a table of its own, with all that is known of its terms, so that a column can refer to it;
`terms` is a view of all of them (`sqlite_views.py`). And `relations` is a view, of what the records name: a
list in a record is a JSON array. What documents name most is also in tables of two columns, by which a
database joins and Datasette counts.
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
RELATED = "related_documents"
# A column of documents that takes no space: it follows from others.
YEAR = Column("best_year", "string", "the year of `best_date`, where it is within one year")
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
    return f"{vocabulary}_of_documents"


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
    return SqlTable(RELATED, row, columns, ("document", "relation", "other"), references)


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
    rows[RELATED] = [
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
