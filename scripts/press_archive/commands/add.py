"""Add a source: a received file → the draft of its records, which a person judges."""

from __future__ import annotations

import argparse
import datetime
import hashlib
import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from rich.console import Console

from ..base.characters import without_refused
from ..base.files.exchange import remove_folder
from ..base.files.system_errors import explain
from ..base.problems import Problem, print_problems, printable, suggest
from ..base.wording import count
from ..captures.capture import MAX_ORIGINAL_BYTES
from ..checks.fixity.sources_files import is_capture
from ..checks.run import check_archive
from ..collection.archive import Archive
from ..collection.histories import withdrawn_captures
from ..collection.loading import load_archive
from ..editing.fingerprints import begin_fingerprints, update_fingerprints
from ..editing.held import record_held
from ..editing.histories import NotRecorded, add_items, check_reason
from ..ingest.fetch.fetch_page import FetchError, fetch
from ..ingest.proposals import Confidence, Proposal
from ..ingest.propose.draft import Draft, draft
from ..ingest.received_file import Received, UnreadableFile
from ..ingest.write.draft_fingerprints import fingerprints_of_draft
from ..ingest.write.ids import slug, source_id, source_year
from ..ingest.write.write_source import render_draft, write_source
from ..records.closed_lists import EntryType
from ..records.dates import UNKNOWN
from ..records.history.writing import history_path, render_item
from .asking.about_draft import Asking
from .asking.questions import NO_ANSWER, Questions, is_terminal

NEEDED = ("charset_normalizer", "dateparser", "htmldate", "lxml", "py3langid", "trafilatura", "warcio")
STANDARD_INPUT = "-"


class NotAdded(Exception):
    """A source that was not added; the message says why, and what to do."""


def add(root: Path, file: str, url: str, page: str, outlet: str, yes: bool, again: str = "") -> int:
    """Draft the records of a file, of standard input (`-`) or of a fetched page; write them below sources/.

    `page` is the address of the page that the file has, `outlet` the id of who published it; both may be
    empty. Unless `yes`, a person at a terminal is asked about the draft. `again` is the reason why a capture
    that was withdrawn may come back. Return the exit status.
    """
    try:
        again = _check_reason(again)
        drafted, archive = _draft(root, file, url, page, outlet)
        _check_withdrawn(archive, drafted, file or url, again)
        if not yes and file != STANDARD_INPUT and is_terminal(sys.stdin, sys.stdout):
            Asking(drafted, archive, Questions(Console(highlight=False))).about_all()
        place = _write(root, drafted, archive, again)
    except (NotAdded, UnreadableFile, FetchError) as error:
        return _refuse(str(error))
    except NO_ANSWER:
        return _refuse("Cancelled; nothing was written.")
    for warning in _warnings(drafted, archive, url):
        print(printable(warning), file=sys.stderr)
    _report(root, place, drafted, sys.stdout)
    return 0


def _refuse(message: str) -> int:
    print(printable(message), file=sys.stderr)
    return 1


def _draft(root: Path, file: str, url: str, page: str, outlet: str) -> tuple[Draft, Archive]:
    """Read or fetch the file and draft its records; raise NotAdded, UnreadableFile or FetchError."""
    _check_packages()
    archive = load_archive(root)
    _check_outlet(outlet, archive)
    received = _fetch(url) if url else _read_file(file, page)
    name = "standard input" if file == STANDARD_INPUT else file or url
    _check_new(archive, hashlib.sha256(received.data).hexdigest(), name)
    drafted = draft(received, archive)
    _check_new(archive, drafted.capture.sha256, name)
    if outlet:
        for document in drafted.documents:
            document.outlet = Proposal(outlet, "from the command line", Confidence.HIGH)
            document.reasons.pop("outlet", None)
    return drafted, archive


def _check_packages() -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        message = f"archive add needs packages that are not installed ({', '.join(missing)})."
        hint = "install them with pip, or in the project's checkout with: make capture"
        raise NotAdded(f"{message} Hint: {hint}")


def _check_outlet(outlet: str, archive: Archive) -> None:
    outlets = archive.vocabularies.get("outlets", {})
    if outlet and outlet not in outlets:
        hint = suggest(outlet, outlets) or "add it first with: archive term add outlets"
        expected = "an id from sources/vocabulary/outlets.yml"
        raise NotAdded(f"--outlet: unknown outlet {outlet!r}. Expected {expected}. Hint: {hint}")


def _fetch(url: str) -> Received:
    return replace(fetch(url), fetched=datetime.date.today().isoformat())


def _read_file(file: str, page: str) -> Received:
    """Read a file or standard input, at most one byte over the limit."""
    if file == STANDARD_INPUT:
        return Received("pasted.txt", sys.stdin.buffer.read(MAX_ORIGINAL_BYTES + 1), page)
    path = Path(file)
    if not path.is_file():
        raise UnreadableFile(file, "a folder" if path.is_dir() else "no such file")
    try:
        with path.open("rb") as stream:
            return Received(without_refused(path.name), stream.read(MAX_ORIGINAL_BYTES + 1), page)
    except OSError as error:
        raise NotAdded(f"{file}: cannot read: {error.strerror}.") from None


def _check_new(archive: Archive, digest: str, name: str) -> None:
    """Raise NotAdded where the archive has a capture or a received file with this SHA-256."""
    for source in archive.sources.values():
        original = source.record.original
        if digest == source.record.sha256 or (original and digest == original.sha256):
            hint = "" if source.capture else f" Its capture is not held here. Hint: {_how_to_hold(name)}"
            raise NotAdded(f"{name}: already in the archive, as {source.folder}.{hint}")


def _check_reason(again: str) -> str:
    try:
        return again and check_reason(again)
    except NotRecorded as error:
        raise NotAdded(f"--again: {error}") from None


def _check_withdrawn(archive: Archive, drafted: Draft, name: str, again: str) -> None:
    """Raise NotAdded where the capture was withdrawn, and there is no reason to add it again."""
    received = hashlib.sha256(drafted.received.data).hexdigest()
    withdrawn = withdrawn_captures(archive)
    retired = withdrawn.get(drafted.capture.sha256) or withdrawn.get(received)
    if retired and not again:
        hint = 'if it may come back: archive add --again "WHY"'
        raise NotAdded(f"{name}: {retired.in_words}, with this capture. Nothing was added. Hint: {hint}")
    if again and not retired:
        raise NotAdded(f"{name}: not the capture of a source that was withdrawn. Expected no --again.")


def _how_to_hold(name: str) -> str:
    path = shlex.quote(name) if Path(name).is_file() else "FILE"
    return f"put it in its place with: archive hold {path}"


def _write(root: Path, drafted: Draft, archive: Archive, again: str) -> str:
    """Write the files of a draft; return the path of their folder below the root."""
    year = source_year(drafted) or datetime.date.today().year
    place = f"sources/{year}/{source_id(drafted, archive)}"
    try:
        archive = _with_fingerprints(archive)
        files = render_draft(drafted, archive, place) | fingerprints_of_draft(drafted, archive, place)
        write_source(root, place, files)
    except OSError as error:
        raise NotAdded(explain(error, "Nothing was added.", place)) from None
    history = root / history_path(Path(place).name)
    is_first = not os.path.lexists(history)
    try:
        _record_ingestion(root, place, drafted.capture.sha256, again)
        _record_held(root, place, files)
    except (NotRecorded, OSError) as error:
        # All of it or nothing: otherwise the next try would find the source in the archive.
        remove_folder(root / place, root)
        if is_first:
            history.unlink(missing_ok=True)
        outcome = "Nothing was added."
        reason = explain(error, outcome) if isinstance(error, OSError) else f"{outcome} {error}"
        raise NotAdded(reason) from None
    return place


def _record_ingestion(root: Path, place: str, sha256: str, reason: str) -> None:
    """Begin the history of a source that was added."""
    today = datetime.date.today().isoformat()
    fields = {"date": today, "type": str(EntryType.INGESTION), "sha256": sha256, "reason": reason}
    add_items(root, history_path(Path(place).name), [render_item(fields)])


def _with_fingerprints(archive: Archive) -> Archive:
    """Return the archive with a salt for fingerprints, if it has one or can begin with them now."""
    salted = begin_fingerprints(archive)
    if salted is not archive:  # it has just begun, so its other sources need theirs
        for _ in update_fingerprints(salted):
            pass
        return load_archive(archive.root)
    return archive


def _record_held(root: Path, place: str, files: Mapping[str, bytes]) -> None:
    """Put the capture, and what it was extracted from, on the held list; print the list's problems."""
    folder = place.removeprefix("sources/")
    digests = {
        f"{folder}/{name}": hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if is_capture(f"{folder}/{name}")
    }
    _, problems = record_held(root, digests)
    print_problems(problems, sys.stderr)


def _warnings(drafted: Draft, archive: Archive, url: str) -> Iterator[str]:
    """Yield what a person should look at because no check can find it."""
    fetched_from = drafted.received.address
    if url and _path(url) != _path(fetched_from):
        yield f"{url} redirected to {fetched_from}. Is this the page that you meant?"
    yield from drafted.warnings
    ids = {document.record.original_url: id for id, document in archive.documents.items()}
    for document in drafted.documents:
        address = document.original_url.value
        if address != UNKNOWN and address in ids:
            yield f"The document {ids[address]} has the address {address} too. Is it the same text?"


def _path(address: str) -> str:
    return urlsplit(address).path.rstrip("/")


def _report(root: Path, place: str, drafted: Draft, stream: TextIO) -> None:
    """Print what was written, and what is left to do."""
    source = place.rpartition("/")[2]
    print(f"{place}: {count(len(drafted.documents), 'document')} drafted.", file=stream)
    problems = _problems(root, place, source)
    if problems:
        print("Left to do:", file=stream)
    for problem in problems:
        print(f"  {problem}", file=stream)
    for name in dict.fromkeys(document.publisher for document in drafted.documents if document.publisher):
        command = f"archive term add outlets {slug(name) or 'ID'} --label {shlex.quote(name)}"
        what = f"If {printable(name)} is the outlet, add it to the vocabulary"
        print(f"{what}: {printable(command)}", file=stream)
    print("Check each value and the comment above it, then run:", file=stream)
    print(f"  archive preview {source}", file=stream)
    print(f"  archive check\n  archive format --judged {place}", file=stream)


def _problems(root: Path, place: str, source: str) -> list[Problem]:
    """Return the problems of a source's files, which are what is left to do."""
    _, problems = check_archive(load_archive(root, {source}))
    return sorted(problem for problem in problems if problem.path.startswith(f"{place}/"))


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return add(
        root,
        arguments.file,
        arguments.url,
        arguments.page,
        arguments.outlet,
        arguments.yes,
        arguments.again,
    )
