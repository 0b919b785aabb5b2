"""Which parts of an archive were read while a page was made.

Whoever makes pages gets what is in an archive through objects that note each value that is taken from them.
So it is known of each page what it was made from, without anybody having to say so, and it needs to be made
again only where one of these values is another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

Memory = dict[Key, tuple[Value, frozenset["Read"]]]  # what was made, with what it was made from
Read = tuple[str, Hashable]  # the name of a mapping or of an attribute, and the key; ALL for the whole of it
ALL = None

# Of one thread: another one may make another page at the same time.
_reads: ContextVar[set[Read] | None] = ContextVar("reads", default=None)


@contextmanager
def noting() -> Iterator[set[Read]]:
    """Note what is read in this context. A context around it does not learn of it."""
    reads: set[Read] = set()
    token = _reads.set(reads)
    try:
        yield reads
    finally:
        _reads.reset(token)


def note(name: str, key: Hashable = ALL) -> None:
    """Note that something is read."""
    if (reads := _reads.get()) is not None:
        reads.add((name, key))


def note_all(reads: Iterable[Read]) -> None:
    """Note that all this is read."""
    if (noted := _reads.get()) is not None:
        noted.update(reads)


def once(memory: Memory[Key, Value], key: Key, make: Callable[[], Value]) -> Value:
    """Return what was made for a key, or make it; whoever asks has read what it was made from."""
    if key not in memory:
        with noting() as reads:
            memory[key] = make(), frozenset(reads)
    value, made_from = memory[key]
    note_all(made_from)
    return value


class Noted(Mapping[Key, Value]):
    """A mapping that notes which of its keys are asked for."""

    def __init__(self, name: str, values: Mapping[Key, Value]) -> None:
        """Take the values, which do not change."""
        self.name = name
        self.values_ = values

    def __getitem__(self, key: Key) -> Value:
        """Note the key, and return its value."""
        if (reads := _reads.get()) is not None:
            reads.add((self.name, key))
        return self.values_[key]

    def get(self, key: Key, default: Any = None) -> Any:
        """Note the key, and return its value or the default."""
        if (reads := _reads.get()) is not None:
            reads.add((self.name, key))
        return self.values_.get(key, default)

    def __contains__(self, key: object) -> bool:
        """Note the key, and return whether it is there."""
        if (reads := _reads.get()) is not None:
            reads.add((self.name, key))
        return key in self.values_

    def __iter__(self) -> Iterator[Key]:
        """Note that all keys are read, and return them."""
        note(self.name)
        return iter(self.values_)

    def __len__(self) -> int:
        """Note that all keys are read, and return how many there are."""
        note(self.name)
        return len(self.values_)


def fingerprint(value: object) -> str:
    """Return a digest of a value: of what Python writes of it.

    Two values with the same digest are equal. Equal values may have different ones, for example sets, whose
    order is not that of another process. Raises ValueError where Python writes no more than an address.

    >>> fingerprint({"a": (1,)}) == fingerprint({"a": (1,)}), fingerprint("1") == fingerprint(1)
    (True, False)
    """
    text = repr(value)
    if " at 0x" in text and " object at 0x" in text:
        raise ValueError(f"no value can be told from another by this: {text[:200]}")
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


def read_name(read: Read) -> str:
    """Return a read as a text of its own.

    >>> read_name(("dating", "a-quay")), read_name(("documents_of_term", ("topics", "a")))
    ('["dating","a-quay"]', '["documents_of_term",["topics","a"]]')
    """
    return json.dumps(read, ensure_ascii=False, separators=(",", ":"))
