"""What a researcher does to take the data along: from home to a table, a document's record, a program's code."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen
from wsgiref.util import setup_testing_defaults
from xml.etree import ElementTree

import feedparser
import pytest
from playwright.sync_api import Page

from conftest import HERE, TOY
from press_archive.pages.data import EXAMPLE_ADDRESS
from press_archive.publish.serve.data_notice import explain_missing_data
from site_fixtures import PRESS, UNLISTED, RealDocument, Site, recorded_documents
from toy_archive import TAKEN

slow = pytest.mark.slow


@pytest.fixture
def site(toy_sites: tuple[Site, Site]) -> Site:
    return toy_sites[0]


@pytest.fixture
def page(site: Site, new_page: Callable[..., Page]) -> Page:
    page = new_page(accept_downloads=True)
    page.goto(site.address)
    return page


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).first.click()
    return download.value.path().read_bytes()


@slow
def test_all_metadata_as_a_table(page: Page):
    page.get_by_role("link", name="taken along as data").click()
    rows = list(csv.DictReader(io.StringIO(downloaded(page, "CSV").decode("utf-8-sig"))))
    recorded = recorded_documents(TOY)
    assert {row["id"] for row in rows} == set(recorded)
    assert {row["outlet"] for row in rows} == {document.fields["outlet"] for document in recorded.values()}


@slow
def test_the_record_of_a_document(page: Page, site: Site):
    page.goto(f"{site.address}documents/{TAKEN}/")
    found = json.loads(downloaded(page, "JSON"))
    assert found["record"]["title"] == recorded_documents(TOY)[TAKEN].fields["title"]
    assert page.url.endswith(f"/{found['page']}")  # the site has no address
    alternate = page.locator('link[rel="alternate"][type="application/json"]').get_attribute("href")
    with urlopen(f"{page.url}{alternate}") as answer:
        assert json.load(answer) == found


@slow
def test_every_field_is_explained(page: Page, site: Site):
    page.goto(f"{site.address}data/fields/")
    named = page.locator("h2#documents ~ div table, h2#documents ~ table").first.locator(
        "tbody tr td:first-child"
    )
    with urlopen(f"{site.address}data/documents.csv") as answer:
        header = answer.readline().decode("utf-8-sig").strip().split(",")
    assert named.all_inner_texts() == header
    descriptions = page.locator("article table tbody tr td:nth-child(3)").all_inner_texts()
    assert all(len(text.split()) > 1 for text in descriptions)


def code(page: Page, site: Site, heading: str) -> list[str]:
    """The examples below a heading. The site has no address: they name another, in whose place its own is put."""
    blocks = page.locator(f"h2#{heading} ~ .highlight, h2#{heading} ~ pre").all()
    following = page.locator(f"h2#{heading} ~ h2 ~ .highlight, h2#{heading} ~ h2 ~ pre").count()
    texts = [block.inner_text() for block in blocks[: len(blocks) - following]]
    assert all(EXAMPLE_ADDRESS in text for text in texts)
    return [text.replace(EXAMPLE_ADDRESS, site.address) for text in texts]


@slow
def test_the_code_for_python_runs_as_it_is_printed(
    page: Page, site: Site, capsys: pytest.CaptureFixture[str]
):
    page.goto(f"{site.address}data/programs/")
    examples = [
        text for text in code(page, site, "python") if "pandas" not in text
    ]  # which the tests do without
    assert len(examples) == 2
    for example in examples:
        exec(example, {})
    printed = capsys.readouterr().out
    assert str(len(recorded_documents(TOY))) in printed
    assert re.search(r"'document': '[0-9a-z-]+'", printed)


@slow
def test_the_commands_run_as_they_are_printed(page: Page, site: Site, tmp_path):
    if not shutil.which("curl"):
        pytest.skip(f"{HERE} there is no curl")
    page.goto(f"{site.address}data/programs/")
    (commands,) = code(page, site, "curl")
    done = subprocess.run(["sh", "-ec", commands], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["id"] == min(recorded_documents(TOY))
    assert (tmp_path / "documents.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


FEED_TYPES = ("application/atom+xml", "application/feed+json")


def named_feeds(page: Path) -> set[tuple[str, str]]:
    """The type and the path below the site of each feed that the head of a page names, from PRESS on."""
    text = page.read_text("utf-8")
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', text)
    return {(type, href) for type, href in links if type in FEED_TYPES}


@slow
def test_every_feed_is_named_by_the_page_that_it_belongs_to(toy_at_address: Site):
    site, found = toy_at_address.folder, {}
    for page in site.rglob("index.html"):
        for type, href in named_feeds(page):
            path = (page.parent / href).resolve()
            assert path.is_file(), f"{page} names {href}"
            found[path.relative_to(site).as_posix()] = (type, page.parent.relative_to(site).as_posix())
    files = {path.relative_to(site).as_posix() for path in (site / "data/feeds").rglob("*.*")}
    assert files == {*found, "data/feeds/feeds.opml"}
    for path, (type, place) in found.items():
        assert path.endswith(".atom") == (type == FEED_TYPES[0])
        assert place in (".", "data") or path.startswith(f"data/feeds/{place}.")


def is_day_known(document: RealDocument) -> bool:
    """Whether the records say when the document came into the archive."""
    has_history = (TOY / "sources/history" / f"{document.folder.name}.yml").is_file()
    return has_history or "\nadded:" in (document.folder / "source.yml").read_text("utf-8")


@slow
def test_a_feed_of_a_term_has_the_documents_that_name_it(toy_at_address: Site):
    wanted = {
        f"{PRESS}documents/{id}/"
        for id, document in recorded_documents(TOY).items()
        if "harbour-treaty" in document.fields["topics"] and id != UNLISTED and is_day_known(document)
    }
    feed = feedparser.parse((toy_at_address.folder / "data/feeds/topics/harbour-treaty.atom").read_bytes())
    assert not feed.bozo
    assert wanted
    assert wanted <= {entry.link for entry in feed.entries}
    assert all(UNLISTED not in entry.link for entry in feed.entries if "link" in entry)


@slow
def test_one_file_has_all_feeds_for_a_feed_reader(toy_at_address: Site):
    site = toy_at_address.folder
    assert '<a href="data/#feeds">all feeds</a>' in html.unescape((site / "index.html").read_text("utf-8"))
    page = (site / "data/index.html").read_text("utf-8")
    (path,) = re.findall(r'<a href="([^"]+)" type="text/x-opml" download>', page)
    opml = ElementTree.parse(site / "data" / path).getroot()
    listed = {outline.get("xmlUrl") for outline in opml.iter("outline")} - {None}
    files = [path.relative_to(site).as_posix() for path in (site / "data/feeds").rglob("*.atom")]
    assert listed == {f"{PRESS}{path}" for path in files}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/data/documents.csv", "site/data/documents.csv"),
        ("/archive/data/schema/document-1.json", "site/data/schema/document-1.json"),
        ("/documents/a-report/document.json", "site/documents/a-report/document.json"),
        ("/documents/index.json", "site/documents/index.json"),
    ],
)
def test_a_server_for_editing_says_where_a_file_would_be(path: str, place: str):
    status, body = asked(path)
    assert status == "404 Not Found"
    assert "`make site` makes them" in body
    assert place in body


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/data/",
        "/data/fields/",
        "/documents/a-report/",
        "/data/index.html",
        "/citations/documents/a.json",
    ],
)
def test_a_server_for_editing_passes_on_what_else_is_asked(path: str):
    assert asked(path) == ("200 OK", "a page")


def asked(path: str) -> tuple[str, str]:
    def pages(environ, start_response):
        start_response("200 OK", [])
        return [b"a page"]

    environ: dict = {"PATH_INFO": path}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    body = b"".join(explain_missing_data(pages)(environ, lambda status, headers: statuses.append(status)))
    return statuses[0], body.decode()
