"""The records as they were in a commit, written into a folder of their own for as long as they are needed."""

from __future__ import annotations

from collections.abc import Container
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from types import TracebackType

from ..base.git import check_out, load_changes


class EarlierRecords:
    """The records of a commit, which are written once, when somebody first asks for them.

    They are gone at the end of the `with` block. Where git fails, what asks for them raises GitError.
    """

    def __init__(self, root: Path, revision: str) -> None:
        """Remember which commit it is."""
        self.root = root
        self.revision = revision

    def __enter__(self) -> EarlierRecords:
        """Make a folder for them."""
        self._temporary = TemporaryDirectory()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the folder."""
        self._temporary.cleanup()

    @cached_property
    def _written(self) -> tuple[Path, list[str]]:
        folder = mkdtemp(dir=Path(self._temporary.name).resolve())
        return check_out(self.root, self.revision, Path(folder))

    @property
    def folder(self) -> Path:
        """The archive's folder, as it was."""
        return self._written[0]

    def folder_with(self, paths: Container[str]) -> Path:
        """Return the archive's folder, as it was, with the files that have some paths, or all if these were
        written already: that takes long.
        """
        if "_written" in self.__dict__:
            return self.folder
        folder = mkdtemp(dir=Path(self._temporary.name).resolve())
        return check_out(self.root, self.revision, Path(folder), paths)[0]

    @property
    def tracked(self) -> list[str]:
        """The paths of the files that the commit has in `sources/`."""
        return self._written[1]

    @cached_property
    def changed(self) -> frozenset[str]:
        """The paths of the files of `sources/` that are otherwise now, ignored ones included."""
        return frozenset(change.path for change in load_changes(self.root, self.revision, ignored=True))
