"""Publish in one step: what is new is made beside what it replaces, proved, and exchanged with it.

One command at a time publishes, in a workshop: a folder of its own below `.archive/`, which git ignores. A
command that is killed leaves its workshop, and the next one removes it. Where the system cannot exchange two
folders in one step, the next one first puts back what was there before.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..base.files.exchange import (
    WORK,
    put_back,
    replace_folder,
    sync_file_system,
    work_folder,
)
from ..base.files.foreign import linked
from ..base.files.partial import remove_partial
from ..base.files.writing import locked, sync_folder
from ..base.problems import Problem

LOCK = "lock"
PREFIX = "publication-"


@dataclass(frozen=True)
class Workshop:
    """Where one command makes what it publishes: its own folder, the folder in which it publishes, and the
    descriptor of its lock, which a process that works for it inherits.
    """

    folder: Path
    parent: Path
    lock: int


@contextlib.contextmanager
def open_workshop(parent: Path, waiting: Callable[[], None]) -> Iterator[Workshop]:
    """Let one command at a time publish in a folder; the others wait, after a call of `waiting`.

    What a killed command left is repaired and removed first. Raises OSError where nothing can be written.
    """
    with work_folder(parent, lambda folder: locked(folder, LOCK, waiting)) as lock:
        work = parent / WORK
        _clean(work, parent)
        # What cannot be removed at the end is left to the next command.
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=work, ignore_cleanup_errors=True) as folder:
            yield Workshop(Path(folder), parent, lock)


def _clean(work: Path, parent: Path) -> None:
    """Repair and remove what killed commands left: nobody else is at work, as the lock is ours."""
    for left in sorted(work.glob(f"{PREFIX}*")):
        put_back(left, parent)
        shutil.rmtree(left, ignore_errors=True)
    remove_partial(work)
    remove_partial(parent)  # where programs before this one had their folders


def check_place(path: Path, name: str, folder: bool = True) -> Iterator[Problem]:
    """What a publication replaces is a folder, or with `folder=False` a file, and not a symbolic link."""
    expected = "a folder" if folder else "a file"
    if path.is_symlink():
        yield linked(name)
    elif path.exists() and path.is_dir() is not folder:
        yield Problem(name, 0, (), "O105", f"not {expected}. Expected {expected}.", "move it elsewhere")


def put_in_place(workshop: Workshop, made: Path, target: Path) -> None:
    """Put a folder in the place of another in one step, whole on the disk; unchanged files stay the same.

    Raises OSError where it cannot be done, and the other one then stays.
    """
    link_unchanged(target, made)
    sync_file_system(made)
    replace_folder(made, target, workshop.parent)
    sync_folder(target.parent)


def put_file_in_place(made: Path, target: Path) -> None:
    """Put a file that is whole on the disk in the place of another in one step."""
    sync_file_system(made.parent)
    os.replace(made, target)
    sync_folder(target.parent)


def link_unchanged(before: Path, made: Path) -> None:
    """Replace each file that is the same in the folder before by that file itself, as a hard link.

    So it keeps its time stamp and its place on the disk. No file of either folder is opened for writing.
    """
    for old, name in _files(before):
        new = made / name
        try:
            new_status = new.lstat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        if _may_be_same(old.lstat(), new_status):
            try:
                _link_same(old, new)
            except OSError:  # a file system without hard links: the files are whole without them
                return


def _files(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield every file below a folder, with its path below it; no link is followed."""
    for here, _, names in os.walk(folder):
        for name in names:
            yield Path(here, name), Path(here, name).relative_to(folder)


def _may_be_same(old: os.stat_result, new: os.stat_result) -> bool:
    """Return whether the old file can take the new one's place: another name of it could change it later."""
    kinds = stat.S_ISREG(old.st_mode) and old.st_nlink == 1
    same = [(file.st_mode, file.st_uid, file.st_gid, file.st_size) for file in (old, new)]
    return kinds and same[0] == same[1]


def _link_same(old: Path, new: Path) -> None:
    link = new.with_name(f".{PREFIX}link")
    os.link(old, link, follow_symlinks=False)
    try:
        # Compared under its new name, as the old one may have been replaced meanwhile.
        if filecmp.cmp(link, new, shallow=False):
            os.replace(link, new)
    finally:
        link.unlink(missing_ok=True)
