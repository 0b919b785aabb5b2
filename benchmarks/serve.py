"""Measure `mkdocs serve` on an invented archive: `python benchmarks/serve.py NUMBER [EDITS]`.

It makes an archive (invented.py), serves it on this machine, and changes the summary of one document after
another. For each it prints the seconds from saving to the first time that the search page, opened anew in
Chromium twice a second, finds the new word. Compare figures of one run only.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from search import lay_out

PORT = 8765
PATIENCE = 600.0  # seconds
PAUSE = 0.5
REBUILT = "Reloading browsers"


def answered(browser: Browser, word: str) -> bool:
    """Say whether the search page, with nothing in its cache, finds one document for a word."""
    page = browser.new_page()
    page.route("**/livereload/**", lambda route: route.abort())  # no reload while the page is read
    page.goto(f"http://127.0.0.1:{PORT}/search/?q={word}")
    page.wait_for_function("/\\.$/.test(document.querySelector('#search-status').textContent)")
    found = page.locator("#search-status").inner_text()
    page.close()
    return found.startswith("1 document ")


def measure(root: Path, chromium: str, edits: int) -> list[float]:
    """Return, for each edit, the seconds until the search found it."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{PORT}"]
    seconds = []
    with (
        subprocess.Popen(
            command, cwd=root, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as server,
        sync_playwright() as playwright,
    ):
        assert server.stdout is not None
        try:
            next(line for line in server.stdout if "Serving on" in line)
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for edit, record in enumerate(sorted(root.glob("sources/[0-9]*/*/*.md"))[:edits]):
                word = f"quixot{'abcdefghij'[edit % 10]}berry"
                record.write_text(
                    record.read_text(encoding="utf-8") + f"\n{word.capitalize()} [L2].\n", encoding="utf-8"
                )
                start = time.perf_counter()
                while not answered(browser, word):
                    if time.perf_counter() - start > PATIENCE:
                        sys.exit(f"The search does not find {word!r} after {PATIENCE:.0f} s.")
                    time.sleep(PAUSE)
                seconds.append(time.perf_counter() - start)
                next(line for line in server.stdout if REBUILT in line)
        finally:
            server.terminate()
    return seconds


def main(number: int, edits: int) -> None:
    """Print the seconds of each edit and their median."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        sys.exit("This benchmark needs Chromium.")
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder), number)
        seconds = measure(Path(folder), chromium, edits)
    print(
        f"{number} documents: {', '.join(f'{value:.1f}' for value in seconds)} s; median {statistics.median(seconds):.1f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
