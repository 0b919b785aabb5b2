"""The files of data, read back by other programs: the data package, a file for each document, the addresses."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import frictionless
import jsonschema
import openapi_spec_validator
import pytest
import yaml

from conftest import REPOSITORY, TOY
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.site_data import render_data
from site_fixtures import recorded_documents
from toy_archive import BRIEF, TAKEN

ADDRESS = "https://press.example/harbour/"
SCRIPT = """
import hashlib, pathlib, sys
from press_archive.collection.loading import load_archive
from press_archive.exports.site_data import render_data
for path, data in render_data(load_archive(pathlib.Path(sys.argv[1])), sys.argv[2]).items():
    print(path, hashlib.sha256(data).hexdigest())
"""


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load_archive(TOY)


@pytest.fixture(scope="module")
def files(archive: Archive) -> dict[str, bytes]:
    return render_data(archive, ADDRESS)


def written(files: dict[str, bytes], folder: Path) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def document(files: dict[str, bytes], id: str) -> dict:
    return json.loads(files[f"documents/{id}/document.json"])


@pytest.mark.parametrize("root", [TOY, REPOSITORY], ids=["toy", "real"])
def test_the_package_is_valid_and_its_tables_are_as_it_says(root: Path, tmp_path: Path):
    written(render_data(load_archive(root), ADDRESS), tmp_path)
    report = frictionless.validate(str(tmp_path / "data/datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    rows = {task.name: task.stats.get("rows", 0) for task in report.tasks}
    assert rows["documents"] == len(recorded_documents(root))
    assert rows["sources"] == len({document.folder for document in recorded_documents(root).values()})


def test_a_program_that_reads_the_package_gets_values_with_their_types(files, tmp_path: Path):
    package = frictionless.Package(str(written(files, tmp_path) / "data/datapackage.json"))
    rows = {row["id"]: row for row in package.get_resource("documents").read_rows()}
    fields = recorded_documents(TOY)[TAKEN].fields
    assert rows[TAKEN]["topics"] == fields["topics"]
    assert rows[TAKEN]["date_earliest"].isoformat() == fields["date"]
    assert rows[TAKEN]["roles"] == fields["roles"]
    assert rows[TAKEN]["statements"] == len(fields["statements"])
    assert rows[BRIEF]["statements"] is None  # none are listed yet


def test_the_package_tells_a_changed_file_and_a_row_that_refers_to_nothing(files, tmp_path: Path):
    folder = written(files, tmp_path) / "data"
    path = folder / "statements.csv"
    path.write_bytes(path.read_bytes().replace(TAKEN.encode(), b"no-such-document", 1))
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert {"hash-count", "foreign-key"} <= {error.type for task in report.tasks for error in task.errors}


def test_the_package_names_size_digest_licence_and_the_latest_day_of_the_records(files, archive: Archive):
    package = json.loads(files["data/datapackage.json"])
    assert package["title"] == yaml.safe_load((TOY / "sources/collection.yml").read_text("utf-8"))["title"]
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    texts = [path.read_text("utf-8") for path in (TOY / "sources/links.yml", *TOY.glob("sources/history/*"))]
    latest = max(day for text in texts for day in re.findall(r"date: ([0-9]{4}-[0-9]{2}-[0-9]{2})", text))
    assert package["created"] == f"{latest}T00:00:00Z"
    for resource in package["resources"]:
        data = files[f"data/{resource['path']}"]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.mark.parametrize("root", [TOY, REPOSITORY], ids=["toy", "real"])
def test_the_file_of_each_document_is_what_its_schema_says(root: Path):
    files = render_data(load_archive(root), ADDRESS)
    schema = json.loads(files["data/schema/document-1.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for id in recorded_documents(root):
        found = document(files, id)
        validator.validate(found)
        assert found["$schema"] == schema["$id"]


@pytest.mark.parametrize(
    "change",
    [{"version": 2}, {"record": {}}, {"page": 3}, {"related": [{"id": "x"}]}, {"best_date": None}],
    ids=lambda change: next(iter(change)),
)
def test_the_schema_refuses_another_form(files, change: dict):
    schema = json.loads(files["data/schema/document-1.json"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(document(files, TAKEN) | change)


def in_yaml(value: object) -> object:
    """A value as the strict YAML of records has it: every scalar is a text."""
    if isinstance(value, dict):
        return {key: in_yaml(one) for key, one in value.items()}
    return [in_yaml(one) for one in value] if isinstance(value, list) else str(value)


def test_the_file_of_a_document_has_its_record_whole(files):
    for id, recorded in recorded_documents(TOY).items():
        fields = in_yaml(recorded.fields)
        for statement in fields.get("statements", []):  # a person may be named by the id alone
            if ":" not in statement["speaker"]:
                statement["speaker"] = f"people:{statement['speaker']}"
        assert in_yaml(document(files, id)["record"]) == fields


def test_the_file_of_a_document_names_its_capture(files):
    for id, recorded in recorded_documents(TOY).items():
        source = recorded.folder.name
        (sha256,) = re.findall(
            "^sha256: ([0-9a-f]{64})$", (recorded.folder / "source.yml").read_text("utf-8"), re.M
        )
        address = f"{ADDRESS}sources/{source}/"
        assert document(files, id)["source"] == {"id": source, "page": address, "sha256": sha256}


def test_the_file_of_a_document_has_its_summary_by_sentence_and_what_names_it(files):
    found = document(files, TAKEN)
    lines = [line for sentence in found["summary"] for line in sentence["lines"]]
    marks = re.findall(r"\[L([0-9]+)(?:-L([0-9]+))?\]", recorded_documents(TOY)[TAKEN].summary)
    assert lines == ["-".join(filter(None, mark)) for mark in marks]
    assert all(
        sentence["text"].endswith(".") and "[" not in sentence["text"] for sentence in found["summary"]
    )
    related = {(one["relation"], one["id"]) for one in found["related"]}
    assert ("excerpted in", BRIEF) in related
    assert {one["page"] for one in found["related"]} == {
        f"{ADDRESS}documents/{one['id']}/" for one in found["related"]
    }


def validate_addresses(files: dict[str, bytes], folder: Path) -> None:
    path = written(files, folder) / "data/openapi.json"
    openapi_spec_validator.validate(json.loads(path.read_bytes()), base_uri=path.as_uri())


def test_the_description_of_the_addresses_is_valid_and_each_file_is_there(
    files, archive: Archive, tmp_path: Path
):
    api = json.loads(files["data/openapi.json"])
    validate_addresses(files, tmp_path)
    assert api["servers"] == [{"url": ADDRESS}]
    for path in api["paths"]:
        for id in archive.documents if "{id}" in path else [""]:
            assert path.removeprefix("/").replace("{id}", id) in files


def test_without_an_address_everything_is_relative(archive: Archive, tmp_path: Path):
    files = render_data(archive, "")
    assert document(files, TAKEN)["page"] == f"documents/{TAKEN}/"
    jsonschema.Draft202012Validator.check_schema(json.loads(files["data/schema/document-1.json"]))
    validate_addresses(files, tmp_path)
    assert "homepage" not in json.loads(files["data/datapackage.json"])


def test_an_empty_archive_has_tables_without_rows(tmp_path: Path):
    (tmp_path / "sources").mkdir()
    files = render_data(load_archive(tmp_path), "")
    assert json.loads(files["documents/index.json"]) == []
    assert "created" not in json.loads(files["data/datapackage.json"])  # nobody knows of a day
    assert json.loads(gzip.decompress(files["data/documents.json.gz"])) == []
    written(files, tmp_path)
    report = frictionless.validate(str(tmp_path / "data/datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])


def test_the_list_of_documents_leads_to_the_file_of_each(files):
    listed = {one["id"]: one for one in json.loads(files["documents/index.json"])}
    assert set(listed) == set(recorded_documents(TOY))
    for id, one in listed.items():
        assert one["title"] == recorded_documents(TOY)[id].fields["title"]
        assert one["file"].removeprefix(ADDRESS) in files


def test_two_builds_make_the_same_files(files):
    assert render_data(load_archive(TOY), ADDRESS) == files


def test_two_processes_make_the_same_files(files):
    """With different seeds, on which the order of sets depends."""
    printed = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(TOY), ADDRESS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPOSITORY / "scripts")},
            capture_output=True, check=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(printed) == 1
    digests = dict(line.split(" ") for line in printed.pop().splitlines())
    assert digests == {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
