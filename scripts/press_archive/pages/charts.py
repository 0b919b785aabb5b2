"""Bar charts as inline SVG, in the style sheet's colours by classes alone: no script, no style attribute.

Whatever a chart shows stands as numbers beside it, in the chart itself or in a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..base.escape import exact


@dataclass(frozen=True)
class Column:
    """A column of a chart: what it stands for, its parts (class of a colour → number) and where it leads.

    `tick` is printed below it; `href` is an address as a browser needs it, relative to the page.
    """

    label: str
    parts: Mapping[str, int]
    href: str
    tick: str = ""

    @property
    def total(self) -> int:
        """The whole column's number."""
        return sum(self.parts.values())


@dataclass(frozen=True)
class Size:
    """The sizes of a chart in its own units: the step from column to column, a bar's width, the height of the highest."""

    step: int
    bar: int
    height: int


MONTHS = Size(step=9, bar=7, height=100)
YEARS = Size(step=34, bar=22, height=36)
YEARS_BY_KIND = Size(step=40, bar=28, height=80)
_TOP, _BELOW, _LEFT = 16, 18, 18


def render_chart(columns: Sequence[Column], size: Size, label: str, numbers: bool = False) -> Markup:
    """Draw stacked columns; with `numbers`, each column's total stands above it, else lines mark the scale."""
    highest = max((column.total for column in columns), default=0) or 1
    left = 0 if numbers else _LEFT
    width, bottom = left + size.step * len(columns) + 2, _TOP + size.height
    # The chart is a group, not one image: its columns are links that a screen reader may list.
    parts = [
        Markup('<svg class="chart__drawing" role="group" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">').format(
            exact(label), width, bottom + _BELOW, width, bottom + _BELOW
        )
    ]
    for value in () if numbers else _scale(highest):
        y = bottom - round(size.height * value / highest, 2)
        line = '<path class="chart__line" d="M{} {}H{}"/><text class="chart__scale" x="{}" y="{}">{}</text>'
        parts.append(Markup(line).format(left, y, width, left - 4, y + 3, value))
    for position, column in enumerate(columns):
        x = left + position * size.step + (size.step - size.bar) // 2
        if column.tick:
            parts.append(Markup('<text class="chart__tick" x="{}" y="{}">{}</text>').format(x, bottom + 13, exact(column.tick)))
        if column.total:
            parts.append(_column(column, x, bottom, size, highest, numbers))
    parts.append(Markup('<path class="chart__base" d="M{} {}H{}"/></svg>').format(left, bottom, width))
    return Markup('<figure class="chart">{}</figure>').format(Markup("").join(parts))


def _column(column: Column, x: int, bottom: int, size: Size, highest: int, numbers: bool) -> Markup:
    found = [
        Markup('<a href="{}" aria-label="{}"><title>{}</title>').format(column.href, exact(column.label), exact(column.label))
    ]
    y = float(bottom)
    for colour, number in column.parts.items():
        height = round(size.height * number / highest, 2)
        y = round(y - height, 2)
        if number:
            bar = '<rect class="chart__bar {}" x="{}" y="{}" width="{}" height="{}"/>'
            found.append(Markup(bar).format(colour, x, y, size.bar, height))
    if numbers:
        middle = x + size.bar // 2
        found.append(Markup('<text class="chart__number" x="{}" y="{}">{}</text>').format(middle, round(y - 3, 2), column.total))
    return Markup("").join(found) + Markup("</a>")


def _scale(highest: int) -> Iterable[int]:
    """Return the numbers that mark a scale: at most five, at equal steps of 1, 2 or 5 and noughts.

    >>> list(_scale(3)), list(_scale(23))
    ([1, 2, 3], [5, 10, 15, 20])
    """
    step = 1
    while highest / step > 5:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return range(step, highest + 1, step)
