"""Look at the records: what is wrong with them."""

from __future__ import annotations

import sys
from pathlib import Path

from ..archive import Archive
from ..changes import GitError, load_revision, problems_since
from ..checks import check_archive
from ..pages.wording import count
from ..problems import print_problems
from ..similar import propose_relations


def check(root: Path, similar: bool = False, since: str | None = None) -> int:
    """Check every record; print what is wrong, or how much there is.

    With `since`, print only what a change since that git revision has to do with; with `similar`, propose relations too.
    """
    try:
        revision = load_revision(root, since) if since is not None else ""
        archive, problems = check_archive(Archive.load(root))
        problems, elsewhere = problems_since(root, revision, problems) if revision else (problems, [])
    except GitError as error:
        print(error, file=sys.stderr)
        return 2
    if not problems:
        held = sum(source.capture is not None for source in archive.sources.values())
        terms = sum(len(terms) for terms in archive.vocabularies.values())
        print(
            f"No problems{f' in what changed since {since!r}' if revision else ''}: "
            f"{count(len(archive.documents), 'document')} in {count(len(archive.sources), 'source')} "
            f"({count(held, 'capture')} held), {count(terms, 'term')}."
        )
    if similar:
        print_proposals(archive)
    status = print_problems(problems, sys.stderr)
    if elsewhere:
        more = count(len(elsewhere), "problem")
        print(f"{more} elsewhere, not of what changed since {since!r}. `archive check` shows all.", file=sys.stderr)
    return status


def print_proposals(archive: Archive) -> None:
    """Print which documents are alike and not related yet; nothing is decided, and no record changes."""
    proposals = list(propose_relations(archive))
    for proposal in proposals:
        print(proposal)
    compared = sum(archive.sources[document.source].capture is not None for document in archive.documents.values())
    print(
        f"Compared {count(compared, 'document')}; {len(archive.documents) - compared} not, because the capture is not held. "
        f"{count(len(proposals), 'proposal')}: read both texts before you accept one."
    )
