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
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..base.files.docs import (
    DOCS,
    GENERATED_FOLDERS,
    check_docs,
    check_versions,
    generated,
    hand_written,
    in_the_way,
    is_generated,
)
from ..base.files.foreign import is_refused
from ..base.files.partial import remove_partial
from ..base.files.reading import list_files
from ..base.files.writing import make_folder, write_in_one_step
from ..base.kept import Kept, load_kept
from ..base.problems import Problem
from ..base.progress import interruptible, is_interruptible, track
from ..checks.run import check_archive
from ..collection.archive import Archive, DocumentEntry
from ..collection.loading import load_archive
from ..pages.documents import render_documents
from ..pages.parts.context import Pages
from ..pages.site import render_pages, render_units, units_of
from ..pages.withdrawn import render_redirects
from .citation_cache import keep_citations, read_citations
from .kept.kept_pages import Keeping, key_of, load_pages
from .settings import load_address

READING_ROOM_DOCS = Path(".reading-room/docs")
ROBOTS = "User-agent: *\nDisallow: /\n"

MOST_ATTEMPTS = 10  # to write a file whose folder another build removes


@dataclass
class Build:
    """What a build did: the archive it showed, what was wrong, and the files it changed or removed.

    It is `refused`, and changes nothing, where a newer program made the records or the pages. `pages` are
    what its pages were rendered from.
    """

    archive: Archive
    problems: list[Problem]
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refused: bool = False
    pages: Pages | None = None


def render_site(
    archive: Archive, reading_room: bool = False, address: str = "", cards: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Return every generated page, by its path below docs/.

    `address` is where they are published, and `cards` the documents that have a share card there.
    """
    return render_pages(Pages(archive, reading_room, address, cards=cards))


Checked = tuple[Archive, list[Problem]]


def load_checked(
    root: Path, kept: Kept, also: Callable[[Archive], Iterable[Problem]] | None = None
) -> Checked:
    """Read the records under `root` and check them, perhaps with more rules than all builds have; what is
    kept of the same bytes is not read or checked again, and what is new is kept.
    """
    archive, problems = check_archive(load_archive(root, kept=kept), kept=kept)
    problems = [*problems, *(also(archive) if also else ())]
    kept.save(root)  # once: what was not needed until then may be dropped
    return archive, problems


def build_changed(before: Archive, checked: Checked, root: Path, reading_room: bool = False) -> Build | None:
    """Write the pages of the documents whose records changed, and no others: what an editor looks at first.

    Pages that lead to them are left to `build_docs`. Return None where those must come first: where the
    change makes or removes a page to which the documents link, or where no document changed.
    """
    archive, problems = checked
    if is_refused(problems):
        return None
    changed = {id for id, entry in archive.documents.items() if entry != before.documents.get(id)}
    if not changed or _linked_pages(archive) != _linked_pages(before):
        return None
    build = Build(archive, list(problems))
    folder = root / (READING_ROOM_DOCS if reading_room else DOCS)
    rendered = render_documents(Pages(archive, reading_room, load_address(root)), changed)
    files = {path: text.encode() for path, text in rendered.items() if is_generated(folder / path)}
    write_files(folder, files, build)
    return build


def build_reworded(build: Build, entries: Sequence[DocumentEntry], root: Path) -> list[str]:
    """Write the pages of documents that were reworded since a build; return their paths below docs/.

    What links to them is left to the next build.
    """
    assert build.pages is not None
    pages = build.pages.reworded(entries)
    folder = root / (READING_ROOM_DOCS if pages.reading_room else DOCS)
    rendered = render_documents(pages, {entry.id for entry in entries})
    files = {path: text.encode() for path, text in rendered.items() if is_generated(folder / path)}
    write_files(folder, files, Build(pages.archive, []))
    return sorted(files)


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
    checked: Checked | None = None,
    cards: frozenset[str] = frozenset(),
    exports: frozenset[str] = frozenset(),
) -> Build:
    """Read the records under `root`, check them, and write their pages.

    `checked` are records that have just been read and checked. Nothing is written where a link, a pipe or a
    device is among the files of the build (`base.foreign_files`).
    """
    archive, problems = checked or load_checked(root, load_kept(root))
    newer = [problem for problem in problems if problem.code == "O113"] or list(check_versions(root))
    if newer:  # what this program does not know it neither replaces nor removes
        return Build(archive, newer, refused=True)
    if is_refused(problems):
        return Build(archive, list(problems), refused=True)
    build = Build(archive, list(problems))
    read_citations(root)
    pages = Pages(archive, reading_room, load_address(root), cards=cards, exports=exports)
    build.pages = pages
    if reading_room:
        _write_reading_room(build, render_pages(pages), root)
    else:
        _write_changed_pages(build, pages, root)
    keep_citations(root, map(pages.work, archive.documents))
    return build


def _write_reading_room(build: Build, rendered: Mapping[str, str], root: Path) -> None:
    folder = root / READING_ROOM_DOCS
    copies = _read_hand_written(root / DOCS)
    copies["robots.txt"] = ROBOTS.encode()
    copies |= {path: text.encode() for path, text in rendered.items()}
    replace_files(folder, copies, build)


def _write_changed_pages(build: Build, pages: Pages, root: Path) -> None:
    """Make the pages of the public site that an earlier build has not made from the same, and write them."""
    folder, key = root / DOCS, key_of(pages)
    noted, notes = pages.noted()
    units = units_of(pages)
    kept = load_pages(root, key)
    unchanged = kept.unchanged(notes, units, folder)
    keeping, writing = Keeping(kept), _Writing(build, folder)
    for unit, made in render_units(noted, [unit for unit in units if unit not in unchanged]):
        keeping.add_made(unit, made)
        writing.add(made.files)
    for unit, one in unchanged.items():
        keeping.add_unchanged(unit, one)
    paths = keeping.paths
    redirects = render_redirects(pages, paths)
    paths |= redirects.keys()
    build.problems += check_docs(root, paths)
    writing.add(redirects)
    writing.finish()
    remove_partial(folder)
    _remove_partial(*(folder / name for name in GENERATED_FOLDERS))
    remove_stale(folder, {path: file for path, file in generated(folder) if path not in paths}, build)
    keeping.write(root, key, notes)


class _Writing:
    """Writes pages as they are made, so that they need not be in memory together.

    Where a build may be given up, all are written at its end: else it would not be known which pages of the
    site are outdated. What a person wrote is left as it is. Units come in an order in which a folder's own
    page is written before its other files (see `write_files`).
    """

    def __init__(self, build: Build, folder: Path) -> None:
        self.build = build
        self.folder = folder
        self.is_in_the_way = in_the_way(folder)
        self.later: dict[str, bytes] | None = {} if is_interruptible() else None

    def add(self, files: Mapping[str, str]) -> None:
        """Take the files of a unit."""
        writable = {path: text.encode() for path, text in files.items() if not self.is_in_the_way(path)}
        if self.later is not None:
            self.later |= writable
            return
        for path, data in _in_order(writable):
            _write_one(self.folder, path, data, self.build)

    def finish(self) -> None:
        """Write what is not written yet."""
        write_files(self.folder, self.later or {}, self.build)


def _read_hand_written(folder: Path) -> dict[str, bytes]:
    copies = {}
    for path, source in hand_written(folder):
        with contextlib.suppress(FileNotFoundError):  # a generated page that another build has removed
            copies[path] = source.read_bytes()
    return copies


def replace_files(folder: Path, files: dict[str, bytes], build: Build) -> None:
    """Make these the only files of a folder that belongs to the program."""
    _remove_partial(folder)
    existing = {path.relative_to(folder).as_posix(): path for path in list_files(folder)}
    # First, because a folder may come where a file was.
    remove_stale(folder, {path: file for path, file in existing.items() if path not in files}, build)
    write_files(folder, files, build)


def write_files(folder: Path, files: dict[str, bytes], build: Build) -> None:
    """Write the files whose bytes differ, each in one step, so that no reader sees half a file.

    A folder's own page is first: its mark says whose the other files are.
    """
    with interruptible(None):  # or it would not be known which pages of the site are outdated
        for path, data in track(_in_order(files), "Writing pages"):
            _write_one(folder, path, data, build)


def _in_order(files: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    return sorted(files.items(), key=lambda item: (not item[0].endswith("/index.md"), item[0]))


def _write_one(folder: Path, path: str, data: bytes, build: Build) -> None:
    if _write_changed(folder / path, data):
        build.changed.append(path)


def _write_changed(path: Path, data: bytes) -> bool:
    """Write a file whose bytes differ; return whether they do."""
    for attempt in range(MOST_ATTEMPTS):
        try:
            if path.is_file() and path.read_bytes() == data:
                return False
            make_folder(path.parent)
            write_in_one_step(path, data, durable=False)
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
