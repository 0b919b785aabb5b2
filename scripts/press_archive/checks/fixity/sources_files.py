"""The files below `sources/`, with their SHA-256, and what the records say of captures and originals.

Paths here are relative to `sources/`, as in the manifest.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...base.files.foreign import find_foreign
from ...base.files.partial import is_partial
from ...base.files.reading import linked_record, unreadable
from ...base.problems import Problem
from ...base.progress import track
from ...base.project import HELD_LIST, MANIFEST
from ...captures.capture import CAPTURE_NAME, ORIGINAL_NAMES, digest, original_name
from ...records.closed_lists import Access
from ...records.fields import Source
from ...records.files import read_record
from ...records.parsing import parse_record
from ...yaml_text.reading import parse_yaml

SOURCES = "sources"
OF_A_SOURCE = re.compile(r"[0-9]{4}/[^/]+/([^/]+)")


@dataclass(frozen=True)
class Recorded:
    """A capture or an original as its record gives it; `restricted` says that git does not have it, and
    `required` that every copy of the archive has.
    """

    sha256: str
    restricted: bool
    required: bool


@dataclass(frozen=True)
class SourcesFiles:
    """What is below `sources/`: SHA-256 by path, the captures and originals of the records, the folders whose
    source.yml cannot be read, and the problems that were met.
    """

    digests: Mapping[str, str]
    recorded: Mapping[str, Recorded]
    unreadable: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    @property
    def records(self) -> dict[str, str]:
        """SHA-256 by path of all files that are neither a capture nor an original."""
        return {path: digest for path, digest in self.digests.items() if not is_capture(path)}

    def is_known(self, path: str) -> bool:
        """Return whether the record that would name a capture or original could be read, or is missing."""
        return path.rpartition("/")[0] not in self.unreadable


def is_capture(path: str) -> bool:
    """Return whether a path is the place of a capture, or of the file that one was extracted from.

    >>> is_capture("2018/lantern-interview/capture.txt"), is_capture("2018/lantern-interview/source.yml")
    (True, False)
    """
    match = OF_A_SOURCE.fullmatch(path)
    return match is not None and match[1] in (CAPTURE_NAME, *ORIGINAL_NAMES)


def load_sources_files(root: Path) -> SourcesFiles:
    """Read every file below `sources/` once, but for the manifest and the held list."""
    paths, problems = _list(root)
    digests: dict[str, str] = {}
    for path in track(paths, "Reading files"):
        try:
            digests[path] = digest(root / SOURCES / path)
        except OSError as error:
            problems.append(unreadable(f"{SOURCES}/{path}", error))
    recorded: dict[str, Recorded] = {}
    broken = set()
    for path in digests:
        match = OF_A_SOURCE.fullmatch(path)
        if match and match[1] == "source.yml":
            folder = path.rpartition("/")[0]
            source = _load_source(root, path)
            if source is None:
                broken.add(folder)
            else:
                recorded |= _of_source(folder, source)
    return SourcesFiles(digests, recorded, frozenset(broken), problems)


def _list(root: Path) -> tuple[list[str], list[Problem]]:
    """Return the sorted paths of the files below `sources/`; links and special files are problems."""
    paths: list[str] = []
    problems: list[Problem] = []
    top = root / SOURCES
    if what := find_foreign(root, SOURCES):
        return [], [linked_record(SOURCES, what)]

    def refuse(error: OSError) -> None:
        problems.append(unreadable(Path(error.filename).relative_to(root).as_posix(), error))

    for here, folders, names in os.walk(top, onerror=refuse):
        folders[:] = [name for name in folders if not is_partial(name)]
        for name in (*folders, *names):
            path = Path(here, name)
            short = path.relative_to(top).as_posix()
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode) and not is_partial(name) and short not in (MANIFEST, HELD_LIST):
                paths.append(short)
            elif not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                name = f"{SOURCES}/{short}"
                problems.append(linked_record(name, find_foreign(root, name)))
    return sorted(paths), problems


def _load_source(root: Path, path: str) -> Source | None:
    """Return the record of a source, or None if it cannot be read, which `archive check` explains."""
    name = f"{SOURCES}/{path}"
    text, _ = read_record(root / name, root)
    if text is None:
        return None
    tree = parse_yaml(text, name)
    record, _ = parse_record(Source, tree, name)
    return None if tree.problems else record


def _of_source(folder: str, source: Source) -> dict[str, Recorded]:
    restricted = source.access is not Access.FULL
    recorded = {f"{folder}/{CAPTURE_NAME}": Recorded(source.sha256, restricted, not restricted)}
    if original := source.original:
        path = f"{folder}/{original_name(original.file)}"
        recorded[path] = Recorded(original.sha256, restricted, False)
    return recorded
