"""Read files: list a folder of records, read the text of a record."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ..problems import Problem
from .foreign import find_foreign
from .partial import is_partial

MAX_RECORD_BYTES = 1_000_000
BYTE_ORDER_MARK = "\ufeff"


def unreadable(name: str, error: OSError) -> Problem:
    """Return the Problem for a file or folder that cannot be read."""
    message = f"cannot read: {error.strerror}. Expected a readable file or folder."
    return Problem(name, 0, (), "F109", message, "look at its permissions, and whether it is still there")


def linked_record(name: str, what: str = "a symbolic link") -> Problem:
    """Return the Problem for a link, pipe, socket or device among the records."""
    hint = "copy the file into place" if what == "a symbolic link" else "remove it"
    return Problem(name, 0, (), "F101", f"{what}. Expected a file.", hint)


def list_folder(folder: Path, root: Path) -> tuple[list[Path] | None, list[Problem]]:
    """Return the sorted contents of a folder, or None if it cannot be read or is a link, and the problems.

    Symbolic links are skipped, and each is a problem. Files that are still being written are skipped too.
    """
    entries, problems = scan_folder(folder, folder.relative_to(root).as_posix())
    if entries is None:
        return None, problems
    return [folder / entry.name for entry in entries if not entry.is_symlink()], problems


def scan_folder(folder: Path, name: str) -> tuple[list[os.DirEntry[str]] | None, list[Problem]]:
    """Return the sorted entries of a folder, or None if it cannot be read or is a link, and the problems.

    `name` is its path in messages. Each symbolic link is a problem, and is among the entries. Files that are
    still being written are skipped.
    """
    if folder.is_symlink():
        return None, [linked_record(name)]
    try:
        with os.scandir(folder) as scanned:
            entries = sorted(
                (entry for entry in scanned if not is_partial(entry.name)), key=lambda entry: entry.name
            )
        with contextlib.suppress(FileNotFoundError):  # another program has removed it
            for entry in entries[:1]:  # a folder may be listed, and let nobody look at what is in it
                os.lstat(entry.path)
        links = [entry.name for entry in entries if entry.is_symlink()]
    except OSError as error:
        return None, [unreadable(name, error)]
    return entries, [linked_record(link if name == "." else f"{name}/{link}") for link in links]


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
    data, problems = load_data(path, root)
    return decode_text(data, name) if data is not None else (None, problems)


def load_data(path: Path, root: Path) -> tuple[bytes | None, list[Problem]]:
    """Return a record's bytes, or None and the problems."""
    name = path.relative_to(root).as_posix()
    if what := find_foreign(root, name):
        return None, [linked_record(name, what)]
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_RECORD_BYTES else b""
    except OSError as error:
        return None, [unreadable(name, error)]
    if size > MAX_RECORD_BYTES:
        message = f"{size:,} bytes. Expected a record of at most {MAX_RECORD_BYTES:,}."
        return None, [Problem(name, 0, (), "F104", message, "a captured text belongs in capture.txt")]
    return data, []


def read_regular(path: str, longest: int = MAX_RECORD_BYTES) -> bytes | None:
    """Return the bytes of a regular file; None where there is none, where it is longer, or cannot be read.

    No symbolic link is followed, and no pipe is waited for. Links on the way to the file are.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > longest:
            return None
        data = os.read(descriptor, found.st_size + 1)
        return data if len(data) == found.st_size else None
    except OSError:
        return None
    finally:
        os.close(descriptor)


def decode_text(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a record's bytes, its lines ending in a line feed alone; or None and the problems.

    `name` is its path in messages.
    """
    text, problems = decode(data, name, "F102", "save the file as UTF-8")
    if text is None:
        return None, problems
    if text.startswith(BYTE_ORDER_MARK):
        message = "a byte order mark (U+FEFF). Expected UTF-8 text that begins with its first character."
        return None, [
            Problem(name, 1, (), "F102", message, "save the file as UTF-8 without a byte order mark (BOM)")
        ]
    if problems := list(_check_end(data, name)):
        return None, problems
    return text.replace("\r\n", "\n"), []


def check_zeros(data: bytes, name: str) -> Iterator[Problem]:
    """Yield a Problem for bytes of zero in a text, which a power cut may leave."""
    if (start := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, start) + 1
        message = f"a byte of zero, and {data.count(0) - 1:,} more of them. Expected text."
        yield Problem(name, line, (), "F112", message, _RESTORE)


def _check_end(data: bytes, name: str) -> Iterator[Problem]:
    """Yield a Problem for what a power cut leaves: bytes of zero, or a last line without its end."""
    if 0 in data:
        yield from check_zeros(data, name)
    elif data and not data.endswith(b"\n") and not data.rpartition(b"\n")[2].lstrip().startswith(b"#"):
        line = data.count(b"\n") + 1
        message = "the last line has no line feed at its end. Expected one."
        yield Problem(name, line, (), "F113", message, f"add a line feed; if the end is missing, {_RESTORE}")


_RESTORE = "restore the file from a copy, or with: git checkout"


def list_files(folder: Path) -> list[Path]:
    """Return every file below a folder, sorted, except those that were not written completely.

    No symbolic link is followed, and none is listed: it may lead out of the archive.
    """
    files: list[Path] = []
    if folder.is_symlink():
        return files
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not is_partial(name)]
        paths = (Path(here, name) for name in names if not is_partial(name))
        files += [path for path in paths if path.is_file() and not path.is_symlink()]
    return sorted(files)
