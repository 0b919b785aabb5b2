"""Break a text into balanced lines, in the largest size in which it fits a box.

A list of sizes is tried from the largest. Lines are as short as their number allows, so that they are about
equally long and no word is left alone on the last one. A text that is too long for the smallest size is cut
at a word and ends in an ellipsis.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

ELLIPSIS = "…"

# The width of a text in pixels, in a size in pixels.
Measure = Callable[[str, int], float]


@dataclass(frozen=True)
class Box:
    """Where a text must fit: pixels, and the distance of lines as a multiple of the size."""

    width: int
    height: int
    leading: float


@dataclass(frozen=True)
class Size:
    """A size of type in pixels, the most lines that it may have, and whether long words are divided in it."""

    pixels: int
    lines: int
    divides: bool = False


@dataclass(frozen=True)
class TypeSetting:
    """A text in lines, and the size of their type in pixels."""

    pixels: int
    lines: tuple[str, ...]


def set_text(text: str, box: Box, sizes: Sequence[Size], measure: Measure) -> TypeSetting:
    """Return a text in the first of `sizes` in which it fits; cut in the last one where it fits in none."""
    words = text.split()
    for size in sizes:
        parts = _divided(words, box.width, size.pixels, measure) if size.divides else words
        lines = _balanced(parts, box.width, size, measure)
        if lines is not None and len(lines) <= most_lines(box, size):
            return TypeSetting(size.pixels, tuple(lines))
    return TypeSetting(sizes[-1].pixels, tuple(_cut(words, box, sizes[-1], measure)))


def most_lines(box: Box, size: Size) -> int:
    """Return how many lines of a size a box has room for, and the size allows."""
    return min(size.lines, int(box.height / (box.leading * size.pixels)))


def fit_line(text: str, width: float, measure: Callable[[str], float], end: str = "") -> str:
    """Return a text that fits on one line: all of it, or its beginning, an ellipsis and its `end`.

    >>> fit_line("The Gull Post of Ostrand (inferred)", 26, len, " (inferred)")
    'The Gull Post… (inferred)'
    """
    folded = " ".join(text.split())
    if measure(folded) <= width:
        return folded
    words = folded.removesuffix(end).split(" ")
    for number in range(len(words) - 1, 0, -1):
        shorter = _ellipsis(" ".join(words[:number])) + end
        if measure(shorter) <= width:
            return shorter
    letters = len(words[0])
    while letters > 1 and measure(_ellipsis(words[0][:letters]) + end) > width:
        letters -= 1
    return _ellipsis(words[0][:letters]) + end


def _ellipsis(text: str) -> str:
    return text.rstrip(" ,;:.-–—(“«") + ELLIPSIS


def _balanced(words: Sequence[str], width: float, size: Size, measure: Measure) -> list[str] | None:
    """Return as few lines as the width allows, about equally long; None where a word is too long."""
    widths = [measure(word, size.pixels) for word in words]
    space = measure(" ", size.pixels)
    if max(widths, default=0) > width:
        return None
    fewest = len(_broken(widths, space, width))
    low, high = max(widths, default=0), width
    while high - low > 1:
        middle = (low + high) / 2
        if len(_broken(widths, space, middle)) > fewest:
            low = middle
        else:
            high = middle
    return [" ".join(words[start:end]) for start, end in _broken(widths, space, high)]


def _broken(widths: Sequence[float], space: float, width: float) -> list[tuple[int, int]]:
    """Return the first word of each line and the one after its last, as full as the width allows."""
    lines: list[tuple[int, int]] = []
    start, used = 0, 0.0
    for position, word in enumerate(widths):
        if position > start and used + space + word > width:
            lines.append((start, position))
            start, used = position, word
        else:
            used += word + (space if position > start else 0)
    return [*lines, (start, len(widths))]


def _divided(words: Sequence[str], width: float, pixels: int, measure: Measure) -> list[str]:
    """Return words, those that are too long in parts. Two parts of a word never fit on one line."""
    parts: list[str] = []
    for word in words:
        number = math.ceil(measure(word, pixels) / width)
        while max(measure(part, pixels) for part in _parts(word, number)) > width and number < len(word):
            number += 1
        parts += _parts(word, number)
    return parts


def _parts(word: str, number: int) -> list[str]:
    """Return a word in parts of about the same number of letters; no part begins with a combining mark."""
    if number <= 1:
        return [word]
    ends = [round(len(word) * part / number) for part in range(1, number)]
    for position, end in enumerate(ends):
        while end < len(word) and unicodedata.category(word[end]).startswith("M"):
            end += 1
        ends[position] = end
    return [word[start:end] for start, end in pairwise([0, *ends, len(word)]) if start < end]


def _cut(words: Sequence[str], box: Box, size: Size, measure: Measure) -> list[str]:
    """Return as many full lines as there is room for, the last one with an ellipsis."""
    parts = _divided(words, box.width, size.pixels, measure)
    widths = [measure(part, size.pixels) for part in parts]
    spans = _broken(widths, measure(" ", size.pixels), box.width)[: most_lines(box, size)]
    lines = [" ".join(parts[start:end]) for start, end in spans[:-1]]
    rest = " ".join(parts[spans[-1][0] :])
    return [*lines, fit_line(rest, box.width, lambda text: measure(text, size.pixels))]
