"""Which pages of `docs/` an earlier build has made from the same values, and need not be made again.

A file that git ignores has, for each unit of pages (pages/site.py), its files with their digests, and what of
the archive it was made from, with the fingerprint of each value. A unit is kept where all these values and
files are still the same. The file names a digest of all else that pages are made from: the program, its
templates, the packages that it uses, and the settings. It can be deleted at any time; one that is of another
program or cannot be read is not used.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from ...base.files.foreign import is_own_file
from ...base.files.writing import make_folder, write_in_one_step
from ...collection.notes.noted_archive import Notes
from ...collection.notes.reads import Read
from ...pages.parts.context import Pages
from ...pages.parts.templates import TEMPLATES
from ...pages.site import Made, Unit

CACHE = ".cache/pages.json"
# Where pages may be, whoever wrote the file.
_SAFE = re.compile(r"(?:[a-z0-9_-]+/)*[a-z0-9_-]+(?:\.[a-z0-9]+)+")
_PROGRAM = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class KeptUnit:
    """The files of a unit with their digests, and the positions of what it was made from among all reads."""

    files: Mapping[str, str]
    reads: Collection[int]


@dataclass
class KeptPages:
    """The units of an earlier build, what they were made from, and the fingerprint that it had then; then the
    fingerprints that it has now.
    """

    units: dict[Unit, KeptUnit] = field(default_factory=dict)
    reads: list[tuple[Read, str]] = field(default_factory=list)
    now: dict[Read, str] = field(default_factory=dict)

    def unchanged(self, notes: Notes, units: Iterable[Unit], docs: Path) -> dict[Unit, KeptUnit]:
        """Return those of the units that need not be made again: nothing of what they were made from has
        changed, and their files are as they were.
        """
        self.now = {read: notes.fingerprint(read) for read, _ in self.reads}
        changed = {position for position, (read, before) in enumerate(self.reads) if self.now[read] != before}
        kept = ((unit, self.units[unit]) for unit in units if unit in self.units)
        return {
            unit: made
            for unit, made in kept
            if changed.isdisjoint(made.reads) and _are_as_they_were(docs, made.files)
        }


def _are_as_they_were(docs: Path, files: Mapping[str, str]) -> bool:
    for path, before in files.items():
        try:
            if digest(docs.joinpath(path).read_bytes()) != before:
                return False
        except OSError:  # gone, or not a file any more
            return False
    return True


def digest(data: bytes) -> str:
    """Return the digest by which a file is known."""
    return hashlib.sha256(data).hexdigest()[:32]


def key_of(pages: Pages) -> str:
    """Return a digest of all that pages are made from beside the archive."""
    options = (pages.reading_room, pages.address, sorted(pages.cards), sorted(pages.exports))
    templates = _digest_of(path for path in sorted(TEMPLATES.rglob("*")) if path.is_file())
    return hashlib.sha256(f"{options!r}\n{program_state()}\n{templates}".encode()).hexdigest()


@cache
def program_state() -> str:
    """Return what tells one state of the program and of the packages that it uses from another, as they were
    when this was first asked.
    """
    packages = sorted({f"{one.metadata['Name']} {one.version}" for one in distributions()})
    files = (path for path in sorted(_PROGRAM.rglob("*")) if path.suffix in (".py", ".csl", ".json"))
    return f"{sys.version}\n{packages!r}\n{_digest_of(files)}"


def _digest_of(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def load_pages(root: Path, key: str) -> KeptPages:
    """Return what an earlier build has kept under a key; nothing where it has not."""
    path = root / CACHE
    if not is_own_file(path):
        return KeptPages()
    try:
        found = json.loads(path.read_bytes())
        return _parse(found) if found["key"] == key else KeptPages()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):  # not what a build has written
        return KeptPages()


def _parse(found: Any) -> KeptPages:
    reads = [((str(name), _key(key)), str(before)) for name, key, before in found["reads"]]
    units = {
        tuple(map(str, unit)): KeptUnit({str(path): str(digest) for path, digest in files.items()}, positions)
        for unit, files, positions in found["units"]
    }
    if not all(_SAFE.fullmatch(path) for made in units.values() for path in made.files):
        raise ValueError("paths of what is no page")
    if any(position not in range(len(reads)) for made in units.values() for position in made.reads):
        raise ValueError("positions of what there is not")
    return KeptPages(units, reads)


def _key(key: Any) -> Any:
    return tuple(map(_key, key)) if isinstance(key, list) else key


def keep_pages(
    root: Path, key: str, notes: Notes, kept: KeptPages, made: Mapping[Unit, Made | KeptUnit]
) -> None:
    """Keep the units that a build has made, and those that it has kept. Raises OSError where nothing can be
    written.
    """
    positions: dict[Read, int] = {}
    units = []
    for unit, one in made.items():
        if isinstance(one, KeptUnit):
            files = dict(one.files)
            reads: Iterable[Read] = (kept.reads[position][0] for position in one.reads)
        else:
            files = {path: digest(text.encode()) for path, text in one.files.items()}
            reads = one.reads
        units.append([unit, files, sorted(positions.setdefault(read, len(positions)) for read in reads)])
    found = [[*read, kept.now.get(read) or notes.fingerprint(read)] for read in positions]
    data = json.dumps({"key": key, "reads": found, "units": units}, ensure_ascii=False, separators=(",", ":"))
    make_folder((root / CACHE).parent)
    write_in_one_step(root / CACHE, f"{data}\n".encode(), durable=False)
