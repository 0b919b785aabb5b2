"""JSON (RFC 8259) as the outputs write it: without spaces, and in the letters of the text itself."""

from __future__ import annotations

import json
from collections.abc import Iterable


def compact_json(value: object) -> str:
    """Return a value as JSON in one line.

    >>> compact_json({"title": "Гавань", "topics": ["quay", "toll"]})
    '{"title":"Гавань","topics":["quay","toll"]}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_array(items: Iterable[str]) -> str:
    """Return an array of items, which are JSON already, each on a line of its own.

    >>> json_array(["1", "2"]), json_array([])
    ('[\\n1,\\n2\\n]\\n', '[]\\n')
    """
    lines = ",\n".join(items)
    return f"[\n{lines}\n]\n" if lines else "[]\n"
