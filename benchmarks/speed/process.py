"""Run a command and measure it: seconds, CPU seconds of it and all it starts, memory of its largest process."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

# A process of its own starts the command, because Linux counts the memory of whoever starts a program as the program's.
# It imports next to nothing, so that what it adds is a few megabytes.
LAUNCHER = """
import os, sys, time
report, *command = sys.argv[1:]
start = time.perf_counter()
process = os.posix_spawnp(command[0], command, os.environ)
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - start
with open(report, "w") as file:
    print(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status), file=file)
"""
KILOBYTE = 1 if sys.platform == "darwin" else 1024  # in which the system gives the memory, in bytes


@dataclass(frozen=True)
class Cost:
    """What a command cost: seconds, CPU seconds, bytes of memory of its largest process."""

    wall: float
    cpu: float
    peak: int

    def plus(self, other: Cost) -> Cost:
        """Return the cost of two commands, one after the other."""
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.peak, other.peak))

    def as_json(self) -> dict[str, float]:
        """Return the figures by their names."""
        return {name: round(value, 3) for name, value in asdict(self).items()}


class CommandFailed(Exception):
    """A command that was to be measured ended with another status than expected."""


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    expected: tuple[int, ...] = (0,),
) -> Cost:
    """Run a command in a folder and return what it cost.

    Raises CommandFailed, with the end of what it printed, if its status is none of those expected.
    """
    with tempfile.TemporaryDirectory() as name:
        report, printed = Path(name, "report"), Path(name, "printed")
        with printed.open("wb") as output:
            launcher = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", LAUNCHER, str(report), *command], cwd=folder,
                env={**os.environ, **(environment or {})}, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
            try:
                launcher.wait()
            except BaseException:  # whoever called is ended: what was started must not go on
                os.killpg(launcher.pid, signal.SIGKILL)
                launcher.wait()
                raise
        end = printed.read_text("utf-8", errors="replace")[-2000:]
        if launcher.returncode:
            raise CommandFailed(f"cannot start {command[0]}:\n{end}")
        wall, cpu, peak, status = map(float, report.read_text("utf-8").split())
        if status not in expected:
            raise CommandFailed(f"{' '.join(command)} ended with status {status:.0f}:\n{end}")
    return Cost(wall, cpu, int(peak) * KILOBYTE)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        int(statistics.median(cost.peak for cost in costs)),
    )


def repeated(times: int, measure: Callable[[], Cost]) -> Cost:
    """Measure some times; return the median."""
    return median([measure() for _ in range(times)])
