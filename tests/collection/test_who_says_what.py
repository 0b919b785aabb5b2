"""Statements are found by who speaks and by what they are about."""

from __future__ import annotations

import pytest

from conftest import TOY
from press_archive.collection.loading import load_archive
from press_archive.collection.statements import Statements
from press_archive.records.dates import parse_date

DIGEST = "2014-06-12-ostrand-houdt-de-haven-dicht"


@pytest.fixture(scope="module")
def statements() -> Statements:
    return Statements(load_archive(TOY))


def places(entries: list) -> list[tuple[str, int]]:
    return [(entry.document, entry.record.lines[0].first) for entry in entries]


def test_two_speakers_of_one_line_each_have_their_quotation(statements):
    (quill,) = statements.of_speaker["people", "tomas-quill"]
    assert (quill.document, quill.record.quotation) == (DIGEST, 2)
    marrowby = [
        entry for entry in statements.of_speaker["people", "ilse-marrowby"] if entry.document == DIGEST
    ]
    assert [(entry.record.lines[0].first, entry.record.quotation) for entry in marrowby] == [(11, 1)]


def test_an_organisation_speaks_like_a_person(statements):
    assert places(statements.of_speaker["organisations", "harbour-council"]) == [(DIGEST, 10)]


def test_a_statement_is_found_by_what_it_is_about_and_by_its_occasion(statements):
    treaty = "2019-03-03-dogovor-o-gavani-podpisan"
    for term in (("instruments", "treaty-of-port-saltmere"), ("events", "treaty-signing-2019")):
        assert places(statements.on_term[term]) == [(treaty, 5)]
    assert ("places", "port-saltmere") not in statements.on_term  # where it was said is not what it is about


def test_a_statement_has_its_own_date_or_that_of_the_spoken_words(statements):
    dates = {
        (entry.document, entry.record.lines[0].first, entry.record.quotation): statements.date(entry)
        for entry in statements.all
    }
    assert dates[DIGEST, 11, 2].words == "from June 2014"
    assert dates[DIGEST, 11, 1] is None
    assert dates["2018-12-24-i-have-never-met-a-tide", 14, None] == parse_date("2018-12")


def test_only_what_is_quoted_counts_as_quoting(statements):
    assert "2014-06-12-gavan-otkryta-govorit-marraubi" not in statements.quoting["people", "ilse-marrowby"]
    assert DIGEST in statements.quoting["people", "ilse-marrowby"]
    assert ("organisations", "harbour-council") not in statements.quoting
