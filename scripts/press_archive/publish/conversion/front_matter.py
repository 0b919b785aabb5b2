"""The front matter of generated pages, read without a parser of YAML.

Each field is on one line, and each text is quoted, so that what is here read as JSON means the same in YAML.
Where a line is not of this form, the page is left to MkDocs.
"""

from __future__ import annotations

import json
import re

from ...base.files.docs import GENERATED
from ...pages.parts.front_matter import FIELDS

_TEXT = r'"(?:[^"\\]|\\["\\nt])*+"'  # the escapes that JSON and YAML have in common, and that pages need
_LINE = re.compile(rf"([a-z0-9_]+): ({_TEXT}|\[(?:{_TEXT}(?:, {_TEXT})*+)?\])")

Fields = dict[str, str | list[str]]


def split_page(source: str) -> tuple[str, Fields] | None:
    r"""Return the Markdown of a generated page, and its fields; None if a line is of another form.

    >>> split_page(GENERATED + 'title: "A \\"quay\\""\ntopics: ["a", "b"]\n---\n\nText.\n')
    ('Text.\n', {'title': 'A "quay"', 'topics': ['a', 'b']})
    >>> split_page(GENERATED + "title: A quay\n---\n\nText.\n") is None
    True
    """
    if not source.startswith(GENERATED):
        return None
    lines, end, body = source.removeprefix(GENERATED).partition("\n---\n")
    fields: Fields = {}
    for line in lines.split("\n"):
        parts = _LINE.fullmatch(line)
        # What is not printable may end a line in YAML, or not be allowed in it.
        if not parts or not line.isprintable() or parts[1] not in FIELDS or parts[1] in fields:
            return None
        fields[parts[1]] = json.loads(parts[2])
    return (body.lstrip("\n"), fields) if end else None
