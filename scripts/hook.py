"""Lets `mkdocs serve` and `mkdocs build` run the archive's build first and its search index last.

Nothing here is essential: `archive build --pages-only` writes the same pages for a generator that has no hooks.
This is the only file that knows MkDocs.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from archive.problems import print_problems
from archive.search import write_index
from archive.site import DOCS, GENERATED_FOLDERS, Build, build_docs

log = logging.getLogger("mkdocs.archive")


class _State:
    """What must outlive one build of `mkdocs serve`."""

    server: LiveReloadServer | None = None
    build: Build | None = None


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent


def _reading_room(config: MkDocsConfig) -> bool:
    return bool(config.extra.get("reading_room"))


def _watch_docs(server: LiveReloadServer, docs: Path) -> None:
    server.watch(str(docs), recursive=False)


@contextmanager
def _unwatched(docs: Path) -> Iterator[None]:
    """Stop watching docs/ while the build writes the home page into it, or each build would start another."""
    server = _State.server
    if server:
        server.unwatch(str(docs))
    try:
        yield
    finally:
        if server:
            _watch_docs(server, docs)


def on_config(config: MkDocsConfig) -> None:
    """Refuse to put the reading room where the public site belongs."""
    if _reading_room(config) and Path(config.site_dir).name == "site":
        raise Abort("The reading room shows restricted text. Expected a site_dir other than site/.")


def on_pre_build(config: MkDocsConfig) -> None:
    """Write the pages that the records ask for; what is wrong is a warning, on which --strict stops."""
    root = _root(config)
    _State.build = build_docs(root, _reading_room(config), writing=lambda: _unwatched(root / DOCS))
    report = io.StringIO()
    if print_problems(_State.build.problems, report):
        log.warning("Records left out or incomplete:\n%s", report.getvalue().rstrip())


def on_post_build(config: MkDocsConfig) -> None:
    """Index the built pages for the search."""
    assert _State.build is not None
    write_index(_State.build.archive, Path(config.site_dir))


def on_serve(server: LiveReloadServer, config: MkDocsConfig, **_: object) -> None:
    """Watch what people write, in docs/ and beside it; what the build writes must not start another build."""
    docs = _root(config) / DOCS
    server.unwatch(config.docs_dir)
    _watch_docs(server, docs)
    for folder in sorted(docs.iterdir()):
        if folder.is_dir() and folder.name not in GENERATED_FOLDERS:
            server.watch(str(folder))
    _State.server = server
