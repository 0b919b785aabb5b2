"""Where an archive is: the folder that holds mkdocs.yml and sources/."""

from __future__ import annotations

from pathlib import Path

CONFIG = "mkdocs.yml"


def find_root(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that holds an archive; `start` itself if none does."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() and (folder / "sources").is_dir():
            return folder
    return start
