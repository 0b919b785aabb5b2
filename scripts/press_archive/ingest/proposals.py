"""What a draft proposes: a value, where it came from, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Sureness(IntEnum):
    """How sure a proposal is; a person looks at a guess first."""

    GUESS = 1
    LIKELY = 2
    SURE = 3

    @property
    def words(self) -> str:
        """The sureness as a draft's comment says it."""
        return {1: "a guess", 2: "likely", 3: "sure"}[self.value]


@dataclass(frozen=True)
class Proposal:
    """A proposed value, or None where nothing could be known, with its origin in words such as `line 7`."""

    value: str | None
    origin: str = ""
    sureness: Sureness = Sureness.GUESS

    @property
    def comment(self) -> str:
        """What the draft says of the proposal.

        >>> Proposal("2013-09-23", "line 7", Sureness.SURE).comment
        'line 7 (sure)'
        """
        return f"{self.origin} ({self.sureness.words})" if self.value is not None else self.origin


NOTHING = Proposal(None)


def best(proposals: list[Proposal]) -> Proposal:
    """Return the surest proposal, the first of equals; one without a value where there is none.

    >>> best([Proposal("a", sureness=Sureness.LIKELY), Proposal("b", sureness=Sureness.SURE)]).value
    'b'
    """
    known = [proposal for proposal in proposals if proposal.value is not None]
    return max(known, key=lambda proposal: proposal.sureness, default=proposals[-1] if proposals else NOTHING)
