"""What a search for personal data returns, and how a text is made plain before it is searched."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from ...base.escape import unescape

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"\\": None})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


@dataclass(frozen=True, order=True)
class Finding:
    """A part of a plain text: where it begins, what kind of personal data it is, and the part itself."""

    start: int
    kind: str
    text: str
    lines: int = 0  # line feeds before it


def make_plain(text: str) -> str:
    """Return a text as a reader sees it: without escapes of HTML, addresses and Markdown, with ASCII digits.

    Line feeds are kept, so that a line can be counted.

    >>> make_plain("ada&#64;gullpost.example, %40, +٤٤ 20–7946")
    'ada@gullpost.example, @, +44 20-7946'
    """
    plain = text
    if "&" in plain:
        plain = unescape(plain)
    if "%" in plain:
        plain = unquote(unquote(plain))
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", plain))
        plain = _FOREIGN_DIGIT.sub(lambda digit: str(int(digit[0])), plain)
    return plain.translate(_DASHES)


def compact(text: str) -> str:
    """Return what two spellings of one number or address have in common.

    >>> compact("+44 (20) 7946-0958") == compact("+44 20 7946 0958")
    True
    """
    return re.sub(r"[\s()./_-]+", "", make_plain(text)).casefold()
