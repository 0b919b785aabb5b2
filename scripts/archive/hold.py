"""Put captures beside their records: recognised by SHA-256, copied byte for byte, never over anything."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from .archive import Archive
from .captures import CAPTURE_NAME, MAX_BYTES, parse_capture
from .problems import Problem


def hold(archive: Archive, files: Iterable[Path]) -> Iterator[str | Problem]:
    """Copy each file to the source that it is the capture of; yield a sentence for what was done, or a Problem."""
    by_digest = {source.record.sha256: source for source in archive.sources.values()}
    for file in files:
        if not file.is_file():
            yield Problem(str(file), 0, "", "F105", "no such file. Expected a capture.")
            continue
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        capture, problems = parse_capture(data, str(file))
        if capture is None:
            yield from problems
            continue
        source = by_digest.get(capture.sha256)
        if source is None:
            message = f"no source has the SHA-256 {capture.sha256}. Expected the capture of one of {len(by_digest)} sources."
            yield Problem(str(file), 0, "", "C102", message, "an edited or converted copy is not the capture")
            continue
        target = archive.root / source.folder / CAPTURE_NAME
        if target.is_symlink() or target.exists():
            if not target.is_symlink() and target.is_file() and target.read_bytes() == data:
                yield f"{file} is held already: {source.folder}/{CAPTURE_NAME}"
            else:
                message = "another file stands in the capture's place. Expected none; nothing was written."
                yield Problem(f"{source.folder}/{CAPTURE_NAME}", 0, "", "C102", message, "move it away and hold again")
            continue
        # Exclusive creation, so that a file made meanwhile is not written over.
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        yield f"{file} → {source.folder}/{CAPTURE_NAME}"
