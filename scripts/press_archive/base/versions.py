"""The versions of the program and of the records. What a newer program made is refused, not guessed at."""

from __future__ import annotations

import re

PROGRAM = "0.1.0"  # as in pyproject.toml
# It rises when records get a field or a value that an older program would misread.
RECORDS = 1


def is_newer(version: str, than: str) -> bool:
    """Return whether a version is a later one, by its numbers.

    >>> is_newer("0.10", than="0.9.1"), is_newer("0.9", than="0.9.0")
    (True, False)
    """
    numbers, others = ([int(number) for number in re.findall("[0-9]+", text)] for text in (version, than))
    length = max(len(numbers), len(others))
    return _padded(numbers, length) > _padded(others, length)


def _padded(numbers: list[int], length: int) -> list[int]:
    return numbers + [0] * (length - len(numbers))
