"""Whose the files of docs/ are: made by the build, by another version of the program, or written by hand.

A generated page begins with a mark that names the version of the program and of the records. A build replaces
and removes pages with its own mark or an earlier one, in the folders that it fills. It touches nothing else:
whatever only looks generated is a problem, because it would be published although no record asks for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from ..problems import Problem
from ..versions import PROGRAM, RECORDS, is_newer
from ..wording import VOCABULARY_NAMES, count
from .reading import list_files

DOCS = Path("docs")
# Folders below docs/ that contain only generated pages, and the one generated page next to them.
GENERATED_FOLDERS = (
    "documents", "sources", "years", "languages", "tags", "timeline", "evidence", "own-words", "missing",
    "citations", "data", *VOCABULARY_NAMES,
)  # fmt: skip
# Those of them that contain files which can have no mark, such as JSON, with the names that the build gives
# them: files with these names are generated where the folder's page is.
DATA_FOLDERS = {
    "citations": re.compile(r"(?:archive|documents/[a-z0-9-]+)\.(?:bib|json|ris)|lists\.json"),
}
GENERATED_HOME = "index.md"

# The first lines of every generated page.
GENERATED = (
    f"---\n# Generated from sources/ by press_archive {PROGRAM}, records {RECORDS}. "
    "Edit the record, not this page.\n"
)
# The same of every version; those before 0.1.0 named none.
_MARK = re.compile(
    rb"---\r?\n# Generated from sources/ by (?:scripts/build\.py"
    rb"|press_archive (?P<program>[^ ,]+), records (?P<records>[0-9]+))\. "
    rb"Edit the record, not this page\.\r?\n"
)
# A page that begins with a comment that no person writes.
_LOOKS_GENERATED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:---[ \t]*\r?\n\s*#|<!--)[^\n]*?"
    rb"(?:\b(?:generated|made|created|built|produced|written|compiled)\s+(?:\w+\s+)?(?:by|from|with)\b"
    rb"|\bauto(?:matically)?[- ]?(?:generated|made)\b|@generated|\bdo not edit\b)",
    re.IGNORECASE,
)
_BEGINNING = 400  # bytes in which the mark is
REMOVAL = "delete it if nobody needs it, or move it out of docs/"


def _beginning(path: Path) -> bytes | None:
    """Return the bytes of a file that may be the mark; None without one, as a build may have removed it."""
    try:
        with path.open("rb") as stream:
            return stream.read(_BEGINNING)
    except FileNotFoundError:
        return None


def is_generated(path: Path) -> bool:
    """Return whether there is a file that begins with the mark of a generated page, of any version."""
    return begins_generated(_beginning(path) or b"")


def begins_generated(data: bytes) -> bool:
    """Return whether a file's bytes begin with the mark of a generated page, of any version."""
    return _MARK.match(data) is not None


def own_data_folders(folder: Path) -> set[str]:
    """Return the folders of data below a docs folder that are the build's: their pages are generated, or they
    are empty.
    """
    return {
        name
        for name in DATA_FOLDERS
        if is_generated(folder / name / "index.md") or not list_files(folder / name)
    }


def generated_data(folder: Path) -> Callable[[str], bool]:
    """Return whether a path below a docs folder is that of data which the build may replace and remove."""
    own = own_data_folders(folder)

    def is_data(path: str) -> bool:
        name, _, rest = path.partition("/")
        return name in own and DATA_FOLDERS[name].fullmatch(rest) is not None

    return is_data


def in_the_way(folder: Path) -> Callable[[str], bool]:
    """Return whether what a person wrote is where the build would write a file below a docs folder.

    A folder of data in which a person has files stays as it is: later nobody could say whose they are.
    """
    own, is_data = own_data_folders(folder), generated_data(folder)

    def is_in_the_way(path: str) -> bool:
        name = path.partition("/")[0]
        if name in DATA_FOLDERS and name not in own:
            return True
        return not is_data(path) and is_hand_written(folder / path)

    return is_in_the_way


def is_hand_written(path: Path) -> bool:
    """Return whether there is a file without the mark of a generated page, and with anything in it."""
    return _beginning(path) is not None and not is_generated(path) and not _is_blank(path)


def _is_blank(path: Path) -> bool:
    """Return whether a file is empty, or is bytes of zero alone: what a power cut leaves of a page.

    Generated pages are not synced one by one, because they can be made again.
    """
    beginning = _beginning(path)
    return beginning is not None and not beginning.strip(b"\0") and not path.read_bytes().strip(b"\0")


def is_generated_place(path: str) -> bool:
    """Return whether the build may write a file: its path from the archive's root is the home page's, or
    below a folder of generated pages.

    >>> is_generated_place("docs/topics/index.md"), is_generated_place("docs/about/index.md")
    (True, False)
    """
    folder, _, rest = path.partition("/")
    return folder == DOCS.name and (rest == GENERATED_HOME or rest.partition("/")[0] in GENERATED_FOLDERS)


def looks_generated(path: Path) -> bool:
    """Return whether there is a file that begins as pages do that some program made."""
    return begins_as_generated(_beginning(path) or b"")


def begins_as_generated(beginning: bytes) -> bool:
    """Return whether a file's bytes begin as pages do that some program made."""
    return bool(_MARK.match(beginning) or _LOOKS_GENERATED.match(beginning))


def generated(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the generated pages of a docs folder, in the folders that the build fills."""
    candidates, is_data = [folder / GENERATED_HOME], generated_data(folder)
    for name in GENERATED_FOLDERS:
        candidates += list_files(folder / name)  # MkDocs knows other endings than .md
    for path in candidates:
        name = path.relative_to(folder).as_posix()
        if is_generated(path) or is_data(name) or _is_blank(path):
            yield name, path


def hand_written(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a docs folder that were written by hand.

    What is gone by now is left out: only a page that was generated is removed while others build.
    """
    is_data = generated_data(folder)
    for path in list_files(folder):
        name, beginning = path.relative_to(folder).as_posix(), _beginning(path)
        if beginning is None or begins_as_generated(beginning) or is_data(name):
            continue
        yield name, path


def _published(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a docs folder that MkDocs publishes: those without a dot before any name."""
    for path in list_files(folder):
        relative = path.relative_to(folder)
        if not any(part.startswith(".") for part in relative.parts):
            yield relative.as_posix(), path


def check_versions(root: Path) -> Iterator[Problem]:
    """Pages that a newer program made are left to it: this one may lack what they show."""
    newer = []
    for name, path in _published(root / DOCS):
        mark = _MARK.match(_beginning(path) or b"")
        if not mark or not mark["program"]:
            continue
        program, records = mark["program"].decode(errors="replace"), mark["records"].decode()
        if is_newer(program, PROGRAM) or is_newer(records, str(RECORDS)):
            newer.append((name, program, records))
    if newer:
        name, program, records = newer[0]
        message = (
            f"made by version {program} of the program, for records of version {records}, "
            f"and so were {count(len(newer), 'page')} in all. "
            f"Expected at most version {PROGRAM}, records of version {RECORDS}."
        )
        hint = "update the program, or delete the folders of docs/ that .gitignore names"
        yield Problem((DOCS / name).as_posix(), 2, (), "O112", message, hint)


def check_docs(root: Path, rendered: Collection[str]) -> Iterator[Problem]:
    """Every file of docs/ is one that this build makes or that a person wrote.

    `rendered` are the paths of the pages that are made now.
    """
    unknown: dict[str, list[str]] = defaultdict(list)
    is_in_the_way = in_the_way(root / DOCS)
    for name, path in _published(root / DOCS):
        if name in rendered:
            if is_in_the_way(name):
                message = "a hand-written file is in the way of a generated page. Expected none."
                yield _problem(name, "O101", message, "move it to another folder of docs/")
        elif name.partition("/")[0] in GENERATED_FOLDERS:
            if is_in_the_way(name):
                message = (
                    "a file that this program did not make, in a folder of generated pages. Expected none."
                )
                yield _problem(name, "O110", message, REMOVAL)
        elif name != GENERATED_HOME and looks_generated(path):
            unknown[name.rpartition("/")[0]].append(name)
    for folder, names in sorted(unknown.items()):
        message = (
            f"{count(len(names), 'page')} that a program made, and this one does not "
            f"(the first is {names[0]}). Expected only pages that are made now or written by hand."
        )
        hint = "delete what an older program left; in a page that a person wrote, remove the first comment"
        yield _problem(folder, "O111", message, hint)


def _problem(name: str, code: str, message: str, hint: str) -> Problem:
    return Problem((DOCS / name).as_posix(), 0, (), code, message, hint)
