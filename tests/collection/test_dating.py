"""The best date of a document: which of its dates counts, and where lists put it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.collection.relations import Relations
from press_archive.publish.build import render_site
from toy_archive import AGAIN, BRIEF, OTHER, REPORT

STAMP = "{by: lantern, date: 2018-12-30}"


def redated(root: Path, id: str, date: str, *fields: str, captured: str = "") -> Archive:
    """Load the archive with another date of a document, without that of its speaking, and more fields below."""
    (record,) = root.glob(f"sources/*/*/{id}.md")
    text = re.sub(r"^spoken: .*\n", "", record.read_text(), flags=re.MULTILINE)
    record.write_text(re.sub(r"^date: .*$", "\n".join((f"date: {date}", *fields)), text, flags=re.MULTILINE))
    source = record.parent / "source.yml"
    new = captured or "unknown"
    source.write_text(re.sub(r"^captured: .*$", f"captured: {new}", source.read_text(), flags=re.MULTILINE))
    archive = load_archive(root)
    assert [str(problem) for problem in archive.problems] == []
    return archive


@pytest.mark.parametrize(
    ("date", "fields", "captured", "words"),
    [
        ("2018-12-25", ("spoken: 2018-12-24",), "2019-01-01", "25 December 2018 (inferred)"),
        ("unknown", ("spoken: 2018-12-24", f"republished: {STAMP}"), "", "spoken 24 December 2018"),
        ("unknown", (f"republished: {STAMP}",), "2019", "seen on The Lantern, 30 December 2018"),
        ("unknown", (), "2019-01-01", "captured 1 January 2019"),
        ("unknown", (), "", "date unknown"),
        ("2018-12-24/..", ("spoken: 2018-12-24",), "", "spoken 24 December 2018"),
        ("2018-12-24/..", (), "2019-01-01/..", "on or after 24 December 2018 (inferred)"),
        ("2018-12-24/..", (), "2019-01-01", "captured 1 January 2019"),
    ],
)
def test_the_first_date_that_is_known_counts_and_is_called_what_it_is(toy, date, fields, captured, words):
    archive = redated(toy, OTHER, date, *fields, captured=captured)
    assert archive.date_in_words(OTHER) == words


def test_an_inferred_date_is_marked_in_every_list(toy):
    archive = redated(toy, OTHER, "unknown", f"republished: {STAMP}")
    pages = render_site(archive)
    for path in ("documents/index.md", "years/2018.md", "timeline/index.md", "languages/en.md"):
        assert '<span class="facts">seen on The Lantern</span>' in pages[path], path
    assert "Published\n:   date unknown" in pages[f"documents/{OTHER}.md"]


def test_a_document_without_a_date_is_last_in_every_list(toy):
    archive = redated(toy, REPORT, "unknown")
    assert archive.newest_first[-1] == REPORT
    assert archive.oldest_first([REPORT, AGAIN, BRIEF])[-1] == REPORT
    pages = render_site(archive)
    assert f"](../documents/{REPORT}.md)" in pages["years/unknown.md"]
    timeline = pages["timeline/index.md"]
    assert timeline.rindex("\n## ", 0, timeline.rindex(REPORT)) == timeline.index("\n## unknown year")


def test_no_document_was_first_where_the_date_of_one_is_only_a_stamp(toy):
    assert Relations(load_archive(toy)).first([REPORT, AGAIN]) == REPORT
    archive = redated(toy, REPORT, "unknown", "republished: {by: lantern, date: 2013-09-01}")
    assert Relations(archive).first([REPORT, AGAIN]) == ""
