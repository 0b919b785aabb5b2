"""The frame of a command that publishes: one at a time, and one line if it is refused."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from ...base.problems import Problem, print_problems, printable
from ...publish.publication import Workshop, check_place, open_workshop

Result = TypeVar("Result")


class Refused(Exception):
    """A publication that is refused; the text says what became of it."""


def refuse(problems: Iterable[Problem], text: str) -> None:
    """Print problems, and raise Refused if there are any."""
    if print_problems(problems, sys.stderr):
        raise Refused(text)


def in_workshop(parent: Path, name: str, work: Callable[[Workshop], Result]) -> Result | None:
    """Do work that replaces the folder `name` of another one; return its result, or None if it is refused.

    What a killed command left is repaired first, whatever the work then refuses. Raises OSError where the
    system refuses something, which `cli.main` explains.
    """
    try:
        with open_workshop(parent, _say_waiting) as workshop:
            refuse(check_place(parent / name, name), f"{name}/ was left as it was.")
            return work(workshop)
    except Refused as refused:
        lines = str(refused).split("\n")
        print("\n".join(map(printable, lines)), file=sys.stderr)
    return None


def _say_waiting() -> None:
    print("Another archive command is at work here; waiting until it ends.", file=sys.stderr, flush=True)
