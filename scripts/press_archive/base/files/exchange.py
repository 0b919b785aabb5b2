"""Prepare a folder beside another one, and put it in the other one's place in one step.

Linux exchanges two folders in one step (renameat2 with RENAME_EXCHANGE), on most of its file systems.
Elsewhere two renames are needed, and a program that is killed between them leaves nothing in the place: what
was there is then where the other folder was prepared, under a name that says where it belongs (`put_back`).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import itertools
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, unquote

from .partial import PARTIAL_PREFIX, PARTIAL_SUFFIX

# The one folder for whatever a command prepares, beside that whose place it takes: on the same file system,
# as folders must be to be renamed. Git ignores it (.gitignore).
WORK = ".archive"
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h
# What the system answers where it cannot exchange: renameat2(2), under ERRORS.
NO_EXCHANGE = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
NOT_EMPTY = frozenset({errno.ENOTEMPTY, errno.EEXIST})
Entered = TypeVar("Entered")
_BEFORE = re.compile(r"before-[0-9]+-(.+)")


def partial_folder(parent: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a temporary folder in `parent`, in which other folders are prepared; it is removed on exit."""
    return tempfile.TemporaryDirectory(prefix=PARTIAL_PREFIX, suffix=PARTIAL_SUFFIX, dir=parent)


@contextlib.contextmanager
def work_folder(parent: Path, enter: Callable[[Path], AbstractContextManager[Entered]]) -> Iterator[Entered]:
    """Make the folder WORK in `parent`, and enter a context in it; remove the folder at the end if it is
    empty.

    Raises OSError where it cannot be made, or is a symbolic link.
    """
    folder = parent / WORK
    with contextlib.ExitStack() as stack:
        while True:
            if folder.is_symlink():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
            folder.mkdir(mode=0o700, exist_ok=True)
            stack.callback(_remove_empty, folder)
            try:
                entered = stack.enter_context(enter(folder))
                break
            except FileNotFoundError:  # another program has just removed it, as empty
                continue
        yield entered


def remove_folder(folder: Path, parent: Path) -> None:
    """Remove a folder with all that is in it, in one step, and the folder that has it if it is then empty.

    It is first moved below WORK in `parent`, so that a refusal or a kill leaves all of it or nothing in its
    place. Raises OSError where it cannot be moved.
    """
    with work_folder(parent, partial_folder) as made:
        folder.rename(Path(made, folder.name))
    _remove_empty(folder.parent)


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):  # another program uses it, or has removed it
        folder.rmdir()


@functools.cache
def _system_call(name: str) -> Callable[..., int] | None:
    """Return a function of the C library, or None where it has none of this name."""
    function = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    return function


def exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; return False where the system or the file system cannot.

    Raises FileNotFoundError if one of them does not exist, and OSError if one cannot be renamed.
    """
    renameat2 = _system_call("renameat2")
    if renameat2 is None:
        return False
    if renameat2(AT_FDCWD, os.fsencode(first), AT_FDCWD, os.fsencode(second), RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(first), None, str(second))


def replace_folder(folder: Path, target: Path, parent: Path | None = None) -> None:
    """Put a folder in the place of another, which is moved into the folder where the first was prepared.

    Where that takes two renames and fails or is interrupted, the other is put back; after a kill, `put_back`
    does so. `parent` is the folder from which it looks for the target (default: that which has the target).
    """
    before = quote(target.relative_to(parent or target.parent).as_posix(), safe="")
    for number in itertools.count():
        try:
            with contextlib.suppress(FileNotFoundError):
                if exchange(folder, target):
                    return
            _rename_both(folder, target, folder.with_name(f"before-{number}-{before}"))
            return
        except OSError as error:
            if error.errno not in NOT_EMPTY:
                raise
            # Another program has put its own there meanwhile.


def _rename_both(folder: Path, target: Path, before: Path) -> None:
    try:
        with contextlib.suppress(FileNotFoundError):
            target.rename(before)
        folder.rename(target)
    except BaseException:
        if os.path.lexists(before) and not os.path.lexists(target):
            before.rename(target)
        raise


def put_back(prepared: Path, parent: Path) -> None:
    """Put back what a program that was killed between two renames has moved into the folder `prepared`."""
    for before in sorted(prepared.glob("before-*")):
        found = _BEFORE.fullmatch(before.name)
        if found:
            target = parent / unquote(found[1])
            if not os.path.lexists(target):
                before.rename(target)


def sync_file_system(folder: Path) -> None:
    """Wait until all that was written on the file system of a folder is on its disk (syncfs(2), sync(2))."""
    syncfs = _system_call("syncfs")
    if syncfs is None:
        os.sync()
        return
    with _descriptor(folder) as descriptor:
        if syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))


@contextlib.contextmanager
def _descriptor(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
