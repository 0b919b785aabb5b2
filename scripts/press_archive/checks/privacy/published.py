"""Personal data in what the archive publishes. Each check yields Problems; its first line is its rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from ...base.files.docs import begins_as_generated
from ...base.files.foreign import is_own_file
from ...base.files.hand_written import HandWritten, read_hand_written
from ...base.kept import Kept, Key, key_of
from ...base.problems import Location, Problem
from ...base.project import CONFIG
from ...collection.archive import Archive
from ...records.closed_lists import Access
from ...records.lines import expand
from ..known import part_of, record_keys, unless_known
from ..rights.hand_written import read_file
from ..rights.reading.unpacking import Unreadable
from ..rights.written import Entry, Place, written_texts
from .finding import Finding, compact
from .personal_data import find_personal_data

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")
_ADDRESS_SCHEME = re.compile(r"(?:https?|mailto|ftp):", re.IGNORECASE)
# Fields that a page shows as they are, and that `written_texts` leaves out as facts.
_FACTS = frozenset({"title", "value", "old", "new"})
LONGEST_SHOWN = 60  # characters
REMEMBERED = 5_000  # texts in which nothing is looked for a second time
REMEMBERED_FILES = 500
HINT = "remove it, or allow it in public_details of sources/collection.yml, with the reason"


def check_personal_data(archive: Archive, kept: Kept | None = None) -> Iterator[Problem]:
    """Records and shown captures have no e-mail address, telephone, account or session number.

    The publisher's contact is exempt, and so is what the collection allows.
    """
    allowed = allowed_details(archive, archive.root)
    if kept is None:
        yield from _of_records(archive, allowed)
        return
    keys = record_keys(archive, "details", repr(sorted(allowed)).encode())
    for source in archive.sources.values():
        if source.capture is not None and source.record.access is not Access.SUMMARY:
            keys[source.path] = key_of("shown", keys[source.path], source.capture.sha256.encode())
    unknown = {path: key for path, key in keys.items() if kept.get(key) is None}
    problems = list(_of_records(part_of(archive, unknown), allowed)) if unknown else []
    yield from problems
    faulty = {problem.path.rpartition("/")[0] for problem in problems}
    for path, key in unknown.items():
        if path.rpartition("/")[0] not in faulty:
            kept.put(key)


def _of_records(archive: Archive, allowed: frozenset[str]) -> Iterator[Problem]:
    """Yield the problems of records and shown captures, but for what is allowed."""
    for written in written_texts(archive):
        yield from _problems(written.texts, allowed)
    yield from _problems(_facts(archive), allowed)
    yield from _problems(_shown_lines(archive), allowed)


def check_pages(archive: Archive, root: Path | None = None, kept: Kept | None = None) -> Iterator[Problem]:
    """Pages, templates and settings written by hand have no e-mail address, telephone or other such number.

    `root` is the folder that has docs/ and mkdocs.yml, where that is not the archive's own.
    """
    base = root or archive.root
    allowed = allowed_details(archive, base)
    for file in read_hand_written(base):
        # What cannot be read, `check_hand_written` names; what another program made, `check_docs`.
        if isinstance(file, Problem) or begins_as_generated(file.data):
            continue
        yield from unless_known(
            kept,
            partial(_page_key, file, allowed),
            partial(_problems_of_file, file, allowed),
        )


def _problems_of_file(file: HandWritten, allowed: frozenset[str]) -> Iterator[Problem]:
    yield from _problems_of(_found_in_file(file.name, file.data), allowed)


def _page_key(file: HandWritten, allowed: frozenset[str]) -> Key:
    name = file.name.encode("utf-8", "surrogatepass")
    return key_of("page details", name, repr(sorted(allowed)).encode(), file.data)


@lru_cache(maxsize=REMEMBERED_FILES)
def _found_in_file(name: str, data: bytes) -> tuple[tuple[Place, Finding], ...]:
    """Return what is in the name and the text of a file. A server asks for it again at each change."""
    texts = [(Place(name, 0, ()), PurePosixPath(name).stem), *_texts(name, data)]
    return tuple((place, finding) for place, text in texts for finding in _found(text))


def _texts(name: str, data: bytes) -> Iterator[tuple[Place, str]]:
    """Yield the paragraphs of a file, or, where it is not UTF-8, what can be read of it, such as a zip."""
    try:
        yield from _paragraphs(name, data.decode("utf-8"))
    except UnicodeDecodeError:
        for reading in read_file(data, PurePosixPath(name).name):
            if not isinstance(reading, Unreadable):
                yield Place(name, 0, ()), reading


def allowed_details(archive: Archive, root: Path) -> frozenset[str]:
    """Return what may be published, in the form that `compact` gives: the publisher and what the collection
    lists.
    """
    details = archive.collection.public_details if archive.collection else {}
    contact = _publisher(root)
    return frozenset(compact(text) for text in (*details, contact, contact.removeprefix("mailto:")) if text)


def _publisher(root: Path) -> str:
    """Return extra.contact of mkdocs.yml; empty where there is none, or a link or pipe, which is not opened.

    Tags of MkDocs, such as !ENV, are passed over. That the file is valid is for MkDocs to say.
    """
    if not is_own_file(root / CONFIG):
        return ""
    return _contact((root / CONFIG).read_text(encoding="utf-8", errors="replace"))


@lru_cache(maxsize=1)
def _contact(text: str) -> str:
    try:
        config = yaml.load(text, _Loader)
    except yaml.YAMLError:
        return ""
    extra = config.get("extra") if isinstance(config, dict) else None
    return str(extra.get("contact") or "") if isinstance(extra, dict) else ""


class _Loader(yaml.CSafeLoader):
    """Read what has no tag; a value with one counts as none."""


_Loader.add_multi_constructor("", lambda *_: None)


@lru_cache(maxsize=REMEMBERED)
def _found(text: str) -> tuple[Finding, ...]:
    return tuple(find_personal_data(text))


def _problems(texts: Iterable[tuple[Place, str]], allowed: frozenset[str]) -> Iterator[Problem]:
    found = ((place, finding) for place, text in texts for finding in _found(text))
    return _problems_of(found, allowed)


def _problems_of(found: Iterable[tuple[Place, Finding]], allowed: frozenset[str]) -> Iterator[Problem]:
    for place, finding in found:
        if compact(finding.text) in allowed:
            continue
        shown = finding.text if len(finding.text) <= LONGEST_SHOWN else f"{finding.text[:LONGEST_SHOWN]}…"
        article = "an" if finding.kind[0] in "ae" else "a"
        message = f"{article} {finding.kind} ({' '.join(shown.split())!r}). Expected none."
        yield Problem(place.path, place.line + finding.lines, place.location, "E105", message, HINT)


def _facts(archive: Archive) -> Iterator[tuple[Place, str]]:
    """Yield the headlines and web addresses of the records, and the values of findings."""
    entries: list[Entry] = [
        *archive.sources.values(),
        *archive.documents.values(),
        *archive.searches.values(),
        *archive.histories.values(),
    ]
    entries += [term for vocabulary in archive.vocabularies.values() for term in vocabulary.values()]
    # All terms of a vocabulary are in one file.
    for path, tree in {entry.path: entry.tree for entry in entries}.items():
        for location, text in _strings(tree.value, ()):
            if _ADDRESS_SCHEME.match(text) or (location and location[-1] in _FACTS):
                yield Place(path, tree.line(location), location), text


def _strings(value: Any, location: Location) -> Iterator[tuple[Location, str]]:
    """Yield every text of a parsed record with its location."""
    if isinstance(value, str):
        yield location, value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _strings(child, (*location, key))
    elif isinstance(value, list):
        for position, child in enumerate(value):
            yield from _strings(child, (*location, position))


def _shown_lines(archive: Archive) -> Iterator[tuple[Place, str]]:
    """Yield the captured lines that the public site shows."""
    for source in archive.sources.values():
        if source.capture is None or source.record.access is Access.SUMMARY:
            continue
        excerpts = expand(source.record.excerpts)
        for number, text in enumerate(source.capture.lines, 1):
            if source.record.access is Access.FULL or number in excerpts:
                yield Place(source.capture_path, number, ()), text


def _paragraphs(name: str, page: str) -> Iterator[tuple[Place, str]]:
    """Yield the paragraphs of a page, each with its first line: an address may go on in the next line."""
    line, end = 1, 0
    for match in _PARAGRAPH.finditer(page):
        line += page.count("\n", end, match.start())
        end = match.start()
        yield Place(name, line, ()), match[0]
