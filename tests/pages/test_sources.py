"""The real collection: one test for each invariant, over every record, so that a failure names the record."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

import pytest

from conftest import REPOSITORY
from press_archive.captures.passages import line_roles
from press_archive.checks.run import check_archive
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.records.closed_lists import Role
from site_fixtures import NO_CAPTURE, RealDocument, expand, real_documents, real_terms, runs, words

DOCUMENTS = sorted(real_documents())
SOURCES = sorted({document.folder.name for document in real_documents().values()})
TERMS = sorted(real_terms())
VOCABULARIES = sorted({vocabulary for vocabulary, _ in TERMS})
PEOPLE = [id for vocabulary, id in TERMS if vocabulary == "people"]


def name_of(term: tuple[str, str]) -> str:
    return "/".join(term)


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load_archive(REPOSITORY)


@pytest.fixture(scope="module")
def problems(archive: Archive) -> list[str]:
    return [str(problem) for problem in check_archive(archive)[1]]


@pytest.fixture
def document(request: pytest.FixtureRequest) -> RealDocument:
    return real_documents()[request.param]


every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=str, indirect=True)
every_source = pytest.mark.parametrize("source", SOURCES)
every_term = pytest.mark.parametrize("term", TERMS, ids=name_of)


def held_bytes(source: str) -> bytes:
    """Return the bytes of a source's capture; skip where it is not held."""
    (folder,) = REPOSITORY.glob(f"sources/[0-9]*/{source}")
    if not (folder / "capture.txt").is_file():
        pytest.skip(NO_CAPTURE)
    return (folder / "capture.txt").read_bytes()


def test_the_collection_has_no_problem(problems: list[str]) -> None:
    assert problems == []


def test_there_are_fourteen_documents_in_five_sources() -> None:
    counted = Counter(document.folder.name for document in real_documents().values())
    assert len(DOCUMENTS) == 14
    assert sorted(counted.values()) == [1, 1, 1, 1, 10]


@every_document
def test_a_summary_has_80_to_300_words(document: RealDocument) -> None:
    without_references = re.sub(r"\[L[^\]]+\]", "", document.summary)
    counted = sum(1 for word in without_references.split() if re.search(r"\w", word))
    assert 80 <= counted <= 300


@every_document
def test_every_paragraph_of_a_summary_has_a_line_reference(document: RealDocument) -> None:
    paragraphs = re.split(r"\n\s*\n|^- ", document.summary.strip(), flags=re.MULTILINE)
    without = [
        paragraph
        for paragraph in paragraphs
        if paragraph.strip() and not re.search(r"\[L\d+(-L\d+)?\]", paragraph)
    ]
    assert without == []


@every_document
def test_a_summary_ends_each_statement_within_its_document(document: RealDocument) -> None:
    named = {
        int(number)
        for number in re.findall(r"L(\d+)", " ".join(re.findall(r"\[L[^\]]+\]", document.summary)))
    }
    assert named and named <= set(document.line_numbers)


@every_document
def test_a_files_name_keeps_the_day_that_it_was_given_by(document: RealDocument) -> None:
    """A name never changes, so its day may be that of a stamp, or one that is known better by now."""
    dates = [document.fields["date"], document.fields.get("spoken", "")]
    dates.append(document.fields.get("republished", {}).get("date", ""))
    assert document.id[:10] in {date.rstrip("~?%").removesuffix("/..") for date in dates}


@every_document
def test_an_unknown_original_url_has_a_note(document: RealDocument) -> None:
    if document.fields["original_url"] == "unknown":
        assert any(re.search(r"\b(URL|address)", note) for note in document.fields["notes"])
    else:
        assert document.fields["original_url"].startswith("https://")


@every_document
def test_an_inferred_field_is_named_in_a_note(document: RealDocument) -> None:
    notes = [note.lower() for note in document.fields.get("notes", [])]
    for field in document.fields.get("inferred", []):
        assert any("infer" in note and field.rstrip("s").replace("_", " ") in note for note in notes), field


@every_document
def test_a_document_is_about_sergey_lavrov(document: RealDocument) -> None:
    assert "sergey-lavrov" in document.fields["people"]


@every_source
def test_every_line_of_a_capture_is_accounted_for(archive: Archive, source: str) -> None:
    account = archive.account(source)
    assert (
        account.kept + account.metadata + sum(account.cut.values()) + account.blank
        == archive.sources[source].record.lines
    )


@every_source
def test_a_capture_is_not_shown_to_the_public(archive: Archive, source: str) -> None:
    record = archive.sources[source].record
    assert record.access == "summary"
    rights = {record.rights} | {
        entry.record.rights for entry in archive.documents.values() if entry.source == source
    }
    assert rights - {None} <= {"InC", "CNE"}


def terms_of_terms() -> dict[str, set[str]]:
    """Return vocabulary → the ids that other terms name as a fact."""
    fields = {"country": "places", "place": "places", "countries": "places", "topics": "topics", "people": "people",
              "organisations": "organisations", "broader": ""}  # fmt: skip
    named: dict[str, set[str]] = {vocabulary: set() for vocabulary in VOCABULARIES}
    for (vocabulary, _), record in real_terms().items():
        for field, other in fields.items():
            values = record.get(field, [])
            named[other or vocabulary] |= {values} if isinstance(values, str) else set(values)
        for link in [*record.get("parties", []), *record.get("related", [])]:
            other, _, id = link.rpartition(":")
            named[other or vocabulary].add(id)
    return named


TERMS_OF_TERMS = terms_of_terms()
# What statements and findings name besides: addressees, and outlets of pages outside.
FOUND_ELSEWHERE = {
    value.rpartition(":")[2]
    for document in real_documents().values()
    for value in [
        *(finding["value"] for finding in document.fields.get("findings", [])),
        *(link for statement in document.fields["statements"] for link in statement.get("to", [])),
    ]
}


@every_term
def test_a_term_is_used_by_a_document_or_by_another_term(term: tuple[str, str]) -> None:
    vocabulary, id = term
    documents = [document for document in DOCUMENTS if id in real_documents()[document].term_ids(vocabulary)]
    assert documents or id in TERMS_OF_TERMS[vocabulary] or id in FOUND_ELSEWHERE


@every_term
def test_a_term_says_what_it_stands_for(term: tuple[str, str]) -> None:
    record = real_terms()[term]
    assert record["label"].strip()
    assert len(record["scope"].split()) >= 4


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_a_vocabulary_is_sorted_by_id(vocabulary: str) -> None:
    ids = [id for name, id in real_terms() if name == vocabulary]
    assert ids == sorted(ids)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_person_has_a_russian_name(person: str) -> None:
    names = real_terms()["people", person]["variants"]["ru"]
    assert names and all(re.search(r"[а-яё]", name) for name in names)


def test_sergey_lavrov_is_found_under_the_spellings_of_the_captures() -> None:
    record = real_terms()["people", "sergey-lavrov"]
    names = [record["label"], *(name for variants in record["variants"].values() for name in variants)]
    assert {"Sergey Lavrov", "Sergei Lavrov", "Сергей Лавров"} <= set(names)


EVENTS = [id for vocabulary, id in TERMS if vocabulary == "events"]


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_is_described_with_the_lines_it_rests_on(event: str) -> None:
    description = real_terms()["events", event]["description"]
    links = re.findall(r"\(documents:([a-z0-9-]+)#L(\d+)\)", description)
    assert links
    for id, line in links:
        assert int(line) in real_documents()[id].line_numbers
        assert event in real_documents()[id].fields["events"]


@pytest.mark.parametrize("event", EVENTS)
def test_a_report_says_which_of_its_lines_deal_with_an_event(event: str) -> None:
    """A speech or an interview may itself be the event, and deals with it throughout."""
    for document in real_documents().values():
        if event in document.fields.get("events", []):
            lines = document.fields.get("event_lines", {}).get(event)
            assert (
                lines
                or document.fields["kind"] in ("speech", "interview")
                or document.fields["events"] == [event]
            )
            if lines:
                assert set(expand(lines)) <= set(document.line_numbers)


@every_document
def test_a_document_lists_its_statements(document: RealDocument) -> None:
    assert document.fields["statements"]


@every_document
def test_all_that_follows_an_introduction_is_said_by_somebody(
    archive: Archive, document: RealDocument
) -> None:
    """In a transcript or translation, each line of text is in a statement, from where the first one begins."""
    if document.fields["nearness"] not in ("transcript", "official-transcript", "translation"):
        return
    entry = archive.documents[document.id]
    roles = line_roles(entry.record, archive.sources[entry.source].blank)
    text = {line for line, role in roles.items() if role in (Role.TEXT, Role.ANSWER, Role.BULLET)}
    said = {line for statement in document.fields["statements"] for line in expand(statement["lines"])}
    assert {line for line in text if line >= min(said & text)} - said == set()


@pytest.mark.parametrize("person", PEOPLE)
def test_offices_come_with_a_web_address_where_they_can_be_checked(person: str) -> None:
    for office in real_terms()["people", person].get("offices", []):
        assert office["reference"].startswith("https://")


# --- Against the captures, where they are held


@every_source
def test_a_held_capture_has_the_sha_256_size_and_lines_of_its_record(archive: Archive, source: str) -> None:
    data, record = held_bytes(source), archive.sources[source].record
    assert hashlib.sha256(data).hexdigest() == record.sha256
    assert len(data) == record.bytes
    assert len(data.decode("utf-8").removesuffix("\n").split("\n")) == record.lines


@every_source
def test_every_line_that_holds_text_belongs_to_one_document_or_cut(archive: Archive, source: str) -> None:
    lines = held_bytes(source).decode("utf-8").removesuffix("\n").split("\n")
    owners: Counter[int] = Counter()
    for document in real_documents().values():
        if document.folder.name == source:
            owners.update(document.line_numbers)
    for cut in archive.sources[source].record.cuts:
        owners.update(line for found in cut.lines for line in found)
    assert [number for number, line in enumerate(lines, 1) if line.strip() and owners[number] != 1] == []


@every_document
def test_a_title_is_a_line_of_the_capture(document: RealDocument) -> None:
    held_bytes(document.folder.name)
    captured = document.captured_lines()
    assert document.fields["title"] in [
        captured[line].strip() for line in document.lines_with_role("title") if line in captured
    ]


@every_document
def test_an_original_url_stands_in_the_capture(document: RealDocument) -> None:
    """One address of the collection is broken by a stray space, so spaces are left out of the comparison."""
    captured = re.sub(r"\s", "", held_bytes(document.folder.name).decode("utf-8"))
    if document.fields["original_url"] != "unknown":
        assert document.fields["original_url"] in captured


@every_document
def test_a_record_shares_no_nine_words_with_its_capture(document: RealDocument) -> None:
    """Headlines are facts, also where a record quotes the headline of another document."""
    captured = held_bytes(document.folder.name).decode("utf-8").split("\n")
    headlines = set().union(*(runs(other.fields["title"]) for other in real_documents().values()))
    restricted = set().union(*(runs(line) for line in captured)) - headlines
    texts = [re.sub(r"\[L[^\]]+\]", "", document.summary), *document.fields.get("notes", [])]
    assert [" ".join(run) for text in texts for run in runs(text) & restricted] == []
    assert len(words(" ".join(captured))) > 300  # the comparison had something to compare with
