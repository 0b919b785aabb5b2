"""The toy archive as whole sites: every feature, hostile text included, as a browser gets it."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from conftest import TOY, sampled
from html_pages import article, read_html
from measuring import plain
from site_fixtures import OWN_FILES, expand, recorded_documents

pytestmark = pytest.mark.slow

HOSTILE = "2014-script-alert-1-script-quotes-stars"


def fields() -> dict[str, tuple[Path, dict]]:
    """Each document's folder and record, by id."""
    return {id: (document.folder, document.fields) for id, document in recorded_documents(TOY).items()}


def captured(id: str) -> dict[int, str]:
    """The document's lines that are not blank, by number."""
    folder, record = fields()[id]
    capture = TOY / "captures" / f"{folder.name}.txt"
    data = (capture if capture.is_file() else folder / "capture.txt").read_bytes()
    lines = data.decode("utf-8").split("\n")
    return {number: lines[number - 1] for number in expand(record["lines"]) if lines[number - 1].strip()}


def test_publishing_made_a_page_for_each_document_and_a_tombstone_for_each_that_was_withdrawn(toy_sites):
    withdrawn = {"2013-09-25-a-quarrel-on-the-slipway", "2014-02-11-notes-from-the-quayside"}
    pages = [page.parent.name for page in toy_sites[0].folder.glob("documents/*/index.html")]
    assert sorted(pages) == sorted({*fields(), *withdrawn})


def test_no_built_page_has_an_element_left_in_a_comment(toy_sites):
    built = [path for site in toy_sites for path in site.folder.rglob("*.html")]
    assert len(built) > 2 * len(fields())
    assert [
        path
        for path in built
        if "<!--{" in path.read_text(encoding="utf-8") or "}-->" in path.read_text(encoding="utf-8")
    ] == []


MISMATCHED = "2014-script-alert-1-script-quotes-stars"


def test_a_published_page_says_what_it_is_where_it_stands_and_who_publishes_it(toy_at_address):
    address = toy_at_address.address
    id = "2014-05-02-address-on-the-harbour-treaty"
    root = read_html(toy_at_address.page(f"documents/{id}"))
    told = {
        meta.attributes.get("name") or meta.attributes.get("property"): meta.attributes.get("content")
        for meta in root.all("meta")
    }
    assert (
        told["description"]
        == told["og:description"]
        == "The minister greets the guests and lists what Velmora offers. One sentence is addressed to "
        "Arabic-speaking captains; see the conference, its place, its host, the minister and the publisher."
    )
    assert told["og:title"] == "Address on the harbour treaty"
    assert told["og:type"] == "article"
    here = f"{address}documents/{id}/"
    assert [
        link.attributes["href"] for link in root.all("link") if link.attributes["rel"] == "canonical"
    ] == [here]
    assert told["og:url"] == here
    foot = root.first("footer")
    assert foot.first("p", "printed-address").text == here
    assert "Published by Pell Arden" in [item.text for item in foot.all("li")]
    links = {link.text: link.attributes["href"] for link in foot.all("a")}
    assert links["Write to the publisher"] == "mailto:pell@tidewatch.example"
    assert links["Offline copy (zip)"] == f"{address}offline-copy.zip"
    assert told["twitter:card"] == "summary_large_image"
    assert told["og:image"] == told["twitter:image"] == f"{address}cards/{id}.png"
    # What is on the card, and no less: a headline that misleads never goes without its remark.
    assert told["og:image:alt"] == (
        "Address on the harbour treaty. Ministry of Velmora (website), 2 May 2014. The harbour treaty press archive."
    )
    alts = {
        meta.attributes["content"]
        for meta in read_html(toy_at_address.page(f"documents/{MISMATCHED}")).all("meta")
        if meta.attributes.get("property") == "og:image:alt"
    }
    assert alts == {
        '<script>alert(1)</script> & "quotes" *stars* [link](javascript:x) | pipe. The text does not belong to this '
        "headline. Harbour Digest, seen on Harbour Digest, perhaps 2014. The harbour treaty press archive."
    }
    named = {
        page.parent.name: meta.attributes["content"]
        for page in toy_at_address.folder.glob("**/index.html")
        for meta in read_html(page).all("meta")
        if meta.attributes.get("property") == "og:image"
    }
    cards = {path.stem: path for path in toy_at_address.folder.glob("cards/*")}
    assert cards.keys() == named.keys() == fields().keys()  # none for what was withdrawn
    assert set(named.values()) == {f"{address}cards/{path.name}" for path in cards.values()}
    assert all(
        path.read_bytes() == (toy_at_address.project / "export/cards" / path.name).read_bytes()
        for path in cards.values()
    )


def test_a_page_names_the_icons_the_manifest_and_the_colours_of_the_site_but_no_card(toy_sites):
    public = toy_sites[0]
    for page in (public.folder / "index.html", public.folder / "topics/harbour-treaty/index.html"):
        root = read_html(page)
        links = {
            link.attributes["rel"]: (page.parent / link.attributes["href"]).resolve()
            for link in root.all("link")
        }
        assert links["apple-touch-icon"].read_bytes()[:4] == b"\x89PNG"
        colours = {
            meta.attributes["media"]: meta.attributes["content"]
            for meta in root.all("meta")
            if meta.attributes.get("name") == "theme-color"
        }
        for scheme, file in (("light", "tokens.css"), ("dark", "dark.css")):
            (path,) = public.folder.glob(f"assets/*/{file}")
            style = path.read_text("utf-8")
            paper = re.search("--archive-paper: (#[0-9a-f]+);", style)[1]
            assert colours[f"(prefers-color-scheme: {scheme})"] == paper
        manifest = json.loads(links["manifest"].read_text("utf-8"))
        assert links["manifest"].parent == public.folder
        assert manifest["name"] == "The harbour treaty press archive"
        assert manifest["start_url"] == manifest["scope"] == "./"
        assert (
            manifest["theme_color"]
            == manifest["background_color"]
            == colours["(prefers-color-scheme: light)"]
        )
        sizes = {icon["src"]: icon["sizes"] for icon in manifest["icons"]}
        for src, size in sizes.items():
            data = (public.folder / src).read_bytes()
            assert size == (
                "any" if src.endswith(".svg") else "{}x{}".format(*struct.unpack(">II", data[16:24]))
            )
        assert {"192x192", "512x512"} <= set(sizes.values())
    text = (public.folder / "documents" / HOSTILE / "index.html").read_text("utf-8")
    assert "og:image" not in text and "twitter:card" not in text
    assert "manifest" not in (toy_sites[1].folder / "index.html").read_text("utf-8").partition("</head>")[
        0
    ].replace("manifest-src", "")


def test_what_no_page_loads_is_left_out_if_it_is_the_themes(toy_at_address):
    site = toy_at_address.folder
    theme_or_own = {*site.glob("assets/**/javascripts/**/*.*"), *site.glob("**/*.map")}
    assert {plain(path.relative_to(site).as_posix()) for path in theme_or_own} == set(OWN_FILES)


@pytest.mark.parametrize("id", sampled(sorted(fields()), 2))
def test_the_reading_room_shows_each_line_exactly(toy_sites, page: Page, id):
    """Compared in the browser, character for character; control characters have pictures."""
    page.goto(f"{toy_sites[1].address}documents/{id}/")
    shown = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll('.passage > :first-child')]
        .map(element => [element.id.slice(1), element.textContent]))""")
    lines = captured(id)
    expected = "\n".join(lines.values())
    pictures = re.sub(r"[\x00-\x08\x0b-\x1f]", lambda match: chr(0x2400 + ord(match[0])), expected)
    pictures = re.sub(r"[\x7f]", "\u2421", re.sub(r"[\x80-\x9f]", "\ufffd", pictures))
    assert "\n".join(shown[number] for number in sorted(shown, key=int)) == pictures
    assert {int(number) for number in shown} <= set(lines)
    for number in lines:
        assert page.locator(f"#L{number}").count() == 1, f"line {number} has no anchor"


def test_a_hostile_headline_is_shown_and_runs_nowhere(toy_sites, new_page: Callable[..., Page]):
    headline = fields()[HOSTILE][1]["title"]
    page = new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    for path in (f"documents/{HOSTILE}/", "documents/", "", "tags/", "topics/"):
        page.goto(toy_sites[0].address + path)
    page.goto(f"{toy_sites[0].address}documents/{HOSTILE}/")
    expect(page.locator("h1")).to_have_text(headline)
    assert page.title().startswith(headline)
    page.goto(f"{toy_sites[0].address}search/?q=editors+dare")
    expect(page.locator("#search-results a").first).to_have_text(headline)


def test_a_russian_query_finds_the_russian_document_by_another_case_of_its_words(toy_sites, page: Page):
    """The headline has the nominative; the query is inflected."""
    (id,) = [id for id, (_, record) in fields().items() if record["language"] == "ru" and "dogovor" in id]
    page.goto(f"{toy_sites[0].address}search/?q=договорами")
    expect(page.locator("#search-results a").first).to_have_text(fields()[id][1]["title"])
    assert page.locator("#search-results a").first.get_attribute("lang") == "ru"


def test_the_public_site_shows_open_text_named_lines_and_nothing_else(toy_sites):
    shown = {
        id: len(article(toy_sites[0].page(f"documents/{id}")).all(css_class="passage")) for id in fields()
    }
    access = {id: yaml.load((folder / "source.yml").read_text("utf-8"), Loader=yaml.CBaseLoader)["access"]
              for id, (folder, _) in fields().items()}  # fmt: skip
    assert all(shown[id] for id in fields() if access[id] == "full")
    assert not any(shown[id] for id in fields() if access[id] == "summary")
    assert any(shown[id] for id in fields() if access[id] == "excerpt")
