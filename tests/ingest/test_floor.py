"""Drafts of the benchmark's invented pages are as right as they were, and what they have gained is kept."""

from __future__ import annotations

import pytest
import yaml
from benchmarks.ingest.measure import MEASURES, Score, load_toy_archive, measure_page, total
from benchmarks.ingest.page_files import Page, load_pages, parse_page

from conftest import REPOSITORY
from press_archive.records.closed_lists import CutReason, Role

FLOOR = REPOSITORY / "benchmarks" / "ingest" / "floor.yml"
SHAPES = 36
MARGIN = 0.5  # percentage points that a share may stand above its floor


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return load_pages()


@pytest.fixture(scope="module")
def measured(pages) -> Score:
    archive = load_toy_archive()
    return total([measure_page(page, archive) for page in pages])


@pytest.mark.parametrize("measure", MEASURES)
def test_a_share_is_at_its_floor(measured, measure):
    floor = float(yaml.safe_load(FLOOR.read_text(encoding="utf-8"))[measure])
    share = 100 * measured.right[measure] / measured.whole[measure]
    see = "Hint: python -m benchmarks.ingest.measure --wrong says what is wrong."
    assert share >= floor, (
        f"{measure}: {share:.2f} percent are right. Expected {floor} at least, from {FLOOR.name}. {see}"
    )
    assert share <= floor + MARGIN, (
        f"{measure}: {share:.2f} percent are right, above the floor of {floor}. Raise it in {FLOOR.name}, so that this is kept."
    )


def test_every_share_has_a_floor():
    assert set(yaml.safe_load(FLOOR.read_text(encoding="utf-8"))) == set(MEASURES)


def test_the_pages_are_of_many_shapes(pages):
    assert len({page.shape for page in pages}) == len(pages) >= SHAPES
    assert {document.fields["language"] for page in pages for document in page.documents} >= {
        "en",
        "nl",
        "ru",
        "de",
        "fr",
    }


def test_every_page_marks_lines_as_what_the_archive_knows(pages):
    known = {*Role, *(f"cut:{reason}" for reason in CutReason)}
    for page in pages:
        marks = {line.what for document in page.documents for line in document.lines} | {
            cut.what for cut in page.cuts
        }
        assert marks <= known, page.name


def test_no_mark_is_left_in_a_file(pages):
    for page in pages:
        assert "⟦".encode() not in page.received.data and "⟧".encode() not in page.received.data, page.name


TEXT = """---
shape: A short text
round: 1
documents: [{date: 2014-05-03, language: en}]
---
⟦title A quay is swept⟧

⟦date 3 May 2014⟧

⟦text The inner quay of Port Saltmere was swept on Saturday by the town and by the wind, in this order.⟧

⟦cut:share-prompt Share this story⟧
"""


def shares(text: str) -> dict[str, float | None]:
    score = measure_page(parse_page("page", text), load_toy_archive())
    return {measure: score.share(measure) for measure in MEASURES}


def test_a_draft_that_is_right_is_measured_as_right():
    assert set(shares(TEXT).values()) == {1.0, None}


@pytest.mark.parametrize(
    ("measure", "written", "instead"),
    [
        ("titles", "{date: 2014-05-03,", "{title: Another, date: 2014-05-03,"),
        ("dates", "date: 2014-05-03", "date: 2014-05-04"),
        ("languages", "language: en", "language: nl"),
        ("outlets", "language: en", "language: en, outlet: tidewatch"),
        ("bylines", "language: en", "language: en, byline: Corin Hale"),
        ("addresses", "language: en", "language: en, address: https://gull.example/quay"),
        ("texts", "⟦cut:share-prompt Share", "⟦text Share"),
        ("splits", "in this order.⟧", "in this order.⟧\n⟦document⟧\n⟦text Another document.⟧"),
        ("speakers", "language: en", "language: en, speakers: {Question: unknown}"),
        ("roles", "⟦date 3", "⟦byline 3"),
        ("cuts", "cut:share-prompt", "cut:donation-widget"),
    ],
)
def test_a_draft_that_is_wrong_is_measured_as_wrong(measure, written, instead):
    assert written in TEXT
    text = TEXT.replace(written, instead)
    if measure == "splits":
        text = text.replace("documents: [", "documents: [{language: en}, ")
    share = shares(text)[measure]
    assert share is not None and share < 1


def test_a_header_with_a_field_that_nobody_reads_is_refused():
    with pytest.raises(ValueError, match="unknown fields in the header: shapes"):
        parse_page("page", TEXT.replace("shape:", "shapes: x\nshape:"))
    with pytest.raises(ValueError, match="unknown fields of a document: titel"):
        parse_page("page", TEXT.replace("{date", "{titel: x, date"))
    with pytest.raises(ValueError, match="2 documents in the header, 1 marked in the page"):
        parse_page("page", TEXT.replace("documents: [", "documents: [{language: en}, "))
