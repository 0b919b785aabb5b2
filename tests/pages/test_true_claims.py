"""The pages of the real archive say nothing that a re-reading found to be untrue, nor anything of its kind."""

from __future__ import annotations

import html
import re

import pytest

from conftest import REPOSITORY
from press_archive.collection.archive import Archive
from press_archive.collection.dating import DateKind
from press_archive.collection.loading import load_archive
from press_archive.publish.build import render_site
from press_archive.records.closed_lists import Nearness
from press_archive.records.terms import Event, Person

ARCHIVE = load_archive(REPOSITORY)
STAMPED = sorted(id for id, entry in ARCHIVE.documents.items() if entry.record.republished)
SEARCH_WORDS = sorted(
    (vocabulary, id, word)
    for vocabulary, terms in ARCHIVE.vocabularies.items()
    for id, term in terms.items()
    for word in term.record.search_words
)


@pytest.fixture(scope="module")
def archive() -> Archive:
    return ARCHIVE


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages as a reader gets them: their text, without entities."""
    return {path: html.unescape(text) for path, text in render_site(ARCHIVE).items()}


def rows(page: str, id: str) -> list[str]:
    """Return the lines of a list that link to a document by its headline."""
    headline = ARCHIVE.documents[id].record.title
    return [line for line in page.split("\n") if re.search(rf"\(\S*{id}\.md\)", line) and headline in line]


def test_no_office_that_ended_is_shown_as_held_today(archive: Archive, pages: dict[str, str]) -> None:
    offices = {
        id: term.record.offices
        for id, term in archive.vocabularies["people"].items()
        if isinstance(term.record, Person) and f"people/{id}.md" in pages
    }
    assert any(offices.values())
    for id, held in offices.items():
        assert ": since " not in pages[f"people/{id}.md"]
        for office in held:
            if office.end is None:
                assert f"from {office.start.moment}" in re.sub("<[^>]+>", "", pages[f"people/{id}.md"])
                assert "(to after 2019)" in pages[f"people/{id}.md"]
    ended = {"bashar-al-assad", "donald-trump", "mark-rutte", "mike-pompeo", "sergey-shoigu", "stef-blok"}
    assert all(any(office.end for office in offices[id]) for id in ended)


@pytest.mark.parametrize("id", STAMPED)
def test_a_stamp_is_nowhere_shown_as_a_date_of_publication(
    archive: Archive, pages: dict[str, str], id: str
) -> None:
    record = archive.documents[id].record
    dating = archive.dating[id]
    if record.date is None:
        assert dating.kind in (DateKind.SPOKEN, DateKind.REPUBLISHED)
        said = "spoken" if dating.kind is DateKind.SPOKEN else "seen on "
        assert "Published\n:   date unknown" in pages[f"documents/{id}.md"]
        for path in ("documents/index.md", "timeline/index.md"):
            lines = rows(pages[path], id)
            assert lines and all(said in line for line in lines), path


def test_nine_documents_have_no_date_of_their_outlet(archive: Archive) -> None:
    assert sum(entry.record.date is None for entry in archive.documents.values()) == 9


def test_what_is_inferred_is_marked_in_every_list(archive: Archive, pages: dict[str, str]) -> None:
    marked = 0
    for id, entry in archive.documents.items():
        record = entry.record
        shown = [field for field in ("outlet", "kind", "nearness") if field in record.inferred]
        shown += ["date"] if archive.dating[id].inferred else []
        for row in rows(pages["documents/index.md"], id):
            assert row.count("inferred</span>") == len(shown), id
        marked += len(shown)
    assert marked >= 10


def test_inferred_terms_of_a_document_are_marked_on_their_pages(
    archive: Archive, pages: dict[str, str]
) -> None:
    marked = 0
    for id, entry in archive.documents.items():
        for vocabulary in ("topics", "people", "places", "organisations", "instruments"):
            for term in getattr(entry.record, vocabulary):
                documents = pages[f"{vocabulary}/{term}.md"].partition("\n## Documents\n")[2]
                (row,) = rows(documents, id)
                assert ("are inferred</span>" in row) == (vocabulary in entry.record.inferred), (id, term)
                marked += vocabulary in entry.record.inferred
    assert marked


def test_an_inferred_outlet_is_marked_where_statements_and_events_name_it(
    archive: Archive, pages: dict[str, str]
) -> None:
    inferred = [id for id, entry in archive.documents.items() if "outlet" in entry.record.inferred]
    for id in inferred:
        for event in archive.documents[id].record.events:
            matrix = pages[f"events/{event}.md"].partition("## Who published what")[2].partition("\n## ")[0]
            (cell,) = re.findall(rf"\({re.escape('../documents/' + id)}\.md\)([^|<]*<span[^|]*)?", matrix)
            assert "inferred" in cell, (event, id)
        for statement in archive.documents[id].record.statements or ():
            vocabulary, _, speaker = statement.speaker.partition(":")
            said = pages[f"{vocabulary}/{speaker}.md"].partition("{: #said }")[2].partition("\n## ")[0]
            assert all(') <span class="facts">inferred</span> |' in row for row in rows(said, id)), id
    assert inferred


def test_every_inferred_fact_of_a_term_is_marked_on_its_page(archive: Archive, pages: dict[str, str]) -> None:
    marked = 0
    for vocabulary, terms in archive.vocabularies.items():
        for id, term in terms.items():
            if page := pages.get(f"{vocabulary}/{id}.md"):
                facts = len(term.record.inferred)
                assert page.count("inferred from ") >= facts, f"{vocabulary}/{id}"
                marked += facts
    assert marked


def test_a_process_of_years_is_no_event_of_a_month(archive: Archive, pages: dict[str, str]) -> None:
    record = archive.vocabularies["events"]["astana-process"].record
    assert isinstance(record, Event) and record.date and record.date.is_open
    assert "from 23 January 2017" in pages["events/astana-process.md"]


@pytest.mark.parametrize(("vocabulary", "id", "word"), SEARCH_WORDS)
def test_a_search_word_is_not_shown_as_a_name(
    pages: dict[str, str], vocabulary: str, id: str, word: str
) -> None:
    names = re.findall(r"^Also called.*\n:   (.*)$", pages.get(f"{vocabulary}/{id}.md", ""), re.MULTILINE)
    shown = {name.strip() for line in names for name in re.sub("<[^>]+>", "", line).split(",")}
    assert word not in shown


def test_translations_are_found_as_translations(archive: Archive, pages: dict[str, str]) -> None:
    translations = [
        id for id, entry in archive.documents.items() if entry.record.nearness is Nearness.TRANSLATION
    ]
    assert len(translations) >= 5
    for id in translations:
        assert rows(pages["evidence/translation.md"], id)
        for row in rows(pages["own-words/index.md"], id):
            assert "in translation" in row


def test_a_text_that_does_not_belong_to_its_headline_says_so_wherever_it_is_listed(
    archive: Archive, pages: dict[str, str]
) -> None:
    mismatched = [id for id, entry in archive.documents.items() if entry.record.mismatch]
    assert mismatched
    for id in mismatched:
        listed = {path: rows(page, id) for path, page in pages.items() if path != f"documents/{id}.md"}
        remark = archive.documents[id].record.mismatch or ""
        assert sum(map(len, listed.values())) > 10
        for path, lines in listed.items():
            assert all(remark in line for line in lines), path


@pytest.mark.parametrize(
    ("path", "untrue"),
    [
        ("index.md", "Read what was said"),
        ("places/syria.md", "most often spoken of"),
        ("organisations/un-general-assembly.md", "in whose yearly general debate"),
        ("evidence/index.md", "Translation\n\nNo document"),
    ],
)
def test_a_sentence_that_was_untrue_is_gone(pages: dict[str, str], path: str, untrue: str) -> None:
    assert untrue not in pages[path]


def test_values_that_were_wrong_are_right(archive: Archive) -> None:
    records = {id[:10]: entry.record for id, entry in archive.documents.items()}
    assert records["2019-09-25"].kind == "article"
    assert (records["2018-11-08"].byline, records["2018-11-08"].translator) == (
        "unknown",
        "Anoosha Boralessa",
    )
    assert "vladimir-putin" in records["2018-04-14"].people
    assert records["2018-12-24"].date and records["2018-12-24"].date.moment == "on or after 24 December 2018"
    outlet = archive.vocabularies["outlets"]["blik-op-nosjournaal"].record
    assert outlet.type == "unknown"


def test_the_notes_of_terms_name_documents_by_links(pages: dict[str, str]) -> None:
    for path, page in pages.items():
        notes = page.split("\n## Notes\n")[1].split("\n## ")[0] if "\n## Notes\n" in page else ""
        if path.split("/")[0] not in ("documents", "sources"):
            assert not re.search(r"\(\d{4}-\d\d-\d\d, L\d", notes), path
        assert "](documents:" not in notes, path
