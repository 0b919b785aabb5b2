"""A progress bar in a terminal, for what takes more than a second."""

from __future__ import annotations

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


@contextmanager
def progress() -> Iterator[None]:
    """Draw a bar on stderr for the loops tracked in this context, if stderr is a terminal; remove it at the
    end.
    """
    if not sys.stderr.isatty():
        yield
        return
    bar = _Bar()
    try:
        with tracking(bar.track):
            yield
    finally:
        bar.close()


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
