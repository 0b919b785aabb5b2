"""What a worker of a cluster gets: the context of a stage, when the stage begins or the worker does."""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin

from . import tasks


class SharedContext(WorkerPlugin):  # type: ignore[misc]
    """Keeps the context of a stage in a worker until the stage ends."""

    def __init__(self, key: str, packed: bytes) -> None:
        """Take the context's key and its bytes."""
        self.key = key
        self.packed = packed

    def setup(self, worker: Any) -> None:
        """Give the context to the parts that follow."""
        tasks.receive(self.key, self.packed)
        self.packed = b""  # the scheduler has its own for workers that begin later

    def teardown(self, worker: Any) -> None:
        """Drop it."""
        tasks.forget(self.key)
