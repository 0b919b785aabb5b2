"""A site that names nobody to write to, or has no address: it is built and says so, and the workflow that
publishes refuses.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.exceptions import Abort, ConfigurationError

import hook
from html_pages import Element, read_html
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.publish.settings import check_built_name, parse_address
from site_fixtures import Site

NOBODY = "nobody is named as the publisher (extra.publisher)"
NOWHERE = "there is no address to write to (extra.contact, mailto: or https:)"
WITHOUT_ADDRESS = (
    "the site lacks the sitemap, canonical addresses, the description of the search (OpenSearch)"
)
AT_THE_FOOT = "This copy is not for publication: it does not say who publishes it and where to write to them"


def name_publisher(root: Path, publisher: str, contact: str) -> None:
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    for name, value in (("publisher", publisher), ("contact", contact)):
        assert f'  {name}: ""' in config
        config = config.replace(f'  {name}: ""', f"  {name}: {json.dumps(value)}")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")


@pytest.mark.parametrize("command", ["publish", "offline"])
@pytest.mark.parametrize(
    ("publisher", "contact", "lacking"),
    [
        ("", "", NOBODY),
        (" ", "mailto:pell@tidewatch.example", NOBODY),
        ("Pell Arden", "", NOWHERE),
        ("Pell Arden", "pell@tidewatch.example", NOWHERE),
        ("Pell Arden", "mailto:", NOWHERE),
    ],
)
def test_a_site_that_names_nobody_to_write_to_is_refused_if_that_is_required(
    toy: Path, capsys: pytest.CaptureFixture[str], command: str, publisher: str, contact: str, lacking: str
) -> None:
    name_publisher(toy, publisher, contact)
    assert main(["--root", str(toy), command, "--require-publisher"]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith(f"mkdocs.yml: {lacking}. Expected who publishes the site and where to write")
    assert "site/ was not built." in printed
    assert not (toy / "site").exists()
    assert list(toy.glob("*.zip")) == []


@pytest.mark.measured
def test_a_site_that_names_nobody_is_built_and_says_so_at_its_end_and_at_the_foot_of_each_page(
    toy: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(toy), "publish"]) == 0
    printed = capfd.readouterr().out
    last = printed.splitlines()[-1]
    assert printed.count(WITHOUT_ADDRESS) == 1
    assert list((toy / "site").glob("*.xml*")) == []
    assert (toy / "site" / "robots.txt").read_text("utf-8") == "User-agent: *\nAllow: /\n"
    assert last.startswith(f"Do not publish it yet: {NOBODY}, so nobody could object.")
    pages = sorted((toy / "site").rglob("*.html"))
    assert len(pages) > 20
    assert [
        page for page in pages if AT_THE_FOOT not in [item.text for item in foot_of(page).all("li")]
    ] == []


@pytest.mark.measured
def test_a_site_that_names_its_publisher_is_ready_and_its_imprint_says_what_is_filled_in(
    toy: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://press.example/below")
    name_publisher(toy, 'Pell "Quay" Arden <b>& sons</b>', "https://tidewatch.example/letters?a=1&b=2")
    config = (toy / "mkdocs.yml").read_text(encoding="utf-8")
    (toy / "mkdocs.yml").write_text(config.replace('funding: ""', "funding: Harbour dues."), encoding="utf-8")
    assert main(["--root", str(toy), "publish", "--require-publisher", "--require-address"]) == 0
    printed = capfd.readouterr().out
    *_, missing, last = printed.splitlines()
    assert WITHOUT_ADDRESS not in printed
    assert (
        missing == 'The imprint says "not filled in yet" of extra.address, extra.independence in mkdocs.yml.'
    )
    assert last.startswith("site/ is ready to publish;")
    items = [item.text for item in foot_of(toy / "site" / "index.html").all("li")]
    assert 'Published by Pell "Quay" Arden <b>& sons</b>' in items
    assert AT_THE_FOOT not in items
    assert imprint_of(toy) == {
        "Publisher": 'Pell "Quay" Arden <b>& sons</b>',
        "Postal address": "Not filled in yet",
        "Funding": "Harbour dues.",
        "Independence": "Not filled in yet",
        "Contact": "https://tidewatch.example/letters?a=1&b=2",
    }


@pytest.mark.parametrize("command", ["publish", "offline"])
def test_a_site_without_an_address_is_refused_if_one_is_required(
    toy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("SITE_URL", "")
    assert main(["--root", str(toy), command, "--require-address"]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("mkdocs.yml: nothing says at which address the site is published. Expected one")
    assert "site/ was not built." in printed
    assert not (toy / "site").exists()


@pytest.mark.parametrize(
    "address",
    [
        "press.example", "ftp://press.example/", "https:///archive/", "https://press.example/?page=1",
        "https://press.example/#top", "https://pell@press.example/", "https://press.example:port/",
        "https://press example/", "https://[press/", '/archive/"',
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ConfigurationError, match="is not the address of a site"):
        parse_address(address)


def test_publishing_and_building_refuse_such_an_address(
    toy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://press.example/?page=1")
    assert main(["--root", str(toy), "publish"]) == 1
    fault = "site_url: 'https://press.example/?page=1' is not the address of a site. Expected http"
    printed = capsys.readouterr().err
    assert printed.startswith(f"mkdocs.yml: {fault}")
    assert "without a query or a fragment. Hint: correct SITE_URL" in printed
    assert not (toy / "site").exists()
    with pytest.raises(Abort, match=re.escape(fault)):
        hook.on_config(SimpleNamespace(site_url="https://press.example/?page=1"))


def foot_of(page: Path) -> Element:
    return read_html(page).first("footer")


def imprint_of(root: Path) -> dict[str, str]:
    """Return what the page of the imprint says, by the terms of its list."""
    page = read_html(root / "site" / "about" / "imprint" / "index.html")
    terms, values = ([item.text for item in page.first("dl").all(tag)] for tag in ("dt", "dd"))
    return dict(zip(terms, values, strict=True))


@pytest.mark.slow
@pytest.mark.measured
def test_a_collection_with_the_settings_of_another_archive_has_its_own_name_and_is_not_ready(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    collection = toy / "sources" / "collection.yml"
    text = collection.read_text(encoding="utf-8")
    collection.write_text(text.replace("title: The harbour", "title: The lighthouse"), encoding="utf-8")
    difference = "O115 site_name: 'The harbour treaty press archive' is not the collection's title"
    assert main(["--root", str(toy), "check"]) == 1
    assert difference in capsys.readouterr().err
    assert main(["--root", str(toy), "publish", "--require-publisher"]) == 1
    assert not (toy / "site").exists()
    capsys.readouterr()
    assert main(["--root", str(toy), "publish"]) == 0
    printed = capsys.readouterr().out
    assert "Do not publish it yet: mkdocs.yml has the name of another archive" in printed
    assert "ready to publish" not in printed
    assert read_html(toy / "site" / "index.html").first("title").text == "The lighthouse treaty press archive"


def test_a_home_page_that_a_hook_gave_another_name_is_named(toy: Path, tmp_path: Path) -> None:
    collection = load_archive(toy).collection
    for title, problems in (
        ("The harbour treaty press archive", 0),
        ("The harbour treaty press&#32;archive (2)", 0),
        ("The lighthouse press archive", 1),
    ):
        (tmp_path / "index.html").write_text(f"<head><title>{title}</title></head>", encoding="utf-8")
        found = list(check_built_name(tmp_path, collection))
        assert [(problem.path, problem.code) for problem in found] == [("site/index.html", "O115")] * problems


def test_the_reading_room_adds_to_the_name_of_the_archive(toy_sites: tuple[Site, Site]) -> None:
    public, room = toy_sites
    assert read_html(public.page("")).first("title").text == "The harbour treaty press archive"
    assert read_html(room.page("")).first("title").text == "The harbour treaty press archive (reading room)"
