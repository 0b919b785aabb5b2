"""Change one field of a record's text, and leave all others as they were."""

from __future__ import annotations

import re

from ..records.forms.canonical import format_record
from ..yaml_text.reading import parse_front_matter, parse_yaml


def replace_field(text: str, path: str, name: str, field: str, written: str) -> str:
    """Return a record's text in canonical form with another value for a field of the record itself.

    `name` is one of RECORDS, `written` the lines of YAML for the field, with its name; empty lines remove it.
    The record must be readable; raises ValueError where it is not.
    """
    text = _canonical(text, path, name)
    tree = parse_front_matter(text, path)[0] if name == "document" else parse_yaml(text, path)
    lines = text.split("\n")
    if (field,) in tree.lines:
        first = tree.lines[field,] - 1
        last = first + 1
        while last < len(lines) and re.match(r"\s|- ", lines[last]):
            last += 1
    else:
        first = last = tree.first_line - 1
        while name != "document" and lines[first].startswith("#"):
            first = last = first + 1
    lines[first:last] = written.rstrip("\n").split("\n") if written else []
    return _canonical("\n".join(lines), path, name)


def _canonical(text: str, path: str, name: str) -> str:
    formatted, problems = format_record(text, path, name)
    if problems:
        raise ValueError(f"{path}: cannot be read")
    return formatted
