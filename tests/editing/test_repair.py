"""Repair: a damaged or missing file is taken from a copy, if it is the expected one there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from press_archive.cli import main

RECORD = "sources/2018/lantern-interview/2018-12-24-i-have-never-met-a-tide.md"
SOURCE = "sources/2018/lantern-interview/source.yml"
CAPTURE = "sources/2018/lantern-interview/capture.txt"
FULL = "sources/2014/ministry-address/capture.txt"
MANIFEST = "sources/MANIFEST.sha256"


def read(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.glob("sources/**/*")
        if path.is_file()
    }


@pytest.fixture
def copy(toy_held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A copy of the toy archive, both with the manifest and the held list."""
    for option in ("--update", "--record-held"):
        assert main(["--root", str(toy_held), "verify", option]) == 0
    shutil.copytree(toy_held / "sources", tmp_path / "copy" / "sources")
    capsys.readouterr()
    return tmp_path / "copy"


def repair(root: Path, copy: Path) -> int:
    return main(["--root", str(root), "repair", "--from", str(copy)])


@pytest.mark.parametrize("path", [RECORD, SOURCE, CAPTURE, FULL, MANIFEST])
@pytest.mark.parametrize("damage", ["changed", "missing", "emptied"])
def test_one_file_is_repaired_and_the_others_are_left_alone(toy_held, copy, path, damage, capsys):
    before = read(toy_held)
    times = {name: (toy_held / name).stat().st_mtime_ns for name in before}
    if damage == "missing":
        (toy_held / path).unlink()
    else:
        (toy_held / path).write_bytes(before[path].replace(b"a", b"e", 3) if damage == "changed" else b"")
    damaged = None if damage == "missing" else (toy_held / path).read_bytes()
    assert repair(toy_held, copy) == 0
    assert read(toy_held) == before
    assert {name for name in before if (toy_held / name).stat().st_mtime_ns != times[name]} <= {path}
    aside = [file.read_bytes() for file in toy_held.glob(".archive/damaged/*/sources/**/*") if file.is_file()]
    assert aside == ([] if damaged is None else [damaged])
    assert f"{path}: {'restored' if damaged is None else 'repaired'};" in capsys.readouterr().out


def test_everything_at_once_is_repaired(toy_held, copy):
    before = read(toy_held)
    (toy_held / CAPTURE).unlink()
    (toy_held / SOURCE).write_bytes(b"\0" * 100)
    (toy_held / MANIFEST).write_bytes(before[MANIFEST][:1000])
    shutil.rmtree(toy_held / "sources" / "vocabulary")
    assert repair(toy_held, copy) == 0
    assert read(toy_held) == before


def test_a_file_that_the_copy_has_damaged_too_is_not_taken(toy_held, copy, capsys):
    (toy_held / RECORD).write_bytes(b"damaged here")
    (copy / RECORD).write_bytes(b"damaged there")
    assert repair(toy_held, copy) == 1
    assert (toy_held / RECORD).read_bytes() == b"damaged here"
    assert f"{RECORD}: the copy does not have the file with the SHA-256 " in capsys.readouterr().err


@pytest.mark.parametrize("link", [RECORD, "sources/2018/lantern-interview", "sources/2018"])
def test_a_link_in_the_copy_is_not_followed(toy_held, copy, tmp_path, link):
    (copy / link).rename(tmp_path / "elsewhere")
    (copy / link).symlink_to(tmp_path / "elsewhere")
    (toy_held / RECORD).write_bytes(b"damaged")
    assert repair(toy_held, copy) == 1
    assert (toy_held / RECORD).read_bytes() == b"damaged"


def test_a_link_in_the_archive_is_not_written_through(toy_held, copy, tmp_path, capsys):
    (tmp_path / "private").mkdir()
    shutil.rmtree(toy_held / "sources" / "2018")
    (toy_held / "sources" / "2018").symlink_to(tmp_path / "private")
    assert repair(toy_held, copy) == 1
    assert list((tmp_path / "private").iterdir()) == []
    assert f"{RECORD}: a link or a folder is in its place" in capsys.readouterr().err


def test_a_record_that_was_changed_in_git_is_not_taken_back(toy_held, copy, git):
    git(toy_held, "init", "-q")
    changed = (toy_held / RECORD).read_bytes() + b"\n"
    (toy_held / RECORD).write_bytes(changed)
    git(toy_held, "add", "sources")
    assert repair(toy_held, copy) == 1
    assert (toy_held / RECORD).read_bytes() == changed


def test_a_folder_without_records_is_no_copy(toy_held, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert repair(toy_held, tmp_path / "empty") == 2
    assert "empty: no copy of an archive. Expected " in capsys.readouterr().err
