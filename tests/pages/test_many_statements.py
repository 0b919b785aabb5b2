"""Long lists of statements: a page shows the newest and says how many it leaves out."""

from __future__ import annotations

import dataclasses
import html
import re
from pathlib import Path

import pytest

from press_archive.publish.build import render_site
from press_archive.records.summaries import parse_summary
from toy_archive import OTHER, REPORT, loaded

HEADINGS = {"people/ilse-marrowby.md": "What they said", "topics/harbour-treaty.md": "Who says what"}


def pages_of_many(root: Path, number: int) -> dict[str, str]:
    """Render the toy archive with its statements replaced by `number` of one speaker on one topic."""
    archive = loaded(root)
    documents = dict(archive.documents)
    for id, entry in documents.items():
        statements = () if id not in (REPORT, OTHER) else (entry.record.statements or ())[:1]
        if id == OTHER:
            statements = tuple(
                statement.model_copy(
                    update={"speaker": "people:ilse-marrowby", "about": ("topics:harbour-treaty",)}
                )
                for statement in statements * (number - 1)
            )
        elif statements:
            statements = (statements[0].model_copy(update={"about": ("topics:harbour-treaty",)}),)
        documents[id] = dataclasses.replace(
            entry, record=entry.record.model_copy(update={"statements": statements})
        )
    return render_site(dataclasses.replace(archive, documents=documents))


def section(page: str, heading: str) -> str:
    """Return what follows a heading of a page, up to the next one."""
    return re.split(r"^## ", page.partition(f"## {heading}")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_of_a_long_speech_a_page_gives_the_first_sentences(toy_held: Path) -> None:
    archive = loaded(toy_held)
    documents = dict(archive.documents)
    entry = documents[REPORT]
    summary, problems = parse_summary(
        "He said one [L8]. He said two [L8]. She said three [L9]. He said four [L10].", entry.path, 1
    )
    assert problems == []
    documents[REPORT] = dataclasses.replace(entry, summary=summary)
    page = render_site(dataclasses.replace(archive, documents=documents))["people/ilse-marrowby.md"]
    (row,) = [line for line in page.splitlines() if "L8–L10" in line and REPORT in line]
    assert "He said one. He said two. She said three. …<br>" in html.unescape(row)
    assert "Four" not in row


@pytest.mark.parametrize(
    ("number", "listed", "left_out"),
    [
        (100, 100, ""),
        (101, 100, "1 earlier statement "),
        (134, 100, "34 earlier statements "),
    ],
)
def test_a_page_of_many_statements_says_how_many_it_leaves_out(
    toy_held: Path, number: int, listed: int, left_out: str
) -> None:
    pages = pages_of_many(toy_held, number)
    for path, heading in HEADINGS.items():
        text = section(pages[path], heading)
        rows = re.findall(r"^\| (?!Date|---).*$", text, re.MULTILINE)
        assert len(rows) == listed, path
        assert [line for line in text.splitlines() if "earlier statement" in line] == (
            [f"{left_out}not listed here: the search finds all of them."] if left_out else []
        )
        # The oldest, of 2013, is the first to be left out.
        assert (REPORT in text) == (not left_out)
