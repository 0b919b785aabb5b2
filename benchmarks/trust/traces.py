"""What a power cut leaves of a record: its end is missing, or is bytes of zero. How much of that is named."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from conftest import TOY, copy_project
from press_archive.checks.run import check_archive
from press_archive.collection.loading import load_archive

from .figures import Figure

PLACES = 200  # of each record at which it is cut off
BLOCKS = (512, 4_096)  # bytes that disks and file systems write at once


def _named(root: Path, record: Path, data: bytes) -> bool:
    """Return whether the check has a problem where a record has other bytes."""
    before = record.read_bytes()
    record.write_bytes(data)
    try:
        return bool(check_archive(load_archive(root))[1])
    finally:
        record.write_bytes(before)


def _cut_off(data: bytes, chance: random.Random, number: int) -> Iterator[bytes]:
    yield b""
    for _ in range(number):
        yield data[: chance.randrange(len(data))]


def _zeroed(data: bytes) -> Iterator[bytes]:
    for size in (12, *BLOCKS):
        for start in range(0, len(data), size if size > 12 else len(data)):
            kept = data[:start] if size > 12 else data[:-12]
            yield kept + bytes(len(data) - len(kept))
            yield kept + bytes(min(size, len(data) - start)) + data[start + size :]


def measure(short: bool) -> Iterator[Figure]:
    """Yield the share of records that were cut off and are named, and the same of those with bytes of zero."""
    chance = random.Random(2026)
    with tempfile.TemporaryDirectory() as temporary:
        root = copy_project(Path(temporary).resolve() / "toy", TOY)
        records = [path for path in sorted((root / "sources").rglob("*")) if path.suffix in (".md", ".yml")]
        for name, kind in (("cut off", "cut"), ("bytes of zero", "zero")):
            tried = named = 0
            at_a_sentence = 0
            for record in records:
                data = record.read_bytes()
                damaged = _cut_off(data, chance, 5 if short else PLACES) if kind == "cut" else _zeroed(data)
                for left in damaged:
                    if left == data:
                        continue
                    tried += 1
                    is_named = _named(root, record, left)
                    named += is_named
                    at_a_sentence += not is_named and left.endswith(b"\n") and b"\0" not in left
            unnamed = tried - named
            seen = f"{named} of {tried} named; {at_a_sentence} of the others end with a whole line"
            yield Figure(name, seen, "all but those that end with a whole line", unnamed == at_a_sentence)
