"""The archive in memory: its indexes agree with its records."""

from __future__ import annotations

import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from press_archive.checks.run import check_archive
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.records.terms import VOCABULARIES


@pytest.fixture
def archive(toy) -> Archive:
    return load_archive(toy)


def test_the_toy_archive_has_no_problem_with_or_without_captures(toy, toy_held):
    assert [str(problem) for problem in check_archive(load_archive(toy_held))[1]] == []
    for capture in toy.glob("sources/*/*/capture.txt"):
        if "ministry-address" not in str(capture):
            capture.unlink()
    assert [str(problem) for problem in check_archive(load_archive(toy))[1]] == []


def test_documents_stand_newest_first_and_ties_by_id(archive):
    days = [archive.dating[id].date.earliest for id in archive.newest_first]
    assert days == sorted(days, reverse=True)
    assert sorted(archive.newest_first) == sorted(archive.documents)
    for before, after in zip(archive.newest_first, archive.newest_first[1:], strict=False):
        if archive.dating[before].date == archive.dating[after].date:
            assert before < after


def test_every_document_is_found_through_each_of_its_terms_and_no_other(archive):
    for (vocabulary, term), ids in archive.documents_of_term.items():
        assert ids == [
            id for id in archive.newest_first if term in archive.documents[id].record.terms()[vocabulary]
        ]
    named = {(vocabulary, term) for entry in archive.documents.values()
             for vocabulary, terms in entry.record.terms().items() for term in terms}  # fmt: skip
    assert named == set(archive.documents_of_term)


def test_years_languages_and_sources_hold_each_document_once(archive):
    for index in (archive.documents_of_year, archive.documents_of_language, archive.documents_of_source):
        assert sorted(id for ids in index.values() for id in ids) == sorted(archive.documents)


def test_a_term_is_counted_once_for_each_document(archive):
    counted = archive.terms_with(archive.documents)
    assert counted == {term: len(ids) for term, ids in archive.documents_of_term.items()}


def test_the_account_of_every_source_balances(archive):
    assert {id: archive.account(id).balanced for id in archive.sources} == dict.fromkeys(
        archive.sources, True
    )


def test_a_document_that_is_left_out_is_missed_in_the_account(archive):
    id = archive.newest_first[0]
    source = archive.documents[id].source
    without = archive.without([id])
    assert id not in without.documents
    assert without.broken_documents[source] == 1
    assert not without.account(source).balanced


def test_the_checks_leave_the_archive_that_they_are_given_as_it_was(toy_held):
    (capture,) = toy_held.glob("sources/*/gull-post-harbour/capture.txt")
    capture.write_bytes(capture.read_bytes() + b"One line more.\n")
    archive = load_archive(toy_held)
    sources, documents = dict(archive.sources), dict(archive.documents)
    checked, problems = check_archive(archive)
    assert [problem.code for problem in problems] == ["C102"]
    assert checked.sources["gull-post-harbour"].capture is None
    assert archive.sources == sources
    assert archive.sources["gull-post-harbour"].capture is not None
    assert archive.documents == documents


def test_nothing_can_be_put_in_the_place_of_a_part_of_an_archive(archive):
    with pytest.raises(FrozenInstanceError):
        archive.sources = {}


# --- Vocabularies without terms


def leave_nothing_but_the_collection(root: Path) -> None:
    for path in (root / "sources").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    for name in ("searches.yml", "redirects.yml", "links.yml"):
        (root / "sources" / name).unlink()


@pytest.mark.parametrize("text", [None, "", " \n\t\n", "{}\n", "# None yet.\n", "# None\n\n  # yet.", "\r\n"])
def test_a_vocabulary_that_is_missing_or_empty_is_no_problem(toy, text):
    leave_nothing_but_the_collection(toy)
    if text is not None:
        (toy / "sources" / "vocabulary").mkdir()
        for name in VOCABULARIES:
            (toy / "sources" / "vocabulary" / f"{name}.yml").write_bytes(text.encode())
    archive, problems = check_archive(load_archive(toy))
    assert [str(problem) for problem in problems] == []
    assert archive.vocabularies == {name: {} for name in VOCABULARIES}
    assert archive.broken_vocabularies == frozenset()


def test_without_vocabularies_each_term_that_a_record_names_is_a_problem(toy):
    shutil.rmtree(toy / "sources" / "vocabulary")
    problems = check_archive(load_archive(toy))[1]
    named = {(entry.path, id) for entry in load_archive(toy).documents.values()
             for ids in entry.record.terms().values() for id in ids}  # fmt: skip
    unknown = [(problem.path, problem.message) for problem in problems if problem.code == "R104"]
    reported = {(path, message.split("'")[1]) for path, message in unknown}
    assert named - reported == set()
    folders = {problem.path.split("/")[1] for problem in problems}
    assert folders == {"2013", "2014", "2018", "2019", "searches.yml"}


@pytest.mark.parametrize(
    ("text", "code"),
    [("a: [\n", "Y101"), ("- a\n", "Y105"), ("# \x07\n", "Y101"), ("\ufeff# None\n", "F102")],
)
def test_a_vocabulary_that_cannot_be_read_accepts_what_names_its_terms(toy, text, code):
    (toy / "sources" / "vocabulary" / "topics.yml").write_text(text, encoding="utf-8")
    archive, problems = check_archive(load_archive(toy))
    assert {(problem.path, problem.code) for problem in problems} == {("sources/vocabulary/topics.yml", code)}
    assert archive.broken_vocabularies == {"topics"}
    assert archive.term("topics", "harbour-treaty").placeholder
