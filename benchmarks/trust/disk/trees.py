"""Every file and folder of an archive, to compare them before and after a command."""

from __future__ import annotations

import os
from pathlib import Path

Tree = dict[str, bytes | None]


def tree(root: Path) -> Tree:
    """Return every file and folder below a folder, but for git's own: bytes by path, None for a folder."""
    found: Tree = {}
    for here, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in (".git", "__pycache__", "tmp")]
        for name in folders:
            if not Path(here, name).is_symlink():
                found[Path(here, name).relative_to(root).as_posix()] = None
        for name in names:
            path = Path(here, name)
            if not path.is_symlink():
                found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found
