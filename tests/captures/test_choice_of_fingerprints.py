"""Fingerprints: 14 words in a row always contain a run that has one, and few runs have one."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press_archive.captures.fingerprints import (
    CERTAIN,
    FingerprintIndex,
    choose,
    compare,
    fingerprints,
    windows,
)
from press_archive.captures.runs import RUN, runs, words

SALT = "5a" * 16
TEXT = [f"w{number}" for number in range(200)]


def chosen(*texts: list[str], **before: frozenset[int]) -> frozenset[int]:
    return choose(windows(texts, SALT), **before)


def places(text: list[str], values: frozenset[int]) -> list[int]:
    return [position for position, _ in FingerprintIndex(SALT, [values]).find(text)]


def test_a_fingerprint_is_that_of_the_words_whatever_their_look():
    text = "The ｈarbour’s ca\u00adfe\u0301 [L13] is\n\n“SHUT”, for_all of Straße 7"
    plain = "the harbour s café is shut for all of strasse 7"
    keyed = [
        hashlib.blake2b(" ".join(run).encode(), key=bytes.fromhex(SALT), digest_size=6).hexdigest()
        for run in runs(plain.split())
    ]
    assert [f"{value:012x}" for value in fingerprints(words(text), SALT)] == keyed
    assert len(keyed) == 3


def test_14_words_in_a_row_contain_a_run_with_a_fingerprint_and_13_may_not():
    values = chosen(TEXT)
    for start in range(len(TEXT) - CERTAIN + 1):
        assert places(TEXT[start : start + CERTAIN], values), start
    assert not all(places(TEXT[start : start + CERTAIN - 1], values) for start in range(len(TEXT) - CERTAIN))
    assert CERTAIN == 14


def test_neighbouring_fingerprints_share_three_words_so_six_are_unknown():
    starts = places(TEXT, chosen(TEXT))
    assert {other - one for one, other in pairwise(starts)} == {6}


@pytest.mark.parametrize(("length", "number"), [(8, 0), (9, 1), (13, 1), (14, 1), (19, 1), (20, 2)])
def test_a_short_text_has_as_many_as_it_needs(length, number):
    assert len(chosen(TEXT[:length])) == number


def test_runs_that_are_facts_have_none_and_those_around_them_do():
    facts = {run for run in runs(TEXT[10:30])}
    values = choose(windows([TEXT], SALT, facts))
    assert not {*places(TEXT, values)} & {*range(10, 22)}
    for start in range(len(TEXT) - CERTAIN + 1):
        inside = TEXT[start : start + CERTAIN]
        assert places(inside, values) or facts.issuperset(runs(inside)), start


def test_a_text_read_twice_or_reprinted_has_no_more_fingerprints():
    """The second reading of a broken word, and a reprint with another beginning, choose the same runs."""
    once = chosen(TEXT)
    assert chosen(TEXT, TEXT[3:]) == once
    reprint = chosen(["new", "beginning", *TEXT[5:]], others=once)
    assert len(reprint - once) <= 1
    assert len(once | reprint) <= len(once) + 1


def test_what_is_made_again_keeps_the_runs_that_had_a_fingerprint():
    before = chosen(TEXT)
    after = choose(windows([TEXT[8:]], SALT), own=before)
    assert after - before == set()
    assert len(before - after) <= 2
    assert chosen(TEXT[8:]) & before == set()  # without them, each run is another one


def test_what_is_missing_and_what_is_needless_is_counted():
    needed, values = windows([TEXT], SALT), chosen(TEXT)
    assert compare(needed, values) == (0, 0)
    (_, second), *_ = list(FingerprintIndex(SALT, [values]).find(TEXT))[1:]
    assert compare(needed, values - {second}) == (6, 0)
    assert compare(needed, values | {1, 2}) == (0, 2)
    every = frozenset(fingerprints(TEXT, SALT))
    assert compare(needed, every) == (0, len(every))


def test_one_that_a_later_choice_makes_needless_is_left_out():
    """The runs from the sixth word on are facts, so the last before them is chosen too, and is enough."""
    facts = {*list(runs(TEXT))[6:20]}
    needed = windows([TEXT[:28]], SALT, facts)
    third, sixth = (list(fingerprints(TEXT, SALT))[position] for position in (2, 5))
    assert choose(needed, others={third}) == {sixth}


def test_a_copy_is_found_each_time():
    run = TEXT[:RUN]
    index = FingerprintIndex(SALT, [frozenset(fingerprints(run, SALT))])
    assert [position for position, _ in index.find([*run, *TEXT[20:25], *run])] == [0, 14]
    assert [position for position, _ in index.find(run)] == [0]


@given(
    st.lists(st.lists(st.sampled_from("abcd"), max_size=60), max_size=4),
    st.sets(st.integers(0, 50)),
    st.integers(0, 30),
)
def test_every_choice_is_enough_and_has_nothing_needless(texts, facts, start):
    exempt = {run for text in texts for number, run in enumerate(runs(text)) if number in facts}
    needed = windows(texts, SALT, exempt)
    first = choose(needed)
    assert compare(needed, first) == (0, 0)
    later = windows([text[start:] for text in texts], SALT, exempt)
    again = choose(later, own=first, others=frozenset(list(first)[:3]))
    assert compare(later, again) == (0, 0)
    for text in texts:
        for position in range(len(text) - CERTAIN + 1):
            inside = text[position : position + CERTAIN]
            assert exempt.issuperset(runs(inside)) or places(inside, first)


def test_another_salt_gives_other_fingerprints():
    assert not chosen(TEXT) & choose(windows([TEXT], "5b" * 16))
    assert len(chosen(TEXT)) * RUN < len(TEXT) * 1.5
