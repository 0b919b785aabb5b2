"""Draw bar charts as inline SVG, with colours from the classes of the style sheet.

They need no script and no style attribute. The page also has everything that a chart shows as numbers, in the
chart itself or in a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ...base.escape import exact, filled


@dataclass(frozen=True)
class Column:
    """A column of a chart: its label for screen readers, its parts (class of a colour → number) and its link.

    `tick` is printed below it; `href` is an address for the browser, relative to the page.
    """

    label: str
    parts: Mapping[str, int]
    href: str
    tick: str = ""

    @property
    def total(self) -> int:
        """The sum of the column's parts."""
        return sum(self.parts.values())


@dataclass(frozen=True)
class Size:
    """The sizes of a chart in its own units: the distance between columns, a bar's width, the highest bar."""

    step: int
    bar: int
    height: int


MONTH_COLUMNS = Size(step=9, bar=7, height=100)
YEAR_COLUMNS = Size(step=34, bar=22, height=36)
YEAR_COLUMNS_BY_KIND = Size(step=40, bar=28, height=80)
# The margins of every chart.
_ABOVE, _BELOW, _LEFT = 16, 18, 18


def render_chart(columns: Sequence[Column], size: Size, label: str, numbers: bool = False) -> Markup:
    """Draw stacked columns; with `numbers`, each has its total above it, otherwise lines mark the scale."""
    highest = max((column.total for column in columns), default=0) or 1
    left = 0 if numbers else _LEFT
    width, bottom = left + size.step * len(columns) + 2, _ABOVE + size.height
    # The chart is a group and not one image, because its columns are links, which a screen reader can list.
    drawing = (
        '<svg class="chart__drawing" role="group" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">'
    )
    parts = [filled(drawing, exact(label), width, bottom + _BELOW, width, bottom + _BELOW)]
    if not numbers:
        parts += _scale_lines(highest, size, left, width, bottom)
    for position, column in enumerate(columns):
        x = left + position * size.step + (size.step - size.bar) // 2
        if column.tick:
            tick = '<text class="chart__tick" x="{}" y="{}">{}</text>'
            parts.append(filled(tick, x, bottom + 13, exact(column.tick)))
        if column.total:
            parts.append(_column(column, x, bottom, size, highest, numbers))
    parts.append(filled('<path class="chart__base" d="M{} {}H{}"/></svg>', left, bottom, width))
    return filled('<figure class="chart">{}</figure>', Markup("").join(parts))


def _scale_lines(highest: int, size: Size, left: int, width: int, bottom: int) -> list[Markup]:
    line = '<path class="chart__line" d="M{} {}H{}"/><text class="chart__scale" x="{}" y="{}">{}</text>'
    lines = []
    for value in _scale(highest):
        y = bottom - round(size.height * value / highest, 2)
        lines.append(filled(line, left, y, width, left - 4, y + 3, value))
    return lines


def _column(column: Column, x: int, bottom: int, size: Size, highest: int, numbers: bool) -> Markup:
    label = exact(column.label)
    parts = [filled('<a href="{}" aria-label="{}"><title>{}</title>', column.href, label, label)]
    y = float(bottom)
    for colour, number in column.parts.items():
        height = round(size.height * number / highest, 2)
        y = round(y - height, 2)
        if number:
            bar = '<rect class="chart__bar {}" x="{}" y="{}" width="{}" height="{}"/>'
            parts.append(filled(bar, colour, x, y, size.bar, height))
    if numbers:
        total = '<text class="chart__number" x="{}" y="{}">{}</text>'
        parts.append(filled(total, x + size.bar // 2, round(y - 3, 2), column.total))
    return Markup("").join(parts) + Markup("</a>")


def _scale(highest: int) -> Sequence[int]:
    """Return the numbers that mark a scale: at most five, in equal steps of 1, 2 or 5 times a power of ten.

    >>> list(_scale(3)), list(_scale(23))
    ([1, 2, 3], [5, 10, 15, 20])
    """
    step = 1
    while highest / step > 5:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return range(step, highest + 1, step)
