"""The one list of what is published: what the records and the hand-written files say, in every reading."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ...captures.runs import RUN
from ...collection.archive import Archive
from .hand_written import hand_written_texts
from .reading.published_text import read_text
from .written import Written, written_texts

_SHORTEST = 2 * RUN  # characters of nine words


def all_texts(archive: Archive) -> Iterator[Written]:
    """Yield every text of the records and of the hand-written files, then the other ways to read each."""
    return chain(_of_records(archive), hand_written_texts(archive))


def _of_records(archive: Archive) -> Iterator[Written]:
    for written in written_texts(archive):
        yield written
        text = "\n".join(text for _, text in written.texts)
        if len(text) >= _SHORTEST:
            place = written.texts[0][0]
            for reading in read_text(text):
                yield Written(written.source, ((place, reading),))
