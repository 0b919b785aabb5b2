"""Where the archive is, from any folder in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import TOY
from press_archive.base.project import find_root
from press_archive.cli import main


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """The records of the toy archive, and nothing beside them."""
    shutil.copytree(TOY / "sources", tmp_path / "records" / "sources")
    return tmp_path / "records"


@pytest.mark.parametrize(
    "folder", [".", "sources", "sources/vocabulary", "sources/2013/tidewatch-shared-harbour"]
)
def test_an_archive_is_found_from_every_folder_in_it(records, folder):
    assert find_root(records / folder) == records


@pytest.mark.parametrize("kept", ["collection.yml", "searches.yml", "vocabulary", "2013"])
def test_any_record_makes_an_archive(records, kept):
    for path in (records / "sources").iterdir():
        if path.name != kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert find_root(records / "sources") == records


def test_the_pages_about_sources_make_no_archive(records):
    assert main(["--root", str(records), "build", "--pages-only"]) == 0
    assert (records / "docs" / "sources").is_dir()
    for folder in ("docs", "docs/sources", "docs/topics"):
        assert find_root(records / folder) == records


def test_an_archive_that_begins_within_another_is_its_own(records):
    (records / "new" / "sources").mkdir(parents=True)
    assert find_root(records / "new") == records / "new"


def test_a_folder_called_sources_above_is_no_archive(tmp_path):
    (tmp_path / "sources" / "wells").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    assert find_root(tmp_path / "empty") == tmp_path / "empty"


def test_a_project_whose_records_are_all_gone_is_found(toy):
    shutil.rmtree(toy / "sources")
    (toy / "sources").mkdir()
    assert find_root(toy / "docs" / "about") == toy
