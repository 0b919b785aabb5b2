"""Dates that are not known to the day, in the timeline and in lists by year."""

from __future__ import annotations

import re

import pytest

from press_archive.checks.run import check_archive
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.pages.timeline import timeline_entries
from press_archive.publish.build import render_site
from press_archive.records.dates import UNKNOWN, parse_date

CRANE = "2013-09-de-kraan-van-saltmere"


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("2013-09-23", "2013", "2013-09"),
        ("2013-09-23~", "2013", "2013-09"),
        ("2013-09", "2013", "2013-09"),
        ("2013-09-XX", "2013", "2013-09"),
        ("2013", "2013", UNKNOWN),
        ("2013-XX", "2013", UNKNOWN),
        ("2013?", "2013", UNKNOWN),
        ("201X", UNKNOWN, UNKNOWN),
    ],
)
def test_a_date_knows_its_year_and_month_or_that_it_does_not(text, year, month):
    assert (parse_date(text).year, parse_date(text).month) == (year, month)


def dated(root, date: str) -> Archive:
    """The toy archive with another date for one document."""
    (record,) = root.glob(f"sources/*/*/{CRANE}.md")
    record.write_text(
        record.read_text(encoding="utf-8").replace("date: 2013-09\n", f"date: {date}\n"), encoding="utf-8"
    )
    archive, problems = check_archive(load_archive(root))
    assert problems == []
    return archive


def test_a_month_that_is_not_known_stands_before_those_that_are(toy):
    entries = timeline_entries(dated(toy, "2013"))
    assert next(iter(entries["2013"])) == UNKNOWN
    assert entries["2013"][UNKNOWN] == [("documents", CRANE)]


def test_a_year_that_is_not_known_has_a_place_of_its_own_and_a_page(toy):
    archive = dated(toy, "201X")
    assert list(timeline_entries(archive))[-1] == UNKNOWN
    pages = render_site(archive)
    assert "some year like 201X" in pages["years/unknown.md"]
    assert "# unknown year" in pages["years/unknown.md"]
    assert [
        path for path in pages if path.startswith("years/201") and f"../documents/{CRANE}.md" in pages[path]
    ] == []
    assert "2013 to 2019" in pages["index.md"]
    assert re.search(r"^## unknown year \{: #in-unknown \}$", pages["timeline/index.md"], re.MULTILINE)


def test_what_is_less_precise_stands_before_what_begins_with_it(toy):
    archive = load_archive(toy)
    september = timeline_entries(archive)["2013"]["2013-09"]
    days = [archive.documents[id].record.date.text for what, id in september if what == "documents"]
    assert sorted(days[:3]) == ["2013-09", "2013-09", "2013-09-XX"]
    assert days[3:] == ["2013-09-23", "2013-09-24", "2013-09-24"]


def test_an_event_stands_before_the_documents_of_its_first_day(toy):
    september = timeline_entries(load_archive(toy))["2013"]["2013-09"]
    assert september.index(("events", "shared-harbour-offer-2013")) + 1 == september.index(
        ("documents", "2013-09-23-velmora-offers-ostrand-a-shared-harbour")
    )


def test_an_interval_stands_where_it_begins(toy):
    assert ("events", "harbour-conference-2014") in timeline_entries(load_archive(toy))["2014"]["2014-05"]
