"""The fingerprints of restricted captures: whether each source has its own, and which published text has one.

Whoever holds no capture can find copied text by them, though not every run of nine words: see
docs/development/decisions.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...base.kept import Kept, Key, key_of
from ...base.problems import Problem
from ...base.wording import count
from ...captures.capture import CAPTURE_NAME
from ...captures.fingerprint_file import FINGERPRINTS_NAME, VERSION, Fingerprints, salt_digest
from ...captures.fingerprints import CERTAIN, FingerprintIndex, Window, compare, windows
from ...captures.runs import RUN, JoinedText, Run, Words
from ...collection.archive import Archive, SourceEntry, problem_at
from ...records.closed_lists import Access
from .all_texts import all_texts, some_texts, text_keys
from .compared import find_new, find_new_windows
from .restricted import headlines_and_addresses, restricted_sources, restricted_texts
from .run_together import NO_WORD, long_words
from .written import Place, Written

_MAKE = "make them with `archive hold`, where the capture is held"


def check_fingerprints(archive: Archive, kept: Kept | None = None) -> Iterator[Problem]:
    """A restricted source has the fingerprints of its capture, made with the salt of the archive."""
    for source in archive.sources.values():
        if source.record.access is Access.FULL:
            if source.fingerprints is not None:
                counted = count(len(source.fingerprints.values), "fingerprint")
                message = f"{counted} of a capture whose access is full. Expected no such file."
                yield Problem(source.fingerprints_path, 0, (), "C110", message, "remove it")
        elif source.fingerprints is not None:
            yield from _check_origin(archive, source, source.fingerprints)
        elif archive_salt(archive) and not source.fingerprints_path:
            message = f"no {FINGERPRINTS_NAME} in {source.folder}. Expected the fingerprints of the capture."
            yield problem_at(source, ("access",), "C110", message, _MAKE)
    # A headline in a record that could not be read may be a fact in any capture.
    if not archive.broken_ids:
        yield from _compare_with_captures(archive, kept)


def _check_origin(archive: Archive, source: SourceEntry, found: Fingerprints) -> Iterator[Problem]:
    """Compare what a file says that its fingerprints were made from with the records."""
    salt = archive_salt(archive)
    if not salt and archive.collection is None:  # its record has a problem of its own
        return
    facts = (
        ("version", found.version, VERSION),
        ("capture", found.capture, source.record.sha256),
        ("salt", found.salt, salt_digest(salt) if salt else "none: the collection has no fingerprint_salt"),
    )
    for line, (name, actual, expected) in enumerate(facts, 1):
        if actual != expected:
            message = f"made from the {name} {actual}. Expected {expected}."
            hint = "the salt is never changed: restore it" if name == "salt" else _MAKE
            yield Problem(source.fingerprints_path, line, (name,), "C110", message, hint)


def is_of_source(archive: Archive, id: str) -> bool:
    """Return whether a source has fingerprints that were made from its capture with the archive's salt."""
    source, salt = archive.sources[id], archive_salt(archive)
    if source.fingerprints is None or not salt or source.record.access is Access.FULL:
        return False
    found = source.fingerprints
    expected = (VERSION, source.record.sha256, salt_digest(salt))
    return (found.version, found.capture, found.salt) == expected


def _compare_with_captures(archive: Archive, kept: Kept | None) -> Iterator[Problem]:
    """Compare the fingerprints of captures that are held with those that their texts give."""
    ids = [id for id in restricted_sources(archive) if is_of_source(archive, id)]
    if kept is None or not ids:
        yield from (problem for _, problem in _wrong_fingerprints(archive, ids))
        return
    new, remember = find_new_windows(archive, kept, ids, archive_salt(archive))
    wrong = list(_wrong_fingerprints(archive, [id for id in ids if id in new]))
    yield from (problem for _, problem in wrong)
    remember(id for id, _ in wrong)


def _wrong_fingerprints(archive: Archive, ids: Sequence[str]) -> Iterator[tuple[str, Problem]]:
    """Yield the sources whose fingerprints are not those that their captures give, each with its problem."""
    if not ids:
        return
    restricted = RestrictedWindows(archive)
    for id in ids:
        values, source = values_of(archive, id), archive.sources[id]
        bare, needless = compare(restricted.of(id), values)
        if bare or needless:
            message = (
                f"{bare:,} runs of {CERTAIN} words have no fingerprint, and {needless:,} of {len(values):,} "
                "fingerprints are not needed. Expected those of the lines that may not be repeated."
            )
            hint = "if lines, roles or excerpts have changed, run `archive hold`"
            yield id, Problem(source.fingerprints_path, 0, (), "C111", message, hint)


def values_of(archive: Archive, id: str) -> frozenset[int]:
    """Return the fingerprints of a source, none if it has none."""
    found = archive.sources[id].fingerprints
    return found.values if found else frozenset()


def archive_salt(archive: Archive) -> str:
    """Return the salt of an archive's fingerprints, or an empty text."""
    return (archive.collection.fingerprint_salt or "") if archive.collection else ""


class RestrictedWindows:
    """The runs of held captures of which some must have a fingerprint."""

    def __init__(self, archive: Archive) -> None:
        """Take the headlines and addresses of all records, which are facts in every capture."""
        self._archive = archive
        self._facts = headlines_and_addresses(archive)

    def of(self, source: str) -> list[Window]:
        """Return the fingerprints of every 14 words of a held capture that nothing public may repeat."""
        texts, facts = restricted_texts(self._archive, source)
        return windows(texts, archive_salt(self._archive), facts, self._facts)


class UnheldCaptures:
    """The captures that are not held, by their fingerprints. Those that are held are compared as texts."""

    def __init__(self, archive: Archive) -> None:
        """Take the fingerprints of every capture that is not held."""
        self._archive = archive
        self._ids = [
            id
            for id, source in archive.sources.items()
            if source.capture is None and is_of_source(archive, id)
        ]
        self._index = FingerprintIndex(archive_salt(archive), (values_of(archive, id) for id in self._ids))
        self._facts = headlines_and_addresses(archive) if self._index else set()

    def __len__(self) -> int:
        """Return how many captures there are to look for; 0 if none has a fingerprint."""
        return len(self._ids) if self._index else 0

    def keys(self) -> set[Key]:
        """Return the key of each capture's fingerprints."""
        salt, sources = archive_salt(self._archive).encode(), self._archive.sources
        return {key_of("unheld", salt, repr(sources[id].fingerprints).encode()) for id in self._ids}

    def find(self, text: Words) -> Iterator[tuple[int, Run, int]]:
        """Yield each run of a text that has a fingerprint, with its position and the fingerprint."""
        for position, value in self._index.find(text):
            run = tuple(text[position : position + RUN])
            if run not in self._facts:
                yield position, run, value

    def name(self, value: int) -> str:
        """Return the path of a capture that has a fingerprint."""
        id = next(id for id in self._ids if value in values_of(self._archive, id))
        return f"{self._archive.sources[id].folder}/{CAPTURE_NAME}"


def check_unheld_words(archive: Archive, kept: Kept | None = None) -> Iterator[Problem]:
    """What the records and hand-written files say has no fingerprint of a capture that is not held."""
    captures = UnheldCaptures(archive)
    if not captures:
        return
    if kept is None:
        yield from _name_unheld(captures, all_texts(archive))
        return
    keys = text_keys(archive)
    new, remember = find_new(archive, kept, "fingerprints", keys, captures.keys())
    changed: set[str] = set()
    problems = list(_name_unheld(captures, some_texts(archive, new, changed))) if new else []
    yield from problems
    remember({problem.path for problem in problems} | changed)


def _name_unheld(captures: UnheldCaptures, published: Iterable[Written]) -> Iterator[Problem]:
    texts = [JoinedText(written.texts) for written in published]
    yield from name_copied_words(captures, texts)
    yield from _refuse_run_together(texts)


def _refuse_run_together(texts: Iterable[JoinedText[Place]]) -> Iterator[Problem]:
    """Yield a problem for each place whose words are run together: no fingerprint could be found there."""
    named: set[Place] = set()
    for text in texts:
        for position, word in long_words(text.words, NO_WORD):
            place = text.part(position)
            if place not in named:
                named.add(place)
                message = (
                    f"a word of {len(word)} letters ({word[:30]!r} …), which cannot be compared with the "
                    f"captures that are not held. Expected words of less than {NO_WORD} letters."
                )
                yield Problem(
                    place.path, place.line, place.location, "S108", message, "put spaces between the words"
                )


def name_copied_words(captures: UnheldCaptures, texts: Iterable[JoinedText[Place]]) -> Iterator[Problem]:
    """Yield a problem for each place of some texts that has a fingerprint of these captures."""
    named: set[Place] = set()
    files: set[str] = set()  # where a line is named, the other readings of the file say no more
    for text in texts:
        for position, run, value in captures.find(text.words):
            place = text.part(position)
            if place not in named and (place.line or place.location or place.path not in files):
                named.add(place)
                files.add(place.path)
                message = (
                    f"{RUN} words in a row ({' '.join(run)!r}) have a fingerprint of {captures.name(value)}, "
                    "which is not held here. Expected own words."
                )
                yield Problem(place.path, place.line, place.location, "S107", message)


FINGERPRINT_CHECKS = (check_fingerprints, check_unheld_words)
