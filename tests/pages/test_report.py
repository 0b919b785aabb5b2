"""Where a page's reader reports a mistake: rendered with each setting, and read back as a browser and a mail program do."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlsplit

import jinja2
import pytest
import yaml

from conftest import REPOSITORY
from html_pages import parse_html

TEMPLATE = jinja2.Environment(loader=jinja2.FileSystemLoader(REPOSITORY / "overrides")).get_template(
    "partials/report.html"
)
REPOSITORY_ADDRESS = "https://github.com/harbour-example/archive"
TITLE = "“Tide &amp; quay”: 100 % of &quot;Ostrand&quot; &lt;b&gt; Гавань"
READ = '“Tide & quay”: 100 % of "Ostrand" <b> Гавань'
ADDRESS = "https://press.example/documents/a-b/?x=1&y=%D0%93"
RECORD = "sources/2013/gull & co/гавань 100%.md"


def links(
    repository: str = "", contact: str = "", record: str | None = RECORD, canonical: str = ADDRESS
) -> tuple[str, list[str]]:
    """Return the text of the paragraph, and the addresses of its links, as a browser reads them."""
    extra = {"repository": repository, "branch": "main", "contact": contact}
    meta = {"title": TITLE} | ({} if record is None else {"record": record})
    page = {
        "meta": meta, "title": "No title", "url": "documents/a-b/", "canonical_url": canonical or None,
        "file": SimpleNamespace(src_uri="about/rights.md"),
    }  # fmt: skip
    (paragraph,) = parse_html(TEMPLATE.render(config={"extra": extra}, page=page)).all("p", "improve")
    return " ".join(paragraph.text.split()), [link.attributes["href"] for link in paragraph.all("a")]


def test_with_a_repository_its_form_opens_with_the_page_and_the_record() -> None:
    text, (change, report) = links(REPOSITORY_ADDRESS, "mailto:archive@press.example")
    assert text == "Suggest a change · Report a mistake"
    assert unquote(change) == f"{REPOSITORY_ADDRESS}/edit/main/{RECORD}"
    fields = parse_qs(urlsplit(report).query, strict_parsing=True)
    assert fields.pop("template") == ["correct-a-record.yml"]
    assert fields.pop("page") == [ADDRESS]
    assert fields.pop("wrong") == [f"Page: {READ}\nRecord: {RECORD}\n\nWhat is wrong: "]
    assert fields == {}


def test_the_form_has_the_fields_that_the_link_fills_in() -> None:
    form = yaml.safe_load((REPOSITORY / ".github/ISSUE_TEMPLATE/correct-a-record.yml").read_text("utf-8"))
    assert {"page", "wrong"} <= {field.get("id") for field in form["body"]}


@pytest.mark.parametrize(
    "contact", ["mailto:archive@press.example", "mailto:archive@press.example?cc=b@press.example"]
)
def test_with_an_address_to_write_to_a_message_begins_with_the_page_and_the_record(contact: str) -> None:
    text, (report,) = links(contact=contact)
    assert text == "Report a mistake"
    assert report.startswith(contact)
    assert "+" not in report and " " not in report  # a mail program reads + as it is (RFC 6068, section 5)
    fields = parse_qs(urlsplit(report).query, strict_parsing=True)
    assert fields["subject"] == [f"Mistake on {ADDRESS}"]
    assert fields["body"] == [
        f"Address: {ADDRESS}\r\nPage: {READ}\r\nRecord: {RECORD}\r\n\r\nWhat is wrong: "
    ]


def test_with_a_form_of_the_publisher_that_is_opened_as_it_is() -> None:
    text, (report,) = links(contact="https://press.example/contact?a=1&b=%22")
    assert report == "https://press.example/contact?a=1&b=%22"
    assert text == "Report a mistake, with the address of this page"


def test_without_either_the_page_says_so() -> None:
    assert links() == ("This copy does not say where to report a mistake.", [])


def test_a_page_without_a_published_address_is_named_by_its_path_and_one_by_hand_is_its_own_record() -> None:
    _, (report,) = links(contact="mailto:a@press.example", record=None, canonical="")
    body = parse_qs(urlsplit(report).query)["body"][0]
    assert "Address: documents/a-b/\r\n" in body and "Record: docs/about/rights.md\r\n" in body
    _, only = links(REPOSITORY_ADDRESS, record="")
    assert len(only) == 1  # a list has no record to change
    assert "Record: none of its own" in parse_qs(urlsplit(only[0]).query)["wrong"][0]
