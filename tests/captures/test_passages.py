"""Passages: each line of a document once, in order; who speaks; what flows together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from press_archive.captures.capture import Capture
from press_archive.captures.passages import passages
from press_archive.records.closed_lists import Role
from press_archive.records.fields import Document
from press_archive.records.lines import LineRange


def document(lines: int, roles: dict[int, Role], speakers: dict[str, str] | None = None) -> Document:
    given_roles = tuple((LineRange(line, line), role) for line, role in roles.items())
    return Document.model_construct(lines=(LineRange(1, lines),), roles=given_roles, speakers=speakers or {})


def found(
    text: str, roles: dict[int, Role], speakers: dict[str, str] | None = None
) -> list[tuple[int, str, str, str]]:
    lines = tuple(text.split("\n"))
    made = passages(document(len(lines), roles, speakers), Capture(lines, 0, ""), range(1, 10**6))
    return [(passage.first, str(passage.role), passage.speaker, passage.text) for passage in made]


def test_lines_without_a_blank_line_between_are_one_paragraph():
    assert found("one\ntwo\n\nthree", {}) == [(1, "text", "", "one\ntwo"), (4, "text", "", "three")]


def test_a_dateline_flows_into_its_paragraph():
    assert found("PORT LOW, May 2 -\nThe board met.", {1: Role.DATELINE}) == [
        (1, "dateline", "", "PORT LOW, May 2 -\nThe board met.")
    ]


def test_two_captions_in_a_row_are_two_passages():
    assert [passage[0] for passage in found("a\na\nb", {1: Role.CAPTION, 2: Role.CAPTION})] == [1, 2, 3]


def test_a_turn_goes_on_until_the_next_speaker():
    text = "Question: Why?\n\nMinister: First.\n\nNote: this is no speaker.\nMore.\nQuestion: And?"
    roles = {1: Role.QUESTION, 3: Role.ANSWER, 5: Role.ANSWER, 6: Role.ANSWER, 7: Role.QUESTION}
    assert found(text, roles, {"Question": "unknown", "Minister": "iva-tern"}) == [
        (1, "question", "Question", "Question: Why?"),
        (3, "answer", "Minister", "Minister: First."),
        (5, "answer", "Minister", "Note: this is no speaker.\nMore."),
        (7, "question", "Question", "Question: And?"),
    ]


def test_the_longer_of_two_printed_names_is_the_speaker():
    speakers = {"Tern": "iva-tern", "Tern: the younger": "unknown"}
    assert found("Tern: the younger: No.", {1: Role.ANSWER}, speakers)[0][2] == "Tern: the younger"


def test_a_name_in_bold_or_on_a_line_of_its_own_is_a_speaker():
    text = "**Question:** Why?\nTOMAS QUILL\nFirst.\n**Iva Tern** Second.\nQuill – Third.\nTOMAS QUILL said this."
    roles = {1: Role.QUESTION, 2: Role.ANSWER, 3: Role.ANSWER, 4: Role.ANSWER, 5: Role.ANSWER, 6: Role.ANSWER}
    speakers = {
        "Question": "unknown",
        "TOMAS QUILL": "tomas-quill",
        "Iva Tern": "iva-tern",
        "Quill": "tomas-quill",
    }
    assert [(first, speaker) for first, _, speaker, _ in found(text, roles, speakers)] == [
        (1, "Question"), (2, "TOMAS QUILL"), (4, "Iva Tern"), (5, "Quill"),
    ]  # fmt: skip


def test_lines_cut_from_the_middle_are_in_no_passage():
    lines = ("one", "advert", "two")
    made = Document.model_construct(lines=(LineRange(1, 1), LineRange(3, 3)), roles=(), speakers={})
    assert [passage.text for passage in passages(made, Capture(lines, 0, ""), range(1, 10**6))] == [
        "one",
        "two",
    ]


def test_a_line_that_may_not_be_shown_ends_the_paragraph_and_is_in_none():
    lines = ("one", "two", "three", "four")
    made = passages(document(4, {}), Capture(lines, 0, ""), {1, 3, 4})
    assert [passage.text for passage in made] == ["one", "three\nfour"]


def test_a_hidden_line_still_says_who_speaks():
    lines = ("Minister: Secret.", "", "Public.")
    roles = {1: Role.ANSWER, 3: Role.ANSWER}
    made = list(passages(document(3, roles, {"Minister": "iva-tern"}), Capture(lines, 0, ""), {3}))
    assert [(passage.text, passage.label, passage.speaker) for passage in made] == [
        ("Public.", "", "Minister")
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "  ", "Q: a", "A: b", "c", "d e"]), st.sampled_from(list(Role))),
        min_size=1,
    )
)
def test_passages_hold_each_line_once_and_in_order(drawn):
    lines = tuple(line for line, _ in drawn)
    roles = {number: role for number, (_, role) in enumerate(drawn, 1)}
    made = list(
        passages(
            document(len(lines), roles, {"Q": "unknown", "A": "unknown"}),
            Capture(lines, 0, ""),
            range(1, 10**6),
        )
    )
    held = [pair for passage in made for pair in passage.lines]
    assert held == [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    for passage in made:
        assert passage.text == "\n".join(lines[passage.lines[0][0] - 1 : passage.lines[-1][0]])
