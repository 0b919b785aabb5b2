"""Progress of long work: a loop that may take seconds goes through its items with `track`.

Nothing here prints. A command that shows progress sets a tracker with `tracking`; without one, nothing is
shown. What may have to stop in the middle is done within `interruptible`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Item = TypeVar("Item")

# Yields the items of a collection once each, in order; the text says what is being done with them.
Tracker = Callable[[Collection[Any], str], Iterable[Any]]

_tracker: ContextVar[Tracker | None] = ContextVar("tracker", default=None)
_interrupt: ContextVar[Callable[[], None] | None] = ContextVar("interrupt", default=None)


def track(items: Collection[Item], task: str) -> Iterable[Item]:
    """Return the items, which the tracker counts if there is one; `task` names the work, such as "Reading
    sources".

    >>> list(track([1, 2], "Reading"))
    [1, 2]
    """
    tracker, interrupt = _tracker.get(), _interrupt.get()
    tracked = items if tracker is None else tracker(items, task)
    return tracked if interrupt is None else _interrupted(tracked, interrupt)


def _interrupted(items: Iterable[Item], interrupt: Callable[[], None]) -> Iterator[Item]:
    for item in items:
        interrupt()
        yield item


@contextmanager
def tracking(tracker: Tracker) -> Iterator[None]:
    """Let a tracker count the items of every loop that uses `track`, until the context ends."""
    token = _tracker.set(tracker)
    try:
        yield
    finally:
        _tracker.reset(token)


def is_interruptible() -> bool:
    """Return whether the work may have to stop in the middle."""
    return _interrupt.get() is not None


@contextmanager
def interruptible(interrupt: Callable[[], None] | None) -> Iterator[None]:
    """Call a function before each item of every loop that uses `track`, until the context ends: it raises an
    exception where the work must stop. None lets the work within this context come to its end.
    """
    token = _interrupt.set(interrupt)
    try:
        yield
    finally:
        _interrupt.reset(token)
