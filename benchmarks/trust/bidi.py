"""A character that turns the direction of a text, in each value of each record: does the check name the file?"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from press_archive.checks.run import check_archive
from press_archive.collection.loading import load_archive

from .figures import Figure

TOY = Path(__file__).parents[2] / "tests" / "toy"
# Overrides and embeddings, isolates, and what ends them (Unicode Standard Annex 9, section 2).
CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# The first letter of a value after its key or its dash, or of a line of a summary.
_VALUE = re.compile(r"(?:[\w.-]+: +|- +)?[\"']?\w")


def measure(short: bool) -> Iterator[Figure]:
    """Put one such character into each line of the toy archive's records; `short` takes every fortieth."""
    with TemporaryDirectory() as name:
        root = Path(name) / "toy"
        shutil.copytree(TOY, root)
        places = [place for path in sorted(root.glob("sources/**/*.*")) for place in _lines(path)]
        chosen = places[:: 40 if short else 1]
        missed = []
        for number, (path, line, at) in enumerate(chosen):
            before = path.read_text(encoding="utf-8")
            lines = before.split("\n")
            lines[line] = lines[line][:at] + CONTROLS[number % len(CONTROLS)] + lines[line][at:]
            path.write_text("\n".join(lines), encoding="utf-8")
            problems = check_archive(load_archive(root))[1]
            if not any(problem.path == path.relative_to(root).as_posix() for problem in problems):
                missed.append(f"{path.relative_to(root)}:{line + 1}")
            path.write_text(before, encoding="utf-8")
    seen = f"{len(chosen) - len(missed)} of {len(chosen)} lines {missed[:3] or ''}".strip()
    yield Figure("turned texts in records that are named", seen, "all", not missed)


def _lines(path: Path) -> Iterator[tuple[Path, int, int]]:
    """Yield (file, number of a line from 0, where its text has its second character) of a record."""
    if path.suffix not in (".yml", ".md"):
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")):
        if line.lstrip().startswith("#"):
            continue
        if found := _VALUE.match(line.strip()):
            yield path, number, line.index(line.strip()) + found.end()
