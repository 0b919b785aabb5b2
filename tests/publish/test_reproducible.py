"""Two builds of the same records give the same bytes, whatever differs between the processes that make them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import TOY, copy_project, hold_captures
from site_fixtures import build_environment


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def build(project: Path, seed: str) -> dict[str, bytes]:
    """Build a project's public site with a seed for Python's hashes; return its files."""
    hold_captures(copy_project(project, TOY))
    environment = build_environment() | {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1400000000"}
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=project, env=environment, check=True
    )
    return files_of(project / "site")


@pytest.mark.slow
def test_two_processes_with_other_hash_seeds_build_the_same_site(tmp_path):
    first = build(tmp_path / "one", "1")
    second = build(tmp_path / "two", "2")
    assert "pagefind/words-en.json" in first
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
