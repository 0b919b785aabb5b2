"""A site that is published again takes pages from the one before, and is what a clean build makes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.trust.serving import Editor, clean_build, read_files
from benchmarks.trust.toy_copy import copy_toy

from press_archive.publish.kept.kept_pages import digest
from press_archive.publish.kept.kept_site import CACHE, KeptPage, KeptSite, keep_site, load_site
from site_fixtures import build_environment

ADDRESS = "https://press.example/"
EDITS = (
    "edit_summary", "edit_kind", "rename_term", "add_page", "edit_page", "edit_theme", "edit_summary",
    "edit_settings", "remove_page", "edit_title", "edit_asset", "edit_summary", "change_robots",
    "replace_by_folder",
)  # fmt: skip


def publish(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "press_archive", "publish"], cwd=root, capture_output=True, text=True,
        env={**build_environment(), "SITE_URL": ADDRESS},
    )  # fmt: skip


def inodes(site: Path) -> dict[str, int]:
    return {str(path.relative_to(site)): path.stat().st_ino for path in site.rglob("index.html")}


@pytest.mark.slow
@pytest.mark.measured
def test_after_each_edit_the_published_site_is_what_a_clean_build_makes(tmp_path, monkeypatch):
    monkeypatch.setenv("SITE_URL", ADDRESS)
    root = copy_toy(tmp_path / "archive")
    editor = Editor(root, 18)
    assert publish(root).returncode == 0
    done = []
    for kind in EDITS:
        done.append(editor.edit_so(kind))
        published = publish(root)
        assert published.returncode == 0, (done, published.stderr)
        site, clean = read_files(root / "site"), clean_build(root, ADDRESS, tmp_path)
        names = {*site, *clean}
        assert sorted(name for name in names if site.get(name) != clean.get(name)) == [], done


@pytest.mark.slow
@pytest.mark.measured
def test_pages_that_are_the_same_are_taken_and_damaged_ones_are_not(tmp_path):
    root = copy_toy(tmp_path / "archive")
    assert publish(root).returncode == 0
    site, first = root / "site", inodes(root / "site")
    damaged = site / "topics" / "free-quay" / "index.html"
    right = damaged.read_bytes()
    damaged.write_bytes(right.replace(b"quay", b"wharf"))
    (record,) = root.glob("sources/2*/*/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md")
    record.write_text(record.read_text("utf-8").replace("so far [L20]", "yet [L20]"), encoding="utf-8")
    done = publish(root)
    assert done.returncode == 0, done.stderr
    assert damaged.read_bytes() == right
    second = inodes(site)
    documents = [name for name in first if re.match("(documents|people|topics|sources)/.", name)]
    other = [name for name in documents if second[name] != first[name]]
    assert f"documents/{record.stem}/index.html" in other
    assert len(other) <= 3 < len(documents), other
    assert all(os.stat(site / name).st_nlink == 1 for name in documents)


@pytest.mark.slow
@pytest.mark.measured
def test_after_an_anchor_is_gone_all_pages_are_made_and_the_site_before_stays_as_it_was(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("SITE_URL", ADDRESS)
    root = copy_toy(tmp_path / "archive")
    (record,) = root.glob("sources/2*/*/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md")
    text = record.read_text("utf-8")
    record.write_text(f"{text}\nA quay is named too [L8].\n", encoding="utf-8")
    assert publish(root).returncode == 0
    before, first = read_files(root / "site"), inodes(root / "site")
    for name in first:  # as somebody who has the site before open
        (tmp_path / "held" / name).parent.mkdir(parents=True)
        os.link(root / "site" / name, tmp_path / "held" / name)
    record.write_text(text, encoding="utf-8")
    assert publish(root).returncode == 0
    assert {name: (tmp_path / "held" / name).read_bytes() for name in first} == {
        name: before[name] for name in first
    }
    page = f"documents/{record.stem}/index.html"
    lost = set(re.findall(rb' id="([^"]+)"', before[page])) - set(
        re.findall(rb' id="([^"]+)"', (root / "site" / page).read_bytes())
    )
    assert lost
    second = inodes(root / "site")
    assert second["topics/free-quay/index.html"] != first["topics/free-quay/index.html"]
    site, clean = read_files(root / "site"), clean_build(root, ADDRESS, tmp_path)
    assert {name for name in {*site, *clean} if site.get(name) != clean.get(name)} == set()


@pytest.fixture
def kept(tmp_path):
    """A site with one page, and the key under which it is kept."""
    page = tmp_path / "site" / "a-quay" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_bytes(b"<h1>A quay</h1>")
    keep_site(
        tmp_path,
        "key",
        {"a-quay.md": KeptPage(digest(b"# A quay"), digest(b"<h1>A quay</h1>"), frozenset("ab"))},
    )
    return tmp_path


def load(root: Path, key: str = "key", paths: tuple[str, ...] = ("a-quay.md", "new.md")) -> KeptSite:
    return load_site(root, key, paths, root / "site", root / "new")


def take(site: KeptSite, root: Path, markdown: bytes = b"# A quay") -> KeptPage | None:
    return site.take("a-quay.md", "a-quay/index.html", markdown, str(root / "new" / "a-quay" / "index.html"))


def test_a_page_of_the_same_markdown_is_taken_as_it_is(kept):
    page = take(load(kept), kept)
    assert page is not None
    assert page.anchors == {"a", "b"}
    assert (kept / "new" / "a-quay" / "index.html").read_bytes() == b"<h1>A quay</h1>"


def test_a_page_of_other_markdown_is_not_taken(kept):
    assert take(load(kept), kept, b"# A wharf") is None
    assert not (kept / "new").exists()


def test_a_damaged_or_missing_page_is_not_taken(kept):
    page = kept / "site" / "a-quay" / "index.html"
    page.write_bytes(b"<h1>A wharf</h1>")
    assert take(load(kept), kept) is None
    page.unlink()
    assert take(load(kept), kept) is None


def test_a_page_behind_a_link_is_not_taken(kept):
    (kept / "site" / "a-quay").rename(kept / "elsewhere")
    (kept / "site" / "a-quay").symlink_to(kept / "elsewhere")
    assert take(load(kept), kept) is None


def test_nothing_is_taken_after_a_page_is_gone_or_with_another_key(kept):
    assert load(kept).pages
    assert not load(kept, paths=("new.md",)).pages
    assert not load(kept, key="another").pages


def test_nothing_is_taken_from_the_folder_that_is_built(kept):
    assert not load_site(kept, "key", ["a-quay.md"], kept / "site", kept / "site").pages
    assert not load_site(kept, "key", ["a-quay.md"], kept / "no-site", kept / "new").pages


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"key": "key", "pages": {}}'])
def test_what_no_build_has_written_is_not_used(kept, data):
    (kept / CACHE).write_bytes(data)
    assert not load(kept).pages
