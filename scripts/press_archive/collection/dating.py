"""The best date known of a document, by which lists, charts and the timeline order it, and its kind.

A record may give the day of publication, the day on which the words were spoken, the stamp of a site that
republished them, and the day of the capture. The first of these that is known counts; one with an open end
counts only where no other is known to the end.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..records.dates import UNKNOWN, Date
from ..records.fields import Document, Source


class DateKind(StrEnum):
    """Which date of a document it is: a field of its record, or of its source's."""

    PUBLISHED = "date"
    SPOKEN = "spoken"
    REPUBLISHED = "republished"
    CAPTURED = "captured"
    NONE = UNKNOWN


@dataclass(frozen=True)
class Dating:
    """The best date known of a document: its kind, the date, and whether it is inferred.

    `by` is the outlet that republished it, where the date is that of its stamp.
    """

    kind: DateKind
    date: Date | None = None
    by: str = ""
    inferred: bool = False

    @property
    def year(self) -> str:
        """The year, four digits, or UNKNOWN."""
        return self.date.year if self.date else UNKNOWN

    @property
    def month(self) -> str:
        """The month, as in 2013-09, or UNKNOWN."""
        return self.date.month if self.date else UNKNOWN

    @property
    def moment(self) -> str:
        """The date in words, without its kind."""
        return self.date.moment if self.date else "date unknown"

    @property
    def sort_key(self) -> tuple[bool, datetime.date, datetime.date]:
        """Order by the first day; to be reversed, as a document without a date comes first."""
        return (True, *self.date.sort_key) if self.date else (False, datetime.date.min, datetime.date.min)

    @property
    def oldest_first(self) -> tuple[bool, datetime.date, datetime.date]:
        """Order by the first day, a document without a date last."""
        known, *days = self.sort_key
        return (not known, days[0], days[1])


def best_date(document: Document, source: Source) -> Dating:
    """Return the best date known of a document."""
    known = list(_known_dates(document, source))
    closed = (dating for dating in known if dating.date and not dating.date.is_open)
    return next(closed, known[0] if known else Dating(DateKind.NONE))


def _known_dates(document: Document, source: Source) -> Iterator[Dating]:
    """Yield the dates that a document has, the best first."""
    for kind in (DateKind.PUBLISHED, DateKind.SPOKEN):
        if date := getattr(document, kind):
            yield Dating(kind, date, inferred=kind in document.inferred)
    if document.republished:
        stamp = document.republished
        yield Dating(DateKind.REPUBLISHED, stamp.date, stamp.by, "republished" in document.inferred)
    if source.captured:
        yield Dating(DateKind.CAPTURED, source.captured)


def date_in_words(dating: Dating, republisher: str) -> str:
    """Return a date with its kind in words; `republisher` is the label of the outlet that republished.

    >>> from press_archive.records.dates import parse_date
    >>> date_in_words(Dating(DateKind.REPUBLISHED, parse_date("2019-09"), "the-gull"), "The Gull")
    'seen on The Gull, September 2019'
    """
    inferred = " (inferred)" if dating.inferred else ""
    if dating.kind is DateKind.REPUBLISHED:
        return f"seen on {republisher}, {dating.moment}{inferred}"
    kind = {DateKind.SPOKEN: "spoken ", DateKind.CAPTURED: "captured "}.get(dating.kind, "")
    return f"{kind}{dating.moment}{inferred}"
