"""What a received file is made of: its text, line by line, and what the file itself says about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version

from ..records.closed_lists import Role
from .proposals import Confidence, Proposal

# The order of a page's dates of figures, as a clue says it.
DAY_FIRST, MONTH_FIRST = "day first", "month first"


ANY_FORMAT = "a text, a web page, a mail or a web archive (WARC, WACZ)"
COPY_TEXT = "copy its text into a .txt file"


class UnreadableFile(ValueError):
    """A file that no record can be drafted from; the message says why, what was expected, and what to do."""

    def __init__(self, file: str, problem: str, expected: str = ANY_FORMAT, hint: str = "") -> None:
        """Build the message from its parts; `file` is the file's name."""
        super().__init__(f"{file}: {problem}. Expected {expected}.{f' Hint: {hint}' if hint else ''}")
        self._parts = (file, problem, expected, hint)

    def __reduce__(self) -> tuple[type[UnreadableFile], tuple[str, ...]]:
        """Return how another process makes it again, of which this is a message."""
        return type(self), self._parts


@dataclass(frozen=True)
class Received:
    """A file as it was received: its name, its bytes, the address of its page, and the day it was fetched.

    The address and the day (ISO 8601, `2019-05-07`) are empty where they are not known.
    """

    name: str
    data: bytes
    address: str = ""
    fetched: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the text, and its role where the page's markup gives one."""

    text: str
    role: Role | None = None


@dataclass
class Part:
    """An item of a page, or all of it: its lines, and proposals for its fields by the page's own data."""

    lines: list[Line]
    clues: dict[str, list[Proposal]] = field(default_factory=dict)

    def add_clue(self, name: str, value: str | None, origin: str, confidence: Confidence) -> None:
        """Add a proposal for a field, if there is a value."""
        if value and value.strip():
            self.clues.setdefault(name, []).append(Proposal(" ".join(value.split()), origin, confidence))


@dataclass
class Material:
    """The text of a received file: its parts, and warnings for whoever adds it.

    `extractor` names the programs that extracted the text; it is empty where the file is the capture itself.
    """

    parts: list[Part]
    extractor: str = ""
    warnings: list[str] = field(default_factory=list)


def with_blank_lines(lines: Iterable[Line]) -> list[Line]:
    """Return the lines with a blank line after each."""
    return [spaced for line in lines for spaced in (line, Line(""))]


def program() -> str:
    """Return the name and version of this program, as the record of an extracted capture names it."""
    return f"press-archive {version('press-archive')}"
