"""Near-duplicates among held captures: proposed, never decided."""

from __future__ import annotations

import re

import pytest

from press_archive.checks.near_duplicates import propose_relations
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from toy_archive import AGAIN, BRIEF, REPORT, TAKEN


@pytest.fixture
def unrelated(toy_held):
    """The toy archive with its captures held, and no relation in any record."""
    for record in toy_held.glob("sources/*/*/*.md"):
        text = record.read_text(encoding="utf-8")
        record.write_text(
            re.sub(r"^(reprint_of|excerpt_of|same_wire): .*\n", "", text, flags=re.MULTILINE),
            encoding="utf-8",
        )
    return toy_held


def proposed(root) -> dict[tuple[str, str], str]:
    return {(found.document, found.other): found.relation for found in propose_relations(load_archive(root))}


def test_every_pair_that_shares_a_text_is_proposed_and_no_other(unrelated):
    pairs = {frozenset(pair) for pair in proposed(unrelated)}
    family = [REPORT, TAKEN, BRIEF, AGAIN]
    assert pairs == {frozenset((one, other)) for one in family for other in family if one != other}


def test_the_proposal_says_what_holds_what(unrelated):
    found = proposed(unrelated)
    assert found[BRIEF, TAKEN] == "excerpt_of"
    assert found[AGAIN, TAKEN] == "same_wire"  # both credit the agency, by their chains


def test_without_an_agency_a_later_repetition_is_a_reprint(unrelated):
    for record in unrelated.glob("sources/2013/gull-post-harbour/*.md"):
        text = record.read_text(encoding="utf-8").replace(
            "chain: [saltmere-wire, gull-post]", "chain: [gull-post]"
        )
        record.write_text(text.replace("agency: saltmere-wire\n", ""), encoding="utf-8")
    assert proposed(unrelated)[AGAIN, TAKEN] == "reprint_of"


def test_two_texts_that_share_a_few_words_are_not_proposed(unrelated):
    """Ten words of another report, among some 150 of its own, are less than the least share."""
    (capture,) = unrelated.glob("sources/2019/vestnik-dogovor/capture.txt")
    own = [" ".join(f"слово{line}{position}" for position in range(30)) for line in range(5)]
    capture.write_text(
        "\n".join(["Договор", f"a gate that nobody may pass is only a wall {own[0]}", *own[1:]]),
        encoding="utf-8",
    )
    assert not any("2019-03-03" in proposal.path for proposal in propose_relations(load_archive(unrelated)))


def test_shared_shingles_alone_are_no_proposal(unrelated, monkeypatch):
    """Whatever shares enough runs is confirmed by the likeness of the texts."""
    monkeypatch.setattr("press_archive.checks.near_duplicates.ALIKE", 100.1)
    assert proposed(unrelated) == {}


def test_a_part_counts_by_the_share_of_the_shorter_text(unrelated):
    (found,) = [
        found
        for found in propose_relations(load_archive(unrelated))
        if (found.document, found.other) == (BRIEF, TAKEN)
    ]
    assert found.share == 1
    assert found.returned < 0.5


def test_what_is_related_already_is_not_proposed_again(toy_held):
    assert proposed(toy_held) == {}


def test_a_document_whose_capture_is_not_held_is_not_compared(unrelated):
    (unrelated / "sources" / "2013" / "tidewatch-shared-harbour" / "capture.txt").unlink()
    assert not any(REPORT in pair for pair in proposed(unrelated))


def test_the_command_prints_proposals_and_changes_no_record(unrelated, capsys):
    before = {path: path.read_bytes() for path in unrelated.rglob("sources/**/*.md")}
    assert main(["--root", str(unrelated), "check", "--similar"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("No problems: 14 documents")
    brief = f"sources/2013/gull-post-harbour/{BRIEF}.md: 100% of its runs of 5 words are in '{TAKEN}'"
    assert [
        line
        for line in printed
        if line.startswith(brief) and line.endswith(f"Perhaps: excerpt_of: [{TAKEN}]")
    ]
    assert printed[-1].startswith(
        "Compared 14 documents; 0 not, because the capture is not held. 6 proposals: "
    )
    assert {path: path.read_bytes() for path in unrelated.rglob("sources/**/*.md")} == before
