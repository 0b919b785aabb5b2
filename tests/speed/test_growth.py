"""How the work grows with the archive: what is counted are lines of the program that run, never seconds.

The same archive is counted whole and in two halves that have nothing in common: no document, term or word. A part of
the program whose work grows with the documents or the terms does as much for the whole as for both halves, so twice as
much as for one. A part that compares all of them with all does four times as much. As each function is looked at by
itself, it is found in a small archive already. Work that libraries in C do is not seen.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from benchmarks.speed.invention import Shape, write_archive

from press_archive.base import processes
from press_archive.checks.run import check_archive
from press_archive.collection.loading import load_archive
from press_archive.publish.build import render_site

DOCUMENTS = 14  # of a half; in a larger archive less is hidden by work that is done once
MANY_DOCUMENTS = 80
WORDS = 150  # of a text: the lines of captures are not what is counted here
MOST = 2.2  # times as many lines for twice as much, in all
# Of one function. Some are called only for what is long, such as a list of more than so many entries; a square is 4.
MOST_OF_A_FUNCTION = 3.0
FEW = 500  # lines, of which a function may run as often as it likes: what it does once is most of it
PROGRAM = str(Path(processes.__file__).parents[1])

ALL = "all"

Lines = Counter[str]


def load_check_render(root: Path) -> None:
    archive, problems = check_archive(load_archive(root))
    assert problems == []
    assert len(render_site(archive)) > len(archive.documents)


def lines_of(work: Callable[[Path], None], root: Path) -> Lines:
    """Return how many lines of each function of the program, or of this test, run."""
    counted: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            counted[frame.f_code] += 1
        return count

    def enter(frame: FrameType, event: str, _: Any) -> Any:
        return count if frame.f_code.co_filename.startswith((PROGRAM, __file__)) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work(root)
    finally:
        sys.settrace(before)
    found: Lines = Counter()
    for code, number in counted.items():
        file = code.co_filename.removeprefix(f"{PROGRAM}/")
        found[f"{file}:{code.co_firstlineno} {code.co_qualname}"] += number
    return found


def put_together(halves: list[Path], whole: Path) -> Path:
    """Write an archive with the sources and the terms of others."""
    for half in halves:
        for path in sorted(path for path in half.rglob("*") if path.is_file()):
            target = whole / path.relative_to(half)
            target.parent.mkdir(parents=True, exist_ok=True)
            if "vocabulary" in path.parts and target.exists():
                target.write_bytes(target.read_bytes() + path.read_bytes())
            else:
                shutil.copyfile(path, target)
    return whole


@pytest.fixture
def growth(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[Path], None]], list[str]]:
    """Return what grows too fast in some work on an archive: the function, its lines for half and whole."""
    monkeypatch.setenv(processes.VARIABLE, "1")  # the lines of another process are not seen
    documents = getattr(request, "param", DOCUMENTS)
    halves = [tmp_path / "one", tmp_path / "other"]
    for seed, half in enumerate(halves, 1):
        write_archive(half, Shape(documents, mean_words=WORDS, seed=seed))
    whole = put_together(halves, tmp_path / "whole")

    def excess(work: Callable[[Path], None]) -> list[str]:
        work(halves[0])  # what is imported and compiled the first time is no growth
        one, other, both = (lines_of(work, root) for root in (*halves, whole))
        half = {name: (one[name] + other[name]) / 2 for name in both}
        half[ALL], both[ALL] = sum(half.values()), both.total()
        return [
            f"{name}: {half[name]:,.0f} lines, then {number:,}"
            for name, number in sorted(both.items())
            if number > FEW and number > (MOST if name == ALL else MOST_OF_A_FUNCTION) * half[name]
        ]

    return excess


@pytest.mark.parametrize(
    "growth", [DOCUMENTS, pytest.param(MANY_DOCUMENTS, marks=pytest.mark.measured)], indirect=True
)
def test_twice_the_archive_is_twice_the_work_of_every_function(growth):
    assert growth(load_check_render) == []


def compare_all_documents(root: Path) -> None:
    archive = load_archive(root)
    for one in archive.documents:
        for other in archive.documents:
            assert (one == other) == (archive.documents[one] is archive.documents[other])


def walk_all_documents_for_each_term(root: Path) -> None:
    archive = load_archive(root)
    for vocabulary, terms in archive.vocabularies.items():
        for id in terms:
            named = [entry for entry in archive.documents.values() if id in entry.record.terms()[vocabulary]]
            assert len(named) <= DOCUMENTS


@pytest.mark.parametrize("work", [compare_all_documents, walk_all_documents_for_each_term])
def test_work_that_grows_with_the_square_is_found(growth, work):
    assert any(f" {work.__name__}" in line for line in growth(work))


@pytest.mark.measured
@pytest.mark.parametrize(
    "twice", [Shape(2 * MANY_DOCUMENTS, mean_words=WORDS, terms=400), Shape(MANY_DOCUMENTS, mean_words=WORDS, terms=800)]
)  # fmt: skip
def test_twice_the_documents_of_the_same_terms_and_twice_the_terms_are_at_most_twice_the_work(
    twice, tmp_path, monkeypatch
):
    monkeypatch.setenv(processes.VARIABLE, "1")
    once = Shape(MANY_DOCUMENTS, mean_words=WORDS, terms=400)
    lines = []
    for name, shape in (("once", once), ("twice", twice)):
        write_archive(tmp_path / name, shape)
        load_check_render(tmp_path / name)
        lines.append(lines_of(load_check_render, tmp_path / name).total())
    assert lines[1] <= MOST * lines[0], lines
