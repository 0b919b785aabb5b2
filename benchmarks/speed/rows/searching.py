"""The search in Chromium: kilobytes and seconds until the first results, with nothing in the browser's cache.

The site is served on this machine: texts compressed with gzip, as hosts of static sites send them, and Pagefind's files
as they are. Bytes are those of bodies, without the page's own HTML and style.
"""

from __future__ import annotations

import functools
import gzip
import shutil
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from ..bench import Bench, Line
from ..invention import Shape
from ..invention.shape import FOUR_LANGUAGES
from ..invention.words import Lexicon

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
QUERIES = 7
OPENED = 5  # times, each with nothing in the cache
AT_REST = 1500  # milliseconds after an answer, in which facets are loaded
COMPRESSED = (".html", ".js", ".css", ".json")
MIDDLE = 200  # the rank of the first word that is looked for: neither in every document nor in hardly any
MOUNTED = "/archive/"  # where the site is, as its address says

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
    """Seconds and kilobytes to the first results and to the whole answer, and the kilobytes when nothing more comes."""

    first: float
    first_size: float
    whole: float
    size: float
    all: float


def search(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what a first query and later ones take, over full texts in four languages."""
    if not (chromium := find_chromium()):
        yield Line("search", number, "", note="not measured: it needs Chromium")
        return
    shape = Shape(number, languages=FOUR_LANGUAGES)
    first, later = _ask(bench.built(shape).site, chromium, Lexicon("en", shape.seed).words)
    yield Line("first results of a search, nothing cached", number, "KB, s", (first.first_size, first.first))
    yield Line(
        "its whole answer, and all that is loaded", number, "KB, s, KB", (first.size, first.whole, first.all)
    )
    seconds = statistics.median(answer.whole for answer in later)
    size = statistics.median(answer.all for answer in later)
    yield Line("a later query (median)", number, "KB, s", (size, seconds))
    bench.forget(shape)


def find_chromium() -> str | None:
    """Return the path of the system's Chromium."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@functools.cache
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


class _Handler(SimpleHTTPRequestHandler):
    """A file server that has compressed texts at hand, as hosts of static sites do."""

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path("/" + self.path.removeprefix(MOUNTED)))
        path = path / "index.html" if path.is_dir() else path
        if not self.path.startswith(MOUNTED) or not path.is_file():
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


@contextmanager
def _served(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{MOUNTED}"
    finally:
        server.shutdown()


def _answer(page: Page, query: str, start: float) -> Answer:
    """Wait for an answer that was asked for at a time of the page's clock (milliseconds)."""
    page.wait_for_function("query => window.times[query]?.whole", arg=query)
    page.wait_for_timeout(AT_REST)
    first, whole = page.evaluate("query => [window.times[query].first, window.times[query].whole]", query)
    sizes = [page.evaluate(CAME, [start, end]) for end in (first, whole, 1e9)]
    return Answer((first - start) / 1000, sizes[0], (whole - start) / 1000, sizes[1], sizes[2])


def _ask_first(page: Page, address: str, query: str) -> Answer:
    """Open the search page with a query, nothing being cached."""
    page.add_init_script(WATCH)
    page.goto(f"{address}search/?q={query}")
    return _answer(page, query, 0)


def _ask_later(page: Page, query: str) -> Answer:
    """Type another query into the open page."""
    start = page.evaluate("performance.now()")
    page.locator("#search-query").fill(query)
    page.locator("#search-query").press("Enter")
    return _answer(page, query, start)


def _ask(site: Path, chromium: str, words: list[str]) -> tuple[Answer, list[Answer]]:
    """Return the answer to a first query, the median of several, and the answers to those that follow."""
    from playwright.sync_api import sync_playwright  # here, because it takes memory that others need not

    asked = [word for word in words[MIDDLE:] if len(word) > 3][:QUERIES]
    with _served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        _ask_first(browser.new_page(), address, asked[0])  # a browser that has just started is slower
        pages = [browser.new_context().new_page() for _ in range(OPENED)]
        firsts = [_ask_first(page, address, asked[0]) for page in pages]
        later = [_ask_later(pages[-1], word) for word in asked[1:]]
        browser.close()
    return Answer(*(statistics.median(values) for values in zip(*map(astuple, firsts), strict=True))), later
