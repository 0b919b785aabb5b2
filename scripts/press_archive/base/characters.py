"""Characters that no text of a record may have: they turn round what comes after them, or are none.

Marks of direction (U+200E, U+200F, U+061C) are accepted, as they change no other letter. For the others see
Unicode Standard Annex 9 (explicit directional formatting) and the Unicode Standard, 23.7 (noncharacters).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .problems import Location

_BIDI = "\u202a-\u202e\u2066-\u2069"
_LAST_OF_PLANES = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_NO_CHARACTERS = f"\x00\ud800-\udfff\ufdd0-\ufdef{_LAST_OF_PLANES}"
# Before a pattern of a JSON Schema: those of the basic plane, as escapes that every editor knows.
NO_REFUSED = r"(?![\s\S]*[\u0000\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff])"
BIDI = re.compile(f"[{_BIDI}]")
REFUSED = re.compile(f"[{_BIDI}{_NO_CHARACTERS}]")
# Of REFUSED those of the basic plane, and all characters beyond it. Python searches for these in a twentieth
# of the time, as each fits into a table.
_IN_BASIC_PLANE = re.compile(f"[{_BIDI}\x00\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
HINT = "remove it"
# The same as references of HTML and as escapes of YAML, JSON and programs.
_WRITTEN_OUT = re.compile(
    r"&#(?:[xX]0*(20(?:2[a-eA-E]|6[6-9]))(?![0-9a-fA-F])|0*(823[4-8]|829[4-7])(?!\d))"
    r"|(?<!\\)\\u\{?0*(20(?:2[a-eA-E]|6[6-9]))"
)


def has_refused(text: str) -> bool:
    """Return whether a text has a character that no text of a record may have.

    >>> has_refused("Tide\u202ewatch"), has_refused("Tide\U0001ffff"), has_refused("Tide\U0001f30a")
    (True, True, False)
    """
    if text.isascii():
        return "\0" in text
    return bool(_IN_BASIC_PLANE.search(text) or (_BEYOND.search(text) and REFUSED.search(text)))


def refused_character(text: str) -> str:
    """Return what is wrong with the first character that no text may have; an empty text if there is none.

    >>> refused_character("Tide\\u202ewatch")
    'the invisible character U+202E, which turns round the text after it. Expected text without it.'
    >>> refused_character("Tidewatch")
    ''
    """
    match = REFUSED.search(text) if has_refused(text) else None
    if not match:
        return ""
    what = "the invisible character" if BIDI.match(match[0]) else "U+"
    number = f"{ord(match[0]):04X}"
    if what == "U+":
        return f"U+{number}, which is no character. Expected text without it."
    return f"{what} U+{number}, which turns round the text after it. Expected text without it."


def without_refused(text: str) -> str:
    """Return a text with U+FFFD for every character that no text of a record may have.

    The name of a file may contain bytes that are not UTF-8, which Python reads as surrogates.

    >>> without_refused("quay\\udcff\\u202e.txt") == "quay\\ufffd\\ufffd.txt"
    True
    """
    return REFUSED.sub("\ufffd", text)


def turned_round(text: str) -> str:
    """Return what is wrong with the first character of a page that turns round the text after it, also where
    it is written out; an empty text if there is none.

    >>> turned_round("Tide&#x202E;watch") == turned_round("Tide\u202ewatch") == refused_character("\u202e")
    True
    """
    if match := BIDI.search(text):
        return refused_character(match[0])
    if match := _WRITTEN_OUT.search(text):
        digits = match[1] or match[3]
        return refused_character(chr(int(digits, 16) if digits else int(match[2])))
    return ""


def find_refused(value: Any, location: Location) -> Iterator[tuple[Location, str]]:
    """Yield the location of every text below a value that has such a character, and what is wrong with it."""
    if isinstance(value, str):
        if wrong := refused_character(value):
            yield location, wrong
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from find_refused(item, (*location, key))
