"""While `mkdocs serve` runs, what it serves is what a clean build makes, whatever is edited and however old it
is.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from benchmarks.trust.serving import Editor, files_unlike, serve_and_edit
from mkdocs.livereload import LiveReloadServer

from case_files import edit
from press_archive.publish.serve import session
from press_archive.publish.serve.mkdocs_changes import _shows_titles
from press_archive.publish.serve.mkdocs_server import Superseded, show_now, watch_folder

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


# In this order, so that what a build that was given up has not made is of every kind.
GIVEN_UP = (
    "edit_summary", "rename_term", "edit_summary", "remove_or_restore_source", "edit_kind", "edit_summary",
    "add_page", "edit_title", "edit_summary", "remove_or_restore_source", "break_or_mend_record",
    "edit_summary", "change_robots", "rename_term", "edit_summary",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.measured
@pytest.mark.parametrize("seed", [1, 2])
def test_after_builds_that_were_given_up_what_is_served_is_what_a_clean_build_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """As when somebody saves again and again before a build has ended. A summary that is edited is shown
    whatever happens to the build.
    """
    checks = 0  # after which a build is given up; never where it is negative
    given_up = 0

    def give_up(_: LiveReloadServer) -> None:
        nonlocal checks, given_up
        checks -= 1
        if checks == 0:
            given_up += 1
            raise Superseded

    def edit(root: Path, server: LiveReloadServer, editor: Editor) -> None:
        nonlocal checks
        running = sys.modules["scripts/hook.py"]  # the hook as MkDocs has it, a module of its own
        monkeypatch.setattr(session, "give_up_if_superseded", give_up)
        for kind in GIVEN_UP:
            editor.summary = None
            editor.edit_so(kind)
            if editor.summary:
                running.SESSION.saved.paths = {str(editor.summary)}
            # About 40 checks while records are read, 100 while pages are made, and one for each page that MkDocs makes.
            checks = editor.random.randint(1, 250)
            server.builder()
            if editor.summary and "kinds: " not in editor.summary.read_text(encoding="utf-8"):
                page = Path(server.root, "documents", editor.summary.stem, "index.html")
                *_, last = editor.summary.read_text(encoding="utf-8").strip().splitlines()
                assert last.removesuffix(".") in page.read_text(encoding="utf-8")
        checks = 0
        server.builder()
        assert files_unlike(root, server) == []

    serve_and_edit(tmp_path, edit, seed)
    assert given_up > 5


def test_the_title_of_the_collection_is_on_every_page(toy: Path) -> None:
    config = SimpleNamespace(config_file_path=str(toy / "mkdocs.yml"))
    before = session.theme_files(config)
    edit(toy, {"file": "sources/collection.yml", "replace": ["title: ", "title: Not "]})
    assert session.theme_files(config) != before


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


@pytest.mark.measured
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
