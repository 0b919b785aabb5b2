"""A text in copyright is shown in full, or for the most part, only with a permission that its record describes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.publish.build import build_docs
from press_archive.records.rights import RIGHTS
from toy_archive import PILOT_DOCUMENT, PILOT_FOLDER, PILOT_SOURCE, write_source

CAPTURE = "A pilot counts\n\nOne lamp was lit.\nTwo lamps were out.\nNo bell rang.\n"
PERMISSION = (
    "permission:\n  by: Pell Arden\n  date: 2014-06\n  note: A letter allows the whole text to be shown.\n"
)


def put(root: Path, access: str, rights: str = "InC", more: str = "", capture: str = CAPTURE) -> None:
    """Write a source of one document with an access and a rights statement."""
    write_source(root, capture, access=access)
    path = root / PILOT_SOURCE
    path.write_text(path.read_text("utf-8").replace("rights: InC", f"rights: {rights}") + more, "utf-8")


def problems(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    main(["--root", str(root), "check"])
    return [line for line in capsys.readouterr().err.splitlines() if "R131" in line]


@pytest.mark.parametrize("rights", RIGHTS)
def test_only_a_free_text_is_shown_in_full_without_a_permission(toy, capsys, rights):
    put(toy, "full", rights)
    free = rights.startswith(("CC", "NoC", "PDM"))
    assert bool(problems(toy, capsys)) is not free


def test_a_recorded_permission_lets_a_text_in_copyright_be_shown_and_is_on_its_page(toy, capsys):
    put(toy, "full", more=PERMISSION)
    assert problems(toy, capsys) == []
    build_docs(toy)
    page = (toy / "docs" / "sources" / "pilot-counts.md").read_text("utf-8")
    shown = page.split("\nPermission\n:   ")[1].split("\n")[0]
    assert (
        re.sub("<.*?>", "", shown) == "Pell Arden, June 2014: A letter allows the whole text to be shown&#46;"
    )


def test_a_document_in_copyright_is_not_shown_because_its_source_is_free(toy, capsys):
    put(toy, "full", "CC-BY-4.0")
    path = toy / PILOT_DOCUMENT
    path.write_text(path.read_text("utf-8").replace("# more", "rights: InC"), "utf-8")
    (problem,) = problems(toy, capsys)
    assert problem.startswith(f"{PILOT_DOCUMENT}:15: R131 rights: InC (in copyright), the access is full, ")


def test_an_excerpt_is_a_quotation_until_it_is_more_than_a_third_of_the_lines(toy, capsys):
    put(toy, "excerpt\nexcerpts: 3")
    assert problems(toy, capsys) == []
    put_again = (toy / PILOT_SOURCE).read_text("utf-8").replace("excerpts: 3", "excerpts: 3-4")
    (toy / PILOT_SOURCE).write_text(put_again, "utf-8")
    (problem,) = problems(toy, capsys)
    assert problem.startswith(f"{PILOT_FOLDER}/source.yml:10: R131 access: InC (in copyright), the excerpts ")
    assert "are more than a third of it, and no permission is recorded." in problem


def test_a_long_line_of_a_held_capture_is_no_short_excerpt(toy, capsys):
    put(toy, "excerpt\nexcerpts: 3", capture=CAPTURE.replace("One", "Every " * 30 + "one"))
    assert load_archive(toy).sources["pilot-counts"].capture
    assert len(problems(toy, capsys)) == 1


@pytest.mark.parametrize(
    ("field", "text"), [("by", "unknown"), ("by", '"-"'), ("note", "not asked"), ("note", "TBD.")]
)
def test_a_permission_that_says_nothing_is_none(toy, capsys, field, text):
    put(toy, "full", more=re.sub(rf"{field}: .*", f"{field}: {text}", PERMISSION))
    (problem,) = problems(toy, capsys)
    assert f"R131 permission.{field}: " in problem
