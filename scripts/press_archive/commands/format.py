"""Write the records in their canonical form."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ..base.files.partial import remove_partial
from ..base.files.writing import locked, write_in_one_step
from ..base.problems import Problem, print_problems, printable
from ..base.wording import count
from ..records.files import list_records, read_record, record_name
from ..records.forms.canonical import format_record


def format_records(root: Path, files: Sequence[Path] = (), check: bool = False, judged: bool = False) -> int:
    """Write each record in its canonical form: those in `files`, which may be folders, or all of them.

    With `check`, only name it; with `judged`, remove the comments of drafts.
    """
    paths, problems = list_records(root)
    not_records: list[Path] = []
    if files:
        paths, problems, not_records = _select(root, files, paths, problems)
    changed = 0
    for path in paths:
        text, wrong = _format(path, root, judged)
        if text is not None and text.encode() != path.read_bytes():
            changed += 1
            name = path.relative_to(root).as_posix()
            print(printable(f"{name}: {'not in the canonical form' if check else 'formatted'}"))
            if not check:
                wrong = _write(path, root, judged)
        problems += wrong
    for path in not_records:
        expected = "Expected a file or folder below sources/ that is no symbolic link."
        print(printable(f"{path}: no record of the archive. {expected}"), file=sys.stderr)
    status = print_problems(problems, sys.stderr) or int(bool(not_records))
    total = f"{changed} of {count(len(paths), 'file')}"
    if check:
        hint = " Write them with: archive format" if changed else ""
        print(f"{total} would change.{hint}")
        return int(status or changed > 0)
    print(f"{total} changed.")
    return status


def _format(path: Path, root: Path, judged: bool) -> tuple[str | None, list[Problem]]:
    """Return a record's text in its canonical form; None and the problems where there are any."""
    name = path.relative_to(root).as_posix()
    text, problems = read_record(path, root)
    kind = record_name(name)
    if text is not None and kind is not None:
        text, problems = format_record(text, name, kind, judged)
    return (None if problems else text), problems


def _write(path: Path, root: Path, judged: bool) -> list[Problem]:
    """Write a record in its canonical form; return its problems."""
    with locked(path.parent):
        text, problems = _format(
            path, root, judged
        )  # again: `archive term add` may have changed it meanwhile
        if text is not None:
            remove_partial(path.parent)
            write_in_one_step(path, text.encode())
    return problems


def _select(
    root: Path, files: Sequence[Path], records: Sequence[Path], skipped: Sequence[Problem]
) -> tuple[list[Path], list[Problem], list[Path]]:
    """Return the records at or below the paths in `files`, the problems of what is skipped there, and the
    paths at which there is neither.
    """
    paths: list[Path] = []
    problems: list[Problem] = []
    not_records: list[Path] = []
    for path in files:
        place = Path(os.path.realpath(path.parent), path.name)  # no link is followed, one of its folders is
        matches = [record for record in records if record == place or _real(place) in record.parents]
        paths += [record for record in matches if record not in paths]
        of_place = [problem for problem in skipped if _meets(root / problem.path, place)]
        problems += of_place
        if not matches and not of_place:
            not_records.append(path)
    return paths, problems, not_records


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _meets(one: Path, other: Path) -> bool:
    """Return whether two paths are the same, or one is below the other."""
    return one in (other, *other.parents) or other in one.parents


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return format_records(root, arguments.files, arguments.check, arguments.judged)
