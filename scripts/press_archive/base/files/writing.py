"""Write a file in one step, so that nobody ever sees half of it, and let one program write at a time.

What people wrote is also written to the disk itself before it takes its place (POSIX, fsync), so that a power
cut leaves the old file or the new one. Generated pages can be made again, so they need not wait for the disk.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from .partial import PARTIAL_PREFIX, PARTIAL_SUFFIX

LOCK = f"{PARTIAL_PREFIX}one_writer{PARTIAL_SUFFIX}"


@contextlib.contextmanager
def _write_partial(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Open a new file beside `path`, with a name that nobody can guess; remove it if writing fails."""
    refuse_links(path.parent)
    partial = path.with_name(f"{PARTIAL_PREFIX}{secrets.token_hex(8)}{PARTIAL_SUFFIX}")
    stream = partial.open("xb")  # a new file: no link is followed, and the umask decides on its permissions
    try:
        with stream:
            yield partial, stream
    except BaseException as error:
        partial.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:  # a full disk names no file
            error.filename = str(path)
        raise


def refuse_links(folder: Path) -> None:
    """Raise OSError (ELOOP) where the way to a folder leads through a symbolic link, which may leave it.

    The archive's own folder may be reached by a link: commands resolve its path first.
    """
    try:
        leads_elsewhere = folder.resolve() != folder.absolute()
    except RuntimeError:  # a link that leads to itself
        leads_elsewhere = True
    if leads_elsewhere:
        raise OSError(errno.ELOOP, "a symbolic link is on the way to this folder", str(folder))


def make_folder(folder: Path) -> None:
    """Make a folder and those that lead to it, unless one of them is a symbolic link (OSError, ELOOP) or a
    file (ENOTDIR).
    """
    refuse_links(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), error.filename) from error


def sync_folder(folder: Path) -> None:
    """Write the names of a folder's files to the disk, where the file system can do so."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # such as a folder on a network's disk
            raise
    finally:
        os.close(descriptor)


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


@contextlib.contextmanager
def locked(folder: Path, name: str = LOCK, waiting: Callable[[], None] = lambda: None) -> Iterator[int]:
    """Let one program at a time read files of a folder and change them; the others wait.

    `waiting` is called before a wait. Yields the descriptor of the lock's file: a process that inherits it
    keeps the lock until it ends too. The system frees the lock of a program that is killed. Raises OSError
    where the folder cannot be locked.
    """
    refuse_links(folder)
    path = folder / name
    while True:
        with _open_lock(path) as stream:
            _lock(stream, waiting)
            if not _is_open_file(stream, path):  # the program before has removed it
                continue
            os.utime(stream.fileno())  # in use, for `remove_partial`
            try:
                yield stream.fileno()
            finally:
                path.unlink(missing_ok=True)
            return


def _open_lock(path: Path) -> BinaryIO:
    """Open the file of a lock; a symbolic link in its place is not followed, nor a pipe waited for."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def _lock(stream: BinaryIO, waiting: Callable[[], None]) -> None:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waiting()
        fcntl.flock(stream, fcntl.LOCK_EX)


def _is_open_file(stream: BinaryIO, path: Path) -> bool:
    """Return whether an open file is still the one at a path."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.lstat())
    except FileNotFoundError:
        return False


def write_in_one_step(path: Path, data: bytes, durable: bool = True) -> None:
    """Write a file in one step, so that nobody sees half of it; an existing file keeps its permissions.

    A `durable` file is on the disk when this returns. Raises OSError where a link is on the way to the file.
    """
    with _write_partial(path) as (partial, stream):
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(path, partial)
        stream.write(data)
        if durable:
            _sync(stream)
        stream.close()
        os.replace(partial, path)
    if durable:
        sync_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read, in one step; raise FileExistsError if there is one."""
    with _write_partial(path) as (partial, stream):
        partial.chmod(0o600)
        stream.write(data)
        _sync(stream)
        stream.close()
        try:
            os.link(partial, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            path.open("xb").close()
            os.replace(partial, path)
        else:
            partial.unlink()
    sync_folder(path.parent)
