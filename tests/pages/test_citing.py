"""How pages say how to cite a document: what is around the citations, and where the links lead."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from conftest import TOY
from exports.test_citations import shown, work_of
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.citation_styles import STYLES
from press_archive.pages.citations import render_citation_files
from press_archive.pages.parts.citing import render_citations, render_list_formats
from press_archive.pages.parts.context import Pages

ADDRESS = "https://press.example/a_&_b/"
CITED = {style.id: f"“A Tide,” <em>Gull Post</em>, in {style.name}." for style in STYLES}
FIELDS = {"wholeness": "excerpt", "inferred": {"date": "weekday"}}


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load_archive(TOY)


def test_each_style_has_its_citation_and_a_button_that_copies_it(archive: Archive):
    html = str(render_citations(work_of(archive, "a", FIELDS, ADDRESS), CITED))
    texts = re.findall(r'<p class="citation__text" id="cite-([a-z-]+)" data-style="\1">(.*?)</p>', html)
    assert [(id, shown(re.sub("</?span[^>]*>", "", text))) for id, text in texts] == [
        (
            style.id,
            f"“A Tide,” Gull Post, in {style.name}. Inferred: date. "
            f"Excerpt consulted in The harbour treaty press archive, {ADDRESS}documents/a/.",
        )
        for style in STYLES
    ]
    buttons = re.findall(r'data-copy="cite-([a-z-]+)" aria-label="([^"]+)"', html)
    assert buttons == [(style.id, f"Copy: {style.name}") for style in STYLES]
    assert "\n\n" not in html


def test_a_passage_is_consulted_at_its_own_address(archive: Archive):
    passage = "Consulted in The harbour treaty press archive, {passage}"
    for address, end in ((ADDRESS, f", {ADDRESS}documents/a/#{{fragment}}."), ("", ".")):
        html = str(render_citations(work_of(archive, "a", {}, address), CITED))
        found = re.search(r'data-passage="([^"]*)"', html)
        assert found is not None and shown(found[1]) == f"{passage}{end}"


def test_no_words_of_a_record_become_markup(archive: Archive):
    odd = '<b>A</b> & "quay"\u2028\n\n# toll'
    work = dataclasses.replace(work_of(archive, "a", {}, ADDRESS), first_publisher=odd, archive=odd)
    html = str(render_citations(work, CITED))
    assert set(re.findall(r"<[/a-z]+[1-6]?", html)) == {
        "<div", "</div", "<h3", "</h3", "<p", "</p", "<em", "</em", "<span", "</span", "<button", "</button",
    }  # fmt: skip
    assert "First published by &lt;b&gt;A&lt;/b&gt; &amp; &quot;quay&quot; # toll. " in html
    assert "\n\n" not in html


@pytest.mark.parametrize(
    ("address", "up"), [("topics/harbour-treaty/", "../../"), ("years/2013/09/", "../../../")]
)
def test_a_list_leads_to_the_files_from_wherever_it_is(address: str, up: str):
    html = str(render_list_formats(address))
    assert re.findall(r'href="([^"]+)"', html) == [
        f"{up}citations/archive.{ending}" for ending in ("bib", "ris", "json")
    ]
    assert f'data-list="{address}"' in html


def test_every_list_names_the_entries_of_its_documents(archive: Archive):
    """By their place in the archive's files, which are in the order of ids."""
    files = render_citation_files(Pages(archive))
    entries = re.findall("^ID  - (.+)$", files["citations/archive.ris"], re.MULTILINE)
    assert entries == sorted(archive.documents)
    numbered = json.loads(files["citations/lists.json"])["lists"]
    assert {address: [entries[number] for number in numbers] for address, numbers in numbered.items()} == {
        f"{vocabulary}/{id}/": sorted(documents)
        for (vocabulary, id), documents in archive.documents_of_term.items()
    }
