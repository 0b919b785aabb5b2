"""The SQLite file has all tables, can be joined and searched, and is the same whenever it is made."""

from __future__ import annotations

import dataclasses
import json
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import TOY
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.data.sqlite_file import render_sqlite
from press_archive.exports.data.tables import TABLES, Row
from record_files import VOCABULARIES, RecordFiles, read_records, words_of_summary

ADDRESS = "https://press.example/archive/"
LISTED = tuple(name for name in VOCABULARIES if name != "outlets")


def tables_of(archive: Archive, address: str = ADDRESS) -> dict[str, list[Row]]:
    return {name: table.read(archive, address) for name, table in TABLES.items()}


def opened(data: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    connection.row_factory = sqlite3.Row
    return connection


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load_archive(TOY)


@pytest.fixture(scope="module")
def records() -> RecordFiles:
    return read_records(TOY)


@pytest.fixture(scope="module")
def database(archive: Archive) -> Iterator[sqlite3.Connection]:
    connection = opened(render_sqlite(tables_of(archive)))
    yield connection
    connection.close()


def found(database: sqlite3.Connection, sql: str, *values: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in database.execute(sql, values)]


def as_stored(row: Row) -> dict[str, Any]:
    """A row with lists and objects as JSON, and true as 1, which is what SQL has."""
    return {
        name: json.loads(json.dumps(value)) if isinstance(value, list | dict) else value
        for name, value in row.items()
    }


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_in_the_file(archive: Archive, database: sqlite3.Connection, name: str):
    """Also those that are views there: the terms, and the relations."""
    table = TABLES[name]
    listed = {column.name for column in table.columns if column.type in ("list", "array", "object")}
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    read = [
        {
            key: json.loads(row[key]) if key in listed and row[key] is not None else row[key]
            for key in row.keys()  # noqa: SIM118 - a row of sqlite3 yields its values
        }
        for row in database.execute(f'select {columns} from "{name}"')
    ]
    expected = [as_stored(row) for row in tables_of(archive)[name]]
    assert expected
    assert sorted(map(repr, read)) == sorted(repr({**row, **_booleans(row)}) for row in expected)


def _booleans(row: dict[str, Any]) -> dict[str, int]:
    return {name: int(value) for name, value in row.items() if isinstance(value, bool)}


def test_the_types_are_those_of_the_columns(database: sqlite3.Connection):
    types = {row["name"]: row["type"] for row in database.execute("pragma table_info(places)")}
    assert types["coordinates_latitude"] in ("REAL", "FLOAT")
    assert types["documents"] == "INTEGER"
    assert types["label"] == "TEXT"
    assert found(database, "select typeof(bytes), typeof(label) from sources limit 1") == [
        ("integer", "text")
    ]


@pytest.mark.parametrize("vocabulary", LISTED)
def test_documents_are_joined_to_what_they_name(
    database: sqlite3.Connection, records: RecordFiles, vocabulary: str
):
    one = {"people": "person"}.get(vocabulary, vocabulary.removesuffix("s"))
    rows = found(
        database,
        f"select documents.title, {vocabulary}.label from {vocabulary}_of_documents "
        f"join documents on documents.id = document join {vocabulary} on {vocabulary}.id = {one}",
    )
    expected = [
        (record["title"], records.label(vocabulary, term))
        for record in records.documents.values()
        for term in record.get(vocabulary, [])
    ]
    assert expected
    assert sorted(rows) == sorted(expected)


def test_every_foreign_key_leads_to_a_row(database: sqlite3.Connection):
    assert found(database, "pragma foreign_key_check") == []
    keys = {(row["from"], row["table"]) for row in database.execute("pragma foreign_key_list(documents)")}
    assert keys == {
        ("source", "sources"), ("outlet", "outlets"), ("agency", "outlets"), ("republished_by", "outlets"),
    }  # fmt: skip
    for table, column in (("events", "place"), ("outlets", "country")):
        (key,) = database.execute(f"pragma foreign_key_list({table})")
        assert (key["from"], key["table"]) == (column, "places")
    assert database.execute("select count(place) from events").fetchone()[0] > 0
    assert database.execute("select count(country) from outlets").fetchone()[0] > 0


def test_documents_of_documents_are_those_of_the_records(database: sqlite3.Connection, records: RecordFiles):
    expected = {
        (id, relation, other)
        for id, record in records.documents.items()
        for relation in ("reprint_of", "excerpt_of", "translation_of", "same_wire")
        for other in record.get(relation, [])
    }
    assert expected
    assert set(found(database, "select document, relation, other from related_documents")) == expected


def words(text: str) -> set[str]:
    """The words of a text without diacritics of Latin letters, as the index takes them."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return set(re.findall(r"\w+", "".join(one for one in folded if not unicodedata.combining(one))))


@pytest.mark.parametrize("word", ["harbour", "tidewatch", "Marrowby", "quay", "haven"])
def test_the_search_finds_the_documents_with_a_word(
    database: sqlite3.Connection, records: RecordFiles, word: str
):
    expected = {
        id
        for id, record in records.documents.items()
        if word.casefold()
        in words(
            " ".join([
                record["title"], record.get("gloss", ""), words_of_summary(records.bodies[id]),
                records.label("outlets", record["outlet"]),
            ])
        )
    }  # fmt: skip
    assert expected
    rows = found(
        database,
        "select id from documents join documents_fts on documents.rowid = documents_fts.rowid "
        "where documents_fts match ?",
        word,
    )
    assert {id for (id,) in rows} == expected


def test_the_search_takes_no_notice_of_accents(archive: Archive):
    rows = tables_of(archive)
    rows["documents"][0]["title"] = "Le café du Quai-Élevé"
    with opened(render_sqlite(rows)) as database:
        assert found(
            database,
            "select documents.id from documents_fts join documents on documents.rowid = documents_fts.rowid "
            "where documents_fts match 'cafe eleve'",
        ) == [(rows["documents"][0]["id"],)]


def test_terms_are_found_by_every_name(database: sqlite3.Connection, records: RecordFiles):
    asked = 0
    for vocabulary, terms in records.terms.items():
        for id, term in terms.items():
            for name in [
                term["label"],
                *(one for names in term.get("variants", {}).values() for one in names),
            ]:
                phrase = '"' + name.replace('"', '""') + '"'
                rows = found(
                    database,
                    "select vocabulary, id from terms_fts join terms on number = terms_fts.rowid "
                    "where terms_fts match ?",
                    phrase,
                )
                assert (vocabulary, id) in rows, name
                asked += 1
    assert asked > sum(map(len, records.terms.values()))  # some have variants


def test_a_row_of_a_vocabulary_has_the_number_that_the_index_has(database: sqlite3.Connection):
    """Datasette searches a vocabulary's table by the number."""
    for vocabulary in VOCABULARIES:
        rows = found(
            database, f"select rowid, id from {vocabulary} union select number, id from terms where vocabulary = ?",
            vocabulary,
        )  # fmt: skip
        assert len(rows) == len({id for _, id in rows}) > 0


def test_the_indexes_have_no_word_that_the_site_does_not_show(
    database: sqlite3.Connection, records: RecordFiles
):
    """The words of the indexes are in headlines, summaries and labels, of the records' files."""
    shown = [
        *(record["title"] for record in records.documents.values()),
        *(record.get("gloss", "") for record in records.documents.values()),
        *map(words_of_summary, records.bodies.values()),
        *(label for terms in records.terms.values() for label in (term["label"] for term in terms.values())),
        *(
            name
            for terms in records.terms.values()
            for term in terms.values()
            for names in term.get("variants", {}).values()
            for name in names
        ),
    ]
    for index in ("documents_fts", "terms_fts"):
        database.execute(f"create virtual table temp.{index}_words using fts5vocab(main, {index}, 'row')")
        indexed = {word for (word,) in found(database, f"select term from {index}_words")}
        assert indexed
        assert indexed <= words(" ".join(shown))


def test_the_months_of_outlets_are_counted(archive: Archive, database: sqlite3.Connection):
    expected: Counter[tuple[str, str | None, str | None]] = Counter()
    for id, entry in archive.documents.items():
        date = archive.dating[id].date
        year = month = None
        if date and not date.text.startswith((".", "/")) and not date.text.endswith((".", "/")):
            first, last = date.earliest.isoformat(), date.latest.isoformat()
            year = first[:4] if first[:4] == last[:4] else None
            month = first[:7] if first[:7] == last[:7] else None
        expected[entry.record.outlet, year, month] += 1
    rows = found(database, "select outlet, year, month, documents from documents_by_outlet_and_month")
    assert {row[:3]: row[3] for row in rows} == expected
    assert len(rows) == len(expected)


@pytest.mark.parametrize(
    ("first", "last", "year"),
    [("2013-01-01", "2013-12-31", "2013"), ("2013-12-31", "2014-01-01", None), ("2013-12-31", None, None)],
)
def test_a_document_is_of_a_year_only_if_its_date_is_within_it(
    archive: Archive, first: str, last: str | None, year: str | None
):
    tables = tables_of(archive)
    row = tables["documents"][0]
    row |= {"best_date_earliest": first, "best_date_latest": last}
    database = opened(render_sqlite(tables))
    assert found(database, "select best_year from documents where id = ?", row["id"]) == [(year,)]
    database.close()


def test_statements_have_their_speakers(database: sqlite3.Connection, records: RecordFiles):
    expected = set()
    for id, record in records.documents.items():
        for number, statement in enumerate(record.get("statements", []), 1):
            vocabulary, _, speaker = statement["speaker"].rpartition(":")
            occasion = statement.get("occasion")
            expected.add((
                id, number, records.label(vocabulary or "people", speaker), record["title"],
                statement["lines"], occasion and records.label("events", occasion),
            ))  # fmt: skip
    columns = "document, number, speaker_label, title, lines, occasion_label"
    assert set(found(database, f"select {columns} from statements_with_speakers")) == expected


def test_documents_of_a_term_are_all_that_name_it(database: sqlite3.Connection, records: RecordFiles):
    expected = set()
    for id, record in records.documents.items():
        named = [(name, name, term) for name in LISTED for term in record.get(name, [])]
        named += [("outlets", "outlet", record["outlet"])]
        named += [("outlets", "chain", outlet) for outlet in record["chain"]]
        named += [("outlets", "agency", record["agency"])] if "agency" in record else []
        expected |= {(vocabulary, term, relation, id) for vocabulary, relation, term in named}
    columns = "vocabulary, term, relation, document"
    assert set(found(database, f"select {columns} from documents_of_term")) == expected


def test_events_are_in_the_order_of_their_dates(database: sqlite3.Connection, records: RecordFiles):
    rows = found(database, "select id, date, place_label from events_timeline")
    assert rows == [
        (id, term["date"], records.label("places", term["place"]) if "place" in term else None)
        for id, term in sorted(records.terms["events"].items(), key=lambda event: event[1]["date"])
    ]


@pytest.mark.parametrize(
    "title",
    [
        "nul\0 in a headline",
        "=HYPERLINK(\"https://gull.example\")",
        "‏‮right to left‬ and back",
        "a headline\nin two lines\twith a tab",
        "long " * 80,
        "it's \"quoted\"; drop table documents; --",
        "\ufffe and ␀",
    ],
)  # fmt: skip
def test_a_text_is_stored_to_the_character(archive: Archive, title: str):
    rows = tables_of(archive)
    rows["documents"][0]["title"] = title
    with opened(render_sqlite(rows)) as database:
        assert found(database, "select title from documents where id = ?", rows["documents"][0]["id"]) == [
            (title,)
        ]


def test_a_term_without_documents_has_a_row_and_no_link(archive: Archive):
    rows = tables_of(archive)
    unused = rows["terms"][0] | {"vocabulary": "topics", "id": "unused", "label": "Unused", "documents": 0}
    with opened(render_sqlite({**rows, "terms": [*rows["terms"], unused]})) as database:
        assert found(database, "select label, documents from topics where id = 'unused'") == [("Unused", 0)]
        assert found(database, "select label from terms where id = 'unused'") == [("Unused",)]
        assert not found(database, "select * from topics_of_documents where topic = 'unused'")
        assert not found(database, "select * from documents_of_term where term = 'unused'")


def test_an_empty_archive_gives_a_file_of_empty_tables(tmp_path: Path):
    with opened(render_sqlite(tables_of(load_archive(tmp_path)))) as database:
        names = found(
            database,
            "select name from sqlite_master where type in ('table', 'view') and name not like '%\\_fts%' "
            "escape '\\'",
        )
        assert {name for (name,) in names} >= set(TABLES)
        for (name,) in names:
            assert found(database, f'select count(*) from "{name}"') == [(0,)]


def test_without_an_address_pages_are_named_by_their_paths(archive: Archive):
    with opened(render_sqlite(tables_of(archive, ""))) as database:
        pages = found(database, "select id, page from documents")
    assert pages
    assert all(page == f"documents/{id}/" for id, page in pages)


def test_the_file_is_whole_and_has_no_free_pages(archive: Archive, database: sqlite3.Connection):
    assert found(database, "pragma integrity_check") == [("ok",)]
    assert found(database, "pragma freelist_count") == [(0,)]


def test_a_changed_record_changes_the_file(archive: Archive):
    before = render_sqlite(tables_of(archive))
    id, entry = next(iter(archive.documents.items()))
    changed = dataclasses.replace(entry, record=entry.record.model_copy(update={"title": "Another"}))
    after = dataclasses.replace(archive, documents={**archive.documents, id: changed})
    assert render_sqlite(tables_of(after)) != before
