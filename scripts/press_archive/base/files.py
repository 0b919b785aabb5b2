"""Files: list a folder of records, read the text of a record, and write a file in one step."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import itertools
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .problems import Problem

MAX_RECORD_BYTES = 1_000_000
BYTE_ORDER_MARK = "\ufeff"
# Names of files that are being written. Git ignores them (.gitignore), and so does MkDocs, because of the
# dot.
PARTIAL_PREFIX, PARTIAL_SUFFIX = ".archive-", ".partial"
PARTIAL = re.compile(r"\.archive-[a-z0-9_]{8,}\.partial")
LOCK = f"{PARTIAL_PREFIX}one_writer{PARTIAL_SUFFIX}"
IN_USE = 3_600  # seconds: a file that has not changed for longer is no longer being written


def unreadable(name: str, error: OSError) -> Problem:
    """Return the Problem for a file or folder that cannot be read."""
    message = f"cannot read: {error.strerror}. Expected a readable file or folder."
    return Problem(name, 0, (), "F109", message, "look at its permissions, and whether it is still there")


def list_folder(folder: Path, root: Path) -> tuple[list[Path] | None, list[Problem]]:
    """Return the sorted contents of a folder, or None if it cannot be read, and the problems.

    Symbolic links are skipped, and each is a problem. Files that are still being written are skipped too.
    """
    children, problems = [], []
    try:
        paths = sorted(path for path in folder.iterdir() if not is_partial(path.name))
        links = {path for path in paths if path.is_symlink()}
    except OSError as error:
        return None, [unreadable(folder.relative_to(root).as_posix(), error)]
    for path in paths:
        if path in links:
            name = path.relative_to(root).as_posix()
            problems.append(
                Problem(name, 0, (), "F101", "a symbolic link. Expected a file.", "copy the file into place")
            )
        else:
            children.append(path)
    return children, problems


def decode(data: bytes, name: str, code: str, hint: str) -> tuple[str | None, list[Problem]]:
    """Decode UTF-8; if that fails, return the Problem that names the first invalid byte."""
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {data[error.start]:#04x} is not UTF-8. Expected UTF-8 text."
        return None, [Problem(name, line, (), code, message, hint)]


def load_text(path: Path, root: Path) -> tuple[str | None, list[Problem]]:
    """Return a record's text, with a line feed at the end of each line; or None and the problems."""
    name = path.relative_to(root).as_posix()
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_RECORD_BYTES else b""
    except OSError as error:
        return None, [unreadable(name, error)]
    if size > MAX_RECORD_BYTES:
        message = f"{size:,} bytes. Expected a record of at most {MAX_RECORD_BYTES:,}."
        return None, [Problem(name, 0, (), "F104", message, "a captured text belongs in capture.txt")]
    text, problems = decode(data, name, "F102", "save the file as UTF-8")
    if text is None:
        return None, problems
    if text.startswith(BYTE_ORDER_MARK):
        message = "a byte order mark (U+FEFF). Expected UTF-8 text that begins with its first character."
        return None, [
            Problem(name, 1, (), "F102", message, "save the file as UTF-8 without a byte order mark (BOM)")
        ]
    return text.replace("\r\n", "\n"), []


@contextlib.contextmanager
def _write_partial(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Open a new file beside `path`, with a name that nobody can guess; remove it if writing fails."""
    partial = path.with_name(f"{PARTIAL_PREFIX}{secrets.token_hex(8)}{PARTIAL_SUFFIX}")
    stream = partial.open("xb")  # a new file: no link is followed, and the umask decides on its permissions
    try:
        with stream:
            yield partial, stream
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one program at a time read files of a folder and change them; the others wait.

    The system frees the lock of a program that is killed. Raises OSError where the folder cannot be locked.
    """
    path = folder / LOCK
    while True:
        with path.open("ab") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            if not _is_open_file(stream, path):  # the program before has removed it
                continue
            os.utime(path)  # in use, for `remove_partial`
            try:
                yield
            finally:
                path.unlink(missing_ok=True)
            return


def _is_open_file(stream: BinaryIO, path: Path) -> bool:
    """Return whether an open file is still the one at a path."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False


def write_in_one_step(path: Path, data: bytes) -> None:
    """Write a file in one step, so that nobody sees half of it; an existing file keeps its permissions."""
    with _write_partial(path) as (partial, stream):
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(path, partial)
        stream.write(data)
        stream.close()
        os.replace(partial, path)


def write_new(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read, in one step; raise FileExistsError if there is one."""
    with _write_partial(path) as (partial, stream):
        partial.chmod(0o600)
        stream.write(data)
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


def is_partial(name: str) -> bool:
    """Return whether a name belongs to a file or folder that was not written completely.

    >>> is_partial(".archive-0f1e2d3c4b5a6978.partial"), is_partial("notes.partial")
    (True, False)
    """
    return PARTIAL.fullmatch(name) is not None


def list_files(folder: Path) -> list[Path]:
    """Return every file below a folder, sorted, except those that were not written completely."""
    files = []
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not is_partial(name)]
        files += [path for name in names if not is_partial(name) and (path := Path(here, name)).is_file()]
    return sorted(files)


def remove_partial(folder: Path, pattern: re.Pattern[str] = PARTIAL) -> None:
    """Remove unfinished files that killed programs left in a folder, unless they changed in the last hour."""
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
