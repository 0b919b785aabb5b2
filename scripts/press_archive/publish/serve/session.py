"""What `mkdocs serve` keeps from one build to the next, and how it builds again after an edit.

Documents that were saved are shown first, then what changed is built, the search last.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.nav import Navigation

from ...base.files.docs import DOCS
from ...base.files.foreign import is_own_file
from ...base.kept import Kept
from ...base.progress import interruptible
from ..build import Build, Checked, build_changed, load_checked
from ..conversion.deferred_pages import DeferredPages
from .mkdocs_changes import Changes, digest_files
from .mkdocs_server import Superseded, give_up_if_superseded, reload_after_build, show_now
from .saved_document import SavedPaths, Whole, show_saved

COLLECTION = Path("sources/collection.yml")
LARGE = 500  # documents; with more, the rest of a build takes seconds
# Seconds that the browser then has to load the page, because the rest of the build slows the server down.
RELOAD = 1.5


@dataclass
class Session:
    """What is kept from one build of `mkdocs serve` to the next; `mkdocs build` has one build."""

    serving: bool = False
    server: LiveReloadServer | None = None  # None until the site has been built once
    build: Build | None = None
    nav: Navigation | None = None
    whole: Whole | None = None  # what the last build of the whole site, or of what had changed, had in memory
    saved: SavedPaths = field(default_factory=SavedPaths)
    kept: Kept = field(default_factory=Kept)  # records that were read and checked before
    checked: Checked | None = None  # the records of the current build, if they have already been read
    theme: dict[str, bytes] | None = None
    changes: Changes = field(default_factory=Changes)
    deferred: DeferredPages = field(default_factory=DeferredPages)
    dirty: bool = False  # the current build is of what changed
    quick: bool = False  # it is of the documents that changed, whose pages are written already

    def rebuild(self, config: MkDocsConfig, build_all: Callable[[], None]) -> None:
        """Build the pages that changed, or all pages if the theme, the configuration or the set of
        hand-written files changed. Documents that were saved come first, and a build of what changed is given
        up if there is something newer.

        No page of the archive shows what another page's Markdown renders to, and pages that don't change keep
        their bytes. So the result is that of a whole build; a test compares the two.
        """
        shown = self._show_saved()
        theme = theme_files(config)
        self.changes.begin(root_of(config) / DOCS)
        if theme != self.theme or self.changes.is_for_all_pages(config):
            build_all()
            self.changes.end()
            self.theme = theme
        else:
            self.dirty = True
            try:
                with (
                    _quiet_about_dirty_builds(),
                    _no_garbage_collection(),
                    interruptible(self.give_up_if_superseded),
                ):
                    shown = self._build_changed(config, shown)
            except Superseded:
                return  # what this build has not made is left to the next one, which begins now
            finally:
                self.dirty = False
        if shown:
            reload_after_build(self._server())

    def give_up_if_superseded(self) -> None:
        """Raise Superseded if there is something newer to build."""
        give_up_if_superseded(self._server())

    def _show_saved(self) -> bool:
        """Show documents that were saved, if nothing but their words changed; return whether they are."""
        assert self.build is not None
        saved = self.saved.take()
        if not saved or self.whole is None or self.build.pages is None:
            return False
        shown = show_saved(saved, self.build, self.whole)
        if shown:
            self.changes.written.update(shown)
            self._show_now(self.build)
        return bool(shown)

    def _show_now(self, build: Build) -> None:
        show_now(self._server())
        if len(build.archive.documents) > LARGE:
            time.sleep(RELOAD)

    def _build_changed(self, config: MkDocsConfig, shown: bool) -> bool:
        """Build the documents that changed, unless they are shown already, and then the other pages and the
        search: with thousands of documents, these take longer. Return whether documents were shown first.
        """
        assert self.build is not None
        checked = load_checked(root_of(config), self.kept)
        before = self.build.archive
        changed = None if shown else build_changed(before, checked, root_of(config), is_reading_room(config))
        if changed:
            self.changes.written.update(changed.changed)
            self.build, self.quick = changed, True
            try:
                self._build_modified(config)
            finally:
                self.quick = False
            self._show_now(changed)
        self.checked = checked
        self._build_modified(config)
        return shown or bool(changed)

    def _build_modified(self, config: MkDocsConfig) -> None:
        fresh = load_config(
            config_file=config.config_file_path, site_dir=config.site_dir, strict=config.strict
        )
        fresh.site_url = config.site_url
        mkdocs_build.build(fresh, serve_url=config.site_url, dirty=True)
        self.changes.end()

    def _server(self) -> LiveReloadServer:
        assert self.server is not None  # set when serving begins
        return self.server


def root_of(config: MkDocsConfig) -> Path:
    """Return the folder of the archive: that of the configuration."""
    return Path(config.config_file_path).resolve().parent


def is_reading_room(config: MkDocsConfig) -> bool:
    """Return whether the site is the reading room, which is never published."""
    return bool(config.extra.get("reading_room"))


def theme_files(config: MkDocsConfig) -> dict[str, bytes]:
    """Return the SHA-256 of the files that every page depends on; every page has the collection's title."""
    root = root_of(config)
    files = [*root.glob("*.yml"), *filter(is_own_file, [root / COLLECTION])]
    settings = {path.name: hashlib.sha256(path.read_bytes()).digest() for path in files}
    return settings | digest_files(root / "overrides")


@contextmanager
def _quiet_about_dirty_builds() -> Iterator[None]:
    """Suppress MkDocs' warning that building only changed pages may leave others wrong: here it can't."""

    def wanted(record: logging.LogRecord) -> bool:
        return "'dirty' build" not in record.getMessage()

    mkdocs_build.log.addFilter(wanted)
    try:
        yield
    finally:
        mkdocs_build.log.removeFilter(wanted)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Turn garbage collection off during a build: its objects live until the end, and collecting takes a
    tenth of the time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()
