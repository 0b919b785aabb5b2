"""Copy captures next to their records."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..base.problems import Problem, print_problems, printable
from ..collection.loading import load_archive
from ..editing.holding import NotHeld, hold


def hold_captures(root: Path, files: Sequence[Path]) -> int:
    """Copy captures next to their records; print what was done, and why a file was not copied."""
    problems = []
    status = 0
    try:
        for result in hold(load_archive(root), files):
            if isinstance(result, Problem):
                problems.append(result)
            elif isinstance(result, NotHeld):
                print(printable(result.message), file=sys.stderr)
                status = 1
            else:
                print(result)
    except OSError as error:
        what = f"{error.filename or root}: {error.strerror}"
        print(f"{what}. This file was not held, nor any after it.", file=sys.stderr)
        return print_problems(problems, sys.stderr) or 1
    return print_problems(problems, sys.stderr) or status


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return hold_captures(root, arguments.files)
