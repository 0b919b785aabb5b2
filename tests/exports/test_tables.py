"""The tables have every field of every record, exactly, in each format; and nothing that no page shows."""

from __future__ import annotations

import csv
import dataclasses
import gzip
import html
import io
import json
import re
import shutil
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from conftest import TOY
from press_archive.captures.capture import Capture
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.data.sqlite_file import render_sqlite
from press_archive.exports.data.table_files import render_csv, render_table
from press_archive.exports.data.tables import TABLES
from press_archive.exports.site_data import render_data
from press_archive.publish.build import render_site
from press_archive.records import closed_lists
from press_archive.records.dates import parse_interval
from press_archive.records.fields import Document, Search, Source, Statement
from press_archive.records.history.entries import Entry
from press_archive.records.terms import VOCABULARIES, Term
from record_files import RecordFiles, read_records, words_of_summary

ADDRESS = "https://press.example/archive/"
TIDE = "2018-12-24-i-have-never-met-a-tide"
GONE = "2013-09-25-a-quarrel-on-the-slipway"
PARTS = ("republished", "original", "permission", "coordinates")  # the fields that are one record
# What the toy archive's records do not have: lines to add to a record, by its file and where they belong.
DOCUMENT_LINES = """\
spoken_language: ru
translator: Pell Arden
sort_names: {Pell Arden: "Arden, Pell"}
robots: noindex
"""
SOURCE_LINES = f"""\
original: {{file: page.html, sha256: {"ab" * 32}, bytes: 2048, extractor: toy-extractor 1.0}}
permission: {{by: The Lantern, date: 2020-01, note: "By letter, kept", reference: "https://lantern.example/rights"}}
robots: noindex
"""
TERM_LINES = """\
  variants: {en: [A third name, "Name; with a semicolon"], ru: [Третье имя]}
  includes: {en: [narrower]}
  wikidata: Q42
  broader: [%s]
  related: [topics:harbour-treaty]
  references: [https://velmora.example/a;b]
  robots: noindex
  inferred: {wikidata: text}
  notes: [%s]
"""
# Texts with the separator of lists, one without a space, and two.
NOTES = {"topics": "Odd.", "people": '"Two words; and more"', "events": "Odd., Odder."}
LINES_ENTRY = (
    f"- {{date: 2020-07-03, type: correction, document: {TIDE}, field: speaker, lines: '7-8, 10', "
    "old: tomas-quill, new: ilse-marrowby, reason: The dash begins another speech}\n"
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy archive with records that have every field."""
    root = tmp_path_factory.mktemp("tables")
    shutil.copytree(TOY / "sources", root / "sources")
    document = root / f"sources/2018/lantern-interview/{TIDE}.md"
    document.write_text(
        document.read_text("utf-8").replace("lines: 1-2", f"{DOCUMENT_LINES}lines: 1-2", 1), "utf-8"
    )
    append(root / "sources/2018/lantern-interview/source.yml", SOURCE_LINES)
    append(root / "sources/history/lantern-interview.yml", LINES_ENTRY)
    for name in VOCABULARIES:
        path = root / f"sources/vocabulary/{name}.yml"
        text = path.read_text("utf-8")
        first = re.match(r"(?:#.*\n)*([a-z0-9-]+):", text)[1]
        fields = TERM_LINES % (first, NOTES.get(name, NOTES["topics"]))
        record = f"whole:\n  label: Whole\n  scope: A term with every field.\n{fields}"
        record += {"instruments": "  type: treaty\n  date: 2001\n", "outlets": "  type: blog\n"}.get(name, "")
        append(path, record)
    return root


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


@pytest.fixture(scope="module")
def archive(root: Path) -> Archive:
    loaded = load_archive(root)
    assert not loaded.problems, loaded.problems
    return loaded


@pytest.fixture(scope="module")
def records(root: Path) -> RecordFiles:
    return read_records(root)


@pytest.fixture(scope="module")
def files(archive: Archive) -> dict[str, bytes]:
    rendered: dict[str, bytes] = {}
    for table in TABLES.values():
        rendered |= render_table(table, table.read(archive, ADDRESS))
    return rendered


def json_rows(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    return json.loads(gzip.decompress(files[f"{name}.json.gz"]))


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_cell(cell: str, type: str) -> Any:
    """A value of a CSV file, as the page about the data says that it is read."""
    if type == "list":
        return cell.split("; ")
    if type == "string" or type == "date":
        return cell.removeprefix("'") if re.match("' *[=+@\t\r\n＝＋－＠|%-]", cell) else cell
    return json.loads(cell)


def rows_of_records(
    records: RecordFiles,
) -> Iterator[tuple[type[BaseModel], str, dict[str, str], dict[str, Any]]]:
    """Each record's model, its table, the key of its row, and the record."""
    for id, document in records.documents.items():
        yield Document, "documents", {"id": id}, document
        for number, statement in enumerate(document.get("statements", []), 1):
            yield Statement, "statements", {"document": id, "number": number}, statement
    for id, source in records.sources.items():
        yield Source, "sources", {"id": id}, source
    for vocabulary, terms in records.terms.items():
        for id, term in terms.items():
            own = {name: value for name, value in term.items() if name not in Term.model_fields}
            shared = {name: value for name, value in term.items() if name in Term.model_fields}
            yield Term, "terms", {"vocabulary": vocabulary, "id": id}, shared
            if vocabulary in TABLES:
                yield VOCABULARIES[vocabulary], vocabulary, {"id": id}, own
    for id, search in records.searches.items():
        yield Search, "searches", {"id": id}, search
    for source, entries in records.histories.items():
        for number, entry in enumerate(entries, 1):
            yield Entry, "history", {"source": source, "number": number}, entry


def as_written(value: Any, like: Any) -> Any:
    """A value of a file, which is a text, as a number where the row has one."""
    if isinstance(value, dict):
        return (
            {key: as_written(one, like.get(key)) for key, one in value.items()}
            if isinstance(like, dict)
            else value
        )
    if isinstance(value, list):
        return (
            [as_written(one, other) for one, other in zip(value, like, strict=True)]
            if isinstance(like, list) and len(like) == len(value)
            else value
        )
    return type(like)(value) if isinstance(like, int | float) and not isinstance(like, bool) else value


@pytest.mark.parametrize("name", TABLES)
def test_the_formats_have_the_same_rows(archive: Archive, files: dict[str, bytes], name: str):
    rows = json_rows(files, name)
    lines = gzip.decompress(files[f"{name}.jsonl.gz"]).decode().splitlines()
    assert [json.loads(line) for line in lines] == rows
    assert len(rows) == len(TABLES[name].read(archive, ADDRESS)) > 0
    types = {column.name: column.type for column in TABLES[name].columns}
    cells = csv_rows(files[f"{name}.csv"])
    assert list(cells[0]) == list(types)
    read = [{key: read_cell(cell, types[key]) for key, cell in row.items() if cell} for row in cells]
    assert read == rows


def test_every_value_of_every_record_is_in_a_row(records: RecordFiles, files: dict[str, bytes]):
    """But what a history says of what is no longer there."""
    tables = {name: json_rows(files, name) for name in TABLES}
    compared = 0
    for _, table, key, record in rows_of_records(records):
        rows = [row for row in tables[table] if key.items() <= row.items()]
        if key.get("source") == "quayside-notes":
            assert rows == []
            continue
        (row,) = rows
        for name, value in record.items():
            if name == "statements" or (name, value) == ("document", GONE):
                continue
            parts = {f"{name}_{part}": one for part, one in value.items()} if name in PARTS else {name: value}
            for column, expected in parts.items():
                if column == "speaker" and ":" not in expected:
                    expected = f"people:{expected}"  # which both forms mean; a table has one
                if expected in ([], {}):
                    assert column not in row
                else:
                    assert as_written(expected, row[column]) == row[column], (table, key, column)
                    compared += 1
    assert compared > 500


def test_what_is_repeated_of_other_records_is_what_they_say(records: RecordFiles, files: dict[str, bytes]):
    documents = json_rows(files, "documents")
    assert {row["id"] for row in documents} == records.documents.keys()
    for row in documents:
        document, source = records.documents[row["id"]], records.sources[records.folders[row["id"]]]
        assert row["source"] == records.folders[row["id"]]
        assert row["access"] == source.get("access", "summary")
        code = document.get("rights", source["rights"])
        found = re.search("/vocab/(.*)/1.0/|/licenses/(.*)/4.0/", row["rights_statement"])
        assert (found[1] or f"CC-{found[2].upper()}-4.0") == code
        assert row["outlet_label"] == records.label("outlets", document["outlet"])
        assert row.get("statements") == (len(document["statements"]) if "statements" in document else None)
        assert row["page"] == f"{ADDRESS}documents/{row['id']}/"
    assert len({row["access"] for row in documents}) == 3
    for row in json_rows(files, "sources"):
        assert row["documents"] == list(records.folders.values()).count(row["id"]) > 0


def test_a_document_is_ordered_by_the_best_date_that_its_record_has(
    records: RecordFiles, files: dict[str, bytes]
):
    kinds = set()
    for row in json_rows(files, "documents"):
        document = records.documents[row["id"]]
        kind, best = "date", document["date"]
        if best == "unknown":
            kind, best = "republished", document["republished"]["date"]
        assert (row["best_date_kind"], row["best_date"]) == (kind, best)
        kinds.add(kind)
    assert len(kinds) == 2


def test_a_statement_has_the_days_of_its_own_date_or_of_the_document(
    records: RecordFiles, files: dict[str, bytes]
):
    known = set()
    for row in json_rows(files, "statements"):
        document = records.documents[row["document"]]
        own = document["statements"][row["number"] - 1].get("date")
        date = own or document.get("spoken", "unknown")
        known.add((own is not None, date != "unknown"))
        first = parse_interval(date).earliest.isoformat() if date != "unknown" else None
        assert row.get("said_earliest") == first
    assert known == {(True, True), (False, True), (False, False)}


def test_a_source_has_the_days_of_its_capture(records: RecordFiles, files: dict[str, bytes]):
    seen = set()
    for row in json_rows(files, "sources"):
        text = records.sources[row["id"]]["captured"]
        captured = None if text == "unknown" else parse_interval(text)
        first, last = (
            (captured.earliest.isoformat(), captured.latest.isoformat()) if captured else (None, None)
        )
        assert (row.get("captured_earliest"), row.get("captured_latest")) == (first, last)
        seen.add(captured is None)
    assert seen == {True, False}


def test_a_term_says_how_many_documents_name_it(records: RecordFiles, files: dict[str, bytes]):
    named = [topic for document in records.documents.values() for topic in document.get("topics", [])]
    for row in json_rows(files, "terms"):
        if row["vocabulary"] == "topics":
            assert row["documents"] == named.count(row["id"])
    assert named


def test_a_relation_of_a_term_that_the_archive_concluded_is_marked(archive: Archive):
    terms = archive.vocabularies["topics"]
    record = terms["crane-dispute"].record
    assert record.related and record.broader
    record = record.model_copy(update={"inferred": {"related": "text"}})
    topics = {**terms, "crane-dispute": dataclasses.replace(terms["crane-dispute"], record=record)}
    changed = dataclasses.replace(archive, vocabularies={**archive.vocabularies, "topics": topics})
    rows = TABLES["relations"].read(changed, ADDRESS)
    marked = {
        (row["relation"], row["inferred"])
        for row in rows
        if (row["from_kind"], row["from"]) == ("topics", "crane-dispute")
    }
    assert marked == {("related", True), ("broader", None)}


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2013-09-23~", "2013-09-23", "2013-09-23"),
        ("2013-02?", "2013-02-01", "2013-02-28"),
        ("2013-09-XX", "2013-09-01", "2013-09-30"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2013-09-23%/2014", "2013-09-23", "2014-12-31"),
        ("2013-09/..", "2013-09-01", None),
        ("2013-09/", "2013-09-01", None),
        ("../2013-09", None, "2013-09-30"),
        ("/2013-09", None, "2013-09-30"),
    ],
)
def test_the_first_and_the_last_day_are_those_that_a_date_can_mean(
    archive: Archive, date: str, first: str | None, last: str | None
):
    entries = archive.vocabularies["events"]
    id = min(entries)
    record = entries[id].record.model_copy(update={"date": parse_interval(date)})
    events = {**entries, id: dataclasses.replace(entries[id], record=record)}
    changed = dataclasses.replace(archive, vocabularies={**archive.vocabularies, "events": events})
    (row,) = (row for row in TABLES["events"].read(changed, ADDRESS) if row["id"] == id)
    assert (row["date"], row["date_earliest"], row["date_latest"]) == (date, first, last)


def test_every_field_of_every_model_is_in_a_table(records: RecordFiles, files: dict[str, bytes]):
    """Of a field that no record has, the test before would say nothing."""
    seen: dict[str, set[str]] = {}
    for model, table, _, record in rows_of_records(records):
        seen.setdefault(f"{model.__name__} {table}", set()).update(record)
        columns = set(csv_rows(files[f"{table}.csv"])[0])
        for name in model.model_fields:
            if model.__name__ == "Document" and name == "statements":
                continue
            if issubclass(model, Term) and model is not Term and name in Term.model_fields:
                continue
            assert name in columns or any(column.startswith(f"{name}_") for column in columns), (table, name)
    for model, table, _, _ in rows_of_records(records):
        own = set(model.model_fields)
        if issubclass(model, Term) and model is not Term:
            own -= set(Term.model_fields)
        assert own == seen[f"{model.__name__} {table}"], table


def rebuilt(model: type[BaseModel], row: dict[str, Any], **others: Any) -> BaseModel:
    """The record of a JSON row: its fields, as texts, read by the model."""
    record = dict(others)
    for name, field in model.model_fields.items():
        part = _model_of(field.annotation)
        if name in others:
            continue
        if part:
            values = {one: row[f"{name}_{one}"] for one in part.model_fields if f"{name}_{one}" in row}
            record |= {name: values} if values else {}
        elif name in row:
            record[name] = row[name]
    return model.model_validate(_texts(record))


def _model_of(kind: Any) -> type[BaseModel] | None:
    """The model of a field that is one record, or none."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        kind = next(one for one in typing.get_args(kind) if one is not types.NoneType)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    return str(value)


def test_documents_can_be_made_again_from_json(
    archive: Archive, records: RecordFiles, files: dict[str, bytes]
):
    rows = {row["id"]: row for row in json_rows(files, "documents")}
    statements: dict[str, list[Any]] = {id: [] for id in rows}
    for row in json_rows(files, "statements"):
        fields = {name: row[name] for name in Statement.model_fields if name in row}
        statements[row["document"]].append(fields)
    assert set(rows) == set(archive.documents)
    for id, row in rows.items():
        listed = {"statements": statements[id]} if "statements" in row else {"statements": None}
        if listed["statements"] is None:
            row = {name: value for name, value in row.items() if name != "statements"}
            listed = {}
        assert rebuilt(Document, row, **listed) == archive.documents[id].record
        assert row["summary"] == words_of_summary(records.bodies[id])


def test_sources_terms_and_searches_can_be_made_again_from_json(archive: Archive, files: dict[str, bytes]):
    for row in json_rows(files, "sources"):
        assert rebuilt(Source, row) == archive.sources[row["id"]].record
    for row in json_rows(files, "searches"):
        assert rebuilt(Search, row) == archive.searches[row["id"]].record
    for row in json_rows(files, "terms"):
        own = next(
            (one for one in json_rows(files, row["vocabulary"]) if one["id"] == row["id"])
            if row["vocabulary"] in TABLES
            else iter([{}])
        )
        term = archive.vocabularies[row["vocabulary"]][row["id"]].record
        assert rebuilt(type(term), {**own, **row}) == term


def test_histories_of_what_is_there_can_be_made_again_from_json(archive: Archive, files: dict[str, bytes]):
    rows = [row for row in json_rows(files, "history") if row["source"] == "lantern-interview"]
    entries = archive.histories["lantern-interview"].record.entries
    assert [rebuilt(Entry, row) for row in rows] == list(entries)


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("documents", "kind", closed_lists.Kind),
        ("documents", "nearness", closed_lists.Nearness),
        ("documents", "wholeness", closed_lists.Wholeness),
        ("documents", "robots", closed_lists.Robots),
        ("sources", "access", closed_lists.Access),
        ("sources", "robots", closed_lists.Robots),
        ("statements", "form", closed_lists.Form),
        ("instruments", "type", closed_lists.InstrumentType),
        ("outlets", "type", closed_lists.OutletType),
        ("history", "type", closed_lists.EntryType),
        ("history", "field", closed_lists.HistoryField),
        ("documents", "access", closed_lists.Access),
        ("documents", "best_date_kind", ("date", "spoken", "republished", "captured", "unknown")),
        ("terms", "robots", closed_lists.Robots),
    ],
)  # fmt: skip
def test_a_column_of_a_closed_list_says_which_values_there_are(
    files: dict[str, bytes], table: str, column: str, values: Any
):
    (described,) = (one for one in TABLES[table].columns if one.name == column)
    assert described.values == tuple(str(value) for value in values)
    used = {row[column] for row in json_rows(files, table) if column in row}
    assert used
    assert used <= set(described.values)


def test_a_speaker_is_described_as_it_is_written(files: dict[str, bytes]):
    (speaker,) = (column for column in TABLES["statements"].columns if column.name == "speaker")
    vocabularies = {row["speaker"].partition(":")[0] for row in json_rows(files, "statements")}
    assert vocabularies == {"people", "organisations"}
    assert all(f"{vocabulary}:ID" in speaker.description for vocabulary in vocabularies)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_keeps_what_it_says_of_itself(files: dict[str, bytes], name: str):
    """Keys, values that are required, and references."""
    table, rows = TABLES[name], json_rows(files, name)
    keys = [tuple(row[column] for column in table.key) for row in rows]
    assert len(set(keys)) == len(keys)
    for column in table.columns:
        assert column.description
        assert not column.required or all(column.name in row for row in rows), column.name
    for reference in table.references:
        (key,) = TABLES[reference.table].key
        known = {row[key] for row in json_rows(files, reference.table)}
        (column,) = reference.columns
        assert {row[column] for row in rows if column in row} <= known


ODD = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠1",
    "|cmd", "%x",
    'says "quay", twice', "two\nlines", "a\r\nb", "tab\there", "‏ימין", "﻿mark", "x" * 400, "1", "true", "nul\0",
]  # fmt: skip


@pytest.mark.parametrize("title", ODD)
def test_a_cell_is_a_text_to_a_spreadsheet(archive: Archive, title: str):
    row = TABLES["documents"].read(archive, ADDRESS)[0] | {"title": title}
    data = render_csv(TABLES["documents"].columns, [row]).encode()
    (read,) = csv_rows(data)
    is_formula = title.lstrip(" ")[0] in "=+-@\t\r\n＝＋－＠|%"
    assert read["title"] == (f"'{title}" if is_formula else title)


def test_a_csv_file_is_as_rfc_4180_and_excel_want_it(files: dict[str, bytes]):
    for name in TABLES:
        data = files[f"{name}.csv"]
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\xef\xbb\xbf") == 1
        assert data.endswith(b"\r\n")
        first = data.decode("utf-8-sig").split("\r\n")[0]
        assert first == ",".join(column.name for column in TABLES[name].columns)


def test_numbers_stay_numbers_in_a_cell(archive: Archive):
    """Also those below zero, which begin as a formula does."""
    row = TABLES["places"].read(archive, ADDRESS)[0]
    row |= {"coordinates_latitude": -12.5, "coordinates_longitude": 0.0}
    (read,) = csv_rows(render_csv(TABLES["places"].columns, [row]).encode())
    assert (read["coordinates_latitude"], read["coordinates_longitude"]) == ("-12.5", "0.0")


def test_an_empty_archive_has_tables_without_rows(tmp_path: Path):
    empty = load_archive(tmp_path)
    for name, table in TABLES.items():
        rendered = render_table(table, table.read(empty, ""))
        assert json.loads(gzip.decompress(rendered[f"{name}.json.gz"])) == []
        assert gzip.decompress(rendered[f"{name}.jsonl.gz"]) == b""
        assert csv_rows(rendered[f"{name}.csv"]) == []
        assert len(rendered[f"{name}.csv"].splitlines()) == 1


def test_a_term_that_no_document_names_is_in_the_table(files: dict[str, bytes]):
    rows = [row for row in json_rows(files, "terms") if row["id"] == "whole"]
    assert [row["documents"] for row in rows] == [0] * len(VOCABULARIES)


def marked(archive: Archive) -> tuple[Archive, str]:
    """The archive with all captures held, each line of which has a marker, and the marker's beginning."""
    sources = {
        id: dataclasses.replace(
            entry,
            capture=Capture(
                tuple(f"Zzmarker{id.replace('-', '')}x{line} says so" for line in range(entry.record.lines)),
                entry.record.bytes,
                entry.record.sha256,
            ),
        )
        for id, entry in archive.sources.items()
    }
    return dataclasses.replace(archive, sources=sources), "zzmarker"


def test_no_line_of_a_capture_is_in_any_file(archive: Archive):
    held, marker = marked(archive)
    assert any(held.visible_lines(id, reading_room=False) for id in held.documents)
    rows = {name: table.read(held, ADDRESS) for name, table in TABLES.items()}
    written = {**render_data(held, ADDRESS), "archive.sqlite": render_sqlite(rows)}
    assert len(written) > 3 * len(TABLES)
    for path, data in written.items():
        content = gzip.decompress(data) if path.endswith(".gz") else data
        assert marker.encode() not in content.lower(), path


# What may not be shown, and what is, in entries of every type and field. Each value is there once. `{}` is
# "document: …" or nothing, and a reason.
CHANGES = (
    ("title", "Oldhead{n}", "Newhead{n}"),
    ("date", "19{n:02}-01-01", "19{n:02}-01-02"),
    ("spoken", "19{n:02}-02-01", "19{n:02}-02-02"),
    ("republished.date", "19{n:02}-03-01", "19{n:02}-03-02"),
    ("republished.by", "gone-stamp-{n}", "broken-outlet"),
    ("outlet", "gone-outlet-{n}", "broken-outlet"),
    ("original_url", "https://old{n}.example/", "https://new{n}.example/"),
    ("source", "gone-source-{n}", "other-source-{n}"),
    ("speakers", "'Printed old {n}: ilse-marrowby'", "'Printed new {n}: tomas-quill'"),
    ("speaker, lines: 4", "gone-speaker-{n}", "ilse-marrowby"),
)
CHANGES_OF_SOURCES = (
    ("captured", "19{n:02}-04-01", "19{n:02}-04-02"),
    ("captured_from", "https://from-old{n}.example/", "https://from-new{n}.example/"),
    ("sha256", "{n:02}" * 32, "{n:02}a" * 21 + "a"),
    ("original.sha256", "{n:02}b" * 21 + "b", "{n:02}c" * 21 + "c"),
)


def entries_of(document: str, number: int, reason: str) -> str:
    """Entries of every field, of a document or of a source."""
    whose = f"document: {document}, " if document else ""
    lines = [
        f"- {{date: 2020-08-01, type: correction, {whose}field: {field}, old: {old.format(n=number)}, "
        f"new: {new.format(n=number)}, reason: {reason.format(field=field.partition(',')[0].replace('.', ' '))}}}"
        for field, old, new in (CHANGES if document else CHANGES_OF_SOURCES)
    ]
    for field, old, new in [
        ("robots", "index", "noindex"),
        *([] if document else [("access", "summary", "full")]),
    ]:
        lines.append(
            f"- {{date: 2020-08-02, type: change-of-access, {whose}field: {field}, old: {old}, new: {new}, "
            f"reason: {reason.format(field=field)}}}"
        )
    return "".join(f"{line}\n" for line in lines)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The toy archive with histories of what is there, what was withdrawn, and what had other ids before."""
    root = tmp_path_factory.mktemp("histories")
    shutil.copytree(TOY / "sources", root / "sources")
    folder = root / "sources/history"
    append(root / "sources/vocabulary/outlets.yml", "broken-outlet:\n  label: Broken\n  type: no-such-type\n")
    append(
        folder / "lantern-interview.yml",
        entries_of(TIDE, 11, "Why11 {field}") + entries_of("", 12, "Why12 {field}")
        + entries_of(TIDE, 13, "unknown") + entries_of("", 14, "unknown")
        # The document had another id; its headline was already the one that it has.
        + "- {date: 2020-08-03, type: correction, document: tide-before, field: title, old: Oldest headline, "
        "new: '\"I have never met a tide I could not wait for\"', reason: Why15}\n"
        + f"- {{date: 2020-08-04, type: correction, document: tide-before, field: id, old: tide-before, "
        f"new: {TIDE}, reason: Why16}}\n",
    )  # fmt: skip
    append(
        folder / "gull-post-harbour.yml",
        entries_of(GONE, 21, "Why21 {field}") + entries_of("quarrel-before", 22, "Why22 {field}")
        + f"- {{date: 2020-05-04, type: correction, document: quarrel-before, field: id, old: quarrel-before, "
        f"new: {GONE}, reason: Why23}}\n",
    )  # fmt: skip
    append(folder / "quayside-notes.yml", entries_of("", 31, "Why31 {field}"))
    # What was withdrawn had another id before, under which its history was kept.
    (folder / "quay-before.yml").write_text(
        "entries:\n"
        f"- {{date: 2020-01-19, type: ingestion, sha256: {'32ab' * 16}, reason: Why32 ingestion}}\n"
        + entries_of("", 33, "Why33 {field}") + entries_of("notes-before", 34, "Why34 {field}")
        + "- {date: 2020-01-20, type: correction, field: id, old: quay-before, new: quayside-notes, reason: Why35}\n",
        "utf-8",
    )  # fmt: skip
    return load_archive(root)


def values_of(archive: Archive) -> dict[str, str]:
    """Each value and each reason of the histories that is there but once, and how a page writes it."""
    every: list[str] = []
    for history in archive.histories.values():
        for entry in history.record.entries:
            every += [value for value in (entry.old, entry.new, entry.reason, entry.sha256) if value]
    common = {"unknown", "index", "noindex", "summary", "full", "ilse-marrowby", "broken-outlet", TIDE, GONE}
    common.add("quayside-notes")  # the address of a tombstone
    return {value: in_words(value) for value in every if value not in common}


def in_words(value: str) -> str:
    printed, colon, _ = value.rpartition(": ")
    if colon:
        return printed
    return parse_interval(value).words if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value


def test_tables_show_of_histories_what_pages_show(changed: Archive):
    """Every value that is on a page is in the table, and none that is on no page."""
    pages = [
        html.unescape(re.sub("<[^>]*>", "", page))
        for path, page in render_site(changed).items()
        if not path.startswith("data/")
    ]
    text = "\n".join(pages)
    rows = TABLES["history"].read(changed, ADDRESS)
    shown = {row[name] for row in rows for name in ("old", "new", "reason", "sha256")}
    values = values_of(changed)
    on_pages = {value for value, words in values.items() if re.search(rf"{re.escape(words)}(?!\w)", text)}
    assert 10 < len(on_pages) < len(values) - 10
    assert shown & set(values) == on_pages


def test_no_table_names_what_was_withdrawn(changed: Archive):
    for table in TABLES.values():
        text = json.dumps(table.read(changed, ADDRESS))
        for id in ("quayside-notes", "quay-before", "notes-before", GONE, "quarrel-before"):
            assert id not in text
    rows = TABLES["history"].read(changed, ADDRESS)
    withdrawn = [row for row in rows if row["type"] == "withdrawal"]
    assert {row["reason"] for row in withdrawn} == {"The person it named asked for it"}
    assert {row["source"] for row in withdrawn} == {"gull-post-harbour"}
