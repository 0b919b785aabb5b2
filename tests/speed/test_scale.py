"""The page on large archives says what its program computes from what was measured."""

from __future__ import annotations

from benchmarks.scale.estimate import GB, costs_of, need_of, read_measured
from benchmarks.scale.page import BEGIN, END, LIMITS, PAGE, render_block

# Invented costs: 1 KB and 2 files a document in parts, half of that on the home site, and something that is fixed.
FIGURES = [
    {
        "documents": number,
        "home_bytes": 5e6 + 500 * number,
        "part_bytes": 1_000.0 * number,
        "copied_bytes": 0.0,
        "addresses": 10 + 2 * number,
    }
    for number in (10, 1_000, 2_000)
]


def test_the_tables_of_the_page_are_those_that_the_program_computes() -> None:
    text = PAGE.read_text("utf-8")
    block = text[text.index(BEGIN) : text.index(END) + len(END)]
    assert block == render_block(read_measured())


def test_a_figure_grows_by_the_same_for_each_document() -> None:
    costs = costs_of(FIGURES)
    need = need_of(costs, 3_000_000)
    assert round(need.figures["home_bytes"]) == 1_505_000_000
    assert need.parts == 3
    assert need.homes == 2
    assert need.sitemaps == 121


def test_a_limit_is_reached_where_what_it_is_of_is_as_much() -> None:
    costs = costs_of(FIGURES)
    reached = costs.reached(["home_bytes", "part_bytes"], GB)
    assert abs(reached - 663_333) <= 1
    assert costs.at("home_bytes", reached) + costs.at("part_bytes", reached) <= GB


def test_every_limit_from_elsewhere_has_the_page_that_gives_it() -> None:
    assert [limit.what for limit in LIMITS if "https://" not in limit.source] == [
        "what the search loads before it looks for words: 1 MB, uncompressed"
    ]
