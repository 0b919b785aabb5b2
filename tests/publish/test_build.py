"""Writing the pages: only what changed, nothing stale left, nothing written by hand touched."""

from __future__ import annotations

import contextlib
import os
import re

import pytest

from press_archive.base.files.docs import hand_written
from press_archive.base.files.hand_written import read_hand_written
from press_archive.base.progress import interruptible
from press_archive.checks.run import check_archive
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.pages.site import render_units
from press_archive.publish import build
from press_archive.publish.build import build_changed, build_docs, render_site


def generated(root):
    return {path.relative_to(root / "docs").as_posix(): path for path in (root / "docs").rglob("*.md")}


def test_the_same_records_make_the_same_pages(toy):
    archive, _ = check_archive(load_archive(toy))
    again, _ = check_archive(load_archive(toy))
    assert render_site(archive) == render_site(again)


def test_a_second_build_writes_nothing(toy):
    assert build_docs(toy).changed
    times = {path: file.stat().st_mtime_ns for path, file in generated(toy).items()}
    build = build_docs(toy)
    assert (build.changed, build.removed) == ([], [])
    assert {path: file.stat().st_mtime_ns for path, file in generated(toy).items()} == times


def test_a_summary_that_changes_writes_its_page_alone(toy):
    build_docs(toy)
    (record,) = toy.glob("sources/*/*/2018-12-24-i-have-never-met-a-tide.md")
    record.write_text(record.read_text(encoding="utf-8") + "\nOne more word.\n", encoding="utf-8")
    assert build_docs(toy).changed == ["documents/2018-12-24-i-have-never-met-a-tide.md"]


def pages_when_each_unit_was_made(toy, monkeypatch):
    """Build, and return how many pages there were when each unit was made."""
    seen = []

    def render(pages, units):
        for made in render_units(pages, units):
            seen.append(len(generated(toy)))
            yield made

    monkeypatch.setattr(build, "render_units", render)
    build_docs(toy)
    return seen


def test_pages_are_written_while_others_are_made(toy, monkeypatch):
    """All together they would be most of what is in memory."""
    seen = pages_when_each_unit_was_made(toy, monkeypatch)
    assert seen[0] < seen[len(seen) // 2] < seen[-1]


def test_a_build_that_may_be_given_up_writes_nothing_before_all_is_made(toy, monkeypatch):
    with interruptible(lambda: None):
        seen = pages_when_each_unit_was_made(toy, monkeypatch)
    assert set(seen) == {seen[0]}
    assert len(generated(toy)) > seen[0]


def changed_first(toy, before):
    return build_changed(before, check_archive(load_archive(toy)), toy)


def test_the_documents_that_changed_can_be_written_first(toy):
    """A date stands on many pages; of them the document's own is written, and the others follow."""
    before = build_docs(toy).archive
    (record,) = toy.glob("sources/*/*/2018-12-24-i-have-never-met-a-tide.md")
    record.write_text(
        record.read_text(encoding="utf-8").replace("date: 2018-12-24~", "date: 2018-12-25~"), encoding="utf-8"
    )
    assert changed_first(toy, before).changed == ["documents/2018-12-24-i-have-never-met-a-tide.md"]
    followed = build_docs(toy).changed
    assert "documents/index.md" in followed
    assert "documents/2018-12-24-i-have-never-met-a-tide.md" not in followed


def test_documents_wait_where_pages_to_which_they_link_come_or_go(toy):
    before = build_docs(toy).archive
    assert changed_first(toy, before) is None  # nothing changed
    (record,) = toy.glob("sources/*/*/2018-12-24-i-have-never-met-a-tide.md")
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("topics: [", "topics: [lighthouse-dues, "), encoding="utf-8")
    assert changed_first(toy, before) is None  # the topic had no page
    record.unlink()
    assert changed_first(toy, before) is None


def test_a_document_written_first_replaces_no_file_written_by_hand(toy):
    before = build_docs(toy).archive
    page = toy / "docs" / "documents" / "2018-12-24-i-have-never-met-a-tide.md"
    page.write_text("# Mine\n")
    (record,) = toy.glob("sources/*/*/2018-12-24-i-have-never-met-a-tide.md")
    record.write_text(record.read_text(encoding="utf-8") + "\nOne more word.\n", encoding="utf-8")
    assert changed_first(toy, before).changed == []
    assert page.read_text() == "# Mine\n"


def test_a_page_whose_record_is_gone_is_removed(toy):
    build_docs(toy)
    (folder,) = toy.glob("sources/*/lantern-interview")
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    removed = build_docs(toy).removed
    assert "documents/2018-12-24-i-have-never-met-a-tide.md" in removed
    assert "sources/lantern-interview.md" in removed
    assert not (toy / "docs" / "documents" / "2018-12-24-i-have-never-met-a-tide.md").exists()


def test_a_file_written_by_hand_is_neither_removed_nor_replaced(toy, capsys):
    notes = toy / "docs" / "documents" / "my-notes.md"
    page = toy / "docs" / "documents" / "2018-12-24-i-have-never-met-a-tide.md"
    notes.parent.mkdir(parents=True)
    for file in (notes, page):
        file.write_text("# Mine\n")
    assert main(["--root", str(toy), "build", "--pages-only"]) == 1
    assert (notes.read_text(), page.read_text()) == ("# Mine\n", "# Mine\n")
    printed = capsys.readouterr().err
    assert "docs/documents/2018-12-24-i-have-never-met-a-tide.md: O101: " in printed
    assert "docs/documents/my-notes.md: O110: " in printed


def test_a_build_that_was_interrupted_leaves_no_half_page(toy, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    build_docs(toy)
    page = toy / "docs" / "documents" / "2018-12-24-i-have-never-met-a-tide.md"
    before = page.read_bytes()
    (record,) = toy.glob(f"sources/*/*/{page.name}")
    record.write_text(record.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    monkeypatch.setattr(os, "replace", stop)
    with contextlib.suppress(KeyboardInterrupt):
        build_docs(toy)
    assert page.read_bytes() == before
    assert list(page.parent.glob(".*")) == []


def test_the_reading_room_never_writes_below_docs(toy_held):
    before = set(generated(toy_held))
    build_docs(toy_held, reading_room=True)
    assert set(generated(toy_held)) == before
    pages = toy_held / ".reading-room" / "docs"
    assert (pages / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert (pages / "search.md").read_bytes() == (toy_held / "docs" / "search.md").read_bytes()
    passages = [
        path.name
        for path in sorted((pages / "documents").glob("2*.md"))
        if 'class="passage' in path.read_text("utf-8")
    ]
    assert len(passages) == 14


def test_the_public_pages_of_a_checkout_with_captures_are_those_without(toy, toy_held, tmp_path):
    """But for the lines of an excerpt, which may be shown where the capture is at hand, and the links to them."""
    held, _ = check_archive(load_archive(toy_held))
    for capture in toy.glob("sources/*/*/capture.txt"):
        if "ministry-address" not in str(capture):
            capture.unlink()
    bare, _ = check_archive(load_archive(toy))
    with_captures, without = render_site(held), render_site(bare)
    differing = {path for path in with_captures if with_captures[path] != without[path]}
    excerpts = {f"documents/{id}.md" for id, entry in held.documents.items()
                if held.sources[entry.source].record.access == "excerpt"}  # fmt: skip
    documents = {path for path in differing if path.startswith("documents/")}
    assert documents and documents <= excerpts

    def unlinked(page: str) -> str:
        return re.sub(r"(documents/[^)#]*\.md)#L[0-9]+\)", r"\1)", page)

    others = differing - documents
    assert [path for path in others if unlinked(with_captures[path]) != unlinked(without[path])] == []


def test_a_page_shows_only_the_lines_that_its_access_allows(toy_held):
    archive, _ = check_archive(load_archive(toy_held))
    rendered = render_site(archive)
    for id, entry in archive.documents.items():
        source = archive.sources[entry.source]
        text = rendered[f"documents/{id}.md"].partition('<div class="passages"')[2].partition("\n## ")[0]
        shown = {int(line) for line in re.findall(r'id="L(\d+)"', text)} - source.blank
        own = {line for part in entry.record.lines for line in part} - source.blank
        allowed = {
            "full": own,
            "excerpt": own & {line for part in source.record.excerpts for line in part},
            "summary": set(),
        }[source.record.access]
        assert shown == allowed, id


def test_a_folder_that_is_no_archive_keeps_what_it_has_and_gets_no_page(toy, tmp_path, capsys):
    build_docs(toy)
    pages = sorted((toy / "docs").rglob("*"))
    (toy / "sources").rename(tmp_path / "elsewhere")
    other = tmp_path / "other"
    other.mkdir()
    for folder in (toy, other):
        assert main(["--root", str(folder), "build", "--pages-only"]) == 1
        printed = capsys.readouterr()
        assert printed.err.startswith("sources: F105: no such folder. Expected the records of the archive.\n")
        assert printed.err.endswith("docs/ was not written. Hint: name the archive's folder with --root\n")
        assert printed.out == ""
    assert sorted((toy / "docs").rglob("*")) == pages
    assert list(other.iterdir()) == []


@pytest.mark.parametrize("left", [b"", bytes(5_000)], ids=["empty", "bytes of zero"])
def test_what_a_power_cut_left_of_generated_pages_is_made_anew_or_removed(toy, left):
    page, gone = toy / "docs/documents/index.md", toy / "docs/documents/gone.md"
    build_docs(toy)
    whole = page.read_bytes()
    page.write_bytes(left)
    gone.write_bytes(left)
    assert build_docs(toy).problems == []
    assert page.read_bytes() == whole
    assert not gone.exists()


def test_the_files_of_citations_are_the_builds_own(toy):
    build_docs(toy)
    files = sorted((toy / "docs" / "citations").rglob("*.*"))
    assert len(files) > 30
    assert not [file.name for file in read_hand_written(toy) if "docs/citations/" in file.name]
    assert not [path for path, _ in hand_written(toy / "docs") if path.startswith("citations/")]
    stale = toy / "docs" / "citations" / "documents" / "1999-a-quay.ris"
    stale.write_text("TY  - NEWS\nER  - \n", encoding="utf-8")
    changed = toy / "docs" / "citations" / "archive.json"
    changed.write_text("[]\n", encoding="utf-8")
    build = build_docs(toy)
    assert (build.changed, build.removed) == (
        ["citations/archive.json"],
        ["citations/documents/1999-a-quay.ris"],
    )
    assert build_docs(toy).changed == []


def test_a_persons_file_among_the_files_of_citations_stays(toy):
    build_docs(toy)
    folder = toy / "docs" / "citations"
    own = [
        "documents/guide.md",
        "documents/reading-list.bib.txt",
        "guide.md",
        "library/archive.bib",
        "lists.csv",
    ]
    for name in own:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("A reading list\n", encoding="utf-8")
    build = build_docs(toy)
    assert [(problem.path, problem.code) for problem in build.problems] == [
        (f"docs/citations/{name}", "O110") for name in own
    ]
    assert (build.changed, build.removed) == ([], [])
    assert {(folder / name).read_text(encoding="utf-8") for name in own} == {"A reading list\n"}


def test_a_persons_own_folder_of_that_name_is_left_as_it_is(toy):
    own = toy / "docs" / "citations" / "of-mine.json"
    own.parent.mkdir()
    own.write_text("{}", encoding="utf-8")
    for _ in range(2):
        build = build_docs(toy)
        assert [(problem.path, problem.code) for problem in build.problems] == [
            ("docs/citations/of-mine.json", "O110")
        ]
        assert [path.name for path in own.parent.rglob("*")] == ["of-mine.json"]
