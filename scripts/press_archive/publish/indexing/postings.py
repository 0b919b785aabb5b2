"""The words of an index: in which pages each one is, and where.

A chunk of Pagefind's index is a list of words, each with its pages and, where it is written with accents too,
the pages of each such form. A page is its number, as the distance from the one before, and two lists of
positions, which we keep as they are.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .cbor import LIST, UNSIGNED, after_numbers, encode_head, read_head, read_text, short_list

BEFORE_FORM = b"\t"  # no word contains white space
_LONGEST = 12  # positions of a page that are read at once
_UNSIGNED = rb"([\x00-\x17]|\x18.|\x19..|\x1a....)"
_PAGE = re.compile(b"\\x83%b%b{2}" % (_UNSIGNED, short_list(_LONGEST)), re.DOTALL)
_SMALL = {encode_head(UNSIGNED, number): number for number in range(256)}


class Postings(NamedTuple):
    """The pages of a word in one shard: how many, the numbers of the first and the last, and all of them as
    Pagefind writes them but for the beginning and the number of the first.
    """

    pages: int
    first: int
    last: int
    rest: bytes


Row = tuple[int, int, int, bytes]  # as Postings


class Words:
    """The words of a shard, a column for each field of their postings.

    A word with accents comes after the word without, from which a tab parts it. Texts are in UTF-8.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.texts: list[bytes] = []
        self.pages: list[int] = []
        self.firsts: list[int] = []
        self.lasts: list[int] = []
        self.rests: list[bytes] = []

    def add(self, text: bytes, postings: Postings) -> None:
        """Add a word."""
        self.texts.append(text)
        self.pages.append(postings.pages)
        self.firsts.append(postings.first)
        self.lasts.append(postings.last)
        self.rests.append(postings.rest)

    def rows(self) -> dict[bytes, Row]:
        """Return the postings of each word."""
        columns = (self.pages, self.firsts, self.lasts, self.rests)
        return dict(zip(self.texts, zip(*columns, strict=True), strict=True))

    def add_chunk(self, data: bytes) -> None:
        """Add the words of a chunk in their order; raise ValueError if it is not one.

        A word all of whose pages have it with accents has no pages of its own.
        """
        fields, at = read_head(data, 0, LIST)
        if fields != 1:
            raise ValueError(f"a chunk with {fields} fields. Expected 1.")
        words, at = read_head(data, at, LIST)
        for _ in range(words):
            fields, at = read_head(data, at, LIST)
            if fields != 3:
                raise ValueError(f"a word with {fields} fields. Expected 3.")
            word, at = read_text(data, at)
            postings, at = _read_pages(data, at)
            self.add(word, postings)
            forms, at = read_head(data, at, LIST)
            for _ in range(forms):
                _, at = read_head(data, at, LIST)
                form, at = read_text(data, at)
                postings, at = _read_pages(data, at)
                self.add(word + BEFORE_FORM + form, postings)
        if at != len(data):
            raise ValueError(f"{len(data) - at} bytes after the last word.")


def _read_pages(data: bytes, at: int) -> tuple[Postings, int]:
    number, at = read_head(data, at, LIST)
    first = last = rest = 0
    for position in range(number):
        step, start, at = next_page(data, at)
        last += step
        if not position:
            first, rest = step, start
    return Postings(number, first, last, data[rest:at] if number else b""), at


def next_page(data: bytes, at: int) -> tuple[int, int, int]:
    """Return how far a page is from the one before, where its positions begin, and where it ends."""
    match = _PAGE.match(data, at)
    if match:
        code = match[1]
        step = _SMALL[code] if code in _SMALL else read_head(code, 0, UNSIGNED)[0]
        return step, match.end(1), match.end()
    fields, at = read_head(data, at, LIST)
    if fields != 3:
        raise ValueError(f"a page with {fields} fields. Expected 3.")
    step, start = read_head(data, at, UNSIGNED)
    return step, start, after_numbers(data, after_numbers(data, start))
