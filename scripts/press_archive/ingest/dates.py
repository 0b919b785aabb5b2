"""Dates as pages print them: lines that are a date, and dates inside a text.

The library dateparser (https://dateparser.readthedocs.io) knows the months and days of many languages. Which
part of a line may be a date is decided here, because the library finds dates in nearly anything.
"""

from __future__ import annotations

import datetime
import functools
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..records.languages import DATE_LANGUAGES

# Languages (BCP 47) → their days of the week, Monday first, in each form in which a text names them. Only in
# these languages is a year inferred from the day of the week; dates are read in all of DATE_LANGUAGES.
WEEKDAY_NAMES = {
    "en": ("monday tuesday wednesday thursday friday saturday sunday",),
    "nl": ("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",),
    "ru": (
        "понедельник вторник среду четверг пятницу субботу воскресенье",
        "понедельник вторник среда четверг пятница суббота воскресенье",
    ),
    "de": ("montag dienstag mittwoch donnerstag freitag samstag sonntag",),
    "fr": ("lundi mardi mercredi jeudi vendredi samedi dimanche",),
}
# The names of days → their numbers, Monday being 0.
WEEKDAYS = {
    name: number
    for forms in WEEKDAY_NAMES.values()
    for days in forms
    for number, name in enumerate(days.split())
}
MAX_DATE_LINE = 80  # characters of a line that is a date and nothing else
MAX_SIGNED_LINE = 140  # characters of a line with a date and a few words
MAX_SIGNATURE = 8  # words beside a date
_MONTH = r"[^\W\d_]{3,12}\.?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
# A day, a month and a year, in one of the orders in which they are printed.
_FULL = (
    rf"\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?\d{{4}}(?:\s*г\.?(?:ода)?)?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4}"
)
_TIME = (
    r"(?:[,T\s|–-]*(?:(?:at|om|um|в|à)\s+)?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?"
    r"(?:\s*(?:uur|Uhr|[A-Z]{2,4}|Z|[+-]\d{2}:?\d{2}))?)?"
)
# What may precede a date on its line.
_LABEL = (
    r"(?:(?:published|posted|updated|last updated|modified|first published|date|"
    r"gepubliceerd|geplaatst|datum|bijgewerkt|laatste update|"
    r"опубликовано|дата|обновлено|veröffentlicht|stand|publié|mis à jour)(?:\s+(?:on|op|am|le))?\s*[:,]?\s*)?"
)
_HOUR = r"(?:\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?,?\s+(?:on\s+)?)?"
_LINE = re.compile(rf"[*_\[(]*{_LABEL}{_HOUR}{_WEEKDAY}(?P<date>{_FULL}){_TIME}[\s,.*_\])|]*", re.IGNORECASE)
_SHORT = re.compile(
    rf"[*_\[(]*{_LABEL}(?P<date>\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2}}){_TIME}[\s,.*_\])|]*", re.IGNORECASE
)
_MONTH_LINE = re.compile(rf"{_LABEL}(?P<date>{_MONTH}\s+\d{{4}})[\s,.]*", re.IGNORECASE)
_INSIDE = re.compile(rf"(?<![\w/])(?:{_FULL})(?![\w/-])")
_DAY_AND_MONTH = re.compile(
    rf"(?:(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH}))"
    r"(?!\s*,?\s*\d{4}|\w)"
)
_UPDATED = re.compile(
    r"[*_\[(]*(?:last )?(?:updated|modified|bijgewerkt|laatste update|обновлено|aktualisiert|mis à jour)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"(?<!\s)\s+[|–—·•/-]\s+")
# What may be beside a date: the hour, how long ago that was, how long the text takes to read.
_BESIDE_DATE = re.compile(
    r"\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?"
    r"|\d+ \w+ (?:ago|geleden|назад)|vor \d+ \w+|il y a \d+ \w+|\d+ min\w* \w+",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    rf"(?P<before>[^\d]{{0,60}}?)(?P<comma>,?)[\s,|–—·•-]*\b{_LABEL}"
    rf"(?P<weekday>{_WEEKDAY})(?P<date>{_FULL}){_TIME}[\s,|–—·•-]*(?P<after>[^\d]{{0,60}})",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})")
_FIGURES_INSIDE = re.compile(r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\w/-])")
_WEEKDAYS = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Printed:
    """A date as a page prints it."""

    edtf: str
    """The date in EDTF: a day, `2014-05-03`, or a month, `2014-05`. An ambiguous one is read as day first."""
    ambiguous: bool = False
    """Whether its day and month are numbers that can be swapped, as in 05/06/2014."""
    updated: bool = False
    """Whether it is the date of an update, as the line says."""


@functools.lru_cache(maxsize=4096)
def parse_day(text: str) -> datetime.date | None:
    """Return the day of a date in words, such as `13 april 2018` or `Sept. 12, 2013`, or None."""
    import dateparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of its own use of Python
        found = dateparser.parse(
            re.sub(r"\s+г\.?(?:ода)?$|(?<=\d)(?:st|nd|rd|th)\b|\bde\b", "", text),
            languages=list(DATE_LANGUAGES),
            settings={
                "STRICT_PARSING": True,
                "DATE_ORDER": "DMY",
                "PREFER_LOCALE_DATE_ORDER": False,
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
    return found.date() if found else None


def date_line(line: str) -> Printed | None:
    """Return the date of a line that is a date and nothing else, or None.

    >>> date_line("vrijdag 13 april 2018").edtf, date_line("27-09-19 02:07:00,").edtf
    ('2018-04-13', '2019-09-27')
    >>> date_line("Updated: May 28, 2013")
    Printed(edtf='2013-05-28', ambiguous=False, updated=True)
    >>> date_line("May 5, 2014 / 2:15 PM / 4 years ago").edtf
    '2014-05-05'
    >>> date_line("2 mai 2014 à 18h30 - Mis à jour le 3 mai 2014").edtf
    '2014-05-02'
    >>> date_line("Members of the Council,") is None
    True
    """
    stripped = line.strip()
    if len(stripped) > MAX_DATE_LINE or not any(character.isdigit() for character in stripped):
        return None
    parts = [part for part in _SEPARATOR.split(stripped) if not _BESIDE_DATE.fullmatch(part)]
    if len(parts) == 1 and parts[0] != stripped:
        return date_line(parts[0])
    return _first_published(parts) or _whole_line(stripped)


def _first_published(parts: list[str]) -> Printed | None:
    """Return the date of publication of two dates, of which one may be an update's, or None."""
    if len(parts) != 2 or any(len(part) <= 7 for part in parts):
        return None
    dates = [date for part in parts if (date := date_line(part))]
    if len(dates) < 2:
        return None
    return next((date for date in dates if not date.updated), dates[0])


def _whole_line(text: str) -> Printed | None:
    updated = bool(_UPDATED.match(text))
    if match := _LINE.fullmatch(text) or _SHORT.fullmatch(text):
        return _full_date(match["date"], updated)
    if match := _MONTH_LINE.fullmatch(text):
        day = parse_day(f"1 {match['date']}")
        return Printed(f"{day:%Y-%m}", updated=updated) if day else None
    return None


def _full_date(text: str, updated: bool) -> Printed | None:
    """Read a date with a day, a month and a year: in figures, or with the month in words."""
    if figures := _FIGURES.fullmatch(text):
        first, second, year = map(int, figures.groups())
        return _date_of_figures(first, second, year, updated)
    day = parse_day(text)
    return Printed(day.isoformat(), updated=updated) if day else None


def _date_of_figures(first: int, second: int, year: int, updated: bool) -> Printed | None:
    """Read a date in figures, day first, or month first where only that is a date.

    A year of two digits is one from 1970 to 2069.
    """
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    for day, month in ((first, second), (second, first)):
        try:
            date = datetime.date(year, month, day)
        except ValueError:
            continue
        return Printed(date.isoformat(), first <= 12 and second <= 12 and first != second, updated)
    return None


def swap_day_month(date: Printed) -> str:
    """Return an ambiguous date, in EDTF, with its day and month swapped.

    >>> swap_day_month(date_line("05/06/2014"))
    '2014-05-06'
    """
    assert date.ambiguous
    year, month, day = date.edtf.split("-")
    return f"{year}-{day}-{month}"


@dataclass(frozen=True)
class Signed:
    """A line with a date and a few other words, such as an author's name."""

    date: Printed
    """The date."""
    rest: str
    """The words before or after it."""
    comma: bool
    """Whether a comma separates them from the date."""


def signed_date(line: str) -> Signed | None:
    """Return the date and the words of a short line that has both, the words on one side of it, or None.

    >>> lines = "Corin Hale | Sat 3 May 2014", "Posted on May 3, 2014 by Corin Hale", "Ada Brook 3-5-2014"
    >>> [signed_date(line).rest for line in lines]
    ['Corin Hale', 'by Corin Hale', 'Ada Brook']
    >>> signed_date("3 May 2014") is signed_date("On 3 May 2014 the quay was swept, and nobody came.") is None
    True
    """
    match = _SIGNED.fullmatch(line.strip()) if len(line) < MAX_SIGNED_LINE else None
    if not match or bool(match["before"].strip()) == bool(match["after"].strip()):
        return None
    date = date_line(match["date"])
    rest = _rest_of(match)
    is_sentence = line.rstrip().endswith((".", "?", "!", ":"))
    if date is None or not rest or len(rest.split()) > MAX_SIGNATURE or is_sentence:
        return None
    return Signed(date, rest, bool(match["comma"]))


def _rest_of(match: re.Match[str]) -> str:
    """Return the words beside a date; the one before it may be its day of the week, or the end of a name."""
    last = "" if _is_weekday(match["weekday"]) else match["weekday"]
    rest = (f"{match['before']} {last}".strip() or match["after"]).strip(" ,.|–—·•-*_")
    return re.sub(r"\s(?:on|op|am|le)$", "", rest)


def _is_weekday(word: str) -> bool:
    """Return whether a word is a day of the week, or short for one."""
    start = word.strip(" .,").lower()
    return len(start) >= 2 and any(name.startswith(start) for name in WEEKDAYS)


def day_comes_first(lines: Iterable[str]) -> bool | None:
    """Return whether dates in figures begin with the day, as those show whose day is above 12.

    None where there is no such date, or where they contradict each other.

    >>> [day_comes_first([line]) for line in ("Earlier: 04/29/2014", "29.04.14", "05/06/2014")]
    [False, True, None]
    """
    dates = [(int(match[1]), int(match[3])) for line in lines for match in _FIGURES_INSIDE.finditer(line)]
    day_first = any(first > 12 for first, _ in dates)
    month_first = any(second > 12 for _, second in dates)
    return None if day_first == month_first else day_first


def dates_inside(text: str) -> Iterator[tuple[int, datetime.date]]:
    """Yield (position of its end, day) for each date with a day, a month and a year inside a text."""
    for match in _INSIDE.finditer(text):
        if day := parse_day(match[0]):
            yield match.end(), day


def day_and_month(text: str) -> tuple[int, int] | None:
    """Return (month, day) of the first date without a year in a text, or None.

    >>> day_and_month("MOSCOW, Sept 16 (Reuters)")
    (9, 16)
    """
    for match in _DAY_AND_MONTH.finditer(text):
        day = match["day"] or match["day2"]
        found = parse_day(f"{day} {match['month'] or match['month2']} 2000")
        if found:
            return found.month, found.day
    return None


def weekday_in(text: str) -> int | None:
    """Return the number of the first day of the week that a text names, Monday being 0, or None."""
    match = _WEEKDAYS.search(text)
    return WEEKDAYS[match[0].lower()] if match else None
