"""The generated tables of docs/development/large-archives.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .estimate import GB, HOST_BYTES, SITEMAP_ADDRESSES, YEARS, Costs, Need, costs_of, need_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "development" / "large-archives.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
SIZES = (10_000, 100_000, 1_000_000)
GITHUB = "https://docs.github.com/en"


SHOWN = {
    "home_files": "files of the home site",
    "home_bytes": "bytes of the home site",
    "part_files": "files of the parts",
    "part_bytes": "bytes of the parts",
    "cpu": "seconds of a processor",
    "peak": "memory",
}


@dataclass(frozen=True)
class Limit:
    """A limit: what it is of, the figures that it is of, the limit, where it is written, and what helps."""

    what: str
    figures: tuple[str, ...]
    most: float
    source: str
    help: str


LIMITS = (
    Limit(
        "one site on GitHub Pages: 1 GB", ("home_bytes", "part_bytes"), HOST_BYTES,
        f"[GitHub]({GITHUB}/pages/getting-started-with-github-pages/github-pages-limits)", "parts",
    ),
    Limit(
        "one site on Cloudflare Pages, free: 20,000 files", ("home_files", "part_files"), 20_000,
        "[Cloudflare](https://developers.cloudflare.com/pages/platform/limits/)",
        "parts; a paid plan takes 100,000",
    ),
    Limit(
        "the home site on GitHub Pages: 1 GB", ("home_bytes",), HOST_BYTES,
        f"[GitHub]({GITHUB}/pages/getting-started-with-github-pages/github-pages-limits)",
        "another host for the home site, such as a server of one's own; the parts may stay",
    ),
    Limit(
        "a sitemap: 50,000 addresses", ("addresses",), SITEMAP_ADDRESSES,
        "[sitemaps.org](https://www.sitemaps.org/protocol.html)", "nothing to do: it becomes an index of several",
    ),
    Limit(
        f"a folder of git: 3,000 entries (sources of a year, over {YEARS} years)", ("sources",), 3_000 * YEARS,
        f"[GitHub]({GITHUB}/repositories/creating-and-managing-repositories/repository-limits), a recommendation",
        "patience: git gets slower, and nothing fails",
    ),
    Limit(
        "memory of the largest process: 16 GB, as a runner of GitHub has", ("peak",), 16 * GB,
        f"[GitHub]({GITHUB}/actions/reference/runners/github-hosted-runners)", "a machine with more memory",
    ),
    Limit(
        "a build from nothing in a job of GitHub Actions: 6 hours, on one processor", ("cpu",), 6 * 3600,
        f"[GitHub]({GITHUB}/actions/reference/limits)", "more processors, or a machine of one's own",
    ),
    Limit(
        "git's repository: 10 GB", ("git_bytes",), 10 * GB,
        f"[GitHub]({GITHUB}/repositories/creating-and-managing-repositories/repository-limits), a recommendation",
        "captures held outside of git, or a git server of one's own",
    ),
    Limit(
        "what the search loads before it looks for words: 1 MB, uncompressed", ("search_list_bytes",), 1e6,
        "our own goal", "nothing yet: a first search gets slower with each document",
    ),
)  # fmt: skip


def render_block(measured: Mapping[str, Any]) -> str:
    """Return the generated part of the page: what was measured on which machine, and the tables."""
    costs = costs_of(measured["measured"])
    about = "; ".join(f"{name}: {value}" for name, value in measured["about"].items())
    needs = [need_of(costs, size) for size in SIZES]
    checked = _checked(measured["measured"])
    lines = [
        BEGIN,
        "",
        f"{about}.",
        "",
        *_measured(measured["measured"]),
        "",
        checked,
        "",
        *_needs(needs),
        "",
    ]
    return "\n".join([*lines, *_limits(costs), "", END])


def _checked(all_figures: Sequence[Mapping[str, float]]) -> str:
    """Return how far the same computation, from the smaller archives alone, is from the largest that was measured."""
    *smaller, largest = all_figures
    costs = costs_of(smaller)
    shares = {name: abs(costs.at(name, int(largest["documents"])) / largest[name] - 1) for name in SHOWN}
    worst = max(shares, key=lambda name: shares[name])
    figures = f"{shares[worst]:.0%} ({SHOWN[worst]})"
    return f"Computed from the others, the figures of the largest archive that was measured differ by at most {figures}."


def _measured(all_figures: Sequence[Mapping[str, float]]) -> Iterator[str]:
    rows = {
        "files, home site and all parts": ("home_files", "part_files"),
        "MB, home site": ("home_bytes",),
        "MB, all parts": ("part_bytes",),
        "CPU seconds, from nothing": ("cpu",),
        "MB of memory, largest process": ("peak",),
    }
    sizes = [f"{figures['documents']:,.0f} documents" for figures in all_figures]
    yield f"| Measured | {' | '.join(sizes)} |"
    yield f"|---|{'--:|' * len(all_figures)}"
    for what, names in rows.items():
        unit = 1e6 if what.startswith("MB") else 1
        cells = [f"{sum(figures[name] for name in names) / unit:,.0f}" for figures in all_figures]
        yield f"| {what} | {' | '.join(cells)} |"


def _needs(needs: Sequence[Need]) -> Iterator[str]:
    yield f"| Computed | {' | '.join(f'{need.documents:,} documents' for need in needs)} |"
    yield f"|---|{'--:|' * len(needs)}"
    rows = {
        "records with captures, files": lambda need: _number(need.figures["record_files"]),
        "records with captures, GB": lambda need: _gb(need.figures["record_bytes"]),
        "of them vocabularies, MB": lambda need: _number(need.figures["vocabulary_bytes"] / 1e6),
        "git's repository, GB": lambda need: _gb(need.figures["git_bytes"]),
        "home site, files": lambda need: _number(need.figures["home_files"]),
        "home site, GB": lambda need: _gb(need.figures["home_bytes"]),
        "of it the words of the search, GB": lambda need: _gb(need.figures["home_search_bytes"]),
        "of it data and citations, GB": lambda need: _gb(need.figures["home_data_bytes"]),
        "all parts, files": lambda need: _number(need.figures["part_files"]),
        "all parts, GB": lambda need: _gb(need.figures["part_bytes"]),
        "parts of at most 1 GB": lambda need: f"{need.parts:,}",
        "home site on a host that takes 1 GB": lambda need: "yes" if need.homes == 1 else "no",
        "files of addresses in sitemaps": lambda need: f"{need.sitemaps:,}",
        "build from nothing, hours of a processor": lambda need: _number(need.figures["cpu"] / 3600),
        "the same after one edit": lambda need: _number(need.figures["cpu_again"] / 3600),
        "memory of the largest process, GB": lambda need: _gb(need.figures["peak"]),
        "loaded before a first search, MB": lambda need: _number(need.figures["search_list_bytes"] / 1e6),
    }
    for what, cell in rows.items():
        yield f"| {what} | {' | '.join(map(cell, needs))} |"


def _limits(costs: Costs) -> Iterator[str]:
    yield "| Reached at, documents | Limit | Given by | What helps |"
    yield "|--:|---|---|---|"
    for limit in sorted(LIMITS, key=lambda limit: costs.reached(limit.figures, limit.most)):
        reached = _rounded(costs.reached(limit.figures, limit.most))
        yield f"| {reached} | {limit.what} | {limit.source} | {limit.help} |"


def _gb(value: float) -> str:
    return _number(value / GB)


def _number(value: float) -> str:
    """Return a figure with two digits that mean something: no more are known.

    >>> _number(0.0352), _number(3.456), _number(87.3), _number(1234567)
    ('0.035', '3.5', '87', '1,200,000')
    """
    decimals = 3 if value < 0.1 else 2 if value < 1 else 1 if value < 10 else 0
    return f"{value:,.{decimals}f}" if decimals else _rounded(value)


def _rounded(value: float) -> str:
    digits = max(0, len(f"{value:.0f}") - 2)
    return f"{round(value, -digits):,.0f}"


def write_page(measured: Mapping[str, Any]) -> None:
    """Put the tables into the page."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    PAGE.write_text(before + render_block(measured) + rest.partition(END)[2], encoding="utf-8")
