"""Make the site: the records → docs/ → site/ → the search index."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Collection
from pathlib import Path

from ...base.files.docs import DOCS
from ...base.problems import print_problems
from ...base.project import CONFIG
from ...base.wording import count
from ...collection.loading import load_archive
from ...publish.build import build_docs
from ...publish.inputs import check_written
from ...publish.mkdocs_build import has_site, run_mkdocs
from ...publish.publication import Workshop, put_in_place
from ...publish.serve.file_server import FileServer
from ...publish.serve.hosts import parse_names
from ..progress import progress
from .workshop import Refused, in_workshop, refuse

READING_ROOM_CONFIG = "mkdocs.reading-room.yml"
READING_ROOM = "reading-room"


def build_pages(root: Path) -> int:
    """Write the pages of docs/ from the records; nothing where there is no folder of records."""
    if not (root / "sources").is_dir():
        print_problems(load_archive(root).problems, sys.stderr)
        print("docs/ was not written. Hint: name the archive's folder with --root", file=sys.stderr)
        return 1
    status = in_workshop(root, DOCS.name, lambda _: _write_pages(root))
    return 1 if status is None else status


def _write_pages(root: Path) -> int:
    with progress():
        build = build_docs(root)
    status = print_problems(build.problems, sys.stderr)
    if build.refused:
        print("docs/ was not written.", file=sys.stderr)
        return status
    print(f"docs/: {count(len(build.changed), 'page')} written, {len(build.removed)} removed.")
    return status


def build_site(root: Path, reading_room: bool) -> int:
    """Build site/ or reading-room/ with MkDocs, whose hook prints the problems."""
    config = READING_ROOM_CONFIG if reading_room else CONFIG
    if not has_site(root, config):
        return 1
    name = READING_ROOM if reading_room else "site"
    status = in_workshop(root, name, lambda workshop: _build(root, workshop, config, name))
    return 1 if status is None else status


def _build(root: Path, workshop: Workshop, config: str, name: str) -> int:
    left = f"{name}/ was left as it was."
    refuse(check_written(root), left)
    with progress():
        build = build_docs(root, reading_room=name == READING_ROOM)
    if build.refused:
        refuse(build.problems, left)
    made = workshop.folder / name
    if run_mkdocs(root, config, made, workshop, build):
        raise Refused(left)
    put_in_place(workshop, made, root / name)
    return int(bool(build.problems))


def serve_reading_room(root: Path, port: int, allowed: Collection[str]) -> int:
    """Serve reading-room/ on this machine until Ctrl-C; return 1 if the port is in use."""
    try:
        server = FileServer(root / READING_ROOM, port, allowed)
    except OSError as error:
        print(f"port {port}: {error.strerror}. Expected a free port. Hint: name another one", file=sys.stderr)
        return 1
    with server, contextlib.suppress(KeyboardInterrupt):
        print(f"The reading room is at {server.url} (Ctrl-C ends it).", flush=True)
        server.serve_forever()
    return 0


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    if arguments.pages_only:
        return build_pages(root)
    status = build_site(root, arguments.reading_room)
    if status or arguments.serve is None:
        return status
    return serve_reading_room(root, arguments.serve, parse_names(arguments.allow_host))
