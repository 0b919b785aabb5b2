"""Damage files of a toy archive at random, one at a time, and count how many `archive verify` names.

Half of the damages are done where all captures are held, half where none is but the one that git has. The
manifest and the held list are damaged too.
"""

from __future__ import annotations

import contextlib
import io
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.trust.figures import Figure

from press_archive.cli import main

TOY = Path(__file__).resolve().parents[2] / "tests" / "toy"
MANIFEST, HELD_LIST = "sources/MANIFEST.sha256", "sources/held.txt"
SEED = 20261127
PRINTABLE = bytes(range(0x20, 0x7F))
Files = dict[str, bytes]
Damage = Callable[[random.Random, Files, str], Files]


def read(root: Path) -> Files:
    """Return every file below sources/, path → bytes."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.glob("sources/**/*"))
        if path.is_file()
    }


def flip_bit(chance: random.Random, files: Files, path: str) -> Files:
    """Flip one bit."""
    data = bytearray(files[path])
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return {path: bytes(data)}


def change_character(chance: random.Random, files: Files, path: str) -> Files:
    """Change one printable ASCII character to another."""
    data = bytearray(files[path])
    place = chance.choice([place for place, byte in enumerate(data) if byte in PRINTABLE])
    data[place] = chance.choice(PRINTABLE)
    return {path: bytes(data)}


def truncate(chance: random.Random, files: Files, path: str) -> Files:
    """Cut off the end."""
    return {path: files[path][: chance.randrange(len(files[path]))]}


def append(chance: random.Random, files: Files, path: str) -> Files:
    """Add some bytes at the end: letters, line feeds, nought, or lines that are there already."""
    last = files[path].splitlines(keepends=True)[-1]
    return {path: files[path] + chance.choice([b"\n", b"x", b"\0" * 12, b"a line\n", last])}


def delete(chance: random.Random, files: Files, path: str) -> Files:
    """Delete the file."""
    return {path: b""}


def swap(chance: random.Random, files: Files, path: str) -> Files:
    """Swap two files."""
    other = chance.choice(sorted(files))
    return {path: files[other], other: files[path]}


def restore_older(chance: random.Random, files: Files, path: str) -> Files:
    """Put an older version in the place: one without one of the lines."""
    lines = files[path].splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return {path: b"".join(lines)}


def zero_block(chance: random.Random, files: Files, path: str) -> Files:
    """Write up to 512 bytes of nought over a part of the file."""
    start = chance.randrange(len(files[path]))
    length = min(512, len(files[path]) - start)
    return {path: files[path][:start] + bytes(length) + files[path][start + length :]}


DAMAGES: tuple[Damage, ...] = (
    flip_bit, change_character, truncate, append, delete, swap, restore_older, zero_block,
)  # fmt: skip


def prepare(root: Path, held: bool) -> None:
    """Lay out the toy archive with a manifest; with `held`, also all captures and the held list."""
    shutil.copytree(TOY / "sources", root / "sources")
    if held:
        for capture in (TOY / "captures").glob("*.txt"):
            (folder,) = root.glob(f"sources/*/{capture.stem}")
            shutil.copyfile(capture, folder / "capture.txt")
    options = ["--update", "--record-held"] if held else ["--update"]
    for option in options:
        status, printed = run(root, option)
        assert status == 0, printed


def run(root: Path, *options: str) -> tuple[int, str]:
    """Run `archive verify`; return the exit status and everything that it printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        status = main(["--root", str(root), "verify", *options])
    return status, printed.getvalue()


def damage_once(chance: random.Random, root: Path, files: Files, damage: Damage) -> tuple[list[str], bool]:
    """Damage one file, or two that are swapped; return their paths, whether all were named and the exit
    status was 1. Then put everything back.
    """
    damaged: Files = {}
    while not any(files[path] != data for path, data in damaged.items()):
        damaged = damage(chance, files, chance.choice(sorted(files)))
    for path, data in damaged.items():
        (root / path).unlink() if damage is delete else (root / path).write_bytes(data)
    status, printed = run(root)
    # Without the list nothing says what was held, so its loss is a note and no problem.
    lost_list = damage is delete and HELD_LIST in damaged
    named = (status == 1 or lost_list) and all(path in printed for path in damaged)
    for path in damaged:
        (root / path).write_bytes(files[path])
    return sorted(damaged), named


def measure(short: bool) -> Iterator[Figure]:
    """Yield how many damages were named, how many of each kind were not, and the false alarms."""
    times = 40 if short else 1_000
    chance = random.Random(SEED)
    named, missed, false_alarms = 0, [], 0
    with tempfile.TemporaryDirectory() as name:
        for held in (True, False):
            root = Path(name, "held" if held else "bare")
            prepare(root, held)
            files = read(root)
            for number in range(times // 2):
                damage = DAMAGES[number % len(DAMAGES)]
                paths, found = damage_once(chance, root, files, damage)
                named += found
                missed += [] if found else [f"{damage.__name__} {' '.join(paths)}"]
            false_alarms += run(root)[0]
    yield Figure(
        "damaged files named by their paths",
        f"{named:,} of {times:,}{'; not: ' * bool(missed)}{', '.join(missed[:3])}",
        f"{times:,} of {times:,}",
        named == times,
    )
    yield Figure("false alarms on the undamaged archive", str(false_alarms), "0", false_alarms == 0)
