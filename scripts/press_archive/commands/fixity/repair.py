"""Replace damaged and missing files of `sources/` by those of another copy of the archive."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ...base.files.system_errors import explain
from ...base.problems import printable
from ...editing.repair import find_copies, repair
from ..progress import progress
from .verify import verify


def repair_from(root: Path, copy: Path) -> int:
    """Repair what a copy has whole; print each file, and then what `archive verify` prints."""
    copies = find_copies(Path(os.path.realpath(copy)))
    if not copies:
        expected = "Expected an archive's folder, a deposit or a bag, with sources/ in it"
        print(printable(f"{copy}: no copy of an archive. {expected}."), file=sys.stderr)
        return 2
    try:
        with progress():
            results = list(repair(root, copies))
    except OSError as error:
        print(explain(error, "Not all was repaired."), file=sys.stderr)
        return 1
    for result in results:
        print(printable(f"{result.path}: {result.message}"), file=sys.stdout if result.done else sys.stderr)
    return verify(root) or int(not all(result.done for result in results))


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return repair_from(root, arguments.copy)
