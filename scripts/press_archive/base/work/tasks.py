"""What a worker does: one part of a stage, with what all parts of the stage share (the context).

Functions, parts and results go as pickles of their own, so that nothing between the two processes looks into
them. A worker keeps a context as long as its parts come, so that it is sent to each worker once. Nothing is
done by a worker with another program, which would make other pages of the same records.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import platform
import socket
import threading
import traceback
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ..garbage import collected_seldom
from ..kept import program_digest
from ..processes import work_alone
from .stages import within_a_part

MOST_CONTEXTS = 2  # that a worker keeps, of stages that follow each other

_PROGRAM = Path(__file__).resolve().parents[2]
_contexts: dict[str, Any] = {}  # by key; those of this process's own stages too
_received: dict[str, bytes] = {}  # contexts that came before any part
_lock = threading.Lock()


class Program(NamedTuple):
    """The program that a process runs."""

    python: str
    digest: str  # of all its files, its templates too, and of the names of all installed packages
    is_current: bool = True  # whether its files are those that were there when it began

    def differs_from(self, other: Program) -> str:
        """Return what makes this another program, in words; an empty text if nothing does."""
        if self.python != other.python:
            return f"Python {self.python}, not {other.python}"
        if not self.is_current:
            return "files of the program that changed since it was started"
        return (
            ""
            if self.digest == other.digest
            else "another version of the program, of its templates or of a package"
        )


class Outcome(NamedTuple):
    """What became of a part: a result, an exception, or that the context is not known here."""

    result: Any = None
    error: BaseException | None = None
    lacks_context: bool = False

    def value(self) -> Any:
        """Return the result, or raise the exception."""
        if self.error is not None:
            raise self.error
        return self.result


SAME_PROGRAM = (
    "Expected the same program with the same packages. Hint: install both from the same commit and locks, "
    "then start the scheduler and the workers again"
)


class OtherProgram(OSError):
    """A worker runs another program."""


def own_program(is_current: bool = True) -> Program:
    """Return the program of this process."""
    return Program(platform.python_version(), _digest(), is_current)


def look_at_program() -> Program:
    """Return the program of this process, having looked whether its files have changed since it began."""
    return own_program(_digest.__wrapped__() == _digest())


@lru_cache(maxsize=1)
def _digest() -> str:
    """Return a digest of the program with its templates and other files, of Python and of all packages."""
    digest = hashlib.blake2b(program_digest.__wrapped__(), digest_size=32)
    for path in sorted(_PROGRAM.rglob("*")):
        if path.suffix not in (".py", ".pyc") and path.is_file():
            digest.update(path.relative_to(_PROGRAM).as_posix().encode())
            digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def pack(work: Callable[[Any, Any], Any], part: Any) -> bytes:
    """Return the bytes of a part and of what is to be done with it."""
    return pickle.dumps((work, part), pickle.HIGHEST_PROTOCOL)


def pack_context(context: Any) -> bytes:
    """Return the bytes of a context."""
    return pickle.dumps(context, pickle.HIGHEST_PROTOCOL)


def share(key: str, context: Any) -> None:
    """Have a context in this process, for its own threads and for processes that are copied from it."""
    _contexts[key] = context


def receive(key: str, packed: bytes) -> None:
    """Take a context that parts will need; it is unpacked for the first of them."""
    _received[key] = packed


def forget(key: str) -> None:
    """Drop a context."""
    _received.pop(key, None)
    _contexts.pop(key, None)
    gc.unfreeze()


def do(program: Program, key: str, task: bytes, packed: bytes | None = None) -> bytes:
    """Do a part, and return its `Outcome` as a pickle.

    `program` is the one that asks. `packed` is the context, for a worker that has said that it lacks it.
    """
    if different := own_program().differs_from(program):
        worker = f"process {os.getpid()} of {socket.gethostname()}"
        return _packed(Outcome(error=OtherProgram(f"the worker {worker} has {different}. {SAME_PROGRAM}")))
    if packed is not None:
        receive(key, packed)
    if not _has(key):
        return _packed(Outcome(lacks_context=True))
    try:
        work, part = pickle.loads(task)
        with within_a_part():
            return _packed(Outcome(work(_contexts[key], part)))
    except Exception as error:
        error.add_note(f"In a worker:\n{traceback.format_exc()}")
        return _packed(Outcome(error=error))


def _has(key: str) -> bool:
    """Return whether a context is here, unpacked by the first who asks."""
    with _lock:
        if key in _contexts:
            _received.pop(key, None)
            return True
        if (packed := _received.pop(key, None)) is None:
            return False
        work_alone()  # a worker may have threads, and somebody else has counted the processors
        for old in [*_contexts][: 1 - MOST_CONTEXTS]:
            del _contexts[old]
        with collected_seldom():
            _contexts[key] = pickle.loads(packed)
        gc.freeze()  # it stays until the stage ends: nobody need look for garbage in it again and again
        return True


def _packed(outcome: Outcome) -> bytes:
    try:
        data = pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
        if outcome.error is not None:
            pickle.loads(data)  # an exception may be one that cannot be made again
        return data
    except Exception:
        error = outcome.error or TypeError(f"{type(outcome.result).__name__}: no result that can be sent")
        named = RuntimeError(f"{type(error).__name__}: {error}")
        return pickle.dumps(Outcome(error=named), pickle.HIGHEST_PROTOCOL)
