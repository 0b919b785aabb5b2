"""A preview: one document built alone looks as in the site, whatever is wrong with its record."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

import preview_hook
from case_files import ABOUT_OTHERS, CASES, edit
from conftest import REPOSITORY, sampled
from press_archive.checks.run import check_archive
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.commands.site.preview import CONFIG, announce
from press_archive.commands.site.preview import _wait as wait
from press_archive.publish.build import build_docs, render_site
from press_archive.publish.preview import (
    find_previewed,
    load_preview,
    nearest_ids,
    render_preview,
    write_preview,
)

TIDEWATCH = "2013-09-23-velmora-offers-ostrand-a-shared-harbour"
RECORD = f"sources/2013/tidewatch-shared-harbour/{TIDEWATCH}.md"
SOURCE = "sources/2013/tidewatch-shared-harbour/source.yml"
GULL = "2013-09-24-in-brief-a-quay-without-a-toll"


def rendered(root: Path, named: str) -> dict[str, str]:
    found = find_previewed(root, named, root)
    assert found is not None
    return render_preview(load_preview(root, found))


def page_of(root: Path, id: str) -> str:
    return rendered(root, id)[f"documents/{id}.md"]


def note(page: str) -> str:
    """What stands before the headline."""
    return page.split("\n---\n\n", 1)[1].partition("\n# ")[0]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def comparable(page: str) -> str:
    """A page without what it says of other documents, where its links lead, and the files beside it."""
    without = ABOUT_OTHERS.sub(b"", page.encode()).decode()
    without = re.sub(r'<link rel=\\"alternate\\".*?>\\n|Save it for a program .*\n.*\n\n?', "", without)
    return re.sub(r"\]\([^()]*\)", "]()", without).strip()


@pytest.mark.measured
def test_a_document_looks_as_in_the_reading_room(toy_held):
    archive, _ = check_archive(load_archive(toy_held))
    whole = render_site(archive, reading_room=True)
    for id in archive.documents:
        assert comparable(page_of(toy_held, id)) == comparable(whole[f"documents/{id}.md"])


@pytest.mark.measured
def test_a_source_is_previewed_with_all_its_documents(toy_held):
    archive, _ = check_archive(load_archive(toy_held))
    whole = render_site(archive, reading_room=True)
    for id, documents in archive.documents_of_source.items():
        pages = rendered(toy_held, id)
        assert set(pages) == {
            "index.md",
            f"sources/{id}.md",
            *(f"documents/{document}.md" for document in documents),
        }
        own, other = comparable(pages[f"sources/{id}.md"]), comparable(whole[f"sources/{id}.md"])
        assert own.split("## What became of each line")[1] == other.split("## What became of each line")[1]


def test_the_relations_that_a_document_names_are_shown(toy):
    assert re.search(r"Excerpt of\n:   \[Shared harbour offered to Ostrand\]", page_of(toy, GULL))


def test_no_section_speaks_of_documents_that_were_not_read(toy):
    page = page_of(toy, TIDEWATCH)
    assert "The same event elsewhere" not in page
    assert "Related documents" not in page
    assert "Earlier:" not in page and "Later:" not in page


def test_links_to_pages_that_are_not_built_are_addresses_and_those_that_are_built_are_checked(toy):
    page = page_of(toy, TIDEWATCH)
    assert "](../../topics/harbour-treaty/)" in page
    assert "](../../documents/)" in page
    assert "](../sources/tidewatch-shared-harbour.md)" in page
    assert "](../../documents/2014-05-02-address-on-the-harbour-treaty/" in page


def test_only_the_sources_that_are_needed_are_read(toy):
    found = find_previewed(toy, GULL, toy)
    assert set(load_preview(toy, found).archive.sources) == {"gull-post-harbour"}
    found = find_previewed(toy, TIDEWATCH, toy)
    assert set(load_preview(toy, found).archive.sources) == {"tidewatch-shared-harbour", "ministry-address"}


@pytest.mark.parametrize(
    ("named", "page"),
    [
        (TIDEWATCH, f"documents/{TIDEWATCH}/"),
        ("tidewatch-shared-harbour", "sources/tidewatch-shared-harbour/"),
        (RECORD, f"documents/{TIDEWATCH}/"),
        (SOURCE, "sources/tidewatch-shared-harbour/"),
        ("sources/2013/tidewatch-shared-harbour", "sources/tidewatch-shared-harbour/"),
        ("sources/2013/tidewatch-shared-harbour/capture.txt", "sources/tidewatch-shared-harbour/"),
    ],
)
def test_a_record_is_found_by_its_id_and_by_its_path(toy_held, named, page):
    found = find_previewed(toy_held, named, toy_held)
    assert (found.page, found.folder) == (page, toy_held / "sources/2013/tidewatch-shared-harbour")
    assert [path.name for path in found.documents] == [f"{TIDEWATCH}.md"]


@pytest.mark.parametrize(
    "named", ["no-such-id", "sources", "sources/collection.yml", "..", "/", "*", "", "mkdocs.yml"]
)
def test_what_is_no_record_is_not_found(toy, named):
    assert find_previewed(toy, named, toy) is None


def test_an_unknown_id_is_answered_with_the_nearest_ones(toy, capsys):
    assert main(["--root", str(toy), "preview", "2013-09-23-velmora-ofers-ostrand", "--no-open"]) == 1
    told = capsys.readouterr().err
    assert told.startswith(
        "2013-09-23-velmora-ofers-ostrand: no such record. Expected the id of a document or source"
    )
    assert f"Did you mean {TIDEWATCH}" in told
    assert nearest_ids("zzz", ["harbour"]) == []


def test_what_is_wrong_stands_at_the_top_and_what_is_right_is_shown(toy_held):
    change(toy_held / RECORD, "kind: news-report", "kind: TODO choose one")
    change(toy_held / RECORD, "language: en", "language: xx")
    page = page_of(toy_held, TIDEWATCH)
    head, _, body = page.partition("# Velmora offers Ostrand a shared harbour")
    assert "<strong>2 problems</strong>" in head
    assert "R117 kind" in head.replace("&#58;", ":")
    assert "so left out below or shown as a placeholder: kind&#44; language" in head
    assert "not given" in body
    assert "Old quarrels" in body  # of the capture
    assert "Marrowby proposed" in body  # of the summary


def test_only_wrong_items_of_a_list_are_left_out(toy_held):
    change(toy_held / RECORD, "topics: [", "topics: [Not An Id, ")
    assert "[Harbour treaty]" in page_of(toy_held, TIDEWATCH)


def test_problems_of_other_records_are_not_told(toy):
    change(toy / "sources/2014/ministry-address/source.yml", "rights:", "writes:")
    change(toy / "sources/vocabulary/topics.yml", "label: Lighthouse dues", "label: Fishing rights")
    found = find_previewed(toy, TIDEWATCH, toy)
    assert load_preview(toy, found).problems == []
    change(toy / "sources/vocabulary/topics.yml", "label: Harbour treaty", "title: Harbour treaty")
    assert {problem.field for problem in load_preview(toy, found).problems} == {
        "harbour-treaty.label",
        "harbour-treaty.title",
    }


@pytest.mark.parametrize("held", ["toy", "toy_held"])
@pytest.mark.parametrize(
    "record",
    ["", "---\n", "---\n---\n", "---\ntitle: [\n---\nWords.\n", "Words.\n", "---\nlines: 4-900000\n---\n", "\0",
     "---\nlines: 700\n---\n", "---\n- a\n---\n", "---\na: &b c\n---\n",
     "---\nroles: {x: y}\nspeakers: [a]\nchain: {}\ntopics: x\ndate: {}\n---\n# Words\n"],
)  # fmt: skip
def test_a_document_that_can_not_be_read_is_shown_as_far_as_it_goes(request, held, record):
    root = request.getfixturevalue(held)
    (root / RECORD).write_text(record, encoding="utf-8")
    page = page_of(root, TIDEWATCH)
    assert "problem" in note(page)
    assert ("Old quarrels" in page) == (held == "toy_held")


@pytest.mark.parametrize(
    "record", ["", "label: [\n", "lines: x\nblank: y\ncuts: z\n", "- a\n", "sha256: 0\nlines: 3\n"]
)
def test_a_source_that_can_not_be_read_is_shown_as_far_as_it_goes(toy_held, record):
    (toy_held / SOURCE).write_text(record, encoding="utf-8")
    pages = rendered(toy_held, TIDEWATCH)
    assert "Marrowby proposed" in pages[f"documents/{TIDEWATCH}.md"]
    assert "Label not given" in pages["sources/tidewatch-shared-harbour.md"]
    assert ("Old quarrels" in pages[f"documents/{TIDEWATCH}.md"]) == ("lines: 3" not in record)


@pytest.mark.parametrize("case", sampled(CASES, 9), ids=lambda path: path.stem)
def test_whatever_is_damaged_there_is_a_preview_and_it_tells_what_the_check_tells(request, case):
    example = yaml.safe_load(case.read_text(encoding="utf-8"))
    root = request.getfixturevalue("toy_held" if example["held"] else "toy")
    for one in example["edits"]:
        edit(root, one)
    folders = {
        Path(one["file"]).parent for one in example["edits"] if re.match(r"sources/\d{4}/[^/]+/", one["file"])
    }
    for folder in sorted(folders):
        if not (root / folder).is_dir():
            continue
        found = find_previewed(root, folder.as_posix(), root)
        preview = load_preview(root, found)
        pages = render_preview(preview)
        assert len(pages) == len({path.stem for path in found.documents}) + 2
        told = {str(problem) for problem in preview.problems}
        expected = [
            line
            for line in example["expected"].splitlines()
            if re.match(rf"{re.escape(folder.as_posix())}[/:]", line)
            and ": C111: " not in line  # headlines of all records are facts, and a preview reads only some
        ]
        assert set(expected) <= told


def test_a_preview_writes_only_what_changed_into_its_own_folder(toy, tmp_path):
    found = find_previewed(toy, TIDEWATCH, toy)
    before = {path for path in toy.rglob("*") if path.is_file()}
    write_preview(toy, found, tmp_path / "docs")
    assert {path for path in toy.rglob("*") if path.is_file()} == before
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "docs").rglob("*") if path.is_file()}
    assert tmp_path / "docs" / "about" / "rights.md" in written
    change(toy / RECORD, "Marrowby proposed", "Quixotberry proposed")
    write_preview(toy, found, tmp_path / "docs")
    changed = {path for path, time in written.items() if path.stat().st_mtime_ns != time}
    assert changed == {tmp_path / "docs" / "documents" / f"{TIDEWATCH}.md"}


def test_a_page_written_by_hand_that_is_gone_leaves_the_preview_and_a_folder_may_take_its_place(
    toy, tmp_path
):
    previewed = find_previewed(toy, TIDEWATCH, toy)
    essay = toy / "docs" / "essays" / "tide"
    essay.parent.mkdir()
    essay.write_text("A tide.\n", encoding="utf-8")
    write_preview(toy, previewed, tmp_path / "docs")
    assert (tmp_path / "docs" / "essays" / "tide").is_file()
    essay.unlink()
    essay.mkdir()
    (essay / "high.md").write_text("# A high tide\n", encoding="utf-8")
    write_preview(toy, previewed, tmp_path / "docs")
    assert files(tmp_path / "docs" / "essays") == {"tide/high.md"}


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_preview_in_a_built_site_copies_only_the_pages_that_are_written_by_hand(toy, tmp_path):
    by_hand = files(toy / "docs")
    build_docs(toy)
    (toy / "docs" / "old.md").write_bytes((toy / "docs" / "index.md").read_bytes())  # a generated page
    (toy / "docs" / "documents" / "notes.md").write_text("Mine.\n", encoding="utf-8")
    write_preview(toy, find_previewed(toy, TIDEWATCH, toy), tmp_path / "docs")
    own = {"index.md", f"documents/{TIDEWATCH}.md", "sources/tidewatch-shared-harbour.md"}
    assert files(tmp_path / "docs") == by_hand | own


class Server:
    """A preview as `archive preview` serves it: its process, what it says up to the address, and the address.

    `sigint` is what its process does with SIGINT: what a shell starts in the background ignores it. SIGHUP
    ends it, even where nohup makes the tests ignore that signal.
    """

    def __init__(self, root: Path, sigint: signal.Handlers) -> None:
        code = "import sys; from press_archive.cli import main; sys.exit(main())"
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts"), "SITE_URL": ""}
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, "preview", TIDEWATCH, "--no-open"],
            cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True, preexec_fn=lambda: (signal.signal(signal.SIGINT, sigint), signal.signal(signal.SIGHUP, signal.SIG_DFL)),
        )  # fmt: skip
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if line.startswith("http"):
                break
        self.address = line.strip()

    def runs(self) -> bool:
        """Return whether any process of the preview is left."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self) -> None:
        if self.runs():
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def serve(toy_held: Path) -> Iterator[Callable[..., Server]]:
    """Start a preview of a document of the toy archive, whose record has a problem."""
    change(toy_held / RECORD, "topics: [", "topics: [unheard-of, ")
    started = []

    def start(sigint: signal.Handlers = signal.SIG_DFL) -> Server:
        started.append(Server(toy_held, sigint))
        return started[-1]

    yield start
    for server in started:
        server.kill()


LONG = 120  # seconds that a busy machine may take


@pytest.mark.slow
def test_a_preview_in_a_browser(serve, toy_held, new_page):
    server = serve()
    assert "R104 topics[0]: unknown term 'unheard-of'" in server.said  # before the address
    page = new_page(viewport={"width": 390, "height": 844})
    page.set_default_timeout(LONG * 1_000)
    page.goto(server.address)
    assert page.locator("h1").inner_text() == "Velmora offers Ostrand a shared harbour"
    assert "unheard-of" in page.locator(".preview-note").inner_text()
    assert page.locator(".md-banner").inner_text().startswith("Preview.")
    assert page.locator("#L18").inner_text() == "Old quarrels"
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex, nofollow, noarchive"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    change(toy_held / RECORD, "unheard-of, ", "")
    page.locator(".preview-note").wait_for(state="detached")
    page.get_by_role("link", name="Tidewatch, report of 23 September 2013").click()
    page.get_by_role("heading", name="What became of each line").wait_for()
    page.goto("about:blank")  # or the page that waits for news would lose its connection
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=LONG) == 0
    assert list((toy_held / ".reading-room").iterdir()) == []


@pytest.mark.measured
def test_a_saved_record_is_shown_within_8_seconds(serve, toy_held):
    server = serve()
    start = time.perf_counter()
    change(toy_held / RECORD, "unheard-of, ", "")
    while "unheard-of" in urllib.request.urlopen(server.address, timeout=LONG).read().decode():
        assert time.perf_counter() - start < 8


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sigint", "number"),
    sampled(
        [
            (signal.SIG_DFL, signal.SIGINT),
            (signal.SIG_DFL, signal.SIGTERM),
            (signal.SIG_IGN, signal.SIGTERM),  # in the background
            (signal.SIG_DFL, signal.SIGHUP),  # a closed terminal
        ],
        4,
    ),
)
@pytest.mark.measured
def test_a_preview_that_is_ended_leaves_no_server_and_no_folder(serve, toy_held, sigint, number):
    place = toy_held / ".reading-room"
    left, living = place / "preview-abcdefgh", place / "preview-hgfedcba"
    for folder, age in ((left, 7_200), (living, 60)):
        (folder / "docs").mkdir(parents=True)
        os.utime(folder, (time.time() - age,) * 2)
    server = serve(sigint)
    assert server.runs()
    server.process.send_signal(number)
    assert server.process.wait(timeout=LONG) == 0
    assert not server.runs()
    assert list(place.iterdir()) == [living]


@pytest.mark.slow
@pytest.mark.measured
def test_a_server_that_does_not_end_is_ended_by_force(serve, toy_held):
    server = serve()
    os.killpg(server.process.pid, signal.SIGSTOP)  # a stopped process does not act on SIGTERM
    os.kill(server.process.pid, signal.SIGCONT)
    server.process.terminate()
    assert server.process.wait(timeout=LONG) == 0
    assert not server.runs()
    assert list((toy_held / ".reading-room").iterdir()) == []


def test_the_folder_of_a_preview_that_runs_for_hours_stays_in_use(tmp_path, monkeypatch):
    monkeypatch.setattr("press_archive.commands.site.preview.RENEWAL", 0)
    os.utime(tmp_path, (time.time() - 7_200,) * 2)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as server:
        looks = iter([False, False, True])
        assert wait(server, tmp_path, [], lambda: next(looks))
        server.kill()
    assert time.time() - tmp_path.stat().st_mtime < 60


def test_the_address_is_printed_and_opened_unless_that_is_not_wanted(monkeypatch, capsys):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or len(opened) == 1)
    announce("http://127.0.0.1:1/a/", True)
    assert opened == ["http://127.0.0.1:1/a/"]
    assert capsys.readouterr().out.startswith("http://127.0.0.1:1/a/\n")
    announce("http://127.0.0.1:1/a/", True)
    assert capsys.readouterr().out.endswith("No browser was found: open the address in one.\n")
    announce("http://127.0.0.1:1/a/", False)
    assert len(opened) == 2
    assert capsys.readouterr().out.startswith("http://127.0.0.1:1/a/\n")


def test_a_record_that_is_gone_while_it_is_previewed_leaves_its_pages_as_they_were(toy, tmp_path, capsys):
    config = SimpleNamespace(
        config_file_path=toy / CONFIG, docs_dir=tmp_path / "pages", extra={"preview": RECORD}
    )
    preview_hook.on_pre_build(config)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "pages").rglob("*")}
    assert capsys.readouterr().err.endswith("No problems.\n")
    (toy / RECORD).unlink()
    preview_hook.on_pre_build(config)
    assert capsys.readouterr().err == f"{RECORD}: the record is gone.\n"
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "pages").rglob("*")} == before


def test_the_configuration_of_previews_shows_nothing_to_the_public():
    config = (REPOSITORY / CONFIG).read_text(encoding="utf-8")
    assert "reading_room: true" in config
    assert 'site_url: ""' in config


def test_a_record_whose_name_is_not_utf_8_is_previewed_with_its_problem(toy):
    name = os.fsdecode(b"\xff\xfe.md")
    (toy / "sources/2013/tidewatch-shared-harbour" / name).write_text("A quay.\n", encoding="utf-8")
    preview = load_preview(toy, find_previewed(toy, "tidewatch-shared-harbour", toy))
    assert any(problem.code == "F106" for problem in preview.problems)
    pages = render_preview(preview)
    assert [path for path, page in pages.items() if not page.isprintable() and "\udcff" in page] == []
    assert "\\\\udcff\\\\udcfe.md" in pages["documents/record.md"]
