"""Personal data in what is published: how much of it is found, and how often something else is taken for it.

The planted lines and the clean ones are invented. Those called held-out were written before the rules, and the
rules were made with the others. Numbers of telephones are of the ranges that Ofcom, the ACMA and others keep for
fiction, or have a subscriber's part that is given to nobody; accounts have right check digits, chosen by chance.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.trust.figures import Figure

from press_archive.checks.privacy.personal_data import find_personal_data
from press_archive.checks.privacy.published import check_pages, check_personal_data
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive

DATA = Path(__file__).parent / "personal_data"
ROOT = Path(__file__).parents[2]
LEAST_FOUND, MOST_FALSE = 0.95, 0.02
DOCUMENTS, MOST_SECONDS = 10_000, 60


def planted(name: str) -> list[tuple[str, str]]:
    """Return (kind, line) of each planted line of the set `held-out` or `development`."""
    lines = (DATA / f"{name}-planted.txt").read_text(encoding="utf-8").splitlines()
    return [(kind, text) for kind, _, text in (line.partition("\t") for line in lines)]


def clean(name: str) -> list[str]:
    """Return the lines of a set that have no personal data."""
    return (DATA / f"{name}-clean.txt").read_text(encoding="utf-8").splitlines()


def measure(short: bool) -> Iterator[Figure]:
    """Yield the share that is found, the false alarms, the findings in this archive, and the time.

    `short` changes nothing: all is measured within a second.
    """
    yield from _found()
    yield _false_alarms()
    yield from _this_archive()


def _found() -> Iterator[Figure]:
    lines = planted("held-out")
    found = Counter(kind for kind, text in lines if find_personal_data(text))
    for kind, number in Counter(kind for kind, _ in lines).items():
        seen = f"{found[kind]} of {number}"
        yield Figure(f"{kind}: flagged", seen, "part of the sum", found[kind] >= LEAST_FOUND * number)
    seen = f"{found.total()} of {len(lines)}"
    yield Figure("planted lines flagged", seen, "95 %", found.total() >= LEAST_FOUND * len(lines))


def _false_alarms() -> Figure:
    lines = clean("held-out")
    false = sum(bool(find_personal_data(line)) for line in lines)
    seen = f"{false} of {len(lines):,}"
    return Figure("clean lines flagged", seen, "at most 20 of 1,000", false <= MOST_FALSE * len(lines))


def _this_archive() -> Iterator[Figure]:
    archive = load_archive(ROOT)
    findings = [*check_personal_data(archive), *check_pages(archive)]
    yield Figure("findings in this archive", str(len(findings)), "0", not findings)
    bare = replace(archive, documents={}, sources={})
    seconds = min(_seconds(archive) - _seconds(bare) for _ in range(5))
    seconds *= DOCUMENTS / max(len(archive.documents), 1)
    what = f"processor time for {DOCUMENTS:,} documents and sources such as these"
    yield Figure(what, f"{seconds:.0f} s", f"{MOST_SECONDS} s", seconds <= MOST_SECONDS)


def _seconds(archive: Archive) -> float:
    start = time.process_time()
    for _ in check_personal_data(archive):
        pass
    return time.process_time() - start
