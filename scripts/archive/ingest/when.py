"""Dates as pages print them: whole lines that are a date, and dates inside a text.

The library dateparser (https://dateparser.readthedocs.io) knows the months and days of many languages. Which part of a line
may be a date is decided here, because the library finds dates in nearly anything.
"""

from __future__ import annotations

import datetime
import functools
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

LANGUAGES = ("en", "nl", "ru", "de", "fr", "es", "it", "uk", "pl", "pt")
_MONTH = r"[^\W\d_]{3,12}\.?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
# Day, month, year in one of the orders in which they are printed.
_FULL = (
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?\d{{4}}(?:\s*г\.?(?:ода)?)?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4}"
)
_TIME = (
    r"(?:[,T\s|–-]*(?:at\s+|om\s+|в\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?"
    r"(?:\s*(?:uur|Uhr|[A-Z]{2,4}|Z|[+-]\d{2}:?\d{2}))?)?"
)
# What may stand before a date that has a line to itself.
_LABEL = (
    r"(?:(?:published|posted|updated|last updated|modified|first published|date|"
    r"gepubliceerd|geplaatst|datum|bijgewerkt|laatste update|"
    r"опубликовано|дата|обновлено|veröffentlicht|stand|publié|mis à jour)(?:\s+(?:on|op|am|le))?\s*[:,]?\s*)?"
)
_LINE = re.compile(rf"[*_\[(]*{_LABEL}{_WEEKDAY}(?P<date>{_FULL}){_TIME}[\s,.*_\])|]*", re.IGNORECASE)
_SHORT = re.compile(rf"[*_\[(]*{_LABEL}(?P<date>\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2}}){_TIME}[\s,.*_\])|]*", re.IGNORECASE)
_MONTH_LINE = re.compile(rf"{_LABEL}(?P<date>{_MONTH}\s+\d{{4}})[\s,.]*", re.IGNORECASE)
_INSIDE = re.compile(rf"(?<![\w/])(?:{_FULL})(?![\w/-])")
_DAY_AND_MONTH = re.compile(
    rf"(?:(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH}))(?!\s*,?\s*\d{{4}}|\w)"
)
_UPDATED = re.compile(r"[*_\[(]*(?:last )?(?:updated|modified|bijgewerkt|laatste update|обновлено|mis à jour)", re.IGNORECASE)


@dataclass(frozen=True)
class Printed:
    """A date as it was printed: its EDTF text, the numbers of day and month where their order is open, and its skeleton."""

    edtf: str
    open: tuple[int, int] | None = None
    updated: bool = False


@functools.lru_cache(maxsize=4096)
def parse_words(text: str) -> datetime.date | None:
    """Return the day that a text such as `13 april 2018` or `Sept. 12, 2013` means, or None."""
    import dateparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of its own use of Python
        found = dateparser.parse(
            re.sub(r"\s+г\.?(?:ода)?$|(?<=\d)(?:st|nd|rd|th)\b|\bde\b", "", text),
            languages=list(LANGUAGES),
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

    >>> date_line("vrijdag 13 april 2018").edtf, date_line("27-09-19 02:07:00,").edtf, date_line("Updated: May 28, 2013")
    ('2018-04-13', '2019-09-27', Printed(edtf='2013-05-28', open=None, updated=True))
    >>> date_line("Members of the Council,") is None
    True
    """
    stripped = line.strip()
    if len(stripped) > 80 or not any(sign.isdigit() for sign in stripped):
        return None
    updated = bool(_UPDATED.match(stripped))
    if match := _LINE.fullmatch(stripped) or _SHORT.fullmatch(stripped):
        numbers = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})", match["date"])
        if numbers:
            return _numbers(*map(int, numbers.groups()), updated)
        day = parse_words(match["date"])
        return Printed(day.isoformat(), updated=updated) if day else None
    if match := _MONTH_LINE.fullmatch(stripped):
        day = parse_words(f"1 {match['date']}")
        return Printed(f"{day:%Y-%m}", updated=updated) if day else None
    return None


def _numbers(first: int, second: int, year: int, updated: bool) -> Printed | None:
    """Read a date of numbers, day first; where month first would do as well, keep both numbers."""
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    for day, month in ((first, second), (second, first)):
        try:
            found = datetime.date(year, month, day)
        except ValueError:
            continue
        both = first <= 12 and second <= 12 and first != second
        return Printed(found.isoformat(), (first, second) if both else None, updated)
    return None


def turned(date: Printed) -> str:
    """Return the date with day and month exchanged."""
    assert date.open is not None
    year, _, _ = date.edtf.split("-")
    first, second = date.open
    return f"{year}-{first:02d}-{second:02d}"


def dates_inside(text: str) -> Iterator[tuple[int, datetime.date]]:
    """Yield (position of its end, day) for each full date inside a text."""
    for match in _INSIDE.finditer(text):
        if day := parse_words(match[0]):
            yield match.end(), day


def day_and_month(text: str) -> tuple[int, int] | None:
    """Return (month, day) of the first date without a year in a text, or None.

    >>> day_and_month("MOSCOW, Sept 16 (Reuters)")
    (9, 16)
    """
    for match in _DAY_AND_MONTH.finditer(text):
        day = match["day"] or match["day2"]
        found = parse_words(f"{day} {match['month'] or match['month2']} 2000")
        if found:
            return found.month, found.day
    return None


# Days of the week by which a year can be told, by their number (Monday is 0).
WEEKDAYS = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "понедельник вторник среду четверг пятницу субботу воскресенье",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    )
    for number, name in enumerate(names.split())
}
_WEEKDAYS = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)


def weekday_in(text: str) -> int | None:
    """Return the number of the first day of the week that a text names (Monday is 0), or None."""
    match = _WEEKDAYS.search(text)
    return WEEKDAYS[match[0].lower()] if match else None
