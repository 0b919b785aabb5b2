"""Show a document that was just saved before anything else is built: its page, and no other.

MkDocs' server says only that something changed. Here the paths are collected; where all of them are records
of documents, and nothing but words changed in these, the records are read again, their pages rendered and put
into the site, with what the last build has in memory. The build that follows makes all pages as ever, and so
corrects whatever else must be said elsewhere.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from ...base.files.foreign import is_own_file
from ...collection.again.loading_again import load_document
from ...collection.again.rewording import is_reworded
from ...collection.archive import DocumentEntry
from ...pages.parts.addresses import document_path
from ..build import Build, build_reworded


@dataclass
class Whole:
    """What MkDocs had in memory for the last build of the whole site."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Environment


class SavedPaths(FileSystemEventHandler):
    """The files that were written since the last build began."""

    def __init__(self) -> None:
        """Begin without any."""
        self.paths: set[str] = set()
        self.lock = threading.Lock()

    def watch(self, server: LiveReloadServer, folder: Path) -> None:
        """Collect what is written below a folder that the server watches."""
        server.observer.schedule(self, os.path.abspath(folder), recursive=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Collect the path of a file; folders change with what is in them."""
        if not event.is_directory:
            with self.lock:
                self.paths.update(os.fsdecode(path) for path in (event.src_path, event.dest_path) if path)

    def take(self) -> set[str]:
        """Return the paths and forget them."""
        with self.lock:
            taken, self.paths = self.paths, set()
        return taken


def show_saved(paths: Collection[str], build: Build, whole: Whole) -> list[str]:
    """Put the pages of documents that were reworded into the site; return their paths below docs/.

    None are returned, and nothing is done, where anything else may have changed too.
    """
    entries = _reworded(paths, build)
    if not entries or not {document_path(entry.id) for entry in entries} <= whole.files.src_uris.keys():
        return []
    made = build_reworded(build, entries, build.archive.root)
    for path in made:
        file = whole.files.src_uris[path]
        page = Page(None, file, whole.config)
        mkdocs_build._populate_page(page, whole.config, whole.files)
        mkdocs_build._build_page(page, whole.config, whole.files.documentation_pages(), whole.nav, whole.env)
    return made


def _reworded(paths: Collection[str], build: Build) -> list[DocumentEntry]:
    """Return the documents that were reworded if these paths are their records, and nothing otherwise."""
    root = build.archive.root
    ids = {os.path.abspath(root / entry.path): id for id, entry in build.archive.documents.items()}
    entries = []
    for path in map(os.path.abspath, paths):
        if path not in ids or not is_own_file(Path(path)):
            return []
        entry = load_document(build.archive, ids[path])
        if entry is None or not is_reworded(build.archive.documents[entry.id], entry):
            return []
        entries.append(entry)
    return entries
