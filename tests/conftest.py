"""Fixtures that every test may use: the repository, a toy archive to change, and what the machine has."""

from __future__ import annotations

import gc
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from hypothesis import settings

from press_archive.collection.loading import load_archive
from press_archive.exports.citations import cite
from press_archive.exports.works import describe
from press_archive.publish.citation_cache import keep_citations
from press_archive.publish.data_files import write_data

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

# Machines are of different speeds: how long an example takes says nothing about whether it is right.
settings.register_profile("archive", deadline=None)
settings.load_profile("archive")

pytest_plugins = ["invented_network", "site_fixtures", "recorded", "measuring"]

REPOSITORY = Path(__file__).resolve().parents[1]
TOY = REPOSITORY / "tests" / "toy"
HERE = "skipped, because on this machine"


LAID_OUT = (
    "TOY_LAID_OUT"  # in the environment: a folder with the toy archive as a project, which nobody changes
)
IN_CI = "TESTED_IN_CI"  # in the environment: what CI was set to


def pytest_configure(config: pytest.Config) -> None:
    """Lay out the toy archive, cite its documents and make its data once for all processes: a thousand tests
    copy it.
    """
    if hasattr(config, "workerinput"):
        return
    if "CI" in os.environ:  # programs under test print other lines there; a test that is about that sets it
        os.environ[IN_CI] = os.environ.pop("CI")
    folder = Path(tempfile.mkdtemp(prefix="toy-"))
    config.add_cleanup(lambda: shutil.rmtree(folder))
    lay_out(folder / "toy", TOY)
    archive = load_archive(TOY)
    works = [describe(archive, document, "") for document in archive.documents.values()]
    cite(works)
    keep_citations(folder / "toy", works)
    write_data(folder / "toy", load_archive(folder / "toy"), "", folder / "site")
    os.environ[LAID_OUT] = str(folder / "toy")


def copy_project(target: Path, collection: Path) -> Path:
    """Lay out an archive at `target`, as `lay_out` does; in a test, the toy archive is copied, which is faster."""
    laid_out = os.environ.get(LAID_OUT)
    if collection != TOY or not laid_out:  # measurements run without pytest
        return lay_out(target, collection)
    return shutil.copytree(laid_out, target, symlinks=True, copy_function=shutil.copyfile, dirs_exist_ok=True)


def lay_out(target: Path, collection: Path) -> Path:
    """Lay out an archive at `target`: the repository's scripts and theme, with the `sources/` of a
    collection and the repository's pages, of which an invented collection gets the headings.

    `scripts` is a link, so that what is tested is what is in the repository.
    """
    target.mkdir(parents=True, exist_ok=True)
    (target / "scripts").symlink_to(REPOSITORY / "scripts")
    shutil.copytree(REPOSITORY / "overrides", target / "overrides")
    for name in ("mkdocs.yml", "mkdocs.reading-room.yml", "mkdocs.preview.yml"):
        shutil.copyfile(REPOSITORY / name, target / name)
    shutil.copytree(collection / "sources", target / "sources")
    for path in ("search.md", "about", "development", "assets"):  # what is written by hand
        source = REPOSITORY / "docs" / path
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        (target / "docs").mkdir(exist_ok=True)
        copy(source, target / "docs" / path)
    if collection != REPOSITORY:
        for page in (*target.glob("docs/about/*.md"), *target.glob("docs/development/*.md")):
            page.write_text(outline(page.read_text(encoding="utf-8")), encoding="utf-8")
    name_site(target)
    return target


def outline(page: str) -> str:
    """Return the front matter of a page, its headings, to which others may link, and its links to pages.

    What the project's own pages say takes time in every check and every build, and no archive is about it.
    """
    front_matter, text = re.fullmatch(r"(---\n.*?\n---\n)?(.*)", page, re.DOTALL).groups()
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    links = sorted(set(re.findall(r"\[[^\]]*\]\([\w./-]+\.md\)", text)))
    return "\n\n".join([front_matter or "", *re.findall("^#+ .*", text, re.MULTILINE), *links])


def name_site(project: Path) -> None:
    """Give a project's site the title of its collection, as whoever begins an archive must."""
    title = re.search("^title: .*", (project / "sources" / "collection.yml").read_text("utf-8"), re.MULTILINE)
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    named = re.sub("^site_name: .*", title[0].replace("title", "site_name", 1), config, flags=re.MULTILINE)
    (project / "mkdocs.yml").write_text(named, encoding="utf-8")


def hold_captures(project: Path) -> None:
    """Put the toy archive's captures next to their records in a copy of it."""
    folders = {folder.name: folder for folder in project.glob("sources/*/*")}
    for capture in sorted((TOY / "captures").glob("*.txt")):
        shutil.copyfile(capture, folders[capture.stem] / "capture.txt")


def leave_out_fingerprints(project: Path) -> None:
    """Take the salt and the fingerprints out of an archive, which then asks no source for any."""
    collection = project / "sources" / "collection.yml"
    text = collection.read_text(encoding="utf-8")
    collection.write_text(re.sub("^fingerprint_salt: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    for path in project.glob("sources/*/*/fingerprints.txt"):
        path.unlink()


@pytest.fixture
def repository() -> Path:
    """The repository's root."""
    return REPOSITORY


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A copy of the toy archive that a test may change: `sources/`, no captures but the one with access:
    full.
    """
    return copy_project(tmp_path / "toy", TOY)


@pytest.fixture
def toy_held(toy: Path) -> Path:
    """The same with every capture held."""
    hold_captures(toy)
    return toy


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Git as on a fresh machine: nobody's settings. A call takes a folder and git's arguments, and returns
    what git prints.
    """
    home = tmp_path / "home"
    home.mkdir()
    return plain_git(monkeypatch, home)


def plain_git(patch: pytest.MonkeyPatch, home: Path) -> Callable[..., str]:
    """Return git with nobody's settings, as the fixture of that name is; its environment is set by `patch`."""
    if not shutil.which("git"):
        pytest.skip(f"{HERE} there is no git")
    for name in [name for name in os.environ if name.startswith(("GIT_", "GITHUB_"))]:
        patch.delenv(name)
    for name, value in {
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }.items():
        patch.setenv(name, value)
    for who in ("AUTHOR", "COMMITTER"):
        patch.setenv(f"GIT_{who}_NAME", "Pell Arden")
        patch.setenv(f"GIT_{who}_EMAIL", "pell@tidewatch.example")

    def run(folder: Path, *arguments: str, stdin: bytes | None = None) -> str:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], input=stdin, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    return run


def find_chromium() -> str | None:
    """Return the path of the system's Chromium; of the one without windows where there is one, which needs
    half the time.
    """
    return next(
        filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None
    )


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium."""
    found = find_chromium()
    if not found:
        pytest.skip(f"{HERE} there is no Chromium")
    return found


def held_captures() -> list[Path]:
    """The captures of the real collection that are held in the repository's checkout."""
    return sorted(REPOSITORY.glob("sources/*/*/capture.txt"))


def sampled(cases: Sequence[object], step: int) -> list[ParameterSet]:
    """Return parameters of a test: every `step`-th is in each run of the tests, the others in the measures."""
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            marks=[pytest.mark.measured] * (number % step != 0),
        )
        for number, case in enumerate(cases)
    ]


# Files whose tests take longest together, and mostly wait. None may be left to the end alone.
LONGEST = (
    "site/test_serve",
    "tests/test_github",
    "tests/test_cases",
    "ingest/test_adding",
    "site/test_search",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, and then with those that build sites."""
    items.sort(
        key=lambda item: (
            next((place for place, file in enumerate(LONGEST) if file in item.nodeid), len(LONGEST)),
            item.get_closest_marker("slow") is None,
        )
    )


def pytest_collection_finish() -> None:
    """Keep the garbage collector from going through the tests themselves again and again."""
    gc.collect()
    gc.freeze()
