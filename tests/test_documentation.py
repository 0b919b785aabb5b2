"""What is written about the archive agrees with the program and with itself."""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from markdown.extensions.toc import slugify

from conftest import REPOSITORY
from example_page import CAPTURE, DOCUMENT_PATH, EXAMPLE, EXAMPLE_PAGE, SOURCE_PATH
from press_archive.base.files.docs import GENERATED_FOLDERS, GENERATED_HOME
from press_archive.base.problems import CODES
from press_archive.captures.capture import CAPTURE_NAME
from press_archive.checks.run import check_archive
from press_archive.cli import main, parser
from press_archive.collection.loading import load_archive
from press_archive.records.checked_links import CheckedLink
from press_archive.records.closed_lists import (
    LINK_STATUSES,
    NEARNESS,
    RELATIONS,
    SAME_TEXT,
    WHOLENESS,
    Access,
    Basis,
    CutReason,
    EntryType,
    FindingField,
    Form,
    HistoryField,
    InstrumentType,
    Kind,
    LinkStatus,
    Nearness,
    OutletType,
    Robots,
    Role,
    Sameness,
    Wholeness,
)
from press_archive.records.fields import (
    ArchivedCopy,
    Collection,
    Cut,
    Document,
    Finding,
    Original,
    Permission,
    Republication,
    Search,
    Source,
    Statement,
)
from press_archive.records.history.entries import Entry
from press_archive.records.history.redirects import Redirect
from press_archive.records.languages import LANGUAGES, OUTLET_LANGUAGES
from press_archive.records.parsing import parse_record
from press_archive.records.record import Record
from press_archive.records.rights import RIGHTS
from press_archive.records.sites.part import Part
from press_archive.records.terms import Coordinates, Event, Instrument, Office, Outlet, Person, Place, Term
from press_archive.yaml_text.reading import parse_front_matter, parse_yaml

ABOUT = REPOSITORY / "docs" / "about"
DEVELOPMENT = REPOSITORY / "docs" / "development"
# Every text about the archive that is written by hand.
PAGES = [
    *(REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE-records.md")),
    *sorted(ABOUT.glob("*.md")),
    *sorted(DEVELOPMENT.glob("*.md")),
]
every_page = pytest.mark.parametrize(
    "page", PAGES, ids=[page.relative_to(REPOSITORY).as_posix() for page in PAGES]
)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def rows(markdown: str) -> list[tuple[str, ...]]:
    """Return the cells of every table's rows, the row of dashes left out."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    found = [re.split(r" \| ", line.removeprefix("| ").removesuffix(" |")) for line in lines]
    return [tuple(cells) for cells in found if set("".join(cells)) - set("|-: ")]


def tables(markdown: str) -> list[list[tuple[str, ...]]]:
    return [rows(block) for block in re.findall(r"(?:^\|.*\n)+", markdown, re.MULTILINE)]


def read_collection() -> dict:
    collection = parse_yaml(read(REPOSITORY / "sources" / "collection.yml"), "collection.yml").value
    assert isinstance(collection, dict)
    return collection


class MkDocsLoader(yaml.SafeLoader):
    """Reads mkdocs.yml, whose values may come from the environment."""


MkDocsLoader.add_constructor("!ENV", lambda loader, node: None)

CONTRIBUTING = read(REPOSITORY / "CONTRIBUTING.md")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example as an archive, with its capture."""
    for path, text in EXAMPLE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / SOURCE_PATH).with_name(CAPTURE_NAME).write_bytes(CAPTURE.encode())
    collection = "title: Toy\ndescription: Toy.\nabout: Toy.\nperiod: 2013\n"
    (tmp_path / "sources" / "collection.yml").write_text(collection, encoding="utf-8")
    return tmp_path


def test_the_page_on_contributing_is_shorter_than_nine_kilobytes() -> None:
    assert (REPOSITORY / "CONTRIBUTING.md").stat().st_size < 9_000


def test_the_readme_is_shorter_than_80_lines() -> None:
    assert len(read(REPOSITORY / "README.md").splitlines()) < 80


def headings(markdown: str) -> set[str]:
    """Return the ids of a page's headings: those that are given, and for the others what MkDocs and GitHub
    make of them.
    """
    found = re.findall(
        r"^#+ (.*?)(?: \{: #([\w-]+) \})?$", re.sub(r"```.*?```", "", markdown, flags=re.DOTALL), re.MULTILINE
    )
    return {id or slugify(text, "-") for text, id in found}


def wrong_links(page: Path) -> Iterator[str]:
    """Yield the links of a page that lead to no file, or to no heading of one; those to generated pages are
    left to MkDocs.
    """
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", read(page), flags=re.DOTALL)
    for path, _, anchor in (
        target.partition("#") for target in re.findall(r"\]\(([\w./-]*(?:#[\w-]+)?)\)", prose)
    ):
        target = (page.parent / path).resolve() if path else page
        docs = REPOSITORY / "docs"
        if target.is_relative_to(docs) and target.relative_to(docs).parts[0] in (
            *GENERATED_FOLDERS,
            GENERATED_HOME,
        ):
            continue
        if not target.is_file() or (anchor and anchor not in headings(read(target))):
            yield f"{path}#{anchor}"


@every_page
def test_every_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    assert list(wrong_links(page)) == []


def test_a_link_to_no_file_and_one_to_no_heading_are_found(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(
        "## A quay\n\n[a](page.md#a-quay) [b](page.md#a-crane) [c](none.md) [d](#a-quay)\n", "utf-8"
    )
    assert list(wrong_links(tmp_path / "page.md")) == ["page.md#a-crane", "none.md#"]


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(REPOSITORY / "Makefile"), re.MULTILINE))
    named = {target for page in PAGES for target in re.findall(r"`[^`\n]*\bmake ([a-z-]+)", read(page))}
    assert {"serve", "test", "site", "reading-room"} <= named <= targets


# Fields that a simple example has no use for.
NOT_IN_THE_EXAMPLE: dict[type[Record], set[str]] = {
    Source: {
        "original",  # its capture is the text received
        "robots",  # nobody objected to it
    },
    Document: {
        "gloss",  # its headline is English
        "mismatch",  # its text belongs to its headline
        "caution",  # its headline is neutral
        "republished",  # it was taken from its outlet
        "spoken_language",  # it was spoken in the language of the text
        "translator",  # it was spoken in English
        "rights",  # they are those of its source
        "robots",  # nobody objected to it
    },
}


def fields_of_the_example(model: type[Record]) -> list[str]:
    return [name for name in model.model_fields if name not in NOT_IN_THE_EXAMPLE[model]]


def test_the_example_source_parses_without_a_problem() -> None:
    tree = parse_yaml(EXAMPLE[SOURCE_PATH], SOURCE_PATH)
    _, problems = parse_record(Source, tree, SOURCE_PATH)
    assert tree.problems + problems == []
    assert isinstance(tree.value, dict)
    assert list(tree.value) == fields_of_the_example(Source)


def test_the_example_document_parses_without_a_problem() -> None:
    tree, _, _ = parse_front_matter(EXAMPLE[DOCUMENT_PATH], DOCUMENT_PATH)
    _, problems = parse_record(Document, tree, DOCUMENT_PATH)
    assert tree.problems + problems == []
    assert isinstance(tree.value, dict)
    assert list(tree.value) == fields_of_the_example(Document)


@pytest.mark.parametrize(
    ("path", "model"), [(SOURCE_PATH, Source), (DOCUMENT_PATH, Document)], ids=["source", "document"]
)
def test_every_field_of_the_example_stands_below_its_description(path: str, model: type[Record]) -> None:
    commented = re.findall(r"^# (.*)\n(\w+):", EXAMPLE[path], re.MULTILINE)
    assert commented == [
        (model.model_fields[name].description, name) for name in fields_of_the_example(model)
    ]


def test_the_example_is_an_archive_without_a_problem(example: Path) -> None:
    archive, problems = check_archive(load_archive(example))
    assert [str(problem) for problem in problems] == []
    assert archive.account("ferrytown-courier-bridge").balanced


def test_the_example_has_the_digest_of_its_capture() -> None:
    assert f"sha256: {hashlib.sha256(CAPTURE.encode()).hexdigest()}\n" in EXAMPLE[SOURCE_PATH]


def test_the_commands_that_measure_a_capture_give_what_the_example_records(tmp_path: Path) -> None:
    (tmp_path / "FILE").write_bytes(CAPTURE.encode())
    commands = re.findall(r"^((?:wc|awk|python3) .* FILE) +# (\w+)", CONTRIBUTING, re.MULTILINE)
    measured = {}
    for command, field in commands:
        done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=True)
        measured[field] = done.stdout.strip()
    recorded = parse_yaml(EXAMPLE[SOURCE_PATH], SOURCE_PATH).value
    assert isinstance(recorded, dict)
    assert measured == {field: recorded[field] for field in ("bytes", "lines", "blank")}


def test_the_draft_of_the_example_needs_what_is_told_and_nothing_else(example: Path, tmp_path: Path) -> None:
    shutil.rmtree((example / SOURCE_PATH).parent)
    (tmp_path / "bridge-interview.txt").write_bytes(CAPTURE.encode())
    assert main(["--root", str(example), "add", "--yes", str(tmp_path / "bridge-interview.txt")]) == 0
    (record,) = example.glob("sources/2013/*/source.yml")
    (document,) = record.parent.glob("*.md")
    assert f"`sources/2013/{record.parent.name}/`" in EXAMPLE_PAGE
    assert document.name == DOCUMENT_PATH.rsplit("/", 1)[1]
    shown = EXAMPLE_PAGE.split("The draft begins like this:\n\n```yaml\n", 1)[1].split("```\n", 1)[0]
    assert read(document).startswith(f"---\n{shown}")
    differ = set()
    pairs = (
        (parse_yaml(read(record), ""), parse_yaml(EXAMPLE[SOURCE_PATH], "")),
        (parse_front_matter(read(document), "")[0], parse_front_matter(EXAMPLE[DOCUMENT_PATH], "")[0]),
    )
    for drafted, finished in pairs:
        assert isinstance(drafted.value, dict)
        assert isinstance(finished.value, dict)
        empty = ([], {})
        names = {
            name
            for name in drafted.value.keys() | finished.value.keys()
            if finished.value.get(name) not in empty
        }
        differ |= {name for name in names if drafted.value.get(name) != finished.value.get(name)}
    assert differ == {
        "label", "captured", "captured_from", "added",
        "lines", "cuts",
        "archived", "topics", "events", "event_lines", "organisations", "spoken", "inferred", "statements", "findings",
        "access", "excerpts", "permission",
        "sort_names", "notes",
    }  # fmt: skip
    assert "TODO" in document.read_text(encoding="utf-8").rsplit("---\n", 1)[1]  # the summary


def test_the_message_that_is_shown_is_the_one_that_is_printed(example: Path) -> None:
    document = example / DOCUMENT_PATH
    document.write_text(read(document).replace("topics: [bridges]", "topics: [bridge]"), encoding="utf-8")
    _, problems = check_archive(load_archive(example))
    (printed,) = {str(problem) for problem in problems}
    assert f"\n{printed}\n" in CONTRIBUTING


@every_page
def test_no_command_is_named_that_does_not_exist(page: Path) -> None:
    (subparsers,) = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    assert set(re.findall(r"`(?:\.venv/bin/)?archive (\w+)", read(page))) <= set(subparsers.choices)


# Heading of docs/about/records.md → the models whose tables stand below it, and the fields left out as
# described before.
DESCRIBED: dict[str, list[tuple[type[Record], set[str]]]] = {
    "The fields of a source": [(Source, set()), (Permission, set()), (Cut, set()), (Original, set())],
    "The fields of a document": [
        (Document, set()),
        (ArchivedCopy, set()),
        (Republication, set()),
        (Statement, set()),
        (Finding, set()),
    ],
    "The fields of a term {: #terms }": [
        (Term, set()),
        (Person, set(Term.model_fields)),
        (Office, set()),
        (Place, set(Term.model_fields)),
        (Coordinates, set()),
        (Instrument, set(Term.model_fields)),
        (Event, set(Term.model_fields)),
        (Outlet, set(Term.model_fields)),
    ],
    "Searches that were made {: #searches }": [(Search, set())],
    "Addresses that were checked {: #links }": [(CheckedLink, set())],
    "The fields of the collection": [(Collection, set()), (Part, set())],
    "The history of a source {: #histories }": [(Entry, set()), (Redirect, set())],
}


@pytest.mark.parametrize("heading", DESCRIBED)
def test_the_fields_of_the_models_are_those_of_the_page_about_records(heading: str) -> None:
    section = read(ABOUT / "records.md").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    expected = [
        [("Field", "Required", "Meaning")]
        + [
            (f"`{name}`", "yes" if field.is_required() else "no", field.description)
            for name, field in model.model_fields.items()
            if name not in left_out
        ]
        for model, left_out in DESCRIBED[heading]
    ]
    assert tables(section) == expected


CLOSED_LISTS = {
    "`kind`": Kind,
    "`nearness`": Nearness,
    "`wholeness`": Wholeness,
    "`access`": Access,
    "`robots`": Robots,
    "`roles`": Role,
    "`cuts.reason`": CutReason,
    "`form` of a statement": Form,
    "`field` of a finding": FindingField,
    "`same` of a finding": Sameness,
    "`status` of an address": LinkStatus,
    "`type` of an instrument": InstrumentType,
    "`type` of an outlet": OutletType,
    "`type` of an entry in a history": EntryType,
    "`field` of an entry in a history": HistoryField,
    "`language`": LANGUAGES,
    "`spoken_language`, `languages` of an outlet": OUTLET_LANGUAGES,
}


def test_the_closed_lists_are_those_of_the_page_about_records() -> None:
    section = read(ABOUT / "records.md").split("\n## Closed lists\n")[1]
    expected = [(name, ", ".join(f"`{value}`" for value in values)) for name, values in CLOSED_LISTS.items()]
    assert rows(section)[1:] == expected


def test_every_nearness_and_wholeness_is_explained() -> None:
    section = read(ABOUT / "records.md").split("\n## How the words reach us\n")[1].split("\n## ")[0]
    assert tables(section) == [
        [("Value", "Meaning"), *((f"`{value}`", meaning) for value, meaning in explained.items())]
        for explained in (NEARNESS, WHOLENESS)
    ]


def test_every_status_of_an_address_is_explained() -> None:
    section = read(ABOUT / "records.md").split("\n## What an address answered {: #statuses }\n")[1]
    expected = [(f"`{status}`", meaning) for status, meaning in LINK_STATUSES.items()]
    assert tables(section.split("\n## ")[0]) == [[("Status", "Meaning"), *expected]]


@pytest.mark.parametrize(
    ("heading", "values"), [("Inferred fields", Basis), ("Findings from outside", Sameness)]
)
def test_every_basis_and_sameness_is_explained(heading: str, values: type[Basis | Sameness]) -> None:
    section = read(ABOUT / "records.md").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    explained = [row[0].strip("`") for row in rows(section)[1:]]
    references = [] if values is Sameness else ["documents:ID#L13", "https://…"]
    assert explained == [*values, *references]


def test_every_relation_is_explained_and_says_whether_the_text_is_the_same() -> None:
    section = read(ABOUT / "records.md").split("\n## Relations between documents\n")[1].split("\n## ")[0]
    told = {row[0]: row[-1] for row in rows(section)[1:]}
    assert told == {f"`{relation}`": "yes" if relation in SAME_TEXT else "no" for relation in RELATIONS}


def test_the_page_about_the_archive_answers_what_a_visitor_asks_in_this_order() -> None:
    headings = re.findall(r"^## (.*?)(?: \{: #([a-z-]+) \})?$", read(ABOUT / "index.md"), re.MULTILINE)
    assert headings == [
        ("What this is", ""),
        ("Who makes it", ""),
        ("Why it exists", ""),
        ("How it is made", ""),
        ("What is not here", ""),
        ("How to cite", ""),
        ("Take the data along, and follow it", "data"),
        ("How to object or correct something", "objections"),
        ("Privacy", ""),
    ]


def test_the_years_on_the_page_about_the_archive_are_those_of_the_collection() -> None:
    first, last = read_collection()["period"].split("/")
    assert set(re.findall(r"\b(\d{4}) to (\d{4})\b", read(ABOUT / "index.md"))) == {(first, last)}


def test_the_forms_keep_what_the_page_about_the_archive_promises() -> None:
    forms = REPOSITORY / ".github" / "ISSUE_TEMPLATE"
    assert (forms / "correct-a-record.yml").is_file()
    fields = {
        field["id"]: field for field in yaml.safe_load(read(forms / "withdraw.yml"))["body"] if "id" in field
    }
    assert not fields["why"].get("validations", {}).get("required")  # no reason need be given
    assert any("in private" in option for option in fields["answer"]["attributes"]["options"])


def test_the_page_about_records_has_the_heading_that_documents_link_to() -> None:
    assert "\n## Line references\n" in read(ABOUT / "records.md")


def test_the_rules_are_those_of_the_page_about_checks() -> None:
    assert tables(read(ABOUT / "checks.md"))[0] == [("Code", "Rule"), *CODES.items()]


def test_every_letter_of_a_code_is_explained() -> None:
    page = read(ABOUT / "checks.md")
    assert set(re.findall(r"\*\*([A-Z])\*\*", page)) == {code[0] for code in CODES}


def test_the_handbook_has_the_spellings_and_the_length_that_are_checked() -> None:
    collection = read_collection()
    page = read(ABOUT / "editorial.md")
    checked = {
        avoided: written
        for row in rows(page.split("\n## Names and spelling\n")[1].split("\n## ")[0])
        if row[-1] == "✓"
        for written, avoided in zip(row[0].split(", "), row[1].split(", "), strict=False)
    }
    assert {form: checked[form].partition(", for")[0] for form in checked} == collection["house_style"]
    least, most = collection["summary_words"].split("-")
    assert f"A summary has {least} to {most} words." in page
    assert f"Write {least} to {most} words" in CONTRIBUTING


def test_the_rights_statements_are_those_of_the_page_about_rights() -> None:
    section = read(ABOUT / "rights.md").split("\n## Rights statements\n")[1]
    assert rows(section) == [
        ("Code", "Statement"),
        *((f"`{code}`", f"[{name}]({url})") for code, (name, url) in RIGHTS.items()),
    ]


def test_every_access_is_explained_on_the_page_about_rights() -> None:
    section = read(ABOUT / "rights.md").split("\n## Access\n")[1].split("\n## ")[0]
    assert [row[0] for row in rows(section)[1:]] == [f"`{value}`" for value in Access]


@pytest.mark.parametrize(
    ("section", "folder"), [("About", ABOUT), ("Development", DEVELOPMENT)], ids=["about", "development"]
)
def test_pages_for_readers_and_pages_for_developers_are_two_sections_of_the_navigation(
    section: str, folder: Path
) -> None:
    nav = yaml.load(read(REPOSITORY / "mkdocs.yml"), Loader=MkDocsLoader)["nav"]
    (entries,) = [entry[section] for entry in nav if section in entry]
    listed = [path for entry in entries for path in entry.values()]
    assert sorted(listed) == sorted(
        path.relative_to(REPOSITORY / "docs").as_posix() for path in folder.glob("*.md")
    )


def test_every_name_of_the_code_in_the_glossary_exists() -> None:
    code = "\n".join(map(read, sorted((REPOSITORY / "scripts").rglob("*.py"))))
    names = {
        part
        for name in re.findall(r"`([A-Z]\w+(?:\.\w+)?)`", read(DEVELOPMENT / "glossary.md"))
        for part in name.split(".")
    }
    assert {"Record", "METADATA_ROLES", "capture"} <= names
    defined = set(re.findall(r"^ *(?:class |def )?(\w+)(?=[(:]| *[:=])", code, re.MULTILINE))
    assert names - defined == set()


def test_every_word_of_the_glossary_has_one_entry_with_its_meaning_its_places_and_its_false_friends() -> None:
    entries = [
        " ".join(text.split())
        for text in re.split(r"\n(?=- |\n)", read(DEVELOPMENT / "glossary.md"))
        if text.startswith("- ")
    ]
    found = [re.fullmatch(r"- \*\*([\w ,-]+)\*\*: .+\. \*In\* .+\. \*Not\* .+\.", entry) for entry in entries]
    assert [entry for entry, match in zip(entries, found, strict=True) if not match] == []
    words = [match[1] for match in found if match]
    assert {"capture", "cut", "headline"} <= set(words)
    assert [word for word in words if words.count(word) > 1] == []


def test_every_decision_begins_with_a_summary_of_a_line_its_date_and_its_status() -> None:
    _, *decisions = read(DEVELOPMENT / "decisions.md").split("\n### ")
    form = re.compile(
        r"[^\n]+\n\n\*\*[^\n]+\.\*\*\n\n"
        r"Date: 20\d\d-(0[1-9]|1[0-2]) · Status: (accepted|superseded by \[[^\]\n]+\]\([^)\n]+\))\n\n[^\n#]"
    )
    assert decisions
    assert [text.partition("\n")[0] for text in decisions if not form.match(text)] == []


@pytest.mark.parametrize(
    "path",
    sorted(path for name in ("about", "development") for path in (REPOSITORY / "docs" / name).glob("*.md")),
    ids=lambda path: path.name,
)
def test_every_column_of_a_table_has_a_heading(path: Path) -> None:
    """Screen readers name a cell by it, and axe finds a barrier where it is empty."""
    heads = re.findall(r"^(\|.*\|)\n\|(?: *:?-+:? *\|)+$", read(path), re.MULTILINE)
    assert [head for head in heads if not all(cell.strip() for cell in head.strip("|").split("|"))] == []


def test_the_contents_of_the_decisions_are_all_of_them_in_their_order() -> None:
    page = read(DEVELOPMENT / "decisions.md")
    contents = [
        " ".join(text.split())
        for text in re.findall(r"^ *- \[([^\]]+)\]\(#", page.partition("\n## ")[0], re.MULTILINE)
    ]
    assert contents == re.findall(r"^##+ (.+)$", page, re.MULTILINE)


def test_the_collection_and_the_site_have_one_name_and_description() -> None:
    site = yaml.load(read(REPOSITORY / "mkdocs.yml"), Loader=MkDocsLoader)
    collection = read_collection()
    assert (site["site_name"], site["site_description"]) == (collection["title"], collection["description"])
