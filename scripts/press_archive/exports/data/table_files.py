"""The files of a table: CSV for spreadsheets, JSON and JSON Lines for programs, with every value exactly.

CSV is that of RFC 4180, in UTF-8 with a byte order mark, without which Excel takes it for another encoding.
A text that a spreadsheet would take for a formula has an apostrophe before it (see `plain_text.py`). JSON is
that of RFC 8259, without what a row does not have; JSON Lines (https://jsonlines.org/) has the same rows, one
in each line. Both are compressed with gzip, which programs that read tables take as it is: plain, they would
be twice as much as all CSV files.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Sequence

from ..json_text import compact_json, json_array
from ..plain_text import formula_safe
from .columns import Column, Type, Value
from .tables import Row, Table

SEPARATOR = "; "  # of a list's texts, none of which has a space
BYTE_ORDER_MARK = "\ufeff"
COMPRESSION = 6

# The ending of each format → its name, its media type.
FORMATS = {
    "csv": ("CSV", "text/csv"),
    "json.gz": ("JSON", "application/gzip"),
    "jsonl.gz": ("JSON Lines", "application/gzip"),
}


def table_path(table: str, ending: str) -> str:
    """Return the path of a table's file in a format, below the folder of data."""
    return f"{table}.{ending}"


def render_table(table: Table, rows: Sequence[Row]) -> dict[str, bytes]:
    """Return a table's file in each format, by its path below the folder of data."""
    lines = [render_json(row) for row in rows]
    content = {
        "csv": render_csv(table.columns, rows).encode(),
        "json.gz": _compress(json_array(lines)),
        "jsonl.gz": _compress("".join(f"{line}\n" for line in lines)),
    }
    return {table_path(table.name, ending): content[ending] for ending in FORMATS}


def _compress(text: str) -> bytes:
    """Return a text compressed, without the time (RFC 1952, section 2.3.1)."""
    return gzip.compress(text.encode(), COMPRESSION, mtime=0)


def render_json(row: Row) -> str:
    """Return a row in one line, without what it does not have."""
    return compact_json({name: value for name, value in row.items() if value is not None})


def render_csv(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    """Return rows as CSV, a line of names first.

    >>> render_csv([Column("title", "string", ""), Column("topics", "list", "")],
    ...            [{"title": "=1+1", "topics": ["quay", "toll"]}])
    "\\ufefftitle,topics\\r\\n'=1+1,quay; toll\\r\\n"
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(column.name for column in columns)
    for row in rows:
        writer.writerow([_safe(row[column.name], column.type) for column in columns])
    return BYTE_ORDER_MARK + stream.getvalue()


def _safe(value: Value, type: Type) -> str:
    """Return a cell that no spreadsheet takes for a formula; a number stays a number."""
    text = cell(value, type)
    return text if isinstance(value, int | float) else formula_safe(text)


def cell(value: Value, type: Type = "list") -> str:
    """Return a value of a column of a type as CSV has it.

    An array is JSON even where its texts could be a list, so that whoever reads the column knows.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    is_list = type == "list" and isinstance(value, list)
    if is_list and all(isinstance(one, str) and " " not in one for one in value):
        return SEPARATOR.join(value)
    return json.dumps(value, ensure_ascii=False)  # true and false, too
