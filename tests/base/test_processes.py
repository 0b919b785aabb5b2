"""Work in several processes gives what one process gives, in the same order, and nothing fails in silence."""

from __future__ import annotations

import os
import signal
import time

import pytest

from press_archive.base import processes
from press_archive.base.processes import beside, is_worth_dividing, number_of_processes, spread

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not copy processes")


@pytest.fixture(autouse=True)
def _divided(monkeypatch):
    """As in a command: a test of the server may have run in this process before."""
    monkeypatch.setattr(processes, "_is_alone", False)


@pytest.fixture
def two(monkeypatch):
    monkeypatch.setenv("PROCESSES", "2")


@forks
@pytest.mark.usefixtures("two")
def test_results_come_in_the_order_of_the_shares_and_from_other_processes():
    results = list(spread(lambda share: (share * share, os.getpid()), range(20)))
    assert [square for square, _ in results] == [number * number for number in range(20)]
    assert os.getpid() not in {process for _, process in results}


def test_one_process_does_all_itself(monkeypatch):
    monkeypatch.setenv("PROCESSES", "1")
    assert set(spread(lambda share: os.getpid(), range(3))) == {os.getpid()}


@forks
@pytest.mark.usefixtures("two")
def test_work_uses_what_is_in_memory_and_cannot_change_it():
    memory = {"tide": [1, 2]}

    def work(share):
        memory["tide"].append(share)
        return len(memory["tide"])

    assert all(length > 2 for length in spread(work, range(4)))
    assert memory == {"tide": [1, 2]}


@forks
@pytest.mark.usefixtures("two")
def test_an_exception_comes_back_and_no_share_follows_it():
    def work(share):
        if share == 1:
            raise LookupError("no such quay")
        return share

    results = spread(work, range(50))
    assert next(results) == 0
    with pytest.raises(LookupError, match="no such quay"):
        next(results)


@forks
@pytest.mark.usefixtures("two")
def test_a_process_that_is_killed_is_named_with_a_hint():
    with pytest.raises(OSError, match=r"ended before its work was done\. Hint: with PROCESSES=1"):
        list(spread(lambda share: os.kill(os.getpid(), signal.SIGKILL), range(4)))


@forks
@pytest.mark.usefixtures("two")
def test_work_within_divided_work_is_not_divided_again():
    def work(share):
        return {os.getpid() == process for process in spread(lambda _: os.getpid(), range(3))}

    assert list(spread(work, range(2))) == [{True}, {True}]


@forks
@pytest.mark.usefixtures("two")
def test_work_is_done_beside_what_this_process_does(tmp_path):
    gate = tmp_path / "gate"

    def work():
        while not gate.exists():
            time.sleep(0.01)
        return os.getpid()

    with beside(work) as result:
        gate.touch()  # if this process did the work itself, it would not come here
        assert result() != os.getpid()


@forks
@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("work", "error", "message"),
    [
        (lambda: int("quay"), ValueError, "invalid literal"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), OSError, "ended before its work was done"),
    ],
)
def test_what_fails_beside_is_raised_where_its_result_is_awaited(work, error, message):
    with pytest.raises(error, match=message), beside(work) as result:
        result()
    assert list(spread(lambda share: share, range(3))) == [0, 1, 2]


def test_one_process_does_the_work_at_once(monkeypatch):
    monkeypatch.setenv("PROCESSES", "1")
    done = []
    with beside(lambda: done.append(os.getpid())) as result:
        assert done == [os.getpid()]
        assert result() is None


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "257", "²", " 2"])
def test_what_is_no_number_of_processes_is_refused(monkeypatch, text):
    monkeypatch.setenv("PROCESSES", text)
    with pytest.raises(ValueError, match=r"PROCESSES: .* Expected a number from 1 to 256, or none"):
        number_of_processes()


@forks
@pytest.mark.usefixtures("two")
def test_a_server_which_has_threads_is_not_copied():
    processes.work_alone()
    assert set(spread(lambda share: os.getpid(), range(3))) == {os.getpid()}
    assert not is_worth_dividing(1000, 10)


@forks
def test_few_items_are_divided_only_if_asked_for(monkeypatch):
    monkeypatch.setattr("press_archive.base.processes._processors", lambda: 4)
    monkeypatch.delenv("PROCESSES", raising=False)
    assert number_of_processes() == 4
    assert [is_worth_dividing(number, 10) for number in (9, 10)] == [False, True]
    monkeypatch.setenv("PROCESSES", "2")
    assert is_worth_dividing(1, 10)
    monkeypatch.setenv("PROCESSES", "1")
    assert not is_worth_dividing(1000, 10)
