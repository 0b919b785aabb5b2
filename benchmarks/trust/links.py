"""Links and pipes among the files of a build: nothing outside is read or written, and no command waits.

Each placement is tried with `check`, `build --pages-only`, `publish` and `preview`, in this process.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from conftest import TOY, copy_project
from press_archive.cli import main

from .figures import Figure

SECRET = "A private note of the harbour master."
PLACES = (
    "docs", "docs/topics", "docs/about", "docs/assets", "docs/assets/note.txt", "docs/index.md",
    "docs/documents/index.md", "docs/.index.md.partial", "docs/a/b/c.md", ".reading-room", ".reading-room/docs",
    "site", "reading-room", "overrides", "overrides/main.html", "mkdocs.yml", "schema", "sources",
    "sources/vocabulary", "sources/2014",
)  # fmt: skip
COMMANDS = (["check"], ["build", "--pages-only"], ["publish"], ["preview", "gull-post-harbour"])
Place = Callable[[Path, Path], None]
KINDS: dict[str, Place] = {
    "to a file": lambda path, outside: path.symlink_to(outside / "note.md"),
    "to a folder": lambda path, outside: path.symlink_to(outside),
    "to nothing": lambda path, outside: path.symlink_to(outside / "new.md"),
    "relative": lambda path, outside: path.symlink_to(os.path.relpath(outside, path.parent)),
    "to a link": lambda path, outside: path.symlink_to(outside / "link"),
    "a pipe": lambda path, _: os.mkfifo(path),
}


def _contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _try(root: Path, place: str, put: Place, outside: Path) -> tuple[int, int, int]:
    """Return how many commands did not refuse, showed the secret, and changed something outside."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    put(path, outside)
    before = _contents(outside)
    accepted = written = 0
    printed = io.StringIO()
    # A link among the records is left out with a problem, and the others can be previewed.
    commands = COMMANDS[:3] if place.startswith("sources/") else COMMANDS
    for command in commands:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            accepted += main(["--root", str(root), *command]) == 0
        written += _contents(outside) != before
    inside = (data for data in _contents(root).values() if SECRET.encode() in data)
    return accepted, int(SECRET in printed.getvalue()) + sum(1 for _ in inside), written


def measure(short: bool) -> Iterator[Figure]:
    """Yield how many commands accepted a link or a pipe, read outside, or wrote there."""
    totals = [0, 0, 0]
    tried = 0
    for place in PLACES[:: 5 if short else 1]:
        for put in KINDS.values():
            with tempfile.TemporaryDirectory() as temporary:
                outside = Path(temporary).resolve() / "outside"
                outside.mkdir()
                (outside / "note.md").write_text(SECRET, encoding="utf-8")
                (outside / "link").symlink_to("note.md")
                root = copy_project(outside.with_name("toy"), TOY)
                found = _try(root, place, put, outside)
            totals = [total + new for total, new in zip(totals, found, strict=True)]
            tried += 1
    for what, seen in zip(
        ("commands that accepted it", "reads outside", "writes outside"), totals, strict=True
    ):
        yield Figure(
            what, f"{seen} of {tried} placements, each with up to {len(COMMANDS)} commands", "0", seen == 0
        )
