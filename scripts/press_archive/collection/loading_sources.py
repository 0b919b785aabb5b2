"""Load sources with their documents and captures, from the folder of each."""

from __future__ import annotations

import os
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
from .kept_records import ReadDocument
from .record_files import RecordFiles


@dataclass
class _SourceFiles:
    """The paths of the files of a source's folder by what they are; empty for a file that is missing."""

    record: str = ""
    capture: str = ""
    original: str = ""
    fingerprints: str = ""
    documents: list[str] = field(default_factory=list)


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
        name = self._records.name(folder)
        if self._only is not None and folder.name not in self._only:
            names = self._records.entries(folder, name) or ()
            self.broken_ids.update(
                document_id(entry.name)
                for entry in names
                if is_document(entry.name) and not entry.is_symlink()
            )
            return
        is_named = self._claim_source_id(folder.name, name)
        if (entries := self._records.entries(folder, name)) is None:
            return
        files = self._sort_files(folder, name, entries)
        self._check_complete(name, files, entries, is_named)
        capture = None
        if files.capture:
            capture, problems = load_capture(
                self._records.root / files.capture, files.capture, self._records.store
            )
            self._records.problems += problems
        fingerprints = self._load_fingerprints(files.fingerprints) if files.fingerprints else None
        parsed = self._records.record(files.record, Source) if files.record else None
        if parsed is None or not is_named:
            # No source can be shown with its documents; their own problems are reported all the same.
            for path in files.documents:
                self.parse_document(path, folder.name)
            return
        record, tree = parsed
        self.sources[folder.name] = SourceEntry(
            id=folder.name,
            folder=name,
            path=files.record,
            record=record,
            tree=tree,
            capture=capture,
            capture_path=files.capture,
            original_path=files.original,
            fingerprints=fingerprints,
            fingerprints_path=files.fingerprints,
        )
        for path in files.documents:
            self._load_document(path, folder.name)

    def _claim_source_id(self, id: str, name: str) -> bool:
        """Return whether a folder's name is an id that no other source has."""
        if not self._records.check_id(name, id):
            return False
        if first := self.sources.get(id):
            self._records.report_taken(name, id, first.folder)
            return False
        return True

    def _sort_files(self, folder: Path, place: str, entries: Iterable[os.DirEntry[str]]) -> _SourceFiles:
        """Return the files of a source's folder by what they are; report files that do not belong there."""
        files = _SourceFiles()
        for entry in entries:
            if entry.is_symlink():
                continue
            name, path, is_file = entry.name, f"{place}/{entry.name}", entry.is_file()
            if name == "source.yml" and is_file:
                files.record = path
            elif name == CAPTURE_NAME and is_file:
                files.capture = path
            elif name in ORIGINAL_NAMES and not files.original and is_file:
                files.original = path
            elif name == FINGERPRINTS_NAME and is_file:
                files.fingerprints = path
            elif is_document(name) and is_file:
                files.documents.append(path)
            else:
                names = ("source.yml", CAPTURE_NAME, FINGERPRINTS_NAME)
                expected = f"{', '.join(names)}, one original.* and a .md file for each document"
                self._records.report_unexpected(folder / name, expected, names)
        return files

    def _check_complete(
        self, place: str, files: _SourceFiles, entries: Iterable[os.DirEntry[str]], is_named: bool
    ) -> None:
        """Report a source that has no record or no documents; count documents that are symbolic links as left
        out.
        """
        links = [entry.name for entry in entries if entry.is_symlink()]
        if not files.record and "source.yml" not in links:  # a link is a problem already
            self._records.problem(place, "F108", "no source.yml. Expected the record of the source.")
        self.broken_ids.update(document_id(entry.name) for entry in entries if entry.name.endswith(".md"))
        linked = sum(link.endswith(".md") for link in links)
        if is_named:
            self.broken_documents[place.rpartition("/")[2]] += linked
        if not files.documents and not linked:
            self._records.problem(place, "F108", "no document. Expected at least one .md file.")

    def _load_fingerprints(self, path: str) -> Fingerprints | None:
        fingerprints, problems = load_fingerprints(self._records.root / path, path)
        self._records.problems += problems
        return fingerprints

    def _load_document(self, path: str, source: str) -> None:
        entry = self.parse_document(path, source)
        if entry is None:
            self.broken_documents[source] += 1
        else:
            self.documents[entry.id] = entry

    def parse_document(self, path: str, source: str) -> DocumentEntry | None:
        """Return the document in a file, or None if it can't be used; report what is wrong with it."""
        id = document_id(path.rpartition("/")[2])
        if not self._records.check_id(path, id):
            return None
        if first := self.documents.get(id):
            self._records.report_taken(path, id, first.path)
            return None
        data = self._records.data(path)
        read = self.document_of(data, path) if data is not None else None
        return DocumentEntry(id, source, path, *read) if read else None

    def document_of(self, data: bytes, path: str) -> ReadDocument | None:
        """Return the document that a file's bytes are, or None if it can't be used; report what is wrong."""
        kept = self._records.kept
        read = kept.document(data, self._records.digests[path]) if kept else None
        if read is None:
            before = len(self._records.problems)
            if (read := self._read_document(data, path)) is None:
                return None
            if kept and len(self._records.problems) == before:
                kept.keep_document(self._records.digests[path], read)
        return read

    def _read_document(self, data: bytes, path: str) -> ReadDocument | None:
        """Return the document in a file, its tree and its summary; report what is wrong with it."""
        if (text := self._records.decode(data, path)) is None:
            return None
        tree, body, line = parse_front_matter(text, path)
        self._records.problems += tree.problems
        if tree.problems:
            return None
        record, problems = parse_record(Document, tree, path)
        if summary_problems := check_done(body, path, line):
            summary = Summary()
        else:
            summary, summary_problems = parse_summary(body, path, line)
            if not summary_problems:  # it is compared with the captures all the same
                problems += check_complete(summary, body, path, line)
        self._records.problems += problems + summary_problems
        if record is None or summary_problems:
            return None
        return record, tree, summary


def is_document(name: str) -> bool:
    """Return whether a file of a source's folder is, by its name, the record of a document.

    >>> is_document("a-quay.md"), is_document(".md")
    (True, False)
    """
    return name.endswith(".md") and name != ".md"


def document_id(name: str) -> str:
    """Return the id of the document in a file with a name.

    >>> document_id("a-quay.md")
    'a-quay'
    """
    return name.removesuffix(".md") or name
