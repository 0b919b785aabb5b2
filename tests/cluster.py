"""A real scheduler with real workers on this machine, for tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from conftest import REPOSITORY

SECONDS = 60  # for a scheduler and its workers to begin


class Cluster:
    """A scheduler and workers, each a process of its own, none of which is replaced."""

    def __init__(self, folder: Path, options: Sequence[str], environment: dict[str, str]) -> None:
        self.folder = folder
        self.options = [*options, "--dashboard-address", "127.0.0.1:0"]
        self.environment = os.environ | environment
        self.environment["PYTHONPATH"] = os.pathsep.join(
            str(REPOSITORY / name) for name in ("scripts", "tests")
        )
        self.file = folder / "scheduler.json"
        self.processes: list[subprocess.Popen[bytes]] = []
        host = [] if "--host" in options else ["--host", "127.0.0.1"]
        self.options += host
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(self.file))
        self.address = self._address()
        self.workers: list[subprocess.Popen[bytes]] = []

    def start_worker(self, **environment: str) -> None:
        """Begin another worker, which the scheduler does not know yet."""
        options = ["--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder)]
        self.workers.append(self._start("worker", self.address, *options, **environment))

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()

    def log(self) -> str:
        return "".join(path.read_text("utf-8") for path in sorted(self.folder.glob("*.log")))

    def _start(self, name: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        log = self.folder / f"{name}-{len(self.processes)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", name, *arguments, *self.options],
                cwd=self.folder,
                env=self.environment | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)
        return process

    def _address(self) -> str:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self.scheduler.poll() is None:
            try:
                return json.loads(self.file.read_text("utf-8"))["address"]
            except (OSError, ValueError):
                time.sleep(0.05)
        raise AssertionError(self.log())


@contextmanager
def started(folder: Path, workers: int = 2, *options: str, **environment: str) -> Iterator[Cluster]:
    """A scheduler with workers, for as long as the context is open."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder, options, environment)
    try:
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        cluster.stop()
