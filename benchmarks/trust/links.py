"""Links, pipes and devices wherever a command reads or writes: nothing outside is read or written, and none waits.

Each placement is made in a copy of the toy archive, and the commands that come near it are run in this process,
one after the other. A file outside counts as read if its time of access changes, or if its text is printed or is
in the archive afterwards. A hard link to a file outside cannot be told from a file of the archive's own, so none
is placed: whoever can make one can also read the file and copy it.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import socket
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from conftest import TOY, copy_project, hold_captures
from press_archive.cli import main

from .figures import Figure

SECRET = "A private note of the harbour master."
SOURCE = "sources/2013/tidewatch-shared-harbour"
LOCK = ".archive-one_writer.partial"
# What a build reads or replaces: whatever is there, it is refused, and nothing is made.
OF_THE_SITE = (
    "docs", "docs/topics", "docs/about", "docs/assets", "docs/assets/note.txt", "docs/index.md",
    "docs/documents/index.md", "docs/.index.md.partial", "docs/a/b/c.md", ".reading-room", ".reading-room/docs",
    "site", "reading-room", "overrides", "overrides/main.html", "mkdocs.yml", "mkdocs.reading-room.yml",
    "mkdocs.other.yml", "schema", "schema/source.json", "sources", ".archive",
)  # fmt: skip
# Records, lists and captures: a build leaves them out, or does not look at them.
OF_RECORDS = (
    "sources/vocabulary", "sources/vocabulary/people.yml", "sources/2014", "sources/collection.yml",
    "sources/searches.yml", "sources/history", "sources/history/tidewatch-shared-harbour.yml",
    "sources/redirects.yml", "sources/MANIFEST.sha256", "sources/held.txt", f"sources/{LOCK}",
    f"sources/vocabulary/{LOCK}", f"sources/history/{LOCK}", SOURCE, f"{SOURCE}/source.yml",
    f"{SOURCE}/capture.txt", f"{SOURCE}/original.html", f"{SOURCE}/fingerprints.txt", f"{SOURCE}/x.md",
    ".archive/damaged", f".archive/{LOCK}", ".archive/lock", ".withdrawn", ".withdrawn/tidewatch-shared-harbour",
    "gallery", "bags", "copy/sources", "copy/sources/2013", "copy/sources/MANIFEST.sha256",
    "copy/sources/2013/gull-post-harbour/source.yml",
)  # fmt: skip
SITE_COMMANDS = (
    ["build"], ["build", "--reading-room"], ["publish"], ["offline"], ["index"],
    ["preview", "gull-post-harbour", "--no-open"],
)  # fmt: skip
PATIENCE = 60  # seconds after which a command waits for something
Place = Callable[[Path, Path], None]


def commands(root: Path) -> Iterator[list[str]]:
    """Yield the commands that read and write records, those that change them last."""
    yield from (["check"], ["status"], ["verify"], ["verify", "--update"], ["verify", "--record-held"])
    yield from (["deposit", str(root / "bags")], ["repair", "--from", str(root / "copy")])
    yield ["build", "--pages-only"]
    yield ["hold", *map(str, sorted((TOY / "captures").glob("*.txt")))]
    yield ["term", "add", "people", "a-pilot", "--label", "A pilot", "--scope", "Whoever steers."]
    yield from (["schema"], ["add", "--yes", str(root / "notice.txt")])
    yield ["withdraw", "sources/tidewatch-shared-harbour", "--reason", "Its author asked for it."]
    yield ["format"]


def _socket(path: Path, _: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the path of a socket has at most 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(before)


KINDS: dict[str, Place] = {
    "to a folder": lambda path, outside: path.symlink_to(outside),
    "to a file": lambda path, outside: path.symlink_to(outside / "note.md"),
    "a pipe": lambda path, _: os.mkfifo(path),
    "to nothing": lambda path, outside: path.symlink_to(outside / "new.md"),
    "relative": lambda path, outside: path.symlink_to(os.path.relpath(outside, path.parent)),
    "to a link": lambda path, outside: path.symlink_to(outside / "link"),
    "to itself": lambda path, _: path.symlink_to(path.name),
    "a socket": _socket,
}
if os.geteuid() == 0:
    KINDS["a device"] = lambda path, _: os.mknod(path, 0o20600, os.makedev(1, 5))  # endless zeros
EVERYWHERE = 3  # kinds that are tried in every place; the others in every fourth


class _Waited(BaseException):
    """A command that did not end."""


def _end_waiting(*_: object) -> None:
    raise _Waited


@dataclass
class _Outside:
    """The folder outside, and what became of it."""

    folder: Path
    paths: list[Path] = field(default_factory=list)
    before: list[object] = field(default_factory=list)

    def make(self) -> None:
        (self.folder / "pages").mkdir(parents=True)
        for name in ("note.md", "pages/gone.md"):
            (self.folder / name).write_text(SECRET, encoding="utf-8")
        (self.folder / "link").symlink_to("note.md")
        self.paths = [self.folder, *sorted(self.folder.rglob("*"))]
        self.before = self._state()

    def _state(self) -> list[object]:
        now = [self.folder, *sorted(self.folder.rglob("*"))]
        files = [path.read_bytes() for path in now if path.is_file()]
        return [*((str(path), path.lstat().st_mode, path.lstat().st_mtime_ns) for path in now), *files]

    def forget_reads(self) -> None:
        """Set the times of access, so that each later reading changes one."""
        for path in self.paths:
            if not path.is_symlink():
                os.utime(path, ns=(0, path.stat().st_mtime_ns))

    @property
    def was_read(self) -> bool:
        return any(path.lstat().st_atime_ns for path in self.paths if not path.is_symlink())

    def was_written(self) -> bool:
        before, self.before = self.before, self._state()
        return before != self.before


def _run(root: Path, command: list[str], outside: _Outside, refused: bool, found: Counter[str]) -> None:
    """Run a command, and count what it should not have done; `refused` is whether it must not succeed."""
    printed = io.StringIO()
    outside.forget_reads()
    signal.alarm(PATIENCE)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            status = main(["--root", str(root), *command])
        found["accepted"] += refused and status == 0
    except _Waited:
        found["waited"] += 1
    except Exception:
        found["tracebacks"] += 1
    finally:
        signal.alarm(0)
    found["read"] += outside.was_read or SECRET in printed.getvalue()
    found["written"] += outside.was_written()
    found["commands"] += 1


def _try(base: Path, place: str, put: Place, found: Counter[str]) -> None:
    """Place something in a copy of an archive, and run the commands that come near it."""
    with tempfile.TemporaryDirectory() as temporary:
        outside = _Outside(Path(temporary).resolve() / "outside")
        outside.make()
        root = outside.folder.with_name("toy")
        shutil.copytree(base, root, symlinks=True)
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        put(path, outside.folder)
        is_refused = place in OF_THE_SITE and place not in (".archive", "schema/source.json")
        for command in SITE_COMMANDS if place in OF_THE_SITE else ():
            if command[0] == "preview" and not is_refused:
                continue  # it would serve until it is ended
            _run(root, command, outside, is_refused, found)
        for command in commands(root):
            if command[0] == "repair":
                _damage(root)
            must_refuse = is_refused and command[0] in ("check", "build")
            _run(root, command, outside, must_refuse, found)
        files = (file for file in root.rglob("*") if file.is_file() and not file.is_symlink())
        found["read"] += sum(SECRET.encode() in file.read_bytes() for file in files)


def _damage(root: Path) -> None:
    """Give the command something to repair, unless a link leads there."""
    record = root / "sources/2014/harbour-digest/source.yml"
    if record.is_file() and record.resolve() == record:
        record.write_bytes(record.read_bytes() + b"\0\0")


def _base(folder: Path) -> Path:
    """Return a toy archive with all captures, a copy of its records beside it, and a file to add."""
    root: Path = copy_project(folder / "base", TOY)
    shutil.copytree(TOY / "sources", root / "copy" / "sources")
    hold_captures(root)
    (root / "notice.txt").write_text(
        "A quay opens\n\n11 February 2014\n\nIt opened today.\n", encoding="utf-8"
    )
    return root


def measure(short: bool) -> Iterator[Figure]:
    """Yield how many commands accepted a link or a pipe, read outside, wrote there, waited, or broke down."""
    found: Counter[str] = Counter()
    signal.signal(signal.SIGALRM, _end_waiting)
    with tempfile.TemporaryDirectory() as temporary:
        base = _base(Path(temporary).resolve())
        for number, place in enumerate((*OF_THE_SITE, *OF_RECORDS)):
            if short and number % 6:
                continue
            for rank, put in enumerate(KINDS.values()):
                if rank < EVERYWHERE or (number % 4 == 0 and not short):
                    _try(base, place, put, found)
                    found["placements"] += 1
    of = f"of {found['commands']:,} commands, at {found['placements']} placements"
    for what, key in (
        ("commands that accepted what a site is made of", "accepted"),
        ("reads outside", "read"),
        ("writes outside", "written"),
        ("commands that waited", "waited"),
        ("tracebacks", "tracebacks"),
    ):
        yield Figure(what, f"{found[key]} {of}", "0", found[key] == 0)
