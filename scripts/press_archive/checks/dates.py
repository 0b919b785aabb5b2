"""The checks of dates. Each yields Problems; its first line is its rule."""

from __future__ import annotations

from collections.abc import Iterator

from ..base.problems import Location, Problem
from ..collection.archive import Archive, DocumentEntry, SearchEntry, problem_at
from ..collection.dating import DateKind
from ..records.dates import Date


def check_period(archive: Archive) -> Iterator[Problem]:
    """A document, and a search, is of the years that the collection covers, so a mistyped year is seen."""
    if archive.collection is None:
        return
    period = archive.collection.period
    dated: list[tuple[DocumentEntry | SearchEntry, Location, Date]] = []
    for document in archive.documents.values():
        dating = archive.dating[document.id]
        if dating.date and dating.kind is not DateKind.CAPTURED:
            dated.append((document, (dating.kind,), dating.date))
    dated += [(search, (search.id, "period"), search.record.period) for search in archive.searches.values()]
    for entry, location, date in dated:
        if date.latest < period.earliest or date.earliest > period.latest:
            message = f"{date.text} is outside the collection's period, {period.text}. Expected a date in it."
            hint = "if the collection covers more years now, change period in sources/collection.yml"
            yield problem_at(entry, location, "R115", message, hint)


def check_republished(archive: Archive) -> Iterator[Problem]:
    """A stamp is no earlier than the day on which the words were spoken, or their outlet published them."""
    for document in archive.documents.values():
        stamp = document.record.republished
        for field, what in (("spoken", "spoken"), ("date", "published")):
            first: Date | None = getattr(document.record, field)
            if stamp and first and stamp.date.latest < first.earliest:
                message = (
                    f"republished on {stamp.date.text}, before it was {what} ({first.text}). "
                    f"Expected {first.text} or later."
                )
                yield problem_at(
                    document, ("republished", "date"), "R118", message, f"correct `{field}`, if that is wrong"
                )


def check_spoken(archive: Archive) -> Iterator[Problem]:
    """No words are published before they are spoken."""
    for document in archive.documents.values():
        date, spoken = document.record.date, document.record.spoken
        if date and spoken and date.latest < spoken.earliest:
            published = f"it was published ({date.text})"
            message = f"spoken on {spoken.text}, after {published}. Expected {date.text} or earlier."
            yield problem_at(document, ("spoken",), "R118", message, "correct `date`, if that is wrong")


DATE_CHECKS = (check_period, check_republished, check_spoken)
