"""The chunks of an index as they were compressed before, and what they were merged from.

To merge and to compress all of them costs more than anything else where few documents have changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple

from .cache import Cache, key_of
from .merging import Chunk, pack

_DIGEST = hashlib.sha256().digest_size


class PackedChunk(NamedTuple):
    """Where the words of a chunk begin, and all of it as a file of Pagefind."""

    start: str
    data: bytes


class Merged(NamedTuple):
    """What was merged from the shards of a language: its chunks, and its frequent words."""

    chunks: list[PackedChunk]
    words: list[str]


class PackedChunks:
    """The chunks of a language; those of the build before are kept too, which may be of the reading room."""

    def __init__(self, cache: Cache, language: str) -> None:
        """Take over those of earlier builds; none where there is no such file, or it is not whole."""
        self._cache = cache
        self._file = key_of("chunks", language)
        self._shards, self._words, self._starts, self._packed = _parse(cache.get(self._file))

    def merged_from(self, shards: list[str]) -> Merged | None:
        """Return what was merged from shards with these keys, if that was so in the last build."""
        if shards != self._shards:
            return None
        rows = zip(self._starts, self._packed.values(), strict=False)
        return Merged([PackedChunk(start, data) for start, data in rows], self._words)

    def pack(self, shards: list[str], words: list[str], chunks: Iterable[Chunk]) -> Merged:
        """Compress the chunks that were merged from shards with these keys, and keep them with the words."""
        starts, packed = [], {}
        for chunk in chunks:
            digest = hashlib.sha256(chunk.data).hexdigest()
            starts.append(chunk.start)
            packed[digest] = self._packed.get(digest) or pack(chunk.data)
        made = [PackedChunk(start, data) for start, data in zip(starts, packed.values(), strict=True)]
        left = sum(map(len, packed.values()))
        for digest, data in self._packed.items():
            left -= len(data)
            if left > 0:
                packed.setdefault(digest, data)
        lengths = {digest: len(data) for digest, data in packed.items()}
        head = {"shards": shards, "words": words, "starts": starts, "lengths": lengths}
        written = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        parts = (len(written).to_bytes(8, "little"), written, *packed.values())
        data = b"".join(parts)
        self._cache.put(self._file, hashlib.sha256(data).digest() + data)
        return Merged(made, words)


def _parse(data: bytes | None) -> tuple[list[str] | None, list[str], list[str], dict[str, bytes]]:
    """Return the keys of shards, their frequent words, where their chunks begin, and chunks, theirs first."""
    if data is None or hashlib.sha256(memoryview(data)[_DIGEST:]).digest() != data[:_DIGEST]:
        return None, [], [], {}
    start = _DIGEST + 8
    at = start + int.from_bytes(data[_DIGEST:start], "little")
    head = json.loads(data[start:at])
    packed = {}
    for digest, length in head["lengths"].items():
        packed[digest] = data[at : at + length]
        at += length
    return head["shards"], head["words"], head["starts"], packed
