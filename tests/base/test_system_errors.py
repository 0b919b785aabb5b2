"""What the system refuses is one line: which file, why, what to do. The next run goes on."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import REPOSITORY, TOY
from press_archive.cli import main
from press_archive.publish.build import build_docs

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts"), "PYTHONUTF8": "1"}
REFUSALS = {
    errno.ENOSPC: "free some space",
    errno.EROFS: "mounted read-only",
    errno.EACCES: "permissions",
    errno.EDQUOT: "free some space",
}


@pytest.mark.parametrize("number", REFUSALS, ids=errno.errorcode.get)
@pytest.mark.parametrize("command", [["build", "--pages-only"], ["schema"], ["index", "--site", "site"]])
def test_a_refusal_of_the_system_is_one_line(toy, monkeypatch, capsys, number, command):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    (toy / "site").mkdir()
    (toy / "site" / "index.html").write_text("Home", encoding="utf-8")
    monkeypatch.setattr("os.replace", refuse)
    monkeypatch.setattr("press_archive.publish.search_index.partial_folder", refuse)
    assert main(["--root", str(toy), *command]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert os.strerror(number) in line
    assert f"Hint: {REFUSALS[number]}" in line or REFUSALS[number] in line
    assert not [path for path in toy.rglob("*.partial") if path.is_file()]


def test_the_next_run_goes_on_where_the_disk_was_full(toy, monkeypatch):
    replace, written = os.replace, []

    def fill(source: object, target: Path) -> None:
        if len(written) == 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(target)
        replace(source, target)

    monkeypatch.setattr("os.replace", fill)
    assert main(["--root", str(toy), "build", "--pages-only"]) == 1
    monkeypatch.setattr("os.replace", replace)
    assert all(
        Path(path).read_bytes().endswith(b"\n") for path in written if ".cache" not in Path(path).parts
    )
    build_docs(toy)
    pages = {path: path.read_bytes() for path in (toy / "docs").rglob("*.md")}
    assert len(pages) > len(written)
    assert not build_docs(toy).changed


def test_records_are_on_the_disk_before_they_take_their_place_and_pages_need_not_be(toy, monkeypatch):
    synced = []
    monkeypatch.setattr(
        "os.fsync", lambda descriptor: synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
    )
    assert main(["--root", str(toy), "build", "--pages-only"]) == 0
    assert synced == []
    terms = ["topics", "dry-dock", "--label", "Dry dock", "--scope", "Who may use the dry dock of Ostrand."]
    assert main(["--root", str(toy), "term", "add", *terms]) == 0
    assert len(synced) == 2
    assert synced[0].endswith(".partial")
    assert synced[1] == str(toy / "sources" / "vocabulary")


def run(toy: Path, shell: str) -> subprocess.CompletedProcess[str]:
    command = f"{sys.executable} -m press_archive --root {toy} {shell}"
    return subprocess.run(
        ["bash", "-c", command], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )


def test_output_that_cannot_be_printed_is_one_line_or_silence(toy):
    (toy / "sources" / "collection.yml").write_text("", encoding="utf-8")
    full = run(toy, "check --format json > /dev/full")
    assert (full.returncode, full.stderr.count("\n")) == (1, 1)
    assert "No space left on device" in full.stderr
    assert run(toy, "check --format json | true").stderr == ""


def tree(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def fill_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_no_command_leaves_anything_half_written_on_a_full_disk(toy, git, tmp_path, monkeypatch, capsys):
    report = toy / "sources" / "2013" / "tidewatch-shared-harbour"
    offer = report / "2013-09-23-velmora-offers-ostrand-a-shared-harbour.md"
    received = tmp_path / "quay.txt"
    received.write_text("A quay opens\n\n11 February 2014\n\nThe quay opened today.\n", encoding="utf-8")
    git(toy, "init", "-q")
    git(toy, "add", "sources")
    git(toy, "commit", "-qm", "Begin")
    shutil.copytree(toy / "sources", tmp_path / "copy" / "sources")
    offer.write_text(offer.read_text("utf-8").replace("title: ", "title:  Once "), encoding="utf-8")
    (report / "source.yml").unlink()
    commands = {
        "add": ["--yes", str(received)],
        "hold": [str(TOY / "captures" / "lantern-interview.txt")],
        "correct": ["--reason", "The title was wrong."],
        "withdraw": ["--reason", "The outlet asked.", "lantern-interview"],
        "repair": ["--from", str(tmp_path / "copy")],
    }
    before = tree(toy)
    monkeypatch.setattr("os.fsync", fill_disk)
    for command, arguments in commands.items():
        assert main(["--root", str(toy), command, *arguments]) == 1, command
        reasons = [line for line in capsys.readouterr().err.splitlines() if "No space left on device" in line]
        assert len(reasons) == 1, command
        assert "Hint: free some space" in reasons[0]
        left = tree(toy)
        aside = {path: data for path, data in left.items() if path.startswith(".archive/damaged/")}
        assert {path: data for path, data in left.items() if path not in aside} == before, command


@pytest.mark.parametrize("last", ["add_items", "record_held"])
def test_a_source_is_added_whole_or_not_at_all(toy, tmp_path, monkeypatch, capsys, last):
    received = tmp_path / "quay.txt"
    received.write_text("A quay opens\n\n11 February 2014\n\nThe quay opened today.\n", encoding="utf-8")
    assert main(["--root", str(toy), "hold"]) == 0  # which makes the salt
    before = tree(toy)
    with monkeypatch.context() as patched:
        patched.setattr(f"press_archive.commands.add.{last}", fill_disk)
        assert main(["--root", str(toy), "add", "--yes", str(received)]) == 1
    assert "No space left on device. Nothing was added. Hint: free some space" in capsys.readouterr().err
    assert tree(toy) == before
    assert main(["--root", str(toy), "add", "--yes", str(received)]) == 0
