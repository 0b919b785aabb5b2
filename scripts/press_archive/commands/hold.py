"""Copy captures next to their records, and make their fingerprints."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..base.files.system_errors import explain
from ..base.problems import Problem, print_problems, printable
from ..collection.loading import load_archive
from ..editing.fingerprints import NoFingerprints, update_fingerprints
from ..editing.holding import NotHeld, hold


def hold_captures(root: Path, files: Sequence[Path]) -> int:
    """Copy captures next to their records, and make the fingerprints of those that are held; print what was
    done, and why something was not.
    """
    problems: list[Problem] = []
    try:
        refused = _report(hold(load_archive(root), files), problems)
    except OSError as error:
        print(explain(error, "This file was not held, nor any after it."), file=sys.stderr)
        return print_problems(problems, sys.stderr) or 1
    try:
        refused += _report(update_fingerprints(load_archive(root)), problems)
    except OSError as error:
        print(explain(error, "Not all fingerprints were made."), file=sys.stderr)
        refused += 1
    return print_problems(problems, sys.stderr) or int(refused > 0)


def _report(results: Iterable[str | NotHeld | NoFingerprints | Problem], problems: list[Problem]) -> int:
    """Print what was done, and what was not; add problems to the list; return how much was not done."""
    refused = 0
    for result in results:
        if isinstance(result, Problem):
            problems.append(result)
        elif isinstance(result, str):
            print(printable(result))
        else:
            refused += 1
            print(printable(result.message), file=sys.stderr)
    return refused


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return hold_captures(root, arguments.files)
