"""Untrusted text shows exactly, wherever a page puts it, and is never markup."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import HERE, REPOSITORY
from press_archive.base.escape import exact, front_matter

CORPORA = REPOSITORY.parent / "shared" / "corpora"
CONFIG = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV ", "")
LISTED = yaml.load(CONFIG, Loader=yaml.BaseLoader)["markdown_extensions"]
# An extension is a name, or a mapping from its name to its settings.
SETTINGS = {name: value for entry in LISTED if isinstance(entry, dict) for name, value in entry.items()}
EXTENSIONS = [entry if isinstance(entry, str) else next(iter(entry)) for entry in LISTED]

# Where pages put untrusted text: the Markdown around it, and the elements that this alone makes.
PLACES = {
    "paragraph": ("{}", ["p"]),
    "after words": ("Words {} words", ["p"]),
    "list item": ("- {}", ["ul", "li"]),
    "heading": ("# {} {{: #headline }}", ["h1"]),
    "link": ("[{}](x.md)", ["p", "a"]),
    "table cell": ("| a |\n|---|\n| x{} |", ["table", "thead", "tr", "th", "tbody", "tr", "td"]),
    "definition": ("Term\n:   {}", ["dl", "dt", "dd"]),
    "passage": ('<div class="passages">\n<p id="L1">{}</p>\n</div>', ["div", "p"]),
    "attribute": ('<a href="{}">x</a>', ["p", "a"]),
}

# The cases of the project itself: (why it is here, text).
OWN = [
    ("a script", "<script>alert(1)</script>"),
    ("an element that stops MkDocs", "<![>"),
    ("a link that runs", "[x](javascript:alert(1))"),
    ("an autolink", "<https://example.org/?a=1&b=2> https://example.org"),
    ("an entity", "&amp; &#60; &lt; &nbsp"),
    ("marks of Markdown", "# *a* _b_ `c` **d** ~~e~~ | f | {: #g } [h]: i \\j \\* > k + l - m 1. n"),
    ("a reference", "[a]: https://example.org 'b'"),
    ("spaces at the ends and inside", "  four    spaces  "),
    ("only spaces", "   "),
    ("no-break and other white space", "\u00a0a\u00a0\u2003b\u2028c\u2029d\u3000"),
    ("a tab", "\ta\tb"),
    ("several lines", "a\n\n    b\n- c\n"),
    ("right to left", "שלום \u202eabc\u202c"),
    ("the marks by which Python-Markdown stashes", "\x02wzxhzdk:0\x03 klzzwxh:0000"),
    ("control characters", "".join(map(chr, [*range(32), *range(127, 160)]))),
    ("non-characters", "\ufffe\uffff\ufdd0"),
    ("astral characters", "😀𝔘"),
    ("a horizontal rule", "---"),
    ("front matter", "---\na: b\n---"),
]


class Reader(HTMLParser):
    """Collects the elements of a fragment, and the text within the last of them that holds any."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data!r}")

    def handle_decl(self, decl):
        raise AssertionError(f"a declaration: {decl!r}")

    def handle_pi(self, data):
        raise AssertionError(f"a processing instruction: {data!r}")


def shown(text: str) -> str:
    """What the documented rule makes of a text: control characters have pictures, all else stays."""

    def picture(match: re.Match) -> str:
        code = ord(match[0])
        return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"

    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]", picture, text)


def check(place: str, text: str) -> None:
    template, elements = PLACES[place]
    source = template.format(exact(text))
    reader = Reader()
    reader.feed(markdown.markdown(source, extensions=EXTENSIONS, extension_configs=SETTINGS))
    reader.close()
    assert reader.elements == elements, f"{place}: {text!r}"
    names = {name for name, _ in reader.attributes}
    assert names <= {"id", "class", "href"}, f"{place}: {text!r}"
    if place == "attribute":
        assert dict(reader.attributes)["href"] == shown(text)
        return
    before, after = {
        "after words": ("Words ", " words"),
        "table cell": ("x", ""),
        "definition": ("", ""),
    }.get(place, ("", ""))
    held = reader.text
    if place == "table cell":
        held = held.split("a", 1)[1]
    if place == "definition":
        held = held.split("Term", 1)[1]
    # Between elements Python-Markdown puts line feeds of its own; those of the text are inside.
    assert held.strip("\n") == f"{before}{shown(text)}{after}".strip("\n"), f"{place}: {text!r}"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("why", "text"), OWN, ids=[why for why, _ in OWN])
def test_odd_text_is_shown_exactly(place, why, text):
    check(place, text)


@pytest.mark.parametrize("place", PLACES)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_is_shown_exactly(place, text):
    check(place, text)


@pytest.mark.parametrize("place", PLACES)
def test_the_strings_of_the_public_corpora_are_shown_exactly(place):
    if not CORPORA.is_dir():
        pytest.skip(f"{HERE} the public test corpora are not beside the checkout")
    strings = [text for text in json.loads((CORPORA / "blns.json").read_text(encoding="utf-8")) if text]
    fence = "`" * 32
    specification = (CORPORA / "commonmark-spec.txt").read_text(encoding="utf-8")
    examples = re.findall(rf"^{fence} example\n(.*?)^\.\n", specification, re.DOTALL | re.MULTILINE)
    assert len(strings) > 500 and len(examples) > 600
    for text in strings + examples:
        check(place, text)


@given(st.text())
def test_what_the_theme_prints_from_front_matter_can_leave_neither_an_element_nor_an_attribute(text):
    escaped = front_matter(text)
    assert not set('<>"') & set(escaped)
    reader = Reader()
    reader.feed(f'<meta content="{front_matter(text.replace(chr(0), ""))}"><p>')
    assert reader.elements == ["meta", "p"]
