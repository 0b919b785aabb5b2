"""Show the sources in a table: what is held, what the site may show, what is wrong and what is left to do."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..base.problems import Problem, printable
from ..base.project import list_linked_sources, list_source_folders
from ..base.wording import count
from ..checks.run import check_archive
from ..collection.archive import Archive
from ..collection.loading import load_archive
from ..records.dates import UNKNOWN
from .progress import progress

TEXT, JSON = "text", "json"
# The version of the JSON: a field that is added leaves it as it is, any other change raises it.
JSON_FORMAT = 1
LEFT_TO_DO = "R117"
GAP = "  "
# Left out in a terminal, so that the table fits: an id belongs to one source, whatever its year.
LEFT_OUT = "year"


@dataclass(frozen=True)
class Row:
    """A source: its id, where it is, its documents, whether its capture is held, its access, problems, and
    what is left to do.

    `held` is yes, no, or altered where capture.txt has different content. Values of a record that cannot be
    read are unknown. `to_do` counts the problems that are values left to do.
    """

    source: str
    year: str
    documents: int
    held: str
    access: str
    problems: int
    to_do: int

    @property
    def cells(self) -> list[str]:
        """The row's values as they are shown: without white space, even where a folder's name is no id."""
        shown = (printable(str(value)).replace(" ", r"\x20") for value in astuple(self))
        return list(shown)


HEADINGS = [field.name for field in fields(Row)]
NUMBERS = {field.name for field in fields(Row) if field.type == "int"}


def show_status(root: Path, output: str = TEXT) -> int:
    """Print a row for each source, those with problems first; `output` is TEXT or JSON."""
    with progress():
        archive, problems = check_archive(load_archive(root), editorial=True)
    problems = sorted(set(problems))
    rows = list_sources(archive, problems)
    if output == JSON:
        sys.stdout.write(render_json(rows, problems))
    elif sys.stdout.isatty():
        print_table(
            rows,
            problems,
            Console(file=sys.stdout, highlight=False, width=shutil.get_terminal_size().columns),
        )
    else:
        sys.stdout.write(render_plain(rows, problems))
    return 0


def list_sources(archive: Archive, problems: Sequence[Problem]) -> list[Row]:
    """Return a row for every folder of a source, readable or not: first those with problems, then the others,
    by year and id.
    """
    known = {source.folder: source for source in archive.sources.values()}
    of_folder: dict[str, list[Problem]] = {}
    for problem in problems:
        of_folder.setdefault("/".join(problem.path.split("/")[:3]), []).append(problem)
    rows = []
    for path in (*list_source_folders(archive.root), *list_linked_sources(archive.root)):
        folder = path.relative_to(archive.root).as_posix()
        source = known.get(folder)
        if source is None:
            held = UNKNOWN
        elif source.capture is not None:
            held = "yes"
        else:
            held = "altered" if source.capture_path else "no"
        here = of_folder.get(folder, [])
        left = sum(problem.code == LEFT_TO_DO for problem in here)
        documents = _count_documents(path)
        access = str(source.record.access) if source else UNKNOWN
        rows.append(Row(path.name, path.parent.name, documents, held, access, len(here), left))
    return sorted(rows, key=lambda row: (not row.problems, row.year, row.source))


def _count_documents(folder: Path) -> int:
    """Return the number of documents in a folder, 0 where it is a link (F101) or cannot be read (F109)."""
    if os.path.islink(folder):
        return 0
    try:
        return sum(name.endswith(".md") for name in os.listdir(folder))
    except OSError:
        return 0


def _counts(rows: Sequence[Row], problems: Sequence[Problem]) -> dict[str, int]:
    """Count everything; problems outside the sources are those of vocabularies, for example."""
    return {
        "sources": len(rows),
        "documents": sum(row.documents for row in rows),
        "captures_held": sum(row.held == "yes" for row in rows),
        "problems": len(problems),
        "problems_outside": len(problems) - sum(row.problems for row in rows),
        "to_do": sum(problem.code == LEFT_TO_DO for problem in problems),
    }


def _totals(rows: Sequence[Row], problems: Sequence[Problem]) -> str:
    """Return the totals in words."""
    counts = _counts(rows, problems)
    outside = (
        f", {counts['problems_outside']:,} of them outside the sources" if counts["problems_outside"] else ""
    )
    return (
        f"{count(counts['sources'], 'source')}, {count(counts['documents'], 'document')}, "
        f"{count(counts['captures_held'], 'capture')} held. "
        f"{count(counts['problems'], 'problem')}{outside}; {count(counts['to_do'], 'value')} left to do."
    )


def render_plain(rows: Sequence[Row], problems: Sequence[Problem]) -> str:
    """Render columns for scripts: values without white space, the headings above them, an empty line and the
    totals below.
    """
    table = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(cells[column]) for cells in table) for column in range(len(HEADINGS))]
    lines = []
    for cells in table:
        aligned = [
            cell.rjust(width) if heading in NUMBERS else cell.ljust(width)
            for cell, width, heading in zip(cells, widths, HEADINGS, strict=True)
        ]
        lines.append(GAP.join(aligned).rstrip())
    return "\n".join([*lines, "", _totals(rows, problems), ""])


def render_json(rows: Sequence[Row], problems: Sequence[Problem]) -> str:
    """Render one JSON object (RFC 8259), in ASCII; docs/about/checks.md describes it."""
    sources = [
        asdict(row) | {"source": row.source.encode("utf-8", "backslashreplace").decode()} for row in rows
    ]
    return (
        json.dumps({"format": JSON_FORMAT, "counts": _counts(rows, problems), "sources": sources}, indent=2)
        + "\n"
    )


def print_table(rows: Sequence[Row], problems: Sequence[Problem], console: Console) -> None:
    """Print a table in a terminal; where it is too narrow, a few lines for each source, so that no id is
    broken.
    """
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in HEADINGS:
        if heading != LEFT_OUT:
            table.add_column(
                heading.replace("_", " "), justify="right" if heading in NUMBERS else "left", no_wrap=True
            )
    for row in rows:
        table.add_row(
            *(cell for heading, cell in zip(HEADINGS, _coloured(row), strict=True) if heading != LEFT_OUT)
        )
    if table.__rich_measure__(console, console.options.update(width=10_000)).maximum <= console.width:
        console.print(table)
    else:
        for row in rows:
            source, year, _, held, access, _, _ = _coloured(row)
            left = Text(f"{row.to_do:,} left to do", style="yellow" if row.to_do else "dim")
            wrong = Text(count(row.problems, "problem"), style="red" if row.problems else "dim")
            facts = [
                year,
                Text(count(row.documents, "document")),
                Text("held: ") + held,
                Text("access: ") + access,
                wrong,
                left,
            ]
            console.print(source, soft_wrap=True)
            console.print(Padding(Text(", ").join(facts), (0, 0, 0, len(GAP))))
    console.print()
    console.print(Text(_totals(rows, problems)))


def _coloured(row: Row) -> list[Text]:
    """Return a row's values, what needs a look in colour."""
    colours = {"held": {"altered": "red", "no": "dim"}, "problems": {"0": "dim"}, "to_do": {"0": "dim"}}
    default = {"problems": "red", "to_do": "yellow"}
    return [
        Text(cell, style=colours.get(heading, {}).get(cell, default.get(heading, "")))
        for heading, cell in zip(HEADINGS, row.cells, strict=True)
    ]


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return show_status(root, arguments.format)
