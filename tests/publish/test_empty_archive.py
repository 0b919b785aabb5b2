"""An archive with a collection and nothing else: it is built, its pages say so, and its search answers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from conftest import TOY, sampled
from html_pages import article
from press_archive.cli import main
from press_archive.records.terms import VOCABULARIES
from site_fixtures import Site, built_site

LISTS = {
    "documents": "0 documents, newest first.",
    "sources": "0 captures: ",
    "years": "None.",
    "languages": "None.",
    "tags": "None.",
    "instruments": "0 treaties and resolutions",
}


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of an archive without a document."""
    folder = tmp_path_factory.mktemp("beginning")
    (folder / "collection" / "sources").mkdir(parents=True)
    shutil.copyfile(TOY / "sources" / "collection.yml", folder / "collection" / "sources" / "collection.yml")
    with built_site(folder, folder / "collection") as site:
        yield site


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted({*LISTS, *VOCABULARIES}))
def test_a_list_of_nothing_says_so(beginning, path):
    assert LISTS.get(path, f"0 {path}") in article(beginning.page(path)).text


@pytest.mark.slow
def test_the_home_page_shows_no_table_of_nothing(beginning):
    home = article(beginning.page(""))
    assert home.first("h1").text == "The harbour treaty press archive"
    assert "0 documents from 0 sources, in 0 languages." in home.text
    assert home.all("table") == home.all("h2") == []


@pytest.mark.slow
@pytest.mark.parametrize("query", sampled(["tide", '"a quay"', "-tide", "gull*"], 2))
def test_the_search_finds_nothing_and_does_not_fail(beginning, page: Page, query):
    page.goto(f"{beginning.address}search/")
    expect(page.get_by_role("status")).to_have_text("0 documents.")
    page.get_by_label("Words to look for").fill(query)
    page.get_by_label("Words to look for").press("Enter")
    expect(page.get_by_role("status")).to_have_text(f"0 documents for “{query}”.")


@pytest.mark.slow
@pytest.mark.measured
def test_the_reading_room_and_the_offline_copy_are_made_too(beginning, capsys):
    assert main(["--root", str(beginning.project), "build", "--reading-room"]) == 0
    assert main(["--root", str(beginning.project), "offline"]) == 0
    assert " is ready: 0 documents, " in capsys.readouterr().out
