"""Read the files below `sources/`, and collect what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..base.files.reading import load_data, read_regular, scan_folder
from ..base.kept import Kept, key_of
from ..base.problems import Problem, nearest
from ..records.files import decode_record
from ..records.links import DOCUMENTS, ID_EXPECTED, is_id, suggest_id
from ..records.parsing import Model, parse_record
from ..yaml_text.reading import Tree, parse_yaml
from .kept_records import KeptRecords


class RecordFiles:
    """Reads files of records, and knows what could not be read."""

    def __init__(self, root: Path, store: Kept | None = None) -> None:
        """Begin without any problem; the paths of problems are those below `root`."""
        self.root = root
        self.store = store
        self.kept = KeptRecords(store) if store is not None else None
        self.digests: dict[str, bytes] = {}  # path → digest of the bytes, if what was read is kept
        self.read_before: dict[str, bytes] = {}  # path → bytes of files that were read ahead
        self.problems: list[Problem] = []
        self.broken_vocabularies: set[str] = set()
        self._intended: set[Path] = set()  # the paths that wrongly named files should have
        self._own: set[str] = {"sources"}  # folders to which no symbolic link leads

    def problem(self, path: str, code: str, message: str, hint: str = "", line: int = 0) -> None:
        """Report a Problem of a file as a whole, or of one of its lines."""
        self.problems.append(Problem(path, line, (), code, message, hint))

    def name(self, path: Path) -> str:
        """Return the path of a file as Problems have it."""
        return path.relative_to(self.root).as_posix()

    def children(self, folder: Path) -> list[Path] | None:
        """Return what is in a folder, in sorted order and without links, or None if it cannot be read."""
        entries = self.entries(folder, self.name(folder))
        if entries is None:
            return None
        return [folder / entry.name for entry in entries if not entry.is_symlink()]

    def entries(self, folder: Path, name: str) -> list[os.DirEntry[str]] | None:
        """Return what is in a folder, in sorted order, links too, or None if it cannot be read.

        `name` is its path below the root.
        """
        entries, problems = scan_folder(folder, name)
        self.problems += problems
        if entries is None:  # it may contain documents that other records name
            self.broken_vocabularies.add(DOCUMENTS)
        elif name.rpartition("/")[0] in self._own:
            self._own.add(name)
        return entries

    def data(self, name: str) -> bytes | None:
        """Return the bytes of a file, by its path below the root, or None if it cannot be read."""
        is_own = name.rpartition("/")[0] in self._own
        data = self.read_before.pop(name, None) if is_own else None
        if data is None:
            data = read_regular(f"{self.root}/{name}") if is_own else None
        if data is None:
            data, problems = load_data(self.root / name, self.root)
            self.problems += problems
        if data is not None and self.kept:
            self.digests[name] = self.digest_of(data)
        return data

    def digest_of(self, data: bytes) -> bytes:
        """Return the digest under which what was read of a record's bytes is kept."""
        return key_of("record", data)

    def text(self, name: str) -> str | None:
        """Return the text of a record, by its path below the root, or None if it cannot be read."""
        return self.decode(data, name) if (data := self.data(name)) is not None else None

    def decode(self, data: bytes, name: str) -> str | None:
        """Return the text of a record's bytes, or None if they are none."""
        text, problems = decode_record(data, name)
        self.problems += problems
        return text

    def check_id(self, path: str, id: str) -> bool:
        """Return whether a name is an id; report a Problem if it is not."""
        if is_id(id):
            return True
        self.problem(path, "F106", f"not an id ({id!r}). Expected {ID_EXPECTED}.", suggest_id(id))
        return False

    def report_taken(self, path: str, id: str, owner: str) -> None:
        """Report a Problem: another record already has an id."""
        self.problem(path, "F107", f"the id {id!r} is already used by {owner}. Expected another one.")

    def report_unexpected(self, path: Path, expected: str, names: Iterable[str] = ()) -> None:
        """Report a Problem: a file does not belong there. One of the `names` may have been meant."""
        free = [name for name in names if not os.path.lexists(path.with_name(name))]
        near = nearest(path.name, free)
        self._intended |= {path.with_name(near)} if near else set()
        hint = f"did you mean {near!r}?" if near else "move it elsewhere"
        self.problem(self.name(path), "F105", f"not a part of the archive. Expected {expected}.", hint)

    def exists(self, path: Path) -> bool:
        """Return whether something exists at a path, or under a similar, wrong name."""
        return path in self._intended or os.path.lexists(path)

    def tree(self, name: str) -> Tree | None:
        """Return the tree of a YAML file, which may have problems, or None if the file cannot be read."""
        text = self.text(name)
        return parse_yaml(text, name) if text is not None else None

    def record(self, name: str, model: type[Model]) -> tuple[Model, Tree] | None:
        """Return the record that a file consists of, and its tree; None if it has problems."""
        data = self.data(name)
        return self.record_of(data, name, model) if data is not None else None

    def record_of(self, data: bytes, name: str, model: type[Model]) -> tuple[Model, Tree] | None:
        """Return the record that a file's bytes consist of, and its tree; None if it has problems."""
        if self.kept and (known := self.kept.record(model, data, self.digests[name])):
            return known
        if (text := self.decode(data, name)) is None:
            return None
        read = self.parse(parse_yaml(text, name), name, model)
        if self.kept and read:
            self.kept.keep(model, self.digests[name], *read)
        return read

    def parse(self, tree: Tree, name: str, model: type[Model]) -> tuple[Model, Tree] | None:
        """Return the record that a tree consists of, with the tree; None if it has problems."""
        record, problems = parse_record(model, tree, name)
        self.problems += tree.problems or problems
        return None if record is None or tree.problems else (record, tree)
