"""One index from its shards: the same bytes, whatever the division into shards.

Pages are numbered through all shards, and the pages of a word are those of all shards. Words are divided into
chunks that are smaller than Pagefind's, as a query loads those of its words. Where a chunk ends depends on
its words and their pages alone.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .cbor import LIST, UNSIGNED, encode_head, encode_text
from .feeds import FACTS
from .pagefind_program import SIGNATURE, VERSION
from .postings import BEFORE_FORM
from .shards import Shard

# Bytes of a chunk before it is compressed.
LEAST, MOST = 24_000, 48_000
LEVEL = 6  # of compression; at 9 it takes three times as long for 2% less
_ENDS = 64  # words, on average, until one ends a chunk that has the least bytes
# A beginning of so many characters loads every chunk with words that begin so.
BEGINNING = 3
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


# The beginning of a page that is so many pages after the one before.
_STEPS = [b"\x83" + encode_head(UNSIGNED, step) for step in range(1000)]


class Merger:
    """The words of shards that are added in their order.

    What is known of a word is in numbers and bytes, not in objects: the garbage collector would go through
    millions of those again and again.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.lengths: list[int] = []
        self._rows: dict[bytes, int] = {}  # of the words, in the columns
        self._written: list[bytes] = []
        self._pages: list[int] = []
        self._lasts: list[int] = []

    def add(self, shard: Shard) -> None:
        """Add a shard, whose pages come after those that were added before."""
        offset = len(self.lengths)
        rows, written, numbers, lasts = self._rows, self._written, self._pages, self._lasts
        words = shard.words
        columns = zip(words.texts, words.pages, words.firsts, words.lasts, words.rests, strict=True)
        for text, pages, first, last, rest in columns:
            row = rows.setdefault(text, len(written))
            if row == len(written):
                written.append(b"")
                numbers.append(0)
                lasts.append(0)
            if pages:  # or all of them have the word with accents
                step = offset + first - lasts[row]
                head = _STEPS[step] if step < len(_STEPS) else b"\x83" + encode_head(UNSIGNED, step)
                written[row] += head + rest
                numbers[row] += pages
                lasts[row] = offset + last
        self.lengths += shard.lengths

    def written_words(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield each word, in the order of bytes, and how it is written."""
        forms: dict[bytes, list[bytes]] = {}
        words = []
        for text in self._rows:
            word, between, form = text.partition(BEFORE_FORM)
            if between:
                forms.setdefault(word, []).append(b"\x82" + encode_text(form) + self._list_of_pages(text))
            else:
                words.append(word)
        for word in sorted(words):
            of_word = forms.get(word, [])
            parts = (b"\x83", encode_text(word), self._list_of_pages(word), encode_head(LIST, len(of_word)))
            yield word, b"".join((*parts, *of_word))

    def _list_of_pages(self, text: bytes) -> bytes:
        row = self._rows[text]
        return encode_head(LIST, self._pages[row]) + self._written[row]


@dataclass(frozen=True)
class Chunk:
    """Words that follow each other: the first, the last, and all of them as a chunk of Pagefind's index."""

    first: str
    last: str
    data: bytes


def divide_words(words: Iterable[tuple[bytes, bytes]]) -> Iterator[Chunk]:
    """Yield the chunks of words that are given in order, each with how it is written."""
    names: list[bytes] = []
    written: list[bytes] = []
    size = 0
    for word, data in words:
        names.append(word)
        written.append(data)
        size += len(data)
        if size >= MOST or (size >= LEAST and zlib.crc32(word) % _ENDS == 0):
            yield Chunk(names[0].decode(), names[-1].decode(), _chunk(written))
            names, written, size = [], [], 0
    if names:
        yield Chunk(names[0].decode(), names[-1].decode(), _chunk(written))


def _chunk(words: list[bytes]) -> bytes:
    return b"".join((b"\x81", encode_head(LIST, len(words)), *words))


def name_of(number: int) -> str:
    """Return a short name for a number.

    >>> name_of(0), name_of(35), name_of(36)
    ('0', 'z', '10')
    """
    rest, digit = divmod(number, len(_DIGITS))
    return (name_of(rest) if rest else "") + _DIGITS[digit]


def pack(data: bytes) -> bytes:
    """Return data as a file of Pagefind."""
    return gzip.compress(SIGNATURE + data, LEVEL, mtime=0)


def write_meta(pages: Iterable[tuple[str, int]], bounds: list[tuple[str, str]]) -> bytes:
    """Write what Pagefind loads first: the name and length of each page, and which words each chunk has,
    given by the first and the last.
    """
    named = [b"\x82" + _text(name) + encode_head(UNSIGNED, length) for name, length in pages]
    ranges = [
        b"\x83" + _text(first) + _text(last) + _text(name_of(number))
        for number, spans in enumerate(loading_words(bounds))
        for first, last in spans
    ]
    facts = [encode_text(fact) for fact in FACTS]
    return b"".join((b"\x86", _text(VERSION), *map(_list, (named, ranges, [], [], facts))))


def _text(text: str) -> bytes:
    return encode_text(text.encode())


def _list(items: list[bytes]) -> bytes:
    return encode_head(LIST, len(items)) + b"".join(items)


def loading_words(bounds: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Yield, for each chunk, the ranges of words that load it.

    First that of its own words, whose beginning is as short as it can be. Then each beginning of its first
    word, as words that begin so may be in the chunk before too, and Pagefind looks for longer words in what
    is loaded.

    >>> list(loading_words([("quay", "ready"), ("readying", "toll")]))
    [[('q', 'ready')], [('readyi', 'toll'), ('rea', 'rea'), ('read', 'read'), ('ready', 'ready')]]
    """
    before = ""
    for first, last in bounds:
        start = _beginning(before, first)
        yield [(start, last), *((start[:length], start[:length]) for length in range(BEGINNING, len(start)))]
        before = last


def _beginning(other: str, word: str) -> str:
    """Return the shortest beginning of a word that another word does not have."""
    shared = 0
    while shared < min(len(other), len(word)) and other[shared] == word[shared]:
        shared += 1
    return word[: shared + 1]
