"""The table of figures, for a terminal and for docs/development/performance.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .bench import Line, Results
from .workplace import REPOSITORY

PAGE = REPOSITORY / "docs" / "development" / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
HEAD = ("Measure", "Documents", "Archive", "Hugo + Pagefind", "Ratio", "MkDocs Material", "Ratio")


def show(line: Line) -> str:
    """Return a line as it is printed when it has been measured."""
    parts = [f"{line.documents:>6,}  {line.what}: {_ours(line)}"]
    for name, peer in (("Hugo + Pagefind", line.hugo), ("MkDocs Material", line.material)):
        if peer:
            parts.append(f"{name} {_figures(line, peer)}, ratio {_ratios(line, peer)}")
    return "; ".join(parts)


def _ours(line: Line) -> str:
    return "; ".join(filter(None, [_figures(line, line.figures), line.note]))


def _figures(line: Line, figures: tuple[float, ...]) -> str:
    units = line.unit.split(", ")
    return ", ".join(
        " ".join(filter(None, [_number(figure), unit])) for figure, unit in zip(figures, units, strict=False)
    )


def _number(figure: float) -> str:
    """Return a figure with two digits at least that mean something.

    >>> _number(0.0352), _number(3.456), _number(87.3), _number(13030)
    ('0.035', '3.5', '87', '13,030')
    """
    decimals = 3 if figure < 0.1 else 2 if figure < 1 else 1 if figure < 10 else 0
    return f"{figure:,.{decimals}f}"


def _ratios(line: Line, peer: tuple[float, ...]) -> str:
    return ", ".join(_number(ratio) for ratio in line.ratios(peer))


def render_block(results: Results) -> str:
    """Return the generated part of the page: what was measured on which machine, and the table."""
    about = "; ".join(f"{name}: {value}" for name, value in results.about.items())
    names = list(dict.fromkeys(key.partition(" ")[0] for key in results.rows))
    keys = sorted(
        results.rows, key=lambda key: (names.index(key.partition(" ")[0]), int(key.partition(" ")[2]))
    )
    rows = [line for key in keys for line in results.rows[key]]
    return "\n".join([BEGIN, "", f"{about}.", "", *_table(rows), "", END])


def _table(lines: list[Line]) -> Iterator[str]:
    yield f"| {' | '.join(HEAD)} |"
    yield "|---|--:|---|---|---|---|---|"
    for line in lines:
        cells = [line.what, f"{line.documents:,}", _ours(line)]
        for peer in (line.hugo, line.material):
            cells += [_figures(line, peer) or "–", _ratios(line, peer) or "–"]
        yield f"| {' | '.join(cells)} |"


def write_page(results: Results, page: Path = PAGE) -> None:
    """Put the figures between the two marks of the page."""
    text = page.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page.name} lacks {BEGIN} or {END}")
    page.write_text(f"{before}{render_block(results)}{after}", encoding="utf-8")
