"""Fingerprints of runs of words: which runs of a restricted text have one, and where a text has such a run.

Of six runs of nine words that begin at neighbouring words, one has a fingerprint. So 14 words in a row
contain one, wherever they begin, and two neighbouring fingerprints share three words: whoever knows the words
of one has six to guess for the next. docs/development/decisions.md has the arithmetic.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate

from .fingerprint_file import BITS
from .runs import RUN, Run, Words

STEP = 6
# So many words in a row contain a run with a fingerprint.
CERTAIN = RUN + STEP - 1
# Pages share their head and their foot, and each is read in several ways. So many runs without a fingerprint
# are remembered, so that each is hashed once; they take 80 MB.
REMEMBERED = 1_000_000

# The runs of nine words in 14 words of a restricted text: of these, one must have a fingerprint.
Window = Sequence[int]


def fingerprints(text: Words, salt: str) -> Iterator[int]:
    """Return the fingerprint of every run of nine words: BLAKE2b (RFC 7693) with the salt as its key.

    The salt is in hexadecimal digits.

    >>> [*fingerprints("a b c d e f g h i".split(), "00" * 16)]
    [118365560649546]
    """
    return map(_hash_with(salt), _encoded_runs(text))


def _encoded_runs(text: Words) -> Iterator[bytes]:
    """Yield every run of nine words as bytes, a space between two words."""
    if len(text) < RUN:
        return
    joined = " ".join(text).encode()
    starts = [0, *accumulate(len(word.encode()) + 1 for word in text)]
    for first, end in zip(starts, starts[RUN:], strict=False):
        yield joined[first : end - 1]


def _hash_with(salt: str) -> Callable[[bytes], int]:
    keyed = hashlib.blake2b(digest_size=BITS // 8, key=bytes.fromhex(salt))

    def fingerprint(run: bytes) -> int:
        hashed = keyed.copy()
        hashed.update(run)
        return int.from_bytes(hashed.digest())

    return fingerprint


def windows(stretches: Iterable[Words], salt: str, *facts: AbstractSet[Run]) -> list[Window]:
    """Return the fingerprints of every 14 words of some texts, without those of runs that are facts.

    A text of 9 to 13 words is one window; a shorter one has none.
    """
    return [window for text in stretches for window in _windows_of(text, salt, facts)]


def _windows_of(text: Words, salt: str, facts: Iterable[AbstractSet[Run]]) -> Iterator[Window]:
    known = [one for one in facts if one]
    restricted = [
        value if all(tuple(text[start : start + RUN]) not in one for one in known) else None
        for start, value in enumerate(fingerprints(text, salt))
    ]
    for start in range(max(len(restricted) - STEP, 0) + 1):
        if window := [value for value in restricted[start : start + STEP] if value is not None]:
            yield window


def choose(
    needed: Sequence[Window], own: AbstractSet[int] = frozenset(), others: AbstractSet[int] = frozenset()
) -> frozenset[int]:
    """Return fingerprints of which every window has one, and none of which can be left out.

    The last of a window is chosen, so that they are as far from each other as they can be. But `own`, those
    of the same capture before, come first, and then `others`, those of other captures: if the same text had
    fingerprints of other runs too, the words between two of them would be fewer, and easier to guess.
    """
    chosen: set[int] = set()
    for window in needed:
        if chosen.isdisjoint(window):
            chosen.add(_preferred(window, own, others))
    return frozenset(_without_superfluous(needed, chosen))


def _preferred(window: Window, *known: AbstractSet[int]) -> int:
    for values in known:
        for value in reversed(window):
            if value in values:
                return value
    return window[-1]


def _without_superfluous(needed: Sequence[Window], chosen: set[int]) -> set[int]:
    """Leave out, one after the other, the fingerprints without which every window still has one."""
    counts, places = _count(needed, chosen)
    kept = set(chosen)
    for value in sorted(chosen):
        if all(counts[place] > 1 for place in places[value]):
            kept.remove(value)
            counts.subtract(places[value])
    return kept


def _count(
    needed: Sequence[Window], values: AbstractSet[int]
) -> tuple[Counter[int], Mapping[int, list[int]]]:
    """Return how many of the values each window has, by its position, and the windows of each value."""
    counts: Counter[int] = Counter()
    places: dict[int, list[int]] = defaultdict(list)
    for position, window in enumerate(needed):
        for value in values & {*window}:
            counts[position] += 1
            places[value].append(position)
    return counts, places


def compare(needed: Sequence[Window], values: AbstractSet[int]) -> tuple[int, int]:
    """Return how many windows have none of the values, and how many of the values no window needs."""
    counts, places = _count(needed, values)
    superfluous = sum(all(counts[place] > 1 for place in places[value]) for value in values)
    return len(needed) - len(counts), superfluous


class FingerprintIndex:
    """The fingerprints of captures that are not held, to look for in what is published."""

    def __init__(self, salt: str, values: Iterable[AbstractSet[int]] = ()) -> None:
        """Take the values of each capture, made with the archive's salt."""
        self._hash = _hash_with(salt)
        self._without: set[int] = set()  # runs that have no fingerprint
        self._values: frozenset[int] = frozenset().union(*values)

    def __bool__(self) -> bool:
        """Return whether there is anything to look for."""
        return bool(self._values)

    def find(self, text: Words) -> Iterator[tuple[int, int]]:
        """Yield the position of the first word of each run that has a fingerprint, and the fingerprint.

        >>> run = "a b c d e f g h i".split()
        >>> index = FingerprintIndex("00" * 16, [{*fingerprints(run, "00" * 16)}])
        >>> [position for position, _ in index.find(["z", *run, "z"])]
        [1]
        """
        if not self._values:
            return
        if len(self._without) > REMEMBERED:
            self._without.clear()
        for position, run in enumerate(_encoded_runs(text)):
            if (key := hash(run)) in self._without:
                continue
            if (value := self._hash(run)) in self._values:
                yield position, value
            else:
                self._without.add(key)
