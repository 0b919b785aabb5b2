"""Works as CSL-JSON, the form in which citation processors read them
(https://docs.citationstyles.org/en/stable/specification.html, appendix IV)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..records.closed_lists import OutletType
from ..records.dates import Date
from .json_text import compact_json, json_array
from .works import Name, Work

Item = dict[str, Any]

# The type of a text that is neither a speech nor an interview, by the kind of its outlet.
TYPES = {
    OutletType.NEWSPAPER: "article-newspaper",
    OutletType.WIRE: "article-newspaper",
    OutletType.STATE_AGENCY: "article-newspaper",
    OutletType.NEWS_SITE: "article-newspaper",
    OutletType.BROADCASTER: "article-newspaper",
    OutletType.MAGAZINE: "article-magazine",
    OutletType.BLOG: "post-weblog",
}


def csl_type(work: Work) -> str:
    """Return the type of a work (appendix III); a news report is no journal article."""
    if work.genre:
        return "speech" if work.is_speech else "interview"
    return TYPES.get(work.outlet_type, "webpage")


def csl_item(work: Work) -> Item:
    """Return a work as an item; its `id` is the citation key.

    `archive` and `archive_location` say where it was consulted, and `note` what no other field has a place
    for.
    """
    record = work.record
    item: Item = {
        "id": work.key,
        "type": csl_type(work),
        "title": work.title,
        "author": [csl_name(name) for name in work.authors],
        "interviewer": [csl_name(name) for name in work.interviewers],
        "translator": [csl_name(name) for name in work.translators],
        "issued": csl_date(work.date, work.is_date_uncertain) if work.date else {},
        "container-title": work.outlet,
        "original-publisher": work.first_publisher,
        "event-title": work.event,
        "event-place": work.place,
        "event-date": _event_date(work),
        "genre": work.genre,
        "language": record.language,
        "URL": work.url,
        "archive": work.archive,
        "archive_location": work.page,
        "keyword": ", ".join(work.subjects),
        "note": " ".join(work.notes_with_extent),
    }
    return {field: value for field, value in item.items() if value}


def _event_date(work: Work) -> dict[str, Any]:
    record = work.record
    if record.spoken is None or not work.is_speech:
        return {}
    return csl_date(record.spoken, not record.spoken.certain or "spoken" in record.inferred)


def csl_name(name: Name) -> dict[str, str]:
    """Return a name; one that nobody has divided is literal."""
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.whole}


def csl_date(date: Date, uncertain: bool) -> dict[str, Any]:
    """Return a date: a day, month or year, or a range of two. What is less than that is its words.

    >>> from press_archive.records.dates import parse_interval
    >>> csl_date(parse_interval("2013-09-23"), False), csl_date(parse_interval("2013-09~"), True)
    ({'date-parts': [[2013, 9, 23]]}, {'date-parts': [[2013, 9]], 'circa': True})
    >>> csl_date(parse_interval("2018-12-24/.."), True)
    {'date-parts': [[2018, 12, 24]], 'circa': True}
    """
    parts = [date.start.text] if date.is_open else date.text.split("/")
    numbers = [known_parts(part) for part in parts]
    if not all(numbers):
        return {"literal": date.words}
    return {"date-parts": numbers} | ({"circa": True} if uncertain else {})


def known_parts(text: str) -> list[int]:
    """Return year, month and day of a date, as far as it gives them.

    >>> known_parts("2013-XX"), known_parts("201X"), known_parts("2013-09-23~")
    ([2013], [], [2013, 9, 23])
    """
    parts: list[int] = []
    for part in text.rstrip("~?%").split("-"):
        if not part.isdecimal():
            break
        parts.append(int(part))
    return parts


def render_csl(items: Iterable[Item]) -> str:
    """Return items as a file, each on a line of its own."""
    return json_array(map(compact_json, items))
