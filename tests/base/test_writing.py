"""Writing: several programs at once, full disks, interruptions, and what a program that was killed leaves."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import REPOSITORY, TOY
from press_archive.base.files.docs import GENERATED
from press_archive.base.files.writing import write_in_one_step
from press_archive.cli import main
from press_archive.publish.build import build_docs
from press_archive.publish.offline_copy import split_files, write_zip
from press_archive.publish.preview import find_previewed, write_preview
from press_archive.publish.search_index import FOLDER, POINTER, current_index

CAPTURE = TOY / "captures" / "lantern-interview.txt"
HELD = "sources/2018/lantern-interview"
TIDEWATCH = "sources/2013/tidewatch-shared-harbour"
OFFER = f"{TIDEWATCH}/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts"), "PYTHONUTF8": "1"}
# A program that runs a call of Python for each line that it reads, all with the same modules.
WORKER = """
import sys
from pathlib import Path
from press_archive.cli import main
from press_archive.publish.build import build_docs
print("=ready", flush=True)
for line in sys.stdin:
    status = eval(line)
    print(f"={status}", flush=True)
"""
LEFT = ".archive-0123456789abcdef.partial"
TWO_HOURS = 7_200


class Workers:
    """Programs that begin a call at the same time."""

    def __init__(self, number: int) -> None:
        command, environment = [sys.executable, "-c", WORKER], {"env": ENVIRONMENT, "text": True}
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.programs = [subprocess.Popen(command, **environment, **streams) for _ in range(number)]
        assert self.results() == ["=ready"] * number

    def results(self) -> list[str]:
        """Return the last line that each program prints for a call: =STATUS, or the end of a traceback."""
        found = []
        for program in self.programs:
            assert program.stdout is not None
            last = ""
            for line in program.stdout:
                last = line.rstrip("\n")
                if last.startswith("="):
                    break
            found.append(last)
        return found

    def run(self, *calls: str) -> list[str]:
        """Let each program make one of the calls, in turn; return the results."""
        for number, program in enumerate(self.programs):
            assert program.stdin is not None
            program.stdin.write(calls[number % len(calls)] + "\n")
        for program in self.programs:
            program.stdin.flush()  # type: ignore[union-attr]
        return self.results()


@pytest.fixture
def workers() -> Iterator[Callable[[int], Workers]]:
    started: list[Workers] = []

    def start(number: int) -> Workers:
        started.append(Workers(number))
        return started[-1]

    yield start
    for program in (program for group in started for program in group.programs):
        program.kill()
        program.communicate()


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones included."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def write_in_another_form(record: Path) -> None:
    """Write a record so that `archive format` changes it."""
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("kind: news-report", "kind:  'news-report'"), encoding="utf-8")


# --- Several programs at once


@pytest.mark.measured
def test_builds_at_once_all_succeed_and_make_the_pages_of_one(toy, workers):
    assert main(["--root", str(toy), "build", "--pages-only"]) == 0
    expected = files(toy / "docs")
    build_docs(toy, reading_room=True)
    expected_room = files(toy / ".reading-room" / "docs")
    four = workers(4)
    pages = f"main(['--root', {str(toy)!r}, 'build', '--pages-only'])"
    room = f"len(build_docs(Path({str(toy)!r}), reading_room=True).problems)"
    for _ in range(3):
        for folder in (toy / "docs", toy / ".reading-room" / "docs"):
            shutil.rmtree(folder / "topics")
            shutil.rmtree(folder / "documents")
            for number in range(50):  # pages of records that are gone, each alone in its folder
                page = folder / "events" / f"gone-{number}" / "index.md"
                page.parent.mkdir()
                page.write_text(GENERATED, encoding="utf-8")
        assert four.run(pages, room) == ["=0"] * 4
        assert files(toy / "docs") == expected
        assert files(toy / ".reading-room" / "docs") == expected_room
        assert not list(toy.glob("**/events/gone-*"))


@pytest.mark.measured
def test_captures_that_several_programs_hold_at_once_are_held(toy, workers):
    captures = sorted((TOY / "captures").glob("*.txt"))
    before = files(toy / "sources")
    four = workers(4)
    for _ in range(5):
        arguments = ["--root", str(toy), "hold", *map(str, captures)]
        assert four.run(f"main({arguments!r})") == ["=0"] * 4
        after = files(toy / "sources")
        new = {path: data for path, data in after.items() if path not in before}
        held = {path: data for path, data in new.items() if path.endswith("/capture.txt")}
        listed = new.pop("held.txt").decode().splitlines()
        assert [line.split("  ")[-1] for line in listed] == sorted(held)
        assert sorted(held.values()) == sorted(path.read_bytes() for path in captures)
        made = new.keys() - held.keys()
        assert {Path(path).parent for path in made} == {Path(path).parent for path in held}
        assert main(["--root", str(toy), "check"]) == 0  # one salt, and whole files
        for path in (*held, "held.txt"):
            (toy / "sources" / path).unlink()


@pytest.mark.measured
def test_a_search_index_that_is_made_twice_at_once_is_whole(toy, workers):
    parts = '<h2 id="text">Text</h2><h2 id="details">Details</h2><h2 id="provenance">Provenance</h2>'
    for record in toy.glob("sources/*/*/*.md"):
        page = toy / "site" / "documents" / record.stem / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"<article><h1>A quay</h1>{parts}</article>", encoding="utf-8")
    (toy / "site" / "index.html").write_text("Home", encoding="utf-8")
    before = files(toy / "site")
    three = workers(3)
    for _ in range(2):
        assert three.run(f"main(['--root', {str(toy)!r}, 'index'])") == ["=0"] * 3
        assert {path.name for path in (toy / "site").iterdir()} == {"index.html", "documents", FOLDER}
        index = current_index(toy / "site")
        assert {path.name for path in (toy / "site" / FOLDER).iterdir()} == {POINTER, index.name}
        names = {path.name for path in index.iterdir()}
        assert {"catalogue.json", "names.json", "pagefind.js", "terms", "en"} <= names
        assert {path.name for path in (index / "en").iterdir()} >= {"index.json", "index", "fragment"}
        assert FOLDER not in names
    assert {path: data for path, data in files(toy / "site").items() if not path.startswith(FOLDER)} == before


def test_an_offline_copy_takes_the_place_of_one_that_is_being_read_in_one_step(tmp_path):
    folder, target = tmp_path / "copy", tmp_path / "copy.zip"
    folder.mkdir()
    (folder / "index.html").write_text("The first copy", encoding="utf-8")
    write_zip(folder, target)
    with zipfile.ZipFile(target) as first:
        (folder / "index.html").write_text("The second", encoding="utf-8")
        write_zip(folder, target)
        assert first.read("copy/index.html") == b"The first copy"
    with zipfile.ZipFile(target) as second:
        assert second.read("copy/index.html") == b"The second"


# --- Full disks and interruptions


def run_with_a_full_disk(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command where no file can have more than 500 bytes: the rest is refused, as by a full disk."""
    command = [sys.executable, "-m", "press_archive", "--root", str(root), *arguments]
    limit = (500, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    environment = ENVIRONMENT | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )  # fmt: skip


def test_a_disk_that_is_full_leaves_no_part_of_a_capture(toy):
    before = files(toy / "sources")
    done = run_with_a_full_disk(toy, "hold", str(CAPTURE))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert ": File too large. This file was not held, nor any after it. Hint: raise the limit" in done.stderr
    assert files(toy / "sources") == before


def test_a_capture_is_held_on_a_disk_that_knows_no_links(toy, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    before = set(files(toy / HELD))
    monkeypatch.setattr(os, "link", refuse)
    assert main(["--root", str(toy), "hold", str(CAPTURE)]) == 0
    assert (toy / HELD / "capture.txt").read_bytes() == CAPTURE.read_bytes()
    assert (toy / HELD / "capture.txt").stat().st_mode & 0o777 == 0o600
    assert set(files(toy / HELD)) == {*before, "capture.txt"}


def test_a_disk_that_is_full_leaves_the_records_as_they_were(toy):
    before = files(toy / "sources")
    assert run_with_a_full_disk(toy, "term", "add", *DRY_DOCK).returncode == 1
    assert files(toy / "sources") == before


def test_an_interruption_leaves_nothing_beside_the_records(toy, monkeypatch):
    write_in_another_form(toy / OFFER)
    before = files(toy / "sources")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        main(["--root", str(toy), "format"])
    assert files(toy / "sources") == before


def test_a_file_keeps_its_permissions_and_a_new_one_has_the_ordinary_ones(toy):
    page = toy / "docs" / OFFER.replace(TIDEWATCH, "documents")
    other = toy / "docs" / "topics" / "index.md"
    before = os.umask(0o027)
    try:
        build_docs(toy)
        assert (page.stat().st_mode & 0o777, other.stat().st_mode & 0o777) == (0o640, 0o640)
        page.write_text(GENERATED, encoding="utf-8")
        page.chmod(0o604)
        build_docs(toy)
        assert page.read_text(encoding="utf-8") != GENERATED
        assert page.stat().st_mode & 0o777 == 0o604
    finally:
        os.umask(before)


def test_a_link_with_the_name_of_a_file_that_is_being_written_is_not_followed(toy, tmp_path, monkeypatch):
    monkeypatch.setattr("secrets.token_hex", lambda _: "0123456789abcdef")
    page = toy / "docs" / "documents" / "index.md"
    page.parent.mkdir()
    (page.parent / LEFT).symlink_to(tmp_path / "elsewhere")
    assert main(["--root", str(toy), "build", "--pages-only"]) == 1
    with pytest.raises(FileExistsError):
        write_in_one_step(page, b"A page")
    assert not (tmp_path / "elsewhere").exists()


# --- What a program that was killed leaves


def leave(folder: Path, age: int, name: str = LEFT) -> Path:
    """Leave an unfinished file in a folder, as a program does that was killed some seconds ago."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("Half a p", encoding="utf-8")
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_what_is_left_is_no_problem_and_no_page(toy):
    for folder in ("sources", "sources/vocabulary", "sources/2013", TIDEWATCH):
        leave(toy / folder, 0)
    for folder in ("docs", "docs/about", "docs/documents"):
        leave(toy / folder, 0)
    assert main(["--root", str(toy), "check"]) == 0
    assert main(["--root", str(toy), "format", "--check"]) == main(["--root", str(TOY), "format", "--check"])
    build_docs(toy, reading_room=True)
    found = find_previewed(toy, Path(OFFER).stem, toy)
    assert found is not None
    write_preview(toy, found, toy / "preview")
    for folder in (toy / ".reading-room", toy / "preview"):
        assert any(path.endswith("about/rights.md") for path in files(folder))
        assert [path for path in files(folder) if path.endswith(".partial")] == []


def test_the_offline_copy_contains_nothing_unfinished(toy):
    site = toy / "site"
    leave(site, 0)
    leave(site / ".archive-abcd1234.partial" / FOLDER, 0, "index.html")
    leave(site, 0, "index.html")
    assert split_files(site).included == {"index.html"}


DRY_DOCK = ["topics", "dry-dock", "--label", "Dry dock", "--scope", "Who may use the dry dock of Ostrand."]
COMMANDS = {
    "build": (["build", "--pages-only"], ["docs", "docs/documents", "docs/timeline"]),
    "format": (["format"], [TIDEWATCH]),
    "term": (["term", "add", *DRY_DOCK], ["sources/vocabulary"]),
    "schema": (["schema"], ["schema"]),
    "hold": (["hold", str(CAPTURE)], [HELD]),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_writes_in_a_folder_removes_what_was_left_there_long_ago(toy, command):
    arguments, folders = COMMANDS[command]
    write_in_another_form(toy / OFFER)
    old = [leave(toy / folder, TWO_HOURS) for folder in folders]
    new = [leave(toy / folder, 60, ".archive-fedcba9876543210.partial") for folder in folders]
    public = [folder for folder in folders if not folder.startswith("sources")]  # where any file may be
    other = [leave(toy / folder, TWO_HOURS, "notes.partial") for folder in public]
    # In a folder of generated pages, such a file is a problem.
    assert main(["--root", str(toy), *arguments]) == int(command == "build")
    assert [path for path in old if path.exists()] == []
    assert [path for path in [*new, *other] if not path.exists()] == []


def test_the_reading_room_removes_what_was_left_long_ago_and_not_what_is_being_written(toy):
    docs = toy / ".reading-room" / "docs"
    old, new = leave(docs / "topics", TWO_HOURS), leave(docs / "people", 60)
    build_docs(toy, reading_room=True)
    assert (old.exists(), new.exists()) == (False, True)


def test_adding_removes_the_folder_of_one_that_was_killed(toy, tmp_path):
    old = leave(toy / ".archive-abcd1234.partial" / "gull-post", 0, "capture.txt").parent.parent
    os.utime(old, (time.time() - TWO_HOURS,) * 2)
    received = tmp_path / "quay.txt"
    received.write_text("A quay opens\n\n11 February 2014\n\nThe quay opened today.\n", encoding="utf-8")
    assert main(["--root", str(toy), "add", "--yes", str(received)]) == 0
    assert not old.exists()


def test_git_ignores_what_is_left(toy, git):
    git(toy, "init", "-q")
    shutil.copyfile(REPOSITORY / ".gitignore", toy / ".gitignore")
    leave(toy / TIDEWATCH, 0)
    leave(toy / "docs", 0)
    leave(toy / ".archive-abcd1234.partial" / "gull-post", 0, "original.html")
    listed = git(toy, "status", "--porcelain", "--untracked-files=all").splitlines()
    assert [line for line in listed if ".partial" in line] == []


def test_what_is_left_is_a_problem_once_it_is_in_git(toy, git, capsys):
    git(toy, "init", "-q")
    path = leave(toy / TIDEWATCH, 0).relative_to(toy).as_posix()
    git(toy, "add", "--force", path)
    assert main(["--root", str(toy), "check"]) == 1
    message = "F105: a file in git that was not written to its end. Expected none."
    assert capsys.readouterr().err.startswith(f"{path}: {message}")
