"""A shard: an index of documents that follow each other, as builds keep and merge it."""

from __future__ import annotations

import array
import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate, pairwise
from typing import Any

from .cbor import LIST, UNSIGNED, read_head, read_text
from .feeds import FACTS, words_of
from .pagefind_program import SIGNATURE, VERSION, FeedPage, index_pages, unpack
from .postings import Words

# What is kept of the anchors of a page.
_ANCHOR = ("id", "location")
_BETWEEN_WORDS = b"\n"
_NUMBER = array.array("I").itemsize


@dataclass(frozen=True)
class Shard:
    """The index of some documents in one language."""

    lengths: list[int]  # of each document, in words
    texts: list[bytes]  # what excerpts are made of, as files of Pagefind
    counted: dict[str, int]  # words for proposals, and how many documents have them
    read_words: Callable[[], Words]

    @cached_property
    def words(self) -> Words:
        """Its words, which are not read where the chunks of its language are known."""
        return self.read_words()


def make_shard(pages: Sequence[FeedPage], language: str) -> Shard:
    """Index pages in one language. Raises ValueError where Pagefind writes other files than VERSION does."""
    files = index_pages(pages, language)
    packed = {path.rpartition("/")[2]: data for path, data in files.items()}
    (meta,) = (unpack(name, data) for name, data in packed.items() if name.endswith(".pf_meta"))
    names, lengths, chunks = _read_meta(meta)
    words = Words()
    for chunk in chunks:
        name = f"{chunk}.pf_index"
        words.add_chunk(unpack(name, packed[name]))
    texts = []
    for name in (f"{page}.pf_fragment" for page in names):
        texts.append(json.loads(unpack(name, packed[name])))
    if [text["url"] for text in texts] != [page.address for page in pages]:
        raise ValueError(f"Pagefind has other pages than it was given. Expected them as {VERSION} has them.")
    counted = Counter(word for page in pages for word in words_of(page.html))
    return Shard(lengths, [_pack(text) for text in texts], dict(sorted(counted.items())), lambda: words)


def _read_meta(data: bytes) -> tuple[list[str], list[int], list[str]]:
    """Return, of Pagefind's list of what an index consists of, the names and lengths of the pages and the
    names of the chunks.
    """
    fields, at = read_head(data, 0, LIST)
    version, at = read_text(data, at)
    if fields != 6 or version != VERSION.encode():
        raise ValueError(f"an index of Pagefind {version.decode()}. Expected one of {VERSION}.")
    names, lengths, chunks = [], [], []
    number, at = read_head(data, at, LIST)
    for _ in range(number):
        _, at = read_head(data, at, LIST)
        name, at = read_text(data, at)
        length, at = read_head(data, at, UNSIGNED)
        names.append(name.decode())
        lengths.append(length)
    number, at = read_head(data, at, LIST)
    for _ in range(number):
        _, at = read_head(data, at, LIST)
        _, at = read_text(data, at)
        _, at = read_text(data, at)
        chunk, at = read_text(data, at)
        chunks.append(chunk.decode())
    for _ in ("filters", "sorts"):
        number, at = read_head(data, at, LIST)
        if number:
            raise ValueError("Pagefind found filters or orders. Expected none.")
    number, at = read_head(data, at, LIST)
    facts = []
    for _ in range(number):
        fact, at = read_text(data, at)
        facts.append(fact)
    if facts != list(FACTS):
        raise ValueError(f"Pagefind found the facts {facts}. Expected {list(FACTS)}.")
    return names, lengths, chunks


def _pack(text: dict[str, Any]) -> bytes:
    """Write what the search page loads of a document: its address, its words, its facts, and its anchors."""
    kept = {
        "url": text["url"],
        "content": text["content"],
        "meta": text["meta"],
        "anchors": [{name: anchor[name] for name in _ANCHOR} for anchor in text["anchors"] if anchor["id"]],
    }
    data = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
    return gzip.compress(SIGNATURE + data, 9, mtime=0)


# --- As a file. A digest at its beginning is one of all that follows.


def to_bytes(shard: Shard) -> bytes:
    """Write a shard as a file."""
    words = shard.words
    texts = _BETWEEN_WORDS.join(words.texts)
    columns = (words.pages, words.firsts, words.lasts, [len(rest) for rest in words.rests])
    head = {
        "lengths": shard.lengths,
        "texts": [len(text) for text in shard.texts],
        "counted": shard.counted,
        "words": len(words.texts),
        "bytes": len(texts),
        "rests": sum(map(len, words.rests)),
    }
    written = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    numbers = (little_endian(array.array("I", column)).tobytes() for column in columns)
    parts = (len(written).to_bytes(8, "little"), written, texts, *numbers, *words.rests, *shard.texts)
    data = b"".join(parts)
    return hashlib.sha256(data).digest() + data


def from_bytes(data: bytes) -> Shard:
    """Read a shard; raise ValueError if these are not the bytes of one, or not all of them."""
    start = hashlib.sha256().digest_size
    if hashlib.sha256(memoryview(data)[start:]).digest() != data[:start]:
        raise ValueError("not the file of a shard.")
    at = start + 8
    end = at + int.from_bytes(data[start:at], "little")
    head = json.loads(data[at:end])
    after_words = end + head["bytes"] + 4 * head["words"] * _NUMBER
    words = partial(_read_words, data, end, head)
    at = after_words + head["rests"]
    return Shard(head["lengths"], _cut(data, at, head["texts"]), head["counted"], words)


def _read_words(data: bytes, at: int, head: dict[str, Any]) -> Words:
    end = at + head["bytes"]
    words = Words()
    words.texts = data[at:end].split(_BETWEEN_WORDS) if head["words"] else []
    columns = []
    for _ in range(4):
        at, end = end, end + head["words"] * _NUMBER
        columns.append(little_endian(array.array("I", data[at:end])).tolist())
    words.pages, words.firsts, words.lasts, lengths = columns
    words.rests = _cut(data, end, lengths)
    return words


def _cut(data: bytes, at: int, lengths: Sequence[int]) -> list[bytes]:
    return [data[start:end] for start, end in pairwise(accumulate(lengths, initial=at))]


def little_endian(numbers: array.array[int]) -> array.array[int]:
    """Return numbers as files have them, from what this machine has, or the other way round."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
