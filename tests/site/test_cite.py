"""Citing, as a reader does it: the citations on a page, and the files for programs."""

from __future__ import annotations

import json
import re
import string
import subprocess
from pathlib import Path
from urllib.parse import quote, urljoin

import pypandoc
import pytest
import rispy
from playwright.sync_api import Page, expect

from conftest import TOY
from site_fixtures import Site, recorded_documents

pytestmark = pytest.mark.slow

TERM = "topics/harbour-treaty/"


def keys(path: Path, ending: str) -> set[str]:
    """The citation keys of a file, as another program reads it."""
    text = path.read_text(encoding="utf-8")
    if ending == "ris":
        return {entry["id"] for entry in rispy.loads(text)}
    if ending == "bib":
        pandoc = str(Path(pypandoc.__file__).with_name("files") / "pandoc")
        command = [pandoc, "--from", "biblatex", "--to", "csljson"]
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return {item["id"] for item in json.loads(text)}


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_a_list_gives_the_citations_of_its_documents(toy_sites, page: Page, tmp_path: Path, ending: str):
    named = {
        id
        for id, document in recorded_documents(TOY).items()
        if "harbour-treaty" in document.fields["topics"]
    }
    assert 1 < len(named) < len(recorded_documents(TOY))
    page.goto(toy_sites[0].address + TERM)
    box = page.locator(".list-citations")
    expect(box).to_contain_text("Citations of these documents:")
    with page.expect_download() as download:
        box.locator(f'a[href$=".{ending}"]').click()
    assert download.value.suggested_filename == f"topics-harbour-treaty.{ending}"
    download.value.save_as(tmp_path / "list")
    assert keys(tmp_path / "list", ending) == named
    expect(box.get_by_role("status")).to_have_text(f"{len(named)} saved as topics-harbour-treaty.{ending}")


def test_a_list_that_cannot_be_put_together_leads_to_the_whole_archives_file(toy_sites, page: Page):
    stale = {"files": {"ris": "00000000"}, "lists": {TERM: [0]}}
    page.route("**/citations/lists.json", lambda route: route.fulfill(json=stale))
    page.goto(toy_sites[0].address + TERM)
    box = page.locator(".list-citations")
    expect(box).to_contain_text("Citations of these documents:")
    with page.expect_download():  # a cache has the list of another publication, and the server has this one's
        box.get_by_text("RIS", exact=True).click()
    expect(box.get_by_role("status")).to_contain_text("saved as topics-harbour-treaty.ris")
    page.route("**/citations/lists.json?*", lambda route: route.fulfill(json=stale))
    box.get_by_text("RIS", exact=True).click()
    expect(box.get_by_role("status")).to_contain_text("The site is being published at this moment.")
    link = box.get_by_role("status").get_by_role("link", name="archive.ris")
    expect(link).to_have_attribute("href", f"{toy_sites[0].address}citations/archive.ris")


def test_without_scripts_a_list_leads_to_the_whole_archives_files(toy_sites, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(toy_sites[0].address + TERM)
    box = page.locator(".list-citations")
    expect(box).to_contain_text("Citations of all documents of the archive:")
    for link in box.get_by_role("link").all():
        address = urljoin(page.url, link.get_attribute("href"))
        assert page.request.get(address).ok
    page.goto(toy_sites[0].address + f"documents/{min(recorded_documents(TOY))}/")
    expect(page.get_by_role("button", name="Copy: APA")).to_be_hidden()
    expect(page.get_by_text("Copy the link to this page")).to_be_hidden()


def test_every_document_has_its_citations_and_its_files(toy_sites: tuple[Site, Site]):
    for site in toy_sites:
        for id, document in recorded_documents(TOY).items():
            page = site.page(f"documents/{id}").read_text(encoding="utf-8")
            assert len(re.findall(r'<p class="citation__text" id="cite-[a-z-]+"', page)) == 5
            for ending in ("bib", "ris", "json"):
                assert (
                    page.count(f'href="../../citations/documents/{id}.{ending}"') == 2
                )  # in the head, and below
                file = site.folder / "citations" / "documents" / f"{id}.{ending}"
                if ending == "ris":
                    (entry,) = rispy.loads(file.read_text(encoding="utf-8"))
                    assert entry["title"] == " ".join(document.fields["title"].split())
                    address = quote(document.fields["original_url"], safe=string.printable)
                    assert entry.get("urls", ["unknown"]) == [address]


def test_the_head_is_for_documents_alone(toy_sites: tuple[Site, Site]):
    site = toy_sites[0]
    documents = {site.page(f"documents/{id}") for id in recorded_documents(TOY)}
    for path in site.html():
        head = path.read_text(encoding="utf-8").partition("</head>")[0]
        assert ('name="citation_title"' in head) == (path in documents), path


def test_the_files_have_an_entry_for_each_document_and_none_that_was_withdrawn(toy_sites):
    folder = toy_sites[0].folder / "citations"
    documents = set(recorded_documents(TOY))
    for ending in ("bib", "ris", "json"):
        assert keys(folder / f"archive.{ending}", ending) == documents
        assert {path.stem for path in (folder / "documents").glob(f"*.{ending}")} == documents


def test_no_captured_line_but_a_headline_is_in_a_citation(toy_sites: tuple[Site, Site]):
    """In the reading room neither: what is saved there may be passed on."""
    headlines = {" ".join(document.fields["title"].split()) for document in recorded_documents(TOY).values()}
    lines = {
        " ".join(line.split())
        for capture in TOY.glob("captures/*.txt")
        for line in capture.read_text(encoding="utf-8").splitlines()
        if len(line.split()) > 5
    } - headlines
    assert len(lines) > 20
    for site in toy_sites:
        for path in (site.folder / "citations").rglob("*.*"):
            text = path.read_text(encoding="utf-8")
            assert not [line for line in lines if line in text], path
