"""The SQLite file: all tables in one file that answers questions, and is searched (FTS5).

It is made in memory, without times and without anything random: the same rows make the same bytes, with the
same version of SQLite. Lists and objects are JSON, for SQLite's own functions (https://sqlite.org/json1.html);
true is 1. The indexes keep no copy of what they index (https://sqlite.org/fts5.html#external_content_tables).
They go by the numbers of rows, which VACUUM may change; after it,
`insert into documents_fts (documents_fts) values ('rebuild')` mends that. A reader needs SQLite 3.32 (2020).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ...records.links import DOCUMENTS
from ..json_text import compact_json
from .columns import Value
from .sqlite_schema import OTHER_NAMES, SQL_TABLES, YEAR, SqlTable, sql_rows
from .sqlite_views import VIEWS
from .tables import Row

if TYPE_CHECKING:
    from sqlite_utils import Database

FILE = "archive.sqlite"
PAGE_SIZE = 2048  # the smallest file of those tried, for ten documents and for a thousand
TERMS_INDEX = "terms_fts"
TOKENS = "unicode61 remove_diacritics 2"
SEARCHED = ("title", "gloss", "summary", "outlet_label")
_TYPES = {"integer": int, "number": float, "boolean": int}


def render_sqlite(tables: Mapping[str, list[Row]]) -> bytes:
    """Return the file of all tables, of the rows of each of `TABLES`."""
    from sqlite_utils import Database  # only where the file is made: it takes long to import

    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"pragma page_size = {PAGE_SIZE}")
        database = Database(connection)
        rows, first = sql_rows(tables), 1
        for table in SQL_TABLES.values():
            _write_table(database, table, rows[table.name], first)
            # No two terms have the same number, so that one index serves all vocabularies.
            first += len(rows[table.name])
        _add_years(database)
        for name, view in VIEWS.items():
            database.create_view(name, view.sql.strip())
        _index_texts(database)
        connection.commit()
        connection.execute("vacuum")
        return connection.serialize()
    finally:
        connection.close()


def _write_table(database: Database, table: SqlTable, rows: Iterable[Row], first: int) -> None:
    """Create a table and its rows, which are numbered from `first`."""
    from sqlite_utils.db import ForeignKey

    columns = {column.name: _TYPES.get(column.type, str) for column in table.columns}
    created = database.create_table_sql(
        table.name,
        columns,
        pk=table.key if len(table.key) > 1 else table.key[0],
        foreign_keys=[ForeignKey(table.name, one.columns[0], one.table, "id") for one in table.references],
        not_null=[
            column.name for column in table.columns if column.required and column.name not in table.key
        ],
    )
    database.execute(created if table.is_numbered else created.replace(";", " without rowid;"))
    names = ["rowid", *columns] if table.is_numbered else list(columns)
    quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    values = ([_stored(row[name]) for name in columns] for row in rows)
    numbered = ([number, *row] for number, row in enumerate(values, first)) if table.is_numbered else values
    database.conn.executemany(f'insert into "{table.name}" ({quoted}) values ({marks})', numbered)


def _stored(value: Value) -> Value:
    if isinstance(value, list | dict):
        return compact_json(value)
    return value


def _add_years(database: Database) -> None:
    """Give documents a column that takes no space: the year of the best date, where it is within one year."""
    from_year, to_year = "substr(best_date_earliest, 1, 4)", "substr(best_date_latest, 1, 4)"
    database.execute(
        f"alter table {DOCUMENTS} add column {YEAR.name} text "
        f"generated always as (iif({from_year} = {to_year}, {from_year}, null)) virtual"
    )


def _index_texts(database: Database) -> None:
    database.table(DOCUMENTS).enable_fts(SEARCHED, tokenize=TOKENS)
    database.execute(
        f"create virtual table {TERMS_INDEX} using fts5 "
        f"(label, {OTHER_NAMES.name}, tokenize='{TOKENS}', content='terms', content_rowid='number')"
    )
    database.execute(f"insert into {TERMS_INDEX} ({TERMS_INDEX}) values ('rebuild')")
    for index in (f"{DOCUMENTS}_fts", TERMS_INDEX):
        database.execute(f"insert into {index} ({index}) values ('optimize')")
