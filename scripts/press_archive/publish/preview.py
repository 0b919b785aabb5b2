"""One document, or all those of one source, as separate pages, for a contributor who writes the records.

Only the records that the previewed ones refer to are read besides, so that a preview takes no longer in an
archive of ten thousand documents than in one of ten.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup
from rapidfuzz import process

from ..base.escape import exact
from ..base.files.docs import DOCS, GENERATED_FOLDERS, hand_written, looks_generated
from ..base.files.partial import is_partial
from ..base.problems import Problem
from ..base.project import list_ids, list_source_folders
from ..base.wording import count
from ..checks.run import check_archive
from ..collection.archive import Archive, DocumentEntry
from ..collection.loading import load_archive
from ..pages.documents import render_documents
from ..pages.parts.addresses import document_path, source_path
from ..pages.parts.context import Pages
from ..pages.parts.links import Links
from ..pages.sources import render_each_source
from ..records.links import ID, is_id
from .build import Build, replace_files
from .placeholders import as_id, clip_lines, fill_in_document, fill_in_source

NEAR = 3  # ids that are proposed in place of one that is not there
NEAR_ENOUGH = 55  # of 100, on rapidfuzz's scale


@dataclass(frozen=True)
class Previewed:
    """What is previewed: a source's folder, and the files of those of its documents that are shown; paths
    are absolute.
    """

    folder: Path
    documents: tuple[Path, ...]
    page: str  # the address of the page to look at, below the preview's


@dataclass
class Preview:
    """The previewed records, their problems, and for each page the fields that are wrong or missing."""

    archive: Archive
    source: str
    documents: list[str]
    problems: list[Problem]
    missing_fields: dict[str, list[str]]


def find_previewed(root: Path, named: str, working: Path) -> Previewed | None:
    """Find what an id of a document or source names, or a path from the folder `working`; None where there is
    no such record.
    """
    # Without those in a year whose names alone can be read.
    places = [folder for folder in list_source_folders(root) if os.path.isdir(folder)]
    path = working / named
    folder = path if os.path.isdir(path) else path.parent
    if os.path.exists(path) and os.path.realpath(folder.parent.parent) == os.path.realpath(root / "sources"):
        folder = root / "sources" / folder.parent.name / folder.name
        return _previewed(folder, [folder / path.name] if path.suffix == ".md" else None)
    if not is_id(named):
        return None
    for place in places:
        if os.path.isfile(place / f"{named}.md"):
            return _previewed(place, [place / f"{named}.md"])
    return next((_previewed(place) for place in places if place.name == named), None)


def _previewed(folder: Path, documents: list[Path] | None = None) -> Previewed:
    if documents:
        return Previewed(
            folder, tuple(documents), document_path(as_id(documents[0].stem)).removesuffix(".md") + "/"
        )
    page = source_path(as_id(folder.name)).removesuffix(".md") + "/"
    return Previewed(folder, tuple(sorted(folder.glob("*.md"))), page)


def nearest_ids(named: str, known: Iterable[str]) -> list[str]:
    """Return the ids that are most like one, the nearest first."""
    return [id for id, _, _ in process.extract(named, list(known), limit=NEAR, score_cutoff=NEAR_ENOUGH)]


def load_preview(root: Path, previewed: Previewed) -> Preview:
    """Read and check the previewed records, and fill in what could not be read."""
    archive = load_archive(root, {previewed.folder.name, *_named(root, previewed)})
    problems = check_archive(archive, editorial=True)[1]
    folder = previewed.folder.relative_to(root).as_posix()
    source = next((entry for entry in archive.sources.values() if entry.folder == folder), None)
    missing_fields: dict[str, list[str]] = {}
    if source is None:
        source, missing = fill_in_source(root, previewed.folder)
        archive = replace(archive, sources={**archive.sources, source.id: source})
        missing_fields[source_path(source.id)] = missing
    documents: dict[str, DocumentEntry] = {}
    for path in previewed.documents:
        entry = archive.documents.get(path.stem)
        if entry is None or entry.path != f"{folder}/{path.name}":
            entry, missing = fill_in_document(root, path, source)
            missing_fields[document_path(entry.id)] = missing
        documents[entry.id] = clip_lines(entry, source)
    archive = replace(archive, documents={**archive.documents, **documents})
    return Preview(
        archive, source.id, [*documents], _of(problems, folder, archive, [*documents]), missing_fields
    )


def _named(root: Path, previewed: Previewed) -> set[str]:
    """Return the names of the folders of the documents whose ids are in the previewed files."""
    texts = [path.read_bytes().decode(errors="replace") for path in previewed.documents if path.is_file()]
    words = {word for text in texts for word in re.findall(ID.pattern, text)}
    words |= {path.stem for path in previewed.documents}
    return {source for source, *documents in list_ids(root) if not words.isdisjoint(documents)}


def _of(problems: Iterable[Problem], folder: str, archive: Archive, documents: list[str]) -> list[Problem]:
    """Return the problems of the previewed documents, of their source, and of the terms that they name."""
    records = {archive.documents[id].path for id in documents}
    named: dict[str, set[str]] = {}
    for id in documents:
        for vocabulary, terms in archive.documents[id].record.terms().items():
            named.setdefault(f"sources/vocabulary/{vocabulary}.yml", set()).update(terms)

    def concerns(problem: Problem) -> bool:
        if problem.path in named:
            return not problem.location or problem.location[0] in named[problem.path]
        in_folder = problem.path == folder or problem.path.startswith(f"{folder}/")
        return problem.path in records or (in_folder and not problem.path.endswith(".md"))

    return sorted({problem for problem in problems if concerns(problem)})


def render_preview(preview: Preview, beside: Iterable[str] = ()) -> dict[str, str]:
    """Return the pages of a preview by path; `beside` are the paths of the hand-written pages
    in the same folder.
    """
    own = {*map(document_path, preview.documents), source_path(preview.source)}
    pages = Pages(preview.archive, reading_room=True, built=frozenset({*own, *beside, "index.md"}))
    rendered = render_documents(pages, set(preview.documents)) | render_each_source(pages, {preview.source})
    rendered = {path: _with_note(text, preview, path) for path, text in rendered.items()}
    links = Links(pages, "index.md")
    listed = [links.document(id) for id in preview.documents] + [links.source(preview.source)]
    rendered["index.md"] = "# Preview\n\n" + "".join(f"- {link}\n" for link in listed)
    return rendered


def _with_note(text: str, preview: Preview, path: str) -> str:
    """Put the records' problems before the body of a page."""
    missing = preview.missing_fields.get(path, [])
    if not preview.problems and not missing:
        return text
    note = Markup('<div class="preview-note">\n')
    if preview.problems:
        note += Markup("<p><strong>{}</strong></p>\n<ul>\n").format(count(len(preview.problems), "problem"))
        note += Markup("").join(
            Markup("<li>{}</li>\n").format(exact(str(problem))) for problem in preview.problems
        )
        note += Markup("</ul>\n")
    if missing:
        heading = "Wrong or missing, so left out below or shown as a placeholder"
        note += Markup("<p>{}: {}.</p>\n").format(exact(heading), exact(", ".join(missing)))
    head, mark, body = text.partition("\n---\n\n")
    return f"{head}{mark}{note}</div>\n\n{body}"


def _by_hand(docs: Path) -> Iterator[tuple[str, Path]]:
    """Yield the pages written by hand, without looking into the folders of generated ones, which may contain
    thousands.
    """
    for entry in sorted(docs.iterdir()):
        if entry.is_symlink():
            continue
        if entry.is_dir() and entry.name not in GENERATED_FOLDERS:
            yield from ((f"{entry.name}/{path}", file) for path, file in hand_written(entry))
        elif entry.is_file() and not is_partial(entry.name) and not looks_generated(entry):
            yield entry.name, entry


def write_preview(root: Path, previewed: Previewed, folder: Path) -> Preview:
    """Write a preview's pages, and copies of those written by hand, into a separate docs folder."""
    preview = load_preview(root, previewed)
    files = {path: file.read_bytes() for path, file in _by_hand(root / DOCS)}
    files |= {path: text.encode() for path, text in render_preview(preview, files).items()}
    replace_files(folder, files, Build(preview.archive, preview.problems))
    return preview
