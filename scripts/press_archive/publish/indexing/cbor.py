"""The parts of CBOR (RFC 8949) that Pagefind's indexes consist of: whole numbers, texts and lists."""

from __future__ import annotations

import functools
import re

UNSIGNED, NEGATIVE, TEXT, LIST = 0, 1, 3, 4  # major types (section 3.1)
_NUMBER = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a]....)"


def encode_head(major: int, value: int) -> bytes:
    """Return the head of an item: its major type and its value, length or number of items, as short as can
    be.

    >>> encode_head(LIST, 3).hex(), encode_head(UNSIGNED, 500).hex()
    ('83', '1901f4')
    """
    first = major << 5
    if value < 24:
        return bytes((first | value,))
    for more, length in enumerate((1, 2, 4)):
        if value < 1 << (8 * length):
            return bytes((first | 24 + more,)) + value.to_bytes(length, "big")
    raise OverflowError(value)


def encode_text(text: bytes) -> bytes:
    """Return a text, given in UTF-8, as an item."""
    return encode_head(TEXT, len(text)) + text


def read_head(data: bytes, at: int, major: int) -> tuple[int, int]:
    """Return the value of the head of an item, and where what follows begins; raise ValueError if the item is
    of another type.

    >>> read_head(bytes.fromhex("1901f4"), 0, UNSIGNED)
    (500, 3)
    """
    first = data[at]
    if first >> 5 != major or first & 31 > 26:
        raise ValueError(f"an item of type {first:#x} at {at}. Expected one of major type {major}.")
    value = first & 31
    if value < 24:
        return value, at + 1
    end = at + 1 + (1 << (value - 24))
    return int.from_bytes(data[at + 1 : end], "big"), end


def read_text(data: bytes, at: int) -> tuple[bytes, int]:
    """Return a text in UTF-8, and where what follows begins."""
    length, at = read_head(data, at, TEXT)
    return data[at : at + length], at + length


def after_numbers(data: bytes, at: int) -> int:
    """Return the end of a list of whole numbers."""
    number, at = read_head(data, at, LIST)
    match = _numbers(number).match(data, at)
    if match is None:
        raise ValueError(f"no list of numbers at {at}.")
    return match.end()


@functools.lru_cache(maxsize=4096)
def _numbers(number: int) -> re.Pattern[bytes]:
    return re.compile(b"%b{%d}" % (_NUMBER, number), re.DOTALL)


def short_list(most: int) -> bytes:
    """Return a regular expression of lists of up to `most` whole numbers."""
    lengths = (
        b"%b%b{%d}" % (re.escape(encode_head(LIST, number)), _NUMBER, number) for number in range(1, most + 1)
    )
    return b"(?:\\x80|%b)" % b"|".join(lengths)
