"""The lines of one document, and what has been recognised in them so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...records.closed_lists import Role
from ..proposals import Confidence, Proposal


@dataclass
class Reading:
    """The lines of one document with the roles that are proposed for them; lines are numbered from 1."""

    lines: Sequence[str]
    """Every line of the capture."""
    text: dict[int, str]
    """Number → line, without white space at its ends, of the document's lines, which are not blank."""
    outlets: Mapping[str, str]
    """The names of the vocabulary's outlets, in lower case → their ids."""
    roles: dict[int, Proposal] = field(default_factory=dict)
    """Number → proposed role; a line that is not in it belongs to the text."""
    turns: dict[int, str] = field(default_factory=dict)
    """Number → the printed label of whoever begins to speak there."""
    asking: list[str] = field(default_factory=list)
    """The labels of those who ask, in the order in which they appear."""
    answering: list[str] = field(default_factory=list)
    """The labels of those who answer, in the order in which they appear."""

    def propose(
        self, number: int, role: Role, origin: str, confidence: Confidence = Confidence.MEDIUM
    ) -> None:
        """Propose a role for a line, unless it has one already."""
        self.roles.setdefault(number, Proposal(role, origin, confidence))

    def numbers_of(self, *roles: Role) -> list[int]:
        """Return the numbers of the lines that have one of these roles, in ascending order."""
        return sorted(number for number, proposal in self.roles.items() if proposal.value in roles)

    def line(self, number: int) -> str:
        """Return a line of the capture as it is."""
        return self.lines[number - 1]

    def without_role(self) -> list[int]:
        """Return the numbers of the lines that have no role so far, in ascending order."""
        return [number for number in self.text if number not in self.roles]
