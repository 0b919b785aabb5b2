"""What a site is made of: records, pages written by hand, the theme, the settings, generated pages.

A publication is refused if they are changed between the first look at them and the last, because then what
was proved may not be what is published: MkDocs reads pages, theme and settings itself, and records are many
files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..base.files.docs import DOCS, GENERATED_FOLDERS, GENERATED_HOME, is_hand_written
from ..base.files.reading import decode, unreadable
from ..base.problems import Problem

THEME = Path("overrides")
# What MkDocs takes for a page (mkdocs.utils.markdown_extensions), and the templates of the theme.
PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
TEMPLATES = (".html", ".xml", ".webmanifest")

# A file's path → what changes with each change of it. Nobody can set the time of a status change.
State = dict[str, tuple[int, int, int, int]]


def written_state(root: Path) -> State:
    """Return the state of the files that people write: settings, theme, and what is in docs/."""
    return dict(_states(root, [*root.glob("*.yml"), *_walk(root / THEME), *_written(root / DOCS)]))


def records_state(root: Path) -> State:
    """Return the state of the records and captures."""
    return dict(_states(root, [*_walk(root / "sources")]))


def generated_state(root: Path) -> State:
    """Return the state of the generated pages."""
    docs = root / DOCS
    folders = (path for name in GENERATED_FOLDERS for path in _walk(docs / name))
    return dict(_states(root, [docs / GENERATED_HOME, *folders]))


def check_unchanged(before: State, after: State) -> Iterator[Problem]:
    """What a site is made of does not change while it is built."""
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            verb = "removed" if path not in after else "changed" if path in before else "added"
            message = f"{verb} while the site was built. Expected files that stay as they were checked."
            yield Problem(path, 0, (), "O106", message, "build it again")


def check_written(root: Path) -> Iterator[Problem]:
    """A page written by hand, a template of the theme and the settings are UTF-8 text."""
    pages = (path for path in _written(root / DOCS) if path.suffix in PAGES)
    templates = (path for path in _walk(root / THEME) if path.suffix in TEMPLATES)
    for path in sorted([*root.glob("mkdocs*.yml"), *templates, *pages]):
        name = path.relative_to(root).as_posix()
        try:
            data = path.read_bytes()
        except OSError as error:
            yield unreadable(name, error)
        else:
            yield from decode(data, name, "O104", "save the file as UTF-8")[1]


def _states(root: Path, paths: list[Path]) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    for path in paths:
        name = path.relative_to(root).as_posix()
        try:
            found = path.lstat()
        except FileNotFoundError:  # removed while the folder was listed
            continue
        except OSError:  # whoever reads the file names it as unreadable
            yield name, (0, 0, 0, 0)
            continue
        yield name, (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _written(docs: Path) -> Iterator[Path]:
    """Yield the files of docs/ outside the generated folders, and a home page that is written by hand."""
    for path in _walk(docs, without=GENERATED_FOLDERS):
        if path != docs / GENERATED_HOME or is_hand_written(path):
            yield path


def _walk(folder: Path, without: tuple[str, ...] = ()) -> Iterator[Path]:
    """Yield every file below a folder but those in some of its folders, and those that MkDocs leaves out."""
    for here, folders, names in os.walk(folder):
        left_out = without if Path(here) == folder else ()
        folders[:] = [name for name in folders if name not in left_out and not name.startswith(".")]
        yield from (Path(here, name) for name in names if not name.startswith("."))
