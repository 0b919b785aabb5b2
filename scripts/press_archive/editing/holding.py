"""Put captures beside their records: recognised by SHA-256, copied byte for byte, never over anything."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..base.files import remove_partial, write_new
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


def hold(archive: Archive, files: Iterable[Path]) -> Iterator[str | Problem]:
    """Copy each file to the source that it is the capture of, or that its capture was extracted from.

    Yield a sentence for what was done, or a Problem.
    """
    places = {source.record.sha256: f"{source.folder}/{CAPTURE_NAME}" for source in archive.sources.values()}
    for source in archive.sources.values():
        if original := source.record.original:
            places[original.sha256] = f"{source.folder}/{original_name(original.file)}"
    for file in files:
        if not file.is_file():
            yield Problem(str(file), 0, (), "F105", "no such file. Expected a capture.")
            continue
        place = places.get(found := digest(file))
        if place is None:
            yield from _unknown(file, found, len(archive.sources))
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
                continue
        except FileExistsError:  # another program was faster
            pass
        yield _in_the_place(file, found, target, place)


def _in_the_place(file: Path, found: str, target: Path, place: str) -> str | Problem:
    """Return what is to be said of the file that is in a capture's place."""
    if not target.is_symlink() and target.is_file() and digest(target) == found:
        return f"{file} is held already: {place}"
    message = "another file stands in the capture's place. Expected none; nothing was written."
    return Problem(place, 0, (), "C102", message, "move it away and hold again")


def _unknown(file: Path, found: str, sources: int) -> Iterator[Problem]:
    """Say why a file is no capture of the archive: what a capture can't be comes first."""
    with file.open("rb") as stream:
        _, problems = parse_capture(stream.read(MAX_BYTES + 1), str(file))
    yield from problems
    if not problems:
        message = f"no source has the SHA-256 {found}. Expected the capture of one of {sources} sources."
        yield Problem(str(file), 0, (), "C102", message, "an edited or converted copy is not the capture")
