"""Records: what a model refuses is said with its line, its field and a hint."""

from __future__ import annotations

import pytest

from conftest import TOY
from press_archive.records.fields import Document
from press_archive.records.parsing import parse_record
from press_archive.records.terms import Outlet, Term
from press_archive.yaml_text.reading import parse_front_matter, parse_yaml

PATH = TOY / "sources/2018/lantern-interview/2018-12-24-i-have-never-met-a-tide.md"


def problems(old: str, new: str) -> list[tuple[str, str, str]]:
    text = PATH.read_text(encoding="utf-8")
    assert old in text
    tree, _, _ = parse_front_matter(text.replace(old, new), "x.md")
    record, found = parse_record(Document, tree, "x.md")
    assert (record is None) == bool(found)
    return [(problem.code, problem.field, problem.message) for problem in found]


def test_a_record_holds_what_its_fields_mean():
    tree, _, _ = parse_front_matter(PATH.read_text(encoding="utf-8"), "x.md")
    record, found = parse_record(Document, tree, "x.md")
    assert found == []
    assert record is not None
    assert record.title == '"I have never met a tide I could not wait for"'
    assert record.date.words == "about 24 December 2018"
    assert record.speakers["Tomas Quill (harbour master)"] == "unknown"
    assert record.terms()["outlets"] == ("lantern",)


def test_all_that_is_wrong_is_reported_at_once():
    found = problems("kind: interview\nlanguage: en\n", "kind: chat\ncolour: red\n")
    assert {(code, field) for code, field, _ in found} == {
        ("R103", "kind"),
        ("R101", "colour"),
        ("R102", "language"),
    }


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("byline: Anneke Duinstra", 'byline: " "', "byline"),
        ("byline: Anneke Duinstra", 'byline: "a\\nb"', "byline"),
        ("byline: Anneke Duinstra", "byline: [a]", "byline"),
        ("date: 2018-12-24~", "date: {a: b}", "date"),
        ("date: 2018-12-24~", "date: unknown-date", "date"),
        ("original_url: https://lantern.example/tide", "original_url: https://a b", "original_url"),
        ("original_url: https://lantern.example/tide", "original_url: //a", "original_url"),
        ("original_url: https://lantern.example/tide", "original_url: 'https://a\"b'", "original_url"),
        ("chain: [lantern]", "chain: []", "chain"),
        ("chain: [lantern]", "chain: [The Lantern]", "chain[0]"),
        ("lines: 1-2, 4", "lines: 2-1, 4", "lines"),
        ("roles: {1: title", "roles: {x: title", "roles"),
        ("roles: {1: title", "roles: {1: heading", "roles"),
        ("speakers: {", "speakers: {'': unknown, ", "speakers."),
        ("wholeness: complete", "wholeness: COMPLETE", "wholeness"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused(old, new, field):
    ((code, where, message),) = problems(old, new)
    assert (code, where) == ("R103", field)
    assert "Expected" in message


def test_only_an_outlet_has_a_type():
    tree = parse_yaml("a: {label: A, scope: B, type: blog}", "x.yml")
    assert parse_record(Outlet, tree, "x.yml", ("a",))[1] == []
    (problem,) = parse_record(Term, tree, "x.yml", ("a",))[1]
    assert (problem.code, problem.field, problem.line) == ("R101", "a.type", 1)


def test_names_are_kept_by_language():
    tree = parse_yaml("a:\n  label: A\n  scope: B\n  variants:\n    no: [Å]\n    xx: [X]\n", "x.yml")
    (problem,) = parse_record(Term, tree, "x.yml", ("a",))[1]
    assert (problem.code, problem.field, problem.line) == ("R103", "a.variants.xx", 6)


def test_a_problem_keeps_its_location_where_a_key_looks_like_a_path():
    record = "speakers: {'A. Brook [host]': TODO}"
    problems = parse_record(Document, parse_yaml(record, "a.md"), "a.md")[1]
    (problem,) = [problem for problem in problems if problem.code == "R117"]
    assert problem.location == ("speakers", "A. Brook [host]")
    assert str(problem).startswith("a.md:1: R117 speakers.A. Brook [host]: ")
