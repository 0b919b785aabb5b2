"""Each line of a document is once on its page: in a passage, on a sentence of the summary, or in the box."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from conftest import TOY
from html_pages import Element, parse_html
from press_archive.collection.loading import load_archive
from press_archive.pages.documents import render_documents
from press_archive.pages.parts.context import Pages
from press_archive.publish.indexing.feeds import searchable
from toy_archive import PILOT_DOCUMENT, PILOT_SOURCE, write_source

PILOT = Path(PILOT_DOCUMENT).stem
# Lines 2, 5, 7 and 9 are blank.
CAPTURE = "A pilot counts\n\nOne boat came in.\nTwo went out.\n\nA third waited.\n\nNobody paid.\n\n"
SUMMARY = """\
One boat came [L3]. *Two* boats left, and [a third. One](topics:harbour-treaty) waited [L4-L6] [L3].

- **Nobody**
  paid? [L8]
- Nobody asked [L8]."""


def page_of(toy: Path, summary: str, *, excerpts: str = "", reading_room: bool = False) -> str:
    """Render the page of a document with this summary, of whose capture the public site shows `excerpts`."""
    write_source(toy, CAPTURE, summary=summary, access="excerpt" if excerpts else "summary")
    if excerpts:
        with (toy / PILOT_SOURCE).open("a", encoding="utf-8") as source:
            source.write(f"excerpts: {excerpts}\n")
    (page,) = render_documents(Pages(load_archive(toy), reading_room), only={PILOT}).values()
    return page


def places(page: str) -> dict[int, str]:
    """Return, for each id of a line, the words of the sentence or passage that has it; "" for the box."""
    found: dict[int, str] = {}

    def search(element: Element, around: str) -> None:
        classes = element.attributes.get("class", "")
        if classes.startswith(("sentence", "passage passage-")):
            around = element.text
        line = element.attributes.get("id", "")
        if line.startswith("L"):
            number = int(line.removeprefix("L"))
            assert number not in found, f"{line} is there twice"
            found[number] = around
        for child in element.children:
            if isinstance(child, Element):
                search(child, around)

    search(parse_html(page), "")
    return found


ONE = "One boat came L3."
TWO = "Two boats left, and [a third. One](../topics/harbour-treaty.md) waited L4–L6 L3."
NOBODY = "Nobody paid?\u2060L8"


@pytest.mark.parametrize(
    ("excerpts", "expected"),
    [
        ("", {1: "", 2: ONE, 3: ONE, 4: TWO, 5: TWO, 6: TWO, 7: NOBODY, 8: NOBODY, 9: NOBODY}),
        (
            "6",
            {1: "", 2: ONE, 3: ONE, 4: TWO, 5: "A third waited.L6", 6: "A third waited.L6",
             7: NOBODY, 8: NOBODY, 9: NOBODY},
        ),
    ],
    ids=["no text is shown", "a part is shown"],
)  # fmt: skip
def test_a_line_that_is_not_shown_is_on_the_first_sentence_that_names_it_or_in_the_box(
    toy: Path, excerpts: str, expected: dict[int, str]
) -> None:
    found = places(page_of(toy, SUMMARY.replace("paid? [L8]", "paid?[L8]"), excerpts=excerpts))
    assert {line: text.replace("&#46;", ".") for line, text in found.items()} == expected


def test_a_line_that_is_shown_is_in_its_passage_and_a_blank_one_in_the_next(toy: Path) -> None:
    found = places(page_of(toy, SUMMARY, reading_room=True))
    assert {line: re.search(r"L\d+$", text)[0] for line, text in found.items()} == {
        1: "L1", 2: "L3", 3: "L3", 4: "L3", 5: "L6", 6: "L6", 7: "L8", 8: "L8", 9: "L8",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("excerpts", "reading_room", "titles"),
    [
        ("", False, {"L3": "Line 3 of the captured text, which is not shown here",
                     "L4–L6": "Lines 4–6 of the captured text, which is not shown here"}),
        ("6", False, {"L3": "Line 3 of the captured text, which is not shown here",
                      "L4–L6": "Lines 4–6 of the captured text, of which a part is shown here"}),
        ("3-6", False, {"L3": "Line 3", "L4–L6": "Lines 4–6"}),
        ("", True, {"L3": "Line 3", "L4–L6": "Lines 4–6"}),
    ],
    ids=["public", "in part", "shown", "reading room"],
)  # fmt: skip
def test_a_mark_is_a_link_to_its_first_line_that_says_whether_it_is_shown(
    toy: Path, excerpts: str, reading_room: bool, titles: dict[str, str]
) -> None:
    page = parse_html(page_of(toy, SUMMARY, excerpts=excerpts, reading_room=reading_room))
    marks = {mark.text: mark.attributes for mark in page.all("a", "line-reference")}
    assert {name: marks[name]["title"] for name in titles} == titles
    assert {name: marks[name]["href"] for name in titles} == {"L3": "#L3", "L4–L6": "#L4"}


def test_a_mark_of_lines_that_the_document_does_not_have_leads_nowhere(toy: Path) -> None:
    """Only a preview shows such a record; the range is as long as one can be written."""
    page = page_of(toy, "One boat came [L7-L999999999]. Two [L10].")
    root = parse_html(page)
    assert {mark.attributes["href"] for mark in root.all("a", "line-reference")} == {"#L7"}
    assert [mark.text for mark in root.all("span", "line-reference")] == ["L10"]
    assert sorted(places(page)) == list(range(1, 10))


def test_what_is_written_around_a_mark_stays_with_it(toy: Path) -> None:
    page = page_of(
        toy, "Boats\n[L3], *one* [L4][L6], (a quay)[L8]: [b](topics:x) [L1] [L3].\n\n[L8] Paid?[L8]"
    )
    before = [part[-7:] for part in page.split('<a class="line-reference"')[:-1]]
    assert [part.endswith(("&nbsp;", "&#8288;")) for part in before] == [*[True] * 6, False, True]
    assert "&nbsp;&#" not in page and "&#32;&nbsp;" not in page


def test_a_hostile_summary_is_text_alone(toy: Path) -> None:
    hostile = 'A "quay" & <3 boats’ \' x="1> onload=y [L3]. Then --> {: #L3 } [L4](x) [L4].'
    root = parse_html(page_of(toy, hostile))
    for sentence in root.all("span", "sentence"):
        assert set(sentence.attributes) == {"class", "id"}
    assert "{: #L3 }" in root.text and 'x="1> onload=y' in root.text


def test_the_search_index_has_the_words_of_a_summary_without_its_marks_and_ids(toy: Path) -> None:
    page = page_of(toy, "One boat came [L3], *two*[L4] went [L6-L8]. Nobody paid [L1] [L8].")
    built = (
        f'<article><h1 id="headline">A</h1>{page.partition("## Summary")[2].partition("## Text")[0]}'
        '<h2 id="text">Text</h2><h2 id="details">Details</h2><h2 id="provenance">P</h2></article>'
    )
    whole = searchable(built, PILOT).whole
    assert "One boat came, two went. Nobody paid." in parse_html(whole).text
    assert 'id="L' not in whole


@pytest.mark.parametrize(
    ("id", "lines"),
    [
        ("2014-06-12-ostrand-houdt-de-haven-dicht", "[lines 8–11]({0}.md#L8)"),
        (
            "2013-09-23-velmora-offers-ostrand-a-shared-harbour",
            "[lines 3–12]({0}.md#L3), [15–22]({0}.md#L15), [24]({0}.md#L24)",
        ),
    ],
)
def test_the_lines_of_a_document_in_its_source_lead_to_their_text(id: str, lines: str):
    page = render_documents(Pages(load_archive(TOY)), only={id})[f"documents/{id}.md"]
    (place,) = re.findall(r"^Source\n: .*?\), (.*)$", page, re.MULTILINE)
    assert place == lines.format(id)


def test_what_a_value_is_inferred_from_is_a_link_to_the_line_of_the_other_document():
    id = "2014-06-12-ostrand-houdt-de-haven-dicht"
    page = html.unescape(render_documents(Pages(load_archive(TOY)), only={id})[f"documents/{id}.md"])
    basis = "2014-06-12-gavan-otkryta-govorit-marraubi.md#L16"
    assert f"(inferred from [another document, L16]({basis}))" in page
    assert "(inferred from the text)" in page
