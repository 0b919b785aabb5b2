"""The nine-word rule's tools: the words of a text, its runs of nine words, and how to find a run in a long
text.

A run that two texts share counts as copied. Both texts are normalised here and nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import accumulate
from typing import Generic, TypeVar

from .look_alikes import unmask

RUN = 9
# A key is five words in a row; a run of nine contains five keys. Wherever a run is in a text, one of its keys
# begins at a multiple of five, so only every fifth key of a text has to be looked up.
KEY = (RUN + 1) // 2

Run = tuple[str, ...]
Key = int
Words = list[str]
Part = TypeVar("Part")

# Characters that cannot be seen: the category Cf and the property Default_Ignorable_Code_Point (Unicode 17.0,
# UnicodeData.txt and DerivedCoreProperties.txt). A soft hyphen or a joiner does not divide a word.
INVISIBLE = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_ASCII = re.compile("[\x00-\x7f]+")
_WITH_OTHERS = re.compile("[\x00-\x7f]?[^\x00-\x7f]+")
# Letters that are used as apostrophes. Like the apostrophe itself, they divide a word.
_WORD = re.compile(r"[^\W_ʹʻʼʽˈ]+")
# A line reference as the archive prints it: L13 or L17–L21. It may be anywhere in a text and is not a word.
_LINE_MARK = re.compile(r"l(?<![^\W_]l)[0-9]{1,5}(?:[-–]l?[0-9]{1,5})?(?![^\W_])")


def words(text: str) -> Words:
    """Return the words of a text.

    Letter case, Unicode normalisation forms, invisible characters, line references and letters of another
    script in a Latin word make no difference.

    >>> words("The Harbour’s ca\\u00adfe\\u0301 [L13] is “shut”"), words("ﬁsh_quay")
    (['the', 'harbour', 's', 'café', 'is', 'shut'], ['fish', 'quay'])
    """
    return _WORD.findall(_LINE_MARK.sub(" ", text.lower() if text.isascii() else _fold(text)))


def _fold(text: str) -> str:
    if _INVISIBLE.search(_ASCII.sub("", text)):
        text = _INVISIBLE.sub("", text)
    return unmask(_normalize(_normalize(text).casefold()))


def _normalize(text: str) -> str:
    """Return a text in the form NFKC (Unicode Standard Annex 15); only parts that are not in it take time."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    # An ASCII character can combine with characters after it, but not with any before it.
    return _WITH_OTHERS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


class JoinedText(Generic[Part]):
    """Texts that are read one after the other."""

    def __init__(self, texts: Iterable[tuple[Part, str]]) -> None:
        """Join (part, text) pairs in their order."""
        self._texts = list(texts)
        self.words = words("\n".join(text for _, text in self._texts))

    @cached_property
    def _starts(self) -> list[int]:
        """The position of the first word of each part."""
        counts = (len(words(text)) for _, text in self._texts)
        return [0, *accumulate(counts)]

    def part(self, position: int) -> Part:
        """Return the part that contains the word at a position.

        >>> JoinedText([("first", "a b"), ("empty", ""), ("last", "c d")]).part(2)
        'last'
        """
        return self._texts[bisect_right(self._starts, position) - 1][0]


def runs(text: Words) -> Iterator[Run]:
    """Return every run of nine words.

    >>> [run[0] for run in runs(words("a b c d e f g h i j"))]
    ['a', 'b']
    """
    return zip(*(text[start:] for start in range(RUN)), strict=False)


def keys(text: Words) -> Iterator[Key]:
    """Return the keys of a text: the hash of every five words in a row. A number takes less memory than
    words.
    """
    return map(hash, zip(*(text[start:] for start in range(KEY)), strict=False))


def _every_fifth_key(text: Words) -> Iterator[Key]:
    return map(hash, zip(*(text[start::KEY] for start in range(KEY)), strict=False))


def places(text: Words, known: AbstractSet[Key]) -> Iterator[int]:
    """Yield every position at which one of the runs with these keys may begin; there are no others."""
    if known.isdisjoint(_every_fifth_key(text)):
        return
    last = len(text) - RUN
    for number, key in enumerate(_every_fifth_key(text)):
        if key in known:
            position = number * KEY
            yield from range(max(position - KEY + 1, 0), min(position, last) + 1)


class RunIndex:
    """Runs to look for in many texts. It keeps their hashes, which take less memory than the words."""

    def __init__(self, texts: Iterable[Words], without: Iterable[Run] = ()) -> None:
        """Take every run of some texts, without those that are named."""
        self._runs: set[int] = set()
        self._keys: set[Key] = set()
        for text in texts:
            if len(text) >= RUN:
                self._runs.update(map(hash, runs(text)))
                self._keys.update(keys(text))
        self._runs.difference_update(map(hash, without))

    def __bool__(self) -> bool:
        """Return whether there is any run to look for."""
        return bool(self._runs)

    def find(self, text: Words) -> Iterator[tuple[int, Run]]:
        """Yield each indexed run that a text contains, with the position of its first word.

        >>> [*RunIndex([words("b c d e f g h i j")]).find(words("a b c d e f g h i j k"))]
        [(1, ('b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'))]
        """
        for position in places(text, self._keys):
            run = tuple(text[position : position + RUN])
            if hash(run) in self._runs:
                yield position, run


def quotable(text: str) -> str:
    """Return the beginning of a text that is shorter than what counts as copied.

    >>> quotable("A quay"), quotable("A quay of the bay is open to all boats until the tide")
    ('A quay', 'A quay of the bay is open to …')
    """
    if len(words(text)) < RUN:
        return text
    end = 0
    for position, character in enumerate(text):
        if character.isspace() and len(words(text[:position])) < RUN:
            end = position
    return f"{text[:end]} …".lstrip()
