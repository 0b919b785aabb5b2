"""Show one document, or those of one source, as the site would, and rebuild it whenever it is saved."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path

from ..base.files import list_folder
from ..base.problems import Problem, print_problems
from ..base.project import list_ids
from ..publish.build import READING_ROOM_DOCS
from ..publish.mkdocs_build import has_site
from ..publish.preview import Previewed, find_previewed, nearest_ids
from ..records.files import list_records

CONFIG = "mkdocs.preview.yml"
ADDRESS = "127.0.0.1"
PATIENCE = 5  # seconds in which the server ends by itself


def preview(root: Path, named: str, open_browser: bool) -> int:
    """Serve a preview on this machine until Ctrl-C; return 1 without such a record, or without a server."""
    previewed = find_previewed(root, named, Path.cwd())
    if previewed is None:
        unreadable = [problem for problem in list_records(root)[1] if problem.code == "F109"]
        print_problems(unreadable, sys.stderr)
        print(
            f"{named}: no such record. Expected the id of a document or source, or the path of one.",
            file=sys.stderr,
        )
        if near := nearest_ids(named, (id for ids in list_ids(root) for id in ids)):
            print(f"Did you mean {' or '.join(near)}?", file=sys.stderr)
        return 1
    if print_problems(_unreadable(root, previewed), sys.stderr) or not has_site(root, CONFIG):
        return 1
    is_document = len(previewed.documents) == 1 and previewed.page.startswith("documents/")
    shown = previewed.documents[0] if is_document else previewed.folder
    place = root / READING_ROOM_DOCS.parent
    place.mkdir(exist_ok=True)
    # So that SIGTERM removes the folder and ends the server, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(dir=place, prefix="preview-") as folder:
        return _serve(root, shown.relative_to(root).as_posix(), previewed.page, Path(folder), open_browser)


def _unreadable(root: Path, previewed: Previewed) -> Iterator[Problem]:
    """Yield the problems of folders that the preview reads and watches but that cannot be read."""
    for folder in (previewed.folder, root / "sources" / "vocabulary"):
        if os.path.lexists(folder):
            children, problems = list_folder(folder, root)
            yield from problems if children is None else ()


def _serve(root: Path, shown: str, page: str, folder: Path, open_browser: bool) -> int:
    port = _free_port()
    docs = folder / "docs"
    docs.mkdir()
    environment = {
        **os.environ,
        "ARCHIVE_PREVIEW": shown,
        "ARCHIVE_PREVIEW_FOLDER": str(docs),
        "TMPDIR": str(folder),  # where MkDocs puts the built pages: they may contain captured text
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUNBUFFERED": "1",
    }
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "serve",
        "--quiet",
        "-f",
        CONFIG,
        "--dev-addr",
        f"{ADDRESS}:{port}",
    ]
    with subprocess.Popen(command, cwd=root, env=environment) as server:
        try:
            while not _answers(port):
                if server.poll() is not None:
                    return int(server.returncode or 1)
                time.sleep(0.05)
            announce(f"http://{ADDRESS}:{port}/{page}", open_browser)
            return server.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the server. It may ignore SIGINT, as a job that a shell started in the background does."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def announce(address: str, open_browser: bool) -> None:
    """Print where the preview is, and open it."""
    print(
        f"{address}\nIt is rebuilt when a record, the capture or a vocabulary is saved. Ctrl-C ends it.",
        flush=True,
    )
    if open_browser and not webbrowser.open(address):
        print("No browser was found: open the address in one.", flush=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((ADDRESS, 0))
        return int(free.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex((ADDRESS, port)) == 0


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return preview(root, arguments.record, not arguments.no_open)
