"""The pure stages give the same on every executor: records, problems, pages, citations, relations, texts."""

from __future__ import annotations

import multiprocessing
import re
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from press_archive.base import processes
from press_archive.base.work.on_executor import OnExecutor
from press_archive.base.work.stages import working_on
from press_archive.checks import in_parts
from press_archive.collection.ahead import parsing_ahead
from press_archive.collection.loading import load_archive
from press_archive.exports import citations
from press_archive.ingest.propose.draft import draft
from press_archive.ingest.received_file import Received, UnreadableFile
from stages import all_stages


@pytest.fixture(autouse=True)
def _divided(monkeypatch):
    """As in a command: a test of the server may have run in this process before."""
    monkeypatch.setattr(processes, "_is_alone", False)


@pytest.fixture
def archive(toy_held):
    """The toy archive with its captures, a problem in one record in four, and no relation in any."""
    for number, record in enumerate(sorted(toy_held.glob("sources/*/*/*.md"))):
        text = re.sub(r"^(reprint_of|excerpt_of|same_wire): .*\n", "", record.read_text("utf-8"), flags=re.M)
        record.write_text(text if number % 4 else text.replace("language:", "tongue:", 1), encoding="utf-8")
    return toy_held


def forked() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, multiprocessing.get_context("fork"))


def spawned() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))


@pytest.mark.parametrize(
    ("pool", "size"),
    [
        (ThreadPoolExecutor, 3),
        pytest.param(forked, 1, marks=pytest.mark.measured),
        pytest.param(spawned, 100, marks=pytest.mark.measured),
    ],
)
def test_every_stage_gives_the_same_on_every_executor_and_in_any_parts(archive, monkeypatch, pool, size):
    monkeypatch.setenv("PROCESSES", "1")
    expected = all_stages(archive)
    assert len(expected["problems"]) > 3 and len(expected["pages"]) > 30 and expected["similar"]
    monkeypatch.setattr(in_parts, "SHARE", size)
    monkeypatch.setattr(parsing_ahead, "SHARE", size)
    monkeypatch.setattr(citations, "SHARE", 2 + size)
    with pool() as executor, working_on(OnExecutor(executor)):
        found = all_stages(archive)
    for stage, made in expected.items():
        assert found[stage] == made, stage


@pytest.mark.measured
def test_two_copies_of_this_process_give_the_same(archive, monkeypatch):
    monkeypatch.setenv("PROCESSES", "1")
    expected = all_stages(archive)
    monkeypatch.setenv("PROCESSES", "2")
    assert all_stages(archive) == expected


def test_a_page_that_cannot_be_read_is_refused_in_the_same_words(toy_held):
    archive, received = load_archive(toy_held), Received("tide.html", b"<!doctype html><title></title>")

    def message() -> str:
        with pytest.raises(UnreadableFile) as refused:
            draft(received, archive)
        return str(refused.value)

    expected = message()
    assert expected.startswith("tide.html: no text found in the page.")
    with ProcessPoolExecutor(1) as executor, working_on(OnExecutor(executor)):
        assert message() == expected


def test_a_worker_with_another_pandoc_cites_nothing(toy, monkeypatch):
    with ThreadPoolExecutor(1) as executor, working_on(OnExecutor(executor)):
        tools = iter(["here", "there"])
        with pytest.raises(OSError, match="a worker has another version of it"):
            monkeypatch.setattr(citations, "_tools", lambda: next(tools))
            citations._run_in_parts([None])
