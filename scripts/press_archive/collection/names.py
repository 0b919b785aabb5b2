"""The names by which a person is known: whole names, and the surname alone if nobody else has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from .archive import TermEntry

LEAST_LETTERS = 4  # a shorter surname is too likely to be another word


def surname(name: str) -> str:
    """Return the last word of a name, or an empty text if the name is one word or the last word is short.

    >>> surname("Ilse Marrowby"), surname("Kim Li"), surname("Marrowby")
    ('Marrowby', '', '')
    """
    *before, last = name.split() or [""]
    return last if before and len(last) >= LEAST_LETTERS else ""


def shared_surnames(people: Mapping[str, TermEntry]) -> set[str]:
    """Return the surnames that identify nobody, because more than one of these people has them."""
    bearers: Counter[str] = Counter()
    for term in people.values():
        bearers.update({surname(name) for name in term.record.names})
    return {name for name, number in bearers.items() if number > 1}
