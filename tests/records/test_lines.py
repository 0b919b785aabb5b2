"""Ranges of lines, and the account of where each line went."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press_archive.records.lines import (
    LineRange,
    account,
    claims,
    compress,
    expand,
    format_ranges,
    parse_ranges,
)

numbers = st.sets(st.integers(1, 300))


@given(numbers)
def test_lines_come_back_from_the_fewest_ranges(lines):
    ranges = compress(lines)
    assert expand(ranges) == lines
    assert all(after.first > before.last + 1 for before, after in itertools.pairwise(ranges))
    assert parse_ranges(format_ranges(ranges)) == ranges if ranges else format_ranges(ranges) == ""


@pytest.mark.parametrize(
    "text", ["", "0", "5-3", "3,3", "3-5, 5", "7, 3", "a", "1-", "-1", "1 - 3", "١", "1-9999999", "3-5,"]
)
def test_what_is_no_range_is_refused(text):
    with pytest.raises(ValueError, match="Expected"):
        parse_ranges(text)


def test_a_line_is_claimed_by_all_who_name_it_unless_it_is_blank():
    owners = {"a": parse_ranges("1-3"), "b": parse_ranges("3-5")}
    assert claims(owners, blank={2}) == {1: ["a"], 3: ["a", "b"], 4: ["b"], 5: ["b"]}


@given(st.lists(st.sampled_from(["text", "title", "cut", "blank"]), min_size=1, max_size=60))
def test_the_account_balances_where_each_line_has_one_place(places):
    numbered = dict(enumerate(places, 1))
    blank = {line for line, place in numbered.items() if place == "blank"}
    cut = compress(line for line, place in numbered.items() if place == "cut")
    roles = {line: place for line, place in numbered.items() if place in ("text", "title")}
    found = account(len(places), blank, [roles], [("advertisement", cut)] if cut else [], {"title"})
    assert found.balanced
    assert (found.kept, found.metadata, found.blank) == tuple(
        places.count(place) for place in ("text", "title", "blank")
    )
    assert sum(found.cut.values()) == places.count("cut")


def test_the_account_shows_a_line_that_has_no_place():
    assert not account(3, {2}, [{1: "text"}], [], set()).balanced


def test_blank_lines_within_a_cut_are_blank_not_cut():
    found = account(4, {2, 3}, [], [("advertisement", (LineRange(1, 4),))], set())
    assert (found.cut, found.blank, found.balanced) == ({"advertisement": 2}, 2, True)


def test_a_line_that_is_claimed_twice_counts_once():
    cuts = [("advertisement", (LineRange(2, 3),)), ("share-prompt", (LineRange(3, 4),))]
    found = account(4, set(), [{1: "text", 2: "title"}, {1: "title"}], cuts, {"title"})
    assert (found.kept, found.metadata, found.cut) == (1, 1, {"advertisement": 1, "share-prompt": 1})
    assert found.balanced
