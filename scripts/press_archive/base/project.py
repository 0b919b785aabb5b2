"""Where an archive is, the folder that contains mkdocs.yml and sources/, and which ids its records have.

Only the names of files are looked at: this runs at every press of the Tab key, so it must be fast.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

CONFIG = "mkdocs.yml"


def find_root(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that holds an archive; `start` itself if none does."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() and (folder / "sources").is_dir():
            return folder
    return start


def list_ids(root: Path) -> Iterator[tuple[str, ...]]:
    """Yield, for each source's folder, its id and those of the documents in it."""
    for year in _folders(root / "sources"):
        if year.name.isdecimal():
            for source in _folders(Path(year.path)):
                names = (entry.name for entry in _entries(Path(source.path)))
                yield (source.name, *(name.removesuffix(".md") for name in names if name.endswith(".md")))


def _folders(folder: Path) -> list[os.DirEntry[str]]:
    return [entry for entry in _entries(folder) if entry.is_dir(follow_symlinks=False)]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:  # no such folder, or one that may not be read: it has nothing to complete with
        return []
