"""Files of data that were made before are used again, as long as nothing that they are made from has changed."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import pytest

from press_archive.collection.loading import load_archive
from press_archive.publish import data_files
from press_archive.publish.data_files import CACHE, write_data

ADDRESS = "https://press.example/harbour/"
TABLE = "data/documents.csv"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses for which files were made, one for each time."""
    calls: list[str] = []
    render = data_files.render

    def counted(archive, address):
        calls.append(address)
        return render(archive, address)

    monkeypatch.setattr(data_files, "render", counted)
    return calls


def write(toy: Path, name: str, address: str = ADDRESS) -> dict[str, bytes]:
    site = toy / name
    write_data(toy, load_archive(toy), address, site)
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def test_nothing_is_made_again_while_nothing_changes(toy: Path, made: list[str]):
    first = write(toy, "first")
    assert write(toy, "second") == first
    assert made == [ADDRESS]


def test_a_changed_record_makes_them_again(toy: Path, made: list[str]):
    before = write(toy, "first")
    path = toy / "sources/vocabulary/outlets.yml"
    path.write_text(path.read_text("utf-8").replace("Tidewatch", "The Tidewatch", 1), encoding="utf-8")
    assert write(toy, "second")[TABLE] != before[TABLE]
    assert len(made) == 2


def test_another_address_makes_them_again(toy: Path, made: list[str]):
    write(toy, "first")
    assert b"https://other.example/documents/" in write(toy, "second", "https://other.example/")[TABLE]


def test_another_program_makes_them_again(toy: Path, made: list[str], tmp_path: Path, monkeypatch):
    write(toy, "first")
    (tmp_path / "program").mkdir()
    (tmp_path / "program/later.py").write_text("CHANGED = True\n")
    monkeypatch.setattr(data_files, "_PROGRAM", tmp_path / "program")
    write(toy, "second")
    assert len(made) == 2


def compress(path: Path, content: bytes) -> None:
    """Add a compressed file to a zip whose data no program can decompress."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as kept:
        kept.writestr("data/added.csv", content)
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = deflate.compress(content) + deflate.flush()
    data = path.read_bytes()
    assert data.count(packed) == 1
    path.write_bytes(data.replace(packed, b"\xff" * len(packed)))


@pytest.mark.parametrize(
    "damage", ["cut", "one byte", "no zip", "empty", "a path out of the site", "a folder", "compressed"]
)
def test_a_damaged_cache_is_made_again(toy: Path, made: list[str], damage: str):
    first = write(toy, "first")
    path = toy / CACHE
    data = path.read_bytes()
    if damage == "a folder":
        path.unlink()
        path.mkdir()
        path.rmdir()
    elif damage == "a path out of the site":
        with zipfile.ZipFile(path, "a") as kept:
            kept.writestr("data/../../outside.csv", "x")
    elif damage == "compressed":
        compress(path, b"harbour" * 100)
    else:
        half = len(data) // 2
        path.write_bytes(
            {
                "cut": data[:half],
                "one byte": data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :],
                "no zip": b"no zip",
                "empty": b"",
            }[damage]
        )
    assert write(toy, "second") == first
    assert len(made) == 2
    assert not (toy / "outside.csv").exists()


def test_a_link_in_the_place_of_the_cache_is_not_followed(toy: Path, made: list[str], tmp_path: Path):
    outside = tmp_path / "outside.zip"
    (toy / CACHE).unlink()
    (toy / CACHE).symlink_to(outside)
    write(toy, "first")
    assert not outside.exists()


def test_a_link_to_a_whole_cache_is_not_read(toy: Path, made: list[str], tmp_path: Path):
    first = write(toy, "first")
    (toy / CACHE).rename(tmp_path / "outside.zip")
    (toy / CACHE).symlink_to(tmp_path / "outside.zip")
    assert write(toy, "second") == first
    assert len(made) == 2
