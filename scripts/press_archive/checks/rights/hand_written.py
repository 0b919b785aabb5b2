"""What is published besides the records: hand-written pages, templates, styles, scripts, settings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import PurePosixPath

from ...base.characters import turned_round
from ...base.files.docs import is_generated_place
from ...base.files.hand_written import HandWritten, read_hand_written
from ...base.files.reading import check_zeros
from ...base.kept import Kept, Key, key_of
from ...base.problems import Problem
from ...collection.archive import Archive
from ..known import unless_known
from .reading.decoding import decode_texts, has_no_text
from .reading.published_text import read_name, read_published
from .reading.unpacking import Unreadable
from .written import Place, Written

# Texts that the site is made of. Others, such as a table to download, may be UTF-16.
_TEXTS = frozenset({".md", ".html", ".yml", ".css", ".js", ".svg", ".xml"})
REMEMBERED = 500  # files whose readings are kept


@lru_cache(maxsize=REMEMBERED)
def read_file(data: bytes, name: str) -> tuple[str | Unreadable, ...]:
    """Return the readings of a file. Three rules ask for them, and a server again at each change."""
    return tuple(read_published(data, name))


def hand_written_texts(archive: Archive) -> Iterator[Written]:
    """Yield what each hand-written file says: its lines, then every other way to read it."""
    for file in read_hand_written(archive.root):
        if isinstance(file, Problem):
            continue  # a problem of `check_hand_written`
        yield from texts_of(file)


def texts_of(file: HandWritten) -> tuple[Written, ...]:
    """Return what a hand-written file says."""
    return _written(file.data, file.name)


@lru_cache(maxsize=REMEMBERED)
def _written(data: bytes, name: str) -> tuple[Written, ...]:
    whole = Place(name, 0, ())
    lines = data.decode("utf-8", "replace").split("\n")
    readings = [
        reading
        for reading in read_file(data, PurePosixPath(name).name)
        if not isinstance(reading, Unreadable)
    ]
    return (
        Written("", ((whole, read_name(name)),)),
        Written("", tuple((Place(name, line, ()), text) for line, text in enumerate(lines, 1))),
        *(Written("", ((whole, reading),)) for reading in readings),
    )


def check_hand_written(archive: Archive, kept: Kept | None = None) -> Iterator[Problem]:
    """Every hand-written file can be read, to be compared with the captures, and reads as it is written."""
    for file in read_hand_written(archive.root):
        if isinstance(file, Problem):
            yield file
        else:
            yield from unless_known(kept, partial(_key, file), partial(_problems, file.data, file.name))


def _key(file: HandWritten) -> Key:
    return key_of("hand-written", file.name.encode("utf-8", "surrogatepass"), file.data)


@lru_cache(maxsize=REMEMBERED)
def _problems(data: bytes, name: str) -> tuple[Problem, ...]:
    return tuple(_check_file(data, name))


def _check_file(data: bytes, name: str) -> Iterator[Problem]:
    path = PurePosixPath(name)
    if path.suffix in _TEXTS and not is_generated_place(name):
        yield from check_zeros(data, name)
    yield from _turned_round(data, name)
    for reading in read_file(data, path.name):
        if isinstance(reading, Unreadable):
            member = f", in {reading.member!r}" if reading.member else ""
            message = f"cannot be read{member}: {reading.reason}. Expected a text to compare with captures."
            hint = "move it elsewhere, or put it in another form"
            yield Problem(name, 0, (), "C116", message, hint)


def _turned_round(data: bytes, name: str) -> Iterator[Problem]:
    """Yield a problem for each line that has a character which turns round the text after it."""
    if has_no_text(data):
        return
    for text in decode_texts(data)[:1]:
        if not turned_round(text):  # so in none of its lines
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if wrong := turned_round(line):
                hint = "in HTML, <bdi> or dir=rtl does the same for a word or a paragraph"
                yield Problem(name, number, (), "C117", wrong, hint)
