"""Growth: twice as many documents, and twice as many terms for the same documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..bench import Bench, Line
from ..invention import Shape


def growth(bench: Bench, number: int) -> Iterator[Line]:
    """Yield how many times as much a full build costs for twice as many documents, and for twice as many terms."""
    small, many = Shape(number), Shape(number, terms=2 * number)
    yield _times(
        bench, f"twice as many documents, {2 * number:,}", small, replace(small, documents=2 * number)
    )
    yield _times(bench, f"twice as many terms, {4 * number:,}", many, replace(many, terms=4 * number))


def _times(bench: Bench, what: str, small: Shape, large: Shape) -> Line:
    costs = []
    for shape in (small, large):
        bench.built(shape)
        costs.append(bench.costs[shape])
        if shape != Shape(small.documents):  # which other rows need
            bench.forget(shape)
    before, after = costs
    ratios = after.wall / before.wall, after.cpu / before.cpu, after.peak / before.peak
    return Line(f"full build with {what}", small.documents, "times s, times CPU, times MB", ratios)
