"""Files: what may stand in a folder of records, what text may be, and writing without a half-written file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .problems import Problem

MAX_RECORD_BYTES = 1_000_000
BYTE_ORDER_MARK = "\ufeff"


def unreadable(name: str, error: OSError) -> Problem:
    """Return the problem of a file or folder that the system does not let us read."""
    message = f"it can't be read ({error.strerror}). Expected a file or folder that can."
    return Problem(name, 0, (), "F109", message, "look at its permissions, and whether it is still there")


def list_folder(folder: Path, root: Path) -> tuple[list[Path] | None, list[Problem]]:
    """Return what is in a folder, sorted, or None where it can't be read; symbolic links are left out, each with a problem."""
    found, problems = [], []
    try:
        paths = sorted(folder.iterdir())
        links = {path for path in paths if path.is_symlink()}
    except OSError as error:
        return None, [unreadable(folder.relative_to(root).as_posix(), error)]
    for path in paths:
        if path in links:
            name = path.relative_to(root).as_posix()
            problems.append(Problem(name, 0, (), "F101", "a symbolic link. Expected a file.", "copy the file into place"))
        else:
            found.append(path)
    return found, problems


def decode(data: bytes, name: str, code: str, hint: str) -> tuple[str | None, list[Problem]]:
    """Decode UTF-8, or name the first byte that is not."""
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {data[error.start]:#04x} is not UTF-8. Expected UTF-8 text."
        return None, [Problem(name, line, (), code, message, hint)]


def load_text(path: Path, root: Path) -> tuple[str | None, list[Problem]]:
    """Read a record's text, with line feeds alone at the ends of lines, or say why it can't be read."""
    name = path.relative_to(root).as_posix()
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_RECORD_BYTES else b""
    except OSError as error:
        return None, [unreadable(name, error)]
    if size > MAX_RECORD_BYTES:
        message = f"{size:,} bytes. Expected a record of at most {MAX_RECORD_BYTES:,}."
        return None, [Problem(name, 0, (), "F104", message, "a captured text belongs into capture.txt")]
    text, problems = decode(data, name, "F102", "save the file as UTF-8")
    if text is None:
        return None, problems
    if text.startswith(BYTE_ORDER_MARK):
        message = "a byte order mark (U+FEFF). Expected UTF-8 text that begins with its first character."
        return None, [Problem(name, 1, (), "F102", message, "save the file as UTF-8 without a byte order mark (BOM)")]
    if not text.strip():
        return None, [Problem(name, 0, (), "F103", "an empty file. Expected a record.", "fill it, or restore it")]
    return text.replace("\r\n", "\n"), []


def write_in_one_step(path: Path, data: bytes) -> None:
    """Write a file in one step, so that nobody ever sees half of it; one that exists keeps its permissions."""
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(data)
    if path.exists():
        shutil.copymode(path, partial)
    os.replace(partial, path)
