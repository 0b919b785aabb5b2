"""A stage whose parts can be done anywhere: by copies of this process, or by an executor that somebody chose.

The work of such a stage is pure: a function of a module, which gets what all parts share (the context) and
one part, returns a result and changes nothing. It may be done twice, elsewhere and in any order. Results come
in the order of the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

from .. import processes

Context = TypeVar("Context")
Part = TypeVar("Part")
Result = TypeVar("Result")


class Workers(Protocol):
    """Whoever does the parts of stages."""

    def do(
        self, work: Callable[[Context, Part], Result], context: Context, parts: Sequence[Part]
    ) -> Iterator[Result]:
        """Yield the result of each part, in order. An exception of a part is raised in its place."""


_workers: ContextVar[Workers | None] = ContextVar("workers", default=None)


def do_parts(
    work: Callable[[Context, Part], Result], context: Context, parts: Sequence[Part]
) -> Iterator[Result]:
    """Yield the result of each part, in order, by whoever does the work in this context.

    `context` is what all parts read; it is sent to no copy of this process, and at most once to each worker.
    """
    if (workers := _workers.get()) is not None:
        return workers.do(work, context, parts)
    return processes.spread(lambda part: work(context, part), parts)


def is_worth_dividing(items: int, fewest: int) -> bool:
    """Return whether there are items enough for several processes; whoever chose an executor divides any
    number.
    """
    return has_executor() or processes.is_worth_dividing(items, fewest)


def has_executor() -> bool:
    """Return whether somebody chose an executor."""
    return _workers.get() is not None


@contextmanager
def working_on(workers: Workers) -> Iterator[None]:
    """Give the parts of stages to these workers until the context ends. No process is copied meanwhile."""
    token = _workers.set(workers)
    try:
        with processes.alone():
            yield
    finally:
        _workers.reset(token)


@contextmanager
def within_a_part() -> Iterator[None]:
    """Divide nothing further until the context ends: whoever does a part does all of it."""
    token = _workers.set(None)
    try:
        yield
    finally:
        _workers.reset(token)
