"""Summaries: the small part of Markdown that they may use, and nothing more."""

from __future__ import annotations

import time

import pytest

from press_archive.records.lines import LineRange
from press_archive.records.summaries import parse_summary, sentences, split_sentences


def runs(text: str) -> list[tuple[str, str]]:
    summary, problems = parse_summary(text, "x.md", 1)
    assert problems == []
    return [(inline.kind, inline.text) for inline in summary.inlines()]


def test_emphasis_links_and_references_are_told_from_text():
    assert runs("A *b* **c d** [e](topics:f) and [g](https://h.example/i) [L3] [L4-L9].") == [
        ("text", "A "), ("emphasis", "b"), ("text", " "), ("strong", "c d"), ("text", " "), ("link", "e"), ("text", " and "),
        ("link", "g"), ("text", " "), ("reference", "[L3]"), ("text", " "), ("reference", "[L4-L9]"), ("text", "."),
    ]  # fmt: skip


def test_a_reference_names_its_lines():
    summary, _ = parse_summary("One [L3], two [L4-L9], three [L4-9].", "x.md", 1)
    assert [inline.lines for inline in summary.inlines() if inline.lines] == [
        LineRange(3, 3),
        LineRange(4, 9),
        LineRange(4, 9),
    ]


@pytest.mark.parametrize(
    "text", ["2 * 3 * 4", "a*", "[L0]", "[La]", "[x] (y)", "[]()", "a_b_c", "5 < 6 > 4", "[x](a b)"]
)
def test_what_only_resembles_markdown_stays_text(text):
    assert "".join(shown for _, shown in runs(text)) == text
    assert {kind for kind, _ in runs(text)} == {"text"}


def test_paragraphs_and_lists_are_blocks():
    summary, problems = parse_summary("One\ntwo.\n\n- three\n  four\n- five\n\nSix.", "x.md", 1)
    assert problems == []
    assert [(block.kind, len(block.items)) for block in summary.blocks] == [
        ("paragraph", 1),
        ("list", 2),
        ("paragraph", 1),
    ]
    assert summary.plain == "One two. three four five Six."


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("One [L1].", "One."),
        ("One [L1] [L2-L3], two [L4] three\n[L5].", "One, two three."),
        ("[L1] One[L2]two", "One two"),
        ("- One [L1]\n- Two [L2]", "One Two"),
        ("He said “one” [L1]; *two* [L2].", "He said “one”; two."),
    ],
)
def test_without_its_references_a_summary_reads_on_to_its_full_stop(text, plain):
    summary, problems = parse_summary(text, "x.md", 1)
    assert (problems, summary.plain) == ([], plain)


def test_a_long_line_of_white_space_costs_no_time():
    began = time.monotonic()
    summary, problems = parse_summary(f"One [L1].\n\n{' ' * 400_000}\n\nTwo {' ' * 400_000} [L2].", "x.md", 1)
    assert (problems, [block.line for block in summary.blocks], summary.plain) == ([], [1, 5], "One. Two.")
    assert time.monotonic() - began < 5, "a time that grows with the square of the length would be an hour"


def test_every_run_knows_its_line_of_the_file():
    summary, _ = parse_summary("One [L1]\ntwo [L2].\n\n- three\n- four [L3]", "x.md", 20)
    assert [inline.line for inline in summary.inlines() if inline.lines] == [20, 21, 24]


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ("One.\n\n<b>two</b>", 3, "raw HTML"),
        ("a <!-- b -->", 1, "raw HTML"),
        ("a </p>", 1, "raw HTML"),
        ("# One", 1, "a heading"),
        ("One.\n\n---\n\nTwo.", 3, "a rule"),
        ("One\n * * *\nTwo", 2, "a rule"),
        ("One\n=====\n\nTwo", 2, "a rule"),
        ("One\n> two", 2, "a block quotation"),
        ("```\none\n```", 1, "a code block"),
        ("1. one", 1, "a numbered list"),
        ("| a | b |", 1, "a table"),
        ("![a](https://b.example/c.png)", 1, "an image"),
        ("a `b`", 1, "a code mark"),
    ],
)
def test_any_other_markdown_is_named_with_its_line(text, line, name):
    _, problems = parse_summary(text, "x.md", 1)
    found = [problem for problem in problems if problem.message.startswith(f"{name} (")]
    assert [(problem.code, problem.line) for problem in found] == [("S102", line)]


def test_nothing_is_no_summary():
    _, problems = parse_summary(" \n\n", "x.md", 7)
    assert [(problem.code, problem.line) for problem in problems] == [("S101", 7)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "no." Then he left [L3].', ['He said "no."', "Then he left."]),
        ("See [St. Alban. Yes](topics:a) now [L1]. Two.", ["See St. Alban. Yes now.", "Two."]),
        ("One *two. Three* [L2]. Four", ["One two.", "Three.", "Four"]),
        ("U.S. boats, e.g. two. И три [L4].", ["U.S. boats, e.g. two.", "И три."]),
        ("One boat [L1]. *Two* boats. [L2] Three [L3].", ["One boat.", "Two boats.", "Three."]),
        (
            "Mr. Quill met Dr. I. Brook and Prof. Lee [L1]. She left.",
            ["Mr. Quill met Dr. I. Brook and Prof. Lee.", "She left."],
        ),
        (
            "Gen. Arden sank. St. Alban did not. NATO. Two",
            ["Gen. Arden sank.", "St. Alban did not.", "NATO.", "Two"],
        ),
        ("- One. Two\n- Three", ["One.", "Two", "Three"]),
    ],
)
def test_a_summary_is_divided_into_sentences_and_loses_no_character(text: str, found: list[str]):
    summary, problems = parse_summary(text, "x.md", 1)
    assert problems == []
    assert [sentence.text for sentence in sentences(summary)] == found
    for block in summary.blocks:
        for item in block.items:
            parts = [run for runs_of_sentence in split_sentences(item) for run in runs_of_sentence]
            assert "".join(run.text for run in parts) == "".join(run.text for run in item)
