"""The site stays whole while it is built: by a build that fails, by two at once, and by one that is killed."""

from __future__ import annotations

import errno
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from press_archive.publish.mkdocs_build import run_mkdocs

SETTINGS = """site_name: Tidewatch
site_dir: site
use_directory_urls: false
theme: {{name: null, custom_dir: theme}}
plugins: []
hooks: [{hook}]
"""
# A hook that waits for a file, made by the hook of another build.
WAIT = """
import time
from pathlib import Path

HERE = Path(__file__).parent

def wait(name):
    end = time.monotonic() + 60
    while not (HERE / name).exists():
        assert time.monotonic() < end, f"no {name}"
        time.sleep(0.01)
"""
HOOKS = {
    "plain": "",
    "failing": "def on_post_build(config):\n    raise RuntimeError('no ink')\n",
    "looking": """
def on_page_content(html, **_):
    site = HERE / "site"
    (HERE / "seen").write_text("".join(path.read_text() for path in sorted(site.glob("*.html"))))
""",
    # Two builds at once: the second begins when the first has written its pages, before it has ended.
    "first": """
def on_post_build(config):
    (HERE / "first-written").touch()
    wait("second-begun")
    assert (Path(config.site_dir) / "index.html").is_file(), "the page of the first build is gone"
    (HERE / "first-ended").touch()
""",
    "second": """
def on_pre_build(config):
    wait("first-written")

def on_files(files, config):
    (HERE / "second-begun").touch()
    wait("first-ended")
""",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project for MkDocs, with a configuration for each hook, and a site that was built before."""
    root = tmp_path / "project"
    for folder, name, text in (
        ("docs", "index.md", "A new quay"),
        ("theme", "main.html", "{{ page.content }}"),
        ("site", "index.html", "The old quay"),
        ("site", "old.html", "The old mole"),
    ):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / name).write_text(text, encoding="utf-8")
    for name, hook in HOOKS.items():
        (root / f"{name}.py").write_text(WAIT + hook, encoding="utf-8")
        (root / f"{name}.yml").write_text(SETTINGS.format(hook=f"{name}.py"), encoding="utf-8")
    return root


def pages(folder: Path) -> dict[str, str]:
    """Return the pages of a site by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


OLD = {"index.html": "The old quay", "old.html": "The old mole"}
NEW = {"index.html": "<p>A new quay</p>"}


def left(root: Path) -> list[str]:
    """Return what is hidden in a folder."""
    return [path.name for path in root.iterdir() if path.name.startswith(".")]


def test_a_site_takes_the_place_of_the_one_before(project):
    assert run_mkdocs(project, "plain.yml", "site", "--strict") == 0
    assert pages(project / "site") == NEW
    assert left(project) == []


def test_the_site_is_whole_while_another_is_built(project):
    assert run_mkdocs(project, "looking.yml", "site") == 0
    assert (project / "seen").read_text(encoding="utf-8") == "The old quayThe old mole"


def test_a_build_that_fails_leaves_the_site_as_it_was(project, capsys):
    assert run_mkdocs(project, "failing.yml", "site") == 1
    assert pages(project / "site") == OLD
    assert left(project) == []
    assert capsys.readouterr().err.endswith("site/ was left as it was.\n")


def test_two_builds_at_once_both_succeed(project):
    with ThreadPoolExecutor(2) as threads:
        first, second = (
            threads.submit(run_mkdocs, project, f"{name}.yml", "site") for name in ("first", "second")
        )
        assert (first.result(), second.result()) == (0, 0)
    assert pages(project / "site") == NEW
    assert left(project) == []


def test_a_site_that_is_a_symbolic_link_is_built_where_the_link_leads(project, tmp_path):
    (project / "site").rename(tmp_path / "served")
    (project / "site").symlink_to(tmp_path / "served")
    assert run_mkdocs(project, "plain.yml", "site") == 0
    assert (project / "site").is_symlink()
    assert pages(tmp_path / "served") == NEW
    assert left(tmp_path) == []


def test_what_a_killed_build_left_is_removed(project):
    for name, age in ((".archive-abcd1234.partial", 7_200), (".archive-dcba4321.partial", 60)):
        (project / name / "site").mkdir(parents=True)
        os.utime(project / name, (time.time() - age,) * 2)
    assert run_mkdocs(project, "plain.yml", "site") == 0
    assert left(project) == [".archive-dcba4321.partial"]


@pytest.mark.parametrize("moved", ["the old site", "the new site"])
def test_a_folder_that_cannot_be_renamed_is_named_and_stays(project, capsys, monkeypatch, moved):
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        is_new = path.parent != project and path.name == "site"
        if is_new == (moved == "the new site") and "before" not in path.name:
            raise OSError(errno.EBUSY, "Device or resource busy", str(path), None, str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    assert run_mkdocs(project, "plain.yml", "site") == 1
    assert capsys.readouterr().err.startswith(
        "site/: cannot replace: Device or resource busy. Expected a folder"
    )
    assert pages(project / "site") == OLD
