"""Names of files and folders that are being written, and what killed programs leave of them."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from pathlib import Path

# Git ignores these names (.gitignore), and so does MkDocs, because of the dot.
PARTIAL_PREFIX, PARTIAL_SUFFIX = ".archive-", ".partial"
PARTIAL = re.compile(r"\.archive-[a-z0-9_]{8,}\.partial")
IN_USE = 3_600  # seconds: a file that has not changed for longer is no longer being written


def is_partial(name: str) -> bool:
    """Return whether a name belongs to a file or folder that was not written completely.

    >>> is_partial(".archive-0f1e2d3c4b5a6978.partial"), is_partial("notes.partial")
    (True, False)
    """
    return PARTIAL.fullmatch(name) is not None


def remove_partial(folder: Path, pattern: re.Pattern[str] = PARTIAL) -> None:
    """Remove unfinished files that killed programs left in a folder, unless they changed in the last hour.

    A folder that is a symbolic link is left alone.
    """
    if folder.is_symlink():
        return
    try:
        with os.scandir(folder) as entries:
            leftovers = [entry for entry in entries if pattern.fullmatch(entry.name)]
    except (FileNotFoundError, PermissionError):
        return
    for entry in leftovers:
        with contextlib.suppress(FileNotFoundError, PermissionError):  # removed already, or not ours
            if time.time() - entry.stat(follow_symlinks=False).st_mtime < IN_USE:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                os.unlink(entry.path)
