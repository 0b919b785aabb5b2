"""Read every record below `sources/` into an `Archive`, file by file in sorted order.

Loading never raises on data: what cannot be read is skipped and recorded in `problems`. Rules about several
records are checked afterwards, by `checks`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from ..base.kept import Kept
from ..base.problems import Problem
from ..base.progress import track
from ..base.project import HELD_LIST, MANIFEST
from ..base.versions import RECORDS, is_newer
from ..records.fields import Collection
from ..records.history.entries import History
from ..records.history.redirects import Redirects
from ..records.links import DOCUMENTS
from ..records.terms import VOCABULARIES
from ..yaml_text.reading import Tree
from .ahead.parsing_ahead import parse_ahead
from .archive import Archive, HistoryEntry, LinkEntry, RedirectsEntry, SearchEntry, empty_vocabularies
from .loading_by_id import load_links, load_searches, load_vocabularies
from .loading_sources import SourceLoader
from .record_files import RecordFiles

TOP_NAMES = ("collection.yml", "history", "links.yml", "redirects.yml", "searches.yml", "vocabulary")


def load_archive(root: Path, only: Container[str] | None = None, kept: Kept | None = None) -> Archive:
    """Read everything below `root/sources`; with `only`, only the sources in folders of these names.

    What `kept` has of the same bytes is not parsed again. The result is the same.
    """
    return _Loader(Path(root), only, kept).load()


class _Loader:
    """Collects the parts of an `Archive`, under the same names."""

    def __init__(self, root: Path, only: Container[str] | None, kept: Kept | None) -> None:
        self.root = root
        self.files = RecordFiles(root, kept)
        self.of_sources = SourceLoader(self.files, only)
        self.collection: Collection | None = None
        self.vocabularies = empty_vocabularies()
        self.searches: dict[str, SearchEntry] = {}
        self.links: dict[str, LinkEntry] = {}
        self.histories: dict[str, HistoryEntry] = {}
        self.redirects: RedirectsEntry | None = None
        self.newer: Problem | None = None  # that the records are of a newer version

    def load(self) -> Archive:
        self.load_folder(self.root / "sources")
        if self.newer:  # what else seems wrong may be right there
            return Archive(self.root, broken_documents=Counter(), problems=(self.newer,))
        return Archive(
            root=self.root,
            collection=self.collection,
            sources=self.of_sources.sources,
            documents=self.of_sources.documents,
            vocabularies=self.vocabularies,
            searches=self.searches,
            links=self.links,
            histories=self.histories,
            redirects=self.redirects,
            broken_vocabularies=frozenset(self.files.broken_vocabularies),
            broken_documents=self.of_sources.broken_documents,
            broken_ids=frozenset(self.of_sources.broken_ids - self.of_sources.documents.keys()),
            problems=tuple(self.files.problems),
            digests=self.files.digests,
        )

    def load_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            self.files.problem("sources", "F105", "no such folder. Expected the records of the archive.")
            return
        if folder.is_symlink():  # a problem of the build, see `base.foreign_files`
            self.files.broken_vocabularies.update((*VOCABULARIES, DOCUMENTS))
            return
        if (children := self.files.children(folder)) is None:
            self.files.broken_vocabularies.update(VOCABULARIES)
            return
        sources = self.load_top(children)
        parse_ahead(self.files, sources)
        for source in track(sources, "Reading sources"):
            self.of_sources.load_source(source)
        self.check_required(folder)

    def load_top(self, children: Iterable[Path]) -> list[Path]:
        """Load everything except the sources; return the folders of the sources."""
        sources: list[Path] = []
        for path in children:
            if path.name == "collection.yml" and path.is_file():
                self.load_collection(path)
            elif path.name == "searches.yml" and path.is_file():
                self.searches = load_searches(self.files, path)
            elif path.name == "links.yml" and path.is_file():
                self.links = load_links(self.files, path)
            elif path.name == "vocabulary" and path.is_dir():
                self.vocabularies = load_vocabularies(self.files, path)
            elif path.name in (MANIFEST, HELD_LIST) and path.is_file():
                continue  # no records: `archive verify` reads them
            elif path.name == "history" and path.is_dir():
                self.load_histories(path)
            elif path.name == "redirects.yml" and path.is_file():
                self.load_redirects(path)
            elif path.is_dir() and re.fullmatch(r"[0-9]{4}", path.name):
                sources += self.list_sources(path)
            else:
                self.files.report_unexpected(
                    path,
                    "collection.yml, searches.yml, links.yml, redirects.yml, vocabulary, history and "
                    "a folder for each year",
                    TOP_NAMES,
                )
        return sources

    def list_sources(self, year: Path) -> Iterator[Path]:
        for entry in self.files.entries(year, self.files.name(year)) or ():
            if entry.is_symlink():
                continue
            if entry.is_dir():
                yield year / entry.name
            else:
                self.files.report_unexpected(year / entry.name, "a folder for each source")

    def check_required(self, folder: Path) -> None:
        vocabulary, collection = folder / "vocabulary", folder / "collection.yml"
        # A missing vocabulary is empty. But if its terms may be elsewhere, records that name them are not at
        # fault.
        if (vocabulary.is_symlink() or not vocabulary.is_dir()) and self.files.exists(vocabulary):
            self.files.broken_vocabularies.update(VOCABULARIES)
        if not self.files.exists(collection):
            message = "no such file. Expected the title and description of the archive."
            self.files.problem("sources/collection.yml", "R102", message)

    def load_collection(self, path: Path) -> None:
        name = self.files.name(path)
        if (tree := self.files.tree(name)) is None:
            return
        self.check_version(tree, name)
        if parsed := self.files.parse(tree, name, Collection):
            self.collection = parsed[0]

    def load_histories(self, folder: Path) -> None:
        for path in self.files.children(folder) or ():
            if not path.is_file() or path.suffix != ".yml":
                self.files.report_unexpected(path, "a .yml file for each source")
                continue
            name = self.files.name(path)
            if self.files.check_id(name, path.stem) and (parsed := self.files.record(name, History)):
                self.histories[path.stem] = HistoryEntry(path.stem, name, *parsed)

    def load_redirects(self, path: Path) -> None:
        name = self.files.name(path)
        if parsed := self.files.record(name, Redirects):
            self.redirects = RedirectsEntry(name, *parsed)

    def check_version(self, tree: Tree, name: str) -> None:
        version = str(tree.mapping.get("records_version", ""))
        if version.isdecimal() and is_newer(version, str(RECORDS)):
            location = ("records_version",)
            message = (
                f"the records are of version {version}. Expected at most {RECORDS}, which this program knows."
            )
            hint = "update the program"
            self.newer = Problem(name, tree.line(location), location, "O113", message, hint)
