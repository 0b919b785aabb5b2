"""A site that several processes make is the one that one process makes, and what MkDocs says of it is said."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import TOY, copy_project
from press_archive.base.files.reading import list_files
from site_fixtures import build_environment

# Takes a page out of the site to which others lead.
FORGETFUL = """
def on_files(files, config):
    files.remove(files.src_uris["topics/free-quay.md"])
"""
# Changes pages by an event of MkDocs, as a plugin may.
SHOUTING = """
def on_page_content(html, **_):
    return html.replace("Provenance", "PROVENANCE")
"""


def build(project: Path, processes: int, *options: str) -> subprocess.CompletedProcess[str]:
    environment = build_environment() | {"PROCESSES": str(processes), "SEARCH_INDEX": "false"}
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", f"site-{processes}", *options]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)


def add_hook(project: Path, code: str) -> None:
    (project / "more.py").write_text(code, encoding="utf-8")
    config = project / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("hooks: [scripts/hook.py]", "hooks: [scripts/hook.py, more.py]"))


def read(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in list_files(site)}


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    return sorted(re.findall(r"^WARNING +- +(.*)$", done.stderr, re.MULTILINE))


@pytest.mark.measured
def test_two_processes_make_the_same_site_and_the_same_warnings(tmp_path):
    project = copy_project(tmp_path / "toy", TOY)
    add_hook(project, FORGETFUL)
    one, two = build(project, 1), build(project, 2)
    assert (one.returncode, two.returncode) == (0, 0), two.stderr
    assert read(project / "site-1") == read(project / "site-2")
    assert "Page skipped" not in two.stderr
    assert said(one) == said(two)
    assert any("topics/free-quay.md" in line for line in said(two))
    strict = build(project, 2, "--strict")
    assert strict.returncode == 1
    assert f"Aborted with {len(said(two))} warnings in strict mode" in strict.stdout


@pytest.mark.measured
def test_pages_that_a_plugin_changes_are_left_to_mkdocs(tmp_path):
    project = copy_project(tmp_path / "toy", TOY)
    add_hook(project, SHOUTING)
    done = build(project, 2)
    assert done.returncode == 0, done.stderr
    pages = (project / "site-2" / "documents").rglob("index.html")
    assert any("PROVENANCE" in page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.measured
def test_a_number_of_processes_that_is_none_is_refused_in_one_line(tmp_path):
    project = copy_project(tmp_path / "toy", TOY)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], cwd=project, capture_output=True, text=True,
        env=build_environment() | {"PROCESSES": "many"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "PROCESSES: 'many' is not a number of processes. Expected a number from 1 to 256" in done.stdout
    assert "Traceback" not in done.stderr
