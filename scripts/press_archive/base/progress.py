"""Progress of long work: a loop that may take seconds goes through its items with `track`.

Nothing here prints. A command that shows progress sets a tracker with `tracking`; without one, nothing is
shown.
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


def track(items: Collection[Item], task: str) -> Iterable[Item]:
    """Return the items, which the tracker counts if there is one; `task` names the work, such as "Reading
    sources".

    >>> list(track([1, 2], "Reading"))
    [1, 2]
    """
    tracker = _tracker.get()
    return items if tracker is None else tracker(items, task)


@contextmanager
def tracking(tracker: Tracker) -> Iterator[None]:
    """Let a tracker count the items of every loop that uses `track`, until the context ends."""
    token = _tracker.set(tracker)
    try:
        yield
    finally:
        _tracker.reset(token)
