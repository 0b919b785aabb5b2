"""Lists of more than 200 documents are paged by year; shorter ones stand on one page."""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

import pytest
from benchmarks.invented import write_archive

from conftest import copy_project
from html_pages import wrong_elements
from press_archive.checks.run import check_archive
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.pages.lists import LONGEST
from press_archive.publish.build import render_site
from press_archive.records.values import SUBJECTS

NUMBER = 230


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented archive of more documents than a list shows on one page."""
    invented = tmp_path_factory.mktemp("invented")
    write_archive(invented, NUMBER)
    return copy_project(tmp_path_factory.mktemp("large") / "project", invented)


@pytest.fixture(scope="module")
def archive(large: Path) -> Archive:
    archive, problems = check_archive(load_archive(large))
    assert problems == []
    return archive


@pytest.fixture(scope="module")
def pages(archive: Archive) -> dict[str, str]:
    return render_site(archive)


def listed(page: str) -> list[str]:
    """The documents that the rows of a page's tables stand for."""
    return re.findall(r"^\| [^|]+ \| \[[^\]]*\]\([./]*documents/([a-z0-9-]+)\.md\)", page, re.MULTILINE)


@pytest.mark.measured
def test_no_page_lists_more_than_200_documents_but_those_of_one_year(pages: dict[str, str]) -> None:
    longest = {path: len(listed(page)) for path, page in pages.items()}
    assert {path: number for path, number in longest.items() if number > LONGEST} == {}


def test_a_long_list_has_a_page_for_each_year_and_they_hold_every_document_once(
    pages: dict[str, str], archive: Archive
) -> None:
    long = [
        (vocabulary, id) for (vocabulary, id), ids in archive.documents_of_term.items() if len(ids) > LONGEST
    ]
    assert long, "the invented archive has no term of so many documents"
    for vocabulary, id in long:
        years = [path for path in pages if path.startswith(f"{vocabulary}/{id}/")]
        assert [f"]({id}/{Path(path).name})" in pages[f"{vocabulary}/{id}.md"] for path in years] == [
            True
        ] * len(years)
        found = [document for path in years for document in listed(pages[path])]
        assert sorted(found) == sorted(archive.documents_of_term[vocabulary, id])
        assert listed(pages[f"{vocabulary}/{id}.md"]) == []


def test_the_list_of_all_documents_leads_to_the_years(pages: dict[str, str], archive: Archive) -> None:
    assert listed(pages["documents/index.md"]) == []
    for year, ids in archive.documents_of_year.items():
        assert f"](../years/{year}.md)" in pages["documents/index.md"]
        assert listed(pages[f"years/{year}.md"]) == ids


def test_a_long_timeline_has_a_page_for_each_year_to_which_the_chart_leads(
    pages: dict[str, str], archive: Archive
) -> None:
    assert listed(pages["timeline/index.md"]) == []
    for year in archive.documents_of_year:
        assert f"]({year}.md)" in pages["timeline/index.md"]
        assert re.search(rf'<a href="{year}/#in-{year}-\d\d"', pages["timeline/index.md"])
        for anchor in re.findall(rf'<a href="{year}/#(in-[\d-]+)"', pages["timeline/index.md"]):
            assert f"{{: #{anchor} }}" in pages[f"timeline/{year}.md"]


def test_many_sources_have_a_list_for_each_year(pages: dict[str, str], archive: Archive) -> None:
    found = {path: re.findall(r"^- \[[^\]]*\]\((?:\.\./)+sources/([a-z0-9-]+)\.md\)", page, re.MULTILINE)
             for path, page in pages.items() if path.startswith("sources/years/")}  # fmt: skip
    assert sorted(id for ids in found.values() for id in ids) == sorted(archive.sources)
    for path, ids in found.items():
        assert {archive.sources[id].folder.split("/")[1] for id in ids} == {Path(path).stem}
        assert f"](years/{Path(path).name})" in pages["sources/index.md"]


def test_the_calendar_of_many_outlets_has_a_page_for_each_year(pages: dict[str, str]) -> None:
    assert "missing/2013.md" in pages
    assert "](2013.md)" in pages["missing/index.md"]


def test_a_term_of_more_than_200_documents_relates_none(archive: Archive, pages: dict[str, str]) -> None:
    common = {
        id
        for (name, id), ids in archive.documents_of_term.items()
        if len(ids) > LONGEST and len(ids) < NUMBER and name in SUBJECTS
    }
    assert common, "the invented archive has no such term"
    reasons = [reason for page in pages.values() for reason in re.findall(r"also about: (.*?)</span>", page)]
    assert reasons
    for reason in reasons:
        assert not common & set(re.findall(r"/([a-z0-9-]+)\.md\)", reason))


def test_the_elements_of_every_page_of_a_large_archive_are_whole(pages: dict[str, str]) -> None:
    assert {path: wrong for path, page in pages.items() if (wrong := wrong_elements(page))} == {}


def test_every_link_of_a_large_archive_leads_to_a_page_that_is_made_or_written_by_hand(
    pages: dict[str, str], large: Path
) -> None:
    links = 0
    for path, page in pages.items():
        for target in set(re.findall(r"\]\(([^):\s]+\.md)(?:#[^)]*)?\)", page)):
            found = os.path.normpath(os.path.join(os.path.dirname(path), target))
            assert found in pages or (large / "docs" / found).is_file(), f"{path}: {target}"
            links += 1
    assert links > 10_000


def test_a_document_of_a_large_event_names_the_fifty_nearest_in_time_and_leads_to_the_rest(
    pages: dict[str, str], archive: Archive
) -> None:
    """The ids of invented documents begin with their dates."""
    event, documents = max(
        ((id, ids) for (vocabulary, id), ids in archive.documents_of_term.items() if vocabulary == "events"),
        key=lambda found: len(found[1]),
    )
    assert len(documents) > 51, "the invented archive has no event of so many documents"
    day = {id: datetime.date.fromisoformat(id[:10]) for id in documents}
    for id in documents[:: len(documents) // 5]:
        section = pages[f"documents/{id}.md"].split("\n## The same event elsewhere\n")[1].split("\n## ")[0]
        block = section.split(f"](../events/{event}.md)\n", 1)[1].split(" more](")[0]
        named = re.findall(r"\]\((2[a-z0-9-]+)\.md\)", block)
        others = sorted(
            (other for other in documents if other != id), key=lambda other: abs(day[other] - day[id])
        )
        assert len(named) == len(set(named)) == 50
        assert max(abs(day[other] - day[id]) for other in named) <= abs(day[others[50]] - day[id])
        assert [day[other] for other in named] == sorted(day[other] for other in named)
        assert f"and {len(documents) - 51} more](../events/{event}.md)" in section
