"""Check the records; print what is wrong with them."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path

from ..base.files.system_errors import explain
from ..base.garbage import collected_seldom
from ..base.git import GitError, load_revision
from ..base.kept import Kept, load_kept
from ..base.problems import Problem, print_problems, printable
from ..base.wording import count
from ..checks.earlier import EarlierRecords
from ..checks.fixity.held_list import NAME as HELD_LIST
from ..checks.history.terms import check_terms
from ..checks.history.unrecorded import check_changes, entries_without_reason, load_both
from ..checks.reports import render_github, render_json
from ..checks.run import check_archive
from ..checks.since import problems_of_commits, problems_since
from ..collection.archive import Archive
from ..collection.loading import load_archive
from ..editing.held import record_seen
from ..publish.settings import check_site_name
from .progress import progress

TEXT, GITHUB, JSON = "text", "github", "json"


def check(
    root: Path,
    similar: bool = False,
    since: str | None = None,
    output: str = TEXT,
    until: str | None = None,
) -> int:
    """Check every record; print the problems, or how many records there are where there are none.

    With `since`, print only the problems that concern a change since that git revision, what its commits
    until another one contain that may not be in git, and what changed since without an entry in a history;
    with `similar`, propose relations too. `output` is TEXT, GITHUB or JSON. Output for programs goes to
    standard output, and so does what is no problem. Captures that are here are put on the held list.
    """
    try:
        revision = load_revision(root, since) if since is not None else ""
        last = load_revision(root, until or "HEAD") if revision else ""
        with progress(), collected_seldom():
            kept = load_kept(root)
            archive, problems = check_archive(load_archive(root, kept=kept), editorial=True, kept=kept)
            kept.save(root)
            problems += check_site_name(root, archive.collection)
            problems, elsewhere, silent = (
                _check_since(archive, problems, revision, last, kept)
                if revision
                else (sorted(set(problems)), [], {})
            )
    except GitError as error:
        print(error, file=sys.stderr)
        return 2
    _record_seen(archive)
    records = {
        "documents": len(archive.documents),
        "sources": len(archive.sources),
        "captures_held": sum(source.capture is not None for source in archive.sources.values()),
        "terms": sum(len(terms) for terms in archive.vocabularies.values()),
    }
    status = int(bool(problems))
    if output == JSON:
        sys.stdout.write(render_json(problems, len(elsewhere), records, since))
        return status
    if not problems:
        print(
            f"No problems{f' in what changed since {since}' if revision else ''}: "
            f"{count(records['documents'], 'document')} in {count(records['sources'], 'source')} "
            f"({count(records['captures_held'], 'capture')} held), {count(records['terms'], 'term')}."
        )
    for path, number in silent.items():
        print(f"{printable(path)}: {count(number, 'new entry', 'new entries')} without a reason (unknown).")
    if output == GITHUB:
        sys.stdout.write(render_github(problems, len(elsewhere), secrets.token_hex()))
        return status
    if similar:
        print_proposals(archive)
    print_problems(problems, sys.stderr)
    if elsewhere:
        more = count(len(elsewhere), "more problem")
        print(f"{more} in files unchanged since {since}. `archive check` shows all.", file=sys.stderr)
    return status


def _check_since(
    archive: Archive, problems: list[Problem], revision: str, last: str, kept: Kept
) -> tuple[list[Problem], list[Problem], dict[str, int]]:
    """Return the problems of a change since a commit, those elsewhere, and new entries without a reason."""
    with EarlierRecords(archive.root, revision) as earlier:
        inside, elsewhere = problems_since(earlier, problems, kept)
        before, now = load_both(earlier, archive)
        terms = list(check_terms(earlier, now))
    found = {*problems_of_commits(archive, revision, last, inside), *check_changes(before, now), *terms}
    return sorted({*inside, *found}), elsewhere, entries_without_reason(before, now)


def _record_seen(archive: Archive) -> None:
    """Remember which captures are here; print why, if that fails."""
    try:
        record_seen(archive)
    except OSError as error:
        left = "The loss of a held capture would not be noticed."
        print(explain(error, left, HELD_LIST), file=sys.stderr)


def print_proposals(archive: Archive) -> None:
    """Print which documents are alike and not related yet; nothing is decided, and no record changes.

    The library that compares texts is loaded only here, as most checks do without it.
    """
    from ..checks.near_duplicates import propose_relations

    proposals = list(propose_relations(archive))
    for proposal in proposals:
        print(proposal)
    compared = sum(
        archive.sources[document.source].capture is not None for document in archive.documents.values()
    )
    print(
        f"Compared {count(compared, 'document')}; {len(archive.documents) - compared} not, "
        "because the capture is not held. "
        f"{count(len(proposals), 'proposal')}: read both texts before you accept one."
    )


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return check(root, arguments.similar, arguments.since, arguments.format, arguments.until)
