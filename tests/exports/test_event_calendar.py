"""The calendar of events, read back with icalendar and compared with the vocabulary."""

from __future__ import annotations

import dataclasses
import datetime
import re
from pathlib import Path

import icalendar
import pytest

from case_files import edit
from conftest import TOY
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.following.event_calendar import CALENDAR_PATH, render_calendar
from press_archive.records.dates import parse_interval

ADDRESS = "https://press.example/archive/"
CONFERENCE = "Harbour conference, 2014"
SIGNING = "treaty-signing-2019"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load_archive(TOY)


def read(archive: Archive, address: str = ADDRESS) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(render_calendar(archive, address)[CALENDAR_PATH])


def events(archive: Archive, address: str = ADDRESS) -> dict[str, icalendar.Event]:
    return {str(event["summary"]): event for event in read(archive, address).walk("VEVENT")}


def with_signing(archive: Archive, **fields: object) -> Archive:
    """The toy archive, whose event of the signing has other values."""
    entry = archive.vocabularies["events"][SIGNING]
    changed = dataclasses.replace(entry, record=entry.record.model_copy(update=fields))
    vocabularies = {**archive.vocabularies, "events": {**archive.vocabularies["events"], SIGNING: changed}}
    return dataclasses.replace(archive, vocabularies=vocabularies)


def signing(archive: Archive, date: str, **fields: object) -> tuple[str, str, str]:
    """The title, first day and first day after of the signing, if its date is another."""
    changed = with_signing(archive, label="Signing", date=parse_interval(date), **fields)
    (event,) = [one for title, one in events(changed).items() if title.startswith("Signing")]
    return str(event["summary"]), event["dtstart"].dt.isoformat(), event["dtend"].dt.isoformat()


def test_the_calendar_has_the_events_whose_months_are_known(archive):
    expected = {
        one.record.label
        for one in archive.vocabularies["events"].values()
        if one.record.date and not one.record.date.is_open
    }
    assert events(archive).keys() == expected
    assert len(expected) == 3


def test_an_event_has_the_days_of_its_record_and_ends_before_the_next(archive):
    for one in archive.vocabularies["events"].values():
        if one.record.label not in events(archive):
            continue
        event = events(archive)[one.record.label]
        assert event["dtstart"].params["value"] == event["dtend"].params["value"] == "DATE"
        assert event["dtstart"].dt == one.record.date.earliest
        assert event["dtend"].dt - datetime.timedelta(days=1) == one.record.date.latest
        assert str(event["description"]) == one.record.scope
    conference = events(archive)[CONFERENCE]
    assert (str(conference["dtstart"].dt), str(conference["dtend"].dt)) == ("2014-05-01", "2014-05-04")


def test_an_event_has_its_place_and_a_link_to_its_page_if_it_has_one(archive):
    conference = events(archive)[CONFERENCE]
    assert str(conference["location"]) == "Port Saltmere"
    assert conference["geo"].to_ical() == "54.1;-3.25"
    assert conference["url"] == f"{ADDRESS}events/harbour-conference-2014/"
    unnamed = dataclasses.replace(archive, documents={})
    assert "url" not in events(unnamed)[CONFERENCE]
    assert "url" not in events(archive, "")[CONFERENCE]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2019-03-03", ("Signing", "2019-03-03", "2019-03-04")),
        ("2019-02-28/2019-03-01", ("Signing", "2019-02-28", "2019-03-02")),
        ("2019-02", ("Signing (some time in February 2019)", "2019-02-01", "2019-03-01")),
        ("2019-02-XX", ("Signing (some time in February 2019)", "2019-02-01", "2019-03-01")),
        ("2019-02~", ("Signing (about February 2019)", "2019-02-01", "2019-03-01")),
        ("2019-03-03~", ("Signing (about 3 March 2019)", "2019-03-03", "2019-03-04")),
        ("2019-03-03?", ("Signing (perhaps 3 March 2019)", "2019-03-03", "2019-03-04")),
        ("2019-12/2020-01-05", ("Signing (December 2019 to 5 January 2020)", "2019-12-01", "2020-01-06")),
        ("2019-12-31/2020-01-05%", ("Signing (31 December 2019 to perhaps about 5 January 2020)", "2019-12-31", "2020-01-06")),
    ],
)  # fmt: skip
def test_what_the_days_leave_open_is_said_in_the_title(archive, date, expected):
    assert signing(archive, date) == expected


def test_what_is_inferred_is_said_to_be_so(archive):
    title, _, _ = signing(archive, "2019-03", inferred={"date": "text"})
    assert title == "Signing (some time in March 2019; date inferred)"
    changed = with_signing(
        archive,
        place="port-saltmere",
        topics=("crane-dispute",),
        inferred={"place": "text", "topics": "text"},
    )
    event = events(changed)["Signing of the harbour treaty, 2019"]
    assert str(event["location"]) == "Port Saltmere (inferred)"
    assert "geo" not in event
    assert "categories" not in event


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2019", "2019"),
        ("201X", "some year like 201X"),
        ("2019-XX", "2019"),
        ("2018/2019-03-03", "between 2018 and 3 March 2019"),
        ("../2019-03-03", "on or before 3 March 2019"),
    ],
)
def test_an_event_whose_month_is_not_known_is_named_in_the_description_alone(archive, date, words):
    calendar = read(with_signing(archive, label="Signing", date=parse_interval(date)))
    assert not [one for one in calendar.walk("VEVENT") if str(one["summary"]).startswith("Signing")]
    named = "Talks on the crane (in or after June 2014)"
    for name in ("description", "x-wr-caldesc"):
        said = str(calendar[name])
        assert said.startswith("Left out, because their months are not known: ")
        assert f"Signing ({words})" in said
        assert named in said


def test_a_category_is_a_topic(archive):
    event = events(with_signing(archive, topics=("crane-dispute",)))["Signing of the harbour treaty, 2019"]
    assert [str(one) for one in event["categories"].cats] == ["Crane dispute"]


def test_every_event_keeps_the_rules_of_the_format(archive):
    data = render_calendar(archive, ADDRESS)[CALENDAR_PATH]
    assert all(line.endswith(b"\r\n") and len(line) <= 77 for line in data.splitlines(keepends=True))  # 3.1
    calendar = read(archive)
    assert (calendar["version"], calendar["prodid"]) == ("2.0", "-//press-archive//events//EN")
    found = list(calendar.walk("VEVENT"))
    uids = [str(event["uid"]) for event in found]
    assert len(set(uids)) == len(uids) == 3
    assert all(re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uid) for uid in uids)
    assert {str(event["transp"]) for event in found} == {"TRANSPARENT"}
    assert not [event for event in found if event.errors]


def test_the_stamp_is_the_latest_day_of_work_and_uids_stay(archive, toy):
    edit(
        toy,
        {
            "file": "sources/history/lantern-interview.yml",
            "append": "- {date: 2026-12-24, type: change-of-access, field: robots, old: index, new: noindex, reason: unknown}\n",
        },
    )
    before, after = events(archive), events(load_archive(toy), "https://elsewhere.example/")
    assert {event["dtstamp"].dt.isoformat() for event in after.values()} == {"2026-12-24T00:00:00+00:00"}
    assert {title: event["uid"] for title, event in before.items()} == {
        title: event["uid"] for title, event in after.items()
    }


def test_the_uid_of_an_event_stays_when_it_is_renamed(archive, toy):
    line = "- {date: 2020-09-01, old: events/shared-harbour-offer-2013/, new: events/first-offer/}\n"
    uids = {title: event["uid"] for title, event in events(archive).items()}
    edit(toy, {"file": "sources/redirects.yml", "append": line})
    for path in (toy / "sources").rglob("*.*"):
        if path.suffix in (".yml", ".md") and path.name != "redirects.yml":
            path.write_text(
                path.read_text("utf-8").replace("shared-harbour-offer-2013", "first-offer"), encoding="utf-8"
            )
    assert {title: event["uid"] for title, event in events(load_archive(toy)).items()} == uids


@pytest.mark.parametrize(
    "label",
    ['A; b, c: "d" \\n', "\x00\x0b\ufffe", "x" * 400, "שלום עולם " * 20, "=1+1", "a\tb", "a\rb"],
    ids=ascii,
)
def test_any_label_is_read_back(archive, label):
    shown = label.translate({0: "\u2400", 0x0B: "\u240b", 0xFFFE: "\ufffd", 0x0D: "\u240d"})
    assert shown in events(with_signing(archive, label=label))


def test_a_calendar_is_the_same_in_every_run(archive):
    turned = {**archive.vocabularies, "events": dict(reversed(archive.vocabularies["events"].items()))}
    again = render_calendar(dataclasses.replace(archive, vocabularies=turned), ADDRESS)
    assert again == render_calendar(archive, ADDRESS)


def test_there_is_no_calendar_without_events():
    assert render_calendar(Archive(Path()), ADDRESS) == {}
