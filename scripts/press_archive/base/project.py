"""Find the folder of an archive, which contains sources/, and the ids of its records.

Only file names are read: this runs at every press of the Tab key, so it must be fast.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

CONFIG = "mkdocs.yml"
YEAR = re.compile(r"[0-9]{4}")
RECORDS = ("collection.yml", "searches.yml", "vocabulary/*.yml", "[0-9][0-9][0-9][0-9]/*/source.yml")
# In sources/ beside the records: what every file should be, and which captures this machine holds.
MANIFEST, HELD_LIST = "MANIFEST.sha256", "held.txt"
PAGES = ("index.md", "index.html")  # docs/ and site/ also have a folder sources/, but with pages


def find_root(start: Path) -> Path:
    """Return the nearest folder that contains an archive: `start` or a parent of it; `start` if none does.

    In `start`, a folder sources/ is enough, so that a new archive can begin there; in a parent, sources/ must
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


def list_source_folders(root: Path) -> list[Path]:
    """Return the folder of each source, sorted by year and name; no symbolic link is followed."""
    return sorted(Path(source.path) for year in _years(root) for source in _folders(year))


def list_linked_sources(root: Path) -> list[Path]:
    """Return the symbolic links among the folders of sources."""
    entries = (entry for year in _years(root) for entry in _entries(year))
    return sorted(Path(entry.path) for entry in entries if entry.is_symlink())


def has_source_folder(root: Path, id: str) -> bool:
    """Return whether something in the folder of a year has this name."""
    return any(os.path.lexists(year / id) for year in _years(root))


def _years(root: Path) -> list[Path]:
    if (root / "sources").is_symlink():
        return []
    return [Path(year.path) for year in _folders(root / "sources") if YEAR.fullmatch(year.name)]


def list_ids(root: Path) -> Iterator[tuple[str, ...]]:
    """Yield, for each source, its id and the ids of its documents."""
    for source in list_source_folders(root):
        names = (entry.name for entry in _entries(source))
        yield (source.name, *(name.removesuffix(".md") for name in names if name.endswith(".md")))


def _folders(folder: Path) -> list[os.DirEntry[str]]:
    return [entry for entry in _entries(folder) if entry.is_dir(follow_symlinks=False)]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:  # no such folder, or not readable: there is nothing to complete
        return []
