"""When a document was published, and when what it records was said."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...collection.archive import Archive
from ...records.closed_lists import Basis, Role
from ..classify.reading import Reading
from ..dates import (
    Printed,
    date_line,
    dates_inside,
    day_and_month,
    day_comes_first,
    signed_date,
    swap_day_month,
    weekday_in,
)
from ..proposals import NOTHING, Clues, Confidence, Proposal, Reason, best
from ..received_file import DAY_FIRST
from .findings import Findings

NEAR = 90  # days between a report and a date in its text from which its year can be inferred
MAX_DATELINE = 120  # characters at the beginning of a line, among which is the date of a dateline
FIRST_YEAR = 1990  # of those that are possible, for an archive whose collection has no period

_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)")


@dataclass(frozen=True)
class Dates:
    """The dates of a document."""

    published: Proposal
    """When it was published."""
    spoken: Proposal
    """When what it records was said, if its title says so."""
    reason: Reason | None = None
    """What the date of publication was inferred from; None for one that is stated."""
    line: int = 0
    """The line of dates on which the date of publication is printed; 0 if it is on no such line."""


@dataclass(frozen=True)
class Calendar:
    """What is known of the dates in a capture before any of its documents is read."""

    day_first: bool | None
    """Whether its dates in figures begin with the day; None where that is open."""
    years: range
    """The years in which a document can have been published."""

    @classmethod
    def of(cls, archive: Archive, lines: Sequence[str]) -> Calendar:
        """Read the lines of a capture; the years are those of the archive's collection."""
        if archive.collection:
            period = archive.collection.period
            first, last = period.earliest.year, period.latest.year
        else:
            first, last = FIRST_YEAR, datetime.date.today().year
        return cls(day_comes_first(lines), range(first, last + 1))

    def possible_days(self, month: int, day: int) -> list[datetime.date]:
        """Return a day of each of the years; 29 February is in some of them only."""
        days = []
        for year in self.years:
            try:
                days.append(datetime.date(year, month, day))
            except ValueError:
                continue
        return days


def propose_dates(findings: Findings, address: Proposal, calendar: Calendar) -> Dates:
    """Propose the dates of a document: stated in its lines, the page's data or its address, or inferred."""
    in_title = _day_in_title(findings.reading)
    spoken = Proposal(in_title, "the date in its title", Confidence.MEDIUM) if in_title else NOTHING
    if stated := _stated_dates(findings, address, calendar):
        published = best([proposal for proposal, _ in stated])
        line = next(number for proposal, number in stated if proposal == published)
        return Dates(published, spoken, line=line)
    inferred = _date_of_dateline(findings.reading, calendar)
    if inferred.value is None and in_title:
        origin = "the date in its title, before which it can't have been published"
        inferred = Proposal(f"{in_title}/..", origin, Confidence.LOW)
    if inferred.value:
        basis = Basis.HEADING if in_title and inferred.value == f"{in_title}/.." else Basis.WEEKDAY
        return Dates(inferred, spoken, Reason(basis, f"The date is inferred from {inferred.origin}."))
    return Dates(_date_of_update(findings.reading) or inferred, spoken)


def date_of_address(address: str) -> str | None:
    """Return the day in an address, in ISO 8601, or None.

    >>> [date_of_address(f"https://gull.example/{path}") for path in ("2013/09/24/quay", "quay-2013")]
    ['2013-09-24', None]
    """
    match = _DAY_IN_ADDRESS.search(address)
    return "-".join(match.groups()) if match else None


def _day_in_title(reading: Reading) -> str | None:
    """Return the first day in the last of the titles that has one: a formal title follows the headline."""
    for number in reversed(reading.numbers_of(Role.TITLE)):
        for _, day in dates_inside(reading.line(number)):
            return day.isoformat()
    return None


# --- Stated dates


def _stated_dates(findings: Findings, address: Proposal, calendar: Calendar) -> list[tuple[Proposal, int]]:
    """Return the dates that lines print, or else that of the page's data, or else that of the address.

    Each has the number of its line of dates; 0 if it is on none.
    """
    in_data = best([*findings.clues.get("date", ()), *findings.clues.get("sent", ())])
    in_address = date_of_address(address.value or "")
    day_first = _day_first(findings.clues, calendar)
    dates = findings.reading.numbers_of(Role.DATE)
    printed = [
        (_read_printed(date, number, in_address, in_data.value, day_first), number * (number in dates))
        for number in findings.reading.numbers_of(Role.DATE, Role.BYLINE)
        if (date := _printed_date(findings.reading.line(number))) and not date.updated
    ]
    if printed:
        return printed
    if in_data.value:
        return [(in_data, 0)]
    return [(Proposal(in_address, "the address", Confidence.MEDIUM), 0)] if in_address else []


def _day_first(clues: Clues, calendar: Calendar) -> bool | None:
    order = best(clues.get("date_order", ())).value
    return order == DAY_FIRST if order and calendar.day_first is None else calendar.day_first


def _printed_date(line: str) -> Printed | None:
    if date := date_line(line):
        return date
    signed = signed_date(line)
    return signed.date if signed else None


def _read_printed(
    date: Printed, number: int, in_address: str | None, in_data: str | None, day_first: bool | None
) -> Proposal:
    """Propose a printed date; an ambiguous one is read as the address, other dates or the page's data show.

    The data comes last, because it may have been read from the same figures.
    """
    if not date.ambiguous:
        return Proposal(date.edtf, f"line {number}", Confidence.HIGH)
    swapped = swap_day_month(date)
    month_first = Proposal(
        swapped, f"line {number}, month first, as in another date on the page", Confidence.MEDIUM
    )
    if in_address in (date.edtf, swapped):
        return Proposal(in_address, f"line {number}, and the address", Confidence.HIGH)
    if day_first is not None:
        certain = Proposal(date.edtf, f"line {number}, day first", Confidence.HIGH)
        return certain if day_first else month_first
    if in_data == swapped:
        return month_first
    if in_data == date.edtf:
        return Proposal(
            date.edtf, f"line {number}, day first, as in another date on the page", Confidence.MEDIUM
        )
    return Proposal(date.edtf, f"line {number}, read as day first", Confidence.LOW)


def _date_of_update(reading: Reading) -> Proposal | None:
    """Return the date of an update, where the page prints no other."""
    for number in reading.numbers_of(Role.DATE)[:1]:
        if date := date_line(reading.line(number)):
            return Proposal(date.edtf, f"line {number}, the date of an update", Confidence.LOW)
    return None


# --- Dates inferred from a dateline


def _date_of_dateline(reading: Reading, calendar: Calendar) -> Proposal:
    """Propose the date of a dateline: the full date, or the year in which its day of the week fits."""
    for number in reading.numbers_of(Role.DATELINE):
        line = reading.line(number)
        if full := next((day for _, day in dates_inside(line[:MAX_DATELINE])), None):
            return Proposal(full.isoformat(), f"the dateline, line {number}", Confidence.HIGH)
        if proposal := _date_without_year(reading, number, calendar):
            return proposal
    return Proposal(None, "no date was found")


def _date_without_year(reading: Reading, number: int, calendar: Calendar) -> Proposal | None:
    """Propose the date of a dateline without a year, or name the years that are possible.

    None where the line has no date, or no year is possible.
    """
    line = reading.line(number)
    found = day_and_month(line[:MAX_DATELINE])
    if found is None:
        return None
    weekday = weekday_in(line)
    fitting = [day for day in calendar.possible_days(*found) if _fits(day, weekday)]
    return _choose_year(reading, number, fitting, weekday) if fitting else None


def _fits(day: datetime.date, weekday: int | None) -> bool:
    """Return whether a day is, or follows, the day of the week that a report names, if it names one."""
    return weekday is None or (day.weekday() - weekday) % 7 <= 1


def _choose_year(
    reading: Reading, number: int, fitting: Sequence[datetime.date], weekday: int | None
) -> Proposal:
    near = _near_other_dates(reading, fitting)
    if len(near) == 1:
        origin = f"the day and month of line {number}, and the other dates on the page for the year"
        return Proposal(near[0].isoformat(), origin, Confidence.MEDIUM)
    exact = [day for day in fitting if day.weekday() == weekday]
    if len(exact) == 1:
        return _by_weekday(exact[0], fitting, number)
    years = ", ".join(str(day.year) for day in fitting)
    without_year = f"line {number} gives {fitting[0]:%d-%m} without a year"
    return Proposal(None, f"{without_year}; its day of the week fits {years}")


def _near_other_dates(reading: Reading, days: Sequence[datetime.date]) -> list[datetime.date]:
    """Return the days that are near a full date of the capture."""
    others = {day for line in reading.lines for _, day in dates_inside(line)}
    return [day for day in days if any(abs((day - other).days) <= NEAR for other in others)]


def _by_weekday(exact: datetime.date, fitting: Sequence[datetime.date], number: int) -> Proposal:
    """Propose the one date on the day of the week that a report names, with those on the day after it."""
    others = " and ".join(str(day.year) for day in fitting if day != exact)
    origin = f"the day and month of line {number}, and its day of the week for the year"
    if not others:
        return Proposal(exact.isoformat(), origin, Confidence.MEDIUM)
    return Proposal(
        exact.isoformat(), f"{origin}; {others} would fit if it reports on the day before", Confidence.LOW
    )
