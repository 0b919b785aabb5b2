"""Dates as pages print them: whole lines that are a date, and dates inside a text.

The library dateparser (https://dateparser.readthedocs.io) knows the months and days of many languages. Which part of a line
may be a date is decided here, because the library finds dates in nearly anything.
"""

from __future__ import annotations

import datetime
import functools
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LANGUAGES = ("en", "nl", "ru", "de", "fr", "es", "it", "uk", "pl", "pt")
_MONTH = r"[^\W\d_]{3,12}\.?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
# Day, month, year in one of the orders in which they are printed.
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
# What may stand before a date that has a line to itself.
_LABEL = (
    r"(?:(?:published|posted|updated|last updated|modified|first published|date|"
    r"gepubliceerd|geplaatst|datum|bijgewerkt|laatste update|"
    r"опубликовано|дата|обновлено|veröffentlicht|stand|publié|mis à jour)(?:\s+(?:on|op|am|le))?\s*[:,]?\s*)?"
)
_HOUR = r"(?:\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?,?\s+(?:on\s+)?)?"
_LINE = re.compile(rf"[*_\[(]*{_LABEL}{_HOUR}{_WEEKDAY}(?P<date>{_FULL}){_TIME}[\s,.*_\])|]*", re.IGNORECASE)
_SHORT = re.compile(rf"[*_\[(]*{_LABEL}(?P<date>\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2}}){_TIME}[\s,.*_\])|]*", re.IGNORECASE)
_MONTH_LINE = re.compile(rf"{_LABEL}(?P<date>{_MONTH}\s+\d{{4}})[\s,.]*", re.IGNORECASE)
_INSIDE = re.compile(rf"(?<![\w/])(?:{_FULL})(?![\w/-])")
_DAY_AND_MONTH = re.compile(
    rf"(?:(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH}))(?!\s*,?\s*\d{{4}}|\w)"
)
_UPDATED = re.compile(
    r"[*_\[(]*(?:last )?(?:updated|modified|bijgewerkt|laatste update|обновлено|aktualisiert|mis à jour)", re.IGNORECASE
)
_APART = re.compile(r"\s+[|–—·•/-]\s+")
# What stands beside a date: the hour, how long ago that was, how long the text takes to read.
_BESIDE = re.compile(
    r"\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?"
    r"|\d+ \w+ (?:ago|geleden|назад)|vor \d+ \w+|il y a \d+ \w+|\d+ min\w* \w+",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    rf"(?P<before>[^\d]{{0,60}}?)(?P<comma>,?)[\s,|–—·•-]*\b{_LABEL}(?P<weekday>{_WEEKDAY})(?P<date>{_FULL}){_TIME}[\s,|–—·•-]*(?P<after>[^\d]{{0,60}})",
    re.IGNORECASE,
)
_ORDERED = re.compile(r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\w/-])")


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
    >>> date_line("May 5, 2014 / 2:15 PM / 4 years ago").edtf, date_line("2 mai 2014 à 18h30 - Mis à jour le 3 mai 2014").edtf
    ('2014-05-05', '2014-05-02')
    >>> date_line("Members of the Council,") is None
    True
    """
    stripped = line.strip()
    if len(stripped) > 80 or not any(sign.isdigit() for sign in stripped):
        return None
    updated = bool(_UPDATED.match(stripped))
    parts = [part for part in _APART.split(stripped) if not _BESIDE.fullmatch(part)]
    if len(parts) == 1 and parts[0] != stripped:
        return date_line(parts[0])
    if len(parts) == 2 and all(len(part) > 7 for part in parts):  # when it was published, and when it was changed
        dates = [date_line(part) for part in parts]
        if all(dates):
            return next((date for date in dates if date and not date.updated), dates[0])
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


@dataclass(frozen=True)
class Signed:
    """A line that holds a date and a few words: the date, the words, and whether a comma sets them apart."""

    date: Printed
    words: str
    comma: bool


def signed_date(line: str) -> Signed | None:
    """Return the date of a short line that holds one and some words before or behind it, such as an author's name, or None.

    >>> lines = "Corin Hale | Sat 3 May 2014", "Posted on May 3, 2014 by Corin Hale", "Ada Brook 3-5-2014"
    >>> [signed_date(line).words for line in lines]
    ['Corin Hale', 'by Corin Hale', 'Ada Brook']
    >>> signed_date("3 May 2014") is signed_date("On 3 May 2014 the quay was swept, and nobody came.") is None
    True
    """
    match = _SIGNED.fullmatch(line.strip()) if len(line) < 140 else None
    if not match or bool(match["before"].strip()) == bool(match["after"].strip()):
        return None
    day = date_line(match["date"])
    # The word before a date may be the end of a name.
    last = "" if _is_weekday(match["weekday"]) else match["weekday"]
    words = (f"{match['before']} {last}".strip() or match["after"]).strip(" ,.|–—·•-*_")
    words = re.sub(r"\s(?:on|op|am|le)$", "", words)
    if day is None or not words or len(words.split()) > 8 or line.rstrip().endswith((".", "?", "!", ":")):
        return None
    return Signed(day, words, bool(match["comma"]))


def _is_weekday(word: str) -> bool:
    """Say whether a word is a day of the week, or short for one."""
    bare = word.strip(" .,").lower()
    return len(bare) >= 2 and any(name.startswith(bare) for name in WEEKDAYS)


def day_comes_first(lines: Iterable[str]) -> bool | None:
    """Say whether dates of figures begin with the day, as those tell whose day is above 12; None where none does, or they differ.

    >>> day_comes_first(["Earlier: 04/29/2014"]), day_comes_first(["29.04.14"]), day_comes_first(["05/06/2014"])
    (False, True, None)
    """
    first = second = 0
    for line in lines:
        for match in _ORDERED.finditer(line):
            first += int(match[1]) > 12
            second += int(match[3]) > 12
    return None if bool(first) == bool(second) else first > 0


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
        "понедельник вторник среда четверг пятница суббота воскресенье",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
    )
    for number, name in enumerate(names.split())
}
_WEEKDAYS = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)


def weekday_in(text: str) -> int | None:
    """Return the number of the first day of the week that a text names (Monday is 0), or None."""
    match = _WEEKDAYS.search(text)
    return WEEKDAYS[match[0].lower()] if match else None
