"""Compare every file of `sources/` with the manifest, its record and the held list; write these two."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ...base.files.system_errors import explain
from ...base.git import GitError
from ...base.problems import print_problems, printable
from ...base.wording import count
from ...checks.fixity.held_list import NAME as HELD_NAME
from ...checks.fixity.sources_files import SOURCES
from ...checks.fixity.verify import NAME, Fixity, check_fixity, load_fixity
from ...editing.held import record_held
from ...editing.manifest import update_manifest
from ..progress import progress

MOST_NAMES = 20  # of paths in one line


def verify(root: Path) -> int:
    """Print what differs, or how many files were compared; then what cannot be compared here."""
    with progress():
        fixity = load_fixity(root)
        problems = check_fixity(fixity)
    if not problems:
        files = f"{count(len(fixity.files.records), 'record')} and {count(len(fixity.held_here), 'capture')}"
        print(
            f"No problems: {files} held are as in {NAME}, which lists {count(len(fixity.manifest), 'file')}."
        )
    print_notes(fixity)
    return print_problems(problems, sys.stderr)


def print_notes(fixity: Fixity) -> None:
    """Print which captures are not held here, and which could be lost unnoticed."""
    if fixity.not_held:
        here = f": {_name(fixity.not_held)}" if fixity.held_here else ""
        print(f"Not held on this machine ({len(fixity.not_held):,}){here}.")
    if fixity.held is None and fixity.unlisted:
        print(
            f"{HELD_NAME}: no such file, so the loss of a held capture would not be noticed "
            f"({_name(fixity.unlisted)}). Hint: archive verify --record-held"
        )


def _name(paths: Sequence[str]) -> str:
    """Return the first paths of a list, and how many more there are."""
    more = f" and {len(paths) - MOST_NAMES:,} more" if len(paths) > MOST_NAMES else ""
    return printable(", ".join(f"{SOURCES}/{path}" for path in paths[:MOST_NAMES])) + more


def update(root: Path) -> int:
    """Write the manifest, and print what that changed; a capture with another digest is named."""
    with progress():
        changes, problems = update_manifest(root)
    if changes is None:
        status = print_problems(problems, sys.stderr)
        print(f"{NAME} was not written.", file=sys.stderr)
        return status
    changed = f": {_name(changes.changed)}" if changes.changed else ""
    removed = f": {_name(changes.removed)}" if changes.removed else ""
    print(
        f"{NAME}: {len(changes.added):,} added; {len(changes.changed):,} changed{changed}; "
        f"{len(changes.removed):,} removed{removed}."
    )
    return 0


def record(root: Path) -> int:
    """Put every capture and original that is held, as its record gives it, on the held list."""
    with progress():
        files = load_fixity(root).files
    digests = {
        path: recorded.sha256
        for path, recorded in files.recorded.items()
        if recorded.restricted and files.digests.get(path) == recorded.sha256
    }
    new, problems = record_held(root, digests)
    if problems:
        return print_problems(problems, sys.stderr)
    print(f"{HELD_NAME}: {len(new):,} added.")
    return 0


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    try:
        status = update(root) if arguments.update else record(root) if arguments.record_held else 0
    except GitError as error:
        print(f"{error}. {NAME} was not written. {error.hint}".strip(), file=sys.stderr)
        return 2
    except OSError as error:
        print(explain(error), file=sys.stderr)
        return 1
    return status or verify(root)
