"""Write the records in their canonical form."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..base.files import remove_partial, write_in_one_step
from ..base.problems import Problem, print_problems
from ..base.wording import count
from ..records.canonical import format_record
from ..records.files import list_records, read_record, record_name


def format_records(root: Path, chosen: Sequence[Path] = (), check: bool = False, judged: bool = False) -> int:
    """Write each record in its canonical form, of the chosen files and folders or of all.

    With `check`, only name it; with `judged`, take away the comments of drafts.
    """
    paths, problems = list_records(root)
    if chosen:
        paths, problems = _choose(root, chosen, paths, problems)
    changed = 0
    for path in paths:
        name = path.relative_to(root).as_posix()
        text, wrong = read_record(path, root)
        kind = record_name(name)
        if text is not None and kind is not None:
            text, wrong = format_record(text, name, kind, judged)
        problems += wrong
        if wrong or text is None or text.encode() == path.read_bytes():
            continue
        changed += 1
        print(f"{name}: {'not in the canonical form' if check else 'formatted'}")
        if not check:
            remove_partial(path.parent)
            write_in_one_step(path, text.encode())
    status = print_problems(problems, sys.stderr)
    files = f"{changed} of {count(len(paths), 'file')}"
    if check:
        print(
            f"{files} would change. Write them with: archive format" if changed else f"{files} would change."
        )
        return int(status or changed > 0)
    print(f"{files} changed.")
    return status


def _choose(
    root: Path, chosen: Sequence[Path], known: Sequence[Path], left_out: Sequence[Problem]
) -> tuple[list[Path], list[Problem]]:
    """Return those of the archive's files that are chosen, by their own path or a folder's, and the problems.

    A problem is a path that leads to no record, and whatever is left out of a chosen folder.
    """
    paths: list[Path] = []
    problems: list[Problem] = []
    for path in chosen:
        place = path.parent.resolve() / path.name  # a symbolic link is not followed, one of its folders is
        found = [record for record in known if record == place or place.resolve() in record.parents]
        paths += [record for record in found if record not in paths]
        of_place = [problem for problem in left_out if _meets(root / problem.path, place)]
        problems += of_place
        if not found and not of_place:
            message = (
                "no record of the archive. Expected a file or folder below sources/ that is no symbolic link."
            )
            problems.append(Problem(str(path), 0, (), "F105", message))
    return paths, problems


def _meets(one: Path, other: Path) -> bool:
    """Return whether two paths are the same, or one is below the other."""
    return one in (other, *other.parents) or other in one.parents


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return format_records(root, arguments.files, arguments.check, arguments.judged)
