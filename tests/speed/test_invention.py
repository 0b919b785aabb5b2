"""The generator of invented archives: the same bytes each time, no problem, and what each option asks for."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.speed.invention import Shape, write_archive
from benchmarks.speed.invention.shape import ALL_LANGUAGES

from conftest import REPOSITORY
from press_archive.checks.run import check_archive
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.records.closed_lists import Access, Role

MEASURED = pytest.mark.measured
USUAL = Shape(60, mean_words=200)


def invent(root: Path, shape: Shape) -> Archive:
    write_archive(root, shape)
    return load_archive(root)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return invent(tmp_path_factory.mktemp("usual"), USUAL)


def digests(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_the_same_options_make_the_same_bytes_whatever_the_process(tmp_path):
    write_archive(tmp_path / "here", Shape(20, mean_words=100, restricted=0.5))
    paths = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "scripts")])
    options = ["20", "--mean-words", "100", "--restricted", "0.5"]
    subprocess.run(
        [sys.executable, "-m", "benchmarks.speed.invention", str(tmp_path / "there"), *options], check=True,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    )  # fmt: skip
    here = digests(tmp_path / "here")
    assert here == digests(tmp_path / "there")
    assert sum(name.endswith("capture.txt") for name in here) > 10
    write_archive(tmp_path / "another", Shape(20, mean_words=100, restricted=0.5, seed=2))
    assert digests(tmp_path / "another") != here


@pytest.mark.parametrize(
    "shape",
    [
        USUAL,
        pytest.param(Shape(20, mean_words=100, restricted=0.5, languages=ALL_LANGUAGES), marks=MEASURED),
        Shape(30, mean_words=100, terms=200, one_topic=True, event_documents=20),
        pytest.param(Shape(105, mean_words=60, source_documents=102), marks=MEASURED),
        Shape(3, mean_words=100, long_document=1_000_000),
        Shape(1),
    ],
    ids=["usual", "restricted-languages", "topic-event-terms", "source", "long", "one-document"],
)
def test_no_invented_archive_has_a_problem(shape, tmp_path):
    archive = invent(tmp_path, shape)
    assert len(archive.documents) == shape.documents
    assert [str(problem) for problem in check_archive(archive, editorial=True)[1]] == []


@pytest.mark.measured
def test_texts_are_as_long_as_asked_and_some_are_much_longer(usual, tmp_path):
    archive = invent(tmp_path, Shape(200))
    lengths = sorted(len(" ".join(source.capture.lines).split()) for source in archive.sources.values())
    assert 750 < sum(lengths) / len(archive.documents) < 1_050
    assert lengths[-1] > 4 * lengths[len(lengths) // 2]


def test_a_usual_archive_has_all_that_real_ones_have(usual):
    documents = [entry.record for entry in usual.documents.values()]
    assert {document.language for document in documents} == {"en", "nl", "ru"}
    roles = {role for document in documents for _, role in document.roles}
    assert {Role.TITLE, Role.BYLINE, Role.DATE, Role.CROSSHEAD, Role.QUESTION, Role.ANSWER} <= roles
    for found in (
        [document for document in documents if document.reprint_of],
        [document for document in documents if document.event_lines],
        [document for document in documents if document.notes],
        [document for document in documents if document.republished],
        [document for document in documents if any(mark in document.title for mark in "“‘«")],
        [ids for ids in usual.documents_of_source.values() if len(ids) > 1],
        [source for source in usual.sources.values() if source.record.cuts],
        [term for term in usual.vocabularies["people"].values() if term.record.variants],
        [term for term in usual.vocabularies["events"].values() if term.record.references],
        [term for term in usual.vocabularies["events"].values() if term.record.description],
    ):
        assert found
    assert sum(len(document.statements or ()) for document in documents) > len(documents)
    assert all(source.record.access is Access.FULL for source in usual.sources.values())


def test_few_terms_are_in_many_documents_and_most_in_few(usual):
    numbers = sorted(len(ids) for (name, _), ids in usual.documents_of_term.items() if name == "people")
    assert numbers[-1] > 8 * numbers[len(numbers) // 2]


@pytest.mark.measured
def test_each_option_does_what_it_says(tmp_path):
    restricted = invent(tmp_path / "restricted", Shape(60, mean_words=60, restricted=0.5))
    held = [source for source in restricted.sources.values() if source.record.access is Access.SUMMARY]
    assert 0.3 < len(held) / len(restricted.sources) < 0.7
    assert all(source.capture for source in held)

    terms = invent(tmp_path / "terms", Shape(30, mean_words=60, terms=150))
    vocabularies = {name: len(terms.vocabularies[name]) for name in terms.vocabularies}
    assert sum(vocabularies.values()) == 150
    named = [term for term in terms.documents_of_term if term[0] != "outlets"]
    assert len(named) == 150 - vocabularies["outlets"]

    one = invent(tmp_path / "one", Shape(30, mean_words=60, one_topic=True, event_documents=25))
    assert len({topic for entry in one.documents.values() for topic in entry.record.topics}) == 1
    assert max(len(ids) for (name, _), ids in one.documents_of_term.items() if name == "events") >= 25

    source = invent(tmp_path / "source", Shape(30, mean_words=60, source_documents=20))
    assert max(map(len, source.documents_of_source.values())) == 20

    languages = invent(tmp_path / "languages", Shape(150, mean_words=60, languages=ALL_LANGUAGES))
    assert len({entry.record.language for entry in languages.documents.values()}) == len(ALL_LANGUAGES)
