"""The tags of an HTML page, each with its position, so that one value can be changed and nothing else."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

# An attribute of a start tag (HTML Living Standard, section 13.1.2.3): its name and its value, with or
# without quotation marks.
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>][^\s/=>]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"'][^\s>]*)?)?""")
_NAME = re.compile(r"<[^\s/>]+")
# Elements that can have the address of a file or page.
_REFERRING = frozenset({
    "a", "area", "audio", "base", "button", "embed", "form", "iframe", "image", "img", "input", "link",
    "meta", "object", "script", "source", "track", "use", "video",
})  # fmt: skip
_VALUES = r"""(?:[^"'>]|"[^"]*"|'[^']*')*"""
# A comment; a script or a style sheet with all that is in it; any other start tag.
_FOUND = re.compile(
    rf"<!--.*?-->|(<(script|style)(?=[\s/>]){_VALUES}>).*?</\2\s*>|<([a-z][^\s/>]*){_VALUES}>",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class Attribute:
    """An attribute: its value as a browser reads it, and the position of the value, quotation marks included.

    Without a value, `start` and `end` mean nothing.
    """

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Tag:
    """A start tag, or an end tag, whose name begins with a slash; `start` and `end` are positions in the
    page.
    """

    name: str
    start: int
    end: int
    attributes: tuple[Attribute, ...] = ()

    def value(self, name: str) -> str:
        """Return an attribute's value, or an empty text where there is none."""
        return next((attribute.value for attribute in self.attributes if attribute.name == name), "")


class _Tags(HTMLParser):
    """Records each tag's position. The parser knows that scripts, styles and comments contain no tags."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.lines = [0, *itertools.accumulate(len(line) + 1 for line in page.split("\n"))]
        self.tags: list[Tag] = []
        self.feed(page)
        self.close()

    def here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text()
        assert text is not None
        start = self.here()
        name = _NAME.match(text)
        places = [*_ATTRIBUTE.finditer(text, name.end(), len(text.removesuffix(">")))] if name else []
        if [match[1].lower() for match in places] != [name for name, _ in attrs] or not self.page.startswith(
            text, start
        ):
            raise ValueError(
                f"a tag that can't be read exactly: {text!r}. Expected attributes as HTML has them."
            )
        attributes = (
            Attribute(name, value or "", start + match.start(2), start + match.end(2))
            for match, (name, value) in zip(places, attrs, strict=True)
        )
        self.tags.append(Tag(tag, start, start + len(text), tuple(attributes)))

    def handle_endtag(self, tag: str) -> None:
        start = self.here()
        if self.page.startswith("</", start):  # the parser reports an end of <br/> too
            self.tags.append(Tag(f"/{tag}", start, self.page.index(">", start) + 1))


def parse_tags(page: str) -> list[Tag]:
    """Return the tags of a page in their order.

    >>> [(tag.name, tag.value("href")) for tag in parse_tags('<a href="../x/?q=a&amp;b">x</a>')]
    [('a', '../x/?q=a&b'), ('/a', '')]
    """
    return _Tags(page).tags


def find_referring_tags(page: str) -> Iterator[Tag]:
    """Yield the start tags of a page that may contain an address, as `parse_tags` does; it is faster.

    >>> [(tag.name, tag.value("href")) for tag in find_referring_tags('1 < 2 <a href="../x/?a&amp;b">x</a>')]
    [('a', '../x/?a&b')]
    """
    for found in _FOUND.finditer(page):
        name = found[2] or found[3]
        if name and name.lower() in _REFERRING:
            start, end = found.start(), found.end(1) if found[2] else found.end()
            attributes = tuple(
                Attribute(match[1].lower(), _unquoted(match[2]), *match.span(2))
                for match in _ATTRIBUTE.finditer(page, start + 1 + len(name), end - 1)
            )
            yield Tag(name.lower(), start, end, attributes)


def _unquoted(value: str | None) -> str:
    """Return the value of an attribute, as it is written, as a browser reads it."""
    text = value or ""
    return html.unescape(text[1:-1] if text[:1] in ("'", '"') else text)


def replace_spans(page: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """Put texts in the place of (start, end) spans, which do not overlap; everything else stays as it is.

    >>> replace_spans("abcd", [(3, 4, "z"), (1, 2, "")])
    'acz'
    """
    parts, position = [], 0
    for start, end, text in sorted(changes):
        parts += [page[position:start], text]
        position = end
    return "".join([*parts, page[position:]])
