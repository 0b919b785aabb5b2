"""Builds that do not end well: killed, on a full disk, two at once. Is the site whole, and the next one right?

Before each, the archive has a site of earlier records. Whole means: every file of the site is that of the earlier
or that of the new records, all of one of them. Right means that the next build makes what a build from nothing makes.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..bench import Bench, Line
from ..invention import Shape
from ..process import CommandFailed
from ..workplace import Project, digest
from .site import Edited

KILLED_AT = (0.05, 0.3, 0.6, 0.9)  # of the time of a build
FULL_AT = (
    20_000,
    200_000,
    2_000_000,
)  # bytes of a file, beyond which the system refuses (setrlimit(2), RLIMIT_FSIZE)


@dataclass
class Fault:
    """An archive with the site of earlier records, and what builds from nothing make of those and of the new."""

    project: Project
    edited: Edited
    earlier: str
    new: str
    seconds: float  # of a build after the edit

    def restore(self) -> None:
        """Let the archive have the site of the earlier records, and the new records."""
        self.edited.__exit__()
        self.project.publish()
        if digest(self.project.site) != self.earlier:
            raise CommandFailed("publishing the earlier records again did not make their site")
        self.edited.edit()
        self.edited.edits = 0

    def start(self, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        """Start a build in a process group of its own; `before` is called in its process first."""
        command = [sys.executable, "-m", "press_archive", "--root", str(self.project.root), "publish"]
        return subprocess.Popen(
            command, cwd=self.project.root, env={**os.environ, **self.project.environment}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=before,
        )  # fmt: skip

    def judge(self) -> tuple[bool, bool]:
        """Return whether the site is whole, and whether the next build is right."""
        whole = digest(self.project.site) in (self.earlier, self.new)
        self.project.publish()
        return whole, digest(self.project.site) == self.new


def prepare(bench: Bench, number: int) -> Fault:
    """Return an archive with a site, and what its records make before and after an edit."""
    project = bench.built(Shape(number))
    earlier = digest(project.site)
    edited = Edited(project.documents()[number // 2])
    edited.edit()
    edited.edits = 0
    seconds = project.publish_from_nothing().wall
    return Fault(project, edited, earlier, digest(project.site), seconds)


def interrupted(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what is left when a build is killed early and late."""

    def kill(fault: Fault, share: float) -> None:
        build = fault.start()
        time.sleep(share * fault.seconds)
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()

    yield _line(bench, number, "a build that is killed", KILLED_AT, kill)


def full_disk(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what is left when the system refuses to write: files beyond a size, as on a full disk."""

    def refuse(fault: Fault, most: float) -> None:
        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))

        fault.start(limit).wait()

    yield _line(bench, number, "a disk that refuses to write", FULL_AT, refuse)


def two_builds(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what is left by two builds at once."""

    def twice(fault: Fault, after: float) -> None:
        first = fault.start()
        time.sleep(after * fault.seconds)
        second = fault.start()
        first.wait()
        second.wait()

    yield _line(bench, number, "two builds at once", (0.0, 0.5), twice)


def _line(
    bench: Bench, number: int, what: str, cases: tuple[float, ...], do: Callable[[Fault, float], None]
) -> Line:
    fault = prepare(bench, number)
    try:
        whole = right = 0
        for case in cases:
            fault.restore()
            do(fault, case)
            is_whole, is_right = fault.judge()
            whole += is_whole
            right += is_right
    finally:
        fault.edited.__exit__()
        shutil.rmtree(fault.project.root / ".archive", ignore_errors=True)
    fault.project.publish_from_nothing()
    note = f"site whole {whole} of {len(cases)} times, the next build right {right} of {len(cases)}"
    return Line(what, number, "", note=note)
