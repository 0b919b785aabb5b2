"""A running Datasette, opened as the documentation says, answers from the SQLite file what the records say."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import HERE, TOY
from press_archive.collection.loading import load_archive
from press_archive.exports.data.datasette import METADATA, render_datasette_metadata
from press_archive.exports.data.sqlite_file import FILE, render_sqlite
from press_archive.exports.data.sqlite_schema import SQL_TABLES
from press_archive.exports.data.sqlite_views import VIEWS
from press_archive.exports.data.tables import TABLES
from record_files import RecordFiles, read_records

pytestmark = pytest.mark.measured

ADDRESS = "https://press.example/archive/"
WAIT = 30  # seconds until it answers
QUERIES = {
    "search": {"words": "harbour quay"},
    "find_term": {"name": "Маррауби"},
    "documents_with_both": {"term": "harbour-treaty", "other_term": "ilse-marrowby"},
    "documents_between": {"first_day": "2013-09-24", "last_day": "2013-10-31"},
    "statements_about": {"link": "topics:crane-dispute"},
    "years_of_term": {"term": "harbour-treaty"},
}


class Datasette:
    """What the running program answers."""

    def __init__(self, port: int) -> None:
        self.start = f"http://127.0.0.1:{port}/"

    def page(self, path: str = "") -> str:
        with urllib.request.urlopen(self.start + path, timeout=WAIT) as answer:
            return answer.read().decode()

    def json(self, path: str, **parameters: str) -> Any:
        return json.loads(self.page(f"archive/{path}.json?{urllib.parse.urlencode(parameters)}"))

    def rows(self, path: str, **parameters: str) -> list[dict[str, Any]]:
        return self.json(path, _shape="array", _size="max", **parameters)


@pytest.fixture(scope="module")
def records() -> RecordFiles:
    return read_records(TOY)


@pytest.fixture(scope="module")
def datasette(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Datasette]:
    if not importlib.util.find_spec("datasette"):
        pytest.skip(f"{HERE} there is no Datasette")
    archive, folder = load_archive(TOY), tmp_path_factory.mktemp("datasette")
    data = render_sqlite({name: table.read(archive, ADDRESS) for name, table in TABLES.items()})
    (folder / FILE).write_bytes(data)
    (folder / METADATA).write_text(render_datasette_metadata(archive, ADDRESS), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", FILE, "--metadata", METADATA]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)], cwd=folder, stdout=log, stderr=log
        )
    try:
        wait_for(port, running, folder / "log")
        yield Datasette(port)
    finally:
        running.terminate()
        running.wait(WAIT)


def wait_for(port: int, running: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end and running.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8"))


def facet(answer: dict[str, Any], name: str) -> dict[str, int]:
    return {one["value"]: one["count"] for one in answer["facet_results"][name]["results"]}


def test_documents_are_counted_by_outlet_and_by_topic(datasette: Datasette, records: RecordFiles):
    """Without being asked: the file says what is worth counting."""
    answer = datasette.json("documents", _size="0")
    documents = records.documents.values()
    assert facet(answer, "outlet") == Counter(record["outlet"] for record in documents)
    assert facet(answer, "kind") == Counter(record["kind"] for record in documents)
    topics = Counter(topic for record in documents for topic in record["topics"])
    assert {value: facet(answer, "topics")[value] for value in topics} == topics


def test_an_outlet_is_counted_by_its_name(datasette: Datasette, records: RecordFiles):
    answer = datasette.json("documents", _size="0")
    labels = {one["value"]: one["label"] for one in answer["facet_results"]["outlet"]["results"]}
    assert labels
    assert labels == {id: records.label("outlets", id) for id in labels}


def test_documents_are_found_by_a_word_of_the_headline(datasette: Datasette, records: RecordFiles):
    rows = datasette.rows("documents", _search="crane")
    found = {row["id"] for row in rows}
    titled = {id for id, one in records.documents.items() if re.search(r"\bcrane\b", one["title"].casefold())}
    assert titled
    assert titled <= found < set(records.documents)
    assert all("crane" in json.dumps(row).casefold() for row in rows)


def test_a_person_is_found_in_the_table_by_another_spelling(datasette: Datasette):
    (row,) = datasette.rows("people", _search="Ильзе")
    assert row["label"] == "Ilse Marrowby"
    assert [row["id"] for row in datasette.rows("terms", _search="Ilsa")] == ["ilse-marrowby"]


def test_a_view_answers_as_the_records_do(datasette: Datasette, records: RecordFiles):
    rows = datasette.rows("events_timeline")
    events = sorted(records.terms["events"].values(), key=lambda event: event["date"])
    assert [(row["label"], row["date"]) for row in rows] == [(one["label"], one["date"]) for one in events]


def test_the_questions_that_are_ready_answer_as_the_records_do(datasette: Datasette, records: RecordFiles):
    documents = records.documents
    assert {row["id"] for row in datasette.rows("documents_with_both", **QUERIES["documents_with_both"])} == {
        id for id, one in documents.items()
        if "harbour-treaty" in one["topics"] and "ilse-marrowby" in one.get("people", [])
    }  # fmt: skip
    about = datasette.rows("statements_about", **QUERIES["statements_about"])
    assert sorted((row["title"], row["lines"]) for row in about) == sorted(
        (one["title"], statement["lines"])
        for one in documents.values()
        for statement in one.get("statements", [])
        if "topics:crane-dispute" in statement.get("about", [])
    )
    assert [row["id"] for row in datasette.rows("find_term", **QUERIES["find_term"])] == ["ilse-marrowby"]
    years = datasette.rows("years_of_term", **QUERIES["years_of_term"])
    on_the_treaty = sum("harbour-treaty" in one["topics"] for one in documents.values())
    assert sum(row["documents"] for row in years) == on_the_treaty
    between = {row["id"] for row in datasette.rows("documents_between", **QUERIES["documents_between"])}
    dated = {
        id for id, one in documents.items() if re.match("2013-09-2[4-9]|2013-09-30|2013-10", one["date"])
    }
    assert dated
    assert dated <= between
    assert all(documents[id]["date"] == "unknown" or "2013" in documents[id]["date"] for id in between)


def test_what_is_searched_may_have_any_characters(datasette: Datasette):
    for words in ("", '"', "quay*", "a OR b", "-", "C++ (1)", "'; drop table documents; --", "гавань"):
        assert isinstance(datasette.rows("search", words=words), list)
        assert isinstance(datasette.rows("find_term", name=words), list)


def test_every_page_opens_and_explains_its_columns(datasette: Datasette):
    for name in (*SQL_TABLES, *VIEWS):
        page = html.unescape(datasette.page(f"archive/{name}"))
        assert "Each row is " in page
        explained = re.search(r'<dl class="column-descriptions">(.*?)</dl>', page, re.DOTALL)
        assert explained, name
        columns = datasette.json(name, _size="0")["columns"]
        assert re.findall("<dt>(.*?)</dt>", explained[1]) == [one for one in columns if one != "rowid"], name
        assert "`" not in explained[1]
    for name, parameters in QUERIES.items():
        assert "rows" in datasette.page(f"archive/{name}?{urllib.parse.urlencode(parameters)}")


def test_the_first_page_says_what_it_is_and_under_which_licence(datasette: Datasette):
    page = html.unescape(datasette.page())
    collection = load_archive(TOY).collection
    assert collection.title in page
    assert collection.description in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    assert f'href="{ADDRESS}"' in page


def test_the_page_of_the_file_leads_to_what_to_begin_with(datasette: Datasette):
    page = datasette.page("archive")
    links = re.findall(r'<a href="(archive/[^"]*)">', page)
    assert len(links) == 5
    for link in links:
        assert datasette.page(html.unescape(link))
    for title in ("Search headlines and summaries", "Documents between two days"):
        assert title in page


def test_the_tables_of_the_indexes_are_hidden(datasette: Datasette):
    tables = json.loads(datasette.page("archive.json"))["tables"]
    hidden = {table["name"] for table in tables if table["hidden"]}
    assert {"documents_fts", "terms_fts"} < hidden
    assert {table["name"] for table in tables} - hidden == set(SQL_TABLES)


def test_rows_have_names_and_not_ids_where_they_lead_to_others(datasette: Datasette, records: RecordFiles):
    page = html.unescape(datasette.page("archive/topics_of_documents"))
    named = {topic for record in records.documents.values() for topic in record["topics"]}
    assert named
    for topic in named:
        assert f">{records.label('topics', topic)}</a>" in page


def test_an_unknown_table_is_not_there(datasette: Datasette):
    """That the other tests ask for pages which are there, and not for whatever is answered."""
    with pytest.raises(urllib.error.HTTPError):
        datasette.page("archive/captures")


def test_without_an_address_and_a_collection_nothing_is_invented(tmp_path: Path):
    metadata = json.loads(render_datasette_metadata(load_archive(tmp_path), ""))
    assert metadata["title"] == "Press archive"
    assert not {"source", "source_url", "about_url"} & set(metadata)
    assert metadata["license"] == "Creative Commons Attribution 4.0"
