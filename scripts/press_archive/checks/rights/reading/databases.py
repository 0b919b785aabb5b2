"""What an SQLite file says (https://sqlite.org/fileformat.html): its schema, its values, its index of words.

The bytes are read too, as they are: there is what was deleted, and what no table leads to.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

SIGNATURE = b"SQLite format 3\0"
BROKEN = (sqlite3.Error, UnicodeError, OverflowError)
_INDEX_OF_WORDS = re.compile(r"\s*create\s+virtual\s+table\s+.*\busing\s+fts5\b", re.IGNORECASE | re.DOTALL)
# What an index of words keeps beside the texts (https://sqlite.org/fts5.html, section 9).
_SHADOWS = ("_data", "_idx", "_docsize", "_config")
_MOST_STEPS = 1_000_000_000  # of SQLite's machine, so that no schema takes for ever


def read_database(data: bytes) -> Iterator[str | bytes]:
    """Yield the texts and the values of bytes that an SQLite file has; a column is one text, a row a line.

    Raises what is in BROKEN for a file that is none.

    >>> quays = sqlite3.connect(":memory:")
    >>> _ = quays.executescript("create table quays (name); insert into quays values ('North'), ('South')")
    >>> "North\\nSouth" in [*read_database(quays.serialize())]
    True
    """
    yield data.decode("utf-8", "replace")
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        connection.execute("pragma trusted_schema = off")
        steps = iter(range(_MOST_STEPS // 1000))
        connection.set_progress_handler(lambda: next(steps, None) is None, 1000)
        yield from _read(connection)
    finally:
        connection.close()


def _read(connection: sqlite3.Connection) -> Iterator[str | bytes]:
    schema = connection.execute("select type, name, sql from sqlite_master order by rowid").fetchall()
    yield "\n".join(sql for _, _, sql in schema if sql)
    indexes = [name for _, name, sql in schema if sql and _INDEX_OF_WORDS.match(sql)]
    shadows = {name + ending for name in indexes for ending in _SHADOWS}
    for type, name, _ in schema:
        if type == "table" and name not in {*indexes, *shadows}:
            yield from _read_table(connection, name)
    for name in indexes:
        yield _words_in_order(connection, name)


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def _read_table(connection: sqlite3.Connection, name: str) -> Iterator[str | bytes]:
    for _, column, *_ in connection.execute(f"pragma table_info({_quoted(name)})").fetchall():
        values = connection.execute(f"select {_quoted(column)} from {_quoted(name)}")
        lines = []
        for (value,) in values:
            if isinstance(value, bytes):
                yield value
            elif isinstance(value, str):
                lines.append(value)
        yield "\n".join(lines)


def _words_in_order(connection: sqlite3.Connection, index: str) -> str:
    """Return the words of an index as its texts had them: it may have texts that no table has any more."""
    connection.execute(
        f"create virtual table temp.words_in_order using fts5vocab(main, {_quoted(index)}, instance)"
    )
    try:
        rows = connection.execute("select term from temp.words_in_order order by doc, col, offset")
        return " ".join(str(term) for (term,) in rows)
    finally:
        connection.execute("drop table temp.words_in_order")
