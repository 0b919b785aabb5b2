"""Everything the site is built from: records → {path: Markdown} → files, written only where their bytes
change.

The public pages go into `docs/`, next to the pages written by hand. The reading room has a folder of its own,
`.reading-room/docs/`, with copies of the pages written by hand, so that no captured text is ever below
`docs/`.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from ..base.files import list_files
from ..base.partial import remove_partial
from ..base.problems import Problem
from ..base.progress import track
from ..base.project import GENERATED
from ..base.wording import VOCABULARY_NAMES
from ..base.writing import write_in_one_step
from ..checks.run import check_archive
from ..collection.archive import Archive
from ..collection.loading import load_archive
from ..pages.documents import render_documents
from ..pages.evidence import render_evidence, render_own_words
from ..pages.home import render_home
from ..pages.lists import render_lists
from ..pages.missing import render_gaps
from ..pages.parts.context import Pages
from ..pages.sources import render_sources
from ..pages.terms import render_subjects, render_terms
from ..pages.timeline import render_timeline
from .settings import check_site_name

DOCS = Path("docs")
READING_ROOM_DOCS = Path(".reading-room/docs")
ROBOTS = "User-agent: *\nDisallow: /\n"

# Folders below docs/ that contain only generated pages, and the one generated page next to them.
GENERATED_FOLDERS = (
    "documents", "sources", "years", "languages", "tags", "timeline", "evidence", "own-words", "missing",
    *VOCABULARY_NAMES,
)  # fmt: skip
GENERATED_HOME = "index.md"
MOST_ATTEMPTS = 10  # to write a file whose folder another build removes


@dataclass
class Build:
    """What a build did: the archive it showed, what was wrong, and the files it changed or removed."""

    archive: Archive
    problems: list[Problem]
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def render_site(archive: Archive, reading_room: bool = False) -> dict[str, str]:
    """Return every generated page, by its path below the docs folder."""
    pages = Pages(archive, reading_room)
    rendered: dict[str, str] = {}
    for render in (render_documents, render_terms, render_lists, render_subjects, render_sources,
                   render_timeline, render_evidence, render_own_words, render_gaps, render_home):  # fmt: skip
        rendered |= render(pages)
    return rendered


Checked = tuple[Archive, list[Problem]]


def build_changed(before: Archive, checked: Checked, root: Path, reading_room: bool = False) -> Build | None:
    """Write the pages of the documents whose records changed, and no others: what an editor looks at first.

    Pages that lead to them are left to `build_docs`. Return None where those must come first: where the
    change makes or removes a page to which the documents link, or where no document changed.
    """
    archive, problems = checked
    changed = {id for id, entry in archive.documents.items() if entry != before.documents.get(id)}
    if not changed or _linked_pages(archive) != _linked_pages(before):
        return None
    build = Build(archive, list(problems))
    folder = root / (READING_ROOM_DOCS if reading_room else DOCS)
    rendered = render_documents(Pages(archive, reading_room), changed)
    files = {path: text.encode() for path, text in rendered.items() if is_generated(folder / path)}
    write_files(folder, files, build)
    return build


def _linked_pages(archive: Archive) -> list[set[object]]:
    return [
        set(archive.documents),
        set(archive.sources),
        set(archive.documents_of_term),
        set(archive.documents_of_year),
        set(archive.documents_of_language),
    ]


def build_docs(
    root: Path,
    reading_room: bool = False,
    writing: Callable[[], AbstractContextManager[None]] = nullcontext,
    checked: Checked | None = None,
) -> Build:
    """Read the records under `root`, check them, and write their pages.

    `writing` surrounds the writing alone; `checked` are records that have just been read and checked.
    """
    archive, problems = checked or check_archive(load_archive(root))
    build = Build(archive, [*problems, *check_site_name(root, archive.collection)])
    rendered = render_site(archive, reading_room)
    with writing():
        if reading_room:
            folder = root / READING_ROOM_DOCS
            copies = {path: source.read_bytes() for path, source in hand_written(root / DOCS)}
            copies["robots.txt"] = ROBOTS.encode()
            copies |= {path: text.encode() for path, text in rendered.items()}
            write_files(folder, copies, build)
            _remove_partial(folder, folder)
            existing = {path.relative_to(folder).as_posix(): path for path in list_files(folder)}
            remove_stale(folder, {path: file for path, file in existing.items() if path not in copies}, build)
        else:
            folder = root / DOCS
            writable = {}
            for path, text in rendered.items():
                if is_hand_written(folder / path):
                    message = "a hand-written file is in the way of a generated page. Expected none."
                    name = (DOCS / path).as_posix()
                    build.problems.append(
                        Problem(name, 0, (), "O101", message, "move it to another folder of docs/")
                    )
                else:
                    writable[path] = text.encode()
            write_files(folder, writable, build)
            remove_partial(folder)
            _remove_partial(*(folder / name for name in GENERATED_FOLDERS))
            remove_stale(
                folder, {path: file for path, file in generated(folder) if path not in rendered}, build
            )
    return build


def is_generated(path: Path) -> bool:
    """Return whether there is a file that begins with the mark of a generated page."""
    return _beginning(path) == GENERATED.encode()


def is_hand_written(path: Path) -> bool:
    """Return whether there is a file without the mark of a generated page."""
    return _beginning(path) not in (None, GENERATED.encode())


def _beginning(path: Path) -> bytes | None:
    """Return the bytes of a file that may be the mark; None without one, as a build may have removed it."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(GENERATED.encode()))
    except FileNotFoundError:
        return None


def generated(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the generated pages below a docs folder."""
    candidates = [folder / GENERATED_HOME]
    for name in GENERATED_FOLDERS:
        candidates += [path for path in list_files(folder / name) if path.suffix == ".md"]
    for path in candidates:
        if is_generated(path):
            yield path.relative_to(folder).as_posix(), path


def hand_written(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a docs folder that were written by hand."""
    for path in list_files(folder):
        if is_hand_written(path):
            yield path.relative_to(folder).as_posix(), path


def write_files(folder: Path, files: dict[str, bytes], build: Build) -> None:
    """Write the files whose bytes differ, each in one step, so that no reader sees half a file."""
    for path, data in track(sorted(files.items()), "Writing pages"):
        if _write_changed(folder / path, data):
            build.changed.append(path)


def _write_changed(path: Path, data: bytes) -> bool:
    """Write a file whose bytes differ; return whether they do."""
    for attempt in range(MOST_ATTEMPTS):
        try:
            if path.is_file() and path.read_bytes() == data:
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            write_in_one_step(path, data)
            return True
        except FileNotFoundError:  # another build has removed the file, or its folder that was empty
            if attempt == MOST_ATTEMPTS - 1:
                raise
    return False


def remove_stale(folder: Path, stale: dict[str, Path], build: Build) -> None:
    """Remove files that no record asks for any more, and the folders that this leaves empty."""
    for path, file in sorted(stale.items()):
        with contextlib.suppress(FileNotFoundError):  # another build has removed it
            file.unlink()
            build.removed.append(path)
        for parent in file.parents:
            if parent == folder or not _remove_empty(parent):
                break


def _remove_empty(folder: Path) -> bool:
    """Remove a folder if nothing is in it; return whether it is gone."""
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            return False
        raise
    return True


def _remove_partial(*folders: Path) -> None:
    for folder in folders:
        for here, _, _ in os.walk(folder):
            remove_partial(Path(here))
