"""Write the held list: which captures and originals this machine holds, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..base.files.partial import remove_partial
from ..base.files.writing import locked, write_in_one_step
from ..base.problems import Problem
from ..captures.capture import CAPTURE_NAME
from ..checks.fixity.held_list import NAME, Held, load_held_list, render_held_list, today
from ..checks.fixity.sources_files import SOURCES
from ..collection.archive import Archive
from ..records.closed_lists import Access


def record_held(root: Path, digests: Mapping[str, str]) -> tuple[list[str], list[Problem]]:
    """Add files to the held list, path below `sources/` → SHA-256, from today on; return the paths that were
    not on it with that digest.

    Nothing is written where the list is damaged: then its problems are returned. Raises OSError.
    """
    path = root / NAME
    with locked(path.parent):
        held, problems = load_held_list(root)
        new = {
            name: Held(name, sha256, today())
            for name, sha256 in digests.items()
            if held is None or name not in held or held[name].sha256 != sha256
        }
        if new and not problems:
            remove_partial(path.parent)
            write_in_one_step(path, render_held_list({**(held or {}), **new}))
    return sorted(new), problems


def record_seen(archive: Archive) -> None:
    """Put the restricted captures that are here, unaltered, on the held list, as far as it lacks them.

    So the loss of a capture is noticed however it came here. Raises OSError.
    """
    held, problems = load_held_list(archive.root)
    seen = {
        f"{source.folder.removeprefix(f'{SOURCES}/')}/{CAPTURE_NAME}": source.record.sha256
        for source in archive.sources.values()
        if source.capture is not None and source.record.access is not Access.FULL
    }
    if not problems and not seen.keys() <= (held or {}).keys():
        record_held(archive.root, seen)
