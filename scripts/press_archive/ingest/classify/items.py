"""An aggregator's page → its items, recognised by what each of them has: a date, or a link at its end."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ...records.closed_lists import CutReason
from .. import phrases
from ..dates import date_line
from ..proposals import Proposal
from .cuts import MAX_HEADLINE, SHORT_LINE, is_text

Numbers = list[int]
"""Numbers of lines of a capture, counted from 1, in ascending order."""

HEAD = 6  # lines at the beginning of an item, among which is its date
HEADLINE_LINES = 2  # at the most, of one headline


def is_headline(line: str) -> bool:
    """Return whether a line may be a headline: no sentence of a text, and no date."""
    stripped = line.strip()
    if not 0 < len(stripped) <= MAX_HEADLINE or stripped.endswith((".", ",", ";", ":")):
        return False
    return date_line(line) is None


def skeleton(line: str) -> str:
    """Return a date line without its figures and letters: those of one page look alike.

    >>> skeleton("27-09-19 02:07:00,") == skeleton("01-03-18 12:23:00,")
    True
    """
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", line.strip()))


def split_items(lines: Sequence[str], cuts: Mapping[int, Proposal]) -> list[Numbers]:
    """Return the lines of each item, in order, without cut and blank ones; one list for a page of one item.

    Lines before the first item or after the last one, which belong to no item, are in no list.
    """
    filled = [number for number, line in enumerate(lines, 1) if line.strip() and number not in cuts]
    return _by_closing_links(lines, cuts, filled) or _by_dates(lines, filled) or [filled]


# --- A link after each text


def _by_closing_links(lines: Sequence[str], cuts: Mapping[int, Proposal], filled: Numbers) -> list[Numbers]:
    closing = [number for number, cut in sorted(cuts.items()) if cut.value is CutReason.READ_MORE_LINK]
    if len(closing) < 2:
        return []
    items = [
        item
        for start, end in itertools.pairwise([0, *closing, len(lines) + 1])
        if (item := _closed_item(lines, filled, start, end))
    ]
    begun = sum(_begins_with_headline(lines, item) for item in items)
    return items if begun >= max(2, len(items) * 2 / 3) else []


def _closed_item(lines: Sequence[str], filled: Numbers, start: int, end: int) -> Numbers:
    """Return the lines between two closing links; after the last link, only if one of them is a date."""
    item = [number for number in filled if start < number < end]
    if end > len(lines):
        return item if _has_date(lines, item) else []
    if item and "://" in lines[end - 1]:
        item.append(end)  # the link is the address of the whole text
    return item


def _has_date(lines: Sequence[str], item: Numbers) -> bool:
    return any(date_line(lines[number - 1]) for number in item[:HEAD])


def _begins_with_headline(lines: Sequence[str], item: Numbers) -> bool:
    first, *others = item
    return is_headline(lines[first - 1]) and any(is_text(lines[number - 1]) for number in others)


# --- A date under each headline


def _by_dates(lines: Sequence[str], filled: Numbers) -> list[Numbers]:
    """Return the items that dates of one form begin; the form with most dates comes first."""
    for dates in sorted(_dates_by_form(lines, filled), key=len, reverse=True):
        if len(dates) >= 2 and (items := _dated_items(lines, filled, dates)):
            return items
    return []


def _dates_by_form(lines: Sequence[str], filled: Numbers) -> Iterable[Numbers]:
    dates: dict[str, Numbers] = defaultdict(list)
    for number in filled:
        printed = date_line(lines[number - 1])
        if printed and not printed.updated:
            dates[skeleton(lines[number - 1])].append(number)
    return dates.values()


def _dated_items(lines: Sequence[str], filled: Numbers, dates: Numbers) -> list[Numbers]:
    """Return an item for each date, or none at all where a date has no headline, or an item no text."""
    starts = [start for date in dates if (start := _start(lines, filled, date, dates)) is not None]
    if len(starts) < len(dates):
        return []
    starts = _with_repeated_line(lines, filled, starts)
    items = [
        [number for number in filled if first <= number < last]
        for first, last in itertools.pairwise([*starts, len(lines) + 1])
    ]
    return items if all(_has_text(lines, item) for item in items) else []


def _with_repeated_line(lines: Sequence[str], filled: Numbers, starts: Numbers) -> Numbers:
    """Begin each item a line earlier if the same line precedes each, such as the name of who posts."""
    if starts[0] == filled[0]:
        return starts
    before = [filled[filled.index(start) - 1] for start in starts]
    return before if len({lines[number - 1].strip() for number in before}) == 1 else starts


def _has_text(lines: Sequence[str], item: Numbers) -> bool:
    """Return whether an item has a text: a long sentence, or several short ones, such as an interview."""
    if any(is_text(lines[number - 1]) for number in item):
        return True
    item_lines = [lines[number - 1].strip() for number in item]
    sentences = [line for line in item_lines if line.endswith((".", "?", "!", "…"))]
    return len(sentences) > 1 and sum(map(len, sentences)) > SHORT_LINE


def _start(lines: Sequence[str], filled: Numbers, date: int, dates: Numbers) -> int | None:
    """Return the first line of the item of a date: the headline, or the date itself if it comes first."""
    end = _skip_byline(lines, filled, filled.index(date), dates)
    first = _headline_start(lines, filled, end, dates)
    if first < end:
        # The line above the headline may be the end of the text before, unless it says the same.
        headline = lines[filled[end - 1] - 1].strip()
        return next(number for number in filled[first:end] if lines[number - 1].strip() == headline)
    after = filled[end + 1 : end + 2]
    return date if after and is_headline(lines[after[0] - 1]) else None


def _skip_byline(lines: Sequence[str], filled: Numbers, position: int, dates: Numbers) -> int:
    """Return the position, in `filled`, of the first of the bylines before a date, or else of the date."""
    while position > 0 and filled[position - 1] not in dates:
        if not phrases.BYLINE.fullmatch(lines[filled[position - 1] - 1].strip()):
            break
        position -= 1
    return position


def _headline_start(lines: Sequence[str], filled: Numbers, end: int, dates: Numbers) -> int:
    """Return the position, in `filled`, of the first of the lines before `end` that may be a headline."""
    first = end
    while first > 0 and end - first < HEADLINE_LINES and filled[first - 1] not in dates:
        if not is_headline(lines[filled[first - 1] - 1]):
            break
        first -= 1
    return first
