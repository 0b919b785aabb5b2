"""Which files contain records: the kind of record in a file, and every such file below `sources/`."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from ..base.files.reading import decode_text, list_folder, load_data
from ..base.problems import Problem
from .checked_links import CheckedLink
from .fields import Collection, Document, Search, Source
from .history.entries import History
from .history.redirects import Redirects
from .record import Record
from .terms import VOCABULARIES

# The name of each kind of record, which is also that of its schema, and its model.
RECORDS: dict[str, type[Record]] = {
    "source": Source,
    "document": Document,
    **VOCABULARIES,
    "collection": Collection,
    "searches": Search,
    "links": CheckedLink,
    "history": History,
    "redirects": Redirects,
}
# Files that contain many records, each below its id; in links.yml that is a web address.
BY_ID = frozenset({*VOCABULARIES, "searches", "links"})


def record_name(path: str) -> str | None:
    """Return which of RECORDS a file contains, by its path from the archive's folder; None for other files.

    >>> record_name("sources/2013/gull-post/source.yml"), record_name("sources/vocabulary/people.yml")
    ('source', 'people')
    """
    match PurePosixPath(path).parts:
        case ("sources", "collection.yml"):
            return "collection"
        case ("sources", "searches.yml"):
            return "searches"
        case ("sources", "links.yml"):
            return "links"
        case ("sources", "redirects.yml"):
            return "redirects"
        case ("sources", "history", name) if name.endswith(".yml"):
            return "history"
        case ("sources", "vocabulary", name) if name.removesuffix(".yml") in VOCABULARIES and name.endswith(
            ".yml"
        ):
            return name.removesuffix(".yml")
        case ("sources", _, _, "source.yml"):
            return "source"
        case ("sources", _, _, name) if name.endswith(".md"):
            return "document"
    return None


def read_record(path: Path, root: Path) -> tuple[str | None, list[Problem]]:
    """Return the text of a record, or None and the problems if it cannot be read or is empty.

    For an empty vocabulary, the text is one that YAML reads as an empty mapping.
    """
    data, problems = load_data(path, root)
    return decode_record(data, path.relative_to(root).as_posix()) if data is not None else (None, problems)


def decode_record(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a record's bytes, as `read_record` does; `name` is its path in messages."""
    text, problems = decode_text(data, name)
    if text is not None and record_name(name) in VOCABULARIES:
        return complete_vocabulary(text), problems
    if text is not None and not text.strip():
        message = "an empty file. Expected a record."
        return None, [Problem(name, 0, (), "F103", message, "fill it, or restore it")]
    return text, problems


def complete_vocabulary(text: str) -> str:
    """Return a vocabulary's text; if it has nothing but comments, add an empty mapping at the end.

    >>> complete_vocabulary("# Quays and cranes")
    '# Quays and cranes\\n{}\\n'
    """
    if not text.strip():
        return "{}\n"
    if any(line.strip() and not line.lstrip().startswith("#") for line in text.split("\n")):
        return text
    return text.removesuffix("\n") + "\n{}\n"


def list_records(root: Path) -> tuple[list[Path], list[Problem]]:
    """Return every file below `root/sources` that contains records, sorted.

    Symbolic links and folders that cannot be read are left out, each with a problem.
    """
    records: list[Path] = []
    problems: list[Problem] = []
    folders = [root / "sources"] if (root / "sources").is_dir() else []
    while folders:
        children, left_out = list_folder(folders.pop(), root)
        problems += left_out
        if children is None:
            continue
        folders += [path for path in children if path.is_dir()]
        records += [
            path for path in children if path.is_file() and record_name(path.relative_to(root).as_posix())
        ]
    return sorted(records), problems
