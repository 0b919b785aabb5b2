"""How much a record may have, in one place: no rule may take minutes on a record that nobody could read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .problems import Location

LONGEST_SUMMARY = 20_000  # characters; the longest of the archive has about 4,000
MOST_BLOCKS = 400  # paragraphs and items of lists in a summary
LONGEST_VALUE = 20_000  # characters of a field
MOST_ITEMS = 1_000  # of a list, and fields of a mapping inside a record
MOST_LOGGED = 10_000  # entries of a history, and redirects: they only grow, so they must have room for long
LOGS = frozenset({("entries",), ("redirects",)})  # where they are
MOST_PROBLEMS = (
    100  # of a record, and of a file with many records: the others are found after these are mended
)


def find_excess(value: Any, location: Location) -> Iterator[tuple[Location, str]]:
    """Yield the location of every text or list below a value that has too much, and what is wrong with it."""
    if isinstance(value, str):
        if len(value) > LONGEST_VALUE:
            yield location, f"{len(value):,} characters. Expected at most {LONGEST_VALUE:,}."
        return
    most = MOST_LOGGED if location in LOGS else MOST_ITEMS
    if len(value) > most:
        yield location, f"{len(value):,} items. Expected at most {most:,}."
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from find_excess(item, (*location, key))
