"""Compare the files of `sources/` with the manifest, both ways, with their records and with the held list."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ...base.files.foreign import find_foreign
from ...base.files.manifests import Manifest, parse_manifest
from ...base.files.reading import linked_record, unreadable
from ...base.git import GitError, is_blob, load_blobs
from ...base.problems import Problem
from ...base.project import MANIFEST
from ...collection.archive import Archive
from .held_list import NAME as HELD_NAME
from .held_list import Held, load_held_list, lost_capture
from .sources_files import SOURCES, Recorded, SourcesFiles, is_capture, load_sources_files

NAME = f"{SOURCES}/{MANIFEST}"
UPDATE = "archive verify --update"
REPAIR = "archive repair --from COPY"


@dataclass(frozen=True)
class Fixity:
    """The files, the manifest and the held list (None: there is none), and the problems of reading them."""

    root: Path
    files: SourcesFiles
    manifest: Manifest
    held: dict[str, Held] | None
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def blobs(self) -> dict[str, str]:
        """What git tracks below `sources/`, path → id; empty where git cannot say, which C109 names."""
        try:
            found = load_blobs(self.root, SOURCES)
        except GitError:
            return {}
        return {path.removeprefix(f"{SOURCES}/"): id for path, id in found.items()}

    def git_has(self, path: str) -> bool:
        """Return whether git has a file, by its path below `sources/`, with the same content."""
        id = self.blobs.get(path)
        return id is not None and is_blob((self.root / SOURCES / path).read_bytes(), id)

    def how_to_repair(self, path: str) -> str:
        """Return what replaces a damaged or missing file by one that is whole."""
        return f"git restore {SOURCES}/{path}, or {REPAIR}" if path in self.blobs else REPAIR

    @property
    def not_held(self) -> list[str]:
        """The captures and originals that the records name, that are not here and were not held here."""
        return sorted(
            path
            for path, recorded in self.files.recorded.items()
            if path not in self.files.digests and not recorded.required and path not in (self.held or {})
        )

    @property
    def unlisted(self) -> list[str]:
        """The captures and originals that are held, as their records give them, and not on the held list."""
        return sorted(
            path
            for path, recorded in self.files.recorded.items()
            if recorded.restricted
            and self.files.digests.get(path) == recorded.sha256
            and path not in (self.held or {})
        )

    @property
    def held_here(self) -> list[str]:
        """The captures and originals that are here."""
        return sorted(path for path in self.files.digests if is_capture(path))


def load_manifest(root: Path) -> tuple[Manifest, list[Problem]]:
    """Return the archive's manifest and its problems; a missing one is a problem."""
    if what := find_foreign(root, NAME):
        return Manifest(), [linked_record(NAME, what)]
    try:
        return parse_manifest((root / NAME).read_bytes(), NAME, "F206")
    except FileNotFoundError:
        message = "no such file. Expected the manifest of the archive."
        return Manifest(), [Problem(NAME, 0, (), "F203", message, f"write it with: {UPDATE}")]
    except OSError as error:
        return Manifest(), [unreadable(NAME, error)]


def check_manifest_lines(archive: Archive) -> Iterator[Problem]:
    """The manifest is whole, if there is one; `archive verify` compares it with the files."""
    if os.path.isfile(archive.root / NAME):  # that its folder cannot be read is a problem of the records
        yield from load_manifest(archive.root)[1]


def load_fixity(root: Path) -> Fixity:
    """Read what is compared; every file of `sources/` is read once."""
    files = load_sources_files(root)
    manifest, wrong_lines = load_manifest(root)
    held, wrong_entries = load_held_list(root)
    return Fixity(root, files, manifest, held, [*files.problems, *wrong_lines, *wrong_entries])


def check_fixity(fixity: Fixity) -> list[Problem]:
    """Every file is the one that was accepted: return all problems, sorted."""
    problems = list(fixity.problems)
    if not any((problem.path, problem.code) == (NAME, "F203") for problem in problems):
        problems += check_records(fixity)
        problems += check_recorded_digests(fixity)
    problems += check_captures(fixity)
    if fixity.held is not None:
        problems += check_held(fixity, fixity.held)
    return sorted(set(problems))


def check_records(fixity: Fixity) -> Iterator[Problem]:
    """Every record has a line in the manifest, with its SHA-256, and every line has its record."""
    records = fixity.files.records
    for path, seen in records.items():
        expected = fixity.manifest.get(path)
        if expected is None:
            message = f"not in {NAME} (its SHA-256 is {seen}). Expected a line for every file of {SOURCES}/."
            hint = f"if it belongs to the archive, run {UPDATE}"
            yield Problem(f"{SOURCES}/{path}", 0, (), "F202", message, hint)
        elif seen != expected:
            yield _differing(fixity, path, seen, expected)
    for path in fixity.manifest.keys() - records.keys():
        if not is_capture(path):
            yield _missing(fixity, path)


def _differing(fixity: Fixity, path: str, seen: str, expected: str) -> Problem:
    message = f"the SHA-256 is {seen}. Expected {expected}, as in {NAME}:{fixity.manifest.lines[path]}."
    hint = (
        f"if the change was meant, run {UPDATE}; if not, the file was damaged: {fixity.how_to_repair(path)}"
    )
    if fixity.git_has(path):
        message = f"changed in git since the manifest was written: {message}"
        hint = f"if the change was meant, run {UPDATE}"
        if not fixity.git_has(MANIFEST):
            hint = f"the manifest too differs from git's; if it was damaged: git restore {NAME}, or {REPAIR}"
    return Problem(f"{SOURCES}/{path}", 0, (), "F201", message, hint)


def _missing(fixity: Fixity, path: str) -> Problem:
    message = (
        f"no such file. Expected the file with the SHA-256 {fixity.manifest[path]}, "
        f"as in {NAME}:{fixity.manifest.lines[path]}."
    )
    hint = f"if it was removed on purpose, run {UPDATE}; if not, {fixity.how_to_repair(path)}"
    return Problem(f"{SOURCES}/{path}", 0, (), "F203", message, hint)


def check_recorded_digests(fixity: Fixity) -> Iterator[Problem]:
    """The manifest gives each capture and original the SHA-256 that its record gives."""
    files, manifest = fixity.files, fixity.manifest
    for path, recorded in files.recorded.items():
        if path not in manifest:
            message = (
                f"not in {NAME} (the record gives the SHA-256 {recorded.sha256}). Expected a line for it."
            )
            yield Problem(f"{SOURCES}/{path}", 0, (), "F202", message, f"run {UPDATE}")
        elif manifest[path] != recorded.sha256:
            message = (
                f"{NAME}:{manifest.lines[path]} gives the SHA-256 {manifest[path]}. "
                f"Expected {recorded.sha256}, as in source.yml."
            )
            hint = f"see which of the two was changed. A capture never changes; {UPDATE} takes the record's"
            yield Problem(f"{SOURCES}/{path}", 0, (), "F204", message, hint)
    for path in manifest.keys() - files.recorded.keys():
        if is_capture(path) and files.is_known(path):
            message = f"in {NAME}:{manifest.lines[path]}, but in no record. Expected a source that has it."
            hint = f"if its source was removed on purpose, run {UPDATE}; if not, {REPAIR}"
            yield Problem(f"{SOURCES}/{path}", 0, (), "F203", message, hint)


def check_captures(fixity: Fixity) -> Iterator[Problem]:
    """A capture or original that is here is the one of its record, and one that belongs in git is here."""
    files, manifest = fixity.files, fixity.manifest
    for path in fixity.held_here:
        seen = files.digests[path]
        recorded = files.recorded.get(path)
        expected = {digest for digest in (recorded and recorded.sha256, manifest.get(path)) if digest}
        if not expected:
            message = f"neither a record nor {NAME} names it. Expected only what a source describes."
            yield Problem(f"{SOURCES}/{path}", 0, (), "F202", message, "move it elsewhere")
        elif seen not in expected:
            message = f"the SHA-256 is {seen}. Expected {' or '.join(sorted(expected))}."
            yield Problem(f"{SOURCES}/{path}", 0, (), "F205", message, f"the file was damaged: {REPAIR}")
    for path, recorded in files.recorded.items():
        if recorded.required and path not in files.digests:
            message = (
                f"no such file. Expected the file with the SHA-256 {recorded.sha256}: its access is full."
            )
            yield Problem(f"{SOURCES}/{path}", 0, (), "F203", message, REPAIR)


def check_held(fixity: Fixity, held: dict[str, Held]) -> Iterator[Problem]:
    """The held list names what is held, as the records give it, and what it names is there."""
    files = fixity.files
    for path, entry in held.items():
        recorded = files.recorded.get(path)
        if path not in files.digests:
            yield lost_capture(entry)
        if recorded is None and files.is_known(path):
            yield _wrong_entry(entry, "no record names it", "if the source was withdrawn, remove this line")
        elif recorded is not None and entry.sha256 != recorded.sha256:
            yield _wrong_entry(entry, *_other_digest(entry, recorded))
    for path in fixity.unlisted:
        message = f"{SOURCES}/{path} is held and not on this list. Expected every file that is held."
        hint = "write what is held with: archive verify --record-held"
        yield Problem(HELD_NAME, 0, (), "F208", message, hint)


def _other_digest(entry: Held, recorded: Recorded) -> tuple[str, str]:
    message = f"held with the SHA-256 {entry.sha256}, and the record gives {recorded.sha256}"
    return (
        message,
        "see why the record was changed; then remove this line and run archive verify --record-held",
    )


def _wrong_entry(entry: Held, what: str, hint: str) -> Problem:
    message = f"{SOURCES}/{entry.path}: {what}. Expected what the records give."
    return Problem(HELD_NAME, entry.line, (), "F208", message, hint)
