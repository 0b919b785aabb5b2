"""Records that an executor parses before the archive is loaded.

Copies of this process do not: two took as long as one, and a sixth more of the processor. What has no problem
is kept like what an earlier command has parsed (`kept_records`), and is found there when its file's turn
comes. What has a problem is parsed again then, and reported with everything else in order.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...base.files.reading import read_regular
from ...base.kept import Kept, Key
from ...base.processes import divided
from ...base.progress import track
from ...base.work.stages import do_parts, has_executor
from ...records.fields import Source
from ..loading_sources import SourceLoader, is_document
from ..record_files import RecordFiles

SHARE = 100  # records that are parsed at a time

RecordFile = tuple[str, bytes]  # its name, and its bytes


def parse_ahead(files: RecordFiles, sources: Sequence[Path]) -> None:
    """Parse the records of sources, if nearly none of them has been parsed before, and keep them."""
    kept = files.store
    if kept is None or len(kept) >= len(sources) or not has_executor():
        return
    files.read_before.update(_record_files(files, sources))
    shares = divided(list(files.read_before.items()), SHARE)
    results = do_parts(_parse, None, shares)
    for _, parsed in zip(track(shares, "Parsing records"), results, strict=True):
        for key, value in parsed:
            kept.put(key, value)


def _record_files(files: RecordFiles, sources: Sequence[Path]) -> Iterator[RecordFile]:
    for folder in sources:
        try:
            names = sorted(os.listdir(folder))
        except OSError:  # reported when the source is loaded
            continue
        for name in names:
            if (name == "source.yml" or is_document(name)) and (data := read_regular(f"{folder}/{name}")):
                yield f"{files.name(folder)}/{name}", data


def _parse(_: None, share: Sequence[RecordFile]) -> list[tuple[Key, bytes]]:
    """Return what can be kept of records: those without a problem."""
    kept = Kept()
    files = RecordFiles(Path(), kept)
    documents = SourceLoader(files, None)
    for name, data in share:
        files.digests[name] = files.digest_of(data)
        if name.endswith(".md"):
            documents.document_of(data, name)
        else:
            files.record_of(data, name, Source)
    return kept.items()
