"""Which problems a change since a git revision has to do with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ..base.files.reading import list_files
from ..base.git import list_entries, load_changes
from ..base.kept import Kept
from ..base.problems import Problem
from ..base.project import list_source_folders
from ..captures.capture import CAPTURE_NAME, ORIGINAL_NAMES
from ..collection.archive import Archive, SourceEntry
from ..collection.loading import load_archive
from .earlier import EarlierRecords
from .privacy.published import check_pages
from .rights.tracked import check_commits, check_entries, check_tracked_files
from .run import check_archive


def load_problems(earlier: EarlierRecords, kept: Kept | None = None) -> set[Problem]:
    """Return the problems that the records had in a commit, with the captures that are held now.

    What `kept` has of the records that did not change is used, and nothing is added to it.
    """
    root = earlier.root
    _hold_as_now(root, earlier.folder)
    known = kept.copy() if kept is not None else None
    archive, problems = check_archive(load_archive(earlier.folder, kept=known), editorial=True, kept=known)
    copies = check_entries(replace(archive, root=root), list_entries(root, earlier.revision))
    # The commit's records alone were written there; the pages by hand are those of today.
    personal = check_pages(archive, root)
    return {*problems, *check_tracked_files(archive, earlier.tracked), *copies, *personal}


def _hold_as_now(root: Path, then: Path) -> None:
    """Put what git does not keep, captures and what they were extracted from, beside the records of another
    time.
    """
    for path in (path for folder in list_source_folders(root) for path in list_files(folder)):
        target = then / path.relative_to(root)
        if (
            path.name not in (CAPTURE_NAME, *ORIGINAL_NAMES)
            or not target.parent.is_dir()
            or os.path.lexists(target)
        ):
            continue
        try:
            if path.is_file() and not path.is_symlink():
                _link_or_copy(path, target)
        except OSError:  # a file that cannot be read is a problem of today (F109), which the check has named
            continue


def _link_or_copy(path: Path, target: Path) -> None:
    try:
        target.hardlink_to(path)
    except OSError:  # another disk, or one without links
        shutil.copyfile(path, target)


def problems_since(
    earlier: EarlierRecords, problems: Iterable[Problem], kept: Kept | None = None
) -> tuple[list[Problem], list[Problem]]:
    """Split problems into those of a change since a commit, and those elsewhere.

    Of the change are all problems in a file that the commit has otherwise or not at all, and every problem
    elsewhere that the records did not have then, such as a term that is gone and still named. So nothing that
    the change broke is left out.
    """
    inside = {problem for problem in problems if problem.path in earlier.changed}
    others = set(problems) - inside
    # A hint names what is near, which may be another term now.
    before = {replace(problem, hint="") for problem in load_problems(earlier, kept)} if others else set()
    caused = {problem for problem in others if replace(problem, hint="") not in before}
    return sorted(inside | caused), sorted(others - caused)


def _other_sources(root: Path, revision: str) -> bool:
    """Return whether the records of sources are otherwise in a commit than now."""
    return any(change.path.endswith("/source.yml") for change in load_changes(root, revision, ignored=True))


def problems_of_commits(
    archive: Archive, since: str, until: str, problems: Iterable[Problem]
) -> Iterator[Problem]:
    """Yield what the commits of a change contain that may not be in git, unless it is among some problems.

    What is restricted, the records say as they are in the last of these commits; of a source that is removed
    there, those of the archive do.
    """
    named = {(problem.path, problem.code) for problem in problems}
    sources = archive.sources
    if since != until and _other_sources(archive.root, until):
        with EarlierRecords(archive.root, until) as last:
            sources = {**sources, **_with_captures(archive, load_archive(last.folder).sources)}
    for problem in check_commits(replace(archive, sources=sources), since, until):
        if (problem.path, problem.code) not in named:
            yield problem


def _with_captures(archive: Archive, sources: Mapping[str, SourceEntry]) -> dict[str, SourceEntry]:
    """Return the sources of a commit with the captures and fingerprints that the archive has of them."""
    return {
        id: replace(source, capture=now.capture)
        if (now := archive.sources.get(id)) and now.record.sha256 == source.record.sha256
        else source
        for id, source in sources.items()
    }
