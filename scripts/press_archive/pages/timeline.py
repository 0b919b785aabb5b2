"""The timeline: documents and events by day, with a chart of the documents of each month and the same in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from ..base.wording import count, spell_out
from ..collection.archive import Archive
from ..collection.coverage import years_covered
from ..records.closed_lists import Kind
from ..records.dates import MONTHS, UNKNOWN
from .addresses import TIMELINE_PATH
from .charts import MONTHS as MONTHS_SIZE
from .charts import YEARS_BY_KIND, Column, render_chart
from .context import Pages
from .lists import LONGEST
from .templates import render_page
from .wording import month_anchor, month_in_words, year_in_words

# Year → month (its key, as 2013-09 or unknown) → what stands there: ("documents" or "events", id).
Entries = dict[str, dict[str, list[tuple[str, str]]]]
# (Year, month) → how many documents of each kind.
Months = dict[tuple[str, str], dict[Kind, int]]


def render_timeline(pages: Pages) -> dict[str, str]:
    """Return the timeline; where it is long, with a page for each year."""
    archive = pages.archive
    entries = timeline_entries(archive)
    paged = is_paged(entries)
    months = months_by_kind(archive)
    kinds = occurring_kinds(months)
    fields = {"title": "Timeline", "description": "What was published, and what happened, day by day."}
    rendered = {
        TIMELINE_PATH: render_page(
            pages, TIMELINE_PATH, "timeline.md", fields,
            months_chart=draw_months(archive, months, kinds, paged),
            years_chart=draw_years(archive, months, kinds, paged),
            months=months, kinds=kinds, entries=entries, paged=paged,
            totals={kind: sum(numbers.get(kind, 0) for numbers in months.values()) for kind in kinds},
        )
    }  # fmt: skip
    for year, found in entries.items() if paged else ():
        path = f"timeline/{year}.md"
        title = f"Timeline, {year_in_words(year)}"
        fields = {"title": title, "description": f"{title}: what was published, and what happened, day by day."}
        documents = archive.documents_of_year.get(year, [])
        rendered[path] = render_page(pages, path, "timeline-year.md", fields, year=year, months=found, documents=documents)
    return rendered


def timeline_entries(archive: Archive) -> Entries:
    """Return documents and dated events by year and month, oldest first; of one day events come first, ties by id.

    What has an unknown month or year stands before what has a known one. An interval stands where it begins.
    """
    found: list[tuple[tuple, str, str, str, str]] = []
    for id, document in archive.documents.items():
        date = document.record.date
        found.append((date.sort_key, "documents", id, date.year, date.month))
    for id in (id for vocabulary, id in archive.documents_of_term if vocabulary == "events"):
        date = getattr(archive.term("events", id).record, "date", None)
        if date and id in archive.vocabularies["events"]:
            start = date.start
            found.append((date.sort_key, "events", id, start.year, start.month))
    entries: Entries = {}
    ordered = sorted(found, key=lambda entry: (entry[0], entry[1] != "events", entry[2]))
    for _, what, id, year, month in sorted(ordered, key=lambda entry: _place(entry[3], entry[4])):
        entries.setdefault(year, {}).setdefault(month, []).append((what, id))
    return entries


def _place(year: str, month: str) -> tuple[str, str]:
    """Order years and months; what is unknown comes first."""
    return "" if year == UNKNOWN else year, "" if month == UNKNOWN else month


def is_paged(entries: Entries) -> bool:
    """Say whether a timeline is so long that each year has a page of its own."""
    return sum(len(found) for year in entries.values() for found in year.values()) > LONGEST


def occurring_kinds(months: Months) -> list[Kind]:
    """Return the kinds of documents that there are, in their order."""
    return [kind for kind in Kind if any(numbers.get(kind) for numbers in months.values())]


def months_by_kind(archive: Archive) -> Months:
    """Return, for each (year, month) with documents, how many there are of each kind; in the order of the timeline."""
    found: Months = {}
    for document in archive.documents.values():
        numbers = found.setdefault((document.record.date.year, document.record.date.month), {})
        numbers[document.record.kind] = numbers.get(document.record.kind, 0) + 1
    return dict(sorted(found.items(), key=lambda item: _place(*item[0])))


def _chart_months(archive: Archive, months: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the columns of the chart: every month of the years covered, and an unknown one where documents have it."""
    found = set(months)
    found |= {(year, f"{year}-{number:02d}") for year in years_covered(archive) for number in range(1, 13)}
    return sorted(found, key=lambda item: _place(*item))


def draw_months(archive: Archive, months: Months, kinds: list[Kind], paged: bool, base: str = "") -> Markup:
    """Draw the documents of each month by kind; `base` is the timeline's address from the page that shows the chart."""
    columns = []
    ticked = ""
    for year, month in _chart_months(archive, months):
        numbers = months.get((year, month), {})
        name = f"{month_in_words(month)}, {year_in_words(year)}" if month == UNKNOWN else f"{MONTHS[int(month[5:]) - 1]} {year}"
        anchor = f"#{month_anchor(year, month)}"
        tick, ticked = ("" if year == ticked else _tick(year)), year
        columns.append(_column(name, numbers, kinds, f"{base}{year}/{anchor}" if paged else base + anchor, tick))
    return render_chart(columns, MONTHS_SIZE, "Number of documents in each month, by kind")


def draw_years(archive: Archive, months: Months, kinds: list[Kind], paged: bool, base: str = "") -> Markup:
    """Draw the documents of each year by kind, for a screen that has no room for months."""
    years: dict[str, Counter[Kind]] = {year: Counter() for year in years_covered(archive)}
    for (year, _), numbers in months.items():
        years.setdefault(year, Counter()).update(numbers)
    columns = [
        _column(year_in_words(year), numbers, kinds, f"{base}{year}/" if paged else f"{base}#in-{year}", _tick(year))
        for year, numbers in sorted(years.items(), key=lambda item: _place(item[0], ""))
    ]
    return render_chart(columns, YEARS_BY_KIND, "Number of documents in each year, by kind", numbers=True)


def _tick(year: str) -> str:
    return "?" if year == UNKNOWN else year


def _column(name: str, numbers: Mapping[Kind, int], kinds: list[Kind], href: str, tick: str) -> Column:
    told = ", ".join(count(numbers[kind], spell_out(kind)) for kind in kinds if numbers.get(kind))
    return Column(f"{name}: {told}", {f"chart__bar--{kind}": numbers.get(kind, 0) for kind in kinds}, href, tick)
