"""The chunks of an index as they were compressed before.

To compress all of them costs more than to merge them, and an edit changes few.
"""

from __future__ import annotations

import hashlib
import json

from .cache import Cache, key_of
from .merging import pack

_DIGEST = hashlib.sha256().digest_size


class PackedChunks:
    """Compressed chunks by digests of what is in them."""

    def __init__(self, cache: Cache, language: str) -> None:
        """Take over those of an earlier build; none where there is no such file, or it is not whole."""
        self._cache = cache
        self._file = key_of("chunks", language)
        self._known = _parse(cache.get(self._file))
        self._used: dict[str, bytes] = {}

    def pack(self, data: bytes) -> bytes:
        """Return a chunk as a file of Pagefind."""
        digest = hashlib.sha256(data).hexdigest()
        packed = self._known.get(digest) or pack(data)
        self._used[digest] = packed
        return packed

    def keep(self) -> None:
        """Keep those that were used."""
        if self._used.keys() != self._known.keys():
            lengths = {digest: len(packed) for digest, packed in self._used.items()}
            head = json.dumps(lengths, separators=(",", ":")).encode()
            data = b"".join((len(head).to_bytes(8, "little"), head, *self._used.values()))
            self._cache.put(self._file, hashlib.sha256(data).digest() + data)


def _parse(data: bytes | None) -> dict[str, bytes]:
    if data is None or hashlib.sha256(memoryview(data)[_DIGEST:]).digest() != data[:_DIGEST]:
        return {}
    start = _DIGEST + 8
    at = start + int.from_bytes(data[_DIGEST:start], "little")
    lengths: dict[str, int] = json.loads(data[start:at])
    packed = {}
    for digest, length in lengths.items():
        packed[digest] = data[at : at + length]
        at += length
    return packed
