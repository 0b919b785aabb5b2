"""Any executor gives what one process gives: in the same order, with the same errors, each context sent once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from press_archive.base import processes
from press_archive.base.work import tasks
from press_archive.base.work.on_executor import OnExecutor
from press_archive.base.work.stages import do_parts, is_worth_dividing, working_on
from press_archive.ingest.received_file import UnreadableFile


@pytest.fixture(autouse=True)
def _divided(monkeypatch):
    """As in a command: a test of the server may have run in this process before."""
    monkeypatch.setattr(processes, "_is_alone", False)


class Contrary(Executor):
    """Does each part twice, as a cluster does whose worker is lost, and the last parts first."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future, tuple]] = []

    def submit(self, function, /, *arguments, **_):
        future: Future = Future()
        self.waiting.append((future, (function, arguments)))
        return future

    def wait(self, pending):
        future, (function, arguments) = self.waiting.pop()
        function(*arguments)
        future.set_result(function(*arguments))
        return {future}


def forked() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, multiprocessing.get_context("fork"))


def spawned() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))


def raise_the_price(context, part):
    return context["price"] * part


def where(_, part):
    return os.getpid(), threading.get_ident()


def fail_at_three(_, part):
    if part == 3:
        raise UnreadableFile("tide.html", "no text found in the page", "an article", "copy its text")
    return part


class Unspeakable(Exception):
    """An exception that no other process can make again."""

    def __init__(self, quay: str, *, reason: str) -> None:
        super().__init__(f"{quay}: {reason}")


def fail_unspeakably(_, part):
    raise Unspeakable("Marrowby", reason="closed")


def end_by_itself(_, part):
    os.kill(os.getpid(), signal.SIGKILL)


def divide_again(_, part):
    assert not is_worth_dividing(1000, 1)
    return {process == os.getpid() for process, _ in do_parts(where, None, range(3))}


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, forked, spawned])
def test_results_come_in_the_order_of_the_parts(pool):
    with pool() as executor, working_on(OnExecutor(executor)):
        assert list(do_parts(raise_the_price, {"price": 3}, range(40))) == [3 * part for part in range(40)]


def test_parts_that_are_done_twice_and_the_last_first_give_the_same():
    contrary = Contrary()
    with working_on(OnExecutor(contrary, 16, wait=contrary.wait)):
        assert list(do_parts(raise_the_price, {"price": 3}, range(40))) == [3 * part for part in range(40)]


def test_the_work_is_done_by_the_executor():
    with ThreadPoolExecutor(2) as executor, working_on(OnExecutor(executor)):
        assert threading.get_ident() not in {thread for _, thread in do_parts(where, None, range(9))}
    with forked() as executor, working_on(OnExecutor(executor)):
        assert os.getpid() not in {process for process, _ in do_parts(where, None, range(9))}
    assert {process for process, _ in do_parts(where, None, [1])} == {os.getpid()}


def test_a_context_is_sent_to_no_thread_and_to_no_process_that_is_copied_later():
    for pool in (ThreadPoolExecutor, forked):
        with pool() as executor, working_on(workers := OnExecutor(executor)):
            list(do_parts(raise_the_price, {"price": 3}, range(40)))
        assert workers.contexts_sent == 0


def test_a_context_is_sent_to_a_process_that_lacks_it_and_not_with_each_part():
    with spawned() as executor, working_on(workers := OnExecutor(executor, ahead=2)):
        list(do_parts(raise_the_price, {"price": 3}, range(40)))
        assert 1 <= workers.contexts_sent <= 2
        assert list(do_parts(raise_the_price, {"price": 4}, range(5))) == [0, 4, 8, 12, 16]


def test_a_context_that_cannot_be_sent_is_needed_by_no_thread():
    context = {"price": 2, "lock": threading.Lock()}
    with ThreadPoolExecutor(2) as executor, working_on(OnExecutor(executor)):
        assert list(do_parts(raise_the_price, context, range(3))) == [0, 2, 4]
    assert tasks._contexts == {}


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, forked])
def test_an_error_comes_in_its_place_with_its_message(pool):
    with pool() as executor, working_on(OnExecutor(executor)):
        results = do_parts(fail_at_three, None, range(20))
        assert [next(results) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(UnreadableFile) as error:
            next(results)
    expected = "tide.html: no text found in the page. Expected an article. Hint: copy its text"
    assert str(error.value) == expected


def test_an_error_that_cannot_be_sent_is_named():
    """Once dask is imported, it can be sent, because tblib is."""
    expected = pytest.raises((RuntimeError, Unspeakable), match="Marrowby: closed")
    with forked() as executor, working_on(OnExecutor(executor)), expected:
        list(do_parts(fail_unspeakably, None, range(3)))


def test_a_worker_that_is_killed_is_an_error_where_nobody_replaces_it():
    expected = pytest.raises(OSError, match="a worker ended before its work was done")
    with forked() as executor, working_on(OnExecutor(executor)), expected:
        list(do_parts(end_by_itself, None, range(3)))


def test_a_worker_with_another_program_does_nothing(monkeypatch):
    here = tasks.own_program()
    with forked() as executor, working_on(OnExecutor(executor)):
        assert list(do_parts(where, None, [1]))  # the processes are there, with this program
        monkeypatch.setattr(tasks, "own_program", lambda: here._replace(python="3.10.1"))
        with pytest.raises(
            OSError, match=rf"has Python {here.python}, not 3\.10\.1\. Expected the same program"
        ):
            list(do_parts(where, None, [1]))


def test_each_difference_of_a_program_is_named():
    here = tasks.look_at_program()
    assert here.differs_from(tasks.own_program()) == ""
    assert "another version" in here._replace(digest="0").differs_from(here)
    assert "changed since it was started" in here._replace(is_current=False).differs_from(here)


def test_a_worker_divides_its_part_no_further(monkeypatch):
    monkeypatch.setenv("PROCESSES", "2")
    for pool in (ThreadPoolExecutor, forked):
        with pool() as executor, working_on(OnExecutor(executor)):
            assert list(do_parts(divide_again, None, range(2))) == [{True}, {True}]


def test_no_part_is_left_after_an_error():
    with ThreadPoolExecutor(1) as executor, working_on(OnExecutor(executor, ahead=16)):
        with pytest.raises(UnreadableFile):
            list(do_parts(fail_at_three, None, range(1000)))
        assert executor._work_queue.qsize() < 16
