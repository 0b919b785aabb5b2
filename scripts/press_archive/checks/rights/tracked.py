"""Captures in git: files that git keeps and may not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...base.git import GitError, list_kept_files
from ...base.partial import is_partial
from ...base.problems import Problem
from ...captures.capture import CAPTURE_NAME, ORIGINAL_NAMES
from ...collection.archive import Archive
from ...records.closed_lists import Access


def check_tracked(archive: Archive) -> Iterator[Problem]:
    """No capture is kept in git whose access is not full, and git can say which files it keeps."""
    try:
        kept = list_kept_files(archive.root)
    except GitError as error:
        message = f"git cannot list its files ({error}). Expected a list without restricted captures."
        yield Problem(
            "sources", 0, (), "C109", message, error.hint or "make `git status` work in this folder"
        )
        return
    yield from check_tracked_files(archive, kept)


def check_tracked_files(archive: Archive, tracked: Iterable[str]) -> Iterator[Problem]:
    """None of the files that git keeps is a capture whose access is not full, or unfinished."""
    open_folders = {
        source.folder for source in archive.sources.values() if source.record.access is Access.FULL
    }
    for path in sorted(set(tracked)):
        folder, _, name = path.rpartition("/")
        if is_partial(name):  # nothing else looks at it
            message = "a file in git that was not written to its end. Expected none."
            yield Problem(path, 0, (), "F105", message, f"git rm --cached {path}")
        if name in (CAPTURE_NAME, *ORIGINAL_NAMES) and folder not in open_folders:
            message = "a capture in git whose access is not full. Expected it on this machine only."
            yield Problem(
                path,
                0,
                (),
                "C107",
                message,
                f"git rm --cached {path}, and remove it from the history before you push",
            )
