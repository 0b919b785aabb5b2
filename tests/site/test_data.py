"""What a researcher does to take the data along: from home to a table, a document's record, a program's code."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from urllib.request import urlopen
from wsgiref.util import setup_testing_defaults

import pytest
from playwright.sync_api import Page

from conftest import HERE, TOY
from press_archive.pages.data import EXAMPLE_ADDRESS
from press_archive.publish.serve.data_notice import explain_missing_data
from site_fixtures import Site, recorded_documents
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


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/data/documents.csv", "site/data/documents.csv"),
        ("/archive/data/schema/document-1.json", "site/data/schema/document-1.json"),
        ("/documents/a-report/document.json", "site/documents/a-report/document.json"),
    ],
)
def test_a_server_for_editing_says_where_a_file_would_be(path: str, place: str):
    status, body = asked(path)
    assert status == "404 Not Found"
    assert "`make site` makes them" in body
    assert place in body


@pytest.mark.parametrize(
    "path",
    ["/", "/data/", "/data/fields/", "/documents/a-report/", "/data/index.html", "/citations/archive.bib"],
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
