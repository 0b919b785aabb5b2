"""Restricted text that slipped into something public: runs of nine words shared with a capture."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Container, Generator, Iterator
from functools import lru_cache
from pathlib import Path

from ...base.files.reading import unreadable
from ...base.problems import Problem
from ...captures.runs import RUN, Key, Run, RunIndex, Words, places, words
from ...collection.archive import Archive
from .fingerprints import UnheldCaptures
from .reading.published_text import read_name, read_published
from .reading.unpacking import Unreadable
from .restricted import headlines_and_addresses, restricted_keys, restricted_runs, restricted_sources

# A longer text is looked through in pieces, so that its words need not be in memory together.
LONGEST_PIECE = 1_000_000  # characters
# Pages share scripts and attributes. What was found in these short texts is remembered.
SHORT = 5_000  # characters
REMEMBERED = 5_000
_SPACE = re.compile(r"\s")

Find = Callable[[str], tuple[Run, ...]]


def check_output(
    archive: Archive, folder: Path, known: Container[str] = (), disguised: bool = True
) -> Iterator[Problem]:
    """Every file under a folder can be read, and none repeats a run of a restricted capture.

    Files whose SHA-256 is `known`, such as those of the theme, are not read. A site that was made of texts
    which were read under every look before is not read so again: what the program copies is not `disguised`.
    """
    unheld = UnheldCaptures(archive)
    if not restricted_sources(archive) and not unheld:
        return
    printed: dict[Run, str] = {}  # by their fingerprints
    find = _finder(restricted_keys(archive), unheld, printed)
    suspects: dict[str, list[Run]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder.parent).as_posix()
            suspects[name] = yield from _suspicious_runs(path, name, find, known, disguised)
    texts = (list(run) for runs in suspects.values() for run in runs)
    index = RunIndex(texts, without=headlines_and_addresses(archive))
    restricted = dict(printed)
    for id in restricted_sources(archive) if index else ():
        for run, line in restricted_runs(archive, id, index).items():
            restricted[run] = f"{archive.sources[id].folder}:{line}"
    for name, runs in suspects.items():
        if copied := [run for run in runs if run in restricted]:
            yield _copied_text(name, copied, restricted[copied[0]])


def _finder(keys: set[Key], unheld: UnheldCaptures, printed: dict[Run, str]) -> Find:
    """Return a search for the runs of a text that may be restricted: by their keys, or by a fingerprint.

    Those with a fingerprint are added to `printed`, each with the capture that it is of.
    """

    def find(text: str) -> tuple[Run, ...]:
        found: dict[Run, None] = {}
        for piece in _pieces(text):
            found.update(dict.fromkeys(tuple(piece[place : place + RUN]) for place in places(piece, keys)))
            for _, run, value in unheld.find(piece):
                found[run] = None
                printed[run] = f"{unheld.name(value)}, which is not held here, by its fingerprint"
        return tuple(found)

    remembered = lru_cache(maxsize=REMEMBERED)(find)
    return lambda text: remembered(text) if len(text) <= SHORT else find(text)


def _suspicious_runs(
    path: Path, name: str, find: Find, known: Container[str], disguised: bool
) -> Generator[Problem, None, list[Run]]:
    """Return the runs of a file that may be restricted; yield what of the file cannot be read."""
    found: dict[Run, None] = {}
    try:
        data = path.read_bytes()
    except OSError as error:
        yield unreadable(name, error)
        return []
    if known and hashlib.sha256(data).hexdigest() in known:
        return []
    found.update(dict.fromkeys(find(read_name(name))))
    for reading in read_published(data, path.name, disguised):
        if isinstance(reading, Unreadable):
            yield _unread_text(name, reading)
        else:
            found.update(dict.fromkeys(find(reading)))
    return list(found)


def _pieces(text: str) -> Iterator[Words]:
    """Yield the words of a text, and with those of each later piece the last ones of the piece before it."""
    start = 0
    before: Words = []
    while start < len(text):
        space = _SPACE.search(text, start + LONGEST_PIECE)
        end = space.end() if space else len(text)
        found = before + words(text[start:end])
        yield found
        start, before = end, found[-(RUN - 1) :]


def _unread_text(name: str, file: Unreadable) -> Problem:
    member = f", in {file.member!r}" if file.member else ""
    message = f"cannot be read{member}: {file.reason}. Expected a text to compare with the captures."
    return Problem(name, 0, (), "O102", message, "leave it out, or publish its text in another form")


def _copied_text(name: str, copied: list[Run], where: str) -> Problem:
    others = len(copied) - 1
    more = f" and {others} more such run{'s' * (others != 1)}" if others else ""
    message = f"{RUN} words in a row of {where} ({' '.join(copied[0])!r}){more}. Expected none."
    return Problem(name, 0, (), "O102", message)
