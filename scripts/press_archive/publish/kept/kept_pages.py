"""Which pages of `docs/` an earlier build has made from the same values, and need not be made again.

A file that git ignores has, for each unit of pages (pages/site.py), its files with their digests, and what of
the archive it was made from, with the fingerprint of each value. A unit is kept where all these values and
files are still the same. The file names a digest of all else that pages are made from: the templates and the
settings; and it is of one state of the program (base/kept.py). It can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...base.kept import read_kept, write_kept
from ...collection.notes.noted_archive import Notes
from ...collection.notes.reads import Read
from ...pages.parts.context import Pages
from ...pages.parts.templates import TEMPLATES
from ...pages.site import Made, Unit

CACHE = ".cache/pages"


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
    """Return a digest of what pages are made from beside the archive and the program."""
    options = (pages.reading_room, pages.address, sorted(pages.cards), sorted(pages.exports))
    whole = hashlib.sha256(f"{options!r}\n".encode())
    for path in sorted(TEMPLATES.rglob("*")):
        if path.is_file():
            whole.update(f"{path}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def load_pages(root: Path, key: str) -> KeptPages:
    """Return what an earlier build has kept under a key; nothing where it has not."""
    data = read_kept(root, CACHE)
    found = {} if data is None else json.loads(bytes(data))
    if found.get("key") != key:
        return KeptPages()
    units = {tuple(unit): KeptUnit(files, positions) for unit, files, positions in found["units"]}
    return KeptPages(units, [((name, _key(key)), before) for name, key, before in found["reads"]])


def _key(key: Any) -> Any:
    return tuple(map(_key, key)) if isinstance(key, list) else key


@dataclass
class Keeping:
    """The units of a build that are to be kept: their files with digests, and what they were made from.

    Neither the pages nor a second copy of what was read stays in memory.
    """

    kept: KeptPages
    units: dict[Unit, KeptUnit] = field(default_factory=dict)
    positions: dict[Read, int] = field(default_factory=dict)

    def add_made(self, unit: Unit, made: Made) -> None:
        """Keep a unit that was made."""
        files = {path: digest(text.encode()) for path, text in made.files.items()}
        self._add(unit, files, made.reads)

    def add_unchanged(self, unit: Unit, one: KeptUnit) -> None:
        """Keep a unit of an earlier build."""
        self._add(unit, one.files, (self.kept.reads[position][0] for position in one.reads))

    def _add(self, unit: Unit, files: Mapping[str, str], reads: Iterable[Read]) -> None:
        positions = sorted(self.positions.setdefault(read, len(self.positions)) for read in reads)
        self.units[unit] = KeptUnit(files, positions)

    @property
    def paths(self) -> set[str]:
        """The paths of all files, below docs/."""
        return {path for one in self.units.values() for path in one.files}

    def write(self, root: Path, key: str, notes: Notes) -> None:
        """Write the file for the next build."""
        found = [[*read, self.kept.now.get(read) or notes.fingerprint(read)] for read in self.positions]
        units = [[unit, dict(one.files), one.reads] for unit, one in self.units.items()]
        data = {"key": key, "reads": found, "units": units}
        write_kept(root, CACHE, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
