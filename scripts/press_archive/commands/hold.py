"""Put captures beside their records."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..base.problems import Problem, print_problems
from ..collection.loading import load_archive
from ..editing.holding import hold


def hold_captures(root: Path, files: Sequence[Path]) -> int:
    """Put captures in their places."""
    problems = []
    try:
        for result in hold(load_archive(root), files):
            if isinstance(result, Problem):
                problems.append(result)
            else:
                print(result)
    except OSError as error:
        what = f"{error.filename or root}: {error.strerror}"
        print(f"{what}. This file was not held, nor any after it.", file=sys.stderr)
        return print_problems(problems, sys.stderr) or 1
    return print_problems(problems, sys.stderr)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return hold_captures(root, arguments.files)
