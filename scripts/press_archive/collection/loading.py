"""Read every record below `sources/` into an `Archive`, file by file in sorted order.

Loading never raises on data: what cannot be read is skipped and recorded in `problems`. Rules about several
records are checked afterwards, by `checks`.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..base.files.reading import list_folder
from ..base.limits import MOST_PROBLEMS
from ..base.problems import Problem, nearest
from ..base.progress import track
from ..base.project import HELD_LIST, MANIFEST
from ..base.versions import RECORDS, is_newer
from ..captures.capture import CAPTURE_NAME, ORIGINAL_NAMES, load_capture
from ..captures.fingerprint_file import FINGERPRINTS_NAME, Fingerprints, load_fingerprints
from ..records.checked_links import CheckedLink
from ..records.fields import Collection, Document, Search, Source
from ..records.files import read_record
from ..records.history.entries import History
from ..records.history.redirects import Redirects
from ..records.links import DOCUMENTS, ID_EXPECTED, is_id, is_web_address, suggest_id, suggest_target
from ..records.parsing import Model, check_done, parse_record
from ..records.summaries import Summary, check_complete, parse_summary
from ..records.terms import VOCABULARIES
from ..yaml_text.reading import Tree, parse_front_matter, parse_yaml
from .archive import (
    Archive,
    DocumentEntry,
    HistoryEntry,
    LinkEntry,
    RedirectsEntry,
    SearchEntry,
    SourceEntry,
    TermEntry,
    empty_vocabularies,
    placeholder,
)

TOP_NAMES = ("collection.yml", "history", "links.yml", "redirects.yml", "searches.yml", "vocabulary")


def load_archive(root: Path, only: Container[str] | None = None) -> Archive:
    """Read everything below `root/sources`; with `only`, only the sources in folders of these names."""
    return _Loader(Path(root), only).load()


@dataclass
class _SourceFiles:
    """The files of a source's folder by what they are; None for a file that is missing."""

    record: Path | None = None
    capture: Path | None = None
    original: Path | None = None
    fingerprints: Path | None = None
    documents: list[Path] = field(default_factory=list)


class _Loader:
    """Collects the parts of an `Archive`, under the same names."""

    def __init__(self, root: Path, only: Container[str] | None) -> None:
        self.root = root
        self.only = only
        self.collection: Collection | None = None
        self.sources: dict[str, SourceEntry] = {}
        self.documents: dict[str, DocumentEntry] = {}
        self.vocabularies = empty_vocabularies()
        self.searches: dict[str, SearchEntry] = {}
        self.links: dict[str, LinkEntry] = {}
        self.histories: dict[str, HistoryEntry] = {}
        self.redirects: RedirectsEntry | None = None
        self.broken_vocabularies: set[str] = set()
        self.broken_documents: Counter[str] = Counter()
        self.broken_ids: set[str] = set()
        self.intended: set[Path] = set()  # the paths that wrongly named files should have
        self.problems: list[Problem] = []
        self.newer: Problem | None = None  # that the records are of a newer version

    def load(self) -> Archive:
        self.load_folder(self.root / "sources")
        if self.newer:  # what else seems wrong may be right there
            return Archive(self.root, broken_documents=Counter(), problems=(self.newer,))
        return Archive(
            root=self.root,
            collection=self.collection,
            sources=self.sources,
            documents=self.documents,
            vocabularies=self.vocabularies,
            searches=self.searches,
            links=self.links,
            histories=self.histories,
            redirects=self.redirects,
            broken_vocabularies=frozenset(self.broken_vocabularies),
            broken_documents=self.broken_documents,
            broken_ids=frozenset(self.broken_ids - self.documents.keys()),
            problems=tuple(self.problems),
        )

    # --- What every kind of file needs

    def problem(self, path: str, code: str, message: str, hint: str = "", line: int = 0) -> None:
        self.problems.append(Problem(path, line, (), code, message, hint))

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def children(self, folder: Path) -> list[Path] | None:
        children, problems = list_folder(folder, self.root)
        self.problems += problems
        if children is None:  # it may contain documents that other records name
            self.broken_vocabularies.add(DOCUMENTS)
        return children

    def text(self, path: Path) -> str | None:
        text, problems = read_record(path, self.root)
        self.problems += problems
        return text

    def check_id(self, path: Path, id: str) -> bool:
        """Return whether a name is an id; report a Problem if it is not."""
        if is_id(id):
            return True
        self.problem(self.name(path), "F106", f"not an id ({id!r}). Expected {ID_EXPECTED}.", suggest_id(id))
        return False

    def report_taken(self, path: str, id: str, owner: str) -> None:
        """Report that another record already has an id."""
        self.problem(path, "F107", f"the id {id!r} is already used by {owner}. Expected another one.")

    def report_unexpected(self, path: Path, expected: str, names: Iterable[str] = ()) -> None:
        free = [name for name in names if not os.path.lexists(path.with_name(name))]
        near = nearest(path.name, free)
        self.intended |= {path.with_name(near)} if near else set()
        hint = f"did you mean {near!r}?" if near else "move it elsewhere"
        self.problem(self.name(path), "F105", f"not a part of the archive. Expected {expected}.", hint)

    def exists(self, path: Path) -> bool:
        """Return whether something exists at a path, or under a similar, wrong name."""
        return path in self.intended or os.path.lexists(path)

    # --- The folder of sources

    def load_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            self.problem("sources", "F105", "no such folder. Expected the records of the archive.")
            return
        if folder.is_symlink():  # a problem of the build, see `base.foreign_files`
            self.broken_vocabularies.update((*VOCABULARIES, DOCUMENTS))
            return
        if (children := self.children(folder)) is None:
            self.broken_vocabularies.update(VOCABULARIES)
            return
        for source in track(self.load_top(children), "Reading sources"):
            self.load_source(source)
        self.check_required(folder)

    def load_top(self, children: Iterable[Path]) -> list[Path]:
        """Load everything except the sources; return the folders of the sources."""
        sources: list[Path] = []
        for path in children:
            if path.name == "collection.yml" and path.is_file():
                self.load_collection(path)
            elif path.name == "searches.yml" and path.is_file():
                self.load_searches(path)
            elif path.name == "links.yml" and path.is_file():
                self.load_links(path)
            elif path.name == "vocabulary" and path.is_dir():
                self.load_vocabularies(path)
            elif path.name in (MANIFEST, HELD_LIST) and path.is_file():
                continue  # no records: `archive verify` reads them
            elif path.name == "history" and path.is_dir():
                self.load_histories(path)
            elif path.name == "redirects.yml" and path.is_file():
                self.load_redirects(path)
            elif path.is_dir() and re.fullmatch(r"[0-9]{4}", path.name):
                sources += self.list_sources(path)
            else:
                self.report_unexpected(
                    path,
                    "collection.yml, searches.yml, links.yml, redirects.yml, vocabulary, history and "
                    "a folder for each year",
                    TOP_NAMES,
                )
        return sources

    def list_sources(self, year: Path) -> Iterator[Path]:
        for path in self.children(year) or ():
            if path.is_dir():
                yield path
            else:
                self.report_unexpected(path, "a folder for each source")

    def check_required(self, folder: Path) -> None:
        vocabulary, collection = folder / "vocabulary", folder / "collection.yml"
        # A missing vocabulary is empty. But if its terms may be elsewhere, records that name them are not at
        # fault.
        if (vocabulary.is_symlink() or not vocabulary.is_dir()) and self.exists(vocabulary):
            self.broken_vocabularies.update(VOCABULARIES)
        if not self.exists(collection):
            message = "no such file. Expected the title and description of the archive."
            self.problem("sources/collection.yml", "R102", message)

    def load_collection(self, path: Path) -> None:
        if parsed := self.parse_file(path, Collection):
            self.collection = parsed[0]

    def parse_file(self, path: Path, model: type[Model]) -> tuple[Model, Tree] | None:
        """Return the record that a file consists of, and its tree; None if it has problems."""
        if (text := self.text(path)) is None:
            return None
        tree = parse_yaml(text, self.name(path))
        if model is Collection:
            self.check_version(tree, self.name(path))
        record, problems = parse_record(model, tree, self.name(path))
        self.problems += tree.problems or problems
        return None if record is None or tree.problems else (record, tree)

    # --- What happened to the sources, and where old addresses lead

    def load_histories(self, folder: Path) -> None:
        for path in self.children(folder) or ():
            if not path.is_file() or path.suffix != ".yml":
                self.report_unexpected(path, "a .yml file for each source")
            elif self.check_id(path, path.stem) and (parsed := self.parse_file(path, History)):
                self.histories[path.stem] = HistoryEntry(path.stem, self.name(path), *parsed)

    def load_redirects(self, path: Path) -> None:
        if parsed := self.parse_file(path, Redirects):
            self.redirects = RedirectsEntry(self.name(path), *parsed)

    def check_version(self, tree: Tree, name: str) -> None:
        version = str(tree.mapping.get("records_version", ""))
        if version.isdecimal() and is_newer(version, str(RECORDS)):
            location = ("records_version",)
            message = (
                f"the records are of version {version}. Expected at most {RECORDS}, which this program knows."
            )
            hint = "update the program"
            self.newer = Problem(name, tree.line(location), location, "O113", message, hint)

    # --- Vocabularies and searches: files that map ids to records

    def load_vocabularies(self, folder: Path) -> None:
        names = {f"{vocabulary}.yml": vocabulary for vocabulary in VOCABULARIES}
        if (children := self.children(folder)) is None:
            self.broken_vocabularies.update(VOCABULARIES)
            return
        for path in children:
            if path.name in names and path.is_file():
                self.load_vocabulary(path, names.pop(path.name))
            else:
                expected = [f"{vocabulary}.yml" for vocabulary in VOCABULARIES]
                self.report_unexpected(path, f"one of {', '.join(expected)}", expected)
        for name, vocabulary in names.items():
            if self.exists(folder / name):
                self.broken_vocabularies.add(vocabulary)

    def load_vocabulary(self, path: Path, vocabulary: str) -> None:
        name = self.name(path)
        terms = self.vocabularies[vocabulary]
        tree = self.entries(path)
        if tree is None:
            self.broken_vocabularies.add(vocabulary)
            return
        for id, record in self.parse_entries(tree, VOCABULARIES[vocabulary], name):
            if record is None:
                terms[id] = placeholder(vocabulary, id, name)
                continue
            description = Summary()
            if text := getattr(record, "description", None):
                description, problems = parse_summary(text, name, tree.line((id, "description")))
                self.problems += problems or check_complete(
                    description, text, name, tree.line((id, "description"))
                )
            terms[id] = TermEntry(id, vocabulary, name, record, tree, description=description)

    def load_searches(self, path: Path) -> None:
        if (tree := self.entries(path)) is not None:
            for id, record in self.parse_entries(tree, Search, self.name(path)):
                if record is not None:
                    self.searches[id] = SearchEntry(id, self.name(path), record, tree)

    def load_links(self, path: Path) -> None:
        if (tree := self.entries(path)) is not None:
            for address, record in self.parse_entries(tree, CheckedLink, self.name(path)):
                if record is not None:
                    self.links[address] = LinkEntry(address, self.name(path), record, tree)

    def entries(self, path: Path) -> Tree | None:
        """Return the tree of a file that maps ids to records, or None if it cannot be read."""
        text = self.text(path)
        tree = parse_yaml(text, self.name(path)) if text is not None else None
        self.problems += tree.problems if tree else []
        return tree if tree and not tree.problems and isinstance(tree.value, dict) else None

    def parse_entries(self, tree: Tree, model: type[Model], name: str) -> Iterator[tuple[str, Model | None]]:
        """Yield the ids and records of such a file, with None for a record that has problems."""
        most = len(self.problems) + MOST_PROBLEMS
        for id in tree.value:
            if len(self.problems) > most:
                message = f"more than {MOST_PROBLEMS} problems. Expected fewer; the rest was not read."
                self.problem(name, "F114", message, "mend these first")
                self.broken_vocabularies.update(VOCABULARIES)
                return
            if not self.check_key(id, model, name, tree.line((id,))):
                continue
            record, problems = parse_record(model, tree, name, (id,))
            self.problems += problems
            yield id, record

    def check_key(self, key: str, model: type[Model], name: str, line: int) -> bool:
        """Return whether the key of a record is an id, or a web address in links.yml; report it if not."""
        if model is CheckedLink:
            if is_web_address(key):
                return True
            message = (
                f"not a web address ({key!r}). Expected http:// or https:// without spaces or passwords."
            )
            self.problem(name, "R103", message, suggest_target(key), line)
            return False
        if is_id(key):
            return True
        message = f"not an id ({key!r}). Expected {ID_EXPECTED}."
        self.problem(name, "F106", message, suggest_id(key), line)
        return False

    # --- Sources and their documents

    def load_source(self, folder: Path) -> None:
        if self.only is not None and folder.name not in self.only:
            self.broken_ids.update(path.stem for path in self.children(folder) or () if path.suffix == ".md")
            return
        is_named = self.claim_source_id(folder)
        if (children := self.children(folder)) is None:
            return
        files = self.sort_files(children)
        self.check_complete(folder, files, is_named)
        capture = None
        if files.capture is not None:
            capture, problems = load_capture(files.capture, self.name(files.capture))
            self.problems += problems
        fingerprints = self.load_fingerprints(files.fingerprints) if files.fingerprints else None
        parsed = self.parse_file(files.record, Source) if files.record else None
        if parsed is None or not is_named:
            for path in (
                files.documents
            ):  # no source can be shown with them; their own problems are reported all the same
                self.parse_document(path, self.name(path), folder.name)
            return
        record, tree = parsed
        self.sources[folder.name] = SourceEntry(
            id=folder.name,
            folder=self.name(folder),
            path=self.name(files.record) if files.record else "",
            record=record,
            tree=tree,
            capture=capture,
            capture_path=self.name(files.capture) if files.capture else "",
            original_path=self.name(files.original) if files.original else "",
            fingerprints=fingerprints,
            fingerprints_path=self.name(files.fingerprints) if files.fingerprints else "",
        )
        for path in files.documents:
            self.load_document(path, folder.name)

    def claim_source_id(self, folder: Path) -> bool:
        """Return whether a folder's name is an id that no other source has."""
        if not self.check_id(folder, folder.name):
            return False
        if first := self.sources.get(folder.name):
            self.report_taken(self.name(folder), folder.name, first.folder)
            return False
        return True

    def sort_files(self, children: Iterable[Path]) -> _SourceFiles:
        """Return the files of a source's folder by what they are; report files that do not belong there."""
        files = _SourceFiles()
        for path in children:
            if path.name == "source.yml" and path.is_file():
                files.record = path
            elif path.name == CAPTURE_NAME and path.is_file():
                files.capture = path
            elif path.name in ORIGINAL_NAMES and files.original is None and path.is_file():
                files.original = path
            elif path.name == FINGERPRINTS_NAME and path.is_file():
                files.fingerprints = path
            elif path.suffix == ".md" and path.is_file():
                files.documents.append(path)
            else:
                names = ("source.yml", CAPTURE_NAME, FINGERPRINTS_NAME)
                expected = f"{', '.join(names)}, one original.* and a .md file for each document"
                self.report_unexpected(path, expected, names)
        return files

    def check_complete(self, folder: Path, files: _SourceFiles, is_named: bool) -> None:
        """Report a source that has no record or no documents; count documents that are symbolic links as left
        out.
        """
        if files.record is None and not (folder / "source.yml").is_symlink():  # a link is a problem already
            self.problem(self.name(folder), "F108", "no source.yml. Expected the record of the source.")
        self.broken_ids.update(path.stem for path in folder.glob("*.md"))
        linked = sum(path.is_symlink() for path in folder.glob("*.md"))
        if is_named:
            self.broken_documents[folder.name] += linked
        if not files.documents and not linked:
            self.problem(self.name(folder), "F108", "no document. Expected at least one .md file.")

    def load_fingerprints(self, path: Path) -> Fingerprints | None:
        fingerprints, problems = load_fingerprints(path, self.name(path))
        self.problems += problems
        return fingerprints

    def load_document(self, path: Path, source: str) -> None:
        entry = self.parse_document(path, self.name(path), source)
        if entry is None:
            self.broken_documents[source] += 1
        else:
            self.documents[path.stem] = entry

    def parse_document(self, path: Path, name: str, source: str) -> DocumentEntry | None:
        if not self.check_id(path, path.stem):
            return None
        if first := self.documents.get(path.stem):
            self.report_taken(name, path.stem, first.path)
            return None
        if (text := self.text(path)) is None:
            return None
        tree, body, line = parse_front_matter(text, name)
        self.problems += tree.problems
        if tree.problems:
            return None
        record, problems = parse_record(Document, tree, name)
        if summary_problems := check_done(body, name, line):
            summary = Summary()
        else:
            summary, summary_problems = parse_summary(body, name, line)
            if not summary_problems:  # it is compared with the captures all the same
                problems += check_complete(summary, body, name, line)
        self.problems += problems + summary_problems
        if record is None or summary_problems:
            return None
        return DocumentEntry(path.stem, source, name, record, tree, summary)
