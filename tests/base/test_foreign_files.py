"""Links, pipes and names among the files of a build: each is named, none is followed, and nothing waits."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.livereload import LiveReloadServer

from conftest import sampled
from press_archive.base.files.writing import LOCK, locked, write_in_one_step
from press_archive.cli import main
from press_archive.publish.build import build_docs, list_files
from press_archive.publish.serve.mkdocs_server import follow_no_links

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


@pytest.mark.parametrize("place", sampled(list(PLACES), 2))
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


WITHDRAW = ["withdraw", "sources/tidewatch-shared-harbour", "--reason", "Its author asked for it."]
TERM = ["term", "add", "people", "a-pilot", "--label", "A pilot", "--scope", "Whoever steers."]
PIPES = {
    "sources/MANIFEST.sha256": [["verify"], ["verify", "--update"]],
    "sources/held.txt": [["verify"], ["verify", "--record-held"]],
    "sources/history/tidewatch-shared-harbour.yml": [WITHDRAW],
    "sources/.archive-one_writer.partial": [["verify", "--record-held"]],
    "mkdocs.other.yml": [["publish"]],
}


@pytest.mark.parametrize("place", PIPES)
def test_no_command_waits_for_a_pipe_in_the_place_of_its_own_file(toy_held, place, capsys):
    os.mkfifo(clear(toy_held / place))
    for command in PIPES[place]:
        assert main(["--root", str(toy_held), *command]) == 1, command
        assert capsys.readouterr().err, command


@pytest.mark.parametrize(
    ("place", "command", "status"),
    [
        ("sources/vocabulary/people.yml", TERM, 1),
        ("mkdocs.other.yml", ["publish"], 1),
        ("schema/source.json", ["schema"], 0),  # it is replaced
    ],
)
def test_no_command_reads_what_a_link_in_the_place_of_its_own_file_leads_to(
    toy, outside, place, command, status
):
    note = outside / "note.md"
    clear(toy / place).symlink_to(note)
    os.utime(note, ns=(0, note.stat().st_mtime_ns))
    assert main(["--root", str(toy), *command]) == status
    assert note.stat().st_atime_ns == 0  # where the file system notes when a file is read
    assert note.read_text(encoding="utf-8") == SECRET


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("sources", ["verify", "--record-held"]),
        ("sources", ["format"]),
        (".withdrawn", WITHDRAW),
    ],
)
def test_no_command_reads_or_writes_in_a_folder_to_which_a_link_leads(toy_held, outside, place, command):
    (outside / "2014" / "harbour-digest").mkdir(parents=True)
    (outside / "2014" / "harbour-digest" / "source.yml").write_text("label:   A digest\n", encoding="utf-8")
    clear(toy_held / place).symlink_to(outside)
    paths = [outside, *outside.rglob("*")]
    for path in paths:
        os.utime(path, ns=(0, path.stat().st_mtime_ns))
    times = [(path.stat().st_mtime_ns, path.stat().st_atime_ns) for path in paths]
    assert main(["--root", str(toy_held), *command]) == 1
    # A file system may not note when something is read.
    assert [(path.stat().st_mtime_ns, path.stat().st_atime_ns) for path in paths] == times
    assert [outside, *outside.rglob("*")] == paths


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("sources/history", WITHDRAW),
        ("loop", ["--root", "loop", "check"]),
        ("loop", ["repair", "--from", "loop"]),
        ("loop", ["format", "loop"]),
    ],
)
def test_a_link_to_itself_is_refused_in_words(toy, monkeypatch, capsys, place, command):
    monkeypatch.chdir(toy)
    clear(toy / place).symlink_to(toy / place)
    assert main(command) in (1, 2)
    assert capsys.readouterr().err


def test_a_server_does_not_look_beyond_a_link(tmp_path, outside):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "topics").symlink_to(outside)
    server = LiveReloadServer(lambda: None, "127.0.0.1", 8000, str(tmp_path), "/")
    server.watch(str(tmp_path / "docs"))
    follow_no_links(server)
    (emitter,) = server.observer.emitters
    emitter.on_thread_start()
    seen = emitter._snapshot.paths
    server.server_close()
    assert seen == {str(tmp_path / "docs"), str(tmp_path / "docs" / "topics")}


def test_a_name_that_is_not_utf_8_is_named(toy, capsys):
    Path(os.fsdecode(os.fsencode(toy / "docs" / "about") + b"/\xff.md")).write_text("A", encoding="utf-8")
    assert main(["--root", str(toy), "check"]) == 1
    assert r"docs/about/\udcff.md: F111: a name with bytes that are not UTF-8" in capsys.readouterr().err


def test_a_link_in_the_place_of_a_lock_is_not_followed(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / LOCK).symlink_to(tmp_path / "outside" / "new")
    with pytest.raises(OSError, match=LOCK), locked(tmp_path / "inside"):
        pass
    assert list((tmp_path / "outside").iterdir()) == []
