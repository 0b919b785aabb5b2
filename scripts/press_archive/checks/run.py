"""All checks of an archive, and what a build may use after them."""

from __future__ import annotations

from dataclasses import replace

from ..base.files.foreign import find_foreign_files
from ..base.problems import Problem
from ..base.progress import track
from ..collection.archive import Archive
from .captures import CAPTURE_CHECKS, check_held
from .editorial import EDITORIAL_CHECKS
from .fixity.held_list import check_lost_captures
from .fixity.verify import check_manifest_lines
from .history.recorded import HISTORY_CHECKS
from .links import LINK_CHECKS
from .records import RECORD_CHECKS
from .rights.fingerprints import FINGERPRINT_CHECKS
from .rights.hand_written import check_hand_written
from .rights.own_words import check_own_words
from .rights.permission import check_permissions
from .rights.tracked import check_tracked
from .statements import STATEMENT_CHECKS

RIGHTS_CHECKS = (
    check_permissions,
    check_own_words,
    check_hand_written,
    *FINGERPRINT_CHECKS,
    check_tracked,
)
CHECKS = (
    *RECORD_CHECKS,
    *LINK_CHECKS,
    *STATEMENT_CHECKS,
    *HISTORY_CHECKS,
    *CAPTURE_CHECKS,
    check_lost_captures,
    check_manifest_lines,
    *RIGHTS_CHECKS,
)


def check_archive(archive: Archive, editorial: bool = False) -> tuple[Archive, list[Problem]]:
    """Run every check; return the archive as a build may use it, and all problems.

    A document with a problem in its own record is left out; a capture that is altered counts as not held.
    With `editorial`, the rules of the handbook are checked too. A build does not ask for them: a record that
    breaks one is still true.
    """
    problems = [*archive.problems, *find_foreign_files(archive.root)]
    altered = {id: wrong for id, source in archive.sources.items() if (wrong := list(check_held(source)))}
    if altered:
        kept = {
            id: replace(source, capture=None) if id in altered else source
            for id, source in archive.sources.items()
        }
        archive = replace(archive, sources=kept)
        problems += (problem for wrong in altered.values() for problem in wrong)
    for check in track(CHECKS, "Checking rules"):
        problems += check(archive)
    faulty = {problem.path for problem in problems}
    usable = archive.without(id for id, document in archive.documents.items() if document.path in faulty)
    if editorial:
        problems += (problem for check in EDITORIAL_CHECKS for problem in check(archive))
    return usable, problems
