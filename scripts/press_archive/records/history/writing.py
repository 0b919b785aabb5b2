"""Write entries of histories and redirects, each on one line, as a person may paste it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...yaml_text.reading import quote
from ...yaml_text.scalars import render_scalar
from ..closed_lists import EntryType
from ..dates import UNKNOWN
from .entries import CHANGES_OF_ACCESS

FOLDER = "sources/history"
REDIRECTS = "sources/redirects.yml"
# Values that may look like a number or a date, as the canonical form writes them.
_NUMBERS = frozenset({"date", "lines"})


def history_path(source: str) -> str:
    """Return the path of a source's history.

    >>> history_path("gull-post-harbour")
    'sources/history/gull-post-harbour.yml'
    """
    return f"{FOLDER}/{source}.yml"


def render_item(fields: Mapping[str, str]) -> str:
    """Return an entry or a redirect as one line of YAML; fields without a value are left out.

    >>> render_item({"date": "2020-02-03", "type": "withdrawal", "document": "", "reason": "a request"})
    '- {date: 2020-02-03, type: withdrawal, reason: a request}'
    """
    parts = [f"{name}: {_value(name, value)}" for name, value in fields.items() if value]
    return f"- {{{', '.join(parts)}}}"


def _value(name: str, value: str) -> str:
    written = render_scalar(value, True, name in _NUMBERS)
    # In quotation marks, the escapes with which a message shows invisible characters are those of YAML.
    return written if value.isprintable() else quote(value)


def change_entry(
    date: str, field: str, old: str, new: str, document: str = "", lines: str = "", reason: str = UNKNOWN
) -> dict[str, str]:
    """Return the fields of an entry about a value that changed."""
    kind = EntryType.CHANGE_OF_ACCESS if field in CHANGES_OF_ACCESS else EntryType.CORRECTION
    return {
        "date": date,
        "type": str(kind),
        "document": document,
        "field": field,
        "lines": lines,
        "old": old,
        "new": new,
        "reason": reason,
    }


def withdrawal_entry(
    date: str, document: str = "", reason: str = UNKNOWN, sha256: str = ""
) -> dict[str, str]:
    """Return the fields of an entry about a withdrawal; that of a source has the capture's SHA-256."""
    return {
        "date": date,
        "type": str(EntryType.WITHDRAWAL),
        "document": document,
        "sha256": "" if document else sha256,
        "reason": reason,
    }


def add_lines(text: str, field: str, lines: Iterable[str]) -> str:
    """Return the text of a history, or of the redirects, with lines at its end; begin it if it is empty."""
    begun = text if text.strip() else f"{field}:\n"
    return "".join([begun, "" if begun.endswith("\n") else "\n", *(f"{line}\n" for line in lines)])
