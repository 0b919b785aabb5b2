"""Replace damaged and missing files of `sources/` by those of a copy, if their SHA-256 is the expected one.

The damaged files are kept in `.archive/damaged/`, which git ignores. Symbolic links are neither read nor
written through.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..base.files.foreign import find_foreign
from ..base.files.manifests import Manifest, parse_manifest
from ..base.files.writing import make_folder, write_in_one_step, write_new
from ..base.project import MANIFEST
from ..checks.fixity.sources_files import SOURCES, is_capture
from ..checks.fixity.verify import NAME, Fixity, load_fixity

ASIDE = ".archive/damaged"
# Where a copy has its sources/: an archive's folder, a bag, or a deposit with its two bags.
PLACES = (".", "data", "archive/data", "captures/data")


@dataclass(frozen=True)
class Repair:
    """A file, its path from the archive's folder, and what was done or why nothing could be."""

    path: str
    message: str
    done: bool


def find_copies(copy: Path) -> list[Path]:
    """Return the folders of a copy that contain `sources/`; none if the copy is no copy of an archive."""
    return [
        copy / place
        for place in PLACES
        if (copy / place / SOURCES).is_dir() and not find_foreign(copy, f"{place}/{SOURCES}")
    ]


def repair(root: Path, copies: Sequence[Path]) -> Iterator[Repair]:
    """Repair the manifest, then records, then captures and originals; yield what was done with each file.

    A file is repaired if a copy has it with the SHA-256 that is expected. Raises OSError.
    """
    aside = _Aside(root)
    fixity = load_fixity(root)
    if data := _better_manifest(fixity, copies):
        yield _replace(root, NAME, data, aside)
        fixity = load_fixity(root)
    yield from _repair_all(fixity, damaged_records(fixity), copies, aside)
    fixity = load_fixity(root)  # the records say again what the captures should be
    yield from _repair_all(fixity, damaged_captures(fixity), copies, aside)


def damaged_records(fixity: Fixity) -> dict[str, str]:
    """Return the records that are missing, or neither as the manifest nor as git has them, with the SHA-256
    that the manifest gives, by path below `sources/`.
    """
    seen = fixity.files.digests
    return {
        path: expected
        for path, expected in fixity.manifest.items()
        if not is_capture(path) and seen.get(path) != expected and not (path in seen and fixity.git_has(path))
    }


def damaged_captures(fixity: Fixity) -> dict[str, str]:
    """Return the captures and originals that are damaged, or missing though they were held here or are part
    of every copy, with the SHA-256 that the record gives, by path below `sources/`.
    """
    files, held = fixity.files, fixity.held or {}
    damaged = {}
    for path, recorded in files.recorded.items():
        seen = files.digests.get(path)
        missed = recorded.required or (path in held and held[path].sha256 == recorded.sha256)
        agreed = fixity.manifest.get(path, recorded.sha256) == recorded.sha256
        if agreed and (missed if seen is None else seen != recorded.sha256):
            damaged[path] = recorded.sha256
    return damaged


def _repair_all(
    fixity: Fixity, damaged: dict[str, str], copies: Sequence[Path], aside: _Aside
) -> Iterator[Repair]:
    for path, expected in sorted(damaged.items()):
        name = f"{SOURCES}/{path}"
        found = (_read(copy, name) for copy in copies)
        data = next((data for data in found if data is not None and _digest(data) == expected), None)
        if data is None:
            message = f"the copy does not have the file with the SHA-256 {expected}. Expected another copy."
            yield Repair(name, message, False)
        else:
            yield _replace(fixity.root, name, data, aside)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(copy: Path, name: str) -> bytes | None:
    """Return a file of a copy, or None where it has none; a symbolic link counts as none."""
    path = copy / name
    return None if find_foreign(copy, name) or not path.is_file() else path.read_bytes()


def _replace(root: Path, name: str, data: bytes, aside: _Aside) -> Repair:
    """Write a file in one step, after the damaged one was put aside."""
    path = root / name
    if find_foreign(root, name) or (os.path.lexists(path) and not path.is_file()):
        message = "a link or a folder is in its place, or leads there. Expected it to be moved away first."
        return Repair(name, message, False)
    if path.is_file():
        kept = aside.keep(name, path.read_bytes())
        write_in_one_step(path, data)
        return Repair(name, f"repaired; the damaged file is {kept}", True)
    make_folder(path.parent)
    (write_new if is_capture(name.removeprefix(f"{SOURCES}/")) else write_in_one_step)(path, data)
    return Repair(name, "restored; it was missing", True)


class _Aside:
    """A folder of this repair for damaged files; it is made when the first is kept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = ""

    def keep(self, name: str, data: bytes) -> str:
        """Write the bytes of a damaged file; return the path of the copy from the archive's folder."""
        if not self.folder:
            parent = self.root / ASIDE
            make_folder(parent)
            made = tempfile.mkdtemp(prefix=f"{datetime.date.today().isoformat()}-", dir=parent)
            self.folder = Path(made).relative_to(self.root).as_posix()
        path = self.root / self.folder / name
        make_folder(path.parent)
        write_new(path, data)
        return f"{self.folder}/{name}"


def _better_manifest(fixity: Fixity, copies: Sequence[Path]) -> bytes | None:
    """Return the manifest of a copy with which more of the files agree than with the archive's own, if there
    is one. A manifest that is as git has it is kept.
    """
    if (fixity.root / NAME).is_file() and fixity.git_has(MANIFEST):
        return None
    wrong = [problem for problem in fixity.problems if problem.path == NAME]
    best, chosen = _disagreeing(fixity) + len(wrong), None
    for copy in copies:
        data = _read(copy, NAME)
        manifest, problems = parse_manifest(data or b"", NAME, "F206")
        differing = _disagreeing(replace(fixity, manifest=manifest))
        if data and not problems and differing < best:
            best, chosen = differing, data
    return chosen


def _disagreeing(fixity: Fixity) -> int:
    """Return how many paths differ between a manifest, and the records and what these say of captures."""
    expected: Manifest = fixity.manifest
    found = fixity.files.records | {path: recorded.sha256 for path, recorded in fixity.files.recorded.items()}
    return sum(expected.get(path) != found.get(path) for path in expected.keys() | found.keys())
