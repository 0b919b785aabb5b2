"""The timeline: documents and events by day, with a chart and a table of the documents of each month."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..base.wording import count, spell_out
from ..collection.archive import Archive
from ..records.closed_lists import Kind
from ..records.dates import MONTHS, UNKNOWN, Date
from ..records.terms import Event
from .division import dividing
from .division.dividing import divide
from .division.part_pages import LongList, render_parts
from .division.steps import by_date
from .lists import LONGEST
from .parts.addresses import TIMELINE_PATH, page_address, timeline_year_path
from .parts.charts import MONTH_COLUMNS, YEAR_COLUMNS_BY_KIND, Column, Size, render_chart
from .parts.context import Pages
from .parts.templates import render_page
from .parts.wording import month_anchor, month_in_words, year_in_words

# Year → month (2013-09, or unknown) → its entries: ("documents" or "events", id).
Listed = tuple[str, str]
Entries = dict[str, dict[str, list[Listed]]]
# (Year, month) → number of documents of each kind.
Months = dict[tuple[str, str], dict[Kind, int]]


def render_timeline(pages: Pages) -> dict[str, str]:
    """Return the timeline, with a page for each year if it is long."""
    archive = pages.archive
    entries = timeline_entries(archive)
    paged = is_paged(entries)
    months = months_by_kind(archive)
    places = month_places(archive, entries)
    # More months than one table can have are in the tables of their years.
    by_year = paged and len(months) > dividing.MOST
    fields = {"title": "Timeline", "description": "What was published, and what happened, day by day."}
    totals: Counter[Kind] = Counter(document.record.kind for document in archive.documents.values())
    rendered = {
        TIMELINE_PATH: render_page(
            pages, TIMELINE_PATH, "timeline.md", fields,
            months=months, entries=entries, paged=paged, totals=totals, places=places, by_year=by_year,
            years=years_by_kind(months), **chart_values(archive, base=""),
        )
    }  # fmt: skip
    for year, months_of_year in entries.items() if paged else ():
        long = divide_year(archive, year, months_of_year)
        path = timeline_year_path(year)
        title = f"Timeline, {year_in_words(year)}"
        fields = {
            "title": title,
            "description": f"{title}: what was published, and what happened, day by day.",
        }
        documents = archive.documents_of_year.get(year, [])
        numbers = {key: months[key] for key in months if by_year and key[0] == year}
        rendered[path] = render_page(
            pages, path, "timeline-year.md", fields,
            year=year, months=months_of_year, documents=documents, long=long, numbers=numbers, places=places,
            kinds=[kind for kind in Kind if any(month.get(kind) for month in numbers.values())],
        )  # fmt: skip
        rendered |= render_parts(pages, long)
    return rendered


def divide_year(archive: Archive, year: str, months: Mapping[str, Sequence[Listed]]) -> LongList[Listed]:
    """Return the entries of a year of the timeline, divided by month if they are many."""
    path, title = timeline_year_path(year), f"Timeline, {year_in_words(year)}"
    month_of = {entry: month for month, entries in months.items() for entry in entries}
    parts = divide(
        list(month_of), lambda entry: by_date(_date(archive, entry), entry[1], timeline=True),
        path.removesuffix(".md"),
    )  # fmt: skip
    values = {"year": year, "month_of": month_of.__getitem__}
    return LongList(
        path, title, list(month_of), parts, _count, "part-timeline.md", "Timeline", ", ", values=values
    )


def _date(archive: Archive, entry: Listed) -> Date | None:
    """Return the date by which an entry is listed."""
    kind, id = entry
    if kind == "documents":
        return archive.dating[id].date
    event = archive.term("events", id).record
    return event.date.start if isinstance(event, Event) and event.date else None


def _count(entries: Sequence[Listed]) -> str:
    """Return how many documents and events there are.

    >>> _count([("documents", "a"), ("documents", "b")]), _count([("documents", "a"), ("events", "b")])
    ('2 documents', '1 document, 1 event')
    """
    numbers = Counter(kind for kind, _ in entries)
    nouns = {"documents": "document", "events": "event"}
    return ", ".join(count(numbers[kind], noun) for kind, noun in nouns.items() if numbers[kind])


def month_places(archive: Archive, entries: Entries) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the path of the page on which each (year, month) of the timeline is, and its anchor there."""
    paged = is_paged(entries)
    places = {}
    for year, months in entries.items():
        path = timeline_year_path(year) if paged else TIMELINE_PATH
        parts = {part.step.anchor: part.path for part in divide_year(archive, year, months).parts if paged}
        for month in months:
            anchor = month_anchor(year, month)
            places[year, month] = (parts.get(anchor, path), "" if parts else anchor)
    return places


@dataclass(frozen=True)
class _Entry:
    """A document or an event with the year and month in which it is listed, and its place among days."""

    year: str
    month: str
    days: tuple[datetime.date, datetime.date]
    kind: str
    id: str

    @property
    def sort_key(self) -> tuple[tuple[bool, str, str], tuple[datetime.date, datetime.date], bool, str]:
        """By month, then by day; events come before documents of the same day, and ties are by id."""
        return _place(self.year, self.month), self.days, self.kind != "events", self.id


def timeline_entries(archive: Archive) -> Entries:
    """Return documents and dated events by year and month, oldest first.

    An unknown month comes before the known ones of its year; documents without a date come last. An interval
    is listed where it begins.
    """
    entries: Entries = {}
    for entry in sorted(_dated_entries(archive), key=lambda entry: entry.sort_key):
        months = entries.setdefault(entry.year, {})
        months.setdefault(entry.month, []).append((entry.kind, entry.id))
    return entries


def _dated_entries(archive: Archive) -> Iterator[_Entry]:
    for id, dating in archive.dating.items():
        yield _Entry(dating.year, dating.month, dating.sort_key[1:], "documents", id)
    for id, term in archive.vocabularies.get("events", {}).items():
        event = term.record
        if ("events", id) in archive.documents_of_term and isinstance(event, Event) and event.date:
            start = event.date.start
            yield _Entry(start.year, start.month, event.date.sort_key, "events", id)


def _place(year: str, month: str) -> tuple[bool, str, str]:
    """Return what sorts the months of the timeline: an unknown year is last, an unknown month first."""
    return year == UNKNOWN, year, "" if month == UNKNOWN else month


def is_paged(entries: Entries) -> bool:
    """Return whether a timeline is so long that each year gets its own page."""
    return sum(len(month) for year in entries.values() for month in year.values()) > LONGEST


def months_by_kind(archive: Archive) -> Months:
    """Return the number of documents of each kind, for each (year, month) that has documents, in order."""
    months: Months = {}
    for id, document in archive.documents.items():
        dating = archive.dating[id]
        numbers = months.setdefault((dating.year, dating.month), {})
        numbers[document.record.kind] = numbers.get(document.record.kind, 0) + 1
    return dict(sorted(months.items(), key=lambda item: _place(*item[0])))


def chart_values(archive: Archive, base: str) -> dict[str, object]:
    """Return what the macro `timeline_chart` shows: the charts by month and by year, and the kinds of
    documents.

    `base` is the timeline's address from the page that shows the chart.
    """
    months = months_by_kind(archive)
    kinds = [kind for kind in Kind if any(numbers.get(kind) for numbers in months.values())]
    entries = timeline_entries(archive)
    paged = is_paged(entries)
    # A column of each month, with its link, is more than a page should load where there are many.
    if len(_chart_months(archive, months)) > dividing.MOST:
        wide = draw_years(archive, months, kinds, paged, base, MONTH_COLUMNS)
    else:
        wide = draw_months(archive, months, kinds, month_places(archive, entries), base)
    return {
        "months_chart": wide,
        "years_chart": draw_years(archive, months, kinds, paged, base),
        "kinds": kinds,
    }


def draw_months(
    archive: Archive,
    months: Months,
    kinds: list[Kind],
    places: Mapping[tuple[str, str], tuple[str, str]],
    base: str,
) -> Markup:
    """Draw the documents of each month by kind; columns link to the timeline, at the address `base`."""
    timeline = page_address(TIMELINE_PATH)
    columns = []
    last_tick = ""
    for year, month in _chart_months(archive, months):
        if month == UNKNOWN:
            name = f"{month_in_words(month)}, {year_in_words(year)}"
        else:
            name = f"{MONTHS[int(month[5:]) - 1]} {year}"
        path, anchor = places.get((year, month), (TIMELINE_PATH, ""))
        href = base + page_address(path).removeprefix(timeline) + (f"#{anchor}" if anchor else "")
        tick = "" if year == last_tick else _tick(year)
        last_tick = year
        columns.append(_column(name, months.get((year, month), {}), kinds, href, tick))
    return render_chart(columns, MONTH_COLUMNS, "Number of documents in each month, by kind")


def _chart_months(archive: Archive, months: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return every (year, month) of the years covered, and the unknown ones in which there are documents."""
    columns = set(months)
    columns |= {(year, f"{year}-{number:02d}") for year in archive.years_covered for number in range(1, 13)}
    return sorted(columns, key=lambda item: _place(*item))


def years_by_kind(months: Months, covered: Iterable[str] = ()) -> dict[str, Counter[Kind]]:
    """Return the number of documents of each kind, for each year that has documents or is covered."""
    years: dict[str, Counter[Kind]] = {year: Counter() for year in covered}
    for (year, _), numbers in months.items():
        years.setdefault(year, Counter()).update(numbers)
    return years


def draw_years(
    archive: Archive,
    months: Months,
    kinds: list[Kind],
    paged: bool,
    base: str,
    size: Size = YEAR_COLUMNS_BY_KIND,
) -> Markup:
    """Draw the documents of each year by kind, for a screen that is too narrow for months, or so many years
    that their columns have to be narrow: then the years of decades are below them.
    """
    years = years_by_kind(months, archive.years_covered)
    is_wide = size is YEAR_COLUMNS_BY_KIND
    columns = []
    for year, numbers in sorted(years.items(), key=lambda item: _place(item[0], "")):
        href = f"{base}{year}/" if paged else f"{base}#in-{year}"
        tick = _tick(year) if is_wide or year.endswith("0") else ""
        columns.append(_column(year_in_words(year), numbers, kinds, href, tick))
    label = "Number of documents in each year, by kind"
    return render_chart(columns, size, label, numbers=is_wide)


def _tick(year: str) -> str:
    return "?" if year == UNKNOWN else year


def _column(name: str, numbers: Mapping[Kind, int], kinds: list[Kind], href: str, tick: str) -> Column:
    counts = ", ".join(count(numbers[kind], spell_out(kind)) for kind in kinds if numbers.get(kind))
    parts = {f"chart__bar--{kind}": numbers.get(kind, 0) for kind in kinds}
    return Column(f"{name}: {counts}", parts, href, tick)
