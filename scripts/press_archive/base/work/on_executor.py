"""Parts of stages on any executor of `concurrent.futures`."""

from __future__ import annotations

import concurrent.futures
import pickle
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from . import tasks
from .stages import Context, Part, Result

Pending = dict["Future[bytes]", int]  # with the position of the part


def wait_for_any(pending: Pending) -> set[Future[bytes]]:
    """Return the parts that are done, as soon as one is."""
    return concurrent.futures.wait(pending, return_when=concurrent.futures.FIRST_COMPLETED).done


@contextmanager
def sent_on_demand(_key: str, _pack: Callable[[], bytes]) -> Iterator[None]:
    """Send a context with a part, to each worker that says that it lacks it."""
    yield


class OnExecutor:
    """Does the parts of stages on an executor.

    `ahead` is how many parts are with the executor at once: a few for each of its workers. The context is in
    this process, so the executor's threads have it, and processes that are copied from this one later on.
    `sharing` is how others get it, and `wait` waits until parts are done. A worker that ends by itself is
    reported as OSError, and so is one with another program.
    """

    def __init__(
        self,
        executor: Executor,
        ahead: int = 8,
        sharing: Callable[[str, Callable[[], bytes]], AbstractContextManager[None]] = sent_on_demand,
        wait: Callable[[Pending], set[Future[bytes]]] = wait_for_any,
    ) -> None:
        """Begin without any part."""
        self._executor = executor
        self._ahead = ahead
        self._sharing = sharing
        self._wait = wait
        self.contexts_sent = 0  # with parts, because a worker lacked the context

    def do(
        self, work: Callable[[Context, Part], Result], context: Context, parts: Sequence[Part]
    ) -> Iterator[Result]:
        """Yield the result of each part, in order."""
        key = secrets.token_hex(8)
        tasks.share(key, context)
        try:
            stage = _Stage(self, key, context)
            with self._sharing(key, stage.packed_context):
                yield from stage.results([tasks.pack(work, part) for part in parts])
        except BrokenExecutor as error:
            raise OSError(f"a worker ended before its work was done ({error})") from error
        except CancelledError as error:
            raise OSError("the executor gave up the work") from error
        finally:
            tasks.forget(key)

    def submit(self, key: str, task: bytes, packed: bytes | None = None) -> Future[bytes]:
        """Give a part to the executor."""
        self.contexts_sent += packed is not None
        return self._executor.submit(tasks.do, tasks.own_program(), key, task, packed)

    def wait(self, pending: Pending) -> set[Future[bytes]]:
        """Return the parts that are done, as soon as one is."""
        return self._wait(pending)

    @property
    def ahead(self) -> int:
        """How many parts are with the executor at once."""
        return self._ahead


class _Stage:
    """One stage on an executor."""

    def __init__(self, workers: OnExecutor, key: str, context: Any) -> None:
        self._workers = workers
        self._key = key
        self._context = context
        self._packed: bytes | None = None
        self._pending: Pending = {}
        self._outcomes: dict[int, tasks.Outcome] = {}

    def packed_context(self) -> bytes:
        """Return the context's bytes, made once, and only if somebody needs them."""
        if self._packed is None:
            self._packed = tasks.pack_context(self._context)
        return self._packed

    def results(self, parts: Sequence[bytes]) -> Iterator[Any]:
        """Yield the results in order; an exception comes in its place, and no part follows it."""
        following = iter(range(len(parts)))
        try:
            for position in range(len(parts)):
                while position not in self._outcomes:
                    while len(self._pending) < self._workers.ahead:
                        if (place := next(following, None)) is None:
                            break
                        self._pending[self._workers.submit(self._key, parts[place])] = place
                    self._collect(parts)
                yield self._outcomes.pop(position).value()
        finally:
            for future in self._pending:
                future.cancel()

    def _collect(self, parts: Sequence[bytes]) -> None:
        for future in self._workers.wait(self._pending):
            place = self._pending.pop(future)
            outcome: tasks.Outcome = pickle.loads(future.result())
            if outcome.lacks_context:
                again = self._workers.submit(self._key, parts[place], self.packed_context())
                self._pending[again] = place
            else:
                self._outcomes[place] = outcome
