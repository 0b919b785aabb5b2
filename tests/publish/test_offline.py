"""The offline copy: it opens from disk, leads nowhere but to itself, says what the site says, and shows
nothing restricted.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from browsing import PHONE, REPORT, TOY_DOCUMENTS
from conftest import TOY, sampled
from html_pages import Element, article, read_html
from press_archive.checks.rights.copied_words import check_output
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.publish import offline_copy as offline
from press_archive.publish.html_tags import parse_tags, replace_spans
from press_archive.publish.offline_copy import (
    SEARCH,
    SEARCH_INDEX,
    records_digest,
    render_index,
    render_readme,
    split_files,
    write_copy,
    write_zip,
)
from press_archive.publish.offline_links import BrokenLink, ExcludedFile, Split, on_disk, relink_page
from press_archive.publish.settings import load_settings, theme_files
from site_fixtures import PRESS, Site, recorded_documents, recorded_terms
from toy_archive import line_of, loaded

slow = pytest.mark.slow

MINISTRY = "2014-05-02-address-on-the-harbour-treaty"
HOSTILE = "2014-script-alert-1-script-quotes-stars"
FILES = Split(
    {"index.html", "years/index.html", "years/2013/index.html", "a/ü.css", "notes.txt"},
    {"app.js", "pagefind/x.json"},
)


# --- The tags of a page


def test_a_tag_stands_where_the_page_has_it():
    page = "<!-- <a href=\"no/\"> -->\n<p>é <A\n class=x HREF = 'years/?a=1&amp;b=2' hidden>x</A><br/><img src=a.png>"
    link, image = (next(tag for tag in parse_tags(page) if tag.name == name) for name in ("a", "img"))
    assert page[link.start : link.end] == "<A\n class=x HREF = 'years/?a=1&amp;b=2' hidden>"
    assert [(attribute.name, attribute.value) for attribute in link.attributes] == [
        ("class", "x"), ("href", "years/?a=1&b=2"), ("hidden", ""),
    ]  # fmt: skip
    assert page[link.attributes[1].start : link.attributes[1].end] == "'years/?a=1&amp;b=2'"
    assert page[image.attributes[0].start : image.attributes[0].end] == "a.png"
    assert [tag.name for tag in parse_tags(page)] == ["p", "a", "/a", "br", "img"]


@pytest.mark.parametrize("inside", ["script", "style"])
def test_what_a_script_or_a_style_holds_is_no_tag(inside):
    page = f"<{inside}>'<a href=\"years/\">'</{inside}><b>"
    assert [tag.name for tag in parse_tags(page)] == [inside, f"/{inside}", "b"]


VALUES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
NAMES = st.sampled_from(["href", "title", "data-a", "x:y"])


def written(attributes: list[tuple[str, str]], text: str) -> str:
    """A page of one link; only a sign that would be markup is written as HTML has it."""
    values = [(name, value.replace("&", "&amp;").replace('"', "&quot;")) for name, value in attributes]
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"{text}\n<a" + "".join(f' {name}="{value}"' for name, value in values) + f">{text}</a>"


@given(st.lists(st.tuples(NAMES, VALUES), max_size=4, unique_by=lambda pair: pair[0]), VALUES)
def test_each_value_can_be_changed_alone(attributes, text):
    page = written(attributes, text)
    (start, _) = parse_tags(page)
    assert [(attribute.name, attribute.value) for attribute in start.attributes] == attributes
    for position, attribute in enumerate(start.attributes):
        changed = [
            (name, "NEW" if other == position else value) for other, (name, value) in enumerate(attributes)
        ]
        assert replace_spans(page, [(attribute.start, attribute.end, '"NEW"')]) == written(changed, text)


# --- Addresses


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (".", "./index.html"),
        ("./", "./index.html"),
        ("2013/", "2013/index.html"),
        ("2013", "2013/index.html"),
        ("..", "../index.html"),
        ("../years/2013/?q=a b&c=%20#in-2013", "../years/2013/index.html?q=a b&c=%20#in-2013"),
        ("2013/index.html#x", "2013/index.html#x"),
        ("../a/%C3%BC.css", "../a/%C3%BC.css"),
        ("../notes.txt?x", "../notes.txt?x"),
        ("#x", "#x"),
        ("?q=x", "?q=x"),
        ("", ""),
        ("https://gull.example/years/", "https://gull.example/years/"),
        ("//gull.example/years/", "//gull.example/years/"),
        ("https://[gull/", "https://[gull/"),
        ("mailto:pell@tidewatch.example", "mailto:pell@tidewatch.example"),
    ],
)
def test_an_address_leads_to_a_file(address, expected):
    assert on_disk(address, "years/index.html", FILES) == expected


@pytest.mark.parametrize(
    "address", ["2014/", "/years/", "/", "../../x/", "../..", "../notes.txt/", "../a/", "x.html#y"]
)
def test_a_broken_link_is_refused(address):
    with pytest.raises(BrokenLink):
        on_disk(address, "years/index.html", FILES)


def test_an_address_of_an_excluded_file_has_its_own_error():
    with pytest.raises(ExcludedFile):
        on_disk("../app.js", "years/index.html", FILES)


def test_a_page_changes_in_its_references_alone():
    page = (
        '<!DOCTYPE html>\r\n<link rel="modulepreload" href="app.js"><link href=\'a/ü.css\'>'
        "<script type=module src=app.js></script><p title='years/'>years/ &#46;<a\n href='years/#x' >é</a>"
        '<form action="years/?a=1&amp;b=2"><svg><a xlink:href="years/2013"/></svg></body>'
    )
    changed, problems = relink_page(page, "index.html", FILES, ["a/b.js"])
    assert problems == []
    assert changed == (
        "<!DOCTYPE html>\r\n<link href='a/ü.css'>"
        "<p title='years/'>years/ &#46;<a\n href=\"years/index.html#x\" >é</a>"
        '<form action="years/index.html?a=1&amp;b=2"><svg><a xlink:href="years/2013/index.html"/></svg>'
        '<script src="a/b.js"></script>\n</body>'
    )


@pytest.mark.parametrize(
    ("website", "expected"),
    [
        ("https://gull.example/", '<a class=x href="https://gull.example/pagefind/x.json?y#z" download>'),
        ("", "<a>"),
    ],
)
def test_a_link_to_what_the_copy_leaves_out_leads_to_the_website(website, expected):
    files = dataclasses.replace(FILES, website=website)
    page = "<a class=x href=../pagefind/x.json?y#z download>all</a> <a href='..'>home</a>"
    changed, problems = relink_page(page, "years/index.html", files)
    assert problems == []
    assert changed == f'{expected}all</a> <a href="../index.html">home</a>'


@pytest.mark.parametrize(
    ("link", "tag"),
    [
        ("<a href='../gone/'>", "a"),
        ("<img src=../pagefind/x.json>", "img"),
        ("<img src=../b.png>", "img"),
        ("<script src=../gone.js></script>", "script"),
    ],
)
def test_what_leads_nowhere_is_a_problem_that_names_the_place(link, tag):
    _, problems = relink_page(f"<p>\n\n{link}</p>", "years/index.html", FILES)
    (problem,) = problems
    assert str(problem).startswith(f"site/years/index.html:3: O103 {tag}: '../")
    assert (
        "leads to no file of the offline copy. Expected the address of a page or file of the site. Hint: "
        in str(problem)
    )


# --- What stands beside the pages


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("site_url: https://gull.example/", "https://gull.example/"),
        ("site_url: !ENV SITE_URL", "https://env.example/"),
        ("site_url: !ENV [OTHER_URL, SITE_URL, '']", "https://env.example/"),
        ("site_url: !ENV [OTHER_URL, 'https://default.example/']", "https://default.example/"),
        ("site_url: !ENV [OTHER_URL, '']", ""),
        ("site_url: !ENV OTHER_URL", ""),
        ("", ""),
    ],
)
def test_the_settings_are_those_of_mkdocs_yml(tmp_path, monkeypatch, written, address):
    monkeypatch.setenv("SITE_URL", "https://env.example/")
    monkeypatch.delenv("OTHER_URL", raising=False)
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: The Harbour Papers, 2nd\n{written}\ncopyright: '&copy; <b>Pell</b>\n  Arden'\n"
        "emoji_index: !!python/name:material.extensions.emoji.twemoji\nbase_path: !relative $config_dir\n",
        encoding="utf-8",
    )
    settings = load_settings(tmp_path)
    assert (settings.name, settings.copyright, settings.address) == (
        "The Harbour Papers, 2nd",
        "© Pell Arden",
        address,
    )
    assert (settings.folder, settings.file) == (
        "the-harbour-papers-2nd",
        "the-harbour-papers-2nd-offline.zip",
    )


def test_settings_that_a_configuration_inherits_are_its_own(tmp_path, monkeypatch):
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "site.yml").write_text(
        "site_name: The Harbour Papers\ncopyright: Pell Arden\nsite_url: https://gull.example/\n",
        encoding="utf-8",
    )
    (tmp_path / "mkdocs.yml").write_text(
        "INHERIT: common/site.yml\nsite_url: https://tidewatch.example/\n", encoding="utf-8"
    )
    settings = load_settings(tmp_path)
    assert settings.name == "The Harbour Papers"
    assert settings.copyright == "Pell Arden"
    assert settings.address == "https://tidewatch.example/"


def test_a_name_without_latin_letters_still_makes_a_file(tmp_path):
    (tmp_path / "mkdocs.yml").write_text("site_name: Архив\n", encoding="utf-8")
    assert load_settings(tmp_path).file == "archive-offline.zip"


def test_the_readme_says_what_this_is_and_what_it_was_made_from(toy):
    archive = loaded(toy)
    text = render_readme(archive, load_settings(toy), records_digest(toy))
    newest = archive.documents[archive.newest_first[0]].record.date.words
    assert "Open index.html" in text
    assert (
        f"{len(archive.documents)} documents from {len(archive.sources)} sources, the newest of {newest}.\r\n"
        in text
    )
    assert f"SHA-256 of the records: {records_digest(toy)}\r\n" in text
    assert "free to reuse under CC BY 4.0" in text
    assert text.count("\n") == text.count("\r\n")
    assert max(map(len, text.splitlines())) <= 130


def test_the_digest_is_that_of_the_records_and_of_nothing_else(toy):
    before = records_digest(toy)
    assert re.fullmatch("[0-9a-f]{64}", before)
    (toy / "docs" / "search.md").unlink()
    (toy / "sources" / "2013" / "gull-post-harbour" / "capture.txt").write_text("x", encoding="utf-8")
    assert records_digest(toy) == before
    record = toy / "sources" / "2013" / "gull-post-harbour" / "source.yml"
    record.write_bytes(record.read_bytes() + b"# seen\n")
    changed = records_digest(toy)
    assert changed != before
    record.rename(record.with_name("z.md"))
    assert records_digest(toy) not in (before, changed)


def test_the_index_is_one_line_in_which_a_run_of_words_stays_one(toy):
    """Or the check for restricted text would not see it."""
    path = next(toy.glob(f"sources/*/*/{MINISTRY}.md"))
    path.write_text(
        path.read_text(encoding="utf-8") + '\nOne\u2028two\tthree \\ "four"\nfive [L3].\n', encoding="utf-8"
    )
    text = render_index(loaded(toy))
    assert text.count("\n") == 1
    assert "\u2028" not in text
    rows = parse_index(text)["documents"]
    (summary,) = [row[5] for row in rows if row[0] == MINISTRY]
    assert summary.endswith('One two three \\ "four" five.')
    (headline,) = [row[1] for row in rows if row[0] == HOSTILE]
    assert headline == recorded_documents(TOY)[HOSTILE].fields["title"]


def parse_index(text: str) -> dict:
    return json.loads(text.removeprefix("const OFFLINE_INDEX = ").removesuffix(";\n"))


def test_the_documents_of_the_index_are_newest_first(toy):
    archive = loaded(toy)
    rows = parse_index(render_index(archive))["documents"]
    assert [row[0] for row in rows] == archive.newest_first


# --- The zip


def test_the_same_files_give_the_same_bytes_whenever_and_wherever_they_were_written(tmp_path):
    files = {"b/x.txt": b"x" * 1000, "index.html": b"<p>", "a.txt": b"", "README.txt": b"read", "B.txt": b"b"}
    zips = []
    for place, order in (("one", sorted(files)), ("two", sorted(files, reverse=True))):
        folder = tmp_path / place / "papers"
        for number, name in enumerate(order):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
            os.utime(path, (1_000_000 * number, 1_000_000 * number))
            path.chmod(0o600 if place == "one" else 0o755)
        assert write_zip(folder, tmp_path / f"{place}.zip") == len(files)
        zips.append((tmp_path / f"{place}.zip").read_bytes())
    assert zips[0] == zips[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert packed.testzip() is None
        assert packed.namelist() == [
            f"papers/{name}" for name in ("README.txt", "index.html", "B.txt", "a.txt", "b/x.txt")
        ]
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in packed.infolist()} == {stat.S_IFREG | 0o644}
        assert packed.read("papers/b/x.txt") == files["b/x.txt"]


def test_a_problem_in_a_record_is_refused_and_no_zip_is_made(toy, capsys):
    record = next(toy.glob(f"sources/*/*/{MINISTRY}.md"))
    record.write_text(record.read_text(encoding="utf-8").replace("outlet: ", "outlet: un"), encoding="utf-8")
    assert main(["--root", str(toy), "offline"]) == 1
    told = capsys.readouterr().err
    assert "R104" in told
    assert told.endswith(
        "site/ was not built.\nThere is no offline copy of a site that can't be published.\n"
    )
    assert list(toy.glob("*.zip")) == []


@slow
@pytest.mark.measured
def test_the_command_makes_the_zip_and_says_how_large_it_is(toy_held, capsys, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://harbour.example/papers/")
    assert main(["--root", str(toy_held), "offline"]) == 0
    archive = loaded(toy_held)
    (made,) = toy_held.glob("*.zip")
    assert made.name == load_settings(toy_held).file
    with zipfile.ZipFile(made) as packed:
        names = packed.namelist()
        top = load_settings(toy_held).folder
        readme = packed.read(f"{top}/README.txt").decode()
        home = packed.read(f"{top}/index.html").decode()
    assert "The website: https://harbour.example/papers/\r\n" in readme
    assert '<link rel="canonical" href="https://harbour.example/papers/">' in home  # where the page itself is
    assert "opensearch.xml" not in home
    assert not [
        name
        for name in names
        if re.search(
            r"pagefind|sitemap|opensearch|webmanifest|icon-|404|\.map$|robots|lunr"
            r"|assets/[0-9a-f]+/(archive\.js|search/)",
            name,
        )
    ]
    assert len(names) == len(set(names))
    size = f"{made.stat().st_size / 1e6:.1f} MB"
    told = f"{made.name} is ready: {len(archive.documents)} documents, {len(names)} files, {size}, made in "
    assert told in capsys.readouterr().out


@slow
@pytest.mark.measured
def test_a_restricted_sentence_that_only_the_copy_holds_is_refused(toy_held, tmp_path, capsys, monkeypatch):
    sentence = line_of(loaded(toy_held), lambda role: str(role) in ("text", "answer"))
    script = tmp_path / "search.js"
    script.write_text(f"// {sentence}\n", encoding="utf-8")
    monkeypatch.setattr(offline, "SEARCH_SCRIPT", script)
    assert main(["--root", str(toy_held), "offline"]) == 1
    told = capsys.readouterr()
    folder = load_settings(toy_held).folder
    assert f"{folder}/assets/offline/search.js: O102: " in told.err
    assert told.err.endswith(f"{folder}-offline.zip was not made.\n")
    assert list(toy_held.glob("*.zip")) == []


@slow
@pytest.mark.measured
def test_a_link_written_by_hand_that_leads_nowhere_is_refused(toy, capsys):
    page = toy / "docs" / "about" / "index.md"
    page.write_text(
        page.read_text(encoding="utf-8") + '\n<p><a href="../nowhere/">x</a></p>\n', encoding="utf-8"
    )
    assert main(["--root", str(toy), "offline"]) == 1
    assert "O103 a: '../nowhere/' leads to no file" in capsys.readouterr().err
    assert list(toy.glob("*.zip")) == []


# --- The copies of the toy archive and of the real one, unpacked

TEXT_SHOWN = TOY_DOCUMENTS["document with its text"].strip("/")


@dataclass(frozen=True)
class Unpacked:
    """An unpacked copy, and the site that it was made from."""

    folder: Path
    site: Site

    def pages(self) -> Iterator[tuple[Path, Path]]:
        """Yield each page with the one of the site."""
        for page in sorted(self.folder.rglob("*.html")):
            yield page, self.site.folder / page.relative_to(self.folder)

    def address(self, path: str = "") -> str:
        """Return the address on disk of a page, by its address below the site."""
        return (
            f"file://{quote(str(self.folder / path))}/index.html"
            if path
            else f"file://{quote(str(self.folder))}/index.html"
        )


def unpack(site: Site, at: Path) -> Unpacked:
    archive = load_archive(site.project)
    settings = load_settings(site.project)
    folder = at / settings.folder
    readme = render_readme(archive, load_settings(site.project), records_digest(site.project))
    assert write_copy(archive, site.folder, folder, readme) == []
    assert list(check_output(archive, folder, theme_files(), disguised=False)) == []
    write_zip(folder, at / settings.file)
    unpacked = at / "with a space, and é"  # as people name folders
    with zipfile.ZipFile(at / settings.file) as packed:
        packed.extractall(unpacked)
    return Unpacked(unpacked / settings.folder, site)


@pytest.fixture(scope="module")
def real_copy(public_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Unpacked:
    return unpack(public_site, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def toy_copy(toy_sites: tuple[Site, Site], tmp_path_factory: pytest.TempPathFactory) -> Unpacked:
    return unpack(toy_sites[0], tmp_path_factory.mktemp("toy"))


@pytest.fixture(params=sampled(["toy", "real"], 2))
def copy(request: pytest.FixtureRequest) -> Unpacked:
    return request.getfixturevalue(f"{request.param}_copy")


@slow
def test_every_reference_of_every_page_leads_to_a_file_and_to_an_anchor_in_it(copy: Unpacked):
    broken, checked, top = set(), 0, copy.folder.resolve()
    for page, _ in copy.pages():
        for element in read_html(page).walk():
            for name in ("href", "xlink:href", "src", "srcset", "action", "formaction", "poster", "data"):
                parts = urlsplit(element.attributes.get(name, "data:"))
                if parts.scheme or parts.netloc:
                    continue
                checked += 1
                target = file_at(page.parent, unquote(parts.path)) if parts.path else page
                if target is None or not target.is_relative_to(top):
                    broken.add((page, element.tag, element.attributes[name]))
                elif parts.fragment and unquote(parts.fragment) not in ids(target):
                    broken.add((page, "anchor", element.attributes[name]))
    assert checked > 1000
    assert broken == set()


@functools.cache
def file_at(folder: Path, address: str) -> Path | None:
    """Return the file to which an address leads from a folder; None where there is none."""
    path = (folder / address).resolve()
    return path if path.is_file() else None


@functools.cache
def ids(page: Path) -> set[str]:
    return {element.attributes["id"] for element in read_html(page).walk() if "id" in element.attributes}


@slow
def test_every_page_of_the_site_is_there_and_reached_from_home(copy: Unpacked):
    pages = {page.relative_to(copy.folder) for page, _ in copy.pages()}
    assert pages == {page.relative_to(copy.site.folder) for page in copy.site.html()} - {Path("404.html")}
    waiting, reached = [copy.folder / "index.html"], {copy.folder / "index.html"}
    for page in waiting:
        for link in read_html(page).all("a"):
            parts = urlsplit(link.attributes.get("href", "x:"))
            target = Path(os.path.normpath(page.parent / unquote(parts.path)))
            if (
                not parts.scheme
                and not parts.netloc
                and parts.path
                and target not in reached
                and target.suffix == ".html"
            ):
                reached.add(target)
                waiting.append(target)
    gone = {
        page.relative_to(copy.folder)
        for page, _ in copy.pages()
        if re.search('name="robots" content="noindex"|http-equiv="refresh"', page.read_text("utf-8"))
    }
    assert {page.relative_to(copy.folder) for page in reached} == pages - gone  # only old links lead to those


# The online program, the policy that allows the site's own files, of which a disk knows none, and what a system
# takes for an application of a site.
LEFT_OUT_OF_PAGES = (
    r'<script src type="module"></script>|<meta http-equiv="Content-Security-Policy" [^>]*>'
    r'|<link rel="(?:apple-touch-icon|manifest)" href>'
)
LOADING = {("script", "src"), ("meta", "http-equiv")}


def told(element: Element) -> Iterator[object]:
    """Yield all that a page says: texts, tags and attributes, without addresses, and what loads files or says
    which may be.
    """
    for child in element.children:
        if isinstance(child, str):
            yield from child.split()
        elif child.tag != "link" and not {(child.tag, name) for name in child.attributes} & {
            ("script", "src"),
            ("meta", "http-equiv"),
        }:
            yield (
                child.tag,
                {
                    name: value
                    for name, value in child.attributes.items()
                    if name not in ("href", "src", "action")
                },
            )
            yield from told(child)


@slow
def test_every_page_says_what_the_page_of_the_site_says(copy: Unpacked):
    for page, original in copy.pages():
        assert list(told(read_html(page))) == list(told(read_html(original))), page
        assert read_html(page).first("title").text == read_html(original).first("title").text


@slow
def test_of_a_page_no_byte_changed_but_in_addresses_and_the_left_out_program(copy: Unpacked):
    for page, original in copy.pages():
        if page.parent.name == "search":
            continue  # what it has besides is asked for above
        before, after = (
            re.sub(r'\b(href|src|action|content="0; url)="?[^"]*"', r"\1", path.read_bytes().decode())
            for path in (original, page)
        )
        assert (
            re.sub(
                LEFT_OUT_OF_PAGES,
                "",
                before,
            )
            == after
        ), page
        assert before != after


def is_shown(fact: str, page: str) -> bool:
    """Return whether a page has a fact of a search result, and of an inferred one that it is inferred.

    Which date it is follows the date there, in small print.
    """
    fact = re.sub(
        r"^(spoken|captured|seen on .*,) (.*?\d{4})", lambda found: f"{found[2]} {found[1].rstrip(',')}", fact
    )
    value = fact.removesuffix(" (inferred)")
    ways: tuple[str, ...] = (fact,)
    if value != fact:
        ways = (f"{value} (inferred from ", f"{value} inferred ", f"{value}, inferred ")
    return any(way in page for way in ways)


@slow
def test_all_that_the_index_holds_stands_on_the_pages(copy: Unpacked):
    data = parse_index((copy.folder / SEARCH_INDEX).read_text(encoding="utf-8"))
    documents = recorded_documents(copy.site.project)
    assert sorted(row[0] for row in data["documents"]) == sorted(documents)
    subjects = set()
    for vocabulary in ("topics", "people", "places", "organisations", "instruments", "events", "outlets"):
        for page in copy.folder.glob(f"{vocabulary}/*/index.html"):
            subjects |= set(re.findall(r"\w+", article(page).text))
    for term in recorded_terms(copy.site.project).values():  # words by which only a search finds it
        subjects |= {
            word
            for words in term.get("includes", {}).values()
            for word in re.findall(r"\w+", " ".join(words))
        }
    for id, title, language, facts, evidence, summary, terms in data["documents"]:
        shown = article(copy.folder / "documents" / id / "index.html").text
        for part in (title, evidence.replace("-", " "), *facts.split(" · ")):
            assert is_shown(part, shown), part
        assert set(re.findall(r"\w+", summary)) <= set(re.findall(r"\w+", shown))
        assert language == documents[id].fields["language"]
        for number in terms:
            assert set(re.findall(r"\w+", data["terms"][number])) <= subjects, data["terms"][number]


@slow
@pytest.mark.parametrize("which", ["real", "toy"])
@pytest.mark.measured
def test_a_site_that_is_copied_twice_gives_the_same_bytes(request, tmp_path, which):
    site = request.getfixturevalue(f"{which}_copy").site
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        unpack(site, tmp_path / place)
    name = load_settings(site.project).file
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@slow
def test_nothing_is_left_out_but_what_needs_a_server_or_is_not_used(real_copy: Unpacked):
    site = real_copy.site.folder
    copied = {
        path.relative_to(real_copy.folder).as_posix()
        for path in real_copy.folder.rglob("*")
        if path.is_file()
    }
    missing = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - copied
    unused = r"404\.html|sitemap\.xml(\.gz)?|pagefind/.+|robots\.txt|manifest\.webmanifest"
    unused += r"|assets/[0-9a-f]{16}/(archive\.js|search/.+)|assets/(apple-touch-)?icon[\w-]*\.png"
    assert [name for name in missing if not re.fullmatch(unused, name)] == []
    assert copied - split_files(site).included == {"README.txt", SEARCH_INDEX, SEARCH}
    for name in split_files(site).included:
        if not name.endswith(".html"):
            assert (real_copy.folder / name).read_bytes() == (site / name).read_bytes()


# --- In a browser, from disk

LEFT = "net::ERR_ABORTED"  # of a file that was still being read when the reader went on to another page


@pytest.fixture
def open_copy(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages from disk; the test fails on an error or a warning of the console and on a request beyond
    the copy.
    """
    contexts, wrong = [], []

    def opened(copy: Unpacked, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        context.set_default_timeout(10_000)
        place = f"file://{quote(str(copy.folder))}/"
        context.on(
            "request",
            lambda request: (
                None if request.url.startswith((place, "data:")) else wrong.append(f"left: {request.url}")
            ),
        )
        context.on(
            "requestfailed",
            lambda request: None if request.failure == LEFT else wrong.append(f"failed: {request.url}"),
        )
        context.on(
            "console",
            lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None,
        )
        context.on("weberror", lambda error: wrong.append(f"page error: {error.error}"))
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def ask(page: Page, copy: Unpacked, query: str) -> list[str]:
    """Ask through the form of the search page; return the headlines found."""
    page.goto(copy.address("search"))
    page.get_by_label("Words to look for").fill(query)
    page.get_by_label("Words to look for").press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"for “{query}”")
    return page.locator("#search-results > li > a:first-child").all_text_contents()


@slow
def test_from_home_a_reader_goes_to_a_document_and_back_and_finds_it_by_the_header(
    real_copy: Unpacked, open_copy
):
    page = open_copy(real_copy)
    page.goto(real_copy.address())
    page.get_by_role("article").get_by_role("link", name="Chemical weapons", exact=True).click()
    page.get_by_role("article").get_by_role("link", name="Lavrov Accuses U.S. of Blackmailing Russia").click()
    assert page.url == real_copy.address(f"documents/{REPORT}")
    page.locator("a.site-title").click()
    assert page.url.replace("/./", "/") == real_copy.address()
    page.goto(real_copy.address("years/2013"))
    page.locator("#header-search").fill("blackmailing moscow times")
    page.locator("#header-search").press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 document for “blackmailing moscow times”.")
    expect(page.get_by_label("Words to look for")).to_have_value("blackmailing moscow times")
    found = page.locator("#search-results li")
    expect(found).to_contain_text("The Moscow Times · 23 September 2013 · news report · English · report")
    expect(found.locator("a").first).to_have_attribute("lang", "en")
    expect(found.locator("a mark")).to_have_text("Blackmailing")
    expect(page.get_by_text("This is an offline copy")).to_contain_text("with a simpler search")
    expect(page.locator("summary").filter(has_text="How to search")).to_be_visible()  # the sentence names it
    expect(page.locator("#search-tools, #search-narrow")).to_have_count(0)  # not even as empty room
    # Not beside a column for what narrows a search online.
    assert (
        page.locator("#search-results").bounding_box()["x"]
        == page.get_by_role("heading", level=1).bounding_box()["x"]
    )
    found.locator("a").first.click()
    assert page.url == real_copy.address(f"documents/{REPORT}")


@slow
@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        (
            "dicht",
            [
                "“Ostrand keeps the harbour shut” (our translation)",
                "The headline states an intention as a fact.",
            ],
        ),
        ("javascript", ["The text does not belong to this headline."]),
    ],
)
def test_what_must_be_said_of_a_headline_is_beside_a_result(
    toy_copy: Unpacked, open_copy, query: str, sentences: list[str]
):
    page = open_copy(toy_copy)
    assert len(ask(page, toy_copy, query)) == 1
    for sentence in sentences:
        expect(page.locator("#search-results > li")).to_contain_text(sentence)


@slow
@pytest.mark.measured
def test_every_page_opens_without_an_error_or_a_request_beyond_the_copy(toy_copy: Unpacked, open_copy):
    page = open_copy(toy_copy)
    for path, _ in toy_copy.pages():
        page.goto(f"file://{quote(str(path))}")
        expect(page.locator("h1").first).to_be_attached()


@slow
def test_a_phone_reaches_the_search_and_finds(real_copy: Unpacked, open_copy):
    page = open_copy(real_copy, **PHONE)
    page.goto(real_copy.address())
    page.get_by_role("button", name="Search").first.click()
    expect(page.get_by_role("status")).to_have_text("Type words to look for, and press Search.")
    page.get_by_label("Words to look for").fill("blackmailing")
    page.get_by_role("button", name="Search").last.click()
    expect(page.get_by_role("status")).to_have_text("1 document for “blackmailing”.")
    assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]
    page.locator("#search-results a").first.click()
    assert page.url == real_copy.address(f"documents/{REPORT}")


@slow
def test_light_and_dark_switch_and_the_choice_lasts(real_copy: Unpacked, open_copy):
    page = open_copy(real_copy, color_scheme="light")
    background = "getComputedStyle(document.body).backgroundColor"
    page.goto(real_copy.address())
    light = page.evaluate(background)
    page.get_by_title("Switch to dark mode").click()
    dark = page.evaluate(background)
    page.goto(real_copy.address(f"documents/{REPORT}"))
    assert page.evaluate(background) == dark != light
    expect(page.get_by_title("Switch to light mode")).to_be_visible()


@slow
def test_the_keys_that_lead_to_the_search_do_so_from_disk(real_copy: Unpacked, open_copy):
    page = open_copy(real_copy)
    page.goto(real_copy.address())
    page.keyboard.press("/")
    expect(page.locator("#home-search")).to_be_focused()
    page.goto(real_copy.address(f"documents/{REPORT}"))
    page.keyboard.press("Control+k")
    expect(page.locator("#header-search")).to_be_focused()
    phone = open_copy(real_copy, **PHONE)
    phone.goto(real_copy.address(f"documents/{REPORT}"))
    phone.keyboard.press("/")
    expect(phone.locator("#search-query")).to_be_visible()
    assert phone.url == real_copy.address("search")


@slow
def test_a_mark_of_a_line_is_a_link_to_it(toy_copy: Unpacked, open_copy):
    page = open_copy(toy_copy)
    shown = next(path for path, _ in toy_copy.pages() if read_html(path).all("a", "passage-link"))
    page.goto(f"file://{quote(str(shown))}")
    mark = page.locator("a.passage-link").nth(1)
    mark.click()
    expect(page.get_by_role("dialog", name=mark.get_attribute("title"), exact=True)).to_be_focused()
    assert page.url == f"file://{quote(str(shown))}{mark.get_attribute('href')}"


@slow
def test_a_link_for_others_is_that_of_the_published_page_or_is_not_offered(toy_copy: Unpacked, open_copy):
    page = open_copy(toy_copy)
    page.goto(toy_copy.address(TEXT_SHOWN))
    page.locator("a.passage-link").nth(1).click()
    expect(page.get_by_role("button", name="Cite")).to_be_visible()
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    expect(page.get_by_text("Copy the link to this page")).to_have_count(0)
    published = f'<link rel="cite-as" href="{PRESS}{TEXT_SHOWN}/"></head>'
    known = (toy_copy.folder / TEXT_SHOWN / "index.html").read_text("utf-8").replace("</head>", published)
    page.route("**/index.html", lambda route: route.fulfill(body=known, content_type="text/html"))
    page.reload()
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => (copied = text)}})"
    )
    page.get_by_role("link", name="Copy the link to this page").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("copied") == f"{PRESS}{TEXT_SHOWN}/"
    page.locator("a.passage-link").nth(1).click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copy link")).to_have_class("copied")
    assert page.evaluate("copied") == f"{PRESS}{TEXT_SHOWN}/{page.evaluate('location.hash')}"
    page.unroute_all()
    page.goto(toy_copy.address("citations"))
    expect(page.get_by_text("has those of its documents")).to_have_count(0)  # a list has not, from disk


@slow
@pytest.mark.parametrize(
    ("query", "found"),
    sampled(
        [
            ("CRANE talks", ["Crane talks begin"]),
            ("crane lecture", ["De kraan van Saltmere"]),  # one word is the name of its topic
            ("negotia", ["Crane talks begin"]),
            ("gotiations", []),
            ("visrécht", ["Visrecht bij de Grijze Zandbanken"]),
            ("ГАВАНЬ открыта", ["Гавань открыта, говорит Маррауби"]),
            ("zeebode 2014", ["Ostrand houdt de haven dicht"]),
            ("xylophonist", []),
        ],
        4,
    ),
)
def test_all_words_must_begin_words_of_a_document(toy_copy: Unpacked, open_copy, query, found):
    page = open_copy(toy_copy)
    assert ask(page, toy_copy, query) == found


@slow
@pytest.mark.parametrize(
    ("query", "term"),
    [("Маррауби", ("people", "ilse-marrowby")), ("crane dispute", ("topics", "crane-dispute"))],
)
def test_a_name_in_any_spelling_finds_the_documents_of_the_term_newest_first(
    toy_copy: Unpacked, open_copy, query, term
):
    page = open_copy(toy_copy)
    archive = loaded(toy_copy.site.project)
    named = [archive.documents[id].record for id in archive.documents_of_term[term]]
    assert len(named) >= 3
    assert ask(page, toy_copy, query) == [" ".join(record.title.split()) for record in named]
    expect(page.get_by_role("status")).to_have_text(f"{len(named)} documents for “{query}”, newest first.")
    assert page.locator("#search-results a").evaluate_all("links => links.map(link => link.lang)") == [
        record.language for record in named
    ]


@slow
@pytest.mark.parametrize(
    "query", sampled(["<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "&lt;b&gt; %3Cb%3E +"], 3)
)
def test_a_hostile_query_is_shown_as_text(toy_copy: Unpacked, open_copy, query):
    page = open_copy(toy_copy)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    assert ask(page, toy_copy, query) == []
    expect(page.get_by_label("Words to look for")).to_have_value(query)
    assert page.locator("article").locator("img, script, svg[onload]").count() == 0


@slow
def test_a_hostile_headline_is_found_and_shown_as_text(toy_copy: Unpacked, open_copy):
    page = open_copy(toy_copy)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    headline = recorded_documents(toy_copy.site.project)[HOSTILE].fields["title"]
    assert headline in ask(page, toy_copy, "alert script stars")
    expect(page.locator("#search-results mark").first).to_have_text("script>alert(1)</script")


@slow
def test_many_results_come_in_steps(toy_copy: Unpacked, open_copy, tmp_path):
    """With an index of more documents than the toy archive has."""
    shutil.copytree(toy_copy.folder, tmp_path / "copy")
    copied = Unpacked(tmp_path / "copy", toy_copy.site)
    rows = [
        [f"d-{number}", f"Quay {number}", "en", "Gull Post", "press-report", "Ein  Wort " * 60, []]
        for number in range(1, 46)
    ]
    index = f"const OFFLINE_INDEX = {json.dumps({'documents': rows, 'terms': []})};\n"
    (copied.folder / SEARCH_INDEX).write_text(index, encoding="utf-8")
    page = open_copy(copied)
    assert len(ask(page, copied, "quay")) == 20
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("#search-results > li")).to_have_count(40)
    assert page.evaluate("document.activeElement.textContent.trim()") == "Quay 21"
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("#search-results > li")).to_have_count(45)
    expect(page.locator("#search-more")).to_be_hidden()


@slow
def test_without_javascript_the_search_page_offers_the_lists(real_copy: Unpacked, open_copy):
    page = open_copy(real_copy, java_script_enabled=False)
    page.goto(real_copy.address())
    page.locator("#home-search").fill("Syria")
    page.locator("#home-search").press("Enter")
    expect(page.get_by_text("The search needs JavaScript.")).to_be_visible()
    page.get_by_role("article").get_by_role("link", name="documents", exact=True).click()
    assert page.url == real_copy.address("documents")


@slow
@pytest.mark.parametrize("scheme", sampled(["light", "dark"], 2))
def test_the_search_page_has_no_barrier_that_axe_knows(real_copy: Unpacked, open_copy, scheme):
    page = open_copy(real_copy, color_scheme=scheme, reduced_motion="reduce")
    assert len(ask(page, real_copy, "Syria")) > 3
    found = Axe().run(
        page, options={"resultTypes": ["violations"], "preload": False}
    )  # it can't load style sheets from disk
    assert [
        (rule["id"], node["html"]) for rule in found.response["violations"] for node in rule["nodes"]
    ] == []
