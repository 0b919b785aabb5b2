"""Records that have far too much are refused at once, and what is printed about them can be read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from press_archive.cli import main

MOST_SECONDS = 5
ADDRESS = "sources/2014/ministry-address/2014-05-02-address-on-the-harbour-treaty.md"
TOPICS = "sources/vocabulary/topics.yml"


def insert(path: Path, field: str) -> None:
    path.write_text(path.read_text("utf-8").replace("---\n", f"---\n{field}\n", 1), encoding="utf-8")


def relate(toy: Path, number: int) -> None:
    ids = ", ".join(f"2014-05-02-address-on-the-harbour-treat{each}" for each in range(number))
    insert(toy / ADDRESS, f"reprint_of: [{ids}]")


def name_topics(toy: Path) -> None:
    for path in toy.glob("sources/*/*/*.md"):
        ids = "".join(f"harbour-treat{number}-{path.stem[:90].strip('-')}, " for number in range(900))
        path.write_text(path.read_text("utf-8").replace("topics: [", f"topics: [{ids}"), encoding="utf-8")


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, encoding="utf-8")


DAMAGES = {
    "relations": (lambda toy: relate(toy, 12_000), "F114 reprint_of: 12,000 items."),
    "fewer relations": (lambda toy: relate(toy, 1_000), "and 900 more problems in this file"),
    "topics": (name_topics, "more problems in this file"),
    "unknown fields": (
        lambda toy: append(toy / TOPICS, "".join(f"t{n}:\n  lable{n}: x\n" for n in range(25_000))),
        "F114: more than 100 problems. Expected fewer; the rest was not read.",
    ),
    "left to do": (lambda toy: insert(toy / ADDRESS, f"extra: [{'TODO, ' * 999}TODO]"), "R117 extra[0]"),
    "paragraphs": (lambda toy: append(toy / ADDRESS, "\n\na" * 60_000 + "\n"), "characters of summary."),
    "a value": (
        lambda toy: insert(toy / ADDRESS, f"gloss: {'a' * 900_000}"),
        "F114 gloss: 900,000 characters.",
    ),
    "brackets": (lambda toy: insert(toy / ADDRESS, "notes: " + "[" * 400_000), "Y104"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_record_with_far_too_much_is_refused_at_once_and_in_few_words(toy, damage, capsys):
    change, expected = DAMAGES[damage]
    record = toy / ADDRESS
    fields = record.read_text("utf-8").splitlines(keepends=True)
    record.write_text("".join(line for line in fields if not line.startswith("notes: ")), encoding="utf-8")
    change(toy)
    start = time.process_time()
    assert main(["--root", str(toy), "check"]) == 1
    assert time.process_time() - start < MOST_SECONDS
    printed = capsys.readouterr().err
    assert expected in printed
    assert len(printed) < 1_000_000
