"""What the commands that publish leave when they are killed at every stage of their work.

A hook in Python counts what a command and MkDocs do to files: open one for writing, make a folder, rename, link,
remove (audit events, PEP 578). It kills the whole process group (SIGKILL) right before the n-th of these, so that
each kill can be repeated, and none depends on the clock. One run that is not killed lists them all; the numbers
are then spread evenly over each stage: the pages of docs/, the new site, putting it in place, cleaning up. Both on
a system that exchanges two folders in one step and on one that needs two renames.

After each kill, what readers see is compared with the old and the new: the digest of every file, dot files too.
Then the next command must find its place in order, and nothing be left of the killed one.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from press_archive.publish.search_index import current_index

from .figures import Figure
from .publication import REPAIR, State, archive, finish, start, state, toy_archive

HOOK = """
import os, signal, sys
if number := os.environ.get("KILL_AT"):
    log = os.open(os.environ["KILL_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    counter = os.open(os.environ["KILL_LOG"] + ".count", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    root = os.environ["KILL_ROOT"]
    changing = {"os.mkdir": 2, "os.rename": 2, "os.link": 2, "os.remove": 1, "os.rmdir": 1}
    def see(event, arguments):
        if event == "open":
            path, _, flags = arguments
            if not flags & (os.O_WRONLY | os.O_RDWR) or isinstance(path, int):
                return
            directory = -1
        elif event in changing:
            path, directory = arguments[0], arguments[changing[event]]
        else:
            return
        path = os.fsdecode(path)
        if os.path.isabs(path) and not path.startswith(root + "/"):
            return
        os.write(log, f"{event} {path}\\n".encode("utf-8", "replace"))
        os.write(counter, b".")
        if os.fstat(counter).st_size == int(number):
            os.killpg(0, signal.SIGKILL)
    sys.addaudithook(see)
    if os.environ["KILL_WAY"] == "two renames":
        import ctypes
        find = ctypes.CDLL.__getattr__
        def without(library, name):
            if name == "renameat2":
                raise AttributeError(name)
            return find(library, name)
        ctypes.CDLL.__getattr__ = without
"""
NEVER = 10**9
WAYS = ("one step", "two renames")
COMMANDS = ("publish", "offline", "index", "build")
STAGES = ("before", "docs/", "new site", "putting in place", "cleaning up")
SEEN = ("site", ".zip")  # what readers see: a folder, and files with this ending


@dataclass
class Run:
    """One command on one system: the archive before it, and what it does to files, in order."""

    root: Path
    before: Path
    command: str
    way: str

    def __post_init__(self) -> None:
        self.renew()
        self.old = _seen(self.root)
        self.kill_at(NEVER)
        self.events = self._log().read_text("utf-8").splitlines()
        self.new = _seen(self.root)

    def _log(self) -> Path:
        return self.root.with_name("events")

    def renew(self) -> None:
        """Lay out the archive as it was before the command."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.before, self.root, symlinks=True)

    def kill_at(self, number: int) -> int:
        """Run the command, and kill it before it changes a file for the n-th time; return its status."""
        for path in (self._log(), Path(f"{self._log()}.count")):
            path.unlink(missing_ok=True)
        hook = self.root.with_name("hook")
        hook.mkdir(exist_ok=True)
        (hook / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
        variables = {
            "KILL_AT": str(number), "KILL_LOG": str(self._log()), "KILL_ROOT": str(self.root), "KILL_WAY": self.way,
            "PYTHONPATH": os.pathsep.join([str(hook), os.environ.get("PYTHONPATH", "")]),
        }  # fmt: skip
        before = {name: os.environ.get(name) for name in variables}
        os.environ.update(variables)
        try:
            return finish(archive(self.root, self.command))[0]
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})

    def stages(self) -> list[str]:
        """Return the stage of each event."""
        found, stage = [], 0
        for event in self.events:
            kind, _, path = event.partition(" ")
            if kind == "os.link" and ".publication-link" not in path and "publication-" not in path:
                stage = max(stage, 3)
            elif stage < 3 and "/" in path.partition("/.archive/publication-")[2]:
                stage = 2
            elif stage < 2 and path.startswith(f"{self.root}/docs/"):
                stage = 1
            found.append(STAGES[stage])
        last = self._last_in_place()
        return [STAGES[4] if number > last else name for number, name in enumerate(found)]

    def _last_in_place(self) -> int:
        """Return the number of the last event before what was replaced is removed."""
        renames = [n for n, event in enumerate(self.events) if event.startswith(("os.rename", "os.link"))]
        return renames[-1] if renames else len(self.events)

    def kill(self, number: int) -> str:
        """Kill the command at an event; return what is wrong afterwards, or which site is there."""
        self.renew()
        status = self.kill_at(number)
        if status != -signal.SIGKILL:
            return f"not killed (status {status})"
        left = self._kind()
        repaired = finish(start("-c", REPAIR, str(self.root)))[0]
        kind = self._kind()
        if left == "neither" and self.way == "two renames":
            left = "repaired"
        if repaired or kind == "neither" or (self.root / ".archive").exists():
            return f"wrong: {left}, {kind} after the next command"
        return left

    def _kind(self) -> str:
        left = _seen(self.root)
        kinds = set()
        for name, found in left.items():
            kinds |= {
                "old" if found == self.old.get(name) else "new" if found == self.new[name] else "neither"
            }
        missing = (self.old.keys() & self.new.keys()) - left.keys()
        return "neither" if missing or "neither" in kinds else "new" if "new" in kinds else "old"


def _seen(root: Path) -> dict[str, State]:
    """Return what readers see, each as a whole: the site, and the offline copy."""
    seen = {"site": state(root / "site")} if (root / "site").is_dir() else {}
    for path in root.glob("*.zip"):
        seen[path.name] = {"": str(hash(path.read_bytes()))}
    return seen


def _numbers(stages: list[str], most: int) -> Iterator[int]:
    """Yield the numbers, from 1, of events that are spread over each stage."""
    for stage in STAGES:
        of_stage = [number for number, name in enumerate(stages, 1) if name == stage]
        wanted = min(most, len(of_stage))
        for each in range(wanted):
            yield of_stage[each * (len(of_stage) - 1) // max(1, wanted - 1)]


def measure(short: bool) -> Iterator[Figure]:
    """Yield for each command how many kills at each stage left the old or the new."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        root = toy_archive(folder)
        assert finish(archive(root, "offline"))[0] == 0
        with next(root.glob("sources/2013/*/*.md")).open("a", encoding="utf-8") as record:
            record.write("\nA quay was promised too.\n")
        edited = folder / "edited"
        shutil.copytree(root, edited, symlinks=True)
        for command in COMMANDS[:1] if short else COMMANDS:
            before = folder / f"before-{command}"
            shutil.copytree(edited, before, symlinks=True)
            if command == "index":
                catalogue = current_index(before / "site") / "catalogue.json"
                catalogue.write_text("{}", encoding="utf-8")
            for way in WAYS:
                yield _figure(Run(folder / "toy", before, command, way), 1 if short else 6)


def _figure(run: Run, most: int) -> Figure:
    stages = run.stages()
    found: dict[int, str] = {number: run.kill(number) for number in sorted(set(_numbers(stages, most)))}
    good = sum(kind in ("old", "new", "repaired") for kind in found.values())
    by_stage = []
    for stage in STAGES:
        kinds = Counter(kind for number, kind in found.items() if stages[number - 1] == stage)
        if kinds:
            by_stage.append(f"{stage}: {', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))}")
    seen = f"{good} of {len(found)} whole, of {len(stages):,} places ({'; '.join(by_stage)})"
    return Figure(f"`archive {run.command}`, {run.way}", seen, "all", good == len(found))
