"""Days as moments, which feeds and calendars demand.

A day is midnight at its beginning, in UTC: no record gives a time, and readers of feeds refuse a moment that
is still to come. So all entries of a day have the same moment, and their order is that of the feed.
"""

from __future__ import annotations

import datetime


def midnight(day: str) -> datetime.datetime:
    """Return the moment at which a day begins.

    >>> midnight("2020-01-07").isoformat()
    '2020-01-07T00:00:00+00:00'
    """
    return datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)


def midnight_text(day: str) -> str:
    """Return that moment as RFC 3339 has it.

    >>> midnight_text("2020-01-07")
    '2020-01-07T00:00:00Z'
    """
    return f"{day}T00:00:00Z"
