"""Prepare a folder beside another one, and put it in the other one's place."""

from __future__ import annotations

import contextlib
import errno
import itertools
import tempfile
from pathlib import Path

from .partial import PARTIAL_PREFIX, PARTIAL_SUFFIX


def partial_folder(parent: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a temporary folder in `parent`, in which other folders are prepared; it is removed on exit."""
    return tempfile.TemporaryDirectory(prefix=PARTIAL_PREFIX, suffix=PARTIAL_SUFFIX, dir=parent)


def replace_folder(folder: Path, target: Path) -> None:
    """Move a folder to the place of another, which is moved into the `partial_folder` of the first.

    If that fails or is interrupted, the other is put back.
    """
    for number in itertools.count():
        before = folder.with_name(f"before-{number}")
        try:
            with contextlib.suppress(FileNotFoundError):
                target.rename(before)
            folder.rename(target)
            return
        except BaseException as error:
            if isinstance(error, OSError) and error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                continue  # another program has put its own there meanwhile
            if before.exists() and not target.exists():
                before.rename(target)
            raise
