"""What all pages share: links, front matter, and the escaping of whatever nobody marked as safe."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from archive.archive import Archive
from archive.pages.layout import Links, Pages, environment, render_front_matter
from archive.pages.wording import in_language


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


def test_a_text_from_the_right_says_its_direction():
    assert in_language("ميناء", "ar") == '<span lang="ar" dir="rtl">ميناء</span>'


def test_a_template_prints_untrusted_text_escaped_and_its_own_markup_as_it_is():
    template = environment().from_string("{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(a) }} {{ [a] | join }} {{ a ~ a }}")
    assert template.render(a="<i>*") == "<b>&#60;i&#62;&#42;</b> &#60;i&#62;&#42; &#60;i&#62;&#42;&#60;i&#62;&#42;"


@given(st.text(min_size=1), st.text(min_size=1))
def test_front_matter_comes_back_and_what_the_theme_prints_is_escaped(title, outlet):
    fields = yaml.load(render_front_matter({"title": title, "outlet": outlet, "topics": [outlet]}), Loader=yaml.CSafeLoader)
    assert fields["outlet"] == outlet
    assert fields["topics"] == [outlet]
    assert not set('<>"') & set(fields["title"])


def test_a_field_that_is_not_expected_is_a_bug():
    with pytest.raises(KeyError, match="tags"):
        render_front_matter({"title": "A", "tags": ["b"]})
