"""A progress bar in a terminal, for what takes more than a second; lines in the log of a CI system."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..base.progress import Item, tracking

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0  # seconds without a bar
PAUSE = 0.1  # seconds from one drawing to the next
WORTH_A_LINE = 2.0  # seconds that a stage takes
BETWEEN_LINES = 15.0  # seconds
CI = "CI"  # set in the environment by CI systems


@contextmanager
def progress() -> Iterator[None]:
    """Draw a bar on stderr for the loops tracked in this context, if stderr is a terminal; remove it at the
    end. Where the environment has CI, print a line for each loop that takes longer, and now and then how long
    it will take.
    """
    if not sys.stderr.isatty():
        if os.environ.get(CI):
            with tracking(_print_lines):
                yield
        else:
            yield
        return
    bar = _Bar()
    try:
        with tracking(bar.track):
            yield
    finally:
        bar.close()


def _print_lines(items: Collection[Item], task: str) -> Iterable[Item]:
    start = printed = time.monotonic()
    for done, item in enumerate(items):
        now = time.monotonic()
        if done and now - printed >= BETWEEN_LINES:
            printed, left = now, (now - start) / done * (len(items) - done)
            _print(f"{task}: {done:,} of {len(items):,}, about {left:.0f} s left")
        yield item
    if (took := time.monotonic() - start) >= WORTH_A_LINE:
        _print(f"{task}: {len(items):,} in {took:.0f} s")


def _print(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


class _Bar:
    def __init__(self) -> None:
        self.due = time.monotonic() + PATIENCE
        self.drawn: Progress | None = None
        self.task: TaskID | None = None

    def track(self, items: Collection[Item], task: str) -> Iterable[Item]:
        self.task = None
        for done, item in enumerate(items):
            if time.monotonic() >= self.due:
                self.draw(task, done, len(items))
            yield item

    def draw(self, task: str, done: int, whole: int) -> None:
        if self.drawn is None:
            # Imported only here: a command without a bar does not wait for rich.
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
            )
            self.drawn = Progress(
                *columns, console=Console(file=sys.stderr), transient=True, auto_refresh=False
            )
            self.drawn.start()
        if self.task is None:
            for finished in self.drawn.task_ids:
                self.drawn.remove_task(finished)
            self.task = self.drawn.add_task(task, total=whole, completed=done)
        self.drawn.update(self.task, completed=done, refresh=True)
        self.due = time.monotonic() + PAUSE

    def close(self) -> None:
        if self.drawn is not None:
            self.drawn.stop()
