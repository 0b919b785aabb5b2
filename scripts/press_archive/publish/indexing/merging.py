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
from .pagefind_program import SIGNATURE
from .postings import BEFORE_FORM
from .shards import Shard

# Bytes of a chunk before it is compressed.
LEAST, MOST = 14_000, 28_000
LEVEL = 6  # of compression; at 9 it takes three times as long for 2% less
_ENDS = 32  # words, on average, until one ends a chunk that has the least bytes
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
        known = len(written)
        for text, pages, first, last, rest in columns:
            row = rows.setdefault(text, known)
            if row == known:
                known += 1
                written.append(b"")
                numbers.append(0)
                lasts.append(0)
            if pages:  # or all of them have the word with accents
                step = offset + first - lasts[row]
                head = _STEPS[step] if step < 1000 else b"\x83" + encode_head(UNSIGNED, step)
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
    """Words that follow each other, as a chunk of Pagefind's index."""

    start: str  # a beginning of the first word that comes after all words before; empty for the first chunk
    data: bytes


def divide_words(words: Iterable[tuple[bytes, bytes]]) -> Iterator[Chunk]:
    """Yield the chunks of words that are given in order, each with how it is written; at least one.

    A word with many pages has a chunk of its own.
    """
    written: list[bytes] = []
    size, start, before = 0, "", ""
    for word, data in words:
        text = word.decode()
        ends = size >= LEAST and zlib.crc32(before.encode()) % _ENDS == 0
        if written and (ends or size + len(data) > MOST):
            yield Chunk(start, _chunk(written))
            written, size, start = [], 0, beginning(before, text)
        written.append(data)
        size += len(data)
        before = text
    yield Chunk(start, _chunk(written))


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


def beginning(other: str, word: str) -> str:
    """Return the shortest beginning of a word that another word does not have.

    >>> beginning("reactor", "readers")
    'read'
    """
    shared = 0
    while shared < min(len(other), len(word)) and other[shared] == word[shared]:
        shared += 1
    return word[: shared + 1]
