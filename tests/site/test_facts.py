"""What records say of documents and terms beyond their text: beside headlines, in search results, on the pages.

What is expected is read from the records themselves, without the package.
"""

from __future__ import annotations

import re

import pytest
import yaml
from playwright.sync_api import Page, expect

from conftest import REPOSITORY, TOY
from html_pages import article, definitions, document_rows, sections
from recorded import Collection, inferred, names_of, words
from site_fixtures import RealDocument, Site, recorded_documents

pytestmark = pytest.mark.slow

GLOSSED = "2014-06-12-ostrand-houdt-de-haven-dicht"
MISMATCHED = "2014-script-alert-1-script-quotes-stars"
DUTY = "2013-09-visrecht-bij-de-grijze-zandbanken"
# Sentences that have to be beside the two headlines of the toy archive.
BESIDE = {
    GLOSSED: ["“Ostrand keeps the harbour shut” (our translation)", "The headline states an intention as a fact."],
    MISMATCHED: ["The text does not belong to this headline."],
}  # fmt: skip


def beside_headline(document: RealDocument) -> list[str]:
    """Return what must be said beside a document's headline."""
    fields = document.fields
    gloss = [f"“{fields['gloss']}” (our translation)"] if "gloss" in fields else []
    return gloss + [fields[name] for name in ("mismatch", "caution") if name in fields]


# --- Beside the headline


def test_what_must_be_said_of_a_headline_is_beside_it_in_lists_and_on_its_page(
    collection: Collection,
) -> None:
    remarked = {id: beside_headline(document) for id, document in collection.documents.items()}
    assert any(remarked.values())
    rows = {
        collection.links("documents", row)[0].partition("/")[2]: row
        for row in document_rows(collection.page("documents"))
    }
    for id, sentences in remarked.items():
        small = [
            element.text for element in rows[id].all("td")[1].children if not isinstance(element, str)
            and element.attributes.get("class") == "headline-remark"
        ]  # fmt: skip
        assert small == sentences, id
        cautions = [element.text for element in collection.page(f"documents/{id}").all("p", "caution")]
        assert cautions[: len(sentences)] == sentences
        text = collection.page(f"documents/{id}").text
        head = text.index(" ".join(collection.documents[id].fields["title"].split()))
        assert all(head < text.index(sentence) < text.index("Summary") for sentence in sentences)


@pytest.mark.parametrize("id", BESIDE)
def test_it_is_beside_a_search_result(toy_sites: tuple[Site, Site], page: Page, id: str) -> None:
    kind = {GLOSSED: "outlet=zeebode&year=2014", MISMATCHED: "nearness=none"}[id]
    page.goto(f"{toy_sites[0].address}search/?{kind}")
    expect(page.get_by_role("status")).to_have_text("1 document.")
    result = page.locator("#search-results > li")
    for sentence in BESIDE[id]:
        expect(result).to_contain_text(sentence)


# --- Terms


def test_an_instrument_says_what_it_is_when_it_was_concluded_and_by_whom(collection: Collection) -> None:
    used = collection.used("instruments")
    assert used
    for term in used:
        record = collection.terms["instruments", term]
        path = f"instruments/{term}"
        told = definitions(collection.page(path).first("div", "layout__aside"))
        assert told["Type"].text == words(record["type"]) + inferred(record, "type")
        assert ("Date" in told) == ("date" in record)
        if "date" in record:
            assert record["date"][:4] in told["Date"].text
            if re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"]):
                assert told["Date"].first("time").attributes["datetime"] == record["date"]
        assert [value.text for name, value in told.items() if name == "Symbol"] == [
            record[field] for field in ("symbol",) if field in record
        ]
        parties = [collection.terms[tuple(link.split(":"))]["label"] for link in record.get("parties", [])]
        assert ("Parties" in told) == bool(parties)
        if parties:
            assert told["Parties"].text == ", ".join(parties) + inferred(record, "parties")
        for field, name in (("broader", "Belongs to"),):
            wholes = ", ".join(collection.terms["instruments", id]["label"] for id in record.get(field, []))
            assert (told[name].text if name in told else "") == wholes
        includes = {
            f"instruments/{id}"
            for id in used
            if term in collection.terms["instruments", id].get("broader", [])
        }
        assert set(collection.links(path, told["Includes"]) if includes else []) == includes


def test_a_place_has_the_coordinates_of_its_record(collection: Collection) -> None:
    located = 0
    for place in collection.used("places"):
        record = collection.terms["places", place]
        told = definitions(collection.page(f"places/{place}"))
        assert ("Coordinates" in told) == ("coordinates" in record)
        if "coordinates" in record:
            coordinates = record["coordinates"]
            assert told["Coordinates"].text.startswith(
                f"{coordinates['latitude']}, {coordinates['longitude']} "
            )
            assert told["Coordinates"].first("a").attributes["href"] == coordinates["reference"]
            located += 1
    assert located


def test_a_topic_lists_its_events_and_they_lead_back_to_it(collection: Collection) -> None:
    belonging = 0
    for topic in collection.used("topics"):
        events = {
            f"events/{event}"
            for event in collection.used("events")
            if topic in collection.terms["events", event].get("topics", [])
        }
        told = definitions(collection.page(f"topics/{topic}").first("div", "layout__aside"))
        linked = collection.links(f"topics/{topic}", told["Events"]) if "Events" in told else []
        assert set(linked) == events
        for event in linked:
            back = definitions(collection.page(event).first("div", "layout__aside"))["Topics"]
            assert f"topics/{topic}" in collection.links(event, back)
            belonging += 1
    assert belonging


def test_an_event_without_an_end_says_from_when_it_was(toy_sites: tuple[Site, Site]) -> None:
    collection = Collection(TOY, toy_sites[0])
    assert collection.terms["events", "crane-talks-2014"]["date"] == "2014-06/.."
    page = collection.page("events/crane-talks-2014")
    assert definitions(page)["Date"].text == "from June 2014"
    assert "· from June 2014 ·" in page.first("p", "standfirst").text
    (entry,) = (
        item for item in collection.page("timeline").all("li")
        if collection.links("timeline", item)[:1] == ["events/crane-talks-2014"]
    )  # fmt: skip
    assert entry.text == "from June 2014 Talks on the crane event"


def test_people_are_below_the_letter_of_their_surname(collection: Collection) -> None:
    sorted_by_surname = 0
    letter = ""
    for element in article(collection.site.page("people")).walk():
        if element.tag == "h2" and element.text != "A to Z":
            letter = ""
        if element.tag == "h3":
            letter = element.text
        if element.tag == "li" and letter:
            person = collection.links("people", element)[0].partition("/")[2]
            record = collection.terms["people", person]
            assert letter == record.get("sort_name", record["label"])[0].upper()
            assert element.text.startswith(record["label"])
            sorted_by_surname += letter != record["label"][0]
    assert sorted_by_surname


def test_words_for_narrower_things_are_not_names_of_a_term(collection: Collection) -> None:
    hidden = 0
    for (vocabulary, term), record in collection.terms.items():
        for word in (word for found in record.get("includes", {}).values() for word in found):
            if collection.naming(vocabulary, term) and word not in names_of(record):
                page = collection.page(f"{vocabulary}/{term}")
                assert word not in [
                    name
                    for title, value in definitions(page).items()
                    if title.startswith("Also called")
                    for name in value.text.split(", ")
                ]
                hidden += 1
    assert hidden


def test_words_for_narrower_things_find_the_term(toy_sites: tuple[Site, Site], page: Page) -> None:
    assert recorded_documents(TOY)[DUTY].fields["topics"][0] == "fishing-rights"
    page.goto(f"{toy_sites[0].address}search/?q=eel traps")
    expect(page.get_by_role("status")).to_have_text("1 document for “eel traps”.")
    expect(page.locator("#search-results > li > a").first).to_have_attribute("href", re.compile(f"/{DUTY}/$"))
    expect(page.locator("#search-subjects a").first).to_have_text("Fishing rights")


# --- Documents


def test_what_was_found_elsewhere_is_apart_from_what_the_capture_says(collection: Collection) -> None:
    names = {
        "title": "Title", "date": "Date of publication", "spoken": "Date when it was spoken", "outlet": "Outlet",
        "kind": "Kind", "original_url": "Original address", "byline": "Byline", "translator": "Translator",
        "spoken_language": "Spoken language",
    }  # fmt: skip
    found = 0
    for id, document in collection.documents.items():
        page = collection.page(f"documents/{id}")
        findings = document.fields.get("findings", [])
        assert ("Found elsewhere" in sections(page)) == bool(findings)
        elements = sections(page).get("Found elsewhere", [])
        told = [(name.text, value) for element in elements
                for name, value in zip(element.all("dt"), element.all("dd"), strict=True)]  # fmt: skip
        assert [name for name, _ in told] == [names[finding["field"]] for finding in findings]
        for finding, (_, value) in zip(findings, told, strict=True):
            shown = finding["value"]
            if finding["field"] == "outlet" and ("outlets", shown) in collection.terms:
                shown = collection.terms["outlets", shown]["label"]
            assert value.text.startswith(shown)
            assert finding["found"] in [link.attributes["href"] for link in value.all("a")]
            year, _, day = finding["seen"].split("-")
            assert f"{int(day)} " in value.text and year in value.text
            assert words(finding["same"]) in value.text
            assert finding.get("note", "") in value.text
            if finding["field"] == "original_url" and document.fields["original_url"] == "unknown":
                details = definitions(page.first("div", "layout--box"))
                known, _, lead = details["Original address"].text.partition("; ")
                assert (known, lead) == ("unknown", "a page that may be it is under Found elsewhere")
            found += 1
    assert found


def test_a_document_has_the_rights_of_its_record_or_of_its_source(collection: Collection) -> None:
    codes = set()
    for id, document in collection.documents.items():
        source = yaml.load(
            (document.folder / "source.yml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader
        )
        (code,) = sections(collection.page(f"documents/{id}"))["Rights"][0].all("code")
        assert code.text == document.fields.get("rights", source["rights"])
        if document.fields.get("rights", source["rights"]) != source["rights"]:
            codes.add(code.text)
    assert codes or collection.root == REPOSITORY
