"""What every command that writes does where the disk refuses: full, read-only, without permission, limited.

Each command runs on a small disk of its own (a tmpfs, which only root may mount; elsewhere only permissions and
the limit on the size of files are tried, and a figure says so). The disk is full after part of what the command
writes, in bytes and in files, or read-only; a folder in which the command writes has no permission; no file may
be larger than a limit (setrlimit(2), RLIMIT_FSIZE). Then:

- the command says why, in one line beside what it says otherwise, without a traceback; its status is 1 or 2;
- every file is the old one or the new one, and nothing else is left, not even what git ignores;
- the same command with space gives the files that it gives on a disk that refused nothing.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from conftest import REPOSITORY, TOY, copy_project, hold_captures

from .disk.commands import COMMANDS, Command, run_git
from .disk.syncing import measure_syncing
from .disk.trees import Tree, tree
from .figures import Figure

PATIENCE = 120  # seconds that a command may take
ROOM = 512 << 20  # bytes of the disk while it refuses nothing
FILES = 100_000  # files and folders on it
PAGE = os.sysconf("SC_PAGE_SIZE")
SHARES = (0.0, 0.02, 0.1, 0.3, 0.6, 0.85, 0.97)  # of what a command writes, after which the disk is full
LIMITS = (0, 500, 20_000, 200_000)  # bytes of a file
MOST_FOLDERS = 5  # that refuse a command, one after the other
PR_CAPBSET_DROP, OVERRIDE, READ_SEARCH, OWNER = 24, 1, 2, 3  # linux/prctl.h, linux/capability.h
# What a message contains: the system's words, git's or Pagefind's, or those for the signal that ends git.
REASONS = (
    *map(os.strerror, (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EFBIG)),
    "unable to write",
    "Out of diskspace",
    "No usable temporary directory",
    "did not write it to its end",
    signal.strsignal(signal.SIGXFSZ) or "",
)


@dataclass(frozen=True)
class Done:
    """What a command did: its status, and what it printed for the person who called it."""

    status: int
    printed: str


@dataclass
class Place:
    """A folder in which commands run: on a disk of its own, or on that of all temporary files."""

    folder: Path
    is_own: bool
    root: Path = field(init=False)

    def __post_init__(self) -> None:
        self.root = self.folder / "archive"

    def lay_out(self, before: Path) -> None:
        """Copy an archive here, in the place of the one before."""
        _permit(self.folder)
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(before, self.root, symlinks=True)
        (self.folder / "tmp").mkdir(exist_ok=True)

    def used(self) -> tuple[int, int]:
        """Return the bytes and the files on the disk."""
        system = os.statvfs(self.folder)
        return (system.f_blocks - system.f_bfree) * system.f_frsize, system.f_files - system.f_ffree

    def remount(self, *options: str) -> None:
        """Change the disk: its size, the number of its files, whether it can be written."""
        option = ",".join(["remount", *options])
        subprocess.run(["mount", "-o", option, str(self.folder)], check=True, capture_output=True)


@contextmanager
def _place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="disk-") as name:
        folder = Path(name).resolve()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM},nr_inodes={FILES}", "none", str(folder)]
        is_own = shutil.which("mount") is not None
        is_own = is_own and subprocess.run(mount, capture_output=True, check=False).returncode == 0
        try:
            yield Place(folder, is_own)
        finally:
            _permit(folder)
            if is_own:
                subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _permit(folder: Path) -> None:
    for here, _, _ in os.walk(folder):
        os.chmod(here, 0o755)


def _drop_capabilities() -> None:
    """Make root obey permissions, for the program that is started next (capabilities(7))."""
    prctl = ctypes.CDLL(None).prctl
    for capability in (OVERRIDE, READ_SEARCH, OWNER):
        prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def _limit(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def run(place: Place, arguments: tuple[str, ...], before: Callable[[], None] = lambda: None) -> Done:
    """Run a command; a preview is ended once it is ready."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY / "scripts"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_MKDOCS_2_WARNING": "1",
        "SITE_URL": "",
        "TMPDIR": str(place.folder / "tmp"),
        "HOME": str(place.folder / "tmp"),
    }
    command = [sys.executable, "-m", "press_archive", "--root", ".", *arguments]
    with subprocess.Popen(
        command, cwd=place.root, env=environment, text=True, errors="replace", preexec_fn=before,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    ) as process:  # fmt: skip
        watch = threading.Timer(PATIENCE, lambda: os.killpg(process.pid, signal.SIGKILL))
        watch.start()
        printed = ""
        assert process.stdout is not None
        for line in process.stdout:
            printed += line
            if "Ctrl-C ends it" in line:
                process.send_signal(signal.SIGTERM)
        watch.cancel()
    return Done(process.returncode, printed)


@contextmanager
def _peak(place: Place) -> Iterator[list[int]]:
    """Yield the most bytes and files that are on the disk meanwhile; they are known afterwards."""
    most = list(place.used())
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.002):
            most[:] = map(max, most, place.used())

    thread = threading.Thread(target=watch)
    thread.start()
    yield most
    ended.set()
    thread.join()


@dataclass
class Trial:
    """A command in one archive: what is there before, and after it on a disk that refuses nothing."""

    place: Place
    before: Path
    command: Command
    old: Tree = field(init=False)
    new: Tree = field(init=False)
    status: int = field(init=False)
    bytes: int = field(init=False)
    files: int = field(init=False)

    def __post_init__(self) -> None:
        place = self.place
        place.lay_out(self.before)
        self.old = tree(place.root)
        used = place.used()
        with _peak(place) as most:
            done = run(place, self.command.arguments)
        self.bytes, self.files = most[0] - used[0], most[1] - used[1]
        self.new, self.status = tree(place.root), done.status
        assert "Traceback" not in done.printed, done.printed
        assert self.status == 0, done.printed

    def refusals(self, short: bool) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
        """Yield what refuses the command: its name, what is done to the disk, and what the process does."""
        used = self.place.used

        def size(free: int) -> Callable[[], None]:
            return lambda: self.place.remount(f"size={max(used()[0], PAGE) + free}")

        def number(free: int) -> Callable[[], None]:
            return lambda: self.place.remount(f"nr_inodes={used()[1] + free}")

        if self.place.is_own:
            shares = (0.0, 0.6) if short else SHARES
            sizes = sorted({int(share * self.bytes) // PAGE * PAGE for share in shares})
            for free in sizes:
                yield f"full after {free:,} bytes", size(free), lambda: None
            for free in sorted({int(share * self.files) for share in shares}):
                yield f"full after {free:,} files", number(free), lambda: None
            yield "read-only", lambda: self.place.remount("ro"), lambda: None
        for folder in self._written_folders()[: 1 if short else MOST_FOLDERS]:
            path = self.place.root / folder
            yield f"no permission for {folder}", lambda path=path: path.chmod(0o555), _drop_capabilities  # type: ignore[misc]
        for most in (500,) if short else LIMITS:
            yield f"files of at most {most:,} bytes", lambda: None, _limit(most)

    def _written_folders(self) -> list[str]:
        changed = [
            path for path in {**self.old, **self.new} if self.old.get(path, b"") != self.new.get(path, b"")
        ]
        parents = {Path(path).parent.as_posix() for path in changed} | {".", "sources"}
        return sorted(folder for folder in parents if folder == "." or folder in self.old)

    def wrong(self, refuse: Callable[[], None], before: Callable[[], None]) -> tuple[str, bool]:
        """Return what is wrong where the disk refuses, and whether it did refuse."""
        self.place.lay_out(self.before)
        refuse()
        done = run(self.place, self.command.arguments, before)
        _permit(self.place.folder) if not self.place.is_own else None
        if self.place.is_own:
            self.place.remount(f"size={ROOM}", f"nr_inodes={FILES}", "rw")
            _permit(self.place.folder)
        left = tree(self.place.root)
        if done.status == self.status and _known(left) == _known(self.new):
            return "", False
        found = [*_message(done, self.command.only_notes), *self._half_written(left)]
        again = run(self.place, self.command.arguments)
        final = tree(self.place.root)
        if again.status != self.status or _known(final) != _known(self.new):
            differ = sorted(
                path for path in {**final, **self.new} if final.get(path, b"") != self.new.get(path, b"")
            )
            found.append(f"the next run differs: {again.status} {differ[:4]} {again.printed[-300:]!r}")
        return "; ".join(found), True

    def _half_written(self, left: Tree) -> Iterator[str]:
        known = {**self.old, **self.new}
        for path, data in left.items():
            if _is_aside(path) and data is not None and data not in self.old.values():
                yield f"half put aside: {path}"
            elif path not in known and not _is_aside(path):
                yield f"left: {path}"
            elif path in known and data not in (self.old.get(path, data), self.new.get(path, data)):
                yield f"half-written: {path}"
        for path in self.old.keys() & self.new.keys() - left.keys():
            yield f"gone: {path}"
        for site in ("site/", "reading-room/"):
            states = [
                {path: data for path, data in each.items() if path.startswith(site)}
                for each in (left, self.old, self.new)
            ]
            if states[0] not in states[1:]:
                yield f"half of {site}"


def _is_aside(path: str) -> bool:
    """Return whether a path is below the folder into which `archive repair` moves damaged files."""
    return path == ".archive" or path.startswith(".archive/damaged")


def _known(found: Tree) -> Tree:
    return {path: data for path, data in found.items() if not _is_aside(path)}


def _message(done: Done, only_notes: bool) -> Iterator[str]:
    lines = done.printed.splitlines()
    if "Traceback" in done.printed:
        yield f"traceback: {lines[-1] if lines else ''}"
    if done.status not in ((0,) if only_notes else (1, 2)):
        yield f"status {done.status}"
    reasons = [line for line in lines if any(reason in line for reason in REASONS)]
    # MkDocs says first which page it could not build.
    reasons = [line for line in reasons if not line.startswith("ERROR   -  Error building page")]
    if len(reasons) != 1:
        yield f"{len(reasons)} lines say why: {(reasons or lines)[-3:]}"


def measure(short: bool) -> Iterator[Figure]:
    """Yield for each command how often it was refused, and how often all was right then."""
    with tempfile.TemporaryDirectory() as name, _place() as place:
        if not place.is_own:
            yield Figure("full and read-only disks", "not tried: only root may mount one", "tried", True)
        plain = _archive(Path(name).resolve() / "plain")
        built = Path(name).resolve() / "built"
        shutil.copytree(plain, built, symlinks=True)
        place.lay_out(built)
        assert run(place, ("build",)).status == 0
        shutil.rmtree(built)
        shutil.copytree(place.root, built, symlinks=True)
        for title, command in COMMANDS.items():
            before = Path(name).resolve() / "before"
            shutil.rmtree(before, ignore_errors=True)
            shutil.copytree(built if command.is_site else plain, before, symlinks=True)
            command.prepare(before)
            yield _figure(title, Trial(place, before, command), short)
    yield from measure_syncing()


def _figure(title: str, trial: Trial, short: bool) -> Figure:
    tried = right = 0
    faults = []
    start = time.monotonic()
    for refusal, disk, process in trial.refusals(short):
        wrong, was_refused = trial.wrong(disk, process)
        tried += was_refused
        right += was_refused and not wrong
        if wrong:
            faults.append(f"{refusal}: {wrong}")
    seen = f"{right} of {tried} refusals in one line, nothing half-written, the next run right"
    told = "".join(f"\n    {fault}" for fault in faults)
    return Figure(title, f"{seen} ({time.monotonic() - start:.0f} s){told}", "all", right == tried)


def _archive(root: Path) -> Path:
    """Lay out the toy archive in a git repository, with every capture held, its manifest and its held list."""
    copy_project(root, TOY)
    ignored = (REPOSITORY / ".gitignore").read_text(encoding="utf-8")
    # The program is a link here, which no archive may have in git.
    (root / ".gitignore").write_text(f"{ignored}/scripts\n", encoding="utf-8")
    hold_captures(root)
    run_git(root, "init", "-q")
    run_git(root, "add", "--all")
    run_git(root, "commit", "-qm", "Begin")
    place = Place(root.parent, False)
    place.root = root
    (root.parent / "tmp").mkdir(exist_ok=True)
    for command in (("hold",), ("verify", "--update"), ("verify", "--record-held")):
        run_git(root, "add", "--all")
        assert run(place, command).status == 0
    run_git(root, "add", "--all")
    run_git(root, "commit", "-q", "--allow-empty", "-m", "List the files")
    return root
