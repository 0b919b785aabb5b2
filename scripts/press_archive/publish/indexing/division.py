"""The division of documents into shards, so that an edit or a new document changes one shard, rarely two.

A shard ends after a document whose id says so, or when it is full. So where it ends depends on nothing that
an edit changes, and after a new document the next such id ends a shard as before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How large shards are. Pagefind needs 0.5 MB of memory for a document of 12 KB."""

    least: int = 250  # documents
    more: int = 250  # documents after the least, on average, until an id ends the shard
    most: int = 800
    size: int = 10_000_000  # bytes of what Pagefind reads


LIMITS = Limits()


def divide(documents: Iterable[tuple[str, int]], limits: Limits = LIMITS) -> Iterator[list[str]]:
    """Yield the ids of each shard in order; documents are given by their ids and the sizes of their feeds.

    >>> [len(shard) for shard in divide([("a", 9), ("b", 9), ("c", 9)], Limits(most=2))]
    [2, 1]
    """
    shard: list[str] = []
    size = 0
    for id, length in documents:
        if shard and size + length > limits.size:
            yield shard
            shard, size = [], 0
        shard.append(id)
        size += length
        if len(shard) >= limits.most or (len(shard) >= limits.least and _ends(id, limits)):
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def _ends(id: str, limits: Limits) -> bool:
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:8], "big") % limits.more == 0
