"""Names with digests: what a cache has kept of one publication is never used by a page of another."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.structure.files import File, Files

import hook
from conftest import REPOSITORY
from html_pages import read_html
from press_archive.cli import main
from site_fixtures import Site, build_environment

FRAME = {"tokens.css", "archive.css", "dark.css", "controls.js", "archive.js", "icon.svg"}
ADDRESS = re.compile(r"assets/(?:([0-9a-f]{16})/)?(.*)")


def loaded(page: Path) -> dict[str, str]:
    """Return what a page loads of the archive's own code: the folder in assets/, by the file's name."""
    tags = read_html(page).all()
    addresses = [
        tag.attributes.get("src") or tag.attributes.get("href") or ""
        for tag in tags
        if tag.tag in ("link", "script")
    ]
    matches = [ADDRESS.search(address) for address in addresses]
    return {
        match[2]: match[1] or ""
        for match in matches
        if match and not match[2].startswith("stylesheets/") and not match[2].endswith(".png")
    }


def own_code(docs: Path) -> dict[str, bytes]:
    """Return the style sheets, the scripts and the icon of a docs folder, by path."""
    return {
        path.relative_to(docs).as_posix(): path.read_bytes()
        for path in sorted(docs.glob("assets/**/*"))
        if path.suffix in (".css", ".js") or path.name == "icon.svg"
    }


@pytest.mark.slow
def test_every_page_loads_its_code_from_one_folder_that_is_named_by_a_digest_of_it(
    toy_sites: tuple[Site, Site],
) -> None:
    folders = set()
    for site in toy_sites:
        for page in site.html():
            found = loaded(page)
            assert page.name == "404.html" or found.keys() >= FRAME, page
            folders |= set(found.values())
    docs = toy_sites[0].project / "docs"
    code = own_code(docs)
    listed = (f"{path}\n{len(code[path])}\n".encode() + code[path] for path in sorted(code))
    expected = hashlib.sha256(b"".join(listed))
    assert folders == {expected.hexdigest()[:16]}
    for site in toy_sites:
        (folder,) = folders
        assert {
            path.relative_to(site.folder).as_posix(): path.read_bytes()
            for path in site.folder.glob(f"assets/{folder}/**/*")
            if path.is_file()
        } == {path.replace("assets/", f"assets/{folder}/", 1): data for path, data in code.items()}
        assert not (site.folder / "assets" / "archive.css").exists()


def named(docs: Path, **extra: object) -> set[str]:
    """Return the paths that the files of docs/assets/ get in a site."""
    config = SimpleNamespace(
        docs_dir=str(docs),
        theme=type("Theme", (dict,), {"custom_dir": ""})(favicon="assets/icon.svg"),
        extra={"asset_digests": True, **extra},
        extra_css=["assets/archive.css"],
        extra_javascript=["assets/controls.js"],
    )
    files = Files(
        [
            File(path.relative_to(docs).as_posix(), str(docs), "site", True)
            for path in sorted(docs.glob("assets/**/*"))
            if path.is_file()
        ]
    )
    hook.on_files(files, config)
    return {*(file.dest_uri for file in files), *config.extra_css, *config.extra_javascript}


def test_a_change_of_one_file_gives_all_of_them_new_names_and_other_files_keep_theirs(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(REPOSITORY / "docs" / "assets", docs / "assets")
    (docs / "assets" / "quay.png").write_bytes(b"a picture")
    before = named(docs)
    assert named(docs) == before
    (docs / "assets" / "quay.png").write_bytes(b"another picture")
    assert named(docs) == before
    with (docs / "assets" / "search" / "query.js").open("a", encoding="utf-8") as script:
        script.write("// Another comment\n")
    after = named(docs)
    assert {path for path in before & after if "icon" not in path} == {"assets/quay.png"}
    assert named(docs, asset_digests=False) >= {"assets/archive.css", "assets/search/query.js"}


@pytest.mark.slow
@pytest.mark.measured
def test_without_the_hook_a_site_has_plain_names_that_work(toy: Path) -> None:
    config = (toy / "mkdocs.yml").read_text(encoding="utf-8")
    (toy / "mkdocs.yml").write_text(config.replace("hooks: [scripts/hook.py]", "hooks: []"), encoding="utf-8")
    assert main(["--root", str(toy), "build", "--pages-only"]) == 0
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=toy, env=build_environment(), check=True
    )
    found = loaded(toy / "site" / "documents" / "index.html")
    assert found.keys() >= FRAME
    assert set(found.values()) == {""}
    assert [name for name in found if not (toy / "site" / "assets" / name).is_file()] == []
