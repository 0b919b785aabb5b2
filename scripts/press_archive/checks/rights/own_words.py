"""Copied words in the records: texts that share nine words in a row with a restricted capture."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import partial

from ...base.kept import Kept
from ...base.problems import Problem
from ...captures.capture import CAPTURE_NAME
from ...captures.runs import RUN, JoinedText, Run, RunIndex
from ...collection.archive import Archive
from .all_texts import all_texts, some_texts, text_keys
from .compared import compare_new
from .restricted import headlines_and_addresses, hidden_texts, restricted_runs, restricted_sources
from .run_together import LongWords, long_words
from .written import Place, Written


def check_own_words(archive: Archive, kept: Kept | None = None) -> Iterator[Problem]:
    """What the records and hand-written files say shares no nine words in a row with a restricted capture.

    Texts that a reader reads one after the other are compared as one. Headlines and web addresses are facts.
    """
    if not restricted_sources(archive):
        return
    if kept is None:
        yield from name_copies(archive, all_texts(archive))
        return
    yield from compare_new(
        archive,
        kept,
        "own words",
        text_keys(archive),
        partial(some_texts, archive),
        partial(name_copies, archive),
    )


def name_copies(
    archive: Archive, published: Iterable[Written], among: Container[str] | None = None
) -> Iterator[Problem]:
    """Yield a problem for each place of some texts that has words of a held capture, of all sources or of
    those among these.
    """
    sources = [id for id in restricted_sources(archive) if among is None or id in among]
    texts = list(_different(published))
    if not texts:
        return
    index = RunIndex((text.words for _, text in texts), without=headlines_and_addresses(archive))
    copied: dict[Run, dict[str, int]] = {}  # run → source → line of its capture
    for id in sources:
        for run, line in restricted_runs(archive, id, index).items():
            copied.setdefault(run, {})[id] = line
    copied_runs = RunIndex(map(list, copied))
    named: set[Place] = set()
    files: set[str] = set()  # where a line is named, the other readings of the file say no more
    for source, text in texts:
        for position, run in copied_runs.find(text.words):
            place = text.part(position)
            if place not in named and (place.line or place.location or place.path not in files):
                named.add(place)
                files.add(place.path)
                yield _copied_words(archive, source, place, run, copied[run])
    yield from _run_together(archive, texts, files)


def _different(published: Iterable[Written]) -> Iterator[tuple[str, JoinedText[Place]]]:
    """Yield the source and the words of each text; not of a reading with the words of the text before it."""
    seen: dict[str, set[int]] = {}  # path → hashes of words
    for written in published:
        text = written.joined
        if len(text.words) < RUN and not any(long_words(text.words)):
            continue
        words = hash(tuple(text.words))
        known = seen.setdefault(written.texts[0][0].path, set())
        if words not in known:
            known.add(words)
            yield written.source, text


def _run_together(
    archive: Archive, texts: list[tuple[str, JoinedText[Place]]], files: Container[str]
) -> Iterator[Problem]:
    """Yield the problems of long words that are words of captures; not of files named before."""
    places: dict[str, tuple[str, Place]] = {}
    for source, text in texts:
        for position, word in long_words(text.words):
            places.setdefault(word, (source, text.part(position)))
    if not (words := LongWords(places)):
        return
    facts = headlines_and_addresses(archive)
    for id in restricted_sources(archive):
        if not words.may_have_runs_of(hidden_texts(archive, id)):
            continue
        runs = {run: line for run, line in restricted_runs(archive, id).items() if run not in facts}
        for word, run in words.find(runs):
            source, place = places[word]
            if place.path not in files:
                yield _copied_words(archive, source, place, run, {id: runs[run]})


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
