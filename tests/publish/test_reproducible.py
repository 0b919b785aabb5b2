"""Two builds of the same records give the same bytes, whatever differs between the processes that make them."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.trust.reproducible import ANOTHER_DAY, REVERSED

from conftest import TOY, copy_project, hold_captures
from site_fixtures import build_environment


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def build(project: Path, customized: str, umask: int, **variables: str) -> dict[str, bytes]:
    """Build a project's public site with a `sitecustomize` module and variables; return its files."""
    hold_captures(copy_project(project, TOY))
    custom = project.parent / f"{project.name}-custom"
    custom.mkdir()
    (custom / "sitecustomize.py").write_text(customized, encoding="utf-8")
    path = os.pathsep.join([str(custom), os.environ.get("PYTHONPATH", "")])
    environment = build_environment() | {"SITE_URL": "https://press.example/", "PYTHONPATH": path} | variables
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=project, env=environment, check=True,
        preexec_fn=lambda: os.umask(umask),
    )  # fmt: skip
    return files_of(project / "site")


@pytest.mark.slow
@pytest.mark.measured
def test_two_very_unlike_environments_build_the_same_site(tmp_path):
    """`python -m benchmarks.trust reproducible` compares 14."""
    first = build(tmp_path / "one", "", 0o022, PYTHONHASHSEED="1", TZ="XYZ-14", LC_ALL="C", PYTHONUTF8="0")
    second = build(
        tmp_path / "another folder, ähnlich",
        ANOTHER_DAY + REVERSED,
        0o077,
        PYTHONHASHSEED="2",
        HOME="/nowhere",
    )
    assert any(re.fullmatch("pagefind/[0-9a-f]{16}/words-en.json", path) for path in first)
    assert b"https://press.example/years/" in gzip.decompress(first["sitemap.xml.gz"])
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
