"""What is missing: the calendar's states, and what the records leave open."""

from __future__ import annotations

import pytest

from press_archive.collection.archive import Archive
from press_archive.collection.coverage import GAPS, State, calendar
from press_archive.collection.loading import load_archive
from press_archive.records.dates import parse_interval


@pytest.fixture
def archive(toy) -> Archive:
    return load_archive(toy)


def states(archive: Archive, year: str, outlet: str) -> list[State]:
    (found,) = (found for found in calendar(archive) if found.year == year)
    return [cell.state for cell in found.months[outlet].values()]


def test_a_month_is_held_or_searched_or_not_searched(archive):
    assert set(states(archive, "2014", "tidewatch")) == {State.NOTHING_FOUND}
    assert states(archive, "2013", "tidewatch") == [
        *[State.NOT_SEARCHED] * 8,
        State.HELD,
        *[State.NOT_SEARCHED] * 3,
    ]
    # December 2018 was searched too, but a document of it is held.
    assert states(archive, "2018", "lantern") == [
        *[State.NOT_SEARCHED] * 8,
        *[State.NOTHING_FOUND] * 3,
        State.HELD,
    ]


def test_every_document_that_its_outlet_dates_stands_in_one_cell(archive):
    years = calendar(archive)
    cells = [cell for year in years for months in year.months.values() for cell in months.values()]
    held = [id for cell in cells for id in cell.documents]
    held += [id for year in years for documents in year.undated.values() for id in documents]
    dated = [id for id, entry in archive.documents.items() if entry.record.date]
    assert len(dated) < len(archive.documents)  # a stamp or the day of speaking is no date of publication
    assert sorted(held) == sorted(dated)


def test_outlets_stand_by_their_labels(archive):
    for year in calendar(archive):
        labels = [archive.term("outlets", outlet).record.label.casefold() for outlet in year.months]
        assert labels == sorted(labels)


def test_a_document_of_an_unknown_month_is_in_none(toy):
    (record,) = toy.glob("sources/*/*/2014-05-02-address-on-the-harbour-treaty.md")
    record.write_text(record.read_text("utf-8").replace("date: 2014-05-02\n", "date: 2014?\n", 1), "utf-8")
    archive = load_archive(toy)
    document = archive.documents[record.stem].record
    (year,) = (found for found in calendar(archive) if found.year == "2014")
    assert year.undated[document.outlet] == (record.stem,)


def test_the_calendar_covers_the_years_of_the_collection_also_those_with_nothing(archive):
    assert [year.year for year in calendar(archive)] == [str(year) for year in range(2013, 2020)]
    assert [year.year for year in calendar(archive) if year.blank] == ["2015", "2016", "2017"]


def test_without_documents_or_searches_the_calendar_has_no_outlets(tmp_path):
    (tmp_path / "sources" / "vocabulary").mkdir(parents=True)
    assert calendar(load_archive(tmp_path)) == []


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2014-11/2015-02", ["2014-11", "2014-12", "2015-01", "2015-02"]),
        ("2014-05", ["2014-05"]),
        ("2014-05-03", ["2014-05"]),
    ],
)
def test_a_search_covers_the_months_of_its_period(period, months):
    assert list(parse_interval(period).months) == months


def test_each_gap_has_words_for_its_meaning_and_its_help(archive):
    assert len({gap.id for gap in GAPS}) == len(GAPS) == 4
    for gap in GAPS:
        assert gap.meaning.endswith(".") and gap.help.endswith(".")
        assert gap.documents(archive), f"the toy archive has no example of {gap.id}"


FOUND = """findings:
  - field: original_url
    value: https://vestnik.example/{id}
    found: https://vestnik.example/{id}
    seen: 2019-06-01
    same: same-opening
"""


def test_a_document_whose_address_was_found_elsewhere_is_listed_with_that(toy):
    gap = GAPS[0]
    without = gap.documents(load_archive(toy))
    assert len(without) > 1
    records = {id: next(toy.glob(f"sources/*/*/{id}.md")) for id in without}
    changed = next(id for id, path in records.items() if "findings:" not in path.read_text("utf-8"))
    before = {id: gap.detail(load_archive(toy).documents[id]) for id in without}
    path = records[changed]
    text = path.read_text("utf-8")
    path.write_text(text.replace("\n---\n", f"\n{FOUND.format(id=1)}---\n", 1), "utf-8")
    archive = load_archive(toy)
    assert gap.documents(archive) == without  # its own text still does not give it
    details = {id: gap.detail(archive.documents[id]) for id in without}
    assert before[changed] == ""
    assert details == before | {changed: "an address was found elsewhere (same opening)"}
