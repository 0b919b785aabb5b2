"""What a build must not follow or cannot publish: links, pipes, devices, and names that some systems refuse.

A build reads and writes whole folders. A symbolic link in one of them would let it publish a file from
outside the archive, or write and delete there; a named pipe would let it wait for ever.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..problems import Problem
from ..project import CONFIG
from .names import is_reserved

LINKED, NAMED = "F110", "F111"
# Folders whose whole content is looked at, and those whose content is looked at by the loader or made anew.
READ = ("docs", "overrides", ".reading-room", "schema")
LOOKED_AT = ("sources", "site", "reading-room")
CONFIGS = (CONFIG, "mkdocs.reading-room.yml", "mkdocs.preview.yml")
# Files that other systems read with these names, too: everything that people write by hand.
PORTABLE = ("docs", "overrides")
MOST = 100  # problems of one kind that are named

_KINDS = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def find_foreign_files(root: Path, walked: Sequence[str] = READ) -> list[Problem]:
    """Return a Problem for each link, pipe, socket and device among the files of a build, and for each name
    that cannot be published; `walked` are the folders whose content is looked at.
    """
    problems = []
    settings = (path.name for path in sorted(root.glob("*.yml")))
    for name in dict.fromkeys((*CONFIGS, *settings, *READ, *LOOKED_AT, *walked)):
        for problem in _look_at(root / name, name, name in walked):
            problems.append(problem)
            if len(problems) == MOST:
                return problems
    return problems


def is_refused(problems: Sequence[Problem]) -> bool:
    """Return whether problems are among these for which no page may be read or written."""
    return any(problem.code in (LINKED, NAMED) for problem in problems)


def is_own_file(path: Path) -> bool:
    """Return whether there is a regular file, so that it can be read: no link, pipe or device."""
    return stat.S_ISREG(_mode(path))


def _mode(path: Path) -> int:
    """Return the mode of what is at a path, not of what it leads to; 0 where there is nothing."""
    try:
        return path.lstat().st_mode
    except OSError:
        return 0


def find_foreign(root: Path, name: str) -> str:
    """Return what is at a path, or on the way to it from `root`, that may not be opened: a symbolic link, a
    pipe, a socket or a device; an empty text if there is none.
    """
    parts = Path(name).parts
    modes = (_mode(root / Path(*parts[:length])) for length in range(1, len(parts) + 1))
    return next(filter(None, map(_foreign, modes)), "")


def linked(name: str, what: str = "a symbolic link") -> Problem:
    """Return the Problem for a link, pipe, socket or device, with what to do for what is published there."""
    if what != "a symbolic link":
        hint = "remove it"
    elif name.split("/")[0] in (*READ, "sources") or name.endswith(".yml"):
        hint = "copy what it leads to into its place"
    else:
        hint = "remove the link, and copy what is published to where it led"
    return Problem(name, 0, (), LINKED, f"{what}. Expected a file or a folder of the archive's own.", hint)


def _look_at(path: Path, name: str, walk: bool) -> Iterator[Problem]:
    mode = _mode(path)
    if what := _foreign(mode):
        yield linked(name, what)
    elif walk and stat.S_ISDIR(mode):
        yield from _walk(path, name)


def _foreign(mode: int) -> str:
    return next((what for is_kind, what in _KINDS if is_kind(mode)), "")


def _walk(folder: Path, name: str) -> Iterator[Problem]:
    """Yield the problems of a folder's content; no link is followed."""
    try:
        with os.scandir(folder) as entries:
            children = sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:  # another build has removed the folder, which was empty
        return
    except OSError as error:
        message = f"cannot read: {error.strerror}. Expected a readable folder."
        yield Problem(name, 0, (), "F109", message, "look at its permissions")
        return
    if name.split("/")[0] in PORTABLE:
        yield from _unportable(name, [entry.name for entry in children])
    for entry in children:
        path = f"{name}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder / entry.name, path)
        elif not entry.is_file(follow_symlinks=False) and (what := _foreign(_mode(folder / entry.name))):
            yield linked(path, what)


def _unportable(folder: str, names: Sequence[str]) -> Iterator[Problem]:
    """Yield a Problem for each name that another system cannot have, or not beside another name."""
    first: dict[str, str] = {}
    for name in names:
        path = f"{folder}/{name}"
        same = first.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if what := _unportable_name(name):
            yield Problem(path, 0, (), NAMED, f"{what}. Expected a name that every system can have.", _RENAME)
        elif same != name:
            message = f"only upper and lower case or accents tell it from {same!r}. Expected another name."
            yield Problem(path, 0, (), NAMED, message, _RENAME)


_RENAME = "rename it"


def _unportable_name(name: str) -> str:
    """Return what is wrong with a file's name; an empty text if nothing is."""
    if not name.isprintable():
        return "a name with bytes that are not UTF-8, or with invisible characters"
    if is_reserved(name):
        return f"a name that Windows keeps for a device ({name!r})"
    if name.endswith((".", " ")) or set(name) & set('<>:"|?*\\'):
        return f"a name that Windows refuses ({name!r})"
    return ""
