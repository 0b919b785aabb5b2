"""Works as RIS, which every program for citations reads
(https://web.archive.org/web/20170707033254/http://www.researcherid.com/resources/html/help_upload.htm)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import rispy

from .csl import csl_type, known_parts
from .works import Work

# CSL's types → those of RIS. It has none for an interview: a personal communication is the usual one, and a
# speech is a presentation.
TYPES = {
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
    "post-weblog": "BLOG",
    "webpage": "ELEC",
    "speech": "SLIDE",
    "interview": "PCOMM",
}


def render_ris(works: Iterable[Work]) -> str:
    """Return works as a file."""
    text: str = rispy.dumps([_entry(work) for work in works], implementation=_Writer)
    return text


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    """Writes no number before an entry, which the format does not have."""

    def set_header(self, count: int) -> str:
        """Return nothing."""
        return ""


def _entry(work: Work) -> dict[str, Any]:
    record, place = work.record, f", {work.page}" if work.page else ""
    fields: dict[str, Any] = {
        "type_of_reference": TYPES[csl_type(work)],
        "id": work.key,
        "title": work.title,
        "translated_title": record.gloss or "",
        "authors": [name.inverted for name in work.authors],
        "subsidiary_authors": [name.inverted for name in work.translators],
        "secondary_title": work.outlet,
        "year": _year(work),
        "date": _date(work),
        "type_of_work": work.genre,
        "original_publication": work.first_publisher,
        "place_published": work.place,
        "language": record.language,
        "keywords": list(work.subjects),
        # A semicolon would divide it into two addresses.
        "urls": [work.url.replace(";", "%3B")] if work.url else [],
        "name_of_database": work.archive,
        "notes": [*work.remarks, *work.asked_by, f"{work.consulted}{place}."],
    }
    return {field: _in_one_line(value) for field, value in fields.items() if value}


def _in_one_line(value: str | list[str]) -> str | list[str]:
    """Return a text, or each of several, without line separators, after which readers expect a tag."""
    return " ".join(value.split()) if isinstance(value, str) else [" ".join(text.split()) for text in value]


def _year(work: Work) -> str:
    parts = known_parts(work.date.start.text) if work.date else []
    return f"{parts[0]:04d}" if parts else ""


def _date(work: Work) -> str:
    """Return the date as `year/month/day/other`, where the last is its words if it is not certain."""
    if work.date is None:
        return ""
    parts = known_parts(work.date.start.text)
    numbers = [f"{number:04d}" if not position else f"{number:02d}" for position, number in enumerate(parts)]
    is_doubtful = work.is_date_uncertain or "/" in work.date.text or not parts
    other = work.date.moment if is_doubtful else ""
    return "/".join([*numbers, *[""] * (3 - len(numbers)), other])
