"""Marks of direction in a capture turn round nothing of the archive's own words."""

from __future__ import annotations

from press_archive.captures.passages import Passage
from press_archive.pages.documents import render_passage
from press_archive.records.closed_lists import Role

OVERRIDE = "\u202e"


def test_every_captured_line_with_a_mark_of_direction_is_isolated():
    lines = ((3, f"Arden: A {OVERRIDE}quay"), (4, f"{OVERRIDE}opens"), (5, "today"))
    html = str(render_passage(Passage(lines, Role.QUESTION, "Arden")))
    assert html.count(OVERRIDE) == 2
    assert html.replace("&#58;", ":").count("<bdi>") == 2
    for part in html.split(OVERRIDE)[1:]:
        assert "</bdi>" in part.partition("<span")[0].partition("<a ")[0]
    assert '<span id="L5">today</span>' in html


def test_a_passage_without_marks_of_direction_is_as_it_was():
    assert "bdi" not in render_passage(Passage(((3, "A quay \u200f"),), Role.QUESTION))
