"""Write into the histories what was changed in the records, and why."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ...base.files.system_errors import explain
from ...base.git import GitError, load_revision
from ...base.problems import printable
from ...base.wording import count
from ...checks.earlier import EarlierRecords
from ...checks.history.terms import gone_terms
from ...checks.history.unrecorded import MissingEntry, load_both, missing_entries
from ...editing.histories import NotRecorded, add_items, check_reason
from ...records.history.writing import REDIRECTS


def correct(root: Path, since: str, reason: str) -> int:
    """Write an entry, with one reason, for each change since a git revision that no history mentions.

    An id that was changed gets a redirect too, also that of a term. What was removed is left to
    `archive withdraw`, or to whoever pastes the line that the check prints. Return the exit status.
    """
    try:
        reason = check_reason(reason)
    except NotRecorded as error:
        print(printable(f"--reason: {error}"), file=sys.stderr)
        return 2
    try:
        with EarlierRecords(root, load_revision(root, since)) as earlier:
            before, now = load_both(earlier)
            terms = list(gone_terms(earlier, now))
    except GitError as error:
        print(error, file=sys.stderr)
        return 2
    missing = list(missing_entries(before, now, reason))
    changed = [entry for entry in missing if entry.change.new or not entry.change.is_gone]
    lines: dict[str, list[str]] = {}
    for entry in changed:
        lines.setdefault(entry.change.history, []).append(entry.line)
        if entry.redirects:
            lines.setdefault(REDIRECTS, []).extend(entry.redirects)
    if terms:
        lines.setdefault(REDIRECTS, []).extend(term.line for term in terms)
    try:
        for path, added in lines.items():
            add_items(root, path, added)
            print(f"{path}: {count(len(added), 'line')} added.")
    except NotRecorded as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(explain(error, "Not all was recorded."), file=sys.stderr)
        return 1
    if not lines:
        print(f"Nothing was changed since {since} that a history must say.")
    return _report_removed([entry for entry in missing if entry not in changed])


def _report_removed(removed: list[MissingEntry]) -> int:
    """Print what was removed, which only a withdrawal explains; return the exit status."""
    for entry in removed:
        noun = entry.change.before.kind.removesuffix("s")
        hint = f"restore it and use: archive withdraw {entry.change.old}"
        print(f"{entry.change.before.path}: the {noun} was removed. Hint: {hint}", file=sys.stderr)
    return int(bool(removed))


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return correct(root, arguments.since, arguments.reason)
