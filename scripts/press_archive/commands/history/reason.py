"""The reason that a person gives for a correction or a withdrawal."""

from __future__ import annotations

from ...base.limits import LONGEST_VALUE

LONGEST = f"of at most {LONGEST_VALUE:,} characters"


def is_reason(text: str) -> bool:
    """Return whether a text says something, on one line that a record can have.

    >>> is_reason("The author asked for it."), is_reason(" "), is_reason("Two\\nlines")
    (True, False, False)
    """
    return bool(text.strip()) and len(text) <= LONGEST_VALUE and len(text.splitlines()) == 1
