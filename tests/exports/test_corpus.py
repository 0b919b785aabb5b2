"""The corpus of plain text is what may be shown, and its table is what the records say."""

from __future__ import annotations

import csv
import dataclasses
import io
import sys
import textwrap
import types
from pathlib import Path

import pytest

from conftest import TOY
from exports.test_tei import ADDRESS, MARKER, SPEECH, changed, load_held, mark_restricted
from press_archive.captures.passages import line_roles
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.texts.corpus import (
    COLUMNS,
    CSV_PATH,
    README_PATH,
    TSV_PATH,
    render_corpus,
    text_path,
)
from press_archive.records.closed_lists import METADATA_ROLES
from press_archive.records.dates import parse_interval
from toy_archive import OTHER as INTERVIEW

PARTLY_SHOWN = "2014-06-12-ostrand-houdt-de-haven-dicht"


@pytest.fixture(scope="module")
def toy_archive() -> Archive:
    return load_archive(TOY)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return load_held(tmp_path_factory.mktemp("held"))


def table(files: dict[str, bytes], path: str = CSV_PATH) -> dict[str, dict[str, str]]:
    """Return the rows of a table by the document's id."""
    stream = io.StringIO(files[path].decode(), newline="")
    rows = list(csv.DictReader(stream, delimiter="\t" if path == TSV_PATH else ","))
    return {row["doc_id"]: row for row in rows}


def captured(archive: Archive, id: str) -> list[str]:
    """Return the lines of a document that are words of its text."""
    entry = archive.documents[id]
    source = archive.sources[entry.source]
    roles = line_roles(entry.record, source.blank)
    return [source.capture.line(line) for line, role in roles.items() if role not in METADATA_ROLES]


def test_a_text_is_as_captured_with_a_blank_line_between_paragraphs(toy_archive: Archive):
    text = render_corpus(toy_archive, ADDRESS)[text_path(SPEECH)].decode()
    assert [line for line in text.split("\n") if line] == captured(toy_archive, SPEECH)
    assert text.startswith("Port Saltmere, 2 May 2014.\nDear guests,")
    assert "\n\n* a crane, `as is`\n\n" in text
    assert text.endswith("the crane\n")


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("2014-05~", ("2014-05-01", "2014-05-31")),
        ("2014-05/..", ("2014-05-01", "")),
        ("../2014-05", ("", "2014-05-31")),
    ],
)
def test_the_end_of_an_open_date_is_empty(toy_archive: Archive, date: str, days: tuple[str, str]):
    row = table(render_corpus(changed(toy_archive, SPEECH, date=parse_interval(date)), ADDRESS))[SPEECH]
    assert (row["date"], row["date_from"], row["date_to"]) == (date, *days)


def test_an_unknown_address_of_an_original_is_empty(toy_archive: Archive):
    for address, cell in (
        ("https://ministry.example/speech", "https://ministry.example/speech"),
        ("unknown", ""),
    ):
        files = render_corpus(changed(toy_archive, SPEECH, original_url=address), ADDRESS)
        assert table(files)[SPEECH]["original"] == cell


def test_the_table_has_what_the_records_say(toy_archive: Archive):
    files = render_corpus(toy_archive, ADDRESS)
    rows = table(files)
    assert list(rows) == toy_archive.oldest_first(toy_archive.documents)
    assert table(files, TSV_PATH) == rows
    for id, row in rows.items():
        entry = toy_archive.documents[id]
        record = entry.record
        assert row["title"] == " ".join(record.title.split())
        assert row["date"] == (record.date.text if record.date else "")
        assert (row["outlet_id"], row["language"], row["kind"]) == (
            record.outlet, record.language, record.kind,
        )  # fmt: skip
        assert row["topics"].split(";") == list(record.topics)
        assert row["people"] == ";".join(record.people)
        assert row["rights"] == (record.rights or toy_archive.sources[entry.source].record.rights)
        assert row["page"] == f"{ADDRESS}documents/{id}/"


def test_a_row_names_its_file_and_how_much_of_the_text_is_in_it(held: Archive):
    files = render_corpus(held, "")
    rows = table(files)
    named = {text_path(id) for id, row in rows.items() if row["file"]}
    assert named == {path for path in files if path.endswith(".txt")} - {README_PATH}
    assert [rows[id]["text_shown"] for id in (SPEECH, PARTLY_SHOWN, INTERVIEW)] == ["full", "excerpt", "none"]
    assert (rows[INTERVIEW]["file"], rows[INTERVIEW]["words"]) == ("", "0")
    assert rows[SPEECH]["words"] == str(len(" ".join(captured(held, SPEECH)).split()))
    assert rows[SPEECH]["page"] == ""


def test_the_reading_room_has_every_text_whole(held: Archive):
    files = render_corpus(held, ADDRESS, reading_room=True)
    for id, row in table(files).items():
        lines = captured(held, id)
        assert row["text_shown"] == ("full" if lines else "none")
        text = files[text_path(id)].decode() if lines else ""
        assert [line for line in text.split("\n") if line] == lines
    assert files[README_PATH].decode().split("\n")[2].startswith("RESTRICTED.")


def test_nothing_of_a_restricted_capture_is_in_the_corpus(held: Archive):
    marked = mark_restricted(held)
    assert MARKER not in b"".join(render_corpus(marked, ADDRESS).values()).decode()
    room = render_corpus(marked, ADDRESS, reading_room=True)
    assert MARKER in room[text_path(INTERVIEW)].decode()


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ('=HYPERLINK("https://x.example")', '\'=HYPERLINK("https://x.example")'),
        ("@quay", "'@quay"),
        ("+1", "'+1"),
        ("- a quay", "'- a quay"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("|cmd", "'|cmd"),
        ("% of the toll", "'% of the toll"),
        ('a "quay", a\tcrane\nand a tide', 'a "quay", a crane and a tide'),
        ("a picture of NUL \u2400 and NUL \x00", "a picture of NUL \u2400 and NUL \u2400"),
        ("الميناء مفتوح", "الميناء مفتوح"),
        ("a" * 400, "a" * 400),
    ],
)
def test_a_cell_is_one_line_and_no_formula(toy_archive: Archive, title: str, cell: str):
    files = render_corpus(changed(toy_archive, SPEECH, title=title), ADDRESS)
    assert table(files)[SPEECH]["title"] == table(files, TSV_PATH)[SPEECH]["title"] == cell
    assert files[TSV_PATH].decode().count("\n") == len(toy_archive.documents) + 1


def test_the_program_in_the_readme_reads_every_text(
    held: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    """With a stand-in for spaCy, which is large: it gets pairs of a text and a row, and returns words."""
    files = render_corpus(held, ADDRESS)
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    spacy = types.ModuleType("spacy")
    spacy.blank = lambda language: types.SimpleNamespace(
        pipe=lambda pairs, as_tuples: ((text.split(), row) for text, row in pairs)
    )
    monkeypatch.setitem(sys.modules, "spacy", spacy)
    monkeypatch.chdir(tmp_path / "corpus")
    program = files[README_PATH].decode().split("Python, with spaCy\n")[1].split("\n\n")[0]
    exec(textwrap.dedent(program), {})
    rows = [row for row in table(files).values() if row["file"]]
    printed = [f"{row['doc_id']} {row['date']} {row['words']}" for row in rows]
    assert capsys.readouterr().out.splitlines() == printed
    assert len(printed) == 3


def test_the_readme_explains_every_column(toy_archive: Archive):
    text = render_corpus(toy_archive, ADDRESS)[README_PATH].decode()
    listed = text.split("The columns of the table\n\n")[1].split("\n\n")[0].split("\n")
    header = render_corpus(toy_archive, ADDRESS)[CSV_PATH].decode().split("\n")[0]
    assert [line.split()[0] for line in listed] == header.split(",") == list(COLUMNS)
    assert "text" not in COLUMNS


def test_the_same_archive_gives_the_same_corpus(toy_archive: Archive):
    assert render_corpus(toy_archive, ADDRESS) == render_corpus(load_archive(TOY), ADDRESS)


def test_an_archive_without_documents_has_a_table_without_rows(toy_archive: Archive, tmp_path: Path):
    bare = dataclasses.replace(toy_archive, documents={})
    for archive in (bare, Archive(tmp_path)):
        files = render_corpus(archive, "")
        assert files.keys() == {CSV_PATH, TSV_PATH, README_PATH}
        assert table(files) == {}
