"""Statements that share their lines: which of them are refused."""

from __future__ import annotations

import pytest

from press_archive.checks.run import check_archive
from press_archive.collection.loading import load_archive

WORDS = "  - {speaker: ilse-marrowby, lines: 6, form: quoted, occasion: shared-harbour-offer-2013}\n"


def problems(root, *statements: str) -> list[str]:
    """Return the codes and fields of the problems of a report with other statements in its last lines."""
    (record,) = root.glob("sources/2013/*/2013-09-24-shared-harbour-offered-to-ostrand.md")
    text = record.read_text(encoding="utf-8").replace("people: [", "people: [tomas-quill, anneke-duinstra, ")
    assert WORDS in text
    lines = "".join(f"  - {{{statement}}}\n" for statement in statements)
    record.write_text(text.replace(WORDS, lines), encoding="utf-8")
    return [f"{problem.code} {problem.field}" for problem in check_archive(load_archive(root))[1]]


ILSE, TOMAS = "speaker: ilse-marrowby", "speaker: tomas-quill"


@pytest.mark.parametrize(
    "statements",
    [
        (f"{ILSE}, lines: 6, form: quoted, quotation: 1", f"{TOMAS}, lines: 6, form: quoted, quotation: 2"),
        (f"{ILSE}, lines: 6, form: quoted", f"{TOMAS}, lines: 6, form: reported"),
        (f"{ILSE}, lines: 6, form: reported", f"{TOMAS}, lines: 6, form: reported"),
        (f"{ILSE}, lines: 5-6, form: quoted", f"{TOMAS}, lines: 6, form: quoted, quotation: 1"),
        (
            f"{ILSE}, lines: 6, form: reported, to: [people:tomas-quill]",
            f"{ILSE}, lines: 6, form: reported, to: [people:anneke-duinstra]",
        ),
    ],
)
def test_lines_may_contain_several_statements(toy, statements):
    assert problems(toy, *statements) == []


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ((f"{ILSE}, lines: 6, form: quoted", f"people: x, {TOMAS}, lines: 6, form: quoted"), "R101 statements[2].people"),
        ((f"{ILSE}, lines: 5-6, form: quoted", f"{TOMAS}, lines: 6, form: quoted"), "C209 statements[2]"),
        ((f"{ILSE}, lines: 5-6, form: quoted, quotation: 1", f"{TOMAS}, lines: 6, form: quoted, quotation: 1"), "C209 statements[2]"),
        ((f"{ILSE}, lines: 6, form: quoted", f"{TOMAS}, lines: 6, form: quoted"), "C209 statements[2]"),
        ((f"{ILSE}, lines: 6, form: quoted", "speaker: people:ilse-marrowby, lines: 6-6, form: quoted"), "C209 statements[2]"),
        ((f"{ILSE}, lines: 6, form: reported", f"{ILSE}, lines: 6, form: reported"), "C209 statements[2]"),
        ((f"{ILSE}, lines: 6, form: quoted, to: [people:tomas-quill]", f"{ILSE}, lines: 6, form: quoted"), "C209 statements[2]"),
    ],
)  # fmt: skip
def test_the_same_words_are_stated_once(toy, statements, expected):
    assert problems(toy, *statements) == [expected]


def test_statements_have_no_more_lines_than_a_capture(toy):
    many = [f"{ILSE}, lines: 1-{number}, form: reported" for number in (99_999, 99_998)]
    assert problems(toy, *many) == ["R103 statements"]
