"""The text of a paragraph, a cell or a heading: what it may contain, and its HTML.

Text from records has its punctuation as entities (`base.escape`), and tags are HTML already. So such a text
is its own HTML, but for links and what is strong. A text that contains anything else that Markdown may read
is not converted: `is_simple` is False, and Python-Markdown converts the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from markdown.util import BLOCK_LEVEL_ELEMENTS

ENTITY = r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);"
# An attribute's value without what Markdown finds in tags too, such as links and code, and without asterisks.
# An anchor has a value, and its name is written small: `anchors_in` looks for no other.
_NO_ANCHOR = "(?!(?i:id|name)[ />]|(?!id|name)(?i:id|name)=)"
_ATTRIBUTES = rf'(?: {_NO_ANCHOR}[a-zA-Z][a-zA-Z:-]*+(?:="[^"<>\[\]\\`*\n]*+")?)*+'
# Elements in which parsers of HTML read no tags.
_NO_TAGS = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext")
_BLOCK = "|".join(BLOCK_LEVEL_ELEMENTS)
_NOT_INLINE = rf"(?!(?:{_BLOCK}|{'|'.join(_NO_TAGS)})[ />])"
_INLINE_TAG = rf"<(?:{_NOT_INLINE}[a-z][a-z0-9]*+{_ATTRIBUTES} ?/?|/{_NOT_INLINE}[a-z][a-z0-9]*+)>"
_TEXT = r"[^&<>\[\]\\`*_{}|!~]++|!(?!\[)"
_PLAIN = f"(?:{_TEXT}|{ENTITY}|{_INLINE_TAG})"
_LINK = rf"""\[{_PLAIN}++\]\([^()\[\]<>"'\s\\&`*]++\)"""
# Words between white space, tags or the ends of the text: there, asterisks only mark what is strong.
_STRONG = r"(?<![^>\s])\*\*[A-Za-z0-9]++(?: [A-Za-z0-9]++)*+(?:\*\*(?![^<\s,:])|\.\*\*(?!\S))"

_SIMPLE = re.compile(f"(?:{_PLAIN}|{_LINK}|{_STRONG})*+")
_LINK_PARTS = re.compile(r"\[([^\[\]]*)\]\(([^()]*)\)")
_STRONG_PARTS = re.compile(r"\*\*([A-Za-z0-9 .]+)\*\*")

# Raw HTML. The title of a drawing has text alone.
RAW = re.compile(
    rf"[^<&]++|{ENTITY}|<title>(?:[^<&]|{ENTITY})*+</title>"
    rf"|<(?P<start>(?!(?:hr|{'|'.join(_NO_TAGS)})[ />])[a-z][a-z0-9]*+){_ATTRIBUTES} ?(?P<empty>/?)>"
    r"|</(?P<end>[a-z][a-z0-9]*+)>"
)
RAW_START = re.compile(rf"<(?:{_BLOCK})[ >]")

_TAGS_WITH_ANCHORS = re.compile(rf'<([a-z][a-z0-9]*+)(?=[^<>]* (?:id|name)=")({_ATTRIBUTES})')
_ATTRIBUTE = re.compile(r' ([a-zA-Z:-]+)(?:="([^"]*)")?')
_AMPERSAND = re.compile(r"&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


def is_simple(text: str) -> bool:
    """Return whether a text consists of what `render` knows.

    >>> is_simple("[A quay](../quay.md) &#42;<br><b>2</b>"), is_simple("*A* quay"), is_simple("`A` <!-- -->")
    (True, False, False)
    """
    return _SIMPLE.fullmatch(text) is not None


def render(text: str, resolve: Callable[[str], str]) -> str:
    """Return a simple text as HTML; `resolve` turns the address of a link into that on the site.

    >>> render("[A quay](../quay.md) <i>**of old**</i>", lambda address: address.replace(".md", "/"))
    '<a href="../quay/">A quay</a> <i><strong>of old</strong></i>'
    """
    if "**" in text:
        text = _STRONG_PARTS.sub(r"<strong>\1</strong>", text)
    if "[" not in text:
        return text
    return _LINK_PARTS.sub(lambda link: f'<a href="{_attribute(resolve(link[2]))}">{link[1]}</a>', text)


def _attribute(value: str) -> str:
    return _AMPERSAND.sub("&amp;", value).replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def anchors_in(source: str) -> set[str]:
    """Return the ids of the tags, and the names of anchors.

    >>> sorted(anchors_in('<p id="a&#45;b"><a class="c" name="d" href="#e">f</a> id="g"'))
    ['a-b', 'd']
    """
    return {
        html.unescape(value)
        for tag, attributes in _TAGS_WITH_ANCHORS.findall(source)
        for name, value in _ATTRIBUTE.findall(attributes)
        if name == "id" or (name == "name" and tag == "a")
    }
