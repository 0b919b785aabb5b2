"""By which names a person is known: whole names, and the surname alone where nobody else has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from .archive import TermEntry

LEAST_LETTERS = 4  # of a surname, or it is as likely to be another word


def surname(name: str) -> str:
    """Return the last word of a name, or nothing where a single or short word would be found everywhere.

    >>> surname("Ilse Marrowby"), surname("Kim Li"), surname("Marrowby")
    ('Marrowby', '', '')
    """
    *before, last = name.split() or [""]
    return last if before and len(last) >= LEAST_LETTERS else ""


def shared_surnames(people: Mapping[str, TermEntry]) -> set[str]:
    """Return the surnames that identify nobody, because several of these people have them."""
    bearers: Counter[str] = Counter()
    for term in people.values():
        bearers.update({surname(name) for name in term.record.names})
    return {name for name, number in bearers.items() if number > 1}
