"""While `mkdocs serve` runs, what it serves is what a clean build makes, whatever is edited and however old it
is.
"""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from benchmarks.trust.serving import Editor, files_unlike, serve_and_edit
from mkdocs.livereload import LiveReloadServer

import hook
from case_files import edit
from press_archive.publish.serve.mkdocs_changes import _shows_titles
from press_archive.publish.serve.mkdocs_server import show_now, watch_folder

# Eleven edits; after those of a row, the site is built again. `python -m benchmarks.trust serving` makes a hundred.
EDITS = (
    ("add_page", "add_page", "add_asset"),
    ("remove_page", "replace_by_folder", "remove_asset"),
    # Now the pages that changed alone are built.
    ("restore_older", "edit_kind", "edit_asset", "change_robots"),
    ("remove_or_restore_source",),
)


def answer(server: LiveReloadServer, host: str) -> str:
    """Return the status of the answer to a request for a file under a host name."""
    statuses: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/index.html", "HTTP_HOST": host}
    body = server.get_app()(environ, lambda status, _: statuses.append(status))
    if hasattr(body, "close"):  # a file
        body.close()
    return statuses[0]


@pytest.mark.slow
@pytest.mark.measured
def test_after_eleven_edits_what_is_served_is_what_a_clean_build_makes(tmp_path: Path) -> None:
    def edit(root: Path, server: LiveReloadServer, editor: Editor) -> None:
        for kinds in EDITS:
            for kind in kinds:
                editor.edit_so(kind)
            server.builder()
            show_now(server)  # as the server itself does after each build
        assert (Path(server.root) / "essays").is_dir()
        assert files_unlike(root, server) == []
        assert answer(server, "gull.example") == "421 Misdirected Request"
        assert answer(server, "localhost:8000") == "200 OK"
        compared.append(root)

    compared: list[Path] = []
    serve_and_edit(tmp_path, edit)
    assert len(compared) == 1


def test_the_title_of_the_collection_is_on_every_page(toy: Path) -> None:
    config = SimpleNamespace(config_file_path=str(toy / "mkdocs.yml"))
    before = hook._theme_files(config)
    edit(toy, {"file": "sources/collection.yml", "replace": ["title: ", "title: Not "]})
    assert hook._theme_files(config) != before


@pytest.mark.parametrize(
    ("nav", "shows"),
    [
        (None, True),
        ([{"Home": "index.md"}, {"About": [{"Rights": "about/rights.md"}]}], False),
        (["index.md"], True),
        ([{"About": ["about/rights.md"]}], True),
    ],
)
def test_a_navigation_shows_titles_of_pages_unless_it_names_each(nav: Any, shows: bool) -> None:
    assert _shows_titles(nav) == shows


def wait_for(server: LiveReloadServer) -> bool:
    """Return whether a build is wanted within some seconds, and want none."""
    end = time.monotonic() + 10
    while not server._want_rebuild and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.2)
    wanted, server._want_rebuild = server._want_rebuild, False
    return wanted


def test_folders_that_come_and_go_are_watched_and_those_of_the_build_are_not(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    for name in ("essays", "documents"):
        (docs / name).mkdir(parents=True)
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, root=str(tmp_path), polling_interval=0.05)
    watch_folder(server, docs, {"documents", "index.md"})
    server.observer.start()
    try:
        (docs / "documents" / "made.md").write_text("made", encoding="utf-8")
        (docs / "index.md").write_text("made", encoding="utf-8")
        time.sleep(0.5)
        assert not server._want_rebuild
        for name in ("essays/deep/one.md", "new/two.md", "new/three.md", "four.md"):
            (docs / name).parent.mkdir(exist_ok=True)
            (docs / name).write_text("written", encoding="utf-8")
            assert wait_for(server), name
        (docs / "new").rename(docs / "newer")
        assert wait_for(server)
        (docs / "newer" / "two.md").write_text("written again", encoding="utf-8")
        assert wait_for(server)
        for path in (docs / "newer").iterdir():
            path.unlink()
        (docs / "newer").rmdir()
        assert wait_for(server)
        (docs / "newer").mkdir()
        assert wait_for(server)
        (docs / "newer" / "five.md").write_text("written", encoding="utf-8")
        assert wait_for(server)
    finally:
        server.observer.stop()
        server.observer.join()
        server.server_close()
