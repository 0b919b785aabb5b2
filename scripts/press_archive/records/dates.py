"""Dates as the sources give them: Extended Date/Time Format, EDTF (ISO 8601-2:2019,
https://www.loc.gov/standards/datetime/).

Of the standard's level 1 the archive uses eight forms: a day, month or year, unspecified digits (2013-XX,
201X), and the qualifiers ~ ? %; and intervals of these, of which one end may be open.
docs/development/decisions.md says why no library reads them.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..base.problems import NotAccepted

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
# The value for what cannot be known; also the year or month of a date that does not give one.
UNKNOWN = "unknown"
EXPECTED = "Expected an EDTF date such as 2013-09-23, 2013-09, 2013, 2013-09-23~ (about) or 2013? (uncertain)"

# The forms that the archive uses.
FORM = re.compile(
    r"(?:[0-9]{4}(?:-(?:(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]|XX))?|XX(?:-XX)?))?"
    r"|[0-9]{3}X|[0-9]{2}XX)[~?%]?"
)


# The end of an interval that is open, or not known (EDTF, level 1, "extended interval").
OPEN_ENDS = ("..", "")

# What is written for an open end by mistake.
_NEARLY_OPEN = re.compile(r"\.|\.{3,}|…")

# How sure a date is (EDTF, level 1).
QUALIFIERS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


@dataclass(frozen=True)
class Date:
    """A date, to the day, month or year, or an interval of two.

    `earliest` and `latest` are the first and last day it can mean; an open end is the first or last day that
    the calendar has. `words` are those of something that lasts, `moment` those of something that happened
    once in that time.
    """

    text: str
    earliest: datetime.date
    latest: datetime.date
    words: str
    moment: str

    def __reduce__(self) -> tuple[Callable[[str], Date], tuple[str]]:
        """Let a copy be the same object: a date follows from its text."""
        return parse_interval, (self.text,)

    @property
    def is_open(self) -> bool:
        """Whether it is an interval without a beginning or an end."""
        return self.earliest == datetime.date.min or self.latest == datetime.date.max

    @property
    def bounds(self) -> tuple[datetime.date, datetime.date]:
        """The first and last day by which lists place it; an open interval is where its one date is."""
        return (self.start.earliest, self.start.latest) if self.is_open else (self.earliest, self.latest)

    @property
    def year(self) -> str:
        """The year, four digits, or UNKNOWN where it may be one of several."""
        first, last = self.bounds
        return f"{first.year:04d}" if first.year == last.year else UNKNOWN

    @property
    def month(self) -> str:
        """The month, as in 2013-09, or UNKNOWN where it may be one of several."""
        first, last = self.bounds
        return (
            f"{first.year:04d}-{first.month:02d}"
            if (first.year, first.month) == (last.year, last.month)
            else UNKNOWN
        )

    @property
    def months(self) -> Iterator[str]:
        """Every month from the earliest day to the latest, as in 2013-09; of no use where an end is open."""
        first = self.earliest.year * 12 + self.earliest.month - 1
        last = self.latest.year * 12 + self.latest.month - 1
        return (f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1))

    @property
    def certain(self) -> bool:
        """Whether nothing marks the date as approximate or uncertain, and it is no interval."""
        return not self.text.endswith(("~", "?", "%")) and "/" not in self.text

    @property
    def start(self) -> Date:
        """The date itself, or the first of an interval's two; of an open interval the one it has."""
        return parse_date(next(part for part in self.text.split("/") if part not in OPEN_ENDS))

    @property
    def sort_key(self) -> tuple[datetime.date, datetime.date]:
        """Order by the earliest day; of two dates that begin together the less precise comes first."""
        first, last = self.bounds
        return first, datetime.date.fromordinal(datetime.date.max.toordinal() - last.toordinal() + 1)


def _suggest_date(text: str) -> str:
    """Return a hint with the date that was probably meant, or an empty text if that is unclear.

    >>> _suggest_date("2013/9/3"), _suggest_date("23 September 2013")
    ("did you mean '2013-09-03'?", "did you mean '2013-09-23'?")
    >>> _suggest_date("23-9-2013"), _suggest_date("3-9-2013")
    ("did you mean '2013-09-23'?", '')
    """
    parts = re.findall(r"[0-9]+|[^\W\d_]+", text)
    months = [
        position
        for position, name in enumerate(MONTHS, 1)
        for part in parts
        if part.casefold() == name.casefold()
    ]
    numbers = [int(part) for part in parts if part.isdecimal() and len(part) <= 4]
    date_parts: tuple[int, ...] = ()
    if months and len(parts) == 3 and len(numbers) == 2:
        date_parts = (max(numbers), months[0], min(numbers))
    elif len(parts) == len(numbers) == 3 and (numbers[0] > 999 or numbers[0] > 12 >= numbers[1]):
        date_parts = tuple(numbers) if numbers[0] > 999 else (numbers[2], numbers[1], numbers[0])
    try:
        return (
            f"did you mean '{datetime.date(*date_parts).isoformat()}'?"
            if date_parts and date_parts[0] > 999
            else ""
        )
    except ValueError:
        return ""


def _not_a_date(text: str) -> NotAccepted:
    return NotAccepted(f"not a date that exists ({text!r}). {EXPECTED}", _suggest_date(text))


def _bounds(parts: list[str]) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day that year, month and day can mean; a part that is missing or XX can be
    any.

    >>> [day.isoformat() for day in _bounds(["2012", "02"])]
    ['2012-02-01', '2012-02-29']
    """
    year, month, day = (*parts, "XX", "XX")[:3]
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    first_month, last_month = (1, 12) if month == "XX" else (int(month), int(month))
    last_of_month = calendar.monthrange(last_year, last_month)[1]
    first_day, last_day = (1, last_of_month) if day == "XX" else (int(day), int(day))
    return datetime.date(first_year, first_month, first_day), datetime.date(last_year, last_month, last_day)


def _words(parts: list[str]) -> str:
    """Return a year, month and day in English; parts may be missing or XX."""
    known = [part for part in parts if "X" not in part]
    if len(known) < len(parts) and len(known) == 0:
        return f"some year like {parts[0]}"
    year = known[0]
    if len(known) == 1:
        return year
    month = MONTHS[int(known[1]) - 1]
    return f"{month} {year}" if len(known) == 2 else f"{int(known[2])} {month} {year}"


@functools.cache
def parse_date(text: str) -> Date:
    """Parse a date; raise NotAccepted, with a message for people, if it is not one.

    >>> parse_date("2018-12-24~").words
    'about 24 December 2018'
    """
    bare = text.rstrip("~?%")
    if not FORM.fullmatch(text):
        raise _not_a_date(text)
    parts = bare.split("-")
    try:
        earliest, latest = _bounds(parts)
    except ValueError:  # a day that its month does not have, or the year 0
        raise _not_a_date(text) from None
    words = QUALIFIERS[text[len(bare) :]] + _words(parts)
    return Date(text, earliest, latest, words, words)


@functools.cache
def parse_interval(text: str) -> Date:
    """Parse a date or an interval of two, `2013-09-12/2013-09-14`, one of which may be open: `2017-01/..`.

    >>> parse_interval("2017-01/..").words, parse_interval("2018-12-24/..").moment
    ('from January 2017', 'on or after 24 December 2018')
    """
    if "/" not in text:
        return parse_date(text)
    start, _, end = text.partition("/")
    ends = [".." if _NEARLY_OPEN.fullmatch(end) else end for end in (start, end)]
    if ends != [start, end]:
        message = f"an open end that is not two dots ({text!r}). Expected it as in 2017-01/.. or ../2018"
        raise NotAccepted(message, f"did you mean '{'/'.join(ends)}'?")
    if start in OPEN_ENDS or end in OPEN_ENDS:
        return _open_interval(text, start, end)
    first, last = parse_date(start), parse_date(end)
    if last.latest < first.earliest:
        message = f"an interval that ends before it begins ({text!r}). Expected the earlier date first"
        raise NotAccepted(message, f"did you mean '{end}/{start}'?")
    words, moment = f"{first.words} to {last.words}", f"between {first.words} and {last.words}"
    return Date(text, first.earliest, last.latest, words, moment)


def _open_interval(text: str, start: str, end: str) -> Date:
    """Return an interval of which one end is open; raise ValueError where both are."""
    if start in OPEN_ENDS and end in OPEN_ENDS:
        raise NotAccepted(f"an interval without a date ({text!r}). Expected one, as 2017-01/.. or ../2018")
    date = parse_date(end if start in OPEN_ENDS else start)
    preposition = "on" if len(date.start.text.rstrip("~?%").split("-")) == 3 else "in"
    if start in OPEN_ENDS:
        moment = f"{preposition} or before {date.words}"
        return Date(text, datetime.date.min, date.latest, f"until {date.words}", moment)
    moment = f"{preposition} or after {date.words}"
    return Date(text, date.earliest, datetime.date.max, f"from {date.words}", moment)
