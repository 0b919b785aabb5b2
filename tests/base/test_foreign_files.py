"""Links, pipes and names among the files of a build: each is named, none is followed, and nothing waits."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from press_archive.base.files.writing import write_in_one_step
from press_archive.cli import main
from press_archive.publish.build import build_docs, list_files

SECRET = "A private note of the harbour master."
PLACES = (
    "docs", "docs/topics", "docs/about", "docs/assets/note.txt", "docs/index.md", "docs/documents/index.md",
    "docs/.hidden/note.md", ".reading-room", ".reading-room/docs", "site", "reading-room", "overrides",
    "mkdocs.yml", "schema", "sources",
)  # fmt: skip


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    (folder / "pages").mkdir(parents=True)
    (folder / "note.md").write_text(SECRET, encoding="utf-8")
    (folder / "pages" / "gone.md").write_text(f"{SECRET}\n", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    """End a test that waits for a pipe."""
    signal.signal(signal.SIGALRM, lambda *_: pytest.fail("waits for a pipe"))
    signal.alarm(20)
    yield
    signal.alarm(0)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def clear(path: Path) -> Path:
    """Make room for a link."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    return path


@pytest.mark.parametrize("place", PLACES)
def test_a_link_to_the_outside_is_named_and_nothing_is_read_or_written_there(toy, outside, place, capsys):
    build_docs(toy)
    before = contents(outside)
    clear(toy / place).symlink_to(outside)
    for command in (["check"], ["build", "--pages-only"], ["preview", "gull-post-harbour"], ["publish"]):
        assert main(["--root", str(toy), *command]) == 1, command
        assert f"{place}: F1" in capsys.readouterr().err, command
    assert contents(outside) == before
    inside = [path for path in toy.rglob("*.*") if path.is_file() and not path.is_symlink()]
    assert [path for path in inside if SECRET.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("place", ["docs/index.md", "docs/about/a.md", "docs/assets/a.css", "mkdocs.yml"])
def test_no_command_waits_for_a_pipe_or_a_socket(toy, place, capsys):
    os.mkfifo(clear(toy / place))
    for command in (["check"], ["build", "--pages-only"], ["preview", "gull-post-harbour"], ["build"]):
        assert main(["--root", str(toy), *command]) == 1
        assert f"{place}: F110: a named pipe." in capsys.readouterr().err
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(toy)  # the path of a socket has at most 107 bytes
        listening.bind(os.path.relpath(clear(toy / place)))
        assert main(["--root", str(toy), "check"]) == 1
    assert f"{place}: F110: a socket." in capsys.readouterr().err


def test_a_link_is_not_listed_and_not_written_through(toy, outside):
    clear(toy / "docs" / "topics").symlink_to(outside)
    clear(toy / "docs" / "about" / "note.md").symlink_to(outside / "note.md")
    assert list_files(toy / "docs" / "topics") == []
    assert "note.md" not in {path.name for path in list_files(toy / "docs")}
    before = contents(outside)
    with pytest.raises(OSError, match="symbolic link"):
        write_in_one_step(toy / "docs" / "topics" / "new.md", b"A page")
    assert contents(outside) == before


def test_adding_does_not_write_through_a_link(toy, outside, capsys):
    clear(toy / "sources" / "2014").symlink_to(outside)
    received = toy / "quay.txt"
    received.write_text("A quay opens\n\n11 February 2014\n\nThe quay opened today.\n", encoding="utf-8")
    before = contents(outside)
    assert main(["--root", str(toy), "add", "--yes", str(received)]) == 1
    assert "cannot write: a symbolic link is on the way to this folder" in capsys.readouterr().err
    assert contents(outside) == before


def test_a_name_that_is_not_utf_8_is_named(toy, capsys):
    Path(os.fsdecode(os.fsencode(toy / "docs" / "about") + b"/\xff.md")).write_text("A", encoding="utf-8")
    assert main(["--root", str(toy), "check"]) == 1
    assert r"docs/about/\udcff.md: F111: a name with bytes that are not UTF-8" in capsys.readouterr().err
