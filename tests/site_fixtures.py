"""Fixtures that build whole sites and open them in a browser.

A site is built once in a test run: its processes share it, and change nothing in it.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from conftest import HERE, REPOSITORY, TOY, copy_project, held_captures, hold_captures
from press_archive.cli import main
from serving import serve

TOY_ADDRESS = "https://github.com/harbour-example/archive"  # of the toy archive's project
PRESS = "https://press.example/harbour/"  # where `toy_at_address` is published
UNLISTED = "2013-09-24-in-brief-a-quay-without-a-toll"
OWN_FILES = (
    "assets/javascripts/tide.js",
    "assets/tide.css.map",
)  # of a kind that is left out if it is the theme's
NO_CAPTURE = f"{HERE} no capture is held"

# Nothing but this machine can be reached: every other host name fails at once.
CHROMIUM_ARGUMENTS = (
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)  # fmt: skip


# --- Collections, read without the package, so that a fault of the package can't hide itself.


@dataclass(frozen=True)
class RealDocument:
    """A document of `sources/`: its id, its front matter as texts, its summary, and the folder of its source."""

    id: str
    fields: dict
    summary: str
    folder: Path

    @property
    def dating(self) -> tuple[str, str]:
        """The field of the best date, and its text: the first that has no open end, or else the first."""
        source = yaml.load((self.folder / "source.yml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        stamp = self.fields.get("republished", {}).get("date", "unknown")
        dates = {
            "date": self.fields["date"],
            "spoken": self.fields.get("spoken", "unknown"),
            "republished": stamp,
            "captured": source["captured"],
        }
        known = [(field, text) for field, text in dates.items() if text != "unknown"]
        closed = [(field, text) for field, text in known if ".." not in text]
        return (closed or known or [("", "unknown")])[0]

    @property
    def day(self) -> str:
        """The best date without marks of uncertainty."""
        return self.dating[1].strip("/.").rstrip("~?%")

    @property
    def line_numbers(self) -> list[int]:
        """The numbers of the document's lines, blank ones included."""
        return expand(self.fields["lines"])

    def lines_with_role(self, *roles: str) -> list[int]:
        """The numbers of the lines that have one of these roles."""
        return [
            line
            for found, role in self.fields.get("roles", {}).items()
            if role in roles
            for line in expand(found)
        ]

    @property
    def held(self) -> bool:
        """Whether its capture stands beside it."""
        return (self.folder / "capture.txt").is_file()

    def captured_lines(self) -> dict[int, str]:
        """The document's lines that are not blank, by number, straight from the bytes of the capture."""
        lines = (self.folder / "capture.txt").read_bytes().decode("utf-8").split("\n")
        return {number: lines[number - 1] for number in self.line_numbers if lines[number - 1].strip()}

    def term_ids(self, vocabulary: str) -> list[str]:
        """The terms of a vocabulary that the document names."""
        if vocabulary == "outlets":
            return [
                self.fields["outlet"],
                *self.fields["chain"],
                *([self.fields["agency"]] if "agency" in self.fields else []),
            ]
        return self.fields.get(vocabulary, [])


def expand(ranges: str) -> list[int]:
    """Return the numbers that `3-31, 40` stands for."""
    numbers = []
    for part in ranges.split(","):
        first, _, last = part.strip().partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return numbers


@functools.cache
def recorded_documents(root: Path) -> dict[str, RealDocument]:
    """Every document of an archive's `sources/`, by id."""
    found = {}
    for path in sorted(root.glob("sources/[0-9]*/*/*.md")):
        _, fields, summary = re.split(
            r"^---$", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE
        )
        found[path.stem] = RealDocument(
            path.stem, yaml.load(fields, Loader=yaml.CBaseLoader), summary, path.parent
        )
    return found


@functools.cache
def recorded_terms(root: Path) -> dict[tuple[str, str], dict]:
    """Every term of an archive's `sources/vocabulary/`, by vocabulary and id."""
    return {
        (path.stem, id): term
        for path in sorted(root.glob("sources/vocabulary/*.yml"))
        for id, term in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader).items()
    }


def real_documents() -> dict[str, RealDocument]:
    """Every document of the real collection, by id."""
    return recorded_documents(REPOSITORY)


def real_terms() -> dict[tuple[str, str], dict]:
    """Every term of the real collection, by vocabulary and id."""
    return recorded_terms(REPOSITORY)


def not_held() -> list[str]:
    """Every document of the real collection whose capture is not held."""
    return [id for id, document in real_documents().items() if not document.held]


def words(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return re.findall(r"\w+", text.lower().replace("’", "'"))


def runs(text: str, length: int = 9) -> set[tuple[str, ...]]:
    """Return every run of nine words of a text."""
    found = words(text)
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


@functools.cache
def captured_runs() -> frozenset[tuple[str, ...]]:
    """Return every run of nine words of the held captures, without those of headlines and addresses."""
    restricted: set = set()
    facts: set = set()
    for capture in held_captures():
        lines = capture.read_bytes().decode("utf-8").split("\n")
        documents = [document for document in real_documents().values() if document.folder == capture.parent]
        exempt = {line for document in documents for line in document.lines_with_role("title", "url")}
        for number, line in enumerate(lines, 1):
            (facts if number in exempt else restricted).update(runs(line))
    return frozenset(restricted - facts)


# --- Sites


@dataclass(frozen=True)
class Site:
    """A built site: the project's folder, the built folder, what the build printed, and the address it is
    served at.
    """

    project: Path
    folder: Path
    log: str
    address: str

    def page(self, path: str) -> Path:
        """Return the file of a page, by its address below the site."""
        return self.folder / path / "index.html"

    def html(self) -> list[Path]:
        """Return every HTML page."""
        return sorted(self.folder.rglob("*.html"))


@contextlib.contextmanager
def built_site(folder: Path, collection: Path, reading_room: bool = False) -> Iterator[Site]:
    """Build a collection's site below `folder` for the very address that it is served at, and serve it.

    It is the site as it is published, with its search index and its own address in every page; or the reading
    room, which has no address. The toy's captures are held in it.
    """
    project = copy_project(folder / "project", collection)
    if collection == TOY:
        hold_captures(project)
    site = project / ("reading-room" if reading_room else "site")
    with serve(site, folder / "served") as address:
        with pytest.MonkeyPatch.context() as patch:  # for the build alone: pages give the address themselves
            patch.setenv("SITE_URL", "" if reading_room else address)
            command = ["build", "--reading-room"] if reading_room else ["publish"]
            assert main(["--root", str(project), *command]) == 0
        yield Site(project, site, "", address)


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], str]) -> tuple[Path, str]:
    """Return a folder that `build` filled, and what it printed; the first process that needs it builds it.

    The processes of a run have their folders for temporary files in one that they share.
    """
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, printed = shared / name, shared / f"{name}.txt"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not printed.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a process that failed
            folder.mkdir()
            printed.write_text(build(folder), encoding="utf-8")
    return folder, printed.read_text(encoding="utf-8")


def build_environment() -> dict[str, str]:
    """Return the environment for a build: no address of a published site, no notices."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="session")
def public_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real collection's public site, built strictly, with the captures in place that this checkout holds."""

    def build(folder: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict"],
            cwd=copy_project(folder / "project", REPOSITORY), env=build_environment(),
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout

    folder, log = built_once(tmp_path_factory, "public", build)
    project = folder / "project"
    with serve(project / "site", tmp_path_factory.mktemp("server") / "served") as address:
        yield Site(project, project / "site", log, address)


@pytest.fixture(scope="session")
def reading_room_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real collection's reading room, with every capture held."""
    if missing := not_held():
        pytest.skip(f"{HERE} the captures of {len(missing)} documents are not held")

    def build(folder: Path) -> str:
        project = copy_project(folder / "project", REPOSITORY)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SITE_URL", "")
            assert main(["--root", str(project), "build", "--reading-room"]) == 0
        return ""

    folder, log = built_once(tmp_path_factory, "reading-room", build)
    project = folder / "project"
    with serve(project / "reading-room", tmp_path_factory.mktemp("server") / "served") as address:
        yield Site(project, project / "reading-room", log, address)


@pytest.fixture(scope="session")
def toy_sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Site]]:
    """The toy archive's public site, whose project has an address, and its reading room, with every capture
    held.
    """

    def build(folder: Path) -> str:
        project = copy_project(folder / "project", TOY)
        config = (project / "mkdocs.yml").read_text(encoding="utf-8")
        config = config.replace('  repository: ""', f"  repository: {TOY_ADDRESS}")
        (project / "mkdocs.yml").write_text(config, encoding="utf-8")
        hold_captures(project)
        assert main(["--root", str(project), "publish"]) == 0
        assert main(["--root", str(project), "build", "--reading-room"]) == 0
        return ""

    folder, log = built_once(tmp_path_factory, "toy", build)
    project = folder / "project"
    with (
        serve(project / "site", tmp_path_factory.mktemp("server") / "served") as public,
        serve(project / "reading-room", tmp_path_factory.mktemp("server") / "served") as room,
    ):
        yield Site(project, project / "site", log, public), Site(project, project / "reading-room", log, room)


@pytest.fixture(scope="session")
def toy_at_address(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The toy archive's public site as it is published at PRESS, with its publisher, share cards, an offline copy
    beside it, and one document that search engines are asked not to list. Nobody serves it.
    """

    def build(folder: Path) -> str:
        project = copy_project(folder / "project", TOY)
        config = (project / "mkdocs.yml").read_text(encoding="utf-8")
        for name, value in (("publisher", "Pell Arden"), ("contact", "mailto:pell@tidewatch.example")):
            assert f'  {name}: ""' in config
            config = config.replace(f'  {name}: ""', f'  {name}: "{value}"')
        (project / "mkdocs.yml").write_text(config, encoding="utf-8")
        (record,) = project.glob(f"sources/*/*/{UNLISTED}.md")
        text = record.read_text(encoding="utf-8").replace("nearness:", "robots: noindex\nnearness:", 1)
        record.write_text(text, encoding="utf-8")
        for path in OWN_FILES:
            (project / "docs" / path).parent.mkdir(exist_ok=True)
            (project / "docs" / path).write_text("{}", encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SITE_URL", PRESS.removesuffix("/"))
            patch.setenv("OFFLINE_COPY", "offline-copy.zip")
            assert main(["--root", str(project), "export", "cards"]) == 0
            assert main(["--root", str(project), "publish", "--cards"]) == 0
        return ""

    folder, log = built_once(tmp_path_factory, "toy-at-address", build)
    return Site(folder / "project", folder / "project" / "site", log, PRESS)


# --- Browser


def launch(playwright: Playwright, chromium: str) -> Browser:
    """Start a Chromium that reaches nothing but this machine."""
    return playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        opened = launch(playwright, chromium)
        yield opened
        opened.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages in contexts of their own; the test fails on a console error, a page error or a request to
    elsewhere.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def observe(request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            wrong.append(f"a request left the machine: {request.url}")

    def open_page(**options: object) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.on("request", observe)
        context.on(
            "console",
            lambda message: wrong.append(f"console: {message.text}") if message.type == "error" else None,
        )
        context.on("weberror", lambda error: wrong.append(f"page error: {error.error}"))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of an ordinary desktop's size."""
    return new_page(viewport={"width": 1280, "height": 800})


def git(*arguments: str) -> str | None:
    """Return what git prints in the repository, or None where the tree is not a git checkout."""
    if not shutil.which("git"):
        return None
    done = subprocess.run(
        ["git", "-C", str(REPOSITORY), *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 else None
