"""What the system refuses, in words: a full disk, a folder without permission, a limit on size.

One line for the person who called the command. Files are written beside their place and moved there when
they are whole (`base.writing`), so whatever failed, the command can be run again.
"""

from __future__ import annotations

import errno
import os
import sys

from ..problems import printable
from .partial import is_partial

AGAIN = "then run the command again"
_SPACE = f"free some space, {AGAIN}"
_HINTS = {
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: f"free some space or ask for more, {AGAIN}",
    errno.EFBIG: f"raise the limit on the size of files (ulimit -f), or write to another disk, {AGAIN}",
    errno.EROFS: f"the disk is mounted read-only: mount it for writing, {AGAIN}",
    errno.EACCES: f"look at the permissions of the file and its folder, {AGAIN}",
    errno.EPERM: f"look at the permissions of the file and its folder, {AGAIN}",
    errno.EMFILE: f"raise the limit on open files (ulimit -n), {AGAIN}",
    errno.ENFILE: f"close other programs, {AGAIN}",
    errno.ENAMETOOLONG: "choose a shorter name, or a folder with a shorter path",
    errno.ELOOP: f"put a folder in the place of the link, {AGAIN}",
    errno.ENOTDIR: "a file is where a folder should be: move it away",
    errno.EISDIR: "a folder is where a file should be: move it away",
    errno.EIO: "the disk may be damaged: copy the archive to another one",
    errno.ENOEXEC: f"install the archive's packages again, {AGAIN}",
    errno.ENOMEM: f"close other programs, {AGAIN}",
}


def explain(error: OSError, left: str = "", place: str = "") -> str:
    """Return a system's error as one line: the path, the reason, what that left undone, and what to do.

    `place` is what could not be written, where its name says more than the path that the system named.

    >>> import errno
    >>> explain(OSError(errno.EROFS, "Read-only file system", "docs/index.md")).partition(" Hint: ")[0]
    'docs/index.md: Read-only file system.'
    """
    named = next((os.fsdecode(name) for name in (error.filename2, error.filename) if _is_path(name)), "")
    folder, name = os.path.split(named)
    where = f"{place}: cannot write" if place else (folder if is_partial(name) else named)
    reason = error.strerror or str(error) or type(error).__name__
    hint = _HINTS.get(error.errno or 0, AGAIN.removeprefix("then "))
    if error.errno == errno.ENOENT and not named:  # no folder for temporary files (tempfile)
        hint = f"free some space, or name a folder in TMPDIR, {AGAIN}"
    return printable(f"{where or 'the system'}: {reason}.{left and f' {left}'} Hint: {hint}")


def _is_path(name: object) -> bool:
    return isinstance(name, str | bytes) and bool(name)


def close_output() -> None:
    """Discard what could not be printed, for a reader who has gone or a disk that is full."""
    with open(os.devnull, "wb") as nothing:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                os.dup2(nothing.fileno(), stream.fileno())
