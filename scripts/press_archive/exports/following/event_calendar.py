"""A calendar of the vocabulary's events that have a date (iCalendar, RFC 5545 and 7986), through icalendar.

Every event is of whole days, as no record gives a time, and leaves its days free. A calendar knows only days,
so what an event's date leaves open is said in its title:

- A date of which only the month is known covers the whole month, as "some time in June 2014": whoever looks
  at that month finds it. The same is true of an interval, as "May 2014 to July 2014".
- Where only the year is known, or one end is open, an event would cover years of the calendar and so say
  nothing. Such events are left out, and named with their dates in the description of the calendar.
- A date that is approximate, uncertain or inferred is said to be so.

The UID is made from the first id of the event, and stays when that is changed. DTSTAMP is the latest day on
which the records say that somebody worked on them: no history says when a term changed, but it was not
after that day. As this is not the clock, two runs are equal.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING

from ...collection.addresses import latest_day
from ...collection.archive import Archive
from ...collection.histories import first_ids, site_address
from ...records.dates import UNKNOWN, Date, parse_date
from ...records.terms import Event, Place
from ..identifiers import Identifiers
from ..plain_text import plain_text
from .midnight import midnight

if TYPE_CHECKING:
    import icalendar

CALENDAR_PATH = "data/events.ics"
PRODUCT = "-//press-archive//events//EN"
_NO_DAY = datetime.date(1970, 1, 1)  # of an archive whose records have none


def has_calendar(archive: Archive) -> bool:
    """Return whether the archive has an event that can be in a calendar."""
    return any(_is_shown(date) for _, _, date in _dated(archive))


def render_calendar(archive: Archive, address: str) -> dict[str, bytes]:
    """Return the calendar by its path; nothing where no event can be in it, as none may be empty.

    `address` is that of the site; without it, events have no link to their pages.
    """
    dated = _dated(archive)
    shown = [(id, event, date) for id, event, date in dated if _is_shown(date)]
    if not shown:
        return {}
    import icalendar  # only where the file is made

    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for name in ("name", "x-wr-calname"):  # RFC 7986, and what older programs read
        calendar.add(name, _text(f"{archive.title}: events"))
    if description := _left_out((event, date) for _, event, date in dated if not _is_shown(date)):
        for name in ("description", "x-wr-caldesc"):
            calendar.add(name, _text(description))
    stamp = midnight(max(latest_day(archive), _NO_DAY).isoformat())
    identifiers, first = Identifiers(archive), first_ids(archive, "events")
    for id, event, date in shown:
        component = _component(archive, event, date)
        component.add("uid", identifiers.of("events", first.get(id, id)).removeprefix("urn:uuid:"))
        component.add("dtstamp", stamp)
        if address and ("events", id) in archive.documents_of_term:
            component.add("url", address + site_address("events", id))
        calendar.add_component(component)
    return {CALENDAR_PATH: calendar.to_ical()}


def _dated(archive: Archive) -> list[tuple[str, Event, Date]]:
    """Return the events that have a date, by its first day; ties by id."""
    found = [
        (entry.record.date.sort_key, id, entry.record, entry.record.date)
        for id, entry in archive.vocabularies["events"].items()
        if isinstance(entry.record, Event) and not entry.placeholder and entry.record.date
    ]
    return [(id, event, date) for _, id, event, date in sorted(found, key=itemgetter(0, 1))]


def _ends(date: Date) -> list[Date]:
    """Return a date, or both dates of an interval that is not open."""
    return [parse_date(part) for part in date.text.split("/")]


def _is_shown(date: Date) -> bool:
    """Return whether it is known in which month something began and in which it ended."""
    return not date.is_open and all(end.month != UNKNOWN for end in _ends(date))


def _left_out(events: Iterable[tuple[Event, Date]]) -> str:
    """Return the events that are not shown, each with its date; an empty text if there are none."""
    names = [f"{event.label} ({date.moment})" for event, date in events]
    listed = "; ".join(names)
    return f"Left out, because their months are not known: {listed}." if names else ""


def _component(archive: Archive, event: Event, date: Date) -> icalendar.Event:
    """Return an event without what identifies it."""
    import icalendar

    component = icalendar.Event()
    remarks = _remarks(event, date)
    component.add("summary", _text(event.label + (f" ({'; '.join(remarks)})" if remarks else "")))
    component.add("description", _text(event.scope))
    component.add("dtstart", date.earliest)
    component.add("dtend", date.latest + datetime.timedelta(days=1))  # the first day after (3.6.1)
    component.add("transp", "TRANSPARENT")
    if event.place:
        place = archive.term("places", event.place).record
        is_inferred = "place" in event.inferred
        component.add("location", _text(f"{place.label} (inferred)" if is_inferred else place.label))
        if isinstance(place, Place) and place.coordinates and not is_inferred:
            component.add("geo", (place.coordinates.latitude, place.coordinates.longitude))
    if event.topics and "topics" not in event.inferred:
        topics = [archive.term("topics", id).record.label for id in event.topics]
        component.add("categories", [_text(label) for label in topics])
    return component


def _remarks(event: Event, date: Date) -> list[str]:
    """Return what the days of a calendar do not say of a date."""
    remarks = []
    if any(end.earliest != end.latest or not end.certain for end in _ends(date)):
        is_month = date.certain and date.earliest != date.latest
        remarks.append(f"some time in {date.words}" if is_month else date.words)
    return remarks + (["date inferred"] if "date" in event.inferred else [])


def _text(text: str) -> str:
    """Return a text without control characters, which a value cannot contain (3.3.11)."""
    return plain_text(text).replace("\r", "\u240d")
