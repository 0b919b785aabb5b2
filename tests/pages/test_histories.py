"""What pages say of the history of their records: what happened, when and why, and what must not come back."""

from __future__ import annotations

import html
import re

import pytest

from case_files import edit
from press_archive.collection.loading import load_archive
from press_archive.publish.build import render_site

TIDE = "2018-12-24-i-have-never-met-a-tide"
DIGEST = "ac40057845b707ca102b2c6799242d904717255fd4da54a91ed9d724ddca0ad3"
LANTERN = "sources/history/lantern-interview.yml"


def history_of(root, path: str) -> list[str]:
    """The lines of a page's history as a reader sees them: a day, and `:` before each thing that happened."""
    page = render_site(load_archive(root))[path]
    found = page.partition("\n## History\n")[2].partition("\n<!--")[0]
    text = html.unescape(re.sub("<[^>]*>", "", found))
    return [line for line in text.split("\n") if line.strip()]


def record(root, *entries: str, history: str = LANTERN) -> None:
    edit(root, {"file": history, "append": "".join(f"- {{{entry}}}\n" for entry in entries)})


def test_a_document_has_its_history_and_that_of_its_source_in_the_order_of_days(toy):
    record(
        toy,
        f"date: 2020-06-02, type: fixity-check, sha256: {DIGEST}",
        f"date: 2020-07-01, type: correction, document: {TIDE}, field: date, old: 2018-12, new: 2018-12-24, "
        "reason: The printed page has the day",
        f"date: 2020-07-02, type: change-of-access, document: {TIDE}, field: robots, old: index, new: noindex, "
        "reason: A person asked",
        f"date: 2020-07-03, type: correction, document: {TIDE}, field: speaker, lines: '3, 7-10', old: tomas-quill, "
        "new: ilse-marrowby, reason: The dash begins another speech",
        f"date: 2020-07-03, type: correction, document: {TIDE}, field: outlet, old: no-such-gazette, new: lantern, "
        "reason: The masthead says so",
        "date: 2020-07-04, type: correction, field: captured_from, old: 'https://lantern.example/*a*', "
        "reason: It was another page",
    )
    assert history_of(toy, f"documents/{TIDE}.md") == [
        "3 January 2019",
        ":   Captured from https://lantern.example/tide",
        "3 February 2020",
        ":   The capture came into the archive.",
        "1 March 2020",
        ':   The headline was corrected from “I never met a tide” to “"I have never met a tide I could not wait for"”. '
        "Reason: The headline was copied without its last words",
        "2 June 2020",
        ":   The capture was last compared with its checksum, and was unchanged.",
        "1 July 2020",
        ":   The date of publication was corrected from December 2018 to 24 December 2018. "
        "Reason: The printed page has the day",
        "2 July 2020",
        ":   Search engines were asked not to list this document. Reason: A person asked",
        "3 July 2020",
        f":   The speaker of L3, [L7–L10]({TIDE}.md#L7) was corrected from [Tomas Quill](../people/tomas-quill.md) to "
        "[Ilse Marrowby](../people/ilse-marrowby.md). Reason: The dash begins another speech",
        ":   The outlet was corrected from one that the archive no longer has to "
        "[The Lantern](../outlets/lantern.md). Reason: The masthead says so",
        "4 July 2020",
        ":   The address of the capture was removed; it was https://lantern.example/*a*. Reason: It was another page",
    ]


def test_a_source_has_its_own_history_and_names_no_withdrawn_document(toy):
    assert history_of(toy, "sources/gull-post-harbour.md")[-2:] == [
        "11 June 2020",
        ":   A document of this source was withdrawn. Reason: The person it named asked for it",
    ]
    assert history_of(toy, "sources/ministry-address.md")[-1] == (
        ":   What this site may show of the text was changed from nothing but a summary to all of it. "
        "Reason: The ministry publishes its speeches without conditions"
    )
    lantern = history_of(toy, "sources/lantern-interview.md")
    assert not [line for line in lantern if "headline" in line]


def test_a_value_whose_change_has_no_reason_is_not_shown(toy):
    record(
        toy,
        f"date: 2020-07-01, type: correction, document: {TIDE}, field: title, old: Quill lied, new: A tide, "
        "reason: unknown",
    )
    page = render_site(load_archive(toy))[f"documents/{TIDE}.md"]
    assert "The headline was corrected.\n" in page
    assert "Quill lied" not in page


@pytest.mark.parametrize("old", ["The tide <b>\\_waits_ for no one at the quay, she said, and for no ship"])
def test_an_earlier_headline_that_may_be_a_sentence_of_the_text_is_cut_and_escaped(toy, old):
    record(
        toy,
        f"date: 2020-07-01, type: correction, document: {TIDE}, field: title, old: '{old}', new: A tide, "
        "reason: It was no headline",
    )
    page = render_site(load_archive(toy))[f"documents/{TIDE}.md"]
    assert "from “The tide &#60;b&#62;&#92;&#95;waits&#95; for no one at …” to “A tide”" in page


def test_a_withdrawn_page_has_its_days_without_values_and_earlier_reasons(toy):
    gone = "2013-09-25-a-quarrel-on-the-slipway"
    history = toy / "sources/history/gull-post-harbour.yml"
    entry = (
        f"- {{date: 2020-05-01, type: correction, document: {gone}, field: title, old: Quill lied, "
        "new: A quarrel, reason: Quill denies it}\n"
    )
    lines = history.read_text("utf-8").splitlines(keepends=True)
    history.write_text("".join([*lines[:-1], entry, lines[-1]]), "utf-8")
    assert history_of(toy, f"documents/{gone}.md") == [
        "7 January 2020",
        ":   The capture came into the archive.",
        "1 May 2020",
        ":   The headline was corrected.",
        "11 June 2020",
        ":   This document was withdrawn.",
    ]
    pages = render_site(load_archive(toy))
    assert [path for path, text in pages.items() if "Quill lied" in text or "Quill denies" in text] == []


def test_a_record_of_which_nothing_is_known_has_no_empty_history(toy):
    (toy / LANTERN).unlink()
    edit(
        toy,
        {
            "file": "sources/2018/lantern-interview/source.yml",
            "replace": ["captured: 2019-01-03", "captured: unknown"],
        },
    )
    page = render_site(load_archive(toy))[f"documents/{TIDE}.md"]
    assert "## Provenance" in page and "## History" not in page


def test_what_was_renamed_keeps_the_history_of_its_former_id(toy):
    (toy / "sources/history/lantern.yml").write_text(
        f"entries:\n- {{date: 2020-01-02, type: ingestion, sha256: {DIGEST}}}\n"
        "- {date: 2020-01-03, type: correction, field: id, old: lantern, new: lantern-interview, "
        "reason: There are two}\n"
        "- {date: 2020-01-04, type: correction, document: a-tide, field: title, old: Tides, new: A tide, "
        "reason: Copied wrongly}\n",
        "utf-8",
    )
    record(
        toy,
        f"date: 2020-07-01, type: correction, document: a-tide, field: id, old: a-tide, new: {TIDE}, "
        "reason: It had no day",
    )
    found = history_of(toy, f"documents/{TIDE}.md")
    assert ":   The headline was corrected from “Tides” to “A tide”. Reason: Copied wrongly" in found
    assert (
        ":   The address of its source was changed from sources/lantern/ to sources/lantern-interview/. "
        in ("\n".join(found))
    )
    assert found[-1] == (
        f":   The address of this page was changed from documents/a-tide/ to documents/{TIDE}/. Reason: It had no day"
    )
    assert (
        ":   The address of this page was changed from sources/lantern/ to sources/lantern-interview/. "
        in "\n".join(history_of(toy, "sources/lantern-interview.md"))
    )
