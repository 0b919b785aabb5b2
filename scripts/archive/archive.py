"""The archive in memory: every record read from `sources/`, with indexes that hold ids.

`Archive.load` never raises on data: what can't be read is left out and stands in `problems`. The checks that look
across records are in `checks.py`, which also says which records a build leaves out.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from .captures import CAPTURE_NAME, ORIGINAL_NAMES, Capture, load_capture
from .files import list_folder, load_text
from .lines import Account, account, expand
from .models import METADATA_ROLES, VOCABULARIES, Access, Collection, Document, Search, Source, Term
from .passages import line_roles
from .problems import Location, Problem, suggest
from .records import Model, check_done, parse_record
from .summaries import Summary, parse_summary
from .targets import DOCUMENTS, ID_EXPECTED, is_id, suggest_id
from .watching import Watch, unwatched
from .yamlio import Tree, parse_front_matter, parse_yaml

TOP_NAMES = ("collection.yml", "searches.yml", "vocabulary")
PLACEHOLDER_SCOPE = "The record of this term could not be read."


@dataclass(frozen=True)
class SourceEntry:
    """A source: its id (the folder's name), where its record is, and its capture when held and unaltered."""

    id: str
    folder: str
    path: str
    record: Source
    tree: Tree
    capture: Capture | None = None
    capture_path: str = ""
    original_path: str = ""

    @property
    def blank(self) -> set[int]:
        """The capture's blank lines, as recorded."""
        return expand(self.record.blank)


@dataclass(frozen=True)
class DocumentEntry:
    """A document: its id (the file's name), the id of its source, where its record is, and its summary."""

    id: str
    source: str
    path: str
    record: Document
    tree: Tree
    summary: Summary


@dataclass(frozen=True)
class TermEntry:
    """A term: its id, its vocabulary, and where its record is; `placeholder` when the record could not be read.

    `description` is an event's, parsed.
    """

    id: str
    vocabulary: str
    path: str
    record: Term
    tree: Tree
    placeholder: bool = False
    description: Summary = field(default_factory=Summary)


@dataclass(frozen=True)
class SearchEntry:
    """A search for documents: its id, and where its record is."""

    id: str
    path: str
    record: Search
    tree: Tree


@dataclass
class Archive:
    """All records that could be read, by id, and what was wrong with the others.

    `broken_documents` counts, for each source, the documents that were left out; `broken_ids` are the ids of those that
    could not be read, or were not to be, and `broken_vocabularies` those that accept any id because their file could not be
    read (DOCUMENTS among them, where a folder could not): what names them is not at fault.
    """

    root: Path
    collection: Collection | None = None
    sources: dict[str, SourceEntry] = field(default_factory=dict)
    documents: dict[str, DocumentEntry] = field(default_factory=dict)
    vocabularies: dict[str, dict[str, TermEntry]] = field(default_factory=dict)
    searches: dict[str, SearchEntry] = field(default_factory=dict)
    broken_vocabularies: set[str] = field(default_factory=set)
    broken_documents: Counter[str] = field(default_factory=Counter)
    broken_ids: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def load(cls, root: Path, only: Container[str] | None = None, watch: Watch = unwatched) -> Archive:
        """Read everything under `root/sources`; with `only`, of the sources those alone, by the names of their folders."""
        return _Loader(cls(Path(root)), only, watch).load()

    def without(self, documents: Iterable[str]) -> Archive:
        """Return the archive with these documents left out."""
        dropped = set(documents)
        broken = self.broken_documents + Counter(self.documents[id].source for id in dropped)
        kept = {id: entry for id, entry in self.documents.items() if id not in dropped}
        return replace(self, documents=kept, broken_documents=broken, broken_ids=self.broken_ids | dropped)

    def term(self, vocabulary: str, id: str) -> TermEntry:
        """Return a term; where its vocabulary is broken, a placeholder that shows the id."""
        known = self.vocabularies.get(vocabulary, {})
        return known.get(id) or placeholder(vocabulary, id, f"sources/vocabulary/{vocabulary}.yml")

    @cached_property
    def newest_first(self) -> list[str]:
        """Every document's id, by date, newest first; ties by id."""
        ordered = sorted(self.documents)
        return sorted(ordered, key=lambda id: self.documents[id].record.date.sort_key, reverse=True)

    def oldest_first(self, documents: Iterable[str]) -> list[str]:
        """Return documents in the order of publication; ties by id."""
        return sorted(documents, key=lambda id: (self.documents[id].record.date.sort_key, id))

    @cached_property
    def documents_of_source(self) -> dict[str, list[str]]:
        """Source id → its documents' ids, in the order of the capture."""
        found: dict[str, list[str]] = {id: [] for id in self.sources}
        for id in sorted(self.documents, key=lambda id: (self.documents[id].record.lines[0], id)):
            found[self.documents[id].source].append(id)
        return found

    @cached_property
    def documents_of_term(self) -> dict[tuple[str, str], list[str]]:
        """(vocabulary, term id) → the documents that name it, newest first."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for id in self.newest_first:
            for vocabulary, terms in self.documents[id].record.terms().items():
                for term in dict.fromkeys(terms):
                    found[vocabulary, term].append(id)
        return dict(found)

    @cached_property
    def documents_of_year(self) -> dict[str, list[str]]:
        """Year → its documents, newest first; the years newest first too."""
        found: dict[str, list[str]] = defaultdict(list)
        for id in self.newest_first:
            found[self.documents[id].record.date.year].append(id)
        return dict(found)

    @cached_property
    def documents_of_language(self) -> dict[str, list[str]]:
        """Language code → its documents, newest first; the codes in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for id in self.newest_first:
            found[self.documents[id].record.language].append(id)
        return dict(sorted(found.items()))

    def terms_with(self, documents: Iterable[str], other_than: tuple[str, str] | None = None) -> Counter[tuple[str, str]]:
        """Count the terms that documents name, how many documents each."""
        counted: Counter[tuple[str, str]] = Counter()
        for id in documents:
            for vocabulary, terms in self.documents[id].record.terms().items():
                counted.update((vocabulary, term) for term in dict.fromkeys(terms) if (vocabulary, term) != other_than)
        return counted

    def account(self, source: str) -> Account:
        """Return where every line of a source's capture went, as recorded."""
        entry = self.sources[source]
        roles = [line_roles(self.documents[id].record, entry.blank) for id in self.documents_of_source[source]]
        cuts = [(str(cut.reason), cut.lines) for cut in entry.record.cuts]
        return account(entry.record.lines, entry.blank, roles, cuts, {str(role) for role in METADATA_ROLES})

    def visible_lines(self, document: str, reading_room: bool) -> set[int]:
        """Return the lines of a document whose text a build may show and has at hand."""
        entry = self.documents[document]
        source = self.sources[entry.source]
        if source.capture is None:
            return set()
        lines = expand(entry.record.lines) - source.blank
        if reading_room or source.record.access is Access.FULL:
            return lines
        return lines & expand(source.record.excerpts) if source.record.access is Access.EXCERPT else set()


def problem_at(
    entry: SourceEntry | DocumentEntry | TermEntry | SearchEntry, location: Location, code: str, message: str, hint: str = ""
) -> Problem:
    """Return a problem at a place of a record."""
    return Problem(entry.path, entry.tree.line(location), location, code, message, hint)


def placeholder(vocabulary: str, id: str, path: str) -> TermEntry:
    """Return a term that shows its id, for a record that could not be read."""
    fields: dict[str, object] = {"label": id.replace("-", " "), "scope": PLACEHOLDER_SCOPE}
    if vocabulary == "outlets":
        fields["type"] = "news-site"
    return TermEntry(id, vocabulary, path, VOCABULARIES[vocabulary].model_construct(**fields), Tree(), placeholder=True)


class _Loader:
    """Fills an `Archive` from disk, file by file in sorted order."""

    def __init__(self, archive: Archive, only: Container[str] | None = None, watch: Watch = unwatched) -> None:
        self.archive = archive
        self.root = archive.root
        self.only = only
        self.watch = watch

    def problem(self, path: str, code: str, message: str, hint: str = "", line: int = 0) -> None:
        self.archive.problems.append(Problem(path, line, (), code, message, hint))

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def children(self, folder: Path) -> list[Path] | None:
        found, problems = list_folder(folder, self.root)
        self.archive.problems += problems
        if found is None:  # it may hold what other records name
            self.archive.broken_vocabularies.add(DOCUMENTS)
        return found

    def text(self, path: Path) -> str | None:
        text, problems = load_text(path, self.root)
        self.archive.problems += problems
        return text

    def id(self, path: Path, id: str) -> bool:
        """Say whether a name is an id; report it when not."""
        if is_id(id):
            return True
        self.problem(self.name(path), "F106", f"not an id ({id!r}). Expected {ID_EXPECTED}.", suggest_id(id))
        return False

    def unexpected(self, path: Path, expected: str, names: Iterable[str] = ()) -> None:
        free = [name for name in names if not os.path.lexists(path.with_name(name))]
        hint = suggest(path.name, free) or "move it elsewhere"
        self.problem(self.name(path), "F105", f"not a part of the archive. Expected {expected}.", hint)

    def load(self) -> Archive:
        folder = self.root / "sources"
        if not folder.is_dir():
            self.problem("sources", "F105", "no such folder. Expected the records of the archive.")
            return self.archive
        if (children := self.children(folder)) is None:
            self.archive.broken_vocabularies.update(VOCABULARIES)
            return self.archive
        sources = []
        for path in children:
            if path.name == "collection.yml" and path.is_file():
                self.load_collection(path)
            elif path.name == "searches.yml" and path.is_file():
                self.load_searches(path)
            elif path.name == "vocabulary" and path.is_dir():
                self.load_vocabularies(path)
            elif path.is_dir() and re.fullmatch(r"[0-9]{4}", path.name):
                for source in self.children(path) or ():
                    if source.is_dir():
                        sources.append(source)
                    else:
                        self.unexpected(source, "a folder for each source")
            else:
                self.unexpected(path, "collection.yml, searches.yml, vocabulary and a folder for each year", TOP_NAMES)
        for source in self.watch(sources, "Reading sources"):
            self.load_source(source)
        if not (folder / "vocabulary").is_dir() or (folder / "vocabulary").is_symlink():
            self.problem("sources/vocabulary", "R102", "no such folder. Expected the vocabularies.")
            self.archive.broken_vocabularies.update(VOCABULARIES)
        collection = folder / "collection.yml"
        if not collection.exists() and not collection.is_symlink():
            self.problem("sources/collection.yml", "R102", "no such file. Expected the title and description of the archive.")
        self.archive.broken_ids -= self.archive.documents.keys()
        return self.archive

    def load_collection(self, path: Path) -> None:
        if (text := self.text(path)) is not None:
            tree = parse_yaml(text, self.name(path))
            record, problems = parse_record(Collection, tree, self.name(path))
            self.archive.problems += tree.problems or problems
            self.archive.collection = record

    def load_vocabularies(self, folder: Path) -> None:
        names = {f"{vocabulary}.yml": vocabulary for vocabulary in VOCABULARIES}
        if (children := self.children(folder)) is None:
            self.archive.broken_vocabularies.update(VOCABULARIES)
            return
        for path in children:
            if path.name in names and path.is_file():
                self.load_vocabulary(path, names.pop(path.name))
            else:
                expected = [f"{vocabulary}.yml" for vocabulary in VOCABULARIES]
                self.unexpected(path, f"one of {', '.join(expected)}", expected)
        for name, vocabulary in names.items():
            if not (folder / name).is_symlink():  # that is a problem already
                self.problem(f"sources/vocabulary/{name}", "R102", "no such file. Expected a vocabulary.")
            self.archive.broken_vocabularies.add(vocabulary)

    def load_vocabulary(self, path: Path, vocabulary: str) -> None:
        name = self.name(path)
        terms = self.archive.vocabularies.setdefault(vocabulary, {})
        tree = self.entries(path)
        if tree is None:
            self.archive.broken_vocabularies.add(vocabulary)
            return
        for id, record in self.parse_entries(tree, VOCABULARIES[vocabulary], name):
            if record is None:
                terms[id] = placeholder(vocabulary, id, name)
                continue
            description = Summary()
            if text := getattr(record, "description", None):
                description, problems = parse_summary(text, name, tree.line((id, "description")))
                self.archive.problems += problems
            terms[id] = TermEntry(id, vocabulary, name, record, tree, description=description)

    def load_searches(self, path: Path) -> None:
        if (tree := self.entries(path)) is not None:
            for id, record in self.parse_entries(tree, Search, self.name(path)):
                if record is not None:
                    self.archive.searches[id] = SearchEntry(id, self.name(path), record, tree)

    def entries(self, path: Path) -> Tree | None:
        """Read a file that maps ids to records; None where it can't be read."""
        text = self.text(path)
        tree = parse_yaml(text, self.name(path)) if text is not None else None
        self.archive.problems += tree.problems if tree else []
        return tree if tree and not tree.problems and isinstance(tree.value, dict) else None

    def parse_entries(self, tree: Tree, model: type[Model], name: str) -> Iterator[tuple[str, Model | None]]:
        """Yield the records of such a file by id; None for a record that has problems."""
        for id in tree.value:
            if not is_id(id):
                message = f"not an id ({id!r}). Expected {ID_EXPECTED}."
                self.problem(name, "F106", message, suggest_id(id), tree.line((id,)))
                continue
            record, problems = parse_record(model, tree, name, (id,))
            self.archive.problems += problems
            yield id, record

    def load_source(self, folder: Path) -> None:
        if self.only is not None and folder.name not in self.only:
            self.archive.broken_ids.update(path.stem for path in self.children(folder) or () if path.suffix == ".md")
            return
        named = self.id(folder, folder.name)
        if named and folder.name in self.archive.sources:
            first = self.archive.sources[folder.name].folder
            self.problem(self.name(folder), "F107", f"the id {folder.name!r} is that of {first}. Expected another one.")
            named = False
        if (children := self.children(folder)) is None:
            return
        record_path, capture_path, original_path, documents = None, None, None, []
        for path in children:
            if path.name == "source.yml" and path.is_file():
                record_path = path
            elif path.name == CAPTURE_NAME and path.is_file():
                capture_path = path
            elif path.name in ORIGINAL_NAMES and original_path is None and path.is_file():
                original_path = path
            elif path.suffix == ".md" and path.is_file():
                documents.append(path)
            else:
                expected = f"source.yml, {CAPTURE_NAME}, one original.* and a .md file for each document"
                self.unexpected(path, expected, ("source.yml", CAPTURE_NAME))
        if record_path is None and not (folder / "source.yml").is_symlink():  # that is a problem already
            self.problem(self.name(folder), "F108", "no source.yml. Expected the record of the source.")
        self.archive.broken_ids.update(path.stem for path in folder.glob("*.md"))
        linked = sum(path.is_symlink() for path in folder.glob("*.md"))
        if named:
            self.archive.broken_documents[folder.name] += linked
        if not documents and not linked:
            self.problem(self.name(folder), "F108", "no document. Expected at least one .md file.")
        capture = None
        if capture_path is not None:
            capture, problems = load_capture(capture_path, self.name(capture_path))
            self.archive.problems += problems
        read = self.parse_source(record_path) if record_path else None
        if read is None or not named:
            for path in documents:  # they belong to no source that can be shown; what is wrong in them is said all the same
                self.parse_document(path, self.name(path), folder.name)
            return
        self.archive.sources[folder.name] = SourceEntry(
            folder.name, self.name(folder), self.name(record_path), *read, capture,
            self.name(capture_path) if capture_path else "", self.name(original_path) if original_path else "",
        )  # fmt: skip
        for path in documents:
            self.load_document(path, folder.name)

    def parse_source(self, path: Path) -> tuple[Source, Tree] | None:
        if (text := self.text(path)) is None:
            return None
        tree = parse_yaml(text, self.name(path))
        record, problems = parse_record(Source, tree, self.name(path))
        self.archive.problems += tree.problems or problems
        return None if record is None or tree.problems else (record, tree)

    def load_document(self, path: Path, source: str) -> None:
        name = self.name(path)
        loaded = self.parse_document(path, name, source)
        if loaded is None:
            self.archive.broken_documents[source] += 1
        else:
            self.archive.documents[path.stem] = loaded

    def parse_document(self, path: Path, name: str, source: str) -> DocumentEntry | None:
        if not self.id(path, path.stem):
            return None
        if path.stem in self.archive.documents:
            first = self.archive.documents[path.stem].path
            self.problem(name, "F107", f"the id {path.stem!r} is that of {first}. Expected another one.")
            return None
        if (text := self.text(path)) is None:
            return None
        tree, body, line = parse_front_matter(text, name)
        self.archive.problems += tree.problems
        if tree.problems:
            return None
        record, problems = parse_record(Document, tree, name)
        if summary_problems := check_done(body, name, line):
            summary = Summary()
        else:
            summary, summary_problems = parse_summary(body, name, line)
        self.archive.problems += problems + summary_problems
        if record is None or summary_problems:
            return None
        return DocumentEntry(path.stem, source, name, record, tree, summary)
