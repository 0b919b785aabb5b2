"""The merged words of a language as the last build wrote them: after an edit, few are written anew."""

from __future__ import annotations

import array
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

from .cache import Cache, key_of
from .shards import Shard, little_endian
from .splicing import exchange

_DIGEST = hashlib.sha256().digest_size
_NUMBER = array.array("I").itemsize


class KeptWords:
    """Words, and of how many documents each one is, by the keys of the shards of which they were merged."""

    def __init__(self, cache: Cache, language: str) -> None:
        """Take over those of the last build; none where there is no such file, or it is not whole."""
        self._cache = cache
        self._file = key_of("words", language)
        self.shards: list[str] = []
        self.written: dict[bytes, bytes] = {}
        self.counted: Counter[str] = Counter()
        self._read(cache.get(self._file))

    def follow(self, shards: list[str], starts: Sequence[int], load: Callable[[str], Shard | None]) -> bool:
        """Make these the words of other shards, of which each begins at a page; return False where all have
        to be merged. `load` returns a shard by its key, if it is there.
        """
        if not self.shards or len(shards) != len(self.shards):
            return False
        for at, (old, new) in enumerate(zip(self.shards, shards, strict=True)):
            if old != new and not self._exchange(load(old), load(new), starts[at], at + 1 == len(shards)):
                return False
        self.shards = shards
        return True

    def _exchange(self, old: Shard | None, new: Shard | None, start: int, is_last: bool) -> bool:
        if not old or not new or (len(old.lengths) != len(new.lengths) and not is_last):
            return False
        if not exchange(self.written, start, start + len(old.lengths), old.words, new.words):
            return False
        self.counted.subtract(old.counted)
        self.counted.update(new.counted)
        self.counted = +self.counted  # without those that no document has any more
        return True

    def keep(self) -> None:
        """Keep these for the next build."""
        texts = b"\n".join(self.written)
        head = {
            "shards": self.shards,
            "counted": self.counted,
            "words": len(self.written),
            "bytes": len(texts),
        }
        written = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        lengths = little_endian(array.array("I", map(len, self.written.values()))).tobytes()
        parts = (len(written).to_bytes(8, "little"), written, texts, lengths, *self.written.values())
        data = b"".join(parts)
        self._cache.put(self._file, hashlib.sha256(data).digest() + data)

    def _read(self, data: bytes | None) -> None:
        if data is None or hashlib.sha256(memoryview(data)[_DIGEST:]).digest() != data[:_DIGEST]:
            return
        at = _DIGEST + 8
        end = at + int.from_bytes(data[_DIGEST:at], "little")
        head = json.loads(data[at:end])
        at, end = end, end + head["bytes"]
        texts = data[at:end].split(b"\n") if head["words"] else []
        at, end = end, end + head["words"] * _NUMBER
        lengths = little_endian(array.array("I", data[at:end])).tolist()
        ends = pairwise(accumulate(lengths, initial=end))
        self.written = {text: data[start:end] for text, (start, end) in zip(texts, ends, strict=True)}
        self.shards, self.counted = head["shards"], Counter(head["counted"])
