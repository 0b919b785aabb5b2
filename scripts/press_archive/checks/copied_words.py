"""Restricted text that slipped into something public: runs of nine words shared with a capture."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from ..base.problems import Problem
from ..captures.passages import line_roles
from ..collection.archive import Archive
from ..records.closed_lists import Access, Role
from ..records.lines import expand

RUN = 9

Run = tuple[str, ...]
Words = list[str]
Where = TypeVar("Where")


def words(text: str) -> Words:
    """Return the words of a text, folded so that case and apostrophes don't hide a match."""
    return re.findall(r"\w+", text.lower().replace("’", "'"))


def runs(found: Words) -> Iterator[Run]:
    """Yield every run of nine words."""
    return (tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1))


def capture_runs(lines: Iterable[str], exempt: Iterable[int] = (), among: Container[Run] | None = None) -> dict[Run, int]:
    """Return the runs of a capture's lines → line number; runs that stand in an exempt line (a headline) are left out.

    With `among`, only those of its runs: most of a large archive's time goes into keeping the others.
    """
    numbered = dict(enumerate(lines, 1))
    skipped = set(exempt)
    facts = {run for number in skipped for run in runs(words(numbered.get(number, "")))}
    found: dict[Run, int] = {}
    for number, line in numbered.items():
        if number not in skipped:
            for run in runs(words(line)):
                if among is None or run in among:
                    found.setdefault(run, number)
    return {run: number for run, number in found.items() if run not in facts}


def matching_runs(found: Words, restricted: Mapping[Run, Where]) -> Iterator[tuple[Run, Where]]:
    """Yield each run of a text that is restricted, with its line."""
    for run in runs(found):
        if run in restricted:
            yield run, restricted[run]


def restricted_runs(archive: Archive, source: str, among: Container[Run] | None = None) -> dict[Run, int]:
    """Return the runs of a held capture that nothing public may hold → line number; none where the access is full.

    Headlines and web addresses are facts, and the lines of an excerpt may be shown. `among`: see `capture_runs`.
    """
    entry = archive.sources[source]
    if entry.capture is None or entry.record.access is Access.FULL:
        return {}
    exempt = expand(entry.record.excerpts) if entry.record.access is Access.EXCERPT else set()
    for id in archive.documents_of_source[source]:
        roles = line_roles(archive.documents[id].record, entry.blank)
        exempt |= {line for line, role in roles.items() if role in (Role.TITLE, Role.URL)}
    return capture_runs(entry.capture.lines, exempt, among)


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
    restricted: dict[Run, str] = {}
    for id, source in archive.sources.items():
        restricted.update({run: f"{source.folder}:{line}" for run, line in restricted_runs(archive, id).items()})
    for path in sorted(folder.rglob("*")) if restricted else ():
        if not path.is_file():
            continue
        found = words(_output_text(path))
        if matches := list(matching_runs(found, restricted)):
            run, where = matches[0]
            message = f"{len(matches)} runs of {RUN} words of {where}, such as {' '.join(run)!r}. Expected none."
            yield Problem(path.relative_to(folder.parent).as_posix(), 0, (), "O102", message)
