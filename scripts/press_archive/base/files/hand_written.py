"""Read what people write by hand and the site is made of: pages, templates, styles, scripts, settings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..problems import Problem
from .docs import DOCS, begins_generated, generated_data
from .foreign import is_own_file
from .reading import list_files, unreadable

FOLDERS = (DOCS.name, "overrides")
SETTINGS = "mkdocs*.yml"


@dataclass(frozen=True)
class HandWritten:
    """A file that was written by hand: its path from the archive's root, and its bytes."""

    name: str
    data: bytes


def read_hand_written(root: Path, suffixes: Collection[str] = ()) -> Iterator[HandWritten | Problem]:
    """Yield every file below docs/ and overrides/ and every MkDocs setting, or why one cannot be read.

    Left out are what the build makes, and links, pipes and devices, which are never opened. With `suffixes`,
    only files whose names end with one of them, in any case, are read.
    """
    paths = [path for path in sorted(root.glob(SETTINGS)) if is_own_file(path)]
    is_data = generated_data(root / DOCS)
    for folder in FOLDERS:
        paths += list_files(root / folder)
    for path in paths:
        if suffixes and path.suffix.lower() not in suffixes:
            continue
        name = path.relative_to(root).as_posix()
        if is_data(name.removeprefix(f"{DOCS.name}/")):
            continue
        try:
            data = path.read_bytes()
        except FileNotFoundError:  # a generated page that another build has just removed
            continue
        except OSError as error:
            yield unreadable(name, error)
            continue
        if not begins_generated(data):
            yield HandWritten(name, data)
