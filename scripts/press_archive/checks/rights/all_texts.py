"""The one list of what is published: what the records and the hand-written files say, in every reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain, groupby

from ...base.files.hand_written import HandWritten, read_hand_written
from ...base.kept import Key, key_of
from ...base.problems import Problem
from ...captures.runs import RUN
from ...collection.archive import Archive
from ..known import part_of, record_keys
from .hand_written import hand_written_texts, texts_of
from .reading.published_text import read_text
from .written import Written, written_texts

_SHORTEST = 2 * RUN  # characters of nine words
REMEMBERED = 5_000  # texts whose readings are kept


def all_texts(archive: Archive) -> Iterator[Written]:
    """Yield every text of the records and of the hand-written files, then the other ways to read each."""
    return chain(_of_records(archive), hand_written_texts(archive))


def text_keys(archive: Archive) -> dict[str, Key]:
    """Return a key of the texts of each file, by its path: of a record's file and of a hand-written one."""
    keys = record_keys(archive, "text")
    for file in read_hand_written(archive.root):
        if not isinstance(file, Problem):
            keys[file.name] = _key(file)
    return keys


def _key(file: HandWritten) -> Key:
    return key_of("text", file.name.encode("utf-8", "surrogatepass"), file.data)


def some_texts(archive: Archive, keys: Mapping[str, Key], changed: set[str]) -> Iterator[Written]:
    """Yield what `all_texts` does of the files with some paths, each with its key.

    To those that have `changed` since, paths of files are added that have another key now.
    """
    yield from _of_records(part_of(archive, keys))
    for file in read_hand_written(archive.root):
        if not isinstance(file, Problem) and file.name in keys:
            changed |= {file.name} if _key(file) != keys[file.name] else set()
            yield from texts_of(file)


def _of_records(archive: Archive) -> Iterator[Written]:
    """Yield each text, then all texts of a file as one: pages show its fields one after the other."""
    for (source, _), group in groupby(filter(_has_text, written_texts(archive)), key=_record):
        texts = list(group)
        yield from texts
        if len(texts) > 1:
            yield Written(source, tuple(chain.from_iterable(written.texts for written in texts)))
        for written in texts:
            yield from _other_readings(written)


@lru_cache(maxsize=REMEMBERED)
def _readings(text: str) -> tuple[str, ...]:
    """Return the other readings of a text. A server asks for them again at each change."""
    return tuple(read_text(text))


def _has_text(written: Written) -> bool:
    return any(text for _, text in written.texts)


def _record(written: Written) -> tuple[str, str]:
    return written.source, written.texts[0][0].path


def _other_readings(written: Written) -> Iterator[Written]:
    text = "\n".join(text for _, text in written.texts)
    if len(text) >= _SHORTEST:
        place = written.texts[0][0]
        for reading in _readings(text):
            yield Written(written.source, ((place, reading),))
