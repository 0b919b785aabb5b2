"""Strict YAML: what was typed stays, what could hide something is a problem, every key knows its line."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from press_archive.yaml_text.reading import parse_front_matter, parse_yaml, quote, render_fields


def codes(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in parse_yaml(text, "x.yml").problems]


@pytest.mark.parametrize(
    "typed", ["no", "yes", "on", "12:30", "2013-09-23", "1_000", "0x1f", "~", "null", "1e3", "0o17", ".inf"]
)
def test_a_value_stays_what_was_typed(typed):
    assert parse_yaml(f"a: {typed}", "x.yml").value == {"a": typed}
    assert parse_yaml(f"{typed}: a", "x.yml").value == {typed: "a"}


def test_every_key_and_item_knows_its_line():
    tree = parse_yaml("a: 1\nb:\n  - x\n  - c: 2\n    d: 3\n", "x.yml", first_line=10)
    assert tree.line(("a",)) == 10
    assert tree.line(("b", 0)) == 12
    assert tree.line(("b", 1, "d")) == 14
    assert tree.line(("b", 1, "missing")) == 13, "a place that is not there is near the one around it"


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a: 1\nb: 2\na: 3", 3, "Y102"),
        ("a: {b: 1, b: 2}", 1, "Y102"),
        ("a: &x 1", 1, "Y103"),
        ("a: 1\nb: !!int 1", 2, "Y103"),
        ("a: !python/object:x.Y {}", 1, "Y103"),
        ("&x a: 1", 1, "Y103"),
        ("a: *x", 1, "Y103"),
        ("a: [1\nb: 2", 1, "Y101"),
        ("a: 0\nb: {c: 1\nd: 2\ne: 3", 2, "Y101"),
        ("a: 'x", 1, "Y101"),
        ("a: 0\nb: 'x\nc: 1\nd: 2\n", 2, "Y101"),
        ('a: 0\nb: "x\nc: 1\nd: 2\n', 2, "Y101"),
        ("a: 0\nb\nc: 1", 2, "Y101"),
        ("a: 0\nb: 1\rc: 2", 2, "Y101"),
        ("a: 0\nb: 1\x852\nc: 3", 2, "Y101"),
        ("a: 0\nb: 1\u20282\nc: 3", 2, "Y101"),
        ("a: 0\nb: '1\u20292'\nc: 3", 2, "Y101"),
        ("a: b: c", 1, "Y101"),
        ("a: \x00", 1, "Y101"),
        ("? [a]\n: 1", 1, "Y101"),
        ("- a", 1, "Y105"),
        ("just a text", 1, "Y105"),
        ("# nothing", 1, "Y105"),
        ("a: 1\n---\nb: 2", 2, "Y105"),
    ],
)
def test_what_could_hide_something_is_a_problem(text, line, code):
    assert codes(text) == [(line, code)]


def test_characters_that_end_a_line_in_yaml_alone_may_be_written_as_escapes():
    assert parse_yaml(r'a: "\u2028\u0085\u000d"', "x.yml").value == {"a": "\u2028\x85\r"}


def test_a_merge_key_merges_nothing():
    assert parse_yaml("a: {b: 1}\n<<: {c: 2}", "x.yml").value == {"a": {"b": "1"}, "<<": {"c": "2"}}


def test_twelve_levels_are_read_and_thirteen_are_not():
    assert codes("[" * 12 + "]" * 12) == [(1, "Y105")], "read, and not a mapping"
    assert codes("[" * 13 + "]" * 13)[0] == (1, "Y104")
    assert "Y104" in [code for _, code in codes("[" * 5000 + "]" * 5000)]


def test_the_first_of_two_keys_is_kept_and_the_rest_is_read():
    tree = parse_yaml("a: 1\na: 2\nb: 3", "x.yml")
    assert tree.value == {"a": "1", "b": "3"}


def test_front_matter_gives_the_fields_the_body_and_its_line():
    tree, body, line = parse_front_matter("---\ntitle: A --- B\n---\n\nWords.\n\n---\nMore.\n", "x.md")
    assert tree.value == {"title": "A --- B"}
    assert tree.line(("title",)) == 2
    assert (body, line) == ("Words.\n\n---\nMore.", 5)


@pytest.mark.parametrize("text", ["title: A\n", "---\ntitle: A\n", "\ufeff---\ntitle: A\n---\n"])
def test_front_matter_without_its_two_lines_is_a_problem(text):
    tree, _, _ = parse_front_matter(text, "x.md")
    assert [problem.code for problem in tree.problems] == ["Y105"]


@given(st.text())
def test_a_quoted_text_is_the_same_in_yaml_and_json(text):
    assert yaml.load(quote(text), Loader=yaml.CSafeLoader) == text
    assert json.loads(quote(text)) == text


@given(st.dictionaries(st.sampled_from(["title", "date", "topics"]), st.text() | st.lists(st.text())))
def test_rendered_fields_come_back(fields):
    rendered = render_fields(fields)
    assert (yaml.load(rendered, Loader=yaml.CSafeLoader) or {}) == fields
    assert len(rendered.split("\n")) == max(len(fields), 1), "one line a field"
