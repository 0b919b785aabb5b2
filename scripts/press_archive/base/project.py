"""Where an archive is, the folder that contains sources/, and which ids its records have.

Only the names of files are looked at: this runs at every press of the Tab key, so it must be fast.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

CONFIG = "mkdocs.yml"
RECORDS = ("collection.yml", "searches.yml", "vocabulary/*.yml", "[0-9][0-9][0-9][0-9]/*/source.yml")
PAGES = ("index.md", "index.html")  # docs/ and site/ have a folder sources/ too, with pages


def find_root(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that contains an archive; `start` itself if none does.

    In `start`, a folder sources/ is enough, so that an archive can begin there; above it, sources/ must
    contain records.
    """
    if (start / "sources").is_dir() and not any((start / "sources" / name).exists() for name in PAGES):
        return start
    return next((folder for folder in (start, *start.parents) if _is_archive(folder)), start)


def _is_archive(folder: Path) -> bool:
    sources = folder / "sources"
    if (folder / CONFIG).is_file() and sources.is_dir():
        return True
    return any(True for pattern in RECORDS for _ in sources.glob(pattern))


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
