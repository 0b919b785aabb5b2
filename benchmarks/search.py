"""Measure the search of an invented archive: `python benchmarks/search.py NUMBER [NUMBER …]`.

For each number of documents it makes an archive (invented.py), builds its site with the search, serves it on this machine,
and asks the search page in Chromium, with nothing in its cache. It prints how long the build took, and the bytes that
came over the wire and the milliseconds from asking to the first result: for the first query, and for later ones.
Bytes are those of the answers' bodies, uncompressed, as a plain file server sends them. Compare figures of one run only.
"""

from __future__ import annotations

import functools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from invented import Invention, write_archive
from playwright.sync_api import Page, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[1]
QUERIES = 7


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Print nothing."""


def build(root: Path, number: int) -> float:
    """Make an archive and its site below `root`; return the seconds that the build took."""
    write_archive(root, number)
    for name in ("scripts", "overrides"):
        (root / name).symlink_to(REPOSITORY / name)
    shutil.copyfile(REPOSITORY / "mkdocs.yml", root / "mkdocs.yml")
    (root / "docs").mkdir()
    shutil.copyfile(REPOSITORY / "docs" / "search.md", root / "docs" / "search.md")
    for folder in ("about", "assets"):
        shutil.copytree(REPOSITORY / "docs" / folder, root / "docs" / folder)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": ""}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=root, env=environment, check=True)
    return time.perf_counter() - start


def ask(page: Page, query: str) -> tuple[float, int]:
    """Ask the open search page; return the milliseconds to the first result, and the bytes that came."""
    came: list[int] = []
    count = functools.partial(_count, came)
    page.on("response", count)
    start = time.perf_counter()
    page.locator("#search-query").fill(query)
    page.locator("#search-query").press("Enter")
    page.wait_for_function("query => document.querySelector('#search-status').textContent.includes(`“${query}”`)", arg=query)
    taken = (time.perf_counter() - start) * 1000
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", count)
    return taken, sum(came)


def _count(came: list[int], response) -> None:
    came.append(len(response.body()))


def measure(site: Path, chromium: str) -> tuple[tuple[float, int], list[tuple[float, int]]]:
    """Return (milliseconds, bytes) of the first query, the page's own files left out, and of those that follow."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # Words of the middle of the distribution: neither in every document nor in hardly any.
    words = Invention(1).words[200 : 200 + QUERIES]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/search/")
        page.wait_for_load_state("networkidle")
        answers = [ask(page, word) for word in words]
        browser.close()
    server.shutdown()
    return answers[0], answers[1:]


def main(numbers: list[int]) -> None:
    """Print a table, a row for each number of documents."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        sys.exit("This benchmark needs Chromium.")
    print("documents  build s  first: ms  KB   later (median): ms  KB")
    for number in numbers:
        with tempfile.TemporaryDirectory() as folder:
            seconds = build(Path(folder), number)
            first, later = measure(Path(folder) / "site", chromium)
        milliseconds, size = (statistics.median(values) for values in zip(*later, strict=True))
        print(
            f"{number:9}  {seconds:7.1f}  {first[0]:9.0f}  {first[1] / 1000:3.0f}  {milliseconds:18.0f}  {size / 1000:3.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [200, 2000])
