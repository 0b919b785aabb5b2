"""The held list, `sources/held.txt`: the captures that this machine holds, and since when; git ignores it.

A line is the SHA-256, the day, the first eight digits of the SHA-256 of these and the path, and the path. The
eight digits show that a line was damaged, also where only its day was.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...base.files.foreign import find_foreign
from ...base.files.reading import linked_record, unreadable
from ...base.problems import Problem
from ...base.project import HELD_LIST
from ...collection.archive import Archive
from .sources_files import SOURCES, is_capture

NAME = f"{SOURCES}/{HELD_LIST}"
LINE = re.compile(r"([0-9a-f]{64})  ([0-9]{4}-[0-9]{2}-[0-9]{2})  ([0-9a-f]{8})  (.+)")
GIVE_UP = "find a copy and run archive repair --from COPY; if it is gone for good, remove this line"


@dataclass(frozen=True)
class Held:
    """A capture or original that is held: its path below `sources/`, its SHA-256, since which day, and the
    line of the list.
    """

    path: str
    sha256: str
    day: str
    line: int = 0

    @property
    def text(self) -> str:
        """The line, without its line feed."""
        return f"{self.sha256}  {self.day}  {self._seal}  {self.path}"

    @property
    def _seal(self) -> str:
        return hashlib.sha256(f"{self.sha256}  {self.day}  {self.path}".encode()).hexdigest()[:8]


def parse_held_list(data: bytes) -> tuple[dict[str, Held], list[Problem]]:
    """Return what a held list contains, by path, and the problems of its lines."""
    held: dict[str, Held] = {}
    problems = []
    text = data.decode("utf-8", "replace")
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        match = LINE.fullmatch(line)
        entry = Held(match[4], match[1], match[2], number) if match else None
        if entry is None or entry.text != line or not is_capture(entry.path):
            problems.append(
                _problem(number, "the line was damaged or edited. Expected it as it was written.")
            )
        elif entry.path in held:
            problems.append(
                _problem(number, f"duplicate path {entry.path!r} (first in line {held[entry.path].line}).")
            )
        else:
            held[entry.path] = entry
    if text and not text.endswith("\n"):
        problems.append(
            _problem(text.count("\n") + 1, "no line feed at the end. Expected one after each line.")
        )
    return held, problems


def _problem(line: int, message: str) -> Problem:
    hint = "remove this line, and write what is held with: archive verify --record-held"
    return Problem(NAME, line, (), "F206", message, hint)


def load_held_list(root: Path) -> tuple[dict[str, Held] | None, list[Problem]]:
    """Return what the held list contains, by path, or None if there is none, and its problems."""
    if what := find_foreign(root, NAME):
        return {}, [linked_record(NAME, what)]
    try:
        data = (root / NAME).read_bytes()
    except FileNotFoundError:
        return None, []
    except OSError as error:
        return {}, [unreadable(NAME, error)]
    return parse_held_list(data)


def lost_capture(entry: Held) -> Problem:
    """Return the Problem of a file that was held and is gone."""
    message = (
        f"{SOURCES}/{entry.path} is gone; it was held on this machine since {entry.day}. "
        f"Expected the file with the SHA-256 {entry.sha256}."
    )
    return Problem(NAME, entry.line, (), "F207", message, GIVE_UP)


def check_lost_captures(archive: Archive) -> Iterator[Problem]:
    """A capture that this machine has held is still in its place, and the list of these is whole."""
    held, problems = load_held_list(archive.root)
    if os.path.lexists(archive.root / NAME):  # that its folder cannot be read is a problem of the records
        yield from problems
    for entry in (held or {}).values():
        place = archive.root / SOURCES / entry.path
        # Where there is no record the source was withdrawn, or its draft was dropped.
        if os.path.lexists(place.with_name("source.yml")) and not os.path.lexists(place):
            yield lost_capture(entry)


def render_held_list(held: Mapping[str, Held]) -> bytes:
    """Return the text of a held list, sorted by path."""
    return "".join(f"{held[path].text}\n" for path in sorted(held)).encode()


def today() -> str:
    """Return the day of today (ISO 8601)."""
    return datetime.date.today().isoformat()
