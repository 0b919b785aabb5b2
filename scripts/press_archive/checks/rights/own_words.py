"""Copied words in the records: texts that share nine words in a row with a restricted capture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from ...base.problems import Problem
from ...captures.capture import CAPTURE_NAME
from ...captures.runs import RUN, JoinedText, Run, RunIndex
from ...collection.archive import Archive
from .hand_written import hand_written_texts
from .restricted import headlines_and_addresses, restricted_runs, restricted_sources
from .written import Place, written_texts


def check_own_words(archive: Archive) -> Iterator[Problem]:
    """What the records and hand-written files say shares no nine words in a row with a restricted capture.

    Texts that a reader reads one after the other are compared as one. Headlines and web addresses are facts.
    """
    sources = restricted_sources(archive)
    if not sources:
        return
    published = chain(written_texts(archive), hand_written_texts(archive))
    texts = [(written.source, JoinedText(written.texts)) for written in published]
    index = RunIndex((text.words for _, text in texts), without=headlines_and_addresses(archive))
    copied: dict[Run, dict[str, int]] = {}  # run → source → line of its capture
    for id in sources:
        for run, line in restricted_runs(archive, id, index).items():
            copied.setdefault(run, {})[id] = line
    copied_runs = RunIndex(map(list, copied))
    files: set[str] = set()  # where a line is named, the other readings of the file say no more
    for source, text in texts:
        named: set[Place] = set()
        for position, run in copied_runs.find(text.words):
            place = text.part(position)
            if place not in named and (place.line or place.location or place.path not in files):
                named.add(place)
                files.add(place.path)
                yield _copied_words(archive, source, place, run, copied[run])


def _copied_words(
    archive: Archive, source: str, place: Place, run: Run, captures: Mapping[str, int]
) -> Problem:
    """Return the problem of a run that captures have; a record's own capture is named before others."""
    if source in captures:
        where = f"line {captures[source]} of the capture"
    else:
        id, line = list(captures.items())[-1]
        where = f"line {line} of the capture, {archive.sources[id].folder}/{CAPTURE_NAME}"
    message = f"{RUN} words in a row of {where} ({' '.join(run)!r}). Expected own words."
    return Problem(place.path, place.line, place.location, "S105", message)
