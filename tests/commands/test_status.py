"""`archive status`: a row for every source, whatever state its record is in."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from conftest import REPOSITORY
from press_archive.checks.run import check_archive
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.commands.status import HEADINGS, list_sources, print_table

VESTNIK = "sources/2019/vestnik-dogovor"
TIDEWATCH = "sources/2013/tidewatch-shared-harbour"
# Year, id, documents, access of the toy archive's sources, as its folders and records say.
TOY = [
    ("2013", "gull-post-harbour", 4, "summary"), ("2013", "tidewatch-shared-harbour", 1, "summary"),
    ("2013", "zeebode-maandblad", 2, "summary"), ("2014", "harbour-digest", 4, "excerpt"),
    ("2014", "ministry-address", 1, "full"), ("2018", "lantern-interview", 1, "summary"),
    ("2019", "vestnik-dogovor", 1, "summary"),
]  # fmt: skip


def plain(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[list[list[str]], str]:
    """What is printed where no terminal is: the columns of the rows, and the sentence with the totals."""
    capsys.readouterr()
    assert main(["--root", str(root), "status"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    table, totals = told.out.rstrip("\n").split("\n\n")
    rows = [line.split() for line in table.splitlines()]
    assert rows[0] == HEADINGS
    return rows[1:], totals


def in_json(root: Path, capsys: pytest.CaptureFixture[str]) -> dict:
    capsys.readouterr()
    assert main(["--root", str(root), "status", "--format", "json"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.isascii()
    return json.loads(told.out)


def break_in_every_way(root: Path) -> None:
    """Break a record of nearly every source, each in another way, and the vocabularies too."""
    (root / VESTNIK / "source.yml").write_text("label: [\n", encoding="utf-8")
    (root / TIDEWATCH / "source.yml").unlink()
    (root / "sources/2014/harbour-digest/source.yml").write_bytes(b"\xff\xfe")
    (root / "sources/2014/ministry-address/capture.txt").write_text("Another text.\n", encoding="utf-8")
    for path in (root / "sources/2013/zeebode-maandblad").glob("*.md"):
        path.write_text("", encoding="utf-8")
    shutil.copytree(root / "sources/2018/lantern-interview", root / "sources/2019/lantern-interview")
    (root / "sources/2013" / "[red]Not an\n\x1b[31mid").mkdir()
    (root / "sources/2013" / "elsewhere").symlink_to(root / TIDEWATCH)
    (root / "sources/2013" / "loose.txt").write_text("x", encoding="utf-8")
    (root / "sources/vocabulary/topics.yml").unlink()


BROKEN_FOLDERS = 2 + len(
    TOY
)  # with the second lantern-interview and the name that is no id; the link is one more


def test_every_source_has_a_row(toy, capsys):
    rows, totals = plain(toy, capsys)
    assert rows == [
        [id, year, str(documents), "yes" if access == "full" else "no", access, "0", "0"]
        for year, id, documents, access in TOY
    ]
    assert totals == "7 sources, 14 documents, 1 capture held. 0 problems; 0 values left to do."


def test_a_held_capture_is_told_from_one_that_is_altered(toy_held, capsys):
    (toy_held / VESTNIK / "capture.txt").write_text("Another text.\n", encoding="utf-8")
    held = {row[0]: row[3] for row in plain(toy_held, capsys)[0]}
    assert held == {id: "altered" if id == "vestnik-dogovor" else "yes" for _, id, _, _ in TOY}


def test_sources_with_problems_come_first_and_what_is_left_to_do_is_counted(toy, capsys):
    record = toy / VESTNIK / "source.yml"
    record.write_text(
        re.sub(r"(?m)^(captured|rights): .*$", r"\1: TODO", record.read_text("utf-8")), encoding="utf-8"
    )
    topics = toy / "sources/vocabulary/topics.yml"
    topics.write_text(
        topics.read_text("utf-8").replace("label: Fishing rights", "label: TODO"), encoding="utf-8"
    )
    rows, totals = plain(toy, capsys)
    assert rows[0] == ["vestnik-dogovor", "2019", "1", "unknown", "unknown", "2", "2"]
    assert [row[0] for row in rows[1:]] == [id for _, id, _, _ in TOY if id != "vestnik-dogovor"]
    assert totals.endswith(" 3 problems, 1 of them outside the sources; 3 values left to do.")


def test_a_source_that_cannot_be_read_is_listed(toy_held, capsys):
    break_in_every_way(toy_held)
    rows, totals = plain(toy_held, capsys)
    assert len(rows) == BROKEN_FOLDERS + 1
    assert all(len(row) == len(HEADINGS) for row in rows)
    found = {(row[1], row[0]): row[2:] for row in rows}
    assert found["2019", "vestnik-dogovor"][:3] == ["1", "unknown", "unknown"]
    assert found["2013", "tidewatch-shared-harbour"][:3] == ["1", "unknown", "unknown"]
    assert found["2013", r"[red]Not\x20an\n\x1b[31mid"] == [
        "0",
        "unknown",
        "unknown",
        "3",
        "0",
    ]  # F106, and F108 twice
    assert found["2013", "zeebode-maandblad"][0] == "2"
    assert found["2019", "lantern-interview"][2] == "unknown"  # the id is that of another one
    assert found["2014", "ministry-address"][1] == "altered"
    assert found["2013", "elsewhere"][3] == "1"
    _, problems = check_archive(load_archive(toy_held))
    assert f" {len(set(problems))} problems, " in totals


def test_the_problems_are_those_that_the_check_counts(toy, capsys):
    break_in_every_way(toy)
    counts = in_json(toy, capsys)["counts"]
    main(["--root", str(toy), "check", "--format", "json"])
    assert counts["problems"] == json.loads(capsys.readouterr().out)["counts"]["problems"]


def test_an_archive_without_sources_is_an_empty_table(tmp_path, capsys):
    rows, totals = plain(tmp_path, capsys)
    assert rows == []
    assert (
        totals
        == "0 sources, 0 documents, 0 captures held. 1 problem, 1 of them outside the sources; 0 values left to do."
    )


def test_json_holds_what_the_columns_hold(toy_held, capsys):
    break_in_every_way(toy_held)
    rows, _ = plain(toy_held, capsys)
    found = in_json(toy_held, capsys)
    assert found["format"] == 1
    assert [[str(value) for value in list(source.values())[1:]] for source in found["sources"]] == [
        row[1:] for row in rows
    ]
    assert [source["source"] for source in found["sources"]].count("[red]Not an\n\x1b[31mid") == 1
    assert found["counts"]["problems"] == found["counts"]["problems_outside"] + sum(
        row["problems"] for row in found["sources"]
    )


def test_the_columns_are_those_of_the_documentation():
    page = (REPOSITORY / "docs" / "about" / "checks.md").read_text(encoding="utf-8")
    section = page.split("\n## What is left to do\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)`", section, re.MULTILINE) == HEADINGS


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
def test_a_terminal_of_any_width_breaks_no_id(toy_held, width):
    break_in_every_way(toy_held)
    archive, problems = check_archive(load_archive(toy_held))
    rows = list_sources(archive, sorted(set(problems)))
    stream = io.StringIO()
    print_table(rows, problems, Console(file=stream, force_terminal=True, width=width, highlight=False))
    shown = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    assert "\x1b" not in shown
    for row in rows:
        assert len(re.findall(rf"^{re.escape(row.cells[0])}(?: |$)", shown, re.MULTILINE)) >= 1, row
    assert ("───" in shown) == (width >= 80)  # the line below the headings of the table
    assert max(map(len, shown.splitlines())) <= max(width, *(len(row.cells[0]) for row in rows))


def test_ordinary_ids_stand_in_a_table_of_80_columns(toy):
    archive, problems = check_archive(load_archive(toy))
    stream = io.StringIO()
    print_table(list_sources(archive, problems), problems, Console(file=stream, width=80))
    lines = [line.split() for line in stream.getvalue().splitlines()]
    assert lines[0] == ["source", "documents", "held", "access", "problems", "to", "do"]
    assert [line[:2] for line in lines[2:9]] == [[id, str(documents)] for _, id, documents, _ in TOY]


def test_no_colour_and_no_line_is_drawn_where_no_terminal_is(toy, capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    break_in_every_way(toy)
    main(["--root", str(toy), "status"])
    assert capsys.readouterr().out.isascii()
