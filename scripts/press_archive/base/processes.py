"""Work that is divided among several processes, each a copy of this one. Work whose parts can be done
elsewhere too is in `base.work`.

A process that is copied (fork) has all that this one has in memory, so that nothing but the results has to be
sent. Systems that cannot do so safely, which are all but Linux and the BSDs, do the work in one process.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Share = TypeVar("Share")
Result = TypeVar("Result")

VARIABLE = "PROCESSES"
MOST = 256

_work: Callable[[int], Any] | None = None  # what the copies of this process do
_is_alone = False


def work_alone() -> None:
    """Divide no work from now on: a process that has threads, as a server has, must not be copied.

    A lock that another thread has at that moment would stay locked in the copy.
    """
    global _is_alone
    _is_alone = True


@contextmanager
def alone() -> Iterator[None]:
    """Divide no work until the context ends, because this process has threads meanwhile."""
    global _is_alone
    before, _is_alone = _is_alone, True
    try:
        yield
    finally:
        _is_alone = before


def number_of_processes() -> int:
    """Return how many processes may work at once: as many as there are processors, or as PROCESSES says.

    Raises ValueError where that is not a number.
    """
    text = os.environ.get(VARIABLE, "")
    if text and not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST):
        raise ValueError(
            f"{VARIABLE}: {text!r} is not a number of processes. Expected a number from 1 to {MOST}, or none."
        )
    return int(text or min(_processors(), MOST)) if _can_copy() and not _is_alone else 1


def is_worth_dividing(items: int, fewest: int) -> bool:
    """Return whether there are several processes, and items enough for them; those that somebody asked for
    by PROCESSES divide any number.
    """
    return number_of_processes() > 1 and (items >= fewest or bool(os.environ.get(VARIABLE)))


def _can_copy() -> bool:
    # Python for macOS offers it too, but the system's own libraries may fail in a copied process.
    return hasattr(os, "fork") and sys.platform != "darwin"


def _processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def divided(items: Sequence[Share], size: int) -> list[Sequence[Share]]:
    """Return shares of a size, in order; the last may be smaller.

    >>> divided([1, 2, 3], 2)
    [[1, 2], [3]]
    """
    return [items[start : start + size] for start in range(0, len(items), size)]


def spread(work: Callable[[Share], Result], shares: Sequence[Share]) -> Iterator[Result]:
    """Yield the result of each share, in order; what is first in the order is worked on first.

    `work` may use whatever this process has in memory. What it changes there is lost: only its results, which
    must be such that they can be pickled, come back. An exception comes back too. Raises OSError where a
    process ends by itself, as when the system has no more memory.
    """
    number = min(number_of_processes(), len(shares))
    if number < 2 or _work is not None:  # a copy does not copy itself
        yield from map(work, shares)
        return
    with _copies(number, lambda position: work(shares[position])) as pool:
        try:
            yield from pool.map(_do, range(len(shares)))
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def beside(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Let a copy of this process do a work while this one goes on; what it yields waits for the result.

    What holds for `spread` holds here. A single process does the work at once.
    """
    if number_of_processes() < 2 or _work is not None:
        result = work()
        yield lambda: result
        return
    with _copies(1, lambda _: work()) as pool:
        yield pool.submit(_do, 0).result


@contextmanager
def _copies(number: int, work: Callable[[int], Any]) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool of copies of this process that know what to do."""
    global _work
    # Imported only here: most commands need neither, and would take longer to begin.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    _work = work
    # What exists now is not looked through by the garbage collector of a copy, which would copy its memory.
    gc.freeze()
    try:
        with ProcessPoolExecutor(number, multiprocessing.get_context("fork"), _begin) as pool:
            yield pool
    except BrokenProcessPool as error:
        hint = f"Hint: with {VARIABLE}=1 less memory is needed"
        raise OSError(f"one of {number} processes ended before its work was done. {hint}") from error
    finally:
        gc.unfreeze()
        _work = None


def _begin() -> None:
    """Leave an interruption to the process that waits, and the collection of garbage to the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _do(position: int) -> Any:
    assert _work is not None  # set before this process was copied
    return _work(position)
