"""Show one document, or those of one source, as the site would, and rebuild it whenever it is saved."""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from ...base.files.partial import IN_USE, remove_partial
from ...base.files.reading import list_folder
from ...base.files.writing import make_folder
from ...base.problems import Problem, print_problems, printable
from ...base.project import list_ids
from ...publish.build import READING_ROOM_DOCS
from ...publish.mkdocs_build import has_site
from ...publish.preview import Previewed, find_previewed, nearest_ids
from ...records.files import list_records

CONFIG = "mkdocs.preview.yml"
ADDRESS = "127.0.0.1"
HOSTS = "ALLOW_HOSTS"  # the variable of mkdocs.yml with names of hosts
PATIENCE = 5  # seconds in which the server ends by itself
PAUSE = 0.05  # seconds between two looks at the server
# A preview's own folder, which shows by its time that it is in use.
FOLDER_PREFIX = "preview-"
FOLDER = re.compile(FOLDER_PREFIX + "[a-z0-9_]{8,}")
RENEWAL = IN_USE / 10  # seconds after which its time is renewed
# What asks for an end: Ctrl-C, other programs, and a terminal that is closed. Windows has no SIGHUP.
ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


def preview(root: Path, named: str, open_browser: bool, allowed: Collection[str] = ()) -> int:
    """Serve a preview on this machine until a signal ends it; `allowed` are host names beside its own.

    Return 0 after the signal, 1 without such a record, and the exit status of a server that ends by itself.
    """
    if not has_site(root, CONFIG):
        return 1
    previewed = find_previewed(root, named, Path.cwd())
    if previewed is None:
        unreadable = [problem for problem in list_records(root)[1] if problem.code == "F109"]
        print_problems(unreadable, sys.stderr)
        expected = "Expected the id of a document or source, or the path of one."
        print(printable(f"{named}: no such record. {expected}"), file=sys.stderr)
        if near := nearest_ids(named, (id for ids in list_ids(root) for id in ids)):
            print(f"Did you mean {' or '.join(near)}?", file=sys.stderr)
        return 1
    if print_problems(_unreadable(root, previewed), sys.stderr):
        return 1
    is_document = len(previewed.documents) == 1 and previewed.page.startswith("documents/")
    shown = previewed.documents[0] if is_document else previewed.folder
    place = root / READING_ROOM_DOCS.parent
    make_folder(place)
    remove_partial(place, FOLDER)
    signals = _receive_signals()
    with tempfile.TemporaryDirectory(dir=place, prefix=FOLDER_PREFIX) as name:
        folder, port = Path(name), _free_port()
        with _start(root, shown.relative_to(root).as_posix(), folder, port, allowed) as server:
            try:
                if _wait(server, folder, signals, lambda: _answers(port)):
                    announce(f"http://{ADDRESS}:{port}/{previewed.page}", open_browser)
                    _wait(server, folder, signals)
                return 0 if signals else int(server.returncode or 1)
            finally:
                _end(server)


def _receive_signals() -> list[int]:
    """Return a list to which each signal that asks for an end is added; the signal itself ends nothing.

    A signal that is ignored stays so, as SIGINT does in a job that a shell started in the background.
    """
    received: list[int] = []
    for name in ENDING:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda number, _: received.append(number))
    return received


def _unreadable(root: Path, previewed: Previewed) -> Iterator[Problem]:
    """Yield the problems of folders that the preview reads and watches but that cannot be read."""
    for folder in (previewed.folder, root / "sources" / "vocabulary"):
        if os.path.lexists(folder):
            children, problems = list_folder(folder, root)
            yield from problems if children is None else ()


def _start(
    root: Path, shown: str, folder: Path, port: int, allowed: Collection[str]
) -> subprocess.Popen[bytes]:
    """Start the server of a preview, all of whose files are in `folder`."""
    docs = folder / "docs"
    docs.mkdir()
    with tempfile.TemporaryFile(dir=folder) as probe:  # a disk that is full is named here, in one line
        probe.write(b"a preview")
    environment = {
        **os.environ,
        "ARCHIVE_PREVIEW": shown,
        "ARCHIVE_PREVIEW_FOLDER": str(docs),
        HOSTS: " ".join([os.environ.get(HOSTS, ""), *allowed]),
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
    return subprocess.Popen(command, cwd=root, env=environment)


def _wait(
    server: subprocess.Popen[bytes],
    folder: Path,
    signals: Collection[int],
    is_reached: Callable[[], bool] = lambda: False,
) -> bool:
    """Wait until something is reached; return False if the server ends or a signal is received first.

    The folder's time is renewed meanwhile, so that no other preview removes it as left by a killed one.
    """
    renewed = time.monotonic()
    while not signals and server.poll() is None:
        if is_reached():
            return True
        if time.monotonic() - renewed > RENEWAL:
            os.utime(folder)
            renewed = time.monotonic()
        time.sleep(PAUSE)
    return False


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
    return preview(root, arguments.record, not arguments.no_open, arguments.allow_host)
