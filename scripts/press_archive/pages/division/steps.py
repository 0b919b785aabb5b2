"""Where an entry of a long list belongs: by its date, its name, its id, a number, or its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...base.wording import capitalize_first, count
from ...records.dates import MONTHS, UNKNOWN, Date
from ..parts.wording import month_anchor, month_in_words, year_in_words
from .dividing import Step

LONGEST_NAME = 90  # characters of a page's name for the letters of a name; an id after them may have 150
NOWHERE = Step()
# Characters of a language with thousands of them are first divided by the block of 256 that they are in.
FIRST_OF_THOUSANDS = 0x3400
BLOCK = 256
_LETTERS = ("letter", "group of first letters")
LAST = "~"  # sorts after what is known
_DAY = re.compile(r"(?:\d{4}(?:-\d\d){0,2}|unknown)-(?=[a-z0-9])")


def by_date(date: Date | None, id: str, with_year: bool = False, timeline: bool = False) -> Iterator[Step]:
    """Yield the year, if asked for, the month and the day of a date, then the letters of an id that may begin
    with the day. The timeline has what is unknown first, and an anchor for each month.

    >>> from press_archive.records.dates import parse_date
    >>> steps = list(by_date(parse_date("2013-09-23"), "2013-09-23-a-quay"))
    >>> [(step.name, step.words) for step in steps[:3]]
    [('09', 'September 2013'), ('09-23', '23 September 2013'), ('09-23--a', '23 September 2013: A')]
    """
    year, month = (date.year, date.month) if date else (UNKNOWN, UNKNOWN)
    before = f"{year}-" if with_year else ""
    if with_year:
        yield Step(year, year_in_words(year), year_in_words(year), "year", _last(year, timeline))
    name = month.rpartition("-")[2]
    step = Step(
        before + name, month_in_words(month), _month(year, month), "month",
        _last(month, timeline), month_anchor(year, month) if timeline else "",
    )  # fmt: skip
    yield step
    day = _day(date) if date and month != UNKNOWN else UNKNOWN
    if month != UNKNOWN:
        words = f"{step.words}, day unknown" if day == UNKNOWN else f"{int(day)} {step.words}"
        short = "day unknown" if day == UNKNOWN else str(int(day))
        step = Step(f"{step.name}-{day}", short, words, "day", _last(day, timeline))
        yield step
    yield from by_id(_DAY.sub("", id, count=1), step)


def _last(known: str, timeline: bool) -> str:
    """Return what sorts an unknown date last, but in the timeline; known ones are in the list's order."""
    return LAST if known == UNKNOWN and not timeline else ""


def _month(year: str, month: str) -> str:
    if month != UNKNOWN:
        return f"{MONTHS[int(month[5:]) - 1]} {year}"
    return year_in_words(year) if year == UNKNOWN else f"{year}, {month_in_words(month)}"


def _day(date: Date) -> str:
    first, last = date.bounds
    return f"{first.day:02d}" if first == last else UNKNOWN


def by_id(id: str, before: Step = NOWHERE) -> Iterator[Step]:
    """Yield the beginnings of an id: its first letter, its first two letters, and so on."""
    for length in range(1, len(id) + 1):
        beginning = id[:length]
        words = capitalize_first(beginning.replace("-", " ").strip())
        yield _within(before, beginning, words, _LETTERS[length > 1], beginning)


def by_name(name: str, id: str, before: Step = NOWHERE) -> Iterator[Step]:
    """Yield the beginnings of a name, in any script, then those of an id.

    >>> [step.name for step in by_name("Bo Ann", "")][:4], [step.name for step in by_name("Éb", "x")]
    (['b', 'bo', 'bo_', 'bo_a'], ['u-e9', 'u-e9-62', 'u-e9-62--only', 'u-e9-62--only--x'])
    """
    folded = " ".join(name.casefold().split())
    step = before
    for length in range(1, len(folded) + 1):
        beginning, kind = folded[:length], _LETTERS[length > 1]
        written = _written(beginning)
        if len(written) > LONGEST_NAME:
            break
        if ord(beginning[-1]) >= FIRST_OF_THOUSANDS:
            yield _among_thousands(beginning, before, kind)
        step = _within(before, written, capitalize_first(beginning.strip()), kind, beginning)
        yield step
    whole = f"“{step.short}”" if step.name else "no name"
    step = _within(step, "only", whole, _LETTERS[1], folded)
    yield step
    yield from by_id(id, step)


def _among_thousands(beginning: str, before: Step, kind: str) -> Step:
    block = ord(beginning[-1]) // BLOCK
    first, last = beginning[:-1] + chr(block * BLOCK), beginning[:-1] + chr(block * BLOCK + BLOCK - 1)
    return _within(before, f"{_written(first)}-block", f"{first} to {last}", kind, first)


def _written(beginning: str) -> str:
    """Return the beginning of a name as a part of an address; no two are written the same."""
    if re.fullmatch("[a-z0-9 ]+", beginning):
        return beginning.replace(" ", "_")
    return "u-" + "-".join(f"{ord(character):x}" for character in beginning)


def by_number(number: int, noun: str, before: Step = NOWHERE) -> Iterator[Step]:
    """Yield the ranges of numbers in which a number is, down to itself: 100 to 999, 200 to 299, 250 to 259.

    >>> [step.words for step in by_number(25, "document")]
    ['10 to 99 documents', '20 to 29 documents', '25 documents']
    """
    digits = len(str(number))
    for rest in range(digits, -1, -1):
        first = number // 10**rest * 10**rest if rest < digits else 10 ** (digits - 1)
        last = number // 10**rest * 10**rest + 10**rest - 1
        yield _range(first, last, f"n{first}-{last}", f"n{number}", noun, f"number of {noun}s", before)


def by_line(line: int, lines: int) -> Iterator[Step]:
    """Yield the ranges of lines in which a line of a capture is.

    >>> [step.words for step in by_line(25, 300)]
    ['lines 1 to 99', 'lines 20 to 29', 'line 25']
    """
    for rest in range(len(str(lines)) - 1, -1, -1):
        first, last = line // 10**rest * 10**rest, line // 10**rest * 10**rest + 10**rest - 1
        first, last = max(first, 1), min(last, lines)
        words = f"line {line:,}" if rest == 0 else f"lines {first:,} to {last:,}"
        yield Step(f"l{first}" if rest == 0 else f"l{first}-{last}", words, words, "range of lines")


def _range(first: int, last: int, many: str, one: str, noun: str, kind: str, before: Step) -> Step:
    if first == last:
        return _within(before, one, count(first, noun), kind)
    return _within(before, many, f"{first:,} to {last:,} {noun}s", kind)


def _within(before: Step, name: str, words: str, kind: str, order: str = "") -> Step:
    """Return a step after another: both are in its name and in its heading."""
    if not before.name:
        return Step(name, words, words, kind, order)
    return Step(f"{before.name}--{name}", words, f"{before.words}: {words}", kind, order)
