"""Records in an older form: the check names each older field, and `archive format` brings it into the present
form without a guess.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from conftest import HERE, REPOSITORY
from press_archive.cli import main
from press_archive.records.fields import Document
from press_archive.records.forms.canonical import format_record
from press_archive.records.parsing import parse_record
from press_archive.records.terms import Event
from press_archive.yaml_text.reading import parse_front_matter, parse_yaml

# A document as it was written before nearness, wholeness, statements and the basis of what is inferred.
OLDER = """\
---
title: Gull counts quays  # as printed
date: 2014-05-05
outlet: tidewatch
kind: news-report
language: en
original_url: https://tidewatch.example/gull
byline: unknown
lines: 1-9
roles: {1: title}
# whose words
evidence: press-report
chain: [tidewatch]
extent: complete  # to the last line
topics: [harbour-treaty]
people: [ilse-marrowby, tomas-quill]
# the gull's own words are none
verbatim:
  # from the quay
  ilse-marrowby: 3-4, 7  # twice
  tomas-quill: "9"
inferred: [date, evidence]
notes:
  - The date is inferred from the weekday, a Monday.
  - The evidence is inferred; a heading says so.
---
A gull counts.
"""
# The same by hand, with what the older record says.
PRESENT = """\
---
title: Gull counts quays  # as printed
date: 2014-05-05
outlet: tidewatch
kind: news-report
language: en
original_url: https://tidewatch.example/gull
byline: unknown
lines: 1-9
roles: {1: title}
# whose words
nearness: report
chain: [tidewatch]
wholeness: complete  # to the last line
topics: [harbour-treaty]
people: [ilse-marrowby, tomas-quill]
# the gull's own words are none
statements:
  # from the quay
  - speaker: ilse-marrowby
    lines: 3-4  # twice
    form: quoted
  - speaker: ilse-marrowby
    lines: 7
    form: quoted
  - speaker: tomas-quill
    lines: 9
    form: quoted
inferred: {date: weekday, nearness: heading}
notes:
  - The date is inferred from the weekday, a Monday.
  - The nearness is inferred; a heading says so.
---
A gull counts.
"""


def formatted(text: str, name: str = "document") -> str:
    written, problems = format_record(text, "x", name)
    assert problems == []
    return written


def fields(text: str) -> dict:
    return parse_front_matter(text, "x.md")[0].value


def problems_of(text: str) -> list[str]:
    return sorted(
        str(problem) for problem in parse_record(Document, parse_front_matter(text, "x.md")[0], "x.md")[1]
    )


# --- What the check says of an older form

HINT = "Hint: run `archive format` with the path of this file; it keeps what the record says"


def test_each_older_field_is_named_once_with_the_command_that_updates_it():
    assert problems_of(OLDER) == [
        f"x.md:12: R101 evidence: a field of an older form. Expected `nearness`. {HINT}",
        f"x.md:14: R101 extent: a field of an older form. Expected `wholeness`. {HINT}",
        f"x.md:18: R101 verbatim: a field of an older form. Expected `statements`. {HINT}",
        "x.md:22: R103 inferred: a list, as in an older form. "
        f"Expected fields, each with what it is concluded from, such as {{date: text}}. {HINT}",
    ]


def test_a_field_that_is_there_in_both_forms_is_to_be_removed():
    both = PRESENT.replace("nearness: report\n", "nearness: report\nevidence: press-report\n")
    assert problems_of(both) == [
        "x.md:13: R101 evidence: a field of an older form. Expected `nearness`. "
        "Hint: remove it, as the record has `nearness`"
    ]
    assert fields(formatted(both))["evidence"] == "press-report"  # a person decides between the two


def test_only_a_document_had_these_fields():
    tree = parse_yaml("a: {label: A, scope: B, extent: complete, inferred: [date]}", "x.yml")
    extent, inferred = sorted(parse_record(Event, tree, "x.yml", ("a",))[1], key=lambda problem: problem.code)
    assert (extent.code, inferred.code) == ("R101", "R103")
    assert "older form" not in extent.message
    assert inferred.hint == HINT.removeprefix("Hint: ")


# --- What `archive format` makes of it


def test_what_the_record_says_is_kept_in_the_present_form_with_its_comments():
    assert formatted(OLDER) == PRESENT
    assert problems_of(PRESENT) == []


def test_formatting_again_changes_nothing():
    assert formatted(PRESENT) == PRESENT
    once = formatted(OLDER.replace("press-report", "aggregator-excerpt"))
    assert formatted(once) == once


@pytest.mark.parametrize(
    ("evidence", "extent", "nearness", "wholeness"),
    [
        ("official-transcript", "complete", "official-transcript", "complete"),
        ("republished-transcript", "cut-off", "transcript", "cut-off"),
        ("translation", "complete", "translation", "complete"),
        ("press-report", "cut-off", "report", "cut-off"),
        # It said only who republished, so how near it is remains to be said; what it broke off was chosen.
        (
            "aggregator-excerpt", "cut-off", "TODO transcript, translation, report, paraphrase or none?", "excerpt",
        ),
        (
            "aggregator-excerpt", "complete", "TODO transcript, translation, report, paraphrase or none?", "complete",
        ),
        ("TODO", "TODO", "TODO", "TODO"),
        ("hearsay", "half", "hearsay", "half"),  # no value of the older list: the check names it
    ],
)  # fmt: skip
def test_each_value_of_evidence_and_extent_has_a_present_one(evidence, extent, nearness, wholeness):
    older = OLDER.replace("press-report", evidence).replace("extent: complete", f"extent: {extent}")
    present = fields(formatted(older))
    assert (present["nearness"], present["wholeness"]) == (nearness, wholeness)
    assert not {"evidence", "extent", "verbatim"} & present.keys()


def test_what_the_record_does_not_say_is_left_to_do_and_the_check_names_it():
    older = (
        OLDER.replace("press-report", "aggregator-excerpt")
        .replace("The date is inferred from the weekday, a Monday", "Why the date is what it is")
        .replace(
            'verbatim:\n  # from the quay\n  ilse-marrowby: 3-4, 7  # twice\n  tomas-quill: "9"',
            "verbatim: {}",
        )
    )
    found = problems_of(formatted(older))
    assert [problem.split(". Expected")[0] for problem in found] == [
        "x.md:12: R117 nearness: left to do ('TODO transcript, translation, report, paraphrase or none?')",
        "x.md:18: R117 statements: left to do ('TODO who says what in which lines?')",
        "x.md:19: R117 inferred.date: left to do ('TODO what from?')",
    ]


@pytest.mark.parametrize(
    ("note", "basis"),
    [
        ("The place is inferred from the text.", "text"),
        ("The place is inferred: it is in the headline.", "heading"),
        ("The place is inferred from the button for readers.", "page-furniture"),
        ("The place is inferred; Tuesday was market day.", "weekday"),
        ("The place is inferred from the stamp of the digest.", "stamp"),
        ("The place is inferred, see https://velmora.example/quay?a=1.", "https://velmora.example/quay?a=1"),
        ("The place is inferred by general knowledge.", "TODO a reference"),
        ("The place is a guess.", "TODO what from?"),
        ("The date is inferred from a heading.", "TODO what from?"),
    ],
)
def test_the_basis_is_what_the_note_says(note, basis):
    older = (
        f"fair:\n  label: Fair\n  scope: A fair.\n  place: x\n  inferred: [place]\n  notes:\n    - '{note}'\n"
    )
    present = parse_yaml(formatted(older, "events"), "x").value["fair"]
    assert present["inferred"] == {"place": basis}
    assert present["notes"] == [note]


def test_the_comments_of_an_older_list_stay_and_a_field_that_it_names_twice_is_there_once():
    older = dedent("""\
        fair:
          label: Fair
          scope: A fair.
          inferred:
            # the mayor says so
            - place
            - date  # and the baker
            - place  # twice
          notes:
            - The place and the date are inferred from the text.
        """)
    written = formatted(older, "events")
    assert parse_yaml(written, "x").value["fair"]["inferred"] == {"place": "text", "date": "text"}
    for comment in ("# the mayor says so", "# and the baker", "# twice"):
        assert written.count(comment) == 1
    assert formatted(written, "events") == written


def test_a_form_that_the_older_records_did_not_have_is_left_to_the_check():
    odd = OLDER.replace(
        'verbatim:\n  # from the quay\n  ilse-marrowby: 3-4, 7  # twice\n  tomas-quill: "9"', "verbatim: 3-4"
    ).replace("inferred: [date, evidence]", "inferred: date")
    present = fields(formatted(odd))
    assert (present["verbatim"], present["inferred"]) == ("3-4", "date")
    assert {problem.split(": ")[1] for problem in problems_of(formatted(odd))} == {
        "R101 verbatim",
        "R103 inferred",
    }


# --- With the commands


def test_an_older_archive_is_brought_into_the_present_form_by_one_command(toy, capsys):
    (path,) = toy.glob("sources/2019/vestnik-dogovor/*.md")
    text = path.read_text(encoding="utf-8")
    before, rest = text.split("statements:\n")
    older = before.replace("nearness: report", "evidence: press-report").replace("wholeness:", "extent:")
    older += "verbatim:\n  ilse-marrowby: 5\n---\n" + rest.split("---\n")[1]
    path.write_text(older, encoding="utf-8")
    assert main(["--root", str(toy), "check"]) == 1
    assert capsys.readouterr().err.count("run `archive format`") == 3
    assert main(["--root", str(toy), "format", str(path)]) == 0
    assert main(["--root", str(toy), "check"]) == 0
    assert [statement["lines"] for statement in fields(path.read_text(encoding="utf-8"))["statements"]] == [
        "5"
    ]


def older_records() -> list[Path]:
    """The records in older forms that may lie beside the checkout, in folders of cases."""
    shared = REPOSITORY.parent / "shared" / "cases"
    folders = [shared / "hostile", shared / "adopters"]
    return sorted(path for folder in folders for path in folder.rglob("*.md") if path.name != "README.md")


def test_older_records_beside_the_checkout_are_brought_into_the_present_form():
    records = [path for path in older_records() if "\nevidence: " in path.read_text(encoding="utf-8")]
    if not records:
        pytest.skip(f"{HERE} there are no older records beside the checkout, in ../shared/cases")
    for path in records:
        text = path.read_text(encoding="utf-8")
        _, fence, rest = text.partition("---\n")
        older = fence + rest.split("\n```")[0]
        written = formatted(older)
        was, present = fields(older), fields(written)
        assert {"evidence", "extent", "verbatim"}.isdisjoint(present), path
        renamed = {"evidence": "nearness", "extent": "wholeness", "verbatim": "statements"}
        assert set(present) == {renamed.get(field, field) for field in was}, path
        assert formatted(written) == written, path
        assert not [problem for problem in problems_of(written) if "older form" in problem], path
