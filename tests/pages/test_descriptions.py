"""What pages say of themselves to search engines and in previews of links: what is in them, in their own words."""

from __future__ import annotations

import html
import json
import re

import pytest

from case_files import edit
from press_archive.collection.loading import load_archive
from press_archive.publish.build import render_site
from press_archive.records.openings import LONGEST, clip

TIDE = "sources/2018/lantern-interview/2018-12-24-i-have-never-met-a-tide.md"
PAGE = "documents/2018-12-24-i-have-never-met-a-tide.md"
GULL = "sources/2013/gull-post-harbour"


def described(root) -> dict[str, str]:
    """The description of every page, by its path, as a reader sees it."""
    found = {}
    pages = {path: text for path, text in render_site(load_archive(root)).items() if path.endswith(".md")}
    for path, text in pages.items():
        (line,) = re.findall('^description: "(.*)"$', text, re.MULTILINE)
        found[path] = html.unescape(json.loads(f'"{line}"'))
    return found


def summarise(root, summary: str) -> None:
    text = (root / TIDE).read_text("utf-8")
    head = text.split("\n---\n")[0]
    (root / TIDE).write_text(f"{head}\n---\n\n{summary}\n", "utf-8")


def test_every_page_says_what_is_in_it(toy):
    edit(
        toy,
        {
            "file": f"{GULL}/2013-09-24-in-brief-a-quay-without-a-toll.md",
            "replace": ["nearness:", "robots: noindex\nnearness:"],
        },
    )
    found = described(toy)
    expected = {
        PAGE: "Asked who the owner of the crane is, Marrowby jokes and then points to the accounts. "
        "On the toll she has changed her mind.",
        "sources/gull-post-harbour.md": "A capture of 4 documents (2 October 2013): Shared harbour offered to Ostrand; "
        "Velmora biedt Ostrand een haven aan; Once more, by request: the shared harbour",
        "topics/harbour-treaty.md": "The treaty by which Velmora and Ostrand share the harbour of Port Saltmere, "
        "and the years of talks before it. 11 documents, 8 distinct texts.",
        "topics/index.md": 'Topics of the archive, A to Z and by frequency: Harbour treaty; The "<b>free</b>" quay & '
        "'its' [tolls](x); Crane dispute; 1 more.",
        "events/shared-harbour-offer-2013.md": "The minister spoke to dockers of a quay for Ostrand. The Gull Post took the offer "
        "over and made it shorter later; it belongs to the harbour treaty, of which an outline exists.",
        "years/2019.md": "2019: 1 document from Vestnik Gavani, newest first.",
        "languages/nl.md": "Dutch, 2013 to 2014: 4 documents from Zeebode and Gull Post, newest first.",
        "documents/index.md": "All documents of the archive, 2013 to 2019: 14 documents, 11 distinct texts from "
        "Gull Post, Zeebode, Harbour Digest and 4 more, newest first.",
    }
    assert {path: found.get(path) for path in expected} == expected
    assert max(map(len, found.values())) <= LONGEST


@pytest.mark.parametrize(
    ("summary", "description"),
    [
        ("The *tide* [L3] waits for **no** [quay](topics:free-quay) [L4-L5].", "The tide waits for no quay."),
        ('She says "b" & 5 < 6 %s {{ x }} \\n.', 'She says "b" & 5 < 6 %s {{ x }} \\n.'),
        ("- Boats of J. Quill\n- and of Gen. Arden.", "Boats of J. Quill and of Gen. Arden."),
        ("A quay " + "and a boat " * 40 + "meet.", "A quay " + "and a boat " * 17 + "and a…"),
        (
            "The quay of Ostrand is open, and nobody pays a toll for it, said Marrowby with a smile. " * 3,
            "The quay of Ostrand is open, and nobody pays a toll for it, said Marrowby with a smile. "
            "The quay of Ostrand is open, and nobody pays a toll for it, said Marrowby with a smile.",
        ),
        ("港" * 300 + "。", "港" * 199 + "…"),
        ("Боцман говорит о гавани. " * 9, "Боцман говорит о гавани. " * 7 + "Боцман говорит о гавани."),
    ],
)
def test_a_document_is_described_by_the_beginning_of_its_summary(toy, summary, description):
    summarise(toy, summary)
    assert described(toy)[PAGE] == description


def test_no_description_ends_after_an_abbreviation():
    text = "The harbour master wrote in a letter of seven pages to the council of Ostrand and to Gen. "
    text += "Arden that the quay would be open to all of the boats that had been built for the long summer of ferries and trawlers."
    for abbreviation in ("Gen.", "Prof.", "Capt.", "I."):
        words = text.replace("Gen.", abbreviation)
        assert f"to {abbreviation} Arden that the quay would be open" in clip(words)
