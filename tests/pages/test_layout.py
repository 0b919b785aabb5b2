"""What all pages share: links, front matter, and the escaping of whatever nobody marked as safe."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import REPOSITORY, TOY, copy_project, hold_captures
from html_pages import wrong_elements
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.pages.parts.context import Pages
from press_archive.pages.parts.front_matter import render_page_fields
from press_archive.pages.parts.links import Links
from press_archive.pages.parts.templates import environment
from press_archive.pages.parts.wording import in_language
from press_archive.publish.build import render_site


@pytest.mark.parametrize(
    ("page", "target", "address"),
    [
        ("index.md", "documents/a.md", "documents/a.md"),
        ("documents/a.md", "documents/b.md", "b.md"),
        ("documents/a.md", "topics/b.md", "../topics/b.md"),
        ("topics/index.md", "index.md", "../index.md"),
    ],
)
def test_a_link_leads_from_one_page_to_another(tmp_path, page, target, address):
    assert Links(Pages(Archive(tmp_path)), page).address(target) == address


def test_a_link_to_a_dutch_page_says_its_language(tmp_path):
    link = Links(Pages(Archive(tmp_path)), "index.md").to("documents/a.md", "Haven *dicht*", "nl")
    assert link == '[<span lang="nl">Haven &#42;dicht&#42;</span>](documents/a.md)'


@pytest.mark.parametrize(("text", "language"), [("ميناء", "ar"), ("האַפֿן", "yi")])
def test_a_text_from_the_right_says_its_direction(text, language):
    assert in_language(text, language) == f'<span lang="{language}" dir="rtl">{text}</span>'


def test_a_template_prints_untrusted_text_escaped_and_its_own_markup_as_it_is():
    template = environment().from_string(
        "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(a) }} {{ [a] | join }} {{ a ~ a }}"
    )
    assert (
        template.render(a="<i>*")
        == "<b>&#60;i&#62;&#42;</b> &#60;i&#62;&#42; &#60;i&#62;&#42;&#60;i&#62;&#42;"
    )


@given(st.text(min_size=1), st.text(min_size=1))
def test_front_matter_comes_back_and_what_the_theme_prints_is_escaped(title, outlet):
    fields = yaml.load(
        render_page_fields({"title": title, "outlet": outlet, "topics": [outlet]}), Loader=yaml.CSafeLoader
    )
    assert fields["outlet"] == outlet
    assert fields["topics"] == [outlet]
    assert not set('<>"') & set(fields["title"])


def test_a_field_that_is_not_expected_is_a_bug():
    with pytest.raises(KeyError, match="tags"):
        render_page_fields({"title": "A", "tags": ["b"]})


# --- Elements that are written as comments, which overrides/main.html takes away


def test_what_is_wrong_with_elements_is_named():
    columns = '<!--{ <div class="layout layout--columns"><div class="layout layout__first"> }-->'
    aside = '<!--{ </div><div class="layout layout__aside"> }-->'
    end = "<!--{ </div> }-->"
    assert wrong_elements(f"{columns}{aside}{end}{end}") == []
    assert wrong_elements(f'<!--{{ <details class="help"> }}-->{end}') == [f"closes nothing: {end}"]
    assert wrong_elements(f'<!-- quay --><!--{{ <div class="layout layout--quay"> }}-->{aside}') == [
        "not an element: <!-- quay -->",
        "in no style sheet: layout--quay",
        "in no layout--columns: layout__aside",
        "left open: layout layout__aside",
    ]


@pytest.mark.parametrize("reading_room", [False, True], ids=["public", "reading room"])
@pytest.mark.parametrize("held", [False, True], ids=["not held", "held"])
@pytest.mark.parametrize("collection", [REPOSITORY, TOY], ids=["real", "toy"])
def test_the_elements_of_every_page_are_whole(tmp_path, collection, held, reading_room):
    project = copy_project(tmp_path / "project", collection)
    if not held:
        for capture in project.glob("sources/*/*/capture.txt"):
            capture.unlink()
    elif collection == TOY:
        hold_captures(project)
    rendered = render_site(load_archive(project), reading_room)
    # Neither code is a mark, nor the comments around what a test reads and a benchmark writes in docs/development/.
    no_mark = re.compile(r"`[^`]*`|<!-- /?(?:packages|figures) -->")
    by_hand = {
        path.name: no_mark.sub("", path.read_text(encoding="utf-8")) for path in project.glob("docs/**/*.md")
    }
    assert by_hand["search.md"].count("<!--") == 2
    assert {
        path: wrong for path, page in (rendered | by_hand).items() if (wrong := wrong_elements(page))
    } == {}


def test_an_archive_without_documents_has_whole_elements_too(tmp_path):
    assert {
        path: wrong
        for path, page in render_site(Archive(tmp_path)).items()
        if (wrong := wrong_elements(page))
    } == {}


def test_a_comment_in_a_text_from_outside_is_text(toy):
    """In a headline, a note and the name of a term; a summary with one is refused (S102)."""
    (path,) = toy.glob("sources/*/*/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md")
    record = path.read_text(encoding="utf-8")
    for old, new in (
        ("title: Velmora", "title: Tides <!--{ </div> }-->"),
        ("notes:\n", "notes:\n  - Odd <!--{ </div> }--> words\n"),
    ):
        assert old in record
        record = record.replace(old, new)
    path.write_text(record, encoding="utf-8")
    terms = toy / "sources" / "vocabulary" / "people.yml"
    terms.write_text(
        terms.read_text(encoding="utf-8").replace("label: Ilse Marrowby", "label: Ilse <!--{ </div> }-->"),
        encoding="utf-8",
    )
    pages = render_site(load_archive(toy))
    page = pages[f"documents/{path.stem}.md"]
    for held in ("Tides", "Odd", "Ilse"):
        assert f"{held} &#60;&#33;&#45;&#45;&#123; " in page
    markdown = {path: page for path, page in pages.items() if path.endswith(".md")}
    assert {path: wrong for path, page in markdown.items() if (wrong := wrong_elements(page))} == {}
