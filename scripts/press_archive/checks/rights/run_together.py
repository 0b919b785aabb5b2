"""Words that are run together, such as "theoldpilotlit": found letter by letter, or refused as no text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ...captures.runs import RUN, Run, Words

# Nine words have hardly fewer letters; the longest words of most languages have some more.
SHORTEST = 25  # letters
# Fourteen words, of which one run has a fingerprint, have as many letters; a word of a language has fewer.
NO_WORD = 60
_BEGINNING = 12  # letters by which a run is looked for
# Scripts that part words by spaces: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian.
_LETTERS = re.compile(r"[a-z\u00df-\u058f\u05d0-\u06ff\u10a0-\u10ff\u1e00-\u1fff]+")


def long_words(text: Words, shortest: int = SHORTEST) -> Iterator[tuple[int, str]]:
    """Yield the words of so many letters, with their positions.

    >>> [*long_words(["the", "oldpilotlitallofthelampsagain"])]
    [(1, 'oldpilotlitallofthelampsagain')]
    """
    if max(map(len, text), default=0) < shortest:
        return
    for position, word in enumerate(text):
        if len(word) >= shortest and _LETTERS.fullmatch(word):
            yield position, word


class LongWords:
    """Long words in which runs of nine words are looked for."""

    def __init__(self, found: Iterable[str]) -> None:
        """Take the words."""
        self._words = set(found)
        self._beginnings = {
            word[start : start + _BEGINNING]
            for word in self._words
            for start in range(len(word) - _BEGINNING + 1)
        }

    def __bool__(self) -> bool:
        """Return whether there is any word."""
        return bool(self._words)

    def may_have_runs_of(self, texts: Iterable[Words]) -> bool:
        """Return whether a word may have a run of some texts: the beginning of one is in it."""
        return any(beginning in joined for joined in map("".join, texts) for beginning in self._beginnings)

    def find(self, runs: Mapping[Run, int]) -> Iterator[tuple[str, Run]]:
        """Yield each word that has a run, and the first of its runs.

        >>> run = tuple("the old pilot lit all of the lamps again".split())
        >>> [word for word, _ in LongWords(["x" + "".join(run)]).find({run: 1})]
        ['xtheoldpilotlitallofthelampsagain']
        """
        left = set(self._words)
        for run in runs:
            joined = "".join(run)
            if len(run) == RUN and joined[:_BEGINNING] in self._beginnings:
                found = {word for word in left if joined in word}
                left -= found
                yield from ((word, run) for word in sorted(found))
