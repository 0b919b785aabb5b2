"""MkDocs' server of pages while they are edited: what it keeps to itself, under names that say what it is
for.

MkDocs 1.6.1 has no call for either. Its server answers while the version of the site that is visible is the
one that is wanted; a build raises the wanted version, and the end of the build the visible one. A browser
reloads when the visible version rises. These private names are used in no other module.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from watchdog.events import EVENT_TYPE_MODIFIED, FileSystemEvent, FileSystemEventHandler
from watchdog.observers.api import EventQueue, ObservedWatch
from watchdog.observers.polling import PollingEmitter

from ...base.files.system_errors import explain


def abort_if_refused(error: Exception) -> None:
    """End a build in one line, without a traceback, where the system refuses something: a full disk."""
    if isinstance(error, OSError):
        raise Abort(explain(error))


def show_now(server: LiveReloadServer) -> None:
    """Let the server answer, and the browser reload, although a build goes on."""
    with server._epoch_cond:
        server._visible_epoch = server._wanted_epoch
        server._epoch_cond.notify_all()


def reload_after_build(server: LiveReloadServer) -> None:
    """Let the browser reload once more at the end of a build whose pages were shown before."""
    server._wanted_epoch += 1


def request_build(server: LiveReloadServer) -> None:
    """Let the server build as if a file that it watches had changed."""
    with server._rebuild_cond:
        server._want_rebuild = True
        server._rebuild_cond.notify_all()


class Superseded(BaseException):
    """A build is given up because something changed again. It is no error, and MkDocs must not print it."""


def give_up_if_superseded(server: LiveReloadServer) -> None:
    """Raise Superseded if the server is to build again."""
    if server._want_rebuild:
        raise Superseded


class _LinklessEmitter(PollingEmitter):
    """Looks at what a link is, not at what it leads to."""

    def __init__(self, event_queue: EventQueue, watch: ObservedWatch, **options: Any) -> None:
        """Take the options of an emitter."""
        super().__init__(event_queue, watch, stat=os.lstat, **options)


def follow_no_links(server: LiveReloadServer) -> None:
    """Let what the server watches end at symbolic links: MkDocs follows them out of the archive."""
    server.observer._emitter_class = _LinklessEmitter
    for path in [*server._watched_paths]:
        server.unwatch(path)
        server.watch(path)


def watch_folder(server: LiveReloadServer, folder: Path, ignored: Collection[str]) -> None:
    """Watch a folder without some of its contents, also for new folders in it.

    MkDocs' own `watch` sees no new folder, and looks at all that is below a folder or at nothing.
    """
    handler = _FolderHandler(server, folder, ignored)
    server.observer.schedule(handler, os.path.abspath(folder), recursive=False)
    for path in sorted(folder.iterdir()):
        handler.watch(path)


class _FolderHandler(FileSystemEventHandler):
    """Builds when a file in a folder changes, and watches the folders that come and go in it."""

    def __init__(self, server: LiveReloadServer, folder: Path, ignored: Collection[str]) -> None:
        """Keep what is watched."""
        self.server = server
        self.folder = os.path.abspath(folder)
        self.ignored = ignored
        self.watched: set[str] = set()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Build for what comes, goes or changes here; a folder's own time changes with what is in it."""
        names = {os.path.relpath(os.fsdecode(path), self.folder) for path in _paths(event)}
        if names <= {".", *self.ignored} or (event.is_directory and event.event_type == EVENT_TYPE_MODIFIED):
            return
        for name in names.difference(self.ignored, {"."}):
            self.watch(Path(self.folder, name))
        request_build(self.server)

    def watch(self, path: Path) -> None:
        """Watch a folder that is there, and no longer one that is gone."""
        name = str(path)
        if path.name in self.ignored:
            return
        if name in self.watched:
            self.watched.remove(name)
            self.server.unwatch(name)
        if path.is_dir():
            try:
                self.server.watch(name)
            except FileNotFoundError:  # gone again, of which the next event tells
                self.server._watched_paths.pop(name)
            else:
                self.watched.add(name)


def _paths(event: FileSystemEvent) -> list[str | bytes]:
    return [path for path in (event.src_path, event.dest_path) if path]
