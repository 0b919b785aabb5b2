"""Captures in git: files that git keeps, or a commit kept, and may not; recognised by name and by SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from ...base.files.partial import is_partial
from ...base.git import (
    Entry,
    GitError,
    find_invented,
    list_committed,
    list_entries,
    list_kept_files,
    load_contents,
    load_sizes,
)
from ...base.kept import Kept, Key, key_of
from ...base.problems import Problem
from ...captures.capture import CAPTURE_NAME, ORIGINAL_NAMES, original_name
from ...collection.archive import Archive, SourceEntry
from ...records.closed_lists import Access
from .kept_words import copies_in_commits, copies_in_files
from .reading.decoding import decode_texts
from .reading.unpacking import PlainFile, unpack

# Files of these kinds are read only if they have the size of a capture; all others are unpacked and decoded.
_TEXTS = frozenset({".css", ".html", ".js", ".json", ".md", ".py", ".svg", ".toml", ".ts", ".yml"})
# A longer file is no capture, nor what one was extracted from.
_LONGEST = 50_000_000
_BYTE_ORDER_MARK = 3  # bytes, in UTF-8
_PLAIN_FILE, _PROGRAM, _LINK, _SUBMODULE = "100644", "100755", "120000", "160000"
_MODES = {_PROGRAM: "a program", _LINK: "a symbolic link", _SUBMODULE: "a submodule"}
_PUBLISHED = ("sources/", "docs/", "overrides/")
_FORGET = "remove it from the history before you push"


def check_tracked(archive: Archive, kept: Kept | None = None) -> Iterator[Problem]:
    """No capture is kept in git whose access is not full, and git can say which files it keeps."""
    try:
        tracked = list_kept_files(archive.root)
        problems = list(check_tracked_files(archive, tracked))
        problems += check_entries(archive, list_entries(archive.root), kept)
        problems += copies_in_files(archive, {problem.path for problem in problems}, kept)
    except GitError as error:
        yield _no_answer(error)
        return
    yield from problems


def check_commits(archive: Archive, since: str, until: str) -> Iterator[Problem]:
    """No commit of a range adds a restricted capture, even if a later one removes it."""
    try:
        committed = list_committed(archive.root, since, until)
        if not committed:
            return
        problems = list(check_entries(archive, committed))
        names = {entry.path: entry.commit for entry in committed}
        for problem in check_tracked_files(archive, names):
            problems.append(_in_commit(problem, names[problem.path]))
        copies = copies_in_commits(archive, committed, {problem.path for problem in problems})
        problems += [_in_commit(problem, commit) for commit, problem in copies]
    except GitError as error:
        yield _no_answer(error)
        return
    yield from problems


def _no_answer(error: GitError) -> Problem:
    message = f"git cannot list its files ({error}). Expected a list without restricted captures."
    return Problem("sources", 0, (), "C109", message, error.hint or "make `git status` work in this folder")


def _in_commit(problem: Problem, commit: str) -> Problem:
    message = f"in the commit {commit[:10]}, {problem.message}"
    return Problem(problem.path, problem.line, (), problem.code, message, _FORGET)


def check_tracked_files(archive: Archive, tracked: Iterable[str]) -> Iterator[Problem]:
    """None of the files that git keeps is a capture whose access is not full, or unfinished."""
    open_folders = {
        source.folder for source in archive.sources.values() if source.record.access is Access.FULL
    }
    for path in sorted(set(tracked)):
        folder, _, name = path.rpartition("/")
        if not path.startswith("sources/"):
            continue
        if is_partial(name):  # nothing else looks at it
            message = "a file in git that was not written to its end. Expected none."
            yield Problem(path, 0, (), "F105", message, f"git rm --cached {path}")
        if name in (CAPTURE_NAME, *ORIGINAL_NAMES) and folder not in open_folders:
            message = "a capture in git whose access is not full. Expected it on this machine only."
            hint = f"git rm --cached {path}, and {_FORGET}"
            yield Problem(path, 0, (), "C107", message, hint)


def check_entries(archive: Archive, entries: list[Entry], kept: Kept | None = None) -> Iterator[Problem]:
    """None of the files that git keeps has the content of a restricted capture, and all are plain files."""
    yield from check_modes(entries)
    digests, sizes = _restricted(archive)
    if not digests:
        return
    files = [entry for entry in entries if entry.mode != _SUBMODULE]
    stored = load_sizes(archive.root, (entry.blob for entry in files))
    invented = find_invented(archive.root, (entry.path for entry in files))
    first: dict[str, str] = {}  # id of a content → path
    for entry in files:
        if stored[entry.blob] in sizes or _is_odd(entry.path, stored[entry.blob]):
            first.setdefault(entry.blob, entry.path)
    found = _places(archive, first, digests, kept)
    for entry in files:
        place = found.get(entry.blob)
        if (
            place and place != entry.path and entry.path not in invented
        ):  # at its own place its name says what it is (C107)
            yield _copy_of_capture(entry, place)


def check_modes(entries: Iterable[Entry]) -> Iterator[Problem]:
    """In what is published, git keeps plain files: no symbolic link, no submodule, no program."""
    for entry in entries:
        if entry.mode != _PLAIN_FILE and f"{entry.path}/".startswith(_PUBLISHED):
            what = _MODES.get(entry.mode, f"the mode {entry.mode}")
            message = f"{what} in git. Expected a plain file."
            problem = Problem(entry.path, 0, (), "C115", message, f"git rm --cached {entry.path}")
            yield _in_commit(problem, entry.commit) if entry.commit else problem


def _restricted(archive: Archive) -> tuple[dict[str, str], set[int]]:
    """Return the digests of restricted captures and originals → their paths, and the sizes of copies."""
    digests: dict[str, str] = {}
    sizes: set[int] = set()
    for source in archive.sources.values():
        record = source.record
        if record.access is Access.FULL:
            continue
        digests[record.sha256] = f"{source.folder}/{CAPTURE_NAME}"
        sizes |= _sizes(source)
        if record.original:
            digests[record.original.sha256] = f"{source.folder}/{original_name(record.original.file)}"
            sizes.add(record.original.bytes)
    return digests, sizes


def _sizes(source: SourceEntry) -> set[int]:
    """Return the sizes that a capture has as it is, and with other ends of lines or a byte order mark."""
    record = source.record
    return {
        record.bytes + last + returns + mark
        for last in (-1, 0, 1, 2)
        for returns in (0, record.lines - 1, record.lines)
        for mark in (0, _BYTE_ORDER_MARK)
    }


def _is_odd(path: str, size: int) -> bool:
    """Return whether a file may be a capture that is packed or in another encoding."""
    return PurePosixPath(path).suffix.lower() not in _TEXTS and 0 < size <= _LONGEST


def _places(
    archive: Archive, contents: Mapping[str, str], digests: Mapping[str, str], kept: Kept | None
) -> dict[str, str]:
    """Return the path of the capture that each content is, or that is packed in it, by git's ids of contents;
    empty if it is none. `contents` has the path of each.

    What a content can be read as is kept by git's id and the name: git itself has no other content for an id.
    """
    found: dict[str, str] = {}
    unknown = []
    for blob, path in contents.items():
        value = kept.get(_content_key(blob, path)) if kept else None
        if value is None:
            unknown.append(blob)
        else:
            found[blob] = _recognise(map(str, value.decode().split()), digests)
    for blob, data in load_contents(archive.root, unknown, 2 * _LONGEST):
        readings = list(dict.fromkeys(_digests(data, contents[blob])))
        found[blob] = _recognise(readings, digests)
        if kept:
            kept.put(_content_key(blob, contents[blob]), " ".join(readings).encode())
    return found


def _content_key(blob: str, path: str) -> Key:
    return key_of("content", blob.encode(), path.encode("utf-8", "surrogatepass"))


def _recognise(readings: Iterable[str], digests: Mapping[str, str]) -> str:
    """Return the path of the capture that one of some readings is, by their digests; empty if none is."""
    return next((digests[reading] for reading in readings if reading in digests), "")


def _digests(data: bytes, path: str) -> Iterator[str]:
    """Yield the SHA-256 of everything that a content, or what is packed in it, can be read as."""
    for file in (PlainFile(data, path), *unpack(data, path)):
        if isinstance(file, PlainFile):
            for reading in _readings(file.data):
                yield hashlib.sha256(reading).hexdigest()


def _readings(data: bytes) -> Iterator[bytes]:
    """Yield bytes as they are, and as the capture that they may be: UTF-8, lines that end in a line feed."""
    yield data
    for text in decode_texts(data):
        plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").encode()
        yield plain
        yield plain + b"\n"


def _copy_of_capture(entry: Entry, place: str) -> Problem:
    message = f"the content of {place}, whose access is not full. Expected it on this machine only."
    problem = Problem(entry.path, 0, (), "C114", message, f"git rm --cached {entry.path}, and {_FORGET}")
    return _in_commit(problem, entry.commit) if entry.commit else problem
