"""What it costs to sync files to the disk: records and captures one by one, a site once at its end."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from press_archive.base.files.exchange import sync_file_system
from press_archive.base.files.writing import write_in_one_step

from ..figures import Figure

PAGES, PAGE_BYTES = 400, 20_000
MOST_MILLISECONDS = 100  # for a file


def measure_syncing() -> Iterator[Figure]:
    """Yield the time of writing a record, a capture and a site, with and without syncing."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        for what, number, size in (("a record", 200, 4_000), ("a capture", 50, 25_000)):
            without, with_sync = (_write(Path(name), number, size, durable) for durable in (False, True))
            seen = f"{with_sync:.2f} ms, without {without:.2f}, ratio {with_sync / without:.1f}"
            kept = with_sync <= MOST_MILLISECONDS
            yield Figure(f"{what} is written and synced", seen, f"{MOST_MILLISECONDS} ms", kept)
        start = time.perf_counter()
        for number in range(PAGES):
            Path(name, f"{number}.html").write_bytes(os.urandom(PAGE_BYTES))
        written = time.perf_counter() - start
        sync_file_system(Path(name))
        synced = time.perf_counter() - start
        seen = f"{synced:.2f} s, without {written:.2f}, ratio {synced / written:.1f}"
        yield Figure(f"a site of {PAGES} files is synced at its end", seen, "5 s", synced <= 5)


def _write(folder: Path, number: int, size: int, durable: bool) -> float:
    """Return the milliseconds in which a file is written."""
    start = time.perf_counter()
    for each in range(number):
        write_in_one_step(folder / f"{each}-{size}-{durable}", os.urandom(size), durable=durable)
    return (time.perf_counter() - start) * 1_000 / number
