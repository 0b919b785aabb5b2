"""What a draft proposes: a value, where it came from, and how likely it is to be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from ..records.closed_lists import Basis


class Confidence(IntEnum):
    """How likely it is that a proposed value is right; a person looks at those of low confidence first."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """The confidence as the comment of a draft prints it, such as `low confidence`."""
        return f"{self.name.lower()} confidence"


@dataclass(frozen=True)
class Proposal:
    """A proposed value for a field, or for a line: its role, or the reason to cut it.

    `value` is None where nothing was found; then `origin` says what is missing, and otherwise where the value
    comes from, such as `line 7`.
    """

    value: str | None
    origin: str = ""
    confidence: Confidence = Confidence.LOW

    @property
    def comment(self) -> str:
        """The origin and the confidence, as the draft prints them above the value.

        >>> Proposal("2013-09-23", "line 7", Confidence.HIGH).comment
        'line 7 (high confidence)'
        """
        return f"{self.origin} ({self.confidence.label})" if self.value is not None else self.origin


@dataclass(frozen=True)
class Reason:
    """Why a value is inferred: what it is concluded from, and the note that says how."""

    basis: Basis
    note: str


NOTHING = Proposal(None)
Clues = Mapping[str, Sequence[Proposal]]
"""Names, such as `date` or `outlet_name` → what a page's own data says, as proposals."""


def best(proposals: Sequence[Proposal]) -> Proposal:
    """Return the proposal of highest confidence, the first of equals; the last one where none has a value.

    >>> best([Proposal("a", confidence=Confidence.MEDIUM), Proposal("b", confidence=Confidence.HIGH)]).value
    'b'
    """
    known = [proposal for proposal in proposals if proposal.value is not None]
    otherwise = proposals[-1] if proposals else NOTHING
    return max(known, key=lambda proposal: proposal.confidence, default=otherwise)
