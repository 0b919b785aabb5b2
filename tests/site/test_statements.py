"""Who says what: on the pages of speakers, subjects and documents, and in the search.

What is expected is read from the records themselves, without the package.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from conftest import REPOSITORY, TOY
from html_pages import Element, definitions, sections
from recorded import Collection, marks, names_of, statements
from site_fixtures import RealDocument, Site, real_documents, recorded_documents, recorded_terms

pytestmark = pytest.mark.slow

REPORT = "2013-09-23-velmora-offers-ostrand-a-shared-harbour"
INTERVIEW = "2018-12-24-i-have-never-met-a-tide"


def place_in_words(document: RealDocument, statement: dict) -> str:
    """Return the lines of a statement and how the document gives its words."""
    translated = ", in translation" if document.fields["nearness"] == "translation" else ""
    return f"{marks(statement['lines'])[0]} {statement['form']}{translated}"


def day_of(document: RealDocument, statement: dict) -> str:
    """Return the first day of a statement that its record names: its own, the document's, or the best date."""
    date = statement.get("date") or document.fields.get("spoken") or document.day
    bare = next(end for end in date.split("/") if end not in ("", "..")).rstrip("~?%").replace("-XX", "")
    return bare + "-01-01"[len(bare) - 4 :] if len(bare) < 10 else bare


def statement_rows(page: Element, heading: str) -> list[list[Element]]:
    """Return the cells of each row of the table of statements below a heading; none if there is no such one."""
    tables = [element for element in sections(page).get(heading, []) if element.tag == "table"]
    return [row.all("td") for table in tables for row in table.first("tbody").all("tr")]


def labels(collection: Collection, links: list[str]) -> str:
    """Return the labels of links such as topics:ID, with commas between them."""
    return ", ".join(collection.terms[tuple(link.split(":"))]["label"] for link in links)


def test_a_speaker_lists_what_they_said_newest_first(collection: Collection) -> None:
    speakers = 0
    for vocabulary in ("people", "organisations", "outlets"):
        for term in collection.used(vocabulary):
            path = f"{vocabulary}/{term}"
            spoken = {
                (id, place_in_words(document, statement)): (document, statement)
                for id, document in collection.documents.items()
                for statement in statements(document)
                if statement["speaker"] == path
            }
            heading = "What they said" if vocabulary == "people" else "What it said"
            found = []
            for _, said, outlet, lines in statement_rows(collection.page(path), heading):
                id = collection.links(path, said)[0].removeprefix("documents/")
                found.append((id, lines.text))
                assert collection.links(path, outlet) == [
                    f"outlets/{collection.documents[id].fields['outlet']}"
                ]
            assert sorted(found) == sorted(spoken), path
            days = [day_of(*spoken[place]) for place in found]
            assert days == sorted(days, reverse=True), path
            for same in {(id, day) for (id, _), day in zip(found, days, strict=True)}:
                first = [
                    int(re.findall(r"\d+", lines)[0])
                    for (id, lines), day in zip(found, days, strict=True)
                    if (id, day) == same
                ]
                assert first == sorted(first), path
            speakers += bool(found)
    assert speakers >= 3


def test_what_is_said_is_told_by_the_sentence_of_the_summary(toy_sites: tuple[Site, Site]) -> None:
    collection = Collection(TOY, toy_sites[0])
    rows = {
        (collection.links("people/ilse-marrowby", said)[0].partition("/")[2], lines.text): said.text
        for _, said, _, lines in statement_rows(collection.page("people/ilse-marrowby"), "What they said")
    }
    title = "Velmora offers Ostrand a shared harbour"
    assert rows[REPORT, "L8–L10 reported"] == (
        f"Marrowby proposed that Ostrand use the northern quay, free of charge at the start.{title}"
    )
    assert rows[REPORT, "L15–L16 quoted"] == (
        f"Her remark about gates and walls is taken up in the ministry's address.{title}"
    )
    # The summary refers to this line in a sentence that rests on another statement's lines too.
    assert not rows[INTERVIEW, "L16 quoted, in translation"].startswith("On the toll")


def test_a_statement_on_which_the_summary_says_nothing_shows_the_document_alone(
    toy_sites: tuple[Site, Site],
) -> None:
    collection = Collection(TOY, toy_sites[0])
    told = {}
    for path in ("people/ilse-marrowby", "people/tomas-quill", "people/anneke-duinstra"):
        for _, said, _, lines in statement_rows(collection.page(path), "What they said"):
            told[collection.links(path, said)[0].partition("/")[2], lines.text] = said.text
    for id, document in collection.documents.items():
        summary = document.summary
        named = {
            number
            for first, last in re.findall(r"\[L(\d+)(?:-L?(\d+))?\](?!\()", summary)
            for number in range(int(first), int(last or first) + 1)
        }
        for statement in statements(document):
            first, _, last = statement["lines"].partition("-")
            lines = set(range(int(first), int(last or first) + 1))
            text = told.get((id, place_in_words(document, statement)))
            if text is not None:
                headline = " ".join(document.fields["title"].split())
                assert lines & named or text.startswith(headline), (id, lines)


def test_nobody_is_said_to_say_what_another_or_the_report_says(public_site: Site) -> None:
    collection = Collection(REPOSITORY, public_site)
    rows = {
        lines.text: said.text
        for _, said, _, lines in statement_rows(collection.page("people/john-kerry"), "What they said")
    }
    # Line 21 has statements of two people, and a charge that the report makes.
    assert "Moscow" not in rows["L21 reported"]
    assert "evidence" in rows["L25 quoted"]


def test_a_subject_and_an_event_show_who_says_what_on_it(collection: Collection) -> None:
    listed = set()
    for vocabulary in ("topics", "events", "instruments", "places", "people", "organisations"):
        for term in collection.used(vocabulary):
            path = f"{vocabulary}/{term}"
            expected = sorted(
                (id, statement["speaker"], place_in_words(document, statement))
                for id, document in collection.documents.items()
                for statement in statements(document)
                if f"{vocabulary}:{term}" in statement.get("about", [])
                or (vocabulary == "events" and statement.get("occasion") == term)
            )
            rows = statement_rows(collection.page(path), "Who says what")
            days, found = [], []
            for _, speaker, said, _, lines in rows:
                id = collection.links(path, said)[0].removeprefix("documents/")
                (name,) = [
                    f"{kind}/{other}" for (kind, other), record in collection.terms.items()
                    if record["label"] == speaker.text and kind in ("people", "organisations", "outlets")
                    and any(statement["speaker"] == f"{kind}/{other}"
                            for statement in statements(collection.documents[id]))
                ]  # fmt: skip
                found.append((id, name, lines.text))
                days.append(
                    next(
                        day_of(collection.documents[id], statement)
                        for statement in statements(collection.documents[id])
                        if (statement["speaker"], place_in_words(collection.documents[id], statement))
                        == (name, lines.text)
                    )
                )
            assert sorted(found) == expected, path
            assert days == sorted(days, reverse=True), path
            if found:
                listed.add(vocabulary)
    assert {"topics", "events", "instruments"} <= listed


def test_a_document_lists_its_statements(collection: Collection) -> None:
    for id, document in collection.documents.items():
        path = f"documents/{id}"
        rows = statement_rows(collection.page(path), "Who says what")
        expected = []
        for statement in statements(document):
            about = labels(collection, statement.get("about", []))
            if "occasion" in statement:
                about += f"at {collection.terms['events', statement['occasion']]['label']}"
            expected.append(
                [
                    place_in_words(document, statement),
                    collection.terms[tuple(statement["speaker"].split("/"))]["label"],
                    labels(collection, statement.get("to", [])),
                    about,
                ]
            )
        assert [[cell.text for cell in row] for row in rows] == expected, id
        assert ("Who says what" in sections(collection.page(path))) == bool(expected)


def test_a_document_lists_its_people_by_what_they_do_in_it(collection: Collection) -> None:
    seen = set()
    for id, document in collection.documents.items():
        told = definitions(collection.page(f"documents/{id}"))
        spoken = [statement["speaker"].replace("/", ":") for statement in statements(document)]
        addressed = [
            link
            for statement in statements(document)
            for link in statement.get("to", [])
            if link.startswith("people:")
        ]
        people = [f"people:{person}" for person in document.fields.get("people", [])]
        names = {name: link for link in people for name in names_of(collection.terms[tuple(link.split(":"))])}
        roles = {
            "Speakers": spoken,
            "Spoken to": addressed,
            "Author": [names[name] for name in [document.fields["byline"]] if name in names],
            "Translated by": [names[name] for name in [document.fields.get("translator")] if name in names],
            "Mentioned": people,
        }
        placed: list[str] = []
        for role, links in roles.items():
            new = [link for link in dict.fromkeys(links) if link not in placed]
            placed += new
            assert (role in told) == bool(new), (id, role)
            if new:
                assert told[role].text.partition(" (inferred")[0] == labels(collection, new)
                seen.add(role)
    assert seen >= {"Speakers", "Mentioned"}
    assert "Spoken to" in seen or collection.root == REPOSITORY  # there, they all speak as well


def search_results(page: Page, address: str) -> set[str]:
    """Return the documents that the search page shows at an address."""
    page.goto(address)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ documents?\.$"))
    while page.get_by_role("button", name="Show more").is_visible():
        shown = page.locator("#search-results > li").count()
        page.get_by_role("button", name="Show more").click()
        expect(page.locator("#search-results > li").nth(shown)).to_be_visible()
    links = page.locator("#search-results > li > a:first-child")
    hrefs = links.evaluate_all("links => links.map(link => link.href)")
    return {href.rstrip("/").rpartition("/")[2] for href in hrefs}


@pytest.mark.parametrize("speaker", ["john-kerry", "sergey-lavrov"])
def test_what_a_person_said_is_found_in_one_step(public_site: Site, page: Page, speaker: str) -> None:
    documents = real_documents()
    spoken = {
        id
        for id, document in documents.items()
        if any(statement["speaker"] == f"people/{speaker}" for statement in statements(document))
    }
    assert spoken and spoken != set(documents)
    assert search_results(page, f"{public_site.address}search/?speaker={speaker}") == spoken


def test_the_facet_of_speakers_offers_each_speaker_with_the_number_of_documents(
    toy_sites: tuple[Site, Site], page: Page
) -> None:
    expected: dict[str, int] = {}
    terms = recorded_terms(TOY)
    for document in recorded_documents(TOY).values():
        for speaker in {statement["speaker"] for statement in statements(document)}:
            vocabulary, _, id = speaker.partition("/")
            label = terms[vocabulary, id]["label"]
            expected[label] = expected.get(label, 0) + 1
    assert {vocabulary for vocabulary, id in terms if terms[vocabulary, id]["label"] in expected} >= {
        "people", "organisations",
    }  # fmt: skip
    page.goto(f"{toy_sites[0].address}search/")
    rows = page.locator("#facet-speaker label")
    expect(rows).to_have_count(len(expected))
    assert {
        row.locator("span").first.inner_text(): int(row.locator("span").last.inner_text())
        for row in rows.all()
    } == expected
    page.locator("#facet-speaker").get_by_label("Tomas Quill").check()
    expect(page).to_have_url(re.compile(r"[?&]speaker=tomas-quill"))
    expect(page.get_by_role("status")).to_have_text("1 document.")
    expect(page.locator("#search-results > li")).to_contain_text("Ostrand houdt de haven dicht")


def test_what_an_organisation_said_is_found_in_one_step(public_site: Site, page: Page) -> None:
    spoken = {
        id
        for id, document in real_documents().items()
        if any(statement["speaker"] == "organisations/cnn" for statement in statements(document))
    }
    assert spoken
    assert search_results(page, f"{public_site.address}search/?speaker=organisations:cnn") == spoken
