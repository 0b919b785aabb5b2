"""What documents are to each other: families of one text, relations both ways, the first of several."""

from __future__ import annotations

import pytest

from press_archive.checks.run import check_archive
from press_archive.collection.loading import load_archive
from press_archive.collection.relations import Relations
from toy_archive import AGAIN, BRIEF, DUTCH, OTHER, REPORT, TAKEN


@pytest.fixture
def relations(toy) -> Relations:
    return Relations(load_archive(toy))


def test_a_reprint_a_part_and_an_agencys_report_are_one_text_and_a_translation_is_another(relations):
    assert relations.texts([REPORT, TAKEN, BRIEF, AGAIN]) == 1
    assert relations.texts([REPORT, DUTCH]) == 2
    assert relations.texts([BRIEF, AGAIN, OTHER]) == 2  # through documents that are not among those counted
    assert relations.texts([]) == 0


def test_a_family_is_named_after_one_of_its_documents(relations):
    assert {relations.family[id] for id in (REPORT, TAKEN, BRIEF, AGAIN)} == {REPORT}
    assert relations.family[OTHER] == OTHER


def test_a_relation_is_seen_from_both_sides(relations):
    assert relations.both_ways[TAKEN] == [
        ("same agency report as", REPORT),
        ("excerpted in", BRIEF),
        ("reprinted as", AGAIN),
    ]
    assert relations.both_ways[REPORT] == [("translated in", DUTCH), ("same agency report as", TAKEN)]
    assert OTHER not in relations.both_ways


def test_the_same_agency_report_named_on_both_sides_counts_once(toy):
    (record,) = toy.glob(f"sources/*/*/{REPORT}.md")
    text = record.read_text(encoding="utf-8")
    record.write_text(
        text.replace("wholeness: complete\n", f"wholeness: complete\nsame_wire: [{TAKEN}]\n"),
        encoding="utf-8",
    )
    archive, problems = check_archive(load_archive(toy))
    assert problems == []
    assert [other for _, other in Relations(archive).both_ways[TAKEN]].count(REPORT) == 1


def test_a_document_that_is_left_out_takes_its_relations_with_it_and_nothing_else(toy):
    (record,) = toy.glob(f"sources/*/*/{TAKEN}.md")
    record.write_text(
        record.read_text(encoding="utf-8").replace("kind: news-report", "kind: rumour"), encoding="utf-8"
    )
    archive, problems = check_archive(load_archive(toy))
    assert {problem.path for problem in problems} == {record.relative_to(toy).as_posix()}
    relations = Relations(archive)
    assert relations.texts([REPORT, BRIEF, AGAIN]) == 3
    assert relations.both_ways == {REPORT: [("translated in", DUTCH)], DUTCH: [("translation of", REPORT)]}


def test_the_same_event_elsewhere_comes_in_the_order_of_publication(relations):
    elsewhere = relations.elsewhere(BRIEF)
    assert elsewhere == {"shared-harbour-offer-2013": [DUTCH, REPORT, TAKEN, AGAIN]}
    assert relations.elsewhere(OTHER) == {}


def test_the_first_is_named_only_where_every_date_tells(relations):
    assert relations.first([REPORT, TAKEN, AGAIN]) == REPORT
    assert relations.first([DUTCH, REPORT]) == ""  # some day of the same month
    assert relations.first([TAKEN, BRIEF]) == ""  # one day
    assert relations.first([REPORT]) == ""
    assert relations.first([REPORT, OTHER]) == ""  # about 24 December 2018


def test_related_documents_are_not_those_that_are_named_beside_it_anyway(relations):
    near = {found.id for found in relations.related(REPORT)}
    assert near
    assert not near & {TAKEN, BRIEF, DUTCH, AGAIN, REPORT}


def test_a_term_of_every_document_relates_none(relations):
    whole = len(relations.archive.documents)
    common = {term for term, ids in relations.archive.documents_of_term.items() if len(ids) == whole}
    assert not common & relations.weights.keys()
    assert all(weight > 0 for weight in relations.weights.values())
