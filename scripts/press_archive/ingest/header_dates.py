"""Dates as mails and feeds write them (RFC 5322, section 3.3)."""

from __future__ import annotations

import email.utils


def parse_day(stamp: str) -> str | None:
    """Return the day of a date in the form of ISO 8601; None where the date can't be parsed.

    >>> parse_day("Tue, 11 Feb 2014 09:00:00 +0100"), parse_day("yesterday")
    ('2014-02-11', None)
    """
    try:
        return email.utils.parsedate_to_datetime(stamp).date().isoformat()
    except ValueError:
        return None
