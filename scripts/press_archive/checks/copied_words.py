"""Restricted text that slipped into something public: runs of nine words shared with a capture."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from pathlib import Path

from ..base.problems import Problem
from ..captures.runs import RUN, Run, RunIndex, places, words
from ..collection.archive import Archive
from .restricted import headlines_and_addresses, restricted_keys, restricted_runs, restricted_sources


def _output_text(path: Path) -> str:
    """Return what a file says, unpacked where it is compressed and without its markup."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    text = data.decode("utf-8", "ignore")
    if path.suffix in (".html", ".xml", ".md"):
        text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return text


def check_output(archive: Archive, folder: Path) -> Iterator[Problem]:
    """No file under a folder holds a run of a restricted capture, search index included."""
    keys = restricted_keys(archive)
    suspects: dict[str, list[Run]] = {}
    for path in sorted(folder.rglob("*")) if keys else ():
        if path.is_file():
            found = words(_output_text(path))
            matches = dict.fromkeys(tuple(found[place : place + RUN]) for place in places(found, keys))
            if matches:
                suspects[path.relative_to(folder.parent).as_posix()] = list(matches)
    texts = (list(run) for matches in suspects.values() for run in matches)
    index = RunIndex(texts, without=headlines_and_addresses(archive))
    restricted: dict[Run, str] = {}
    for id in restricted_sources(archive) if index.runs else ():
        for run, line in restricted_runs(archive, id, index).items():
            restricted[run] = f"{archive.sources[id].folder}:{line}"
    for name, runs in suspects.items():
        if copied := [run for run in runs if run in restricted]:
            yield _copied_text(name, copied, restricted[copied[0]])


def _copied_text(path: str, copied: list[Run], where: str) -> Problem:
    others = len(copied) - 1
    more = f" and {others} more such run{'s' * (others != 1)}" if others else ""
    message = f"{RUN} words in a row of {where} ({' '.join(copied[0])!r}){more}. Expected none."
    return Problem(path, 0, (), "O102", message)
