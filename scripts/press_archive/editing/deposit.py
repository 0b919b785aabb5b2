"""Deposit an archive: two bags in a new folder, one of the archive and one of the held captures.

The captures are in a bag of their own, because what is in copyright may not go where the archive may.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..base.files.bag_tags import is_safe
from ..base.files.exchange import partial_folder, sync_file_system
from ..base.files.partial import is_partial
from ..base.files.writing import sync_folder
from ..base.git import REGULAR, is_blob, list_entries, load_blobs, load_commit
from ..base.project import HELD_LIST
from ..checks.fixity.sources_files import SOURCES
from ..checks.fixity.verify import Fixity
from ..records.fields import Collection
from .bags import write_bag

ARCHIVE, CAPTURES = "archive", "captures"
# Where there is no git: folders and files that programs make, and that can be made again.
MADE = frozenset({
    ".git", ".archive", ".cache", ".venv", "site", "reading-room", ".reading-room", "gallery", "screenshots",
    "node_modules", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis",
})  # fmt: skip
MADE_NAME = re.compile(r".*-offline\.zip|.*\.egg-info")
RESTRICTED = (
    "Restricted. These texts are in copyright. They are kept for the holder's own use: not for publication, "
    "and not for access by others."
)
OPEN = "Open: no restricted capture is in this bag. Its files say under which licences they are."


class NotDeposited(Exception):
    """An archive that cannot be deposited; the message says why."""


@dataclass(frozen=True)
class Deposit:
    """What was written: the number of files in the bag of the archive and in that of the captures."""

    files: int
    captures: int


def list_files_of_archive(root: Path, generated: Sequence[str]) -> list[str]:
    """Return the files that belong to an archive, by their paths: those that git tracks.

    Outside a repository, all files but those that programs make; `generated` names files and folders that a
    build writes. Raises NotDeposited for a symbolic link, and GitError.
    """
    if blobs := load_blobs(root):
        _refuse_links_in_git(root)
        return sorted(blobs)
    return sorted(_walk(root, frozenset(generated)))


def _refuse_links_in_git(root: Path) -> None:
    """Raise NotDeposited for links and submodules in git, even where a plain file is in their place here."""
    for entry in list_entries(root):
        if not entry.mode.startswith(REGULAR) and not entry.path.startswith("../"):
            what = f"no plain file in git (mode {entry.mode}). Expected plain files."
            raise NotDeposited(f"{entry.path}: {what}")


def _walk(root: Path, generated: frozenset[str]) -> Iterator[str]:
    for here, folders, names in os.walk(root):
        paths = {name: Path(here, name).relative_to(root).as_posix() for name in (*folders, *names)}
        left_out = {
            name
            for name, path in paths.items()
            if path in generated or name in MADE or MADE_NAME.fullmatch(name) or is_partial(name)
        }
        for name, path in paths.items():
            if name not in left_out and (root / path).is_symlink():
                raise NotDeposited(f"{path}: a symbolic link. Expected files and folders.")
        folders[:] = [name for name in folders if name not in left_out]
        yield from (paths[name] for name in names if name not in left_out)


def write_deposit(
    fixity: Fixity, collection: Collection, target: Path, day: str, generated: Sequence[str]
) -> Deposit:
    """Write the bags into a new folder, in one step; the captures' bag only if any is held.

    The files are those that `archive verify` has compared. Raises NotDeposited, GitError and OSError.
    """
    root = fixity.root
    if os.path.lexists(target):
        raise NotDeposited(f"{target}: exists. Expected the name of a new folder.")
    if not target.parent.is_dir():
        raise NotDeposited(f"{target.parent}: no such folder. Expected one to make {target.name} in.")
    captures = _held(fixity)
    files = [
        path
        for path in list_files_of_archive(root, generated)
        if path not in captures and path != f"{SOURCES}/{HELD_LIST}"
    ]
    _refuse_unsafe(root, files)
    with partial_folder(target.parent) as made:
        whole = Path(made) / target.name
        whole.mkdir()
        info = [*_about(collection), ("Access", OPEN), *_commit(root, files)]
        written = write_bag(whole / ARCHIVE, {path: root / path for path in files}, info, day)
        _check_written(fixity, written)
        if captures:
            restricted = {path: root / path for path in captures}
            if (root / SOURCES / HELD_LIST).is_file():
                restricted[f"{SOURCES}/{HELD_LIST}"] = root / SOURCES / HELD_LIST
            info = [*_about(collection, "The captures held for: "), ("Access", RESTRICTED)]
            write_bag(whole / CAPTURES, restricted, info, day)
            (whole / CAPTURES).chmod(0o700)
        sync_file_system(whole)
        whole.rename(target)
    sync_folder(target.parent)
    return Deposit(len(files), len(captures))


def _held(fixity: Fixity) -> list[str]:
    """Return the paths, from the root, of the restricted captures and originals that are held."""
    recorded = fixity.files.recorded
    return [f"{SOURCES}/{path}" for path in fixity.held_here if recorded[path].restricted]


def _refuse_unsafe(root: Path, files: Sequence[str]) -> None:
    for path in files:
        if not is_safe(path):
            expected = "Expected no control character, %, \\ or .., and no white space at its end"
            raise NotDeposited(f"{path!r}: not a name for a bag. {expected}.")
        if (root / path).is_symlink() or not (root / path).is_file():
            raise NotDeposited(f"{path}: no such file. Expected every file that git tracks, and no link.")


def _check_written(fixity: Fixity, written: dict[str, str]) -> None:
    """Raise NotDeposited if a restricted capture is among the files under any name, or a record was changed
    meanwhile.
    """
    restricted = {
        recorded.sha256: path for path, recorded in fixity.files.recorded.items() if recorded.restricted
    }
    for path, sha256 in written.items():
        if sha256 in restricted:
            message = f"the same as {SOURCES}/{restricted[sha256]}, which is restricted"
            raise NotDeposited(f"{path}: {message}. Expected no such file in the archive.")
        compared = fixity.files.digests.get(path.removeprefix(f"{SOURCES}/"))
        if path.startswith(f"{SOURCES}/") and compared not in (None, sha256):
            raise NotDeposited(f"{path}: changed while it was copied. Expected no other program at work.")


def _about(collection: Collection, before: str = "") -> list[tuple[str, str]]:
    return [("External-Description", f"{before}{collection.title}. {collection.description}")]


def _commit(root: Path, files: Sequence[str]) -> list[tuple[str, str]]:
    """Return the commit, if every file is as git has it."""
    blobs = load_blobs(root)
    if commit := load_commit(root) if blobs else "":
        same = all(is_blob((root / path).read_bytes(), blobs[path]) for path in files)
        return [("External-Identifier", f"git commit {commit}")] if same else []
    return []
