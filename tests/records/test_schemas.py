"""The JSON Schemas that editors use agree with the models, the records, the examples and the checks."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from case_files import CASES, edit
from conftest import REPOSITORY, TOY
from example_page import EXAMPLE
from press_archive.base.problems import format_field
from press_archive.cli import main
from press_archive.records import terms, values
from press_archive.records.files import RECORDS, list_records, record_name
from press_archive.records.forms.canonical import MODELINE, format_record
from press_archive.records.forms.schemas import render_schema, schema_path
from press_archive.yaml_text.reading import parse_front_matter


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do, by the core schema of YAML 1.2
    (https://yaml.org/spec/1.2.2/#103-core-schema).
    """

    yaml_implicit_resolvers: dict = {}  # noqa: RUF012 - it replaces that of the class above, which is YAML 1.1


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", [*"~nN", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)


def load(text: str, path: str, name: str) -> Any:
    """Return what an editor reads in a record, written in the canonical form."""
    written, problems = format_record(text, path, name)
    assert problems == []
    return yaml.load(written.split("---\n", 2)[1] if name == "document" else written, EditorLoader)


def labels_in(schema: dict) -> dict[str, dict[str, str]]:
    """Return the terms that a schema offers: vocabulary → id → label."""
    offered = {name: schema["$defs"].get(name, {}).get("anyOf", [{}])[0] for name in terms.VOCABULARIES}
    return {
        name: dict(zip(branch["enum"], branch["enumDescriptions"], strict=True))
        for name, branch in offered.items()
        if "enum" in branch
    }


def errors(schema: dict, value: Any) -> Iterator[tuple[str, str]]:
    """Yield (field, message) for what a schema refuses in a value; the field that is too much or missing is
    named.
    """
    for error in jsonschema.Draft202012Validator(schema).iter_errors(value):
        place = list(error.absolute_path)
        names: list = [[]]
        if error.validator == "additionalProperties":
            names = [[name] for name in error.instance if name not in error.schema.get("properties", {})]
        elif error.validator == "required":
            names = [[name] for name in error.validator_value if name not in error.instance]
        yield from ((format_field([*place, *name]), error.message) for name in names)


SCHEMAS = {name: json.loads((REPOSITORY / schema_path(name)).read_text(encoding="utf-8")) for name in RECORDS}
FILES = [
    (root, path.relative_to(root).as_posix()) for root in (REPOSITORY, TOY) for path in list_records(root)[0]
]


# --- With the models


@pytest.mark.parametrize("name", RECORDS)
def test_a_schema_is_one_of_json_schema_2020_12(name):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", RECORDS)
def test_the_schemas_are_those_of_the_models_whatever_terms_they_offer(name):
    # A term may be newer than the schemas, for whoever adds it in a browser writes none: an editor offers it
    # later, and the check knows it at once. So the terms that a schema offers are taken as they are, and all
    # else has to be as written.
    assert (REPOSITORY / schema_path(name)).read_text(encoding="utf-8") == render_schema(
        name, labels_in(SCHEMAS[name])
    ), "not as the models are. Write it with: archive schema"


def test_there_is_a_schema_for_each_kind_of_record_and_no_other():
    assert {path.name for path in (REPOSITORY / "schema").iterdir()} == {f"{name}.json" for name in RECORDS}


def at(schema: dict, place: list[str | int]) -> dict:
    """Return the part of a schema that a field's value has to fit."""
    part = schema
    for step in place:
        part = (
            part["items"]
            if isinstance(step, int)
            else part.get("properties", {}).get(step) or part["additionalProperties"]
        )
        if "$ref" in part and part["$ref"].removeprefix("#/$defs/") not in terms.VOCABULARIES:
            part = schema["$defs"][part["$ref"].removeprefix("#/$defs/")]
    return part


@pytest.mark.parametrize("name", RECORDS)
def test_a_schema_says_of_every_field_what_the_model_says(name):
    record = ["any-id"] if name in (*terms.VOCABULARIES, "searches", "links") else []
    for field, info in RECORDS[name].model_fields.items():
        properties = at(SCHEMAS[name], record)["properties"]
        assert properties[field]["description"] == info.description
    assert list(properties) == list(RECORDS[name].model_fields)
    assert at(SCHEMAS[name], record)["required"] == [
        field for field, info in RECORDS[name].model_fields.items() if info.is_required()
    ]


DATES = [
    year + month + day + doubt
    for year, month, day, doubt in itertools.product(
        ["2013", "201X", "20XX", "XXXX", "0001", "13"], ["", "-09", "-12", "-00", "-13", "-1X", "-XX"],
        ["", "-01", "-31", "-32", "-1X", "-XX"], ["", "~", "?", "%", "~?"],
    )
    if month or not day
]  # fmt: skip
TEXTS = [
    "unknown", "", " ", "a", "a-b", "A", "a b", "a\nb", "TODO", "Q42", "Q0", "3", "3-5", "3-5, 9", "3 ,4", "0", "-3", "3;4",
    "2013/2014", "2013-05/2014", "2013/", "2013/..", "../2013", "/2013", "/", "../..", "https://a.example/", "https://a.example:80/x?y#z", "https:///x", "https://?x",
    "https://[::1]/", "https://[foo",
    "https://a b", "ftp://a.example", "documents:a-b", "documents:a-b#L13", "documents:a#L0", "topics:a", "people:a", "a.example", "example",
    "a" * 64, "0" * 64, "a/b", "Kade #4", "é",
]  # fmt: skip


@pytest.mark.parametrize(
    "type",
    [
        "Text", "Id", "Url", "Sha256", "Wikidata", "Host", "FileName", "EdtfDate", "EdtfInterval",
        "EdtfIntervalOrUnknown", "ClosedInterval", "Months",
        "LineRanges", "Reference", "Page", "Caution", "OneRun", "Addressee", "Subject", "BasisOrReference",
    ],
)  # fmt: skip
def test_a_schema_accepts_every_text_that_the_model_accepts_and_tells_most_others(type):
    adapter = TypeAdapter(getattr(values, type))
    schema = jsonschema.Draft202012Validator(adapter.json_schema())
    texts = TEXTS + DATES + [f"{first}/{last}" for first, last in itertools.pairwise(DATES)]
    accepted, told = [], []
    for text in texts:
        try:
            adapter.validate_python(text)
            accepted.append(text)
        except ValidationError:
            told.append(schema.is_valid(text))
    assert accepted
    # What is left to do is no matter of the models: `archive check` looks for it in every field.
    assert [text for text in accepted if not schema.is_valid(text) and text != "TODO"] == []
    assert told.count(False) > 0.8 * len(told)


# --- With the records and the examples


@pytest.mark.parametrize(("root", "path"), FILES, ids=[f"{root.name}-{path}" for root, path in FILES])
def test_every_record_is_accepted_as_an_editor_reads_it(root, path):
    name = record_name(path)
    assert list(errors(SCHEMAS[name], load((root / path).read_text(encoding="utf-8"), path, name))) == []


@pytest.mark.parametrize("path", EXAMPLE)
def test_every_example_of_contributing_is_accepted_as_it_stands(path):
    name = record_name(path)
    fields = EXAMPLE[path].split("---\n", 2)[1] if name == "document" else EXAMPLE[path]
    assert list(errors(SCHEMAS[name], yaml.load(fields, EditorLoader))) == []


def test_every_record_of_the_repository_is_read_by_editors_as_by_the_archive():
    def texts(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): texts(item) for key, item in value.items()}
        return [texts(item) for item in value] if isinstance(value, list) else str(value)

    for path in list_records(REPOSITORY)[0]:
        if path.suffix == ".md":
            text = path.read_text(encoding="utf-8")
            assert (
                texts(yaml.load(text.split("---\n", 2)[1], EditorLoader))
                == parse_front_matter(text, "x")[0].value
            )


# --- With the checks

# What is wrong in a single value, so that a schema might tell; the rest shows only beside other records or
# the capture.
OF_A_VALUE = {"R101", "R102", "R103", "R117", "Y105"}
# Cases whose value a schema cannot tell, and why.
NOT_TOLD = {
    ("R103-date-that-does-not-exist", "date"): "the length of a month",
    ("R103-interval-that-ends-before-it-begins", "harbour-conference-2014.date"): "two dates in their order",
    ("R103-values-of-the-wrong-form", "lines"): "two lines in their order",
    ("R103-values-of-terms", "ilse-marrowby.offices[0].end"): "two fields beside each other",
    **{
        ("R103-entries-of-the-wrong-form", f"entries[{position}]"): "fields beside each other"
        for position in range(4, 9)
    },
    ("R103-limits-of-words-the-wrong-way-round", "summary_words"): "two numbers in their order",
    ("R103-a-gloss-of-an-english-headline", "gloss"): "two fields beside each other",
    (
        "R103-an-instrument-without-a-date",
        "treaty-of-port-saltmere.date",
    ): "a field that another one replaces",
    ("R103-open-intervals-that-are-nearly-right", "date"): "two dates in their order",
}
PROBLEM = re.compile(r"(?P<path>sources/[^:]+)(?::\d+)?: (?P<code>[A-Z]\d{3}) (?P<field>\S+): ")


def wrong_values() -> Iterator[tuple[str, dict, str, str]]:
    """Yield (name of the case, case, path of the record, field) of the cases whose problem lies in a value."""
    for file in CASES:
        case = yaml.safe_load(file.read_text(encoding="utf-8"))
        for match in map(PROBLEM.match, case["expected"].splitlines()):
            if match and match["code"] in OF_A_VALUE and record_name(match["path"]):
                yield file.stem, case, match["path"], match["field"]


WRONG_VALUES = list(wrong_values())


@pytest.mark.parametrize(
    ("stem", "case", "path", "field"),
    WRONG_VALUES,
    ids=lambda value: None if isinstance(value, dict) else value,
)
def test_a_wrong_value_of_a_case_is_refused_by_the_schema_too(toy, stem, case, path, field):
    for change in case["edits"]:
        edit(toy, change)
    name = record_name(path)
    refused = [
        found
        for found, _ in errors(SCHEMAS[name], load((toy / path).read_text(encoding="utf-8"), path, name))
    ]
    told = any(found == field or found.startswith((f"{field}.", f"{field}[")) for found in refused)
    assert told != ((stem, field) in NOT_TOLD), f"refused are {refused}"


def test_what_a_schema_cannot_tell_is_named_for_cases_that_exist():
    assert NOT_TOLD.keys() <= {(stem, field) for stem, _, _, field in WRONG_VALUES}


UNKNOWN_TERM = re.compile(
    r"(sources/[^:]+):\d+: R104 (\S+): unknown (?:term|speaker(?=.*/people\.yml)) .* Expected an id from sources/vocabulary/(\w+)\.yml\.",
    re.MULTILINE,
)


def test_a_field_of_ids_offers_the_terms_of_the_vocabulary_in_which_the_check_looks():
    looked = set()
    for file in CASES:
        looked |= set(UNKNOWN_TERM.findall(yaml.safe_load(file.read_text(encoding="utf-8"))["expected"]))
    assert looked
    for path, field, vocabulary in looked:
        place = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", field)]
        offered = at(SCHEMAS[record_name(path)], place)
        references = [part.get("$ref") for part in (offered, *offered.get("anyOf", []))]
        assert f"#/$defs/{vocabulary}" in references, (path, field)


@pytest.mark.parametrize("name", ["document", "events"])
@pytest.mark.parametrize("vocabulary", terms.VOCABULARIES)
def test_a_field_that_is_called_like_a_vocabulary_offers_its_terms(name, vocabulary):
    if vocabulary in RECORDS[name].model_fields:
        place = [vocabulary, 0] if name == "document" else ["any-id", vocabulary, 0]
        assert at(SCHEMAS[name], place)["$ref"] == f"#/$defs/{vocabulary}"


@pytest.mark.parametrize("name", ["document", "people", "outlets"])
def test_the_fields_that_may_be_inferred_are_offered(name):
    place = ["inferred"] if name == "document" else ["any-id", "inferred"]
    assert at(SCHEMAS[name], place)["propertyNames"]["enum"] == terms.inferrable(RECORDS[name])


# --- With editors


def test_the_settings_lead_to_the_schema_of_each_file_of_yaml():
    settings = json.loads((REPOSITORY / ".vscode" / "settings.json").read_text(encoding="utf-8"))[
        "yaml.schemas"
    ]
    assert set(settings) == {schema_path(name) for name in RECORDS if name != "document"}
    for schema, pattern in settings.items():
        found = [path.relative_to(TOY).as_posix() for path in TOY.glob(pattern)]
        assert found and {schema_path(record_name(path)) for path in found} == {schema}, pattern


def test_the_modeline_of_each_record_leads_to_a_file():
    for path in list_records(REPOSITORY)[0]:
        if path.suffix == ".yml":
            first = path.read_text(encoding="utf-8").splitlines()[0]
            target = path.parent / first.removeprefix(f"{MODELINE} $schema=")
            assert target.resolve() == REPOSITORY / schema_path(
                record_name(path.relative_to(REPOSITORY).as_posix())
            )


# --- The command


def test_the_command_writes_what_changed_with_the_terms_of_the_archive(toy, capsys):
    assert main(["--root", str(toy), "schema"]) == 0
    assert f"{len(RECORDS)} of {len(RECORDS)} files of schema/ changed." in capsys.readouterr().out
    document = json.loads((toy / schema_path("document")).read_text(encoding="utf-8"))
    assert labels_in(document)["outlets"]["gull-post"] == "Gull Post"
    before = {path: path.stat().st_mtime_ns for path in (toy / "schema").iterdir()}
    topics = toy / "sources" / "vocabulary" / "topics.yml"
    topics.write_text(
        f"{topics.read_text(encoding='utf-8')}tolls:\n  label: Tolls\n  scope: All.\n", encoding="utf-8"
    )
    assert main(["--root", str(toy), "schema"]) == 0
    assert capsys.readouterr().out == (
        "schema/document.json: written\nschema/topics.json: written\nschema/events.json: written\n"
        f"3 of {len(RECORDS)} files of schema/ changed.\n"
    )
    written = {path.name for path in before if path.stat().st_mtime_ns != before[path]}
    assert written == {"document.json", "events.json", "topics.json"}
    document = json.loads((toy / schema_path("document")).read_text(encoding="utf-8"))
    assert labels_in(document)["topics"]["tolls"] == "Tolls"


def test_a_term_that_the_schemas_do_not_offer_yet_is_accepted(toy):
    (path,) = toy.glob("sources/2019/*/*.md")
    text = path.read_text(encoding="utf-8").replace("topics: [", "topics: [newer-than-the-schema, ")
    assert list(errors(SCHEMAS["document"], load(text, "x", "document"))) == []


@pytest.mark.parametrize("before", [None, "", "# None yet.\n"])
def test_a_vocabulary_without_terms_offers_none(toy: Path, before):
    topics = toy / "sources" / "vocabulary" / "topics.yml"
    topics.unlink() if before is None else topics.write_text(before, encoding="utf-8")
    assert main(["--root", str(toy), "schema"]) == 0
    offered = labels_in(json.loads((toy / schema_path("document")).read_text(encoding="utf-8")))
    assert "topics" not in offered and "gull-post" in offered["outlets"]


def test_with_a_vocabulary_that_cannot_be_read_nothing_is_written(toy: Path, capsys):
    topics = toy / "sources" / "vocabulary" / "topics.yml"
    topics.write_text("a: b: c\n", encoding="utf-8")
    assert main(["--root", str(toy), "schema"]) == 1
    assert "sources/vocabulary/topics.yml" in capsys.readouterr().err
    assert not (toy / "schema").exists()
