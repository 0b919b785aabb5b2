"""A release is a bag that other programs read; a second one of a day never takes the first one's place."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import lzma
import re
import zipfile
from pathlib import Path

import bagit
import jsonschema
import pytest
import yaml

from conftest import REPOSITORY, TOY
from exports.test_tei import ADDRESS, MARKER, load_held, mark_restricted
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.release.bag import Release, load_state, render_release
from press_archive.exports.release.changes import State, parse_state, render_changelog, render_state, state_of
from press_archive.exports.release.citing import Publication, render_citation, render_zenodo
from press_archive.exports.texts.corpus import render_corpus
from press_archive.exports.texts.tei import render_tei
from press_archive.records.history.entries import Entry
from toy_archive import OTHER as INTERVIEW
from toy_archive import REPORT

DAY = "2026-11-27"
FILES = {"documents.csv": b"id,title\n", "corpus/texts/a.txt": "гавань\n".encode(), "empty.json": b""}
SCHEMA = REPOSITORY / "tests" / "exports" / "schemas" / "cff-1.2.0.json.xz"


@pytest.fixture(scope="module")
def toy_archive() -> Archive:
    return load_archive(TOY)


def published(archive: Archive, **fields: str) -> Publication:
    return Publication(archive, **{"address": ADDRESS, "day": DAY, **fields})


def citation(publication: Publication) -> dict:
    """Return CITATION.cff, validated."""
    read = yaml.safe_load(render_citation(publication))
    schema = json.loads(lzma.decompress(SCHEMA.read_bytes()))
    checker = jsonschema.FormatChecker()
    jsonschema.validators.validator_for(schema)(schema, format_checker=checker).validate(read)
    return read


def contents(release: Release) -> dict[str, bytes]:
    """Return the files of a release, by their paths in its folder."""
    with zipfile.ZipFile(io.BytesIO(release.data)) as packed:
        return {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}


def with_entries(archive: Archive, source: str, *entries: dict[str, str]) -> Archive:
    """Return the archive with more entries in a history."""
    history = archive.histories[source]
    added = tuple(Entry.model_validate(entry) for entry in entries)
    record = history.record.model_copy(update={"entries": (*history.record.entries, *added)})
    return dataclasses.replace(
        archive, histories={**archive.histories, source: dataclasses.replace(history, record=record)}
    )


def section(changelog: str, name: str) -> list[str]:
    """Return the lines of a section of the changelog, of which the first has their number."""
    number, lines = re.search(rf"^{name}: ([0-9]+)\n((?:  .*\n)*)", changelog, re.MULTILINE).groups()
    listed = [line.strip() for line in lines.splitlines()]
    assert int(number) == len(listed)
    return listed


def test_the_citation_says_what_is_known(toy_archive: Archive):
    read = citation(
        published(toy_archive, publisher="Harbour Society", contact="mailto:desk@press.example?subject=a",
                  version="2026-11-27.2")
    )  # fmt: skip
    assert read["title"] == toy_archive.collection.title
    assert read["authors"] == [{"name": "Harbour Society", "website": ADDRESS}]
    assert read["contact"] == [{"name": "Harbour Society", "email": "desk@press.example"}]
    assert (read["version"], read["date-released"], read["url"]) == ("2026-11-27.2", DAY, ADDRESS)
    assert (read["type"], read["license"]) == ("dataset", "CC-BY-4.0")
    assert toy_archive.collection.description in read["abstract"]
    assert "Harbour treaty" in read["keywords"]
    assert "doi" not in read


def test_without_a_publisher_the_archive_is_its_own_author(toy_archive: Archive):
    read = citation(Publication(toy_archive))
    assert read["authors"] == [{"name": toy_archive.collection.title}]
    assert not {"contact", "version", "date-released", "url"} & read.keys()


def test_a_citation_of_the_real_archive_and_of_an_empty_one_is_valid(tmp_path: Path):
    real = load_archive(REPOSITORY)
    assert citation(Publication(real))["title"] == real.collection.title
    assert citation(Publication(Archive(tmp_path)))["title"] == "Press archive"


@pytest.mark.parametrize(
    "title", ['"A: tide" #1', "- *a* & !b", "\u2028 \x85 гавань \U0001f6a2", "a" * 400, "yes", "2014-05-02"]
)
def test_a_title_is_read_back_by_other_programs(toy_archive: Archive, title: str):
    collection = toy_archive.collection.model_copy(update={"title": title})
    publication = published(dataclasses.replace(toy_archive, collection=collection))
    folded = " ".join(title.split())
    assert citation(publication)["title"] == folded
    assert json.loads(render_zenodo(publication))["title"] == folded


def test_the_metadata_for_zenodo_say_what_is_known(toy_archive: Archive):
    read = json.loads(render_zenodo(published(toy_archive, publisher="Harbour Society", version=DAY)))
    assert read["creators"] == [{"name": "Harbour Society"}]
    assert (read["upload_type"], read["access_right"], read["license"]) == ("dataset", "open", "cc-by-4.0")
    assert (read["version"], read["publication_date"]) == (DAY, DAY)
    assert read["related_identifiers"] == [{"identifier": ADDRESS, "relation": "isDerivedFrom"}]
    assert read["description"].startswith("<p>")
    assert not {"doi", "communities", "contributors"} & read.keys()
    bare = json.loads(render_zenodo(Publication(toy_archive)))
    assert bare["creators"] == [{"name": toy_archive.collection.title}]
    assert not {"version", "publication_date", "related_identifiers"} & bare.keys()


def test_a_release_is_a_valid_bag_with_the_files_given(toy_archive: Archive, tmp_path: Path):
    release = render_release(published(toy_archive, publisher="Harbour Society"), FILES)
    assert release.file == f"the-harbour-treaty-press-archive-{DAY}.zip"
    with zipfile.ZipFile(io.BytesIO(release.data)) as packed:
        packed.extractall(tmp_path)
    folder = tmp_path / release.file.removesuffix(".zip")
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.info["Source-Organization"] == "Harbour Society"
    assert bag.info["Bagging-Date"] == DAY
    data = folder / "data"
    found = {
        path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()
    }
    assert found == FILES
    listed = (folder / "manifest-sha256.txt").read_text().splitlines()
    assert sorted(listed) == sorted(
        f"{hashlib.sha256(content).hexdigest()}  data/{path}" for path, content in FILES.items()
    )
    (data / "documents.csv").write_bytes(b"id,title,\n")
    with pytest.raises(bagit.BagValidationError):
        bag.validate()


def test_a_release_says_how_it_is_cited(toy_archive: Archive):
    files = contents(render_release(published(toy_archive), FILES))
    assert yaml.safe_load(files["CITATION.cff"])["version"] == DAY
    assert json.loads(files[".zenodo.json"])["version"] == DAY
    assert f"release {DAY}" in files["README.txt"].decode()
    assert f"Release {DAY}, since the beginning" in files["CHANGELOG.txt"].decode()


def test_a_second_release_of_a_day_has_another_name(toy_archive: Archive):
    publication = published(toy_archive)
    existing: dict[str, str] = {}
    for number, name in enumerate((DAY, f"{DAY}.2", f"{DAY}.3")):
        release = render_release(publication, {"a.csv": b"%d" % number}, existing=existing)
        assert release.name == name
        assert release.file.endswith(f"-{name}.zip")
        assert yaml.safe_load(contents(release)["CITATION.cff"])["version"] == name
        existing[name] = release.sha256


def test_the_same_release_again_is_the_one_that_there_is(toy_archive: Archive):
    first = render_release(published(toy_archive), FILES)
    assert render_release(published(load_archive(TOY)), FILES, existing={DAY: first.sha256}) == first


@pytest.mark.parametrize("day", ["", "27 November 2026", "2026-11", "2026-11-27/../x"])
def test_a_release_needs_a_day(toy_archive: Archive, day: str):
    with pytest.raises(ValueError, match="not a day"):
        render_release(published(toy_archive, day=day), FILES)


@pytest.mark.parametrize("path", ["../a.csv", "/a.csv", "a\nb.csv", "50%.csv"])
def test_a_file_with_an_odd_path_is_refused(toy_archive: Archive, path: str):
    with pytest.raises(ValueError, match="not a path for a bag"):
        render_release(published(toy_archive), {path: b""})


def test_since_the_beginning_everything_was_added(toy_archive: Archive):
    changelog = render_changelog(toy_archive, DAY, State())
    added = [line.split(": ")[0] for line in section(changelog, "Documents added")]
    assert added == sorted(toy_archive.documents)
    assert section(changelog, "Withdrawn")[0] == (
        "2020-06-11 document: This document was withdrawn. "  # no release had it
        "Reason: The person it named asked for it"
    )
    assert section(changelog, "Records changed") == [
        f"2020-03-01 document {INTERVIEW}: The headline was corrected. "
        "Reason: The headline was copied without its last words",
        "2020-04-02 source ministry-address: What this site may show of the text was changed. "
        "Reason: The ministry publishes its speeches without conditions",
    ]
    assert "I never met a tide" not in changelog
    assert "2013-09-25-a-quarrel-on-the-slipway" not in changelog


def test_a_release_says_what_changed_since_the_one_before(toy_archive: Archive):
    before = dataclasses.replace(
        toy_archive, documents={id: one for id, one in toy_archive.documents.items() if id != REPORT}
    )
    first = render_release(published(before), FILES)
    after = with_entries(
        toy_archive, "lantern-interview",
        {"date": "2026-11-27", "type": "correction", "document": INTERVIEW, "field": "date",
         "old": "2018-12-23", "new": "2018-12-24~", "reason": "The page says Christmas Eve"},
    )  # fmt: skip
    second = render_release(
        published(after), FILES, existing={DAY: first.sha256}, earlier=load_state(first.data)
    )
    changelog = contents(second)["CHANGELOG.txt"].decode()
    assert f"Release {DAY}.2, since release {DAY}\n" in changelog
    assert section(changelog, "Documents added") == [f"{REPORT}: Velmora offers Ostrand a shared harbour"]
    assert section(changelog, "Withdrawn") == []
    assert section(changelog, "Records changed") == [
        f"2026-11-27 document {INTERVIEW}: The date of publication was corrected. "
        "Reason: The page says Christmas Eve"
    ]
    third = render_changelog(after, "2026-12-01", load_state(second.data))
    assert re.findall("^.*: [1-9]", third, re.MULTILINE) == []


def test_a_document_with_a_new_id_was_not_added(toy_archive: Archive):
    entry = toy_archive.documents[INTERVIEW]
    before = dataclasses.replace(
        toy_archive,
        documents={
            **{id: one for id, one in toy_archive.documents.items() if id != INTERVIEW},
            "a-tide": dataclasses.replace(entry, id="a-tide"),
        },
    )
    after = with_entries(
        toy_archive, "lantern-interview",
        *({"date": "2026-11-27", "type": "correction", "document": old, "field": "id", "old": old, "new": new,
           "reason": "It had no date"} for old, new in (("a-tide", "met-a-tide"), ("met-a-tide", INTERVIEW))),
    )  # fmt: skip
    changelog = render_changelog(after, DAY, state_of(before, "2026-11-01"))
    assert section(changelog, "Documents added") == []
    assert section(changelog, "Documents renamed") == [
        "a-tide: now met-a-tide",
        f"met-a-tide: now {INTERVIEW}",
    ]


def test_of_what_was_withdrawn_nothing_is_repeated_but_why(toy_archive: Archive):
    archive = with_entries(
        toy_archive, "lantern-interview",
        {"date": "2026-11-01", "type": "correction", "document": INTERVIEW, "field": "title",
         "old": "Quill lied", "new": "A tide", "reason": "Quill did not lie about the crane"},
        {"date": "2026-11-02", "type": "withdrawal", "document": INTERVIEW, "reason": "Quill objected"},
    )  # fmt: skip
    archive = dataclasses.replace(
        archive, documents={id: one for id, one in archive.documents.items() if id != INTERVIEW}
    )
    changelog = render_changelog(archive, DAY, state_of(toy_archive, "2026-10-01"))
    assert section(changelog, "Withdrawn") == [
        f"2026-11-02 document {INTERVIEW}: This document was withdrawn. Reason: Quill objected"
    ]
    assert "lie" not in changelog
    assert section(changelog, "Left out, because .*") == []


def test_what_was_renamed_and_withdrawn_is_named_only_as_the_release_before_has_it(toy_archive: Archive):
    archive = with_entries(
        toy_archive, "lantern-interview",
        {"date": "2026-11-01", "type": "correction", "document": INTERVIEW, "field": "id",
         "old": INTERVIEW, "new": "quill-and-the-tide", "reason": "It had a wrong day"},
        {"date": "2026-11-02", "type": "withdrawal", "document": "quill-and-the-tide", "reason": "He objected"},
    )  # fmt: skip
    archive = dataclasses.replace(
        archive, documents={id: one for id, one in archive.documents.items() if id != INTERVIEW}
    )
    changelog = render_changelog(archive, DAY, state_of(toy_archive, "2026-10-01"))
    assert section(changelog, "Withdrawn") == [
        f"2026-11-02 document {INTERVIEW}: This document was withdrawn. Reason: He objected"
    ]
    assert section(changelog, "Documents renamed") == section(changelog, "Left out, because .*") == []
    for text in (changelog, render_changelog(archive, DAY, State())):
        assert "quill-and-the-tide" not in text
    assert INTERVIEW not in render_changelog(archive, DAY, State())


def test_of_the_documents_of_a_source_that_was_withdrawn_nothing_is_repeated(toy_archive: Archive):
    archive = with_entries(
        toy_archive, "lantern-interview",
        {"date": "2026-11-01", "type": "correction", "document": INTERVIEW, "field": "title",
         "old": "Quill lied", "new": "A tide", "reason": "Quill did not lie about the crane"},
        {"date": "2026-11-02", "type": "withdrawal", "reason": "Quill objected"},
    )  # fmt: skip
    archive = dataclasses.replace(
        archive, documents={id: one for id, one in archive.documents.items() if id != INTERVIEW}
    )
    changelog = render_changelog(archive, DAY, state_of(toy_archive, "2026-10-01"))
    assert section(changelog, "Withdrawn") == [
        "2026-11-02 source lantern-interview: This source was withdrawn. Reason: Quill objected"
    ]
    assert section(changelog, "Records changed") == []
    assert "lie" not in changelog


def test_a_document_that_is_gone_without_a_reason_is_named(toy_archive: Archive):
    left = dataclasses.replace(
        toy_archive, documents={id: one for id, one in toy_archive.documents.items() if id != REPORT}
    )
    changelog = render_changelog(left, DAY, state_of(toy_archive, "2026-10-01"))
    assert section(changelog, "Left out, because .*") == [REPORT]


@pytest.mark.parametrize(
    "data", [b"", b"no zip", b"PK\x05\x06" + bytes(18)], ids=["empty", "text", "a zip without files"]
)
def test_what_is_no_release_is_not_taken_for_an_earlier_one(data: bytes):
    with pytest.raises(ValueError, match="Expected a release of the archive"):
        load_state(data)


def test_an_empty_archive_has_a_release(tmp_path: Path):
    publication = Publication(Archive(tmp_path), day=DAY)
    release = render_release(publication, FILES)
    assert release.file == f"press-archive-{DAY}.zip"
    with zipfile.ZipFile(io.BytesIO(release.data)) as packed:
        packed.extractall(tmp_path)
    bagit.Bag(str(tmp_path / f"press-archive-{DAY}")).validate()
    with pytest.raises(ValueError, match="no file"):
        render_release(publication, {})


def test_nothing_of_a_restricted_capture_is_in_a_release_of_all_texts(tmp_path: Path):
    held = mark_restricted(load_held(tmp_path))
    public = render_tei(held, ADDRESS) | render_corpus(held, ADDRESS)
    assert MARKER.encode() not in b"".join(contents(render_release(published(held), public)).values())
    room = render_corpus(held, ADDRESS, reading_room=True)
    assert MARKER.encode() in b"".join(contents(render_release(published(held), room)).values())


def test_the_state_of_a_release_does_not_name_a_source_that_was_withdrawn(toy_archive: Archive):
    """And the release after it does not list again what happened to that source."""
    state = render_state(state_of(toy_archive, "2026-10-01"))
    assert "quayside-notes" in toy_archive.histories
    assert "quayside-notes" not in state
    assert "gull-post-harbour" in state
    changelog = render_changelog(toy_archive, DAY, parse_state(state))
    assert section(changelog, "Withdrawn") == []
