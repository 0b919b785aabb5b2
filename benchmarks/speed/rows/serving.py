"""`make serve`: how soon the server is ready, and how soon a saved record is seen.

A record is seen when its page, asked for again and again, first has the new word; and when the request by which a
browser waits for a reload is answered. Hugo's and MkDocs' own servers are measured in the same way.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..bench import Bench, Line
from ..invention import Shape
from ..peers import hugo_program
from ..process import CommandFailed
from .searching import find_chromium
from .site import Edited

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EDITS = 3
ASKED_AGAIN = 0.5  # seconds after an answer of the search
PATIENCE = 900.0  # seconds
PAUSE = 0.02
QUIET = 1.5  # seconds in which a server that is done uses no CPU
AT_REST = 0.1  # of a second of CPU in this time
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass
class Server:
    """A server that runs: its process, its address, the seconds until it was ready."""

    process: subprocess.Popen[str]
    address: str
    ready: float = 0.0

    def cpu(self) -> float:
        """Return the CPU seconds of the process and of all that it started; 0 where the system does not say."""
        parents, used = {}, {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                values = path.read_text("utf-8").rpartition(")")[2].split()
                parents[path.parent.name] = values[1]
                used[path.parent.name] = sum(map(int, values[11:15])) / TICKS
        family = {str(self.process.pid)}
        while more := {child for child, parent in parents.items() if parent in family} - family:
            family |= more
        return sum(used.get(member, 0.0) for member in family)

    def wait_until_quiet(self) -> None:
        """Wait until nothing is done any more."""
        before = -1.0
        while self.cpu() - before > AT_REST:
            before = self.cpu()
            time.sleep(QUIET)

    def get(self, path: str) -> str:
        """Return a page; an empty text if there is none."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=PATIENCE) as answer:
                return str(answer.read().decode("utf-8", "replace"))
        except urllib.error.URLError:
            return ""


@contextmanager
def serving(
    command: Sequence[str], folder: Path, port: int, sign: str, environment: dict[str, str]
) -> Iterator[Server]:
    """Run a server until it prints that it is ready, and stop it afterwards."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env={**os.environ, "PYTHONUNBUFFERED": "1", **environment}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    ) as process:  # fmt: skip
        server = Server(process, f"http://127.0.0.1:{port}/")
        assert process.stdout is not None
        try:
            printed = []
            for line in process.stdout:
                printed.append(line)
                if sign in line:
                    break
            else:
                raise CommandFailed(f"the server ended: {''.join(printed[-20:])}")
            server.ready = time.perf_counter() - start
            # What it prints is read all the time, or it would wait for a reader.
            threading.Thread(target=lambda stream: list(stream), args=(process.stdout,), daemon=True).start()
            yield server
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def free_port() -> int:
    """Return a port that nothing uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def seen(bench: Bench, number: int) -> Iterator[Line]:
    """Yield how soon `mkdocs serve` is ready, from nothing and again, and how soon a saved record is seen."""
    shape = Shape(number)
    project, peers = bench.project(shape), bench.peers(shape)
    port = free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**project.environment, "SITE_URL": ""}
    project.clean()
    record = project.documents()[number // 2]
    with serving(command, project.root, port, "Serving on", environment) as server:
        first = server.ready
        server.wait_until_quiet()
        ours = _edit(server, record)
        found = _found(server, record)
    with serving(command, project.root, port, "Serving on", environment) as server:
        again = server.ready
    bench.costs.pop(shape, None)  # the site is not there any more
    hugo = _hugo(peers.hugo, record.stem) if bench.with_peers else {}
    material = _material(peers.material, record.stem) if bench.with_peers else {}
    yield Line(
        "`make serve` is ready, from nothing",
        number,
        "s",
        (first,),
        hugo.get("ready", ()),
        material.get("ready", ()),
    )
    yield Line("`make serve` is ready, built before", number, "s", (again,), hugo.get("ready", ()))
    for what, unit, name in (
        ("save to seen, page", "s, s CPU", "seen"),
        ("save to seen, the browser's reload", "s", "reload"),
        ("until all is done after an edit", "s CPU", "done"),
    ):
        yield Line(what, number, unit, ours[name], hugo.get(name, ()), material.get(name, ()))
    if found:
        yield Line("save to found by the search, in Chromium", number, "s", (found,))


def _edit(server: Server, record: Path) -> dict[str, tuple[float, ...]]:
    """Edit a record some times; return the medians: seconds and CPU until seen, seconds until the reload, CPU in all."""
    found: dict[str, list[float]] = {"wall": [], "cpu": [], "reload": [], "done": []}
    page = f"documents/{record.stem}/"
    with Edited(record) as edited:
        for _ in range(EDITS):
            reload = _Reload(server, page)
            before, start = server.cpu(), time.perf_counter()
            word = edited.edit().capitalize()
            while word not in server.get(page):
                if time.perf_counter() - start > PATIENCE:
                    raise CommandFailed(f"{page} does not have {word!r} after {PATIENCE:.0f} s")
                time.sleep(PAUSE)
            found["wall"].append(time.perf_counter() - start)
            found["cpu"].append(server.cpu() - before)
            found["reload"].append(reload.seconds(start))
            server.wait_until_quiet()
            found["done"].append(server.cpu() - before)
    medians = {name: statistics.median(values) for name, values in found.items()}
    return {
        "seen": (medians["wall"], medians["cpu"]),
        "reload": (medians["reload"],) if medians["reload"] else (),
        "done": (medians["done"],),
    }


def _found(server: Server, record: Path) -> float:
    """Return the seconds until the search page, opened anew again and again, finds a new word; 0 without Chromium."""
    if not (chromium := find_chromium()):
        return 0.0
    from playwright.sync_api import sync_playwright  # here, because it takes memory that others need not

    with sync_playwright() as playwright, Edited(record) as edited:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        edited.edits = EDITS  # the words of these may still be found
        word = edited.edit()
        start = time.perf_counter()
        while not _answers(browser, f"{server.address}search/?q={word}"):
            if time.perf_counter() - start > PATIENCE:
                raise CommandFailed(f"the search does not find {word!r} after {PATIENCE:.0f} s")
            time.sleep(ASKED_AGAIN)
        seconds = time.perf_counter() - start
        browser.close()
    return seconds


def _answers(browser: Browser, address: str) -> bool:
    """Return whether the search page, with nothing in its cache, finds one document."""
    page = browser.new_page()
    page.route("**/livereload/**", lambda route: route.abort())  # no reload while the page is read
    page.goto(address)
    page.wait_for_function("/\\.$/.test(document.querySelector('#search-status').textContent)")
    found = page.locator("#search-status").inner_text()
    page.close()
    return found.startswith("1 document ")


class _Reload:
    """The request by which the script on a page waits for a newer one; nothing where the page has no such script."""

    def __init__(self, server: Server, page: str) -> None:
        """Begin to wait."""
        self._answered = 0.0
        self._thread: threading.Thread | None = None
        if script := re.search(r"livereload\((\d+), ?(\d+)", server.get(page)):
            epoch, request = script[1], script[2]
            self._thread = threading.Thread(target=self._wait, args=(server, epoch, request), daemon=True)
            self._thread.start()
            time.sleep(PAUSE)

    def _wait(self, server: Server, epoch: str, request: str) -> None:
        while int(server.get(f"livereload/{epoch}/{request}") or epoch) <= int(epoch):
            pass
        self._answered = time.perf_counter()

    def seconds(self, start: float) -> float:
        """Return the seconds from a time to the answer; 0 without a script."""
        if self._thread is None:
            return 0.0
        self._thread.join(PATIENCE)
        return self._answered - start


def _hugo(site: Path, id: str) -> dict[str, tuple[float, ...]]:
    port = free_port()
    command = [hugo_program(), "server", "--port", str(port), "--bind", "127.0.0.1"]
    environment = {"HUGO_CACHEDIR": str(site / "cache")}
    return _peer(
        command, site, port, "available at", environment, site / "content" / "documents" / f"{id}.md"
    )


def _material(site: Path, id: str) -> dict[str, tuple[float, ...]]:
    port = free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {"NO_MKDOCS_2_WARNING": "1"}
    document = site / "docs" / "documents" / f"{id}.md"
    settings = site / "mkdocs.yml"
    text = settings.read_text("utf-8")
    try:
        # Without an address it serves at the root, as the others do.
        settings.write_text(re.sub("site_url: .*\n", "", text), encoding="utf-8")
        return _peer(command, site, port, "Serving on", environment, document)
    finally:
        settings.write_text(text, encoding="utf-8")


def _peer(
    command: Sequence[str], site: Path, port: int, sign: str, environment: dict[str, str], document: Path
) -> dict[str, tuple[float, ...]]:
    with serving(command, site, port, sign, environment) as server:
        server.wait_until_quiet()
        return {"ready": (server.ready,), **_edit(server, document)}
