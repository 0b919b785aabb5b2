"""All that the fields of one document are proposed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...records.closed_lists import Role
from ..classify.reading import Reading
from ..proposals import Clues, Proposal

# Roles of the text itself, whose words show its language and name its terms.
BODY = (Role.CROSSHEAD, Role.BULLET, Role.QUESTION, Role.ANSWER, Role.DATELINE, Role.CAPTION)


@dataclass(frozen=True)
class Findings:
    """What is known of one document: its lines as they were read, and the page around it."""

    reading: Reading
    """Its lines and their roles."""
    clues: Clues
    """What the page's own data says of it."""
    cuts: Mapping[int, Proposal]
    """The lines of the capture that belong to no document."""
    aggregated: bool
    """Whether it is an item of a page that gathers texts of others."""

    @property
    def body(self) -> dict[int, str]:
        """Number → line of the text itself, without headline, date, byline and the like."""
        roles = self.reading.roles
        return {
            number: line
            for number, line in self.reading.text.items()
            if number not in roles or roles[number].value in BODY
        }

    def numbered(self, *roles: Role) -> list[tuple[int, str]]:
        """Return (number, line) of the lines with these roles, one role after the other."""
        return [
            (number, self.reading.line(number)) for role in roles for number in self.reading.numbers_of(role)
        ]
