"""The Markdown that the templates write → the HTML that Python-Markdown makes of it, byte for byte.

Half of the time of a build was Python-Markdown, which reads what is HTML already. This converter knows the
few forms that the templates use: headings, paragraphs, lists, definitions, tables, raw HTML, and comments on
lines of their own. It does not guess: where a page contains anything else, `convert` returns None, and
Python-Markdown converts the page. Tests compare the two on every page of several archives.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown.extensions.toc import nest_toc_tokens, slugify, strip_tags, unique

from .inline import RAW, RAW_START, anchors_in, is_simple, render

# Control characters, and white space other than spaces and line feeds.
_FOREIGN = re.compile("[\x00-\x09\x0b-\x1f\x7f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_FENCES = ("```", "~~~")
_COMMENT = re.compile(r"<!--\{(?:(?!--[!\s]*>)[^\n])*+-->")
# A line of text that Markdown can't take for the beginning of anything else.
_LINE = re.compile(r"""(?!\d+\.)(?!\[[^\]]*\]:)(?:[^\W_]|[^\x00-\x7f]|[("'\[<&]|\*\*\w)""")
_HEADING = re.compile(r"(#{1,6}) ([^\n]*[^\n#])")
_ATTRIBUTES = re.compile(r"\{: ?((?:[.#][\w-]+ ?)+)\}")
_ATTRIBUTES_AT_END = re.compile(r" +\{: ?((?:[.#][\w-]+ ?)+)\}\Z")
_SEPARATOR = re.compile(r"[|:\- ]+")

Attributes = Mapping[str, str]


class _UnknownError(Exception):
    """The page contains what this converter does not know."""


@dataclass
class _Heading:
    level: int
    text: str
    attributes: dict[str, str]


@dataclass
class Converted:
    """A page of which every part is known.

    `parts` are HTML as it is, texts with the element that they are in, and headings.
    """

    parts: list[str | tuple[str, str, str] | _Heading] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    headings: list[tuple[int, str, str]] = field(default_factory=list)  # level, id and name

    def html(self, resolve: Callable[[str], str]) -> str:
        """Return the page's HTML; `resolve` turns the address of a link into that on the site."""
        return "".join(_part(part, resolve) for part in self.parts).strip()

    @property
    def contents(self) -> list[Any]:
        """The headings as a tree, as Python-Markdown's extension `toc` has them."""
        return list(
            nest_toc_tokens([{"level": level, "id": id, "name": name} for level, id, name in self.headings])
        )


def _part(part: str | tuple[str, str, str] | _Heading, resolve: Callable[[str], str]) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, _Heading):
        tag = f"h{part.level}"
        return f"{_open(tag, part.attributes)}{render(part.text, resolve)}</{tag}>\n"
    before, text, after = part
    return f"{before}{render(text, resolve)}{after}"


def convert(markdown: str) -> Converted | None:
    """Return a page, or None if it contains what this converter does not know.

    >>> page = convert("# A quay {: #quay }\\n\\n[Old](old.md) &#42;\\n{: .facts }\\n")
    >>> print(page.html(lambda address: "../old/"))
    <h1 id="quay">A quay</h1>
    <p class="facts"><a href="../old/">Old</a> &#42;</p>
    >>> convert("1. A quay") is None
    True
    """
    if _FOREIGN.search(markdown) or " \n" in f"{markdown}\n" or any(fence in markdown for fence in _FENCES):
        return None
    page = Converted()
    try:
        _convert_blocks(markdown, page)
    except _UnknownError:
        return None
    _name_headings(page)
    page.anchors |= anchors_in(_COMMENT.sub("", markdown))
    return page


def _convert_blocks(markdown: str, page: Converted) -> None:
    before = ""  # the kind of the block before
    for block in _blocks(markdown):
        kind = _kind(block)
        if before == "dl" != kind:
            page.parts.append("</dl>\n")
        if before == kind == "ul":
            raise _UnknownError  # Markdown makes one list of both
        if kind == "dl" != before:
            page.parts.append("<dl>\n")
        _CONVERTERS[kind](block, page)
        before = kind
    if before == "dl":
        page.parts.append("</dl>\n")


def _blocks(markdown: str) -> Iterator[str]:
    """Yield the blocks, which blank lines separate; raw HTML may have blank lines in it."""
    position, end = 0, len(markdown.rstrip("\n"))
    while position < end:
        if markdown[position] == "\n":
            position += 1
            continue
        if RAW_START.match(markdown, position):
            after = _end_of_raw(markdown, position)
            if after < end and not markdown.startswith("\n\n", after):
                raise _UnknownError
        else:
            after = markdown.find("\n\n", position, end)
            after = end if after < 0 else after
        yield markdown[position:after]
        position = after


def _end_of_raw(markdown: str, position: int) -> int:
    """Return the position after the element that begins here.

    As for Python-Markdown, an end tag closes what was opened since its own start tag.
    """
    opened: list[str] = []
    while token := RAW.match(markdown, position):
        position = token.end()
        if name := token["start"]:
            if not token["empty"]:
                opened.append(name)
        elif (name := token["end"]) in opened:
            while opened.pop() != name:
                pass
            if not opened:
                return position
    raise _UnknownError


def _kind(block: str) -> str:
    """Return the element that a block becomes, or `raw` or `comment`."""
    if RAW_START.match(block):
        return "raw"
    for begins, kind in (("<!--", "comment"), ("#", "h"), ("|", "table"), ("- ", "ul")):
        if block.startswith(begins):
            return kind
    return "dl" if "\n:   " in block else "p"


def _convert_raw(block: str, page: Converted) -> None:
    page.parts.append(f"{block}\n\n")


def _convert_comments(block: str, page: Converted) -> None:
    if not all(map(_COMMENT.fullmatch, block.split("\n"))):
        raise _UnknownError
    page.parts.append(f"{block}\n\n")


def _convert_heading(block: str, page: Converted) -> None:
    if not (heading := _HEADING.fullmatch(block)):
        raise _UnknownError
    text, attributes = _split_attributes(heading[2].strip(" "))
    if text.endswith("#"):  # which Markdown drops
        raise _UnknownError
    page.parts.append(_Heading(len(heading[1]), _simple(text), attributes))
    _add_anchor(attributes, page)


def _convert_paragraph(block: str, page: Converted) -> None:
    text, _, last = block.rpartition("\n")
    attributes: dict[str, str] = {}
    if last.startswith("{"):
        if not text or not (written := _ATTRIBUTES.fullmatch(last)):
            raise _UnknownError
        attributes = _parse_attributes(written[1])
    else:
        text = block
    if not all(map(_LINE.match, text.split("\n"))):
        raise _UnknownError
    page.parts.append((_open("p", attributes), _simple(text), "</p>\n"))
    _add_anchor(attributes, page)


def _convert_list(block: str, page: Converted) -> None:
    page.parts.append("<ul>\n")
    for line in block.split("\n"):
        if not line.startswith("- ") or not _LINE.match(line, 2):
            raise _UnknownError
        page.parts.append(("<li>", _simple(line[2:]), "</li>\n"))
    page.parts.append("</ul>\n")


def _convert_definition(block: str, page: Converted) -> None:
    term, _, definition = block.partition("\n:   ")
    if block.count("\n") != 1 or not _LINE.match(term) or not _LINE.match(definition):
        raise _UnknownError
    page.parts.append(("<dt>", _simple(term), "</dt>\n"))
    page.parts.append(("<dd>", _simple(definition), "</dd>\n"))


def _convert_table(block: str, page: Converted) -> None:
    rows = [_cells(line) for line in block.split("\n")]
    if len(rows) < 3 or len(rows[0]) < 2 or any(len(row) != len(rows[0]) for row in rows):
        raise _UnknownError
    if not all(map(_SEPARATOR.fullmatch, rows[1])):
        raise _UnknownError
    aligned = [_alignment(cell) for cell in rows[1]]
    page.parts.append("<table>\n<thead>\n")
    _convert_row("th", rows[0], aligned, page)
    page.parts.append("</thead>\n<tbody>\n")
    for row in rows[2:]:
        _convert_row("td", row, aligned, page)
    page.parts.append("</tbody>\n</table>\n")


def _cells(line: str) -> list[str]:
    if len(line) < 2 or line[0] != "|" or line[-1] != "|":
        raise _UnknownError
    return [cell.strip(" ") for cell in line[1:-1].split("|")]


def _alignment(cell: str) -> dict[str, str]:
    sides = (cell.startswith(":"), cell.endswith(":"))
    align = {(True, True): "center", (True, False): "left", (False, True): "right"}.get(sides)
    return {"align": align} if align else {}


def _convert_row(tag: str, cells: list[str], aligned: list[dict[str, str]], page: Converted) -> None:
    page.parts.append("<tr>\n")
    for cell, alignment in zip(cells, aligned, strict=True):
        text, attributes = _split_attributes(cell)
        page.parts.append((_open(tag, alignment | attributes), _simple(text), f"</{tag}>\n"))
        _add_anchor(attributes, page)
    page.parts.append("</tr>\n")


_CONVERTERS: Mapping[str, Callable[[str, Converted], None]] = {
    "raw": _convert_raw,
    "comment": _convert_comments,
    "h": _convert_heading,
    "p": _convert_paragraph,
    "ul": _convert_list,
    "dl": _convert_definition,
    "table": _convert_table,
}


def _simple(text: str) -> str:
    if not is_simple(text):
        raise _UnknownError
    return text


def _split_attributes(text: str) -> tuple[str, dict[str, str]]:
    """Return a text without the attributes at its end, and these."""
    if text.endswith("}") and (written := _ATTRIBUTES_AT_END.search(text)):
        return text[: written.start()], _parse_attributes(written[1])
    return text, {}


def _parse_attributes(written: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for word in written.split():
        if word[0] == "#":
            attributes["id"] = word[1:]
        else:
            attributes["class"] = f"{attributes['class']} {word[1:]}" if "class" in attributes else word[1:]
    return attributes


def _open(tag: str, attributes: Attributes) -> str:
    written = "".join(f' {name}="{value}"' for name, value in sorted(attributes.items()))
    return f"<{tag}{written}>"


def _add_anchor(attributes: Attributes, page: Converted) -> None:
    if "id" in attributes:
        page.anchors.add(attributes["id"])


def _name_headings(page: Converted) -> None:
    """Give every heading an id, and make the list of contents, as Python-Markdown's extension `toc` does."""
    used = set(page.anchors)
    for heading in page.parts:
        if isinstance(heading, _Heading):
            name = strip_tags(render(heading.text, lambda address: ""))
            if "id" not in heading.attributes:
                heading.attributes["id"] = unique(slugify(html.unescape(name), "-"), used)
            page.headings.append((heading.level, heading.attributes["id"], name))
    page.anchors |= used
