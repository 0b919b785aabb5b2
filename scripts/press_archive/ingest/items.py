"""An aggregator's page → its items: told by what repeats, a date line under each headline or a link behind each text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from ..records.closed_lists import CutReason
from . import phrases
from .cuts import HEADLINE, SHORT, is_text
from .dates import date_line
from .proposals import Proposal

Numbers = list[int]


def is_headline(line: str) -> bool:
    """Say whether a line may be a headline: no sentence of a text, and no date."""
    stripped = line.strip()
    return 0 < len(stripped) <= HEADLINE and not stripped.endswith((".", ",", ";", ":")) and date_line(line) is None


def skeleton(line: str) -> str:
    """Return a date line with its figures and letters taken out: those of one page look alike.

    >>> skeleton("27-09-19 02:07:00,") == skeleton("01-03-18 12:23:00,")
    True
    """
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", line.strip()))


def split_items(lines: Sequence[str], cuts: Mapping[int, Proposal]) -> list[Numbers]:
    """Return the numbers of the lines of each item, in order, cut and blank lines left out; one list for a page of one item.

    Lines before the first item or behind the last one, which no item owns, are in no list.
    """
    filled = [number for number, line in enumerate(lines, 1) if line.strip() and number not in cuts]
    for split in (_by_closing_links, _by_dates):
        items = split(lines, cuts, filled)
        if len(items) >= 2:
            return items
    return [filled]


def _by_closing_links(lines: Sequence[str], cuts: Mapping[int, Proposal], filled: Numbers) -> list[Numbers]:
    closing = [number for number, cut in sorted(cuts.items()) if cut.value is CutReason.READ_MORE_LINK]
    if len(closing) < 2:
        return []
    items = []
    for before, number in zip([0, *closing], [*closing, len(lines) + 1], strict=False):
        segment = [line for line in filled if before < line < number]
        if number <= len(lines) and segment and "://" in lines[number - 1]:
            segment.append(number)  # the link says where the whole text stands
        if segment and (number in closing or _stamp(lines, segment) is not None):
            items.append(segment)
    begun = [item for item in items if is_headline(lines[item[0] - 1]) and any(is_text(lines[line - 1]) for line in item[1:])]
    return items if len(begun) >= max(2, len(items) * 2 / 3) else []


def _stamp(lines: Sequence[str], segment: Numbers) -> int | None:
    return next((line for line in segment[:6] if date_line(lines[line - 1])), None)


def _by_dates(lines: Sequence[str], cuts: Mapping[int, Proposal], filled: Numbers) -> list[Numbers]:
    stamps: dict[str, Numbers] = defaultdict(list)
    for number in filled:
        found = date_line(lines[number - 1])
        if found and not found.updated:
            stamps[skeleton(lines[number - 1])].append(number)
    for numbers in sorted(stamps.values(), key=len, reverse=True):
        if len(numbers) < 2:
            continue
        starts = [start for number in numbers if (start := _start(lines, filled, number, numbers)) is not None]
        before = [filled[filled.index(start) - 1] if start != filled[0] else 0 for start in starts]
        if all(before) and len({lines[number - 1].strip() for number in before}) == 1:
            starts = before  # the same line over each headline, such as the name of who posts
        if len(starts) < len(numbers):
            continue
        items = [
            [line for line in filled if first <= line < last]
            for first, last in zip(starts, [*starts[1:], len(lines) + 1], strict=True)
        ]
        if all(_has_text(lines, item) for item in items):
            return items
    return []


def _has_text(lines: Sequence[str], item: Numbers) -> bool:
    """Say whether an item holds a text: a long sentence, or several short ones, as questions and answers are."""
    ended = [lines[line - 1].strip() for line in item if lines[line - 1].rstrip().endswith((".", "?", "!", "…"))]
    return any(is_text(lines[line - 1]) for line in item) or (len(ended) > 1 and sum(map(len, ended)) > SHORT)


def _start(lines: Sequence[str], filled: Numbers, stamp: int, stamps: Numbers) -> int | None:
    """Return the first line of the item that a date line belongs to: its headline, or the date line itself before it."""
    position = filled.index(stamp)
    while (
        position > 0 and phrases.BYLINE.fullmatch(lines[filled[position - 1] - 1].strip()) and filled[position - 1] not in stamps
    ):
        position -= 1  # an author between the headline and the date
    first = position
    while first > 0 and filled[first - 1] not in stamps and is_headline(lines[filled[first - 1] - 1]) and position - first < 2:
        first -= 1
    if first < position:
        # A short line that is apart from the headline may be the end of the text before.
        same = [line for line in filled[first:position] if lines[line - 1].strip() == lines[filled[position - 1] - 1].strip()]
        return same[0]
    follows = filled[position + 1] if position + 1 < len(filled) else None
    return stamp if follows and is_headline(lines[follows - 1]) else None
