"""What is published besides the records: hand-written pages, templates, styles, scripts, settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ...base.files.docs import is_generated
from ...base.files.reading import unreadable
from ...base.problems import Problem
from ...collection.archive import Archive
from .published_text import read_published
from .unpacking import Unreadable
from .written import Place, Written

_FOLDERS = ("docs", "overrides")
REMEMBERED = 500  # files whose readings are kept


def list_hand_written(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file below docs/ and overrides/ and every MkDocs setting, by its path from the root.

    Generated pages are left out, as are symbolic links, which are never followed.
    """
    files = sorted(root.glob("mkdocs*.yml"))
    for name in _FOLDERS:
        if not (root / name).is_symlink():
            for folder, _, names in os.walk(root / name):
                files += [Path(folder, file) for file in sorted(names)]
    for path in files:
        if path.is_file() and not path.is_symlink() and not _is_made(path):
            yield path.relative_to(root).as_posix(), path


def _is_made(path: Path) -> bool:
    """Return whether a file is a generated page; one that cannot be read is a problem of its own."""
    try:
        return is_generated(path)
    except OSError:
        return False


@lru_cache(maxsize=REMEMBERED)
def _read(data: bytes, name: str) -> tuple[str | Unreadable, ...]:
    """Return the readings of a file. Both rules ask for them, and a server again at each change."""
    return tuple(read_published(data, name))


def hand_written_texts(archive: Archive) -> Iterator[Written]:
    """Yield what each hand-written file says: its lines, then every other way to read it."""
    for name, path in list_hand_written(archive.root):
        try:
            data = path.read_bytes()
        except OSError:
            continue  # a problem of `check_hand_written`
        lines = data.decode("utf-8", "replace").split("\n")
        yield Written("", tuple((Place(name, line, ()), text) for line, text in enumerate(lines, 1)))
        for reading in _read(data, path.name):
            if not isinstance(reading, Unreadable):
                yield Written("", ((Place(name, 0, ()), reading),))


def check_hand_written(archive: Archive) -> Iterator[Problem]:
    """Every hand-written file can be read, to be compared with the captures."""
    for name, path in list_hand_written(archive.root):
        try:
            data = path.read_bytes()
        except FileNotFoundError:  # a generated page that another build has just removed
            continue
        except OSError as error:
            yield unreadable(name, error)
            continue
        for reading in _read(data, path.name):
            if isinstance(reading, Unreadable):
                member = f", in {reading.member!r}" if reading.member else ""
                message = (
                    f"cannot be read{member}: {reading.reason}. Expected a text to compare with captures."
                )
                yield Problem(name, 0, (), "C116", message, "move it elsewhere, or put it in another form")
