"""Copy captures next to their records: recognise them by SHA-256, copy every byte, overwrite nothing.

What git does not keep is put on the held list, so that its loss is noticed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..base.files.partial import remove_partial
from ..base.files.writing import write_new
from ..base.problems import Problem
from ..captures.capture import (
    CAPTURE_NAME,
    MAX_BYTES,
    MAX_ORIGINAL_BYTES,
    digest,
    original_name,
    original_too_large,
    parse_capture,
)
from ..collection.archive import Archive
from ..records.closed_lists import Access
from .held import record_held


@dataclass(frozen=True)
class NotHeld:
    """A file that was not copied although nothing is wrong with the archive; the message says why."""

    message: str


def hold(archive: Archive, files: Iterable[Path]) -> Iterator[str | NotHeld | Problem]:
    """Copy each file to its source: it is the source's capture, or the file that the capture was extracted
    from.

    Yield a sentence about what was done, NotHeld, or a Problem with the file.
    """
    places = {source.record.sha256: f"{source.folder}/{CAPTURE_NAME}" for source in archive.sources.values()}
    for source in archive.sources.values():
        if original := source.record.original:
            places[original.sha256] = f"{source.folder}/{original_name(original.file)}"
    for file in files:
        if not file.is_file():
            yield NotHeld(f"{file}: no such file. Expected a capture.")
            continue
        sha256 = digest(file)
        place = places.get(sha256)
        if place is None:
            yield from _explain_unknown(file, sha256, len(archive.sources))
            continue
        size = file.stat().st_size
        if size > MAX_ORIGINAL_BYTES and not place.endswith(f"/{CAPTURE_NAME}"):
            yield original_too_large(str(file), size)
            continue
        target = archive.root / place
        remove_partial(target.parent)
        try:
            if not os.path.lexists(target):
                write_new(target, file.read_bytes())
                yield f"{file} → {place}"
                yield from _record(archive, place, sha256)
                continue
        except FileExistsError:  # another program was faster
            pass
        result = _compare_existing(file, sha256, target, place)
        yield result
        if isinstance(result, str):
            yield from _record(archive, place, sha256)


def _record(archive: Archive, place: str, sha256: str) -> list[Problem]:
    """Put a file on the held list, unless git has it; return the problems of the list."""
    folder = place.rpartition("/")[0]
    if any(
        source.folder == folder and source.record.access is Access.FULL for source in archive.sources.values()
    ):
        return []
    _, problems = record_held(archive.root, {place.removeprefix("sources/"): sha256})
    return problems


def _compare_existing(file: Path, sha256: str, target: Path, place: str) -> str | NotHeld:
    """Return a sentence if the file that exists at `place` is the same one, else NotHeld."""
    if not target.is_symlink() and target.is_file() and digest(target) == sha256:
        return f"{file} is already held: {place}"
    return NotHeld(
        f"{place}: exists with different content. Expected no file there; nothing was written. "
        "Hint: move it away and run archive hold again"
    )


def _explain_unknown(file: Path, sha256: str, sources: int) -> Iterator[Problem]:
    """Yield the reasons why a file is not a capture of the archive: it cannot be a capture, or no record has
    it.
    """
    with file.open("rb") as stream:
        _, problems = parse_capture(stream.read(MAX_BYTES + 1), str(file))
    yield from problems
    if not problems:
        message = f"no source has the SHA-256 {sha256}. Expected the capture of one of {sources} sources."
        yield Problem(
            str(file),
            0,
            (),
            "C102",
            message,
            "use the file as it was captured; an edited or converted copy does not match",
        )
