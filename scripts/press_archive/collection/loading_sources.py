"""Load sources with their documents and captures, from the folder of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..captures.capture import CAPTURE_NAME, ORIGINAL_NAMES, load_capture
from ..captures.fingerprint_file import FINGERPRINTS_NAME, Fingerprints, load_fingerprints
from ..records.fields import Document, Source
from ..records.parsing import check_done, parse_record
from ..records.summaries import Summary, check_complete, parse_summary
from ..yaml_text.reading import parse_front_matter
from .archive import DocumentEntry, SourceEntry
from .record_files import RecordFiles


@dataclass
class _SourceFiles:
    """The files of a source's folder by what they are; None for a file that is missing."""

    record: Path | None = None
    capture: Path | None = None
    original: Path | None = None
    fingerprints: Path | None = None
    documents: list[Path] = field(default_factory=list)


class SourceLoader:
    """Collects sources and documents by id, and the ids of what could not be read."""

    def __init__(self, records: RecordFiles, only: Container[str] | None) -> None:
        """Begin without any; with `only`, only the sources in folders of these names will be read."""
        self._records = records
        self._only = only
        self.sources: dict[str, SourceEntry] = {}
        self.documents: dict[str, DocumentEntry] = {}
        self.broken_documents: Counter[str] = Counter()
        self.broken_ids: set[str] = set()

    def load_source(self, folder: Path) -> None:
        """Load the source in a folder, with its documents; report what is wrong with them."""
        if self._only is not None and folder.name not in self._only:
            names = self._records.children(folder) or ()
            self.broken_ids.update(path.stem for path in names if path.suffix == ".md")
            return
        is_named = self._claim_source_id(folder)
        if (children := self._records.children(folder)) is None:
            return
        files = self._sort_files(children)
        self._check_complete(folder, files, is_named)
        capture = None
        if files.capture is not None:
            capture, problems = load_capture(files.capture, self._records.name(files.capture))
            self._records.problems += problems
        fingerprints = self._load_fingerprints(files.fingerprints) if files.fingerprints else None
        parsed = self._records.record(files.record, Source) if files.record else None
        if parsed is None or not is_named:
            # No source can be shown with its documents; their own problems are reported all the same.
            for path in files.documents:
                self.parse_document(path, self._records.name(path), folder.name)
            return
        record, tree = parsed
        self.sources[folder.name] = SourceEntry(
            id=folder.name,
            folder=self._records.name(folder),
            path=self._records.name(files.record) if files.record else "",
            record=record,
            tree=tree,
            capture=capture,
            capture_path=self._records.name(files.capture) if files.capture else "",
            original_path=self._records.name(files.original) if files.original else "",
            fingerprints=fingerprints,
            fingerprints_path=self._records.name(files.fingerprints) if files.fingerprints else "",
        )
        for path in files.documents:
            self._load_document(path, folder.name)

    def _claim_source_id(self, folder: Path) -> bool:
        """Return whether a folder's name is an id that no other source has."""
        if not self._records.check_id(folder, folder.name):
            return False
        if first := self.sources.get(folder.name):
            self._records.report_taken(self._records.name(folder), folder.name, first.folder)
            return False
        return True

    def _sort_files(self, children: Iterable[Path]) -> _SourceFiles:
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
                self._records.report_unexpected(path, expected, names)
        return files

    def _check_complete(self, folder: Path, files: _SourceFiles, is_named: bool) -> None:
        """Report a source that has no record or no documents; count documents that are symbolic links as left
        out.
        """
        name = self._records.name(folder)
        if files.record is None and not (folder / "source.yml").is_symlink():  # a link is a problem already
            self._records.problem(name, "F108", "no source.yml. Expected the record of the source.")
        self.broken_ids.update(path.stem for path in folder.glob("*.md"))
        linked = sum(path.is_symlink() for path in folder.glob("*.md"))
        if is_named:
            self.broken_documents[folder.name] += linked
        if not files.documents and not linked:
            self._records.problem(name, "F108", "no document. Expected at least one .md file.")

    def _load_fingerprints(self, path: Path) -> Fingerprints | None:
        fingerprints, problems = load_fingerprints(path, self._records.name(path))
        self._records.problems += problems
        return fingerprints

    def _load_document(self, path: Path, source: str) -> None:
        entry = self.parse_document(path, self._records.name(path), source)
        if entry is None:
            self.broken_documents[source] += 1
        else:
            self.documents[path.stem] = entry

    def parse_document(self, path: Path, name: str, source: str) -> DocumentEntry | None:
        """Return the document in a file, or None if it can't be used; report what is wrong with it."""
        if not self._records.check_id(path, path.stem):
            return None
        if first := self.documents.get(path.stem):
            self._records.report_taken(name, path.stem, first.path)
            return None
        if (text := self._records.text(path)) is None:
            return None
        tree, body, line = parse_front_matter(text, name)
        self._records.problems += tree.problems
        if tree.problems:
            return None
        record, problems = parse_record(Document, tree, name)
        if summary_problems := check_done(body, name, line):
            summary = Summary()
        else:
            summary, summary_problems = parse_summary(body, name, line)
            if not summary_problems:  # it is compared with the captures all the same
                problems += check_complete(summary, body, name, line)
        self._records.problems += problems + summary_problems
        if record is None or summary_problems:
            return None
        return DocumentEntry(path.stem, source, name, record, tree, summary)
