"""The day of a build: today, or the one that SOURCE_DATE_EPOCH gives, so that a build can be repeated."""

from __future__ import annotations

import datetime
import os

# Seconds since 1970, for what can be repeated: https://reproducible-builds.org/specs/source-date-epoch/
EPOCH = "SOURCE_DATE_EPOCH"


def build_day() -> str:
    """Return the day of a build (ISO 8601); raise ValueError where SOURCE_DATE_EPOCH is no time."""
    if epoch := os.environ.get(EPOCH):
        try:
            return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
        except (OverflowError, OSError) as error:
            raise ValueError(f"not a time: {epoch}") from error
    return datetime.date.today().isoformat()
