"""Which feeds a built page has, by what is known from an earlier build.

To cut a page costs three times as much as to read it and calculate its digest. So a file of the cache has,
for each page, the digests and sizes of its feeds; the feeds themselves are cut again where a shard is made
anew.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from .cache import Cache, key_of
from .feeds import Frame, feeds

_SIZE = 16  # bytes of a digest


class Feed(NamedTuple):
    """The digest of what Pagefind reads of a document in one language, and its size in bytes."""

    digest: str
    size: int

    @classmethod
    def of(cls, html: str) -> Feed:
        """Return those of a feed."""
        data = html.encode()
        return cls(hashlib.sha256(data).hexdigest()[: 2 * _SIZE], len(data))


class KnownFeeds:
    """The feeds of pages by digests of the pages and of what their records add."""

    def __init__(self, cache: Cache) -> None:
        """Take over what an earlier build has kept; nothing where there is no such file."""
        self._cache = cache
        self._file = key_of("feeds")
        self._known = _parse(cache.get(self._file))
        self._used: dict[str, dict[str, Feed]] = {}

    def read(self, id: str, path: Path, frame: Frame) -> dict[str, Feed]:
        """Return the feeds of a built page by language; raise FileNotFoundError where it is missing, and
        ValueError where it is not the page of a document.
        """
        page = path.read_bytes()
        digest = hashlib.sha256(page)
        digest.update(repr((id, frame)).encode())
        key = digest.hexdigest()[: 2 * _SIZE]
        known = self._known.get(key)
        if known is None:
            cut = feeds(page.decode("utf-8"), id, frame)
            known = {language: Feed.of(html) for language, html in cut.items()}
        self._used[key] = known
        return known

    def keep(self) -> None:
        """Keep what was used, and as much again of what was known before."""
        others = [key for key in self._known if key not in self._used][: len(self._used)]
        kept = {**self._used, **{key: self._known[key] for key in others}}
        if kept != self._known:
            data = json.dumps(kept, separators=(",", ":")).encode()
            self._cache.put(self._file, hashlib.sha256(data).digest() + data)


def _parse(data: bytes | None) -> dict[str, dict[str, Feed]]:
    """Return what a file has; nothing where it is not whole."""
    start = hashlib.sha256().digest_size
    if data is None or hashlib.sha256(data[start:]).digest() != data[:start]:
        return {}
    rows = json.loads(data[start:])
    return {key: {language: Feed(*feed) for language, feed in row.items()} for key, row in rows.items()}
