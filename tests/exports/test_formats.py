"""What is downloaded is read back by other programs, and is what the records say."""

from __future__ import annotations

import binascii
import dataclasses
import json
import re
import subprocess
from pathlib import Path

import bibtexparser
import pypandoc
import pytest
import rispy

from conftest import TOY
from exports.test_citations import ODD_HEADLINES, work_of
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.biblatex import render_biblatex
from press_archive.exports.csl import csl_item, render_csl
from press_archive.exports.downloads import FORMATS, LISTS_PATH, download_path, render_downloads
from press_archive.exports.head import head_tags
from press_archive.exports.ris import render_ris
from press_archive.exports.works import Work, describe
from press_archive.records.closed_lists import OutletType

PANDOC = str(Path(pypandoc.__file__).with_name("files") / "pandoc")
ADDRESS = "https://press.example/archive/"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load_archive(TOY)


@pytest.fixture(scope="module")
def works(archive: Archive) -> list[Work]:
    """All of the toy archive's documents, and some with odd headlines."""
    odd = [
        work_of(archive, f"odd-{position}", {"title": title, "byline": "Sons and Daughters & Co"}, ADDRESS)
        for position, title in enumerate(
            [*ODD_HEADLINES, "} unbalanced {", 'Says "toll"', "ends in a backslash \\"]
        )
    ]
    return [describe(archive, archive.documents[id], ADDRESS) for id in sorted(archive.documents)] + odd


def test_biblatex_is_read_back(works: list[Work]):
    """By pandoc, which unlike the parser knows what TeX makes of a text."""
    done = subprocess.run(
        [PANDOC, "--from", "biblatex", "--to", "csljson"],
        input=render_biblatex(works).encode(), capture_output=True, check=True,
    )  # fmt: skip
    read = {item["id"]: item for item in json.loads(done.stdout)}
    assert list(read) == [work.key for work in works]
    for work in works:
        item = read[work.key]
        if not re.search("unbalanced|`", work.title):  # pandoc does not know these signs by their names
            assert item["title"] == work.title
        assert (item.get("URL", ""), item["language"][:2]) == (work.url, work.record.language)
        names = [
            name.get("literal") or f"{name['family']}, {name['given']}" for name in item.get("author", [])
        ]
        assert names == [name.inverted for name in work.authors]


def test_biblatex_is_whole_whatever_a_headline_contains(works: list[Work]):
    library = bibtexparser.parse_string(render_biblatex(works))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [work.key for work in works]
    for entry, work in zip(library.entries, works, strict=True):
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        outlets = [
            fields[name] for name in ("journaltitle", "organization", "howpublished") if name in fields
        ]
        assert outlets == [work.outlet]
        assert work.page in fields["note"]


def test_ris_is_read_back(works: list[Work]):
    read = rispy.loads(render_ris(works))
    assert [entry["id"] for entry in read] == [work.key for work in works]
    for entry, work in zip(read, works, strict=True):
        assert (entry["title"], entry["secondary_title"]) == (work.title, work.outlet)
        assert entry.get("authors", []) == [name.inverted for name in work.authors]
        assert entry.get("urls", []) == ([work.url] if work.url else [])
        assert entry["name_of_database"] == "The harbour treaty press archive"
        assert entry.get("keywords", []) == list(work.subjects)
        assert work.page in entry["notes"][-1]
    assert render_ris(works).startswith("TY  - ")


def test_csl_json_is_read_back(works: list[Work]):
    read = json.loads(render_csl(map(csl_item, works)))
    for item, work in zip(read, works, strict=True):
        assert (item["id"], item["title"], item["container-title"]) == (work.key, work.title, work.outlet)
        assert item.get("URL", "") == work.url
        assert item["archive_location"] == work.page
    assert json.loads(render_csl([])) == []


@pytest.mark.parametrize(
    ("outlet", "kind", "csl", "biblatex", "ris"),
    [
        ("gull-post", "news-report", "article-newspaper", "article", "NEWS"),
        ("lantern", "article", "article-magazine", "article", "MGZN"),
        ("harbour-digest", "commentary", "webpage", "online", "ELEC"),
        ("gull-post", "speech", "speech", "unpublished", "SLIDE"),
        ("gull-post", "press-conference", "speech", "unpublished", "SLIDE"),
        ("gull-post", "interview", "interview", "misc", "PCOMM"),
    ],
)
def test_a_news_report_is_no_journal_article(archive, outlet, kind, csl, biblatex, ris):
    work = work_of(archive, "a", {"outlet": outlet, "chain": [outlet], "kind": kind})
    assert csl_item(work)["type"] == csl
    assert render_biblatex([work]).startswith(f"@{biblatex}{{a,")
    assert render_ris([work]).startswith(f"TY  - {ris}\n")


@pytest.mark.parametrize(
    ("outlet", "csl", "zotero"),
    [
        *((type, "article-newspaper", "newspaperArticle") for type in (
            OutletType.NEWSPAPER, OutletType.WIRE, OutletType.STATE_AGENCY, OutletType.NEWS_SITE,
            OutletType.BROADCASTER,
        )),
        (OutletType.MAGAZINE, "article-magazine", "magazineArticle"),
        (OutletType.BLOG, "post-weblog", "blogPost"),
        *((type, "webpage", "webpage") for type in (
            OutletType.GOVERNMENT, OutletType.AGGREGATOR, OutletType.UNKNOWN,
        )),
    ],
)  # fmt: skip
def test_an_outlet_of_every_type(archive: Archive, outlet: OutletType, csl: str, zotero: str):
    work = dataclasses.replace(work_of(archive, "a", {}), outlet_type=outlet)
    assert csl_item(work)["type"] == csl
    assert dict(head_tags(work))["z:itemType"] == zotero


@pytest.mark.parametrize(
    ("date", "csl", "biblatex", "ris"),
    [
        ("2013-09-23", {"date-parts": [[2013, 9, 23]]}, "2013-09-23", "2013/09/23/"),
        ("2013-09", {"date-parts": [[2013, 9]]}, "2013-09", "2013/09//"),
        ("2013", {"date-parts": [[2013]]}, "2013", "2013///"),
        ("2013-09-23~", {"date-parts": [[2013, 9, 23]], "circa": True}, "2013-09-23~", "2013/09/23/about 23 September 2013"),
        ("2013-XX", {"date-parts": [[2013]]}, "2013-XX", "2013///"),
        ("201X", {"literal": "some year like 201X"}, "201X", "///some year like 201X"),
        ("2013-09-21/2013-09-23", {"date-parts": [[2013, 9, 21], [2013, 9, 23]]}, "2013-09-21/2013-09-23",
         "2013/09/21/between 21 September 2013 and 23 September 2013"),
        ("2013-09-23/..", {"date-parts": [[2013, 9, 23]], "circa": True}, "2013-09-23/",
         "2013/09/23/on or after 23 September 2013"),
    ],
)  # fmt: skip
def test_a_date_of_every_form(archive: Archive, date: str, csl: dict, biblatex: str, ris: str):
    work = work_of(archive, "a", {"date": date})
    assert csl_item(work)["issued"] == csl
    assert f"  date = {{{biblatex}}},\n" in render_biblatex([work])
    assert f"\nDA  - {ris}\n" in render_ris([work])


SPEECH = {
    "title": "De haven: van wie, van ons?", "gloss": "The harbour: whose, ours?", "language": "nl",
    "kind": "speech", "outlet": "lantern", "chain": ["saltmere-wire", "lantern"], "date": "2014-05-05",
    "spoken": "2014-05-02~", "spoken_language": "ru", "nearness": "translation", "translator": "Tom Reed",
    "sort_names": {"Tom Reed": "Reed, Tom"}, "original_url": "https://lantern.example/1",
    "wholeness": "cut-off",
    "statements": [
        {"speaker": "ilse-marrowby", "lines": "3", "form": "quoted", "occasion": "harbour-conference-2014"}
    ],
}  # fmt: skip
REMARKS = [
    "Date of the speech: about 2 May 2014.", "First published by Saltmere Wire.", "Translated from Russian.",
]  # fmt: skip
CONSULTED = "Incomplete text consulted in The harbour treaty press archive"


@pytest.fixture(scope="module")
def speech(archive: Archive) -> Work:
    """A work with something in every field; one of its subjects has a comma."""
    return dataclasses.replace(
        work_of(archive, "a", SPEECH, ADDRESS), subjects=("Harbour treaty", "Quays, free")
    )


def test_all_that_csl_json_says(speech: Work):
    assert csl_item(speech) == {
        "id": "a",
        "type": "speech",
        "title": "De haven: van wie, van ons?",
        "author": [{"family": "Marrowby", "given": "Ilse"}],
        "translator": [{"family": "Reed", "given": "Tom"}],
        "issued": {"date-parts": [[2014, 5, 5]]},
        "container-title": "The Lantern",
        "original-publisher": "Saltmere Wire",
        "event-title": "Harbour conference",
        "event-place": "Port Saltmere",
        "event-date": {"date-parts": [[2014, 5, 2]], "circa": True},
        "genre": "speech",
        "language": "nl",
        "URL": "https://lantern.example/1",
        "archive": "The harbour treaty press archive",
        "archive_location": f"{ADDRESS}documents/a/",
        "keyword": "Harbour treaty, Quays, free",
        "note": " ".join(["Title in English: The harbour: whose, ours?", *REMARKS, f"{CONSULTED}."]),
    }


def test_all_that_ris_says(speech: Work):
    assert rispy.loads(render_ris([speech])) == [
        {
            "type_of_reference": "SLIDE",
            "id": "a",
            "title": "De haven: van wie, van ons?",
            "translated_title": "The harbour: whose, ours?",
            "authors": ["Marrowby, Ilse"],
            "subsidiary_authors": ["Reed, Tom"],
            "secondary_title": "The Lantern",
            "year": "2014",
            "date": "2014/05/05/",
            "type_of_work": "speech",
            "original_publication": "Saltmere Wire",
            "place_published": "Port Saltmere",
            "language": "nl",
            "keywords": ["Harbour treaty", "Quays, free"],
            "urls": ["https://lantern.example/1"],
            "name_of_database": "The harbour treaty press archive",
            "notes": [*REMARKS, f"{CONSULTED}, {ADDRESS}documents/a/."],
        }
    ]


def test_all_that_biblatex_says(speech: Work):
    (entry,) = bibtexparser.parse_string(render_biblatex([speech])).entries
    note = ["Title in English: The harbour: whose, ours?", *REMARKS, f"{CONSULTED}, {ADDRESS}documents/a/."]
    assert (entry.entry_type, {name: field.value for name, field in entry.fields_dict.items()}) == (
        "unpublished",
        {
            "author": "{Marrowby}, {Ilse}",
            "translator": "{Reed}, {Tom}",
            "title": "{De haven: van wie, van ons?}",
            "howpublished": "The Lantern",
            "type": "speech",
            "eventtitle": "Harbour conference",
            "venue": "Port Saltmere",
            "eventdate": "2014-05-02~",
            "date": "2014-05-05",
            "language": "dutch",
            "langid": "dutch",
            "origlanguage": "russian",
            "url": "https://lantern.example/1",
            "keywords": "Harbour treaty, Quays free",
            "note": " ".join(note),
        },
    )


def test_all_that_the_head_says(speech: Work):
    assert head_tags(speech) == [
        ("z:itemType", "presentation"),
        ("citation_title", "De haven: van wie, van ons?"),
        ("dcterms.title", "De haven: van wie, van ons?"),
        ("dcterms.creator", "Marrowby, Ilse"),
        ("z:presenters", "Marrowby, Ilse"),
        ("z:translators", "Reed, Tom"),
        ("dcterms.contributor", "Reed, Tom"),
        ("citation_publication_date", "2014/05/05"),
        ("dcterms.issued", "2014-05-05"),
        ("prism.publicationName", "The Lantern"),
        ("dcterms.publisher", "The Lantern"),
        ("citation_language", "nl"),
        ("dcterms.language", "nl"),
        ("citation_public_url", "https://lantern.example/1"),
        ("dcterms.source", "https://lantern.example/1"),
        ("dcterms.isReferencedBy", f"{ADDRESS}documents/a/"),
        ("dcterms.subject", "Harbour treaty"),
        ("dcterms.subject", "Quays, free"),
        ("z:archive", "The harbour treaty press archive"),
        ("z:archiveLocation", f"{ADDRESS}documents/a/"),
        ("z:extra", " ".join(["Title in English: The harbour: whose, ours?", *REMARKS, f"{CONSULTED}."])),
    ]


def test_a_report_has_no_event_and_its_kind_of_outlet(archive: Archive):
    """Although the record says when the words were spoken that it quotes, and on what event."""
    work = work_of(archive, "a", SPEECH | {"kind": "news-report", "outlet": "gull-post"}, ADDRESS)
    assert not {"event-title", "event-place", "event-date", "genre"} & csl_item(work).keys()
    (entry,) = bibtexparser.parse_string(render_biblatex([work])).entries
    assert not {"eventtitle", "venue", "eventdate", "type"} & entry.fields_dict.keys()
    assert entry["entrysubtype"] == "newspaper"
    assert "place_published" not in rispy.loads(render_ris([work]))[0]


def test_a_speech_on_two_events_has_none(archive: Archive):
    said = {"speaker": "ilse-marrowby", "form": "quoted"}
    events = ("harbour-conference-2014", "crane-talks-2014")
    statements = [{**said, "lines": str(line), "occasion": event} for line, event in enumerate(events, 3)]
    item = csl_item(work_of(archive, "a", SPEECH | {"statements": statements}))
    assert not {"event-title", "event-place"} & item.keys()


def test_no_text_begins_a_line_of_its_own(archive: Archive):
    """A line separator of Unicode is one for many programs, which would read a tag after it."""
    odd = "A\u2028ER  - \u2029TY  - JOUR\u0085TI  - B"
    work = work_of(archive, "a", {"title": odd, "gloss": odd, "byline": odd, "language": "nl"}, ADDRESS)
    assert re.findall(r"^(?:TY|ER)", "\n".join(render_ris([work]).splitlines()), re.MULTILINE) == ["TY", "ER"]


def test_who_asked_and_what_was_consulted_is_in_every_format(archive: Archive):
    fields = {
        "kind": "interview", "wholeness": "excerpt", "roles": {"3": "question", "4": "answer"},
        "statements": [
            {"speaker": "anneke-duinstra", "lines": "3", "form": "quoted"},
            {"speaker": "ilse-marrowby", "lines": "4", "form": "quoted"},
        ],
    }  # fmt: skip
    work = work_of(archive, "a", fields, ADDRESS)
    consulted = "Excerpt consulted in The harbour treaty press archive"
    (entry,) = rispy.loads(render_ris([work]))
    assert entry["notes"] == ["Interview by Anneke Duinstra.", f"{consulted}, {work.page}."]
    note = f"  note = {{Interview by Anneke Duinstra. {consulted}, {work.page}.}},\n"
    assert note in render_biblatex([work])
    item = csl_item(work)
    assert (item["interviewer"], item["note"]) == ([{"literal": "Anneke Duinstra"}], f"{consulted}.")
    tags = dict(head_tags(work))
    assert (tags["z:interviewers"], tags["z:extra"]) == ("Anneke Duinstra", f"{consulted}.")


def test_an_unknown_date_and_an_unknown_address_are_left_out(archive: Archive):
    work = work_of(archive, "a", {"date": "unknown"})
    assert not csl_item(work).keys() & {"issued", "URL", "author"}
    assert not re.search(r"^  (date|url|author) =", render_biblatex([work]), re.MULTILINE)
    assert not re.search(r"^(DA|PY|UR|AU) ", render_ris([work]), re.MULTILINE)


def test_an_address_with_a_semicolon_stays_one_address(archive: Archive):
    work = work_of(archive, "a", {"original_url": "https://gull.example/a;b?c=%7Bd"})
    assert rispy.loads(render_ris([work]))[0]["urls"] == ["https://gull.example/a%3Bb?c=%7Bd"]
    assert "  url = {https://gull.example/a;b?c=%7Bd},\n" in render_biblatex([work])


def test_the_files_of_the_archive_are_those_of_its_documents_one_after_the_other(archive: Archive):
    works = [describe(archive, archive.documents[id], ADDRESS) for id in sorted(archive.documents)]
    lists = {"topics/harbour-treaty/": archive.documents_of_term["topics", "harbour-treaty"]}
    files = render_downloads(works, lists)
    for ending, join in (("bib", "\n"), ("ris", "\n")):
        single = [files[download_path(work.key, ending)] for work in works]
        assert files[f"citations/archive.{ending}"] == join.join(single)
    whole = json.loads(files["citations/archive.json"])
    assert whole == [json.loads(files[download_path(work.key, "json")])[0] for work in works]
    listed = json.loads(files[LISTS_PATH])
    positions = listed["lists"]["topics/harbour-treaty/"]
    assert listed["files"] == {
        ending: f"{binascii.crc32(files[f'citations/archive.{ending}'].encode()):08x}" for ending in FORMATS
    }
    assert [works[position].key for position in positions] == sorted(lists["topics/harbour-treaty/"])
    assert len(files) == len(FORMATS) * (len(works) + 1) + 1


def test_an_empty_archive_has_empty_files():
    files = render_downloads([], {})
    assert json.loads(files.pop(LISTS_PATH))["lists"] == {}
    assert {path: text.strip() for path, text in files.items()} == {
        "citations/archive.bib": "", "citations/archive.ris": "", "citations/archive.json": "[]",
    }  # fmt: skip
