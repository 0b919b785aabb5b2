"""The head of a document's page, as programs read it: Zotero by its documented rules, search engines as JSON-LD."""

from __future__ import annotations

import dataclasses
import json
import re
import warnings
from html.parser import HTMLParser

import pytest
import rdflib
from rdflib.namespace import RDF, SDO

from conftest import TOY
from exports.test_citations import ODD_HEADLINES, work_of
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.head import head_tags
from press_archive.exports.json_ld import render_json_ld
from press_archive.exports.works import Work
from press_archive.pages.parts.citing import render_head
from press_archive.pages.parts.context import Pages

ADDRESS = "https://press.example/archive/"
REPORT = "2013-09-23-velmora-offers-ostrand-a-shared-harbour"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load_archive(TOY)


class _Head(HTMLParser):
    """Collects the names and contents of tags, the links, and the data of scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, str]] = []
        self.links: list[dict[str, str]] = []
        self.data = ""
        self.others: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "meta":
            self.tags.append((attributes["name"], attributes["content"]))
        elif tag == "link":
            self.links.append(attributes)
        elif tag != "script":
            self.others.append(tag)

    def handle_data(self, data):
        self.data += data.strip()


def first(tags: list[tuple[str, str]], *names: str) -> str:
    """The content of the first of these tags that there is, as Zotero's RDF translator looks for them."""
    return next((content for name in names for found, content in tags if found == name), "")


def saved_by_zotero(tags: list[tuple[str, str]], site_name: str, page: str) -> dict:
    """What Zotero's translator "Embedded Metadata" saves, by its rules as they concern these tags.

    The item's type is `z:itemType`, else a page with citation_title is a journal article. Title, date, language and
    address are those of Highwire's tags, else of Dublin Core. The publication is PRISM's, else Dublin Core's source,
    else og:site_name. Authors are those of citation_author alone, if there is one; else those of Dublin Core for types
    that have authors, and of the z: lists for others. Contributors are those of bib:contributors. Every other z: name is
    a field.
    """
    fields = {name.removeprefix("z:"): content for name, content in tags if name.startswith("z:")}
    item_type = fields.pop("itemType", "journalArticle" if first(tags, "citation_title") else "webpage")
    creators = [("author", content) for name, content in tags if name == "citation_author"]
    if not creators:
        if item_type not in ("presentation", "interview"):
            creators = [("author", content) for name, content in tags if name == "dcterms.creator"]
        for role in ("presenter", "interviewee", "contributor", "interviewer", "translator"):
            own = f"{'bib' if role == 'contributor' else 'z'}:{role}s"
            creators += [(role, content) for name, content in tags if name == own]
    return {
        "itemType": item_type,
        "title": first(tags, "citation_title", "dcterms.title"),
        "publicationTitle": first(tags, "prism.publicationName", "dcterms.source") or site_name,
        "date": first(tags, "citation_publication_date", "dcterms.issued"),
        "language": first(tags, "citation_language", "dcterms.language"),
        "url": first(tags, "citation_public_url") or page,
        "creators": creators,
        "archive": fields.get("archive", ""),
        "archiveLocation": fields.get("archiveLocation", ""),
        "extra": fields.get("extra", ""),
    }


def zotero(work: Work) -> dict:
    return saved_by_zotero(head_tags(work), "The harbour treaty press archive", work.page)


def test_zotero_saves_a_report_as_what_it_is(archive: Archive):
    fields = {
        "title": "No toll on the quay", "original_url": "https://gull.example/1",
        "byline": "Ada Brook and Tom Reed", "sort_names": {"Ada Brook": "Brook, Ada", "Tom Reed": "Reed, Tom"},
    }  # fmt: skip
    assert zotero(work_of(archive, "a", fields, ADDRESS)) == {
        "itemType": "newspaperArticle",
        "title": "No toll on the quay",
        "publicationTitle": "Gull Post",
        "date": "2013/09/23",
        "language": "en",
        "url": "https://gull.example/1",
        "creators": [("author", "Brook, Ada"), ("author", "Reed, Tom")],
        "archive": "The harbour treaty press archive",
        "archiveLocation": f"{ADDRESS}documents/a/",
        "extra": "",
    }


@pytest.mark.parametrize(
    ("fields", "item_type", "creators"),
    [
        ({"outlet": "lantern", "chain": ["lantern"], "kind": "article"}, "magazineArticle", []),
        ({"outlet": "velmora-ministry", "chain": ["velmora-ministry"]}, "webpage", []),
        ({"outlet": "vestnik", "chain": ["vestnik"]}, "newspaperArticle", []),
        (
            {"kind": "speech", "statements": [{"speaker": "ilse-marrowby", "lines": "3", "form": "quoted"}]},
            "presentation",
            [("presenter", "Marrowby, Ilse")],
        ),
        (
            {
                "kind": "interview", "translator": "Tom Reed", "nearness": "translation",
                "statements": [{"speaker": "ilse-marrowby", "lines": "3", "form": "quoted"}],
            },
            "interview",
            [("interviewee", "Marrowby, Ilse"), ("translator", "Tom Reed")],
        ),
        (
            {"byline": "Ada Brook", "translator": "Tom Reed", "nearness": "translation"},
            "newspaperArticle",
            [("author", "Ada Brook"), ("translator", "Tom Reed")],
        ),
        ({"kind": "interview", "byline": "Ada Brook"}, "interview", [("contributor", "Ada Brook")]),
        ({"kind": "speech", "byline": "Ada Brook"}, "presentation", [("contributor", "Ada Brook")]),
        (
            {
                "kind": "interview", "byline": "Tom Reed", "roles": {"3": "question"},
                "statements": [
                    {"speaker": "tomas-quill", "lines": "3", "form": "quoted"},
                    {"speaker": "ilse-marrowby", "lines": "4", "form": "quoted"},
                ],
            },
            "interview",
            [("interviewee", "Marrowby, Ilse"), ("interviewer", "Tomas Quill")],
        ),
    ],
)  # fmt: skip
def test_zotero_knows_the_type_and_everybody_and_makes_nobody_a_speaker_who_only_signs(
    archive: Archive, fields, item_type, creators
):
    saved = zotero(work_of(archive, "a", fields, ADDRESS))
    assert (saved["itemType"], saved["creators"]) == (item_type, creators)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2013-09-23", "2013/09/23"), ("2013-09", "2013/09"), ("2013-09-23~", "2013/09/23"), ("2013-XX", "2013"),
        ("2013-09-23/..", "2013/09/23"), ("unknown", ""),
    ],
)  # fmt: skip
def test_zotero_gets_as_much_of_a_date_as_is_known(archive: Archive, date: str, expected: str):
    assert zotero(work_of(archive, "a", {"date": date}))["date"] == expected


def test_zotero_gets_the_archives_page_where_no_address_is_known(archive: Archive):
    saved = zotero(work_of(archive, "a", {}, ADDRESS))
    assert saved["url"] == f"{ADDRESS}documents/a/"


def test_every_odd_headline_comes_back_from_the_head(archive: Archive):
    pages = Pages(archive, address=ADDRESS)
    for title in [*ODD_HEADLINES, "Says \"toll\" & 'no'", "</script><script>toll()", "]]> <!-- -->"]:
        work = work_of(archive, "a", {"title": title, "byline": title}, ADDRESS)
        head = _Head(render_head(pages, work))
        assert head.others == []
        assert first(head.tags, "citation_title") == first(head.tags, "dcterms.title") == work.title
        names = {node.get("headline", node.get("name")) for node in json.loads(head.data)["@graph"][:2]}
        assert names == {work.title}


def test_the_head_names_the_files_and_the_page(archive: Archive):
    pages = Pages(archive, address=ADDRESS)
    links = _Head(render_head(pages, pages.work(REPORT))).links
    assert [(link["rel"], link.get("type")) for link in links] == [
        ("alternate", "application/x-bibtex"),
        ("alternate", "application/x-research-info-systems"),
        ("alternate", "application/vnd.citationstyles.csl+json"),
        ("alternate", "application/json"),
        ("cite-as", None),
    ]
    assert links[-1]["href"] == f"{ADDRESS}documents/{REPORT}/"
    without = Pages(archive)
    assert "cite-as" not in [link["rel"] for link in _Head(render_head(without, without.work(REPORT))).links]


def graph(text: str) -> rdflib.Graph:
    """What a JSON-LD processor reads; the context is not fetched."""
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    data["@context"] = {
        "@vocab": str(SDO),
        **{name: {"@type": "@id"} for name in ("url", "sameAs", "isBasedOn", "item", "sdLicense")},
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib, about itself
        return rdflib.Graph().parse(data=json.dumps(data), format="json-ld", publicID=ADDRESS)


def test_search_engines_read_whose_the_work_is(archive: Archive):
    pages = Pages(archive, address=ADDRESS)
    found = graph(render_json_ld(archive, pages.work(REPORT), ADDRESS))
    page = rdflib.URIRef(f"{ADDRESS}documents/{REPORT}/")
    work = rdflib.URIRef(f"{page}#work")
    record = archive.documents[REPORT].record
    assert found.value(page, SDO.mainEntity) == work
    assert found.value(work, RDF.type) == SDO.NewsArticle
    assert str(found.value(work, SDO.headline)) == record.title
    assert str(found.value(work, SDO.datePublished)) == record.date.text
    # The archive is the publisher of the description, and of nothing else.
    publishers = {str(found.value(node, SDO.name)) for node in found.objects(None, SDO.publisher)}
    assert publishers == {archive.term("outlets", record.outlet).record.label}
    descriptions = {str(found.value(node, SDO.name)) for node in found.objects(None, SDO.sdPublisher)}
    assert descriptions == {archive.collection.title}
    about = {str(found.value(node, SDO.name)) for node in found.objects(work, SDO.about)}
    assert {archive.term("topics", id).record.label for id in record.topics} <= about
    way = found.value(None, RDF.type, SDO.BreadcrumbList)
    steps = sorted(
        (int(found.value(step, SDO.position)), str(found.value(step, SDO.item)))
        for step in found.objects(way, SDO.itemListElement)
    )
    assert steps == [(1, ADDRESS), (2, f"{ADDRESS}documents/"), (3, str(page))]


def test_all_that_search_engines_read(archive: Archive):
    fields = {
        "title": "A & B", "language": "nl", "kind": "interview", "byline": "Ada Brook", "translator": "Tom Reed",
        "original_url": "https://gull.example/1?a&b", "people": ["ilse-marrowby"],
        "organisations": ["harbour-council"], "events": ["crane-talks-2014"], "places": ["velmora"],
    }  # fmt: skip
    page = f"{ADDRESS}documents/a/"
    name = "The harbour treaty press archive"
    assert nodes(archive, fields) == [
        {
            "@type": "WebPage",
            "@id": page,
            "name": "A & B",
            "inLanguage": "en",
            "isPartOf": {"@type": "WebSite", "name": name, "url": ADDRESS},
            "isBasedOn": "https://gull.example/1?a&b",
            "mainEntity": {"@id": f"{page}#work"},
        },
        {
            "@type": ["Article", "Interview"],
            "@id": f"{page}#work",
            "headline": "A & B",
            "inLanguage": "nl",
            "datePublished": "2013-09-23",
            "author": [{"@type": "Person", "name": "Ada Brook"}],
            "translator": [{"@type": "Person", "name": "Tom Reed"}],
            "publisher": {"@type": "Organization", "name": "Gull Post"},
            "url": "https://gull.example/1?a&b",
            "about": [
                {"@type": "Thing", "name": "Harbour treaty"},
                {"@type": "Person", "name": "Ilse Marrowby"},
                {"@type": "Organization", "name": "Harbour council of Ostrand"},
                {"@type": "Event", "name": "Talks on the crane"},
            ],
            "sdPublisher": {"@type": "Organization", "name": name},
            "sdLicense": "https://creativecommons.org/licenses/by/4.0/",
        },
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": step, "item": item}
                for position, step, item in (
                    (1, name, ADDRESS),
                    (2, "Documents", f"{ADDRESS}documents/"),
                    (3, "A & B", page),
                )
            ],
        },
    ]


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        ("interview", {SDO.Article, rdflib.URIRef("https://schema.org/Interview")}),
        ("speech", {SDO.Article}),
        ("commentary", {SDO.Article}),
    ],
)
def test_search_engines_read_what_it_is(archive: Archive, kind: str, types: set):
    work = work_of(archive, "a", {"kind": kind, "translator": "Tom Reed"}, ADDRESS)
    found = graph(render_json_ld(archive, work, ADDRESS))
    node = rdflib.URIRef(f"{work.page}#work")
    assert set(found.objects(node, RDF.type)) == types
    assert str(found.value(found.value(node, SDO.translator), SDO.name)) == "Tom Reed"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"date": "2013-09-23"}, "2013-09-23"), ({"date": "2013-09-XX"}, "2013-09"), ({"date": "2013-XX"}, "2013"),
        ({"date": "201X"}, None), ({"date": "2013-09-23~"}, None), ({"date": "2013?"}, None),
        ({"date": "2013-09-23/.."}, None), ({"date": "2013-09-21/2013-09-23"}, None), ({"date": "unknown"}, None),
        ({"date": "2013-09-23", "inferred": {"date": "weekday"}}, None),
    ],
)  # fmt: skip
def test_search_engines_read_no_date_that_is_not_certain(archive: Archive, fields: dict, expected):
    """It would be a fact for them: schema.org has no word for about, or for inferred."""
    (work,) = (node for node in nodes(archive, fields) if "headline" in node)
    assert work.get("datePublished") == expected


def test_search_engines_read_whether_a_speaker_is_a_person(archive: Archive):
    speakers = ("organisations:velmora-foreign-ministry", "ilse-marrowby")
    statements = [{"speaker": speaker, "lines": "3", "form": "quoted"} for speaker in speakers]
    (work,) = (
        node for node in nodes(archive, {"kind": "speech", "statements": statements}) if "headline" in node
    )
    assert work["author"] == [
        {"@type": "Organization", "name": "Foreign ministry of Velmora"},
        {"@type": "Person", "name": "Ilse Marrowby"},
    ]


def test_search_engines_read_what_a_work_was_made_from(archive: Archive):
    """Another report of the same agency is no original."""
    ids = sorted(archive.documents)[:4]
    fields = dict(
        zip(("reprint_of", "excerpt_of", "translation_of", "same_wire"), ([id] for id in ids), strict=True)
    )
    (work,) = (node for node in nodes(archive, fields) if "headline" in node)
    assert work["isBasedOn"] == [f"{ADDRESS}documents/{id}/" for id in ids[:3]]


def nodes(archive: Archive, fields: dict) -> list[dict]:
    return json.loads(render_json_ld(archive, work_of(archive, "a", fields, ADDRESS), ADDRESS))["@graph"]


def test_a_term_with_a_wikidata_id_is_the_same_as_that(archive: Archive):
    person = archive.term("people", "ilse-marrowby")
    known = dataclasses.replace(person, record=person.record.model_copy(update={"wikidata": "Q42"}))
    people = {**archive.vocabularies["people"], "ilse-marrowby": known}
    changed = dataclasses.replace(archive, vocabularies={**archive.vocabularies, "people": people})
    work = work_of(changed, "a", {"people": ["ilse-marrowby"]}, ADDRESS)
    found = graph(render_json_ld(changed, work, ADDRESS))
    assert list(found.objects(None, SDO.sameAs)) == [rdflib.URIRef("https://www.wikidata.org/entity/Q42")]


def test_without_an_address_nothing_has_a_whole_one_but_the_original(archive: Archive):
    work = work_of(archive, "a", {"original_url": "https://gull.example/1"})
    text = render_json_ld(archive, work, "")
    assert [node["@type"] for node in json.loads(text)["@graph"]] == ["WebPage", "NewsArticle"]
    addresses = set(re.findall(r'"(https?://[^"]*)"', text))
    assert addresses == {
        "https://schema.org", "https://gull.example/1", "https://creativecommons.org/licenses/by/4.0/",
    }  # fmt: skip
