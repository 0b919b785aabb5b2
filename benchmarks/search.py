"""Measure the search of an invented archive: `python benchmarks/search.py NUMBER [NUMBER …]`.

For each number of documents it makes an archive (invented.py), builds its site with the search, serves it on
this machine, and asks the search page in Chromium: five times with nothing in its cache, of which the medians
are printed, and then more queries. It prints how long the build took and, for the first query and for later
ones, the milliseconds and kilobytes from opening the page to the first results, until the answer is whole
(other languages looked at), and until nothing more comes (facets of subjects). The first query opens the page
with its address; later ones are typed, and answered whole at once. Bytes are those of bodies on the wire,
without the page's own HTML and style; texts are compressed by gzip, as hosts of static sites send them, and
Pagefind's files as they are. Compare figures of one run only.
"""

from __future__ import annotations

import functools
import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import astuple, dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from invented import Invention, write_archive
from playwright.sync_api import Page, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[1]
QUERIES = 7
AT_REST = 1500  # milliseconds after an answer, in which facets are loaded


OPENED = 5  # times, each with nothing in the cache
COMPRESSED = (".html", ".js", ".css", ".json")


@functools.cache
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


class _Handler(SimpleHTTPRequestHandler):
    """A file server that has compressed texts at hand, as hosts of static sites do."""

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = _compressed(path) if path.suffix in COMPRESSED else path.read_bytes()
        self.send_response(200)
        if path.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def lay_out(root: Path, number: int) -> None:
    """Make an archive of invented documents below `root`, with this project's program, theme and pages."""
    write_archive(root, number)
    (root / "scripts").symlink_to(REPOSITORY / "scripts")
    shutil.copytree(REPOSITORY / "overrides", root / "overrides")
    shutil.copyfile(REPOSITORY / "mkdocs.yml", root / "mkdocs.yml")
    (root / "docs").mkdir()
    shutil.copyfile(REPOSITORY / "docs" / "search.md", root / "docs" / "search.md")
    for folder in ("about", "development", "assets"):
        shutil.copytree(REPOSITORY / "docs" / folder, root / "docs" / folder)


def build(root: Path, number: int) -> float:
    """Make an archive and its site below `root`; return the seconds that the build took."""
    lay_out(root, number)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": ""}
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=root, env=environment, check=True
    )
    return time.perf_counter() - start


# In the page: when results of a query were first shown, and when its answer was whole; what had come by then.
WATCH = """
performance.setResourceTimingBufferSize(10000);
window.times = {};
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    const text = document.querySelector("#search-status").textContent;
    const query = text.match(/“(.*)”/)?.[1];
    if (!query) return;
    const noted = (window.times[query] ??= {first: performance.now()});
    if (text.endsWith(".")) noted.whole ??= performance.now();
}).observe(document.querySelector("#search-status"), {childList: true, characterData: true, subtree: true}));
"""
CAME = """
([from, to]) => performance.getEntriesByType("resource")
    .filter(file => /\\/pagefind\\/|\\/assets\\/(.*\\/)?search\\//.test(file.name) && file.transferSize)
    .filter(file => file.responseEnd > from && file.responseEnd <= to)
    .reduce((sum, file) => sum + file.encodedBodySize, 0) / 1000
"""


@dataclass(frozen=True)
class Answer:
    """Milliseconds and kilobytes to the first results and to the whole answer, and the kilobytes when nothing
    more comes.
    """

    first: float
    first_size: float
    whole: float
    size: float
    all: float


def _answer(page: Page, query: str, start: float) -> Answer:
    """Wait for an answer that was asked for at a time of the page's clock (milliseconds)."""
    page.wait_for_function("query => window.times[query]?.whole", arg=query)
    page.wait_for_timeout(AT_REST)
    first, whole = page.evaluate("query => [window.times[query].first, window.times[query].whole]", query)
    sizes = [page.evaluate(CAME, [start, end]) for end in (first, whole, 1e9)]
    return Answer(first - start, sizes[0], whole - start, sizes[1], sizes[2])


def ask_first(page: Page, address: str, query: str) -> Answer:
    """Open the search page with a query, nothing being cached."""
    page.add_init_script(WATCH)
    page.goto(f"{address}search/?q={query}")
    return _answer(page, query, 0)


def ask_later(page: Page, query: str) -> Answer:
    """Type another query into the open page."""
    start = page.evaluate("performance.now()")
    page.locator("#search-query").fill(query)
    page.locator("#search-query").press("Enter")
    return _answer(page, query, start)


def measure(site: Path, chromium: str) -> tuple[Answer, list[Answer]]:
    """Return the answer to a first query, and to those that follow."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    # Words of the middle of the distribution: neither in every document nor in hardly any.
    words = Invention(1).words[200 : 200 + QUERIES]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        ask_first(browser.new_page(), address, words[0])  # a browser that has just started is slower
        pages = [browser.new_context().new_page() for _ in range(OPENED)]
        firsts = [ask_first(page, address, words[0]) for page in pages]
        later = [ask_later(pages[-1], word) for word in words[1:]]
        browser.close()
    server.shutdown()
    return Answer(*(statistics.median(figures) for figures in zip(*map(astuple, firsts), strict=True))), later


def main(numbers: list[int]) -> None:
    """Print a table, a row for each number of documents."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        sys.exit("This benchmark needs Chromium.")
    print("                    first query: ms and KB to                 later ones (median)")
    print("documents  build s  first results   whole answer  at rest KB    ms    KB")
    for number in numbers:
        with tempfile.TemporaryDirectory() as folder:
            seconds = build(Path(folder), number)
            first, later = measure(Path(folder) / "site", chromium)
        milliseconds = statistics.median(answer.whole for answer in later)
        size = statistics.median(answer.all for answer in later)
        print(
            f"{number:9}  {seconds:7.1f}  {first.first:6.0f} {first.first_size:6.0f}  {first.whole:6.0f} {first.size:6.0f}"
            f"  {first.all:10.0f}  {milliseconds:4.0f}  {size:4.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [200, 2000])
