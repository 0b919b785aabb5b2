"""The documentation says what the code does: fields, codes, the example record, the title of the collection."""

from __future__ import annotations

import re

import pytest
import yaml
from conftest import REPOSITORY

from archive.lines import expand
from archive.models import Collection, Document, Event, Outlet, Source, Term
from archive.problems import CODES
from archive.records import parse_record
from archive.site import GENERATED_FOLDERS
from archive.summaries import parse_summary
from archive.yamlio import parse_front_matter, parse_yaml


def read(path: str) -> str:
    return (REPOSITORY / path).read_text(encoding="utf-8")


def fenced(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", read("CONTRIBUTING.md"), re.DOTALL | re.MULTILINE)
    return found


def test_the_readme_is_short():
    assert len(read("README.md").splitlines()) < 80


def test_the_example_source_is_a_valid_record_with_every_field():
    tree = parse_yaml(fenced("yaml"), "example")
    record, problems = parse_record(Source, tree, "example")
    assert [str(problem) for problem in tree.problems + problems] == []
    assert isinstance(record, Source)
    assert set(tree.value) == set(Source.model_fields)


def test_the_example_document_is_a_valid_record_with_every_field():
    tree, body, line = parse_front_matter(fenced("markdown"), "example")
    record, problems = parse_record(Document, tree, "example")
    _, summary_problems = parse_summary(body, "example", line)
    assert [str(problem) for problem in tree.problems + problems + summary_problems] == []
    assert isinstance(record, Document)
    assert set(tree.value) == set(Document.model_fields)


def test_the_example_accounts_for_every_line():
    source, _ = parse_record(Source, parse_yaml(fenced("yaml"), "example"), "example")
    document, _ = parse_record(Document, parse_front_matter(fenced("markdown"), "example")[0], "example")
    assert source is not None and document is not None
    blank = expand(source.blank)
    own, cut = expand(document.lines) - blank, expand(source.cuts[0].lines) - blank
    assert not own & cut
    assert own | cut | blank == set(range(1, source.lines + 1))


def fields_in(heading: str) -> dict[str, tuple[str, str]]:
    """Return the rows of the first table after a line of records.md."""
    table = read("docs/about/records.md").partition(f"\n{heading}\n")[2].partition("|---|---|---|\n")[2]
    rows = table.partition("\n\n")[0].strip().splitlines()
    cells = ([cell.strip() for cell in row.strip("|").split("|", 2)] for row in rows)
    return {name.strip("`"): (needed, described) for name, needed, described in cells}


@pytest.mark.parametrize(
    ("heading", "model", "base"),
    [
        ("## Fields of a source", Source, None),
        ("## Fields of a document", Document, None),
        ("## Fields of a term", Term, None),
        ("An event has these too:", Event, Term),
        ("And an outlet these:", Outlet, Term),
    ],
)
def test_the_fields_that_are_documented_are_those_of_the_models(heading, model, base):
    inherited = set(base.model_fields) if base else set()
    expected = {
        name: ("yes" if field.is_required() else "no", field.description)
        for name, field in model.model_fields.items()
        if name not in inherited
    }
    assert fields_in(heading) == expected


def test_every_rule_is_documented_word_for_word():
    rows = re.findall(r"^\| ([A-Z]\d{3}) \| (.*) \|$", read("docs/about/checks.md"), re.MULTILINE)
    assert dict(rows) == CODES
    assert [code for code, _ in rows] == list(CODES)


def test_the_collection_has_one_title_and_description():
    collection, problems = parse_record(Collection, parse_yaml(read("sources/collection.yml"), "collection"), "collection")
    assert problems == []
    assert collection is not None
    site = yaml.load(read("mkdocs.yml").replace("!ENV ", ""), Loader=yaml.BaseLoader)
    assert (collection.title, collection.description) == (site["site_name"], site["site_description"])


def test_no_generated_page_but_the_home_page_is_in_the_navigation():
    site = yaml.load(read("mkdocs.yml").replace("!ENV ", ""), Loader=yaml.BaseLoader)
    entries = re.findall(r"'([\w/-]+\.md)'", str(site["nav"]))
    assert "index.md" in entries
    assert [entry for entry in entries if entry != "index.md" and not (REPOSITORY / "docs" / entry).is_file()] == []
    assert not {entry.partition("/")[0] for entry in entries} & set(GENERATED_FOLDERS)


def test_git_ignores_every_folder_of_generated_pages():
    ignored = read(".gitignore").splitlines()
    assert [folder for folder in GENERATED_FOLDERS if f"/docs/{folder}/" not in ignored] == []
