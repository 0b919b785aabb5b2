"""The archive's own converter makes what Python-Markdown makes, or leaves the page to it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from benchmarks.invented import write_archive
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.pages import Page

import hook
from conftest import REPOSITORY, TOY, copy_project, hold_captures
from press_archive.base.files.docs import GENERATED
from press_archive.publish.build import build_docs
from press_archive.publish.conversion.blocks import convert
from press_archive.publish.conversion.front_matter import split_page
from press_archive.publish.conversion.mkdocs_page import ConvertedPage, is_convertible
from site_fixtures import build_environment

# Pages that contain code or emphasis, and lists of sources without documents; all others are converted.
LEFT_TO_MARKDOWN = {"search.md", "data/index.md", "data/fields.md", "data/programs.md", "sources/index.md"}


def load(config_file: Path, docs: Path) -> tuple[MkDocsConfig, Files]:
    config = load_config(config_file=str(config_file), docs_dir=str(docs), hooks=[], watch=[])
    return config, get_files(config)


def entries(contents) -> Iterator[tuple[int, str, str, int]]:
    for entry in contents:
        yield entry.level, entry.id, entry.title, len(entry.children)
        yield from entries(entry.children)


def render(kind: type[Page], path: str, site: tuple[MkDocsConfig, Files], caplog) -> dict[str, object]:
    """Return all that MkDocs gets from a page, and what it says."""
    config, files = site
    file = files.get_file_from_path(path)
    assert file is not None
    caplog.clear()
    page = kind(None, file, config)
    page.read_source(config)
    page.render(config, files)
    page.validate_anchor_links(files=files, log_level=logging.WARNING)
    return {
        "fields": page.meta,
        "markdown": page.markdown,
        "content": page.content,
        "contents": list(entries(page.toc)),
        "title": page.title,
        "anchors": page.present_anchor_ids,
        "links": {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
        "log": [(record.levelname, record.getMessage()) for record in caplog.records],
    }


def compare(site: tuple[MkDocsConfig, Files], paths: Sequence[str], caplog) -> set[str]:
    """Compare pages made in both ways; return those that are left to Python-Markdown."""
    left = set()
    for path in paths:
        made = render(ConvertedPage, path, site, caplog)
        assert made == render(Page, path, site, caplog), path
        if convert(_markdown(path, site)) is None:
            left.add(path)
    return left


def _markdown(path: str, site: tuple[MkDocsConfig, Files]) -> str:
    page = Page(None, site[1].get_file_from_path(path), site[0])
    page.read_source(site[0])
    assert page.markdown is not None
    return page.markdown


def pages_of(site: tuple[MkDocsConfig, Files]) -> list[str]:
    return [file.src_uri for file in site[1].documentation_pages()]


@pytest.mark.parametrize(
    "reading_room",
    [False, pytest.param(True, marks=pytest.mark.measured)],
    ids=["public", "reading-room"],
)
def test_every_page_of_the_toy_archive_is_what_markdown_makes(tmp_path, caplog, reading_room):
    project = copy_project(tmp_path / "project", TOY)
    hold_captures(project)
    build_docs(project, reading_room)
    docs = project / (".reading-room/docs" if reading_room else "docs")
    site = load(project / "mkdocs.yml", docs)
    assert is_convertible(site[0])
    left = compare(site, pages_of(site), caplog)
    written = {path for path in left if path.split("/")[0] in ("about", "development")}
    assert left - written == LEFT_TO_MARKDOWN | {
        "documents/2014-02-11-notes-from-the-quayside.md",  # has a history of two entries on one day
        "sources/quayside-notes.md",
    }


@pytest.mark.slow
@pytest.mark.measured
def test_every_page_of_the_real_archive_is_what_markdown_makes(tmp_path, caplog):
    project = copy_project(tmp_path / "project", REPOSITORY)
    build_docs(project)
    site = load(project / "mkdocs.yml", project / "docs")
    left = compare(site, pages_of(site), caplog)
    assert {path for path in left if path.split("/")[0] not in ("about", "development")} <= LEFT_TO_MARKDOWN


@pytest.mark.slow
@pytest.mark.measured
def test_every_page_of_an_invented_archive_is_what_markdown_makes(tmp_path, caplog):
    project = copy_project(tmp_path / "project", TOY)
    for folder in project.glob("sources/*"):
        os.rename(folder, tmp_path / f"toy-{folder.name}")
    write_archive(project, 200)
    build_docs(project)
    site = load(project / "mkdocs.yml", project / "docs")
    left = compare(site, pages_of(site), caplog)
    assert {path for path in left if path.split("/")[0] not in ("about", "development")} <= LEFT_TO_MARKDOWN


@pytest.fixture
def small(tmp_path) -> tuple[Path, MkDocsConfig]:
    """A site with one page, which a test writes."""
    project = tmp_path / "small"
    (project / "docs").mkdir(parents=True)
    config = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    (project / "mkdocs.yml").write_text(config.replace("custom_dir: overrides", ""), "utf-8")
    (project / "docs" / "page.md").write_text("", "utf-8")
    (project / "docs" / "other.md").write_text('---\ntitle: "Other"\n---\n\n## A quay {: #quay }\n', "utf-8")
    return project / "docs" / "page.md", load(project / "mkdocs.yml", project / "docs")[0]


def write(page: Path, body: str) -> None:
    page.write_text(f'---\ntitle: "A page"\n---\n\n{body}', "utf-8")


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("gone.md", "contains a link 'gone.md', but the target is not found"),
        ("other.md#mole", "does not contain an anchor '#mole'"),
        ("#mole", "there is no such anchor on this page"),
        ("/other.md", "contains an absolute link"),
        ("other", "contains an unrecognized relative link"),
        ("other.md#quay", None),
        ("https://press.example/a?b=1", None),
    ],
)
def test_a_link_that_leads_nowhere_is_a_warning_as_before(small, caplog, link, said):
    page, config = small
    write(page, f"## Quays\n\nSee [the quay]({link}), and\n[it again]({link}).\n")
    site = (config, get_files(config))
    render(Page, "other.md", site, caplog)
    assert compare(site, ["page.md"], caplog) == set()
    log = render(ConvertedPage, "page.md", site, caplog)["log"]
    assert (said is None and log == []) or (said is not None and said in log[0][1])
    assert all(level == "WARNING" for level, _ in log)


def test_a_page_without_a_title_has_that_of_its_heading(small, caplog):
    page, config = small
    page.write_text("# A quay\n\nText.\n", "utf-8")
    assert compare((config, get_files(config)), ["page.md"], caplog) == set()
    assert render(ConvertedPage, "page.md", (config, get_files(config)), caplog)["title"] == "A quay"


@pytest.mark.parametrize(
    ("fields", "is_read"),
    [
        ('title: "A \\"quay\\" \\\\ \\n mole 😀"\ntopics: ["a", "b, c"]\nplaces: []', True),
        ('title: "A  quay: # [x] "', True),
        ("title: A quay", False),  # YAML without quotation marks
        ('title: "no"\ndate: no', False),
        ('title: "A \\x41"', False),  # an escape of YAML alone
        ('title: "\\ud83d\\ude00"', False),  # one character in JSON, none in YAML
        ('title: "A\u2028quay"', False),  # the end of a line in YAML
        ('title: "A\x7fquay"', False),  # not allowed in YAML
        ('title: "A"\ntitle: "B"', False),
        ('no: "A"', False),  # False in YAML
        ('title: "A"\n\ndate: "B"', False),
        ('title: ["a", ["b"]]', False),
        ('title: "A"\n...\ndate: "B"', False),
    ],
)
def test_the_fields_of_a_page_are_what_yaml_has_or_are_left_to_it(small, caplog, fields, is_read):
    page, config = small
    source = f"{GENERATED}{fields}\n---\n\n# A quay\n\n---\n"
    page.write_text(source, "utf-8")
    assert compare((config, get_files(config)), ["page.md"], caplog) == {"page.md"}
    assert (split_page(source) is not None) == is_read


def test_the_fields_of_every_page_of_the_toy_archive_are_read_without_yaml(toy):
    build_docs(toy)
    pages = [
        path for path in (toy / "docs").rglob("*.md") if path.read_bytes().startswith(GENERATED.encode())
    ]
    assert len(pages) > 80
    assert [path for path in pages if split_page(path.read_text("utf-8")) is None] == []


def test_a_page_that_cannot_be_read_is_reported_as_before(small, caplog):
    page, config = small
    page.write_bytes(b"\xff")
    for kind in (Page, ConvertedPage):
        caplog.clear()
        with pytest.raises(ValueError, match="can't decode byte 0xff"):
            render(kind, "page.md", (config, get_files(config)), caplog)
        assert [record.getMessage() for record in caplog.records] == ["Encoding error reading file: page.md"]


@pytest.mark.parametrize(("switch", "made"), [(True, ConvertedPage), (False, Page)])
def test_pages_are_converted_unless_that_is_switched_off(small, switch, made):
    _, config = small
    config.extra["own_conversion"] = switch
    files = get_files(config)
    handed_over = Page(None, files.get_file_from_path("page.md"), config)
    assert type(hook.on_pre_page(handed_over, config=config, files=files)) is made


@pytest.mark.parametrize("changed", ["  - toc\n  - smarty\n", "  - toc: {permalink: true}\n"])
def test_a_site_with_other_extensions_is_left_to_markdown(small, changed):
    page, config = small
    assert is_convertible(config)
    file = page.parents[1] / "mkdocs.yml"
    file.write_text(file.read_text("utf-8").replace("  - toc\n", changed), "utf-8")
    assert not is_convertible(load(file, page.parent)[0])


@pytest.mark.parametrize(
    ("text", "is_converted"),
    [
        ("A quay\n{: #b .a }", True),
        ("| a | b |\n|---|:-:|\n| c {: #d .e } | f {: .g } |", True),
        ("A\n:   b\n\nC\n:   d\n\ne", True),
        ("## A\n\n### A\n\n## A\n\n## &#42;", True),
        ("<div><p>a\n\nb</div>\n\nc", True),
        ("<b>**a**</b> **b.** c, **d**, e", True),
        ("1. A quay", False),
        ("A quay\n2. b", False),
        ("A\nquay\n:   b", False),  # two terms
        ("A\n:   1. b", False),
        ("- a\n- 1. b", False),
        ("- a\n\n- b", False),  # one list of paragraphs
        ("A quay # {: #b }", False),
        ("## A quay # {: #b }", False),
        ("[a](b`c`d.md)", False),
        ("[a](b**c**d.md)", False),
        ('<i title="a **b** c">d</i>', False),
        ('<i title="[a](b.md)">d</i>', False),
        ("<i id>a</i>", False),
        ('<i ID="a">a</i>', False),
        ("<div>a</div> b", False),
        ("<div>a", False),
        ("a <div>b</div>", False),
        ("a <!-- b -->", False),
        ("a\n<!--{ b }-->", False),
        ("<!--{ a --> b }-->", False),
        ("| a | b |\n|---|---|", False),
        ("| a | b |\n|---|---|\n| c |", False),
        ("a | b\n---|---", False),
        ("a\n\n    b", False),
        ("a  \nb", False),
        ("a\u2028b", False),
        ("[a]: b", False),
        ("a &b", False),
        ("a\n{: .b", False),
        ("{: .b }", False),
    ],
)
def test_what_looks_simple_is_converted_as_markdown_does_or_not_at_all(small, caplog, text, is_converted):
    assert (convert(f"{text}\n") is not None) == is_converted
    check(text, small, caplog)


# Pieces of Markdown, right, wrong and nearly right, that are put together at random.
PIECES = (
    *"ab 12 .:,;#*_`|~!<>[](){}\\&-+='\"/@^éß·—\u00a0\u2028",
    *("\n", "\n\n", "\n\n\n", "  ", "    ", "- ", "1. ", "# ", "## ", ":   ", "\n:   ", "> ", "***", "---", "==="),
    *("**a**", "**a.** b", "*a*", "__a__", "a_b_c", "`a`", "```", "~~~", "&#42;", "&amp;", "&nbsp;", "&#x2a;"),
    *("[a](b.md)", "[a](b.md#c)", "[a] (b)", "[a]: b", "[a][b]", "![a](b)", "[a](<b c>)", '[a](b "c")'),
    *("[<i>a</i>](b.md)", "[TOC]", "<https://a.example>", "<a@b.example>", "\\*", "!"),
    *("{: .a }", " {: .a }", "\n{: #a .b }", "{: a=b }", " {: #a }", "{:", "}", "{ .a }", "{: .a .b #c }"),
    *("<!--{ <div> }-->", "<!-- a -->", "<!--{ a", "-->", "--", "<?a?>", "<![CDATA[a]]>"),
    *("<i>", "</i>", "<i class=\"a\">", "<br>", "<br/>", "<br />", "<a id=\"a\">", "</a>", "<a name='a'>"),
    *("<div>", "</div>", '<div id="b">', "<p>", "</p>", "<hr>", "<svg>", "</svg>", "<title>a</title>", "<title>"),
    *("<script>", "</script>", "<textarea>", "<i", "<I>", "<div", "</", "<time datetime=\"a\">", "<a b=\"[c](d)\">"),
    *("|", "| a | b |", "\n|---|:-:|\n", "\n| a | b |\n|---|---:|\n| c | d |\n", "| a {: .b } | c |\n|---|---|\n"),
    *("\na\n:   b\n", "\n- a\n- b\n", "\n# a {: #b }\n\n", "\n\n## a\n\n", "\n\na\n\n", "a\nb\n", "\n<p>a</p>\n\n"),
)  # fmt: skip


# Where a page is edited, how many characters are taken out there, and what is put in.
EDITS = st.tuples(
    st.floats(0, 1, exclude_max=True), st.sampled_from([0, 0, 1, 2, 5]), st.sampled_from(["", *PIECES])
)


@st.composite
def edited_pages(draw: st.DrawFn, blocks: list[str]) -> str:
    """Return a few blocks of generated pages, damaged in a few places."""
    text = "\n\n".join(draw(st.lists(st.sampled_from(blocks), min_size=1, max_size=3)))
    for place, number, piece in draw(st.lists(EDITS, min_size=1, max_size=3)):
        position = int(place * len(text))
        text = text[:position] + piece + text[position + number :]
    return text


def check(text: str, small: tuple[Path, MkDocsConfig], caplog) -> None:
    page, config = small
    if convert(text.lstrip("\n")) is not None:
        write(page, text)
        compare((config, get_files(config)), ["page.md"], caplog)


@pytest.fixture(scope="module")
def blocks(tmp_path_factory) -> list[str]:
    """The blocks of all generated pages of the toy archive, but long ones."""
    project = copy_project(tmp_path_factory.mktemp("toy") / "project", TOY)
    hold_captures(project)
    build_docs(project)
    pages = [path.read_text("utf-8").split("\n---\n")[-1] for path in sorted(project.glob("docs/*/*.md"))]
    return sorted({block for page in pages for block in page.split("\n\n") if 0 < len(block) < 1000})


def random_texts(examples: int) -> settings:
    return settings(max_examples=examples, suppress_health_check=list(HealthCheck))


def check_random(data: st.DataObject, blocks: list[str], small, caplog) -> None:
    check("".join(data.draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))), small, caplog)
    check(data.draw(edited_pages(blocks)), small, caplog)


@random_texts(200)
@given(data=st.data())
def test_a_damaged_page_is_converted_as_markdown_does_or_not_at_all(small, blocks, caplog, data):
    check_random(data, blocks, small, caplog)


@pytest.mark.slow
@pytest.mark.measured
@random_texts(20_000)
@given(data=st.data())
def test_twenty_thousand_damaged_pages_are_converted_as_markdown_does_or_not_at_all(
    small, blocks, caplog, data
):
    check_random(data, blocks, small, caplog)


@pytest.mark.slow
@pytest.mark.measured
def test_a_site_is_the_same_with_the_converter_and_without(tmp_path):
    sites = []
    for switch in ("true", "false"):
        project = copy_project(tmp_path / switch, TOY)
        hold_captures(project)
        environment = build_environment() | {"SITE_URL": "https://press.example/", "OWN_CONVERSION": switch}
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"],
            cwd=project, env=environment, check=True,
        )  # fmt: skip
        site = project / "site"
        sites.append({p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()})
    converted, plain = sites
    assert converted.keys() == plain.keys()
    assert [path for path in plain if converted[path] != plain[path]] == []
