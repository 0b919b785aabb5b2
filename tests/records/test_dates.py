"""Dates: what is accepted, what it means, how it is said."""

from __future__ import annotations

import datetime

import pytest

from press_archive.records.dates import parse_date, parse_interval


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "words"),
    [
        ("2013-09-23", (2013, 9, 23), (2013, 9, 23), "23 September 2013"),
        ("2012-02-29", (2012, 2, 29), (2012, 2, 29), "29 February 2012"),
        ("2013-09", (2013, 9, 1), (2013, 9, 30), "September 2013"),
        ("2013", (2013, 1, 1), (2013, 12, 31), "2013"),
        ("2018-12-24~", (2018, 12, 24), (2018, 12, 24), "about 24 December 2018"),
        ("2014?", (2014, 1, 1), (2014, 12, 31), "perhaps 2014"),
        ("2014-05%", (2014, 5, 1), (2014, 5, 31), "perhaps about May 2014"),
        ("2013-XX-XX", (2013, 1, 1), (2013, 12, 31), "2013"),
        ("2013-05-XX", (2013, 5, 1), (2013, 5, 31), "May 2013"),
        ("201X", (2010, 1, 1), (2019, 12, 31), "some year like 201X"),
    ],
)
def test_a_date_means_its_days_and_is_said_in_words(text, earliest, latest, words):
    date = parse_date(text)
    assert (date.earliest, date.latest) == (datetime.date(*earliest), datetime.date(*latest))
    assert date.words == words


@pytest.mark.parametrize(
    "text",
    [
        "2013-02-30", "2013-02-29", "2013-13", "2013-00-01", "2013-9-1", "23-09-2013", "12:30", "", "unknown", "..",
        "2013-09-23/..", "2013-09-12/2013-09-14", "2013-02-29%", "2013-02-30~", "2013~~", "2013~-09", "2013-21",
        "2013-09-23T10:00:00", "-0001", "0000", "２０１３-09-23", "2013-09-23 ",
        "2013-1X", "2013-0X", "2013-X1-01", "2013-05-1X", "XXXX", "2XXX-XX", "2013-(05)~", "[2013, 2014]", "1" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"not a date that exists .*Expected an EDTF date such as"):
        parse_date(text)


def test_dates_stand_in_order_and_the_less_precise_comes_first():
    texts = ["2013", "2013-01", "2013-01-01", "2013-01-02", "2013-02", "2014"]
    assert sorted(reversed(texts), key=lambda text: parse_date(text).sort_key) == texts


def test_an_interval_runs_from_its_first_day_to_its_last():
    interval = parse_interval("2013-09-12/2013-10")
    assert (interval.earliest, interval.latest) == (datetime.date(2013, 9, 12), datetime.date(2013, 10, 31))
    assert interval.words == "12 September 2013 to October 2013"


def test_an_interval_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends before it begins"):
        parse_interval("2014/2013")


@pytest.mark.parametrize(
    ("text", "words", "moment", "year"),
    [
        ("2017-01/..", "from January 2017", "in or after January 2017", "2017"),
        ("2018-12-24/..", "from 24 December 2018", "on or after 24 December 2018", "2018"),
        ("2018-12-24~/", "from about 24 December 2018", "on or after about 24 December 2018", "2018"),
        ("../2018", "until 2018", "in or before 2018", "2018"),
        ("/2018-05-03", "until 3 May 2018", "on or before 3 May 2018", "2018"),
        ("2013-09-12/2014-10", "12 September 2013 to October 2014", "between 12 September 2013 and October 2014",
         "unknown"),
    ],
)  # fmt: skip
def test_an_interval_is_said_as_what_lasts_and_as_what_happens_once(text, words, moment, year):
    interval = parse_interval(text)
    assert (interval.words, interval.moment, interval.year) == (words, moment, year)


def test_an_open_interval_is_listed_at_the_date_that_it_has():
    texts = ["2013", "../2014", "2014-05-01", "2014-06/..", "2014-07"]
    assert sorted(reversed(texts), key=lambda text: parse_interval(text).sort_key) == texts


@pytest.mark.parametrize("text", ["../..", "/", "../", "2013/../2014", "2013...", "2013-09-31/..", "..2013"])
def test_an_interval_without_a_date_is_refused(text):
    with pytest.raises(ValueError, match="Expected"):
        parse_interval(text)
