"""`mkdocs serve` alone: it builds, serves, and rebuilds once for each change that a person makes."""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import REPOSITORY, copy_project, leave_out_fingerprints
from site_fixtures import build_environment

pytestmark = pytest.mark.slow

REPORT = next(REPOSITORY.glob("sources/2013/moscow-times-a27914/*.md")).stem
RECORD = f"sources/2013/moscow-times-a27914/{REPORT}.md"
DETECTED, RELOADED = "Detected file changes", "Reloading browsers"
# Watching is by polling twice a second: a second rebuild would begin within a second after the first.
QUIET = 3.0
PATIENCE = 60.0
LIVE_RELOAD = r"(?s)<script>\s*var livereload.*?</script>"

NEW_SOURCE = {
    "source.yml": """\
label: An invented bulletin, 30 December 2019
file: invented.txt
sha256: 0000000000000000000000000000000000000000000000000000000000000000
bytes: 40
lines: 3
blank: 2
captured: unknown
captured_from: unknown
added: 2026-11-24
rights: InC
access: summary
""",
    "2019-12-30-an-invented-headline.md": """\
---
title: An invented headline
date: 2019-12-30
outlet: moscow-times
kind: news-report
language: en
original_url: https://example.org/invented
byline: unknown
lines: 1-3
roles: {1: title}
nearness: report
chain: [moscow-times]
wholeness: complete
topics: [arms-control]
---
An invented summary [L3].
""",
}


class Console:
    """A running `mkdocs serve`, the lines that it prints, and the site that it serves."""

    def __init__(self, project: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.project = project
        self.address = f"http://127.0.0.1:{port}/"
        self.lines: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=project, env={**build_environment(), "SITE_URL": self.address}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip())

    def until(self, text: str) -> list[str]:
        """Return the lines up to one that holds a text."""
        found: list[str] = []
        end = time.monotonic() + PATIENCE
        while not found or text not in found[-1]:
            try:
                found.append(self.lines.get(timeout=max(0.01, end - time.monotonic())))
            except queue.Empty:
                pytest.fail(f"waited {PATIENCE:.0f} s for {text!r}; the console says\n" + "\n".join(found))
        return found

    def during(self, seconds: float) -> list[str]:
        """Return the lines that are printed in a time."""
        time.sleep(seconds)
        found = []
        while not self.lines.empty():
            found.append(self.lines.get())
        return found

    def rebuilt(self) -> str:
        """Wait for a rebuild, and for the time in which another would begin; return all that was printed."""
        return "\n".join(self.until(RELOADED) + self.during(QUIET))

    def get(self, path: str = "") -> tuple[int, str]:
        """Return the status and text of a page."""
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode("utf-8")

    def version(self) -> int:
        """Return the version of the site that a browser is told of."""
        return int(self.get("livereload/0/0")[1])

    def save(self, path: str, text: str) -> None:
        """Change a file of the project in one step: emptied and then filled, it may count as two changes."""
        partial = self.project.parent / "partial"
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, self.project / path)

    def read(self, path: str) -> str:
        """Return the text of a file of the project."""
        return (self.project / path).read_text(encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file of the project."""
        assert old in self.read(path)
        self.save(path, self.read(path).replace(old, new))

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reader.join(timeout=10)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A server of its own copy of the real collection; each test leaves it running, with records that are in
    order.
    """
    project = copy_project(tmp_path_factory.mktemp("serve") / "project", REPOSITORY)
    leave_out_fingerprints(project)  # for a source that a test invents there are none
    started = Console(project)
    try:
        started.until("Serving on")
        yield started
    finally:
        started.stop()


def once(printed: str) -> None:
    """Assert that the console tells of one rebuild, and of nothing wrong."""
    assert (printed.count(DETECTED), printed.count(RELOADED)) == (1, 1), printed
    assert "WARNING" not in printed and "ERROR" not in printed, printed


def test_nothing_is_rebuilt_while_nothing_changes(console: Console) -> None:
    assert console.get()[0] == 200
    assert [line for line in console.during(4) if DETECTED in line] == []


def test_an_edited_summary_is_shown_after_one_rebuild(console: Console) -> None:
    console.replace(RECORD, "The report says that", "The invented report says that")
    once(console.rebuilt())
    assert "The invented report says that" in console.get(f"documents/{REPORT}/")[1]


def words(console: Console) -> str:
    """Return the words that the search knows, as the site has them now."""
    folder = json.loads(console.get("pagefind/current.json")[1])["folder"]
    return console.get(f"pagefind/{folder}/words-en.json")[1]


@pytest.mark.measured
def test_a_word_of_an_edited_summary_is_in_the_search(console: Console) -> None:
    """It is shown before the pages that lead to the document are built, and found after; the browser reloads
    both times.
    """
    assert "zeppelinlike" not in words(console)
    versions = [console.version()]
    console.replace(RECORD, "report says that", "zeppelinlike report says that")
    console.until(DETECTED)
    while (version := console.version()) == versions[-1]:
        time.sleep(0.02)
    versions.append(version)
    assert "zeppelinlike" in console.get(f"documents/{REPORT}/")[1]
    assert RELOADED not in "\n".join(console.during(0))
    console.until(RELOADED)
    assert "zeppelinlike" in words(console)
    assert console.version() > versions[-1]
    assert console.during(QUIET) == []


@pytest.mark.measured
def test_after_edits_every_page_is_as_a_whole_build_makes_it(console: Console, tmp_path: Path) -> None:
    """Only pages whose Markdown changed are rendered; nothing may be left that says what was."""
    console.replace(RECORD, "topics: [", "topics: [arms-control, ")
    once(console.rebuilt())
    place = add_bulletin(console, tmp_path)
    once(console.rebuilt())
    console.replace(
        f"sources/2019/{place.name}/2019-12-30-an-invented-headline.md",
        "An invented summary",
        "Another summary",
    )
    once(console.rebuilt())
    environment = {**build_environment(), "SITE_URL": console.address}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path / "whole")]
    subprocess.run(command, cwd=console.project, env=environment, check=True)
    pages = sorted((tmp_path / "whole").rglob("index.html"))
    served = {
        page: console.get(page.parent.relative_to(tmp_path / "whole").as_posix() + "/")[1] for page in pages
    }
    # While serving, MkDocs adds a script that waits for changes, and pages have no policy that would forbid
    # it.
    # Nor do style sheets and scripts have a digest in their names.
    policy = r'<meta http-equiv="Content-Security-Policy" [^>]*>'
    assert all(
        re.search(policy, page.read_text("utf-8")) and not re.search(policy, text)
        for page, text in served.items()
    )
    not_served = rf"{policy}|(?<=assets/)[0-9a-f]{{16}}/"
    written = {page: re.sub(not_served, "", page.read_text("utf-8")).split() for page in pages}
    differing = [
        str(page) for page, text in served.items() if written[page] != re.sub(LIVE_RELOAD, "", text).split()
    ]
    assert len(pages) > 100
    assert differing == []

    shutil.rmtree(place)
    once(console.rebuilt())
    console.replace(RECORD, "topics: [arms-control, ", "topics: [")
    once(console.rebuilt())
    with pytest.raises(urllib.error.HTTPError, match="404"):
        console.get("documents/2019-12-30-an-invented-headline/")
    console.until("code 404")


def add_bulletin(console: Console, tmp_path: Path) -> Path:
    """Add a source with a new document in one step, as a checkout of git nearly is; return its folder."""
    folder = tmp_path / "invented-bulletin"
    folder.mkdir()
    for name, text in NEW_SOURCE.items():
        (folder / name).write_text(text, encoding="utf-8")
    place = console.project / "sources" / "2019" / folder.name
    os.rename(folder, place)
    return place


@pytest.mark.measured
def test_a_changed_theme_is_shown_on_pages_that_did_not_change(console: Console) -> None:
    console.replace("mkdocs.yml", "copyright: Records", "copyright: All records")
    console.rebuilt()
    assert "All records and summaries" in console.get("about/rights/")[1]
    console.replace("mkdocs.yml", "copyright: All records", "copyright: Records")
    console.rebuilt()


@pytest.mark.measured
def test_a_new_document_comes_to_the_home_page_and_leaves_it_with_one_rebuild_each(
    console: Console, tmp_path: Path
) -> None:
    """The home page is written into docs/ itself, beside pages that people write."""
    assert "An invented headline" not in console.get()[1]
    place = add_bulletin(console, tmp_path)
    once(console.rebuilt())
    assert "An invented headline" in console.get()[1]
    assert "15 documents" in console.get()[1]

    shutil.rmtree(place)
    once(console.rebuilt())
    assert "An invented headline" not in console.get()[1]


@pytest.mark.measured
def test_an_edited_page_of_docs_is_shown_after_one_rebuild(console: Console) -> None:
    console.save("docs/about/index.md", console.read("docs/about/index.md") + "\nAn invented paragraph.\n")
    once(console.rebuilt())
    assert "An invented paragraph." in console.get("about/")[1]


@pytest.mark.measured
def test_an_edited_page_in_docs_itself_is_shown_after_one_rebuild(console: Console) -> None:
    console.save("docs/search.md", console.read("docs/search.md") + "\nAn invented hint.\n")
    once(console.rebuilt())
    assert "An invented hint." in console.get("search/")[1]


@pytest.mark.measured
def test_a_broken_record_is_reported_and_the_site_stays_up_until_it_is_repaired(console: Console) -> None:
    console.replace(RECORD, "kind: news-report", "kind: news-rapport")
    printed = console.rebuilt()
    assert printed.count(DETECTED) == printed.count(RELOADED) == 1, printed
    line = console.read(RECORD).splitlines().index("kind: news-rapport") + 1
    message = rf"^{re.escape(RECORD)}:{line}: R103 kind: .*Hint: did you mean 'news-report'\?"
    assert re.search(message, printed, re.MULTILINE), printed
    assert console.process.poll() is None
    status, home = console.get()
    assert status == 200 and "13 documents" in home

    console.replace(RECORD, "kind: news-rapport", "kind: news-report")
    once(console.rebuilt())
    assert console.get(f"documents/{REPORT}/")[0] == 200
    assert "14 documents" in console.get()[1]
