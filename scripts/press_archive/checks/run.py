"""All checks of an archive, and what a build may use after them."""

from __future__ import annotations

from dataclasses import replace

from ..base.files.foreign import find_foreign_files
from ..base.kept import Kept
from ..base.problems import Problem
from ..base.progress import track
from ..collection.archive import Archive
from .captures import (
    CAPTURE_CHECKS,
    check_held,
    check_lines,
    check_named_lines,
    check_references,
    check_roles,
    check_speakers,
    check_titles,
)
from .dates import check_spoken
from .editorial import EDITORIAL_CHECKS
from .fixity.held_list import check_lost_captures
from .fixity.verify import check_manifest_lines
from .history.recorded import HISTORY_CHECKS
from .in_parts import Check, check_in_parts
from .known import KnownSources, sources_of
from .links import LINK_CHECKS, check_archived
from .privacy.published import check_pages, check_personal_data
from .records import RECORD_CHECKS, check_documents, check_terms
from .rights.fingerprints import FINGERPRINT_CHECKS, check_fingerprints, check_unheld_words
from .rights.hand_written import check_hand_written
from .rights.own_words import check_own_words
from .rights.permission import check_permissions
from .rights.tracked import check_tracked
from .statements import (
    STATEMENT_CHECKS,
    check_no_statements,
    check_statement_lines,
    check_statement_terms,
)

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

# Rules that concern nothing but one source, its documents and its capture; those that concern ids of terms
# too; and those that know themselves what they need not check again.
OF_SOURCES = frozenset({
    check_archived, check_documents, check_lines, check_named_lines, check_no_statements, check_permissions,
    check_references, check_roles, check_spoken, check_statement_lines, check_titles,
})  # fmt: skip
OF_SOURCES_AND_TERMS = frozenset({check_speakers, check_statement_terms, check_terms})
KEEPING = frozenset({
    check_fingerprints, check_hand_written, check_own_words, check_pages, check_personal_data, check_tracked,
    check_unheld_words,
})  # fmt: skip


def check_archive(
    archive: Archive, editorial: bool = False, kept: Kept | None = None
) -> tuple[Archive, list[Problem]]:
    """Run every check; return the archive as a build may use it, and all problems.

    A document with a problem in its own record is left out; a capture that is altered counts as not held.
    With `editorial`, the rules of the handbook are checked too. A build does not ask for them: a record that
    breaks one is still true. With `kept`, with which the archive was loaded, what is known to have no problem
    is not checked again. The result is the same.
    """
    kept = kept if archive.digests else None
    known = KnownSources(archive, kept)
    problems = [*archive.problems, *find_foreign_files(archive.root)]
    altered = {
        id: wrong
        for id, source in archive.sources.items()
        if id in known.unknown and (wrong := list(check_held(source)))
    }
    if altered:
        unaltered = {
            id: replace(source, capture=None) if id in altered else source
            for id, source in archive.sources.items()
        }
        archive = replace(archive, sources=unaltered)
        problems += (problem for wrong in altered.values() for problem in wrong)
    parts: dict[Check, Archive] = {
        **dict.fromkeys(OF_SOURCES, sources_of(archive, known.unknown)),
        **dict.fromkeys(OF_SOURCES_AND_TERMS, sources_of(archive, known.unknown_with_terms)),
    }
    in_parts = check_in_parts(archive, parts)
    for check in track(CHECKS, "Checking rules"):
        if check in in_parts:
            problems += in_parts[check]
        elif check in KEEPING:
            problems += check(archive, kept=kept)  # type: ignore[call-arg]
        else:
            problems += check(parts.get(check, archive))
    known.keep(problems)
    faulty = {problem.path for problem in problems}
    usable = archive.without(id for id, document in archive.documents.items() if document.path in faulty)
    if editorial:
        for check in EDITORIAL_CHECKS:
            problems += check(archive, kept=kept) if check in KEEPING else check(archive)  # type: ignore[call-arg]
    return usable, problems
