"""Ranges of a capture's lines, and the account of lines, which shows that none is lost or used twice.

A line is the 1-based number of a line of a capture. A capture never changes, so a line's number never does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..base.problems import NotAccepted

# More lines than a capture of one page has. Ranges are expanded line by line, so a longer one would be slow.
LAST_LINE = 99_999
RANGE = re.compile(r"([1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?")


@dataclass(frozen=True, order=True)
class LineRange:
    """The lines from `first` to `last`, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))

    def __contains__(self, line: int) -> bool:
        return self.first <= line <= self.last


Ranges = tuple[LineRange, ...]


def limit(ranges: Iterable[LineRange]) -> None:
    """Raise ValueError if ranges, which may overlap, have more lines in all than a capture can have: later
    code goes through each line.
    """
    if (number := sum(span.last - span.first + 1 for span in ranges)) > LAST_LINE:
        raise ValueError(
            f"{number:,} lines in all. Expected at most {LAST_LINE:,}, the most that a capture can have"
        )


def parse_ranges(text: str) -> Ranges:
    """Parse `3-31, 40` into ranges in ascending order that do not overlap; raise ValueError otherwise.

    >>> format_ranges(parse_ranges("3-31, 40"))
    '3-31, 40'
    """
    ranges: list[LineRange] = []
    for part in text.split(","):
        match = RANGE.fullmatch(part.strip())
        if not match:
            raise ValueError(
                f"not a range of lines ({part.strip()!r}). Expected numbers such as 3-31 or 3-31, 40"
            )
        span = LineRange(int(match[1]), int(match[2] or match[1]))
        if span.last < span.first:
            message = f"a range that ends before it begins ({span}). Expected the first line first"
            raise NotAccepted(message, f"did you mean '{span.last}-{span.first}'?")
        if ranges and span.first <= ranges[-1].last:
            expected = "Expected ascending ranges that do not overlap"
            raise ValueError(f"ranges out of order or overlapping ({ranges[-1]}, {span}). {expected}")
        ranges.append(span)
    return tuple(ranges)


def format_ranges(ranges: Iterable[LineRange]) -> str:
    """Write ranges as `parse_ranges` reads them."""
    return ", ".join(str(span) for span in ranges)


def expand(ranges: Iterable[LineRange]) -> set[int]:
    """Return every line of the ranges."""
    return {line for span in ranges for line in span}


def compress(lines: Iterable[int]) -> Ranges:
    """Return the fewest ranges that contain exactly these lines.

    >>> format_ranges(compress([1, 2, 3, 7]))
    '1-3, 7'
    """
    ranges: list[LineRange] = []
    for line in sorted(set(lines)):
        if ranges and ranges[-1].last == line - 1:
            ranges[-1] = LineRange(ranges[-1].first, line)
        else:
            ranges.append(LineRange(line, line))
    return tuple(ranges)


def say_lines(lines: Iterable[int], one: str, several: str) -> str:
    """Return the names of lines, with the verb that agrees.

    >>> say_lines([7], "is", "are"), say_lines([1, 2, 7], "is", "are")
    ('line 7 is', 'lines 1-2, 7 are')
    """
    ranges = compress(lines)
    single = len(ranges) == 1 and ranges[0].first == ranges[0].last
    return f"line {ranges[0]} {one}" if single else f"lines {format_ranges(ranges)} {several}"


@dataclass(frozen=True)
class Account:
    """Where every line of a capture went: `kept + metadata + cut + blank = lines`."""

    lines: int
    kept: int
    metadata: int
    cut: Mapping[str, int]  # reason → number of lines
    blank: int

    @property
    def balanced(self) -> bool:
        """Whether the parts add up to the whole."""
        return self.kept + self.metadata + sum(self.cut.values()) + self.blank == self.lines


def claims(owners: Mapping[str, Iterable[LineRange]], blank: set[int]) -> dict[int, list[str]]:
    """Return the owners that claim each line that is not blank, sorted by name."""
    claimed: dict[int, list[str]] = {}
    for owner in sorted(owners):
        for line in expand(owners[owner]) - blank:
            claimed.setdefault(line, []).append(owner)
    return claimed


def account(
    lines: int,
    blank: set[int],
    roles: Iterable[Mapping[int, str]],
    cuts: Sequence[tuple[str, Ranges]],
    metadata: set[str],
) -> Account:
    """Count where the lines of a capture went.

    `roles` has, for each document, the role of each line that is not blank; `cuts` has pairs of a reason and
    its ranges; `metadata` has the roles that are shown as details and not as text. A line that is claimed
    twice, which is a problem, counts once: for the first document, or else for the first cut.
    """
    owned: dict[int, str] = {}
    for document in roles:
        for line, role in document.items():
            owned.setdefault(line, "metadata" if role in metadata else "kept")
    for reason, ranges in cuts:
        for line in expand(ranges) - blank:
            owned.setdefault(line, f"cut {reason}")
    totals = Counter(owned.values())
    cut = {reason: totals[f"cut {reason}"] for reason in sorted({reason for reason, _ in cuts})}
    return Account(lines, totals["kept"], totals["metadata"], cut, len(blank))


def line_mark(lines: LineRange) -> str:
    """Return lines as the short reference that pages print.

    >>> line_mark(LineRange(13, 13)), line_mark(LineRange(17, 21))
    ('L13', 'L17–L21')
    """
    return f"L{lines.first}" if lines.first == lines.last else f"L{lines.first}–L{lines.last}"
