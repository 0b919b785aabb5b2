"""The package is whole in itself: installed from a wheel, its commands work on an archive in any folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import REPOSITORY, TOY, copy_project, sampled

pytestmark = [pytest.mark.slow, pytest.mark.measured]

PACKAGE = REPOSITORY / "scripts" / "press_archive"
NO_RECORDS = "sources: F105: no such folder. Expected the records of the archive."
FOLDERS = ("toy", "empty", "collection")
ARTICLE = """\
Lamps for the long quay

Tidewatch, 4 March 2015
By Tomas Quill

Marrowby will light its long quay from next winter, the harbour master said on Wednesday.
The lamps are to burn whale oil no more, and the keepers will be paid by the town.

https://tidewatch.example/2015/03/04/lamps-for-the-long-quay
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built without a network from a copy of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    checkout = folder / "checkout"
    compiled = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, checkout / "scripts" / "press_archive", ignore=compiled)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(REPOSITORY / name, checkout / name)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, checkout)
    (built,) = folder.glob("*.whl")
    return built


def pip(*arguments: object) -> None:
    command = [sys.executable, "-m", "pip", "--no-input", "--disable-pip-version-check", *map(str, arguments)]
    environment = {**os.environ, "PIP_NO_INDEX": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment's programs: the package from the wheel, all else from the tests' environment."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip("--python", folder / "bin" / "python", "install", "--no-deps", wheel)
    (packages,) = folder.glob("lib/python*/site-packages")
    # A path in a .pth file is searched, but its own .pth files are not read: no editable install is found.
    others = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (packages / "others.pth").write_text("".join(f"{path}\n" for path in others), encoding="utf-8")
    return folder / "bin"


@pytest.fixture
def run(installed: Path) -> Run:
    """Run a program of the environment in a folder. Nothing that it prints may be a traceback."""

    environment = dict(os.environ)
    for name in ("PYTHONPATH", "VIRTUAL_ENV"):
        environment.pop(name, None)

    def in_folder(
        folder: Path, *arguments: object, program: str = "archive"
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [installed / program, *map(str, arguments)], cwd=folder, env=environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return in_folder


@pytest.fixture
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with the toy archive's records and nothing else, with nothing, or with a collection alone."""
    folder = tmp_path / request.param
    folder.mkdir()
    if request.param == "toy":
        shutil.copytree(TOY / "sources", folder / "sources")
    elif request.param == "collection":
        (folder / "sources").mkdir()
        shutil.copyfile(TOY / "sources" / "collection.yml", folder / "sources" / "collection.yml")
    return folder


in_every_folder = pytest.mark.parametrize("archive", sampled(FOLDERS, 3), indirect=True)


def test_the_wheel_contains_every_file_of_the_package(wheel):
    files = {path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert names == {name for name in files if "__pycache__" not in name}


def test_the_program_comes_from_the_wheel(run, installed, tmp_path):
    code = "import press_archive, rich; print(press_archive.__file__)"
    found = Path(run(tmp_path, "-c", code, program="python").stdout.strip())
    assert found.is_relative_to(installed.parent)


@pytest.mark.parametrize(
    ("archive", "status", "said"),
    [
        ("toy", 0, "No problems: 14 documents in 7 sources (1 capture held), 28 terms.\n"),
        ("empty", 1, f"{NO_RECORDS}\n\n1 problem in 1 file.\n"),
        ("collection", 0, "No problems: 0 documents in 0 sources (0 captures held), 0 terms.\n"),
    ],
    indirect=["archive"],
)
def test_check(run, archive, status, said):
    done = run(archive, "check")
    assert (done.returncode, done.stdout + done.stderr) == (status, said)


@in_every_folder
def test_format(run, archive):
    done = run(archive, "format")
    assert (done.returncode, done.stderr) == (0, "")
    assert run(archive, "format", "--check").returncode == 0


@pytest.mark.parametrize(
    ("archive", "said"),
    [
        ("toy", "7 sources, 14 documents, 1 capture held. 0 problems;"),
        ("empty", "0 sources, 0 documents, 0 captures held. 1 problem, 1 of them outside the sources;"),
        ("collection", "0 sources, 0 documents, 0 captures held. 0 problems;"),
    ],
    indirect=["archive"],
)
def test_status(run, archive, said):
    done = run(archive, "status")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"{said} 0 values left to do.")


@in_every_folder
def test_schema(run, archive):
    assert run(archive, "schema").returncode == 0
    offered = "gull-post" in (archive / "schema" / "document.json").read_text(encoding="utf-8")
    assert offered == (archive.name == "toy")


@in_every_folder
def test_build_pages_only(run, archive):
    done = run(archive, "build", "--pages-only")
    if archive.name == "empty":
        assert (done.returncode, done.stdout) == (1, "")
        hint = "Hint: name the archive's folder with --root"
        assert done.stderr == f"{NO_RECORDS}\n\n1 problem in 1 file.\ndocs/ was not written. {hint}\n"
        assert not (archive / "docs").exists()
        return
    assert done.returncode == 0
    pages = {path.stem for path in archive.glob("docs/documents/*.md")}
    histories = "".join(path.read_text("utf-8") for path in archive.glob("sources/history/*.yml"))
    withdrawn = set(re.findall(r"type: withdrawal, document: ([a-z0-9-]+)", histories))
    assert pages == {path.stem for path in archive.glob("sources/*/*/*.md")} | {"index"} | withdrawn
    assert (archive / "docs" / "index.md").is_file()


@in_every_folder
def test_term_add(run, archive):
    vocabulary = archive / "sources" / "vocabulary" / "topics.yml"
    before = vocabulary.read_text(encoding="utf-8") if vocabulary.exists() else ""
    scope = "Where ships are safe, and what is paid for it."
    done = run(archive, "term", "add", "topics", "harbour", "--label", "Harbour", "--scope", scope)
    assert (done.returncode, done.stderr) == (0, "")
    first = "# yaml-language-server: $schema=../../schema/topics.json\n"
    term = f"harbour:\n  label: Harbour\n  scope: {scope}\n"
    assert vocabulary.read_text(encoding="utf-8") == (before or first) + term
    changes = 1 if before else 0  # the toy's own is in another form
    assert run(archive, "format", "--check", vocabulary).returncode == changes


@in_every_folder
def test_add(run, archive, tmp_path):
    received = tmp_path / "lamps.txt"
    received.write_text(ARTICLE, encoding="utf-8")
    done = run(archive, "add", received, "--yes")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1] == "Left to do:"
    (source,) = archive.glob("sources/2015/*/")
    assert done.stdout.startswith(f"sources/2015/{source.name}: 1 document drafted.\n")
    assert (source / "capture.txt").read_text(encoding="utf-8") == ARTICLE
    (document,) = source.glob("*.md")
    assert "title: Lamps for the long quay\n" in document.read_text(encoding="utf-8")
    checked = run(source, "check")  # from the folder of the draft, the archive is found
    assert checked.returncode == 1
    assert f"sources/2015/{source.name}/{document.name}:" in checked.stderr and " R117 " in checked.stderr


@pytest.mark.parametrize("archive", ["toy"], indirect=True)
@pytest.mark.parametrize(
    "command", sampled([["build"], ["publish"], ["offline"], ["preview", "lantern-interview"]], 2)
)
def test_what_needs_the_checkout_says_so(run, archive, command):
    done = run(archive, *command)
    assert done.returncode == 1
    assert re.match(r"mkdocs(\.preview)?\.yml: no such file\. Expected the project's checkout", done.stderr)


def test_the_site_and_its_offline_copy_are_built_beside_the_checkout_s_files(run, tmp_path):
    project = copy_project(tmp_path / "project", TOY)
    done = run(project, "offline")
    assert done.returncode == 0, done.stderr
    (packed,) = project.glob("*-offline.zip")
    with zipfile.ZipFile(packed) as files:
        (script,) = (name for name in files.namelist() if name.endswith("assets/offline/search.js"))
        assert files.read(script) == (PACKAGE / "publish" / "offline" / "search.js").read_bytes()
