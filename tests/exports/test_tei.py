"""A document in TEI is valid, says what its record says, and of its text what may be shown."""

from __future__ import annotations

import dataclasses
import lzma
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from lxml import etree

from conftest import REPOSITORY, TOY, hold_captures
from press_archive.captures.passages import line_roles
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.texts.tei import CORPUS_PATH, README_PATH, render_tei, tei_path
from press_archive.exports.texts.tei_dates import date_attributes
from press_archive.records.closed_lists import Access
from press_archive.records.dates import parse_interval
from press_archive.records.fields import Document
from press_archive.records.lines import expand, parse_ranges
from toy_archive import OTHER as INTERVIEW
from toy_archive import REPORT

ADDRESS = "https://press.example/archive/"
SPEECH = "2014-05-02-address-on-the-harbour-treaty"
EXCERPT = "2014-06-12-gavan-otkryta-govorit-marraubi"
SCHEMAS = sorted((REPOSITORY / "tests" / "exports" / "schemas").glob("tei_all-*.rng.xz"))
RNG = "{http://relaxng.org/ns/structure/1.0}"
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def toy_archive() -> Archive:
    return load_archive(TOY)


def load_held(folder: Path) -> Archive:
    """Return the toy archive with all its captures, from a copy in a folder."""
    shutil.copytree(TOY / "sources", folder / "sources")
    hold_captures(folder)
    return load_archive(folder)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return load_held(tmp_path_factory.mktemp("held"))


def parsed(files: dict[str, bytes]) -> dict[str, etree._Element]:
    """Return the root of each document's file by the document's id."""
    found = (re.fullmatch(r"tei/documents/(.*)\.xml", path) for path in files)
    return {match[1]: etree.fromstring(files[match[0]]) for match in found if match}


def read(archive: Archive, id: str, address: str = ADDRESS, reading_room: bool = False) -> etree._Element:
    return etree.fromstring(render_tei(archive, address, reading_room=reading_room)[tei_path(id)])


def faults(roots: Iterable[etree._Element]) -> list[str]:
    """Return what an old and a newer version of TEI All say of files.

    Elements that none of them has are not allowed in the schema that is used, which is then made in a moment
    and accepts exactly the same of these files.
    """
    roots = list(roots)
    used = {etree.QName(item).localname for root in roots for item in root.iter(f"{TEI}*")}
    found = []
    for path in SCHEMAS:
        schema = etree.fromstring(lzma.decompress(path.read_bytes()))
        for item in list(schema.iter(f"{RNG}element")):
            if item.get("name") not in used:
                item.getparent().replace(item, etree.Element(f"{RNG}notAllowed"))
        validator = etree.RelaxNG(schema)
        wrong = [root for root in roots if not validator.validate(root)]
        found += [f"{path.name}: {root.get(ID)}: {validator.error_log.last_error}" for root in wrong]
    return found


class ShownText:
    """The text of each line that a file has, by its number, and the names of speakers before them."""

    def __init__(self, root: etree._Element) -> None:
        self.lines: dict[int, str] = {}
        self.names: list[str] = []
        self._number = 0
        self._read(root.find(f".//{TEI}body"))

    def _read(self, item: etree._Element) -> None:
        name = etree.QName(item).localname
        if name == "note":
            self.names.append(item.text)
        if name in ("gap", "note"):
            return
        if name == "lb":
            self._number = int(item.get("n"))
        self._add(item.text)
        for child in item:
            self._read(child)
            self._add(child.tail)
        if name in ("p", "head", "ab", "item", "byline") or (name == "seg" and item.get(ID)):
            self._number = 0

    def _add(self, text: str | None) -> None:
        if self._number:
            self.lines[self._number] = self.lines.get(self._number, "") + (text or "")


def changed(archive: Archive, id: str, **fields: object) -> Archive:
    """Return the archive with other values in the record of a document."""
    entry = archive.documents[id]
    record = entry.record.model_copy(update=fields)
    return dataclasses.replace(
        archive, documents={**archive.documents, id: dataclasses.replace(entry, record=record)}
    )


def with_lines(archive: Archive, lines: dict[int, str], id: str = SPEECH) -> Archive:
    """Return the archive with other texts in lines of a document's capture."""
    source = archive.sources[archive.documents[id].source]
    printed = (lines.get(number, text) for number, text in enumerate(source.capture.lines, 1))
    capture = dataclasses.replace(source.capture, lines=tuple(printed))
    return dataclasses.replace(
        archive, sources={**archive.sources, source.id: dataclasses.replace(source, capture=capture)}
    )


@pytest.mark.parametrize("address", [ADDRESS, ""])
def test_every_document_is_valid(toy_archive: Archive, address: str):
    roots = parsed(render_tei(toy_archive, address, publisher="Harbour & Sons"))
    assert roots.keys() == toy_archive.documents.keys()
    assert faults(roots.values()) == []


def test_every_document_is_valid_with_its_whole_text(held: Archive):
    roots = parsed(render_tei(held, ADDRESS, reading_room=True))
    assert faults(roots.values()) == []
    assert not [root for root in roots.values() if root.find(f".//{TEI}gap") is not None]


def test_every_document_of_the_real_archive_is_valid():
    archive = load_archive(REPOSITORY)
    roots = parsed(render_tei(archive, ADDRESS))
    assert len(roots) == len(archive.documents) > 0
    assert faults(roots.values()) == []


def test_a_fault_would_be_found(toy_archive: Archive):
    root = read(toy_archive, SPEECH)
    root.find(f".//{TEI}date").set("when", "in May")
    assert [fault[:13] for fault in faults([root])] == ["tei_all-3.0.0", "tei_all-4.3.0"]


def test_the_header_says_what_the_record_says(toy_archive: Archive):
    for id, root in parsed(render_tei(toy_archive, ADDRESS)).items():
        entry = toy_archive.documents[id]
        record, source = entry.record, toy_archive.sources[entry.source].record
        header = root.find(f"{TEI}teiHeader")
        original = header.find(f".//{TEI}biblStruct")
        assert root.get(ID) == f"doc-{id}"
        assert header.findtext(f".//{TEI}titleStmt/{TEI}title") == " ".join(record.title.split())
        assert header.findtext(f".//{TEI}idno[@type='SHA-256']") == source.sha256
        assert header.findtext(f".//{TEI}idno[@type='URL']") == f"{ADDRESS}documents/{id}/"
        assert original.findtext(f".//{TEI}publisher") == (
            toy_archive.term("outlets", record.outlet).record.label
        )
        published = original.find(f".//{TEI}imprint/{TEI}date")
        assert published.get("when-custom") == (record.date.text if record.date else None)
        chain = original.findall(f".//{TEI}note[@type='publication-chain']//{TEI}item")
        assert [item.text for item in chain] == [
            toy_archive.term("outlets", outlet).record.label for outlet in record.chain
        ]
        topics = header.findall(f".//{TEI}keywords[@n='topics']/{TEI}term")
        assert {term.get("key") for term in topics} >= {f"topics:{topic}" for topic in record.topics}
        people = header.findall(f".//{TEI}listPerson/{TEI}person[@n]")
        assert {person.get("n") for person in people} >= {f"people:{person}" for person in record.people}
        places = header.findall(f".//{TEI}listPlace/{TEI}place")
        assert {place.get("n") for place in places} >= {f"places:{place}" for place in record.places}
        assert root.find(f"{TEI}text").get(LANGUAGE) == record.language
        spans = root.findall(f".//{TEI}span")
        assert [span.get("n") for span in spans] == [
            ", ".join(map(str, statement.lines)) for statement in record.statements or ()
        ]


def test_the_original_and_its_archived_copy_can_be_found(toy_archive: Archive):
    original = read(toy_archive, EXCERPT).find(f".//{TEI}biblStruct")
    link = original.find(f"{TEI}ref[@type='original']")
    assert link.text == "https://vestnik.example/гавань"
    assert link.get("target") == "https://vestnik.example/%D0%B3%D0%B0%D0%B2%D0%B0%D0%BD%D1%8C"
    copy = original.find(f"{TEI}relatedItem[@type='archived-copy']/{TEI}bibl")
    assert copy.findtext(f"{TEI}ref") == "https://webarchive.example/2014/https://vestnik.example/гавань"
    assert copy.find(f"{TEI}date").get("when") == "2014-06-20"


def test_what_happened_is_said_newest_first_without_values(toy_archive: Archive):
    changes = read(toy_archive, INTERVIEW).findall(f".//{TEI}change")
    assert [(change.get("when"), change.text) for change in changes] == [
        ("2020-05-09", "The capture was last compared with its checksum, and was unchanged."),
        (
            "2020-03-01",
            "The headline was corrected. Reason: The headline was copied without its last words",
        ),
        ("2020-02-03", "The capture came into the archive."),
    ]


def test_a_text_that_may_be_shown_is_as_captured_line_by_line(toy_archive: Archive):
    entry = toy_archive.documents[SPEECH]
    source = toy_archive.sources[entry.source]
    captured = {number: source.capture.line(number) for number in line_roles(entry.record, source.blank)}
    lines = ShownText(read(toy_archive, SPEECH)).lines
    assert {number: text.removesuffix("\n") for number, text in lines.items()} == captured


def test_what_somebody_says_is_a_turn_with_the_name_as_printed(held: Archive):
    root = read(held, INTERVIEW, reading_room=True)
    turns = [turn.get("who").rpartition(".")[2] for turn in root.iterfind(f".//{TEI}u")]
    assert turns == [
        "people-anneke-duinstra", "people-ilse-marrowby", "people-anneke-duinstra", "people-ilse-marrowby",
        "unidentified-1", "people-ilse-marrowby",
    ]  # fmt: skip
    shown = ShownText(root)
    assert shown.names == [
        "The Lantern:", "Ilse Marrowby:", "The Lantern:", "Ilse Marrowby:", "Tomas Quill (harbour master):",
        "Ilse Marrowby:",
    ]  # fmt: skip
    assert shown.lines[7] == "The crane owns itself. We only grease it."
    unidentified = root.find(f".//{TEI}person[@{ID}='doc-{INTERVIEW}.unidentified-1']/{TEI}persName")
    assert unidentified.text == "Tomas Quill (harbour master)"


def test_a_speech_is_a_turn_of_whoever_makes_it(toy_archive: Archive):
    turns = read(toy_archive, SPEECH).findall(f".//{TEI}u")
    assert {turn.get("who") for turn in turns} == {f"#doc-{SPEECH}.people-ilse-marrowby"}
    said = [int(line.get("n")) for turn in turns for line in turn.iter(f"{TEI}lb")]
    assert said == [5, 6, 10, 11, 12, 14, 16, 17, 18, 19]


def test_words_at_the_ends_of_lines_are_not_joined(toy_archive: Archive):
    paragraph = read(toy_archive, SPEECH).find(f".//{TEI}u/{TEI}seg")
    assert "".join(paragraph.itertext()).startswith("Port Saltmere, 2 May 2014.\nDear guests,  welcome")
    assert paragraph.findtext(f"{TEI}seg[@type='dateline']").strip() == "Port Saltmere, 2 May 2014."


def test_one_of_several_quotations_in_a_passage_is_no_turn(toy_archive: Archive):
    statements = toy_archive.documents[SPEECH].record.statements
    quoted = tuple(one.model_copy(update={"quotation": 1}) for one in statements)
    root = read(changed(toy_archive, SPEECH, statements=quoted), SPEECH)
    assert root.find(f".//{TEI}u") is None
    assert [item.text for item in root.iterfind(f".//{TEI}span")] == [
        "quoted, quotation 1 of these lines, in Port Saltmere"
    ] * 2


def test_whoever_speaks_is_described_even_if_the_record_lists_nobody(held: Archive):
    archive = changed(held, INTERVIEW, people=(), statements=())
    root = read(archive, INTERVIEW, reading_room=True)
    described = {person.get(ID) for person in root.iterfind(f".//{TEI}person")}
    pointers = {turn.get("who").removeprefix("#") for turn in root.iterfind(f".//{TEI}u")}
    assert pointers == described
    assert {person.get("role") for person in root.iterfind(f".//{TEI}person")} == {"speaker"}


def test_a_quotation_in_a_report_is_no_turn(held: Archive):
    assert read(held, REPORT, reading_room=True).find(f".//{TEI}u") is None


def test_a_text_that_may_not_be_shown_is_a_gap_that_says_why(held: Archive):
    root = read(held, REPORT)
    (gap,) = root.iterfind(f".//{TEI}body//{TEI}gap")
    record = held.documents[REPORT].record
    lines = expand(record.lines) - held.sources[held.documents[REPORT].source].blank
    assert (gap.get("reason"), gap.get("unit"), gap.get("quantity")) == ("rights", "line", str(len(lines)))
    assert expand(parse_ranges(gap.get("n"))) == lines
    assert gap.findtext(f"{TEI}desc") == "The captured text is not shown. Its rights: in copyright."
    assert root.find(f".//{TEI}lb") is None
    assert root.find(f".//{TEI}availability").get("status") == "restricted"


def test_lines_that_are_not_held_are_another_gap_than_those_with_rights(toy_archive: Archive, held: Archive):
    def gaps(archive: Archive) -> list[tuple[str, str]]:
        return [(gap.get("reason"), gap.get("n")) for gap in read(archive, EXCERPT).iter(f"{TEI}gap")]

    assert gaps(toy_archive) == [("rights", "15-16"), ("not-held", "17"), ("rights", "18")]
    assert gaps(held) == [("rights", "15-16"), ("rights", "18")]
    assert ShownText(read(held, EXCERPT)).lines.keys() == {17}


def test_nothing_of_a_restricted_capture_is_in_a_file(held: Archive):
    marked = mark_restricted(held)
    assert MARKER not in b"".join(render_tei(marked, ADDRESS).values()).decode()
    assert MARKER in render_tei(marked, ADDRESS, reading_room=True)[tei_path(REPORT)].decode()


MARKER = "a lantern of pewter under nine folded sails"


def mark_restricted(archive: Archive) -> Archive:
    """Return the archive with a sentence in every line of its captures that may not be shown."""
    sources = {}
    for id, source in archive.sources.items():
        shown = expand(source.record.excerpts)
        if source.capture and source.record.access is not Access.FULL:
            lines = (
                text if number in shown else f"{text} {MARKER}"
                for number, text in enumerate(source.capture.lines, 1)
            )
            source = dataclasses.replace(
                source, capture=dataclasses.replace(source.capture, lines=tuple(lines))
            )
        sources[id] = source
    return dataclasses.replace(archive, sources=sources)


ODD = [
    "]]> <!-- & \" ' </title>",
    "pictures of NUL \u2400 and NUL \x00, a bell \x07, U+FFFE \ufffe",
    "الميناء \u202e turned \u200f round",
    "tab\tand\xa0space and a carriage return \r and U+0085 \x85",
    "a" * 400,
    "👩‍🚀",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_a_text_may_contain_anything(toy_archive: Archive, text: str):
    """A visible mark is in the place of what XML cannot or should not contain, and all others are kept."""
    fields = {
        "title": text, "gloss": text, "byline": text, "translator": text, "notes": (text,),
        "caution": text, "original_url": "https://gull.example/a[1]?b=50%#c#" + re.sub(r"\s", "", text),
    }  # fmt: skip
    odd = with_lines(changed(toy_archive, SPEECH, **fields), {6: text, 10: text})
    root = read(odd, SPEECH)
    assert faults([root]) == []
    marks = {"\x00": "\u2400", "\x07": "\u2407", "\ufffe": "\ufffd", "\x85": "\ufffd"}
    expected = text.translate(str.maketrans(marks))
    assert root.findtext(f".//{TEI}note[@type='byline']") == expected
    lines = ShownText(root).lines
    assert (lines[6], lines[10]) == (expected, expected)


def test_all_files_can_be_joined_to_one_corpus(toy_archive: Archive, tmp_path: Path):
    """By XInclude; then no id occurs twice, and every pointer leads to an element."""
    for path, data in render_tei(toy_archive, ADDRESS).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    corpus = etree.parse(tmp_path / CORPUS_PATH)
    corpus.xinclude()
    for item in corpus.iter(f"{TEI}TEI"):
        item.attrib.pop("{http://www.w3.org/XML/1998/namespace}base", None)
    assert faults([corpus.getroot()]) == []
    assert len(corpus.findall(f"{TEI}TEI")) == len(toy_archive.documents)
    ids = [item.get(ID) for item in corpus.iter() if item.get(ID)]
    assert len(ids) == len(set(ids))
    pointers = {
        pointer.partition("#")[2]
        for item in corpus.iter()
        for name in ("who", "from", "to", "corresp", "ana", "target", "scheme")
        for pointer in item.get(name, "").split()
        if "#" in pointer and "://" not in pointer
    }
    assert pointers
    assert pointers <= set(ids)


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2014-05-02", {"when": "2014-05-02"}),
        ("2014-05", {"when": "2014-05"}),
        ("2014-XX-XX", {"when": "2014"}),
        ("201X", {"notBefore": "2010-01-01", "notAfter": "2019-12-31"}),
        ("2014-05?", {"when": "2014-05", "cert": "low"}),
        ("2014%", {"when": "2014", "cert": "low"}),
        ("2014-05-02~", {"when": "2014-05-02", "cert": "medium"}),
        ("2014-05/2015", {"notBefore": "2014-05-01", "notAfter": "2015-12-31"}),
        ("2014-05-02/..", {"notBefore": "2014-05-02"}),
        ("../2014?", {"notAfter": "2014-12-31", "cert": "low"}),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(toy_archive: Archive, edtf: str, expected: dict[str, str]):
    assert date_attributes(parse_interval(edtf)) == expected | {"when-custom": edtf}
    root = read(changed(toy_archive, SPEECH, date=parse_interval(edtf)), SPEECH)
    assert faults([root]) == []


def test_what_a_rare_record_has_is_valid_too(toy_archive: Archive):
    fields = Document.model_validate(
        {
            "title": "A tide", "date": "unknown", "outlet": "gull-post", "kind": "interview",
            "language": "ru", "spoken_language": "nl", "spoken": "2014-05-01/2014-05-03",
            "original_url": "unknown", "byline": "Ada Brook and Tomas Quill", "translator": "Ada Brook",
            "sort_names": {"Ada Brook": "Brook, Ada", "Tomas Quill": "Quill, Tomas"}, "lines": "1, 4-22",
            "nearness": "translation", "chain": ["gull-post"], "wholeness": "cut-off",
            "topics": ["harbour-treaty"], "reprint_of": [REPORT], "roles": {"1": "text", "8": "title"},
            "republished": {"by": "tidewatch", "date": "2015"}, "inferred": {"date": f"documents:{REPORT}#L3"},
        }
    )  # fmt: skip
    archive = changed(
        toy_archive, SPEECH, **{name: getattr(fields, name) for name in fields.model_fields_set}
    )
    root = read(archive, SPEECH)
    assert faults([root]) == []
    reprint = root.find(f".//{TEI}relatedItem[@type='reprint-of']/{TEI}ptr").get("target")
    assert reprint == f"{REPORT}.xml#doc-{REPORT}"
    assert read(archive.without([REPORT]), SPEECH).find(f".//{TEI}relatedItem/{TEI}ptr") is None


def test_the_same_archive_gives_the_same_files(toy_archive: Archive):
    assert render_tei(toy_archive, ADDRESS) == render_tei(load_archive(TOY), ADDRESS)


def test_an_empty_archive_has_no_corpus(tmp_path: Path):
    assert list(render_tei(Archive(tmp_path), "")) == [README_PATH]


def test_an_archive_without_its_collection_is_called_press_archive(toy_archive: Archive):
    files = render_tei(dataclasses.replace(toy_archive, collection=None), "")
    header = etree.fromstring(files[CORPUS_PATH]).find(f"{TEI}teiHeader")
    assert header.findtext(f".//{TEI}title") == header.findtext(f".//{TEI}distributor") == "Press archive"
    document = parsed(files)[SPEECH]
    assert document.findtext(f".//{TEI}distributor") == "Press archive"
    assert document.findtext(f".//{TEI}respStmt/{TEI}orgName") == "Press archive"
    assert files[README_PATH].startswith(b"Press archive: TEI files\n")
