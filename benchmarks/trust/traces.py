"""What a power cut leaves of a record: its end is missing, or is bytes of zero. How much of that is named."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from conftest import TOY, copy_project, hold_captures
from press_archive.checks.fixity.verify import check_fixity, load_fixity
from press_archive.checks.run import check_archive
from press_archive.cli import main
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


def _others(data: bytes) -> Iterator[bytes]:
    """Yield what is neither: ends at blocks, in a line and in a character, other bytes, a part written twice."""
    yield from (data[:size] for size in BLOCKS if size < len(data))
    yield data[:-1]
    yield from (data[: place + 1] for place, byte in enumerate(data) if byte >= 0xC3)
    for byte in (b"\xff", b" ", b"\n"):
        yield byte * len(data)
    yield data[: len(data) // 2] * 2


def _lists(root: Path, short: bool) -> Figure:
    """Damage the manifest and the held list in the same ways; `archive verify` names each."""
    tried = named = 0
    for name in ("MANIFEST.sha256", "held.txt"):
        path = root / "sources" / name
        data = path.read_bytes()
        for left in [*_zeroed(data), *_others(data), *_cut_off(data, random.Random(1), 2 if short else 40)]:
            if left == data:
                continue
            path.write_bytes(left)
            tried += 1
            named += bool(check_fixity(load_fixity(root)))
            path.write_bytes(data)
    return Figure("manifest and held list", f"{named} of {tried} named by verify", "all", named == tried)


def measure(short: bool) -> Iterator[Figure]:
    """Yield for each kind of trace the share of damaged records that are named, then that of the lists."""
    chance = random.Random(2026)
    with tempfile.TemporaryDirectory() as temporary:
        root = copy_project(Path(temporary).resolve() / "toy", TOY)
        records = [path for path in sorted((root / "sources").rglob("*")) if path.suffix in (".md", ".yml")]
        hold_captures(root)
        for action in ("--update", "--record-held"):
            assert main(["--root", str(root), "verify", action]) == 0
        yield _lists(root, short)
        for name in ("cut off", "bytes of zero", "other traces"):
            tried = named = 0
            at_a_sentence = 0
            for record in records:
                data = record.read_bytes()
                kinds = {
                    "cut off": lambda data: _cut_off(data, chance, 5 if short else PLACES),
                    "bytes of zero": _zeroed,
                    "other traces": _others,
                }
                for left in kinds[name](data):
                    if left == data:
                        continue
                    tried += 1
                    is_named = _named(root, record, left)
                    named += is_named
                    at_a_sentence += not is_named and left.endswith(b"\n") and b"\0" not in left
            unnamed = tried - named
            seen = f"{named} of {tried} named; {at_a_sentence} of the others end with a whole line"
            yield Figure(name, seen, "all but those that end with a whole line", unnamed == at_a_sentence)
