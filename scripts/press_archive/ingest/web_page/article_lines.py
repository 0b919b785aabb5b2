"""The lines of an article that trafilatura found, in the order of the page, with roles by its markup.

The library returns an article in a form of TEI (https://tei-c.org).
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Sequence

import lxml.etree
import lxml.html

from ...records.closed_lists import Role
from ..classify.cuts import SHORT_LINE, is_text
from ..received_file import Line
from .page_text import element_text, one_line, same_words

MIN_DISTINCT = 40  # characters of a line that occurs only once in a page
MAX_LABEL = 60  # characters of a bold name or question at the beginning of a line

_BLOCKS = ("head", "p", "item", "quote", "cell", "code", "ab")
_ROLES = {"head": Role.CROSSHEAD, "item": Role.BULLET}


def block_lines(body: lxml.etree._Element) -> list[Line]:
    """Return a line for each paragraph, heading, item or cell; a line break begins another line."""
    blocks = (element for element in body.iter(*_BLOCKS) if not _has_paragraphs(element))
    lines = [line for block in blocks for line in _lines(block)]
    return lines or [Line(text) for text in _filled_lines("".join(body.itertext()))]


def _has_paragraphs(element: lxml.etree._Element) -> bool:
    return element.tag == "quote" and element.find(".//p") is not None


def _lines(block: lxml.etree._Element) -> list[Line]:
    return [Line(text, _role(block.tag, text)) for text in _filled_lines(_text(block))]


def _role(tag: str, text: str) -> Role | None:
    """Return the role of a block's line; none for a sentence set as a heading, which is a standfirst."""
    return None if tag == "head" and is_text(text) else _ROLES.get(tag)


def _filled_lines(text: str) -> list[str]:
    return [plain for line in text.split("\n") if (plain := one_line(line))]


def _text(element: lxml.etree._Element) -> str:
    """Return an element's text with bold labels marked, without the blocks inside the element."""
    text = element.text or ""
    for child in element:
        text += _child_text(child, text) + (child.tail or "")
    return text


def _child_text(child: lxml.etree._Element, before: str) -> str:
    if child.tag == "lb":
        return "\n"
    if child.tag in _BLOCKS or child.tag == "list":
        return ""
    text = _text(child)
    is_bold = child.tag == "hi" and child.get("rend") == "#b"
    begins_line = not before.rsplit("\n", 1)[-1].strip()
    return _mark_label(text) if is_bold and begins_line else text


def _mark_label(text: str) -> str:
    """Mark a bold text as bold if it may be a speaker's name, which is short, or a question."""
    if text.strip() and (len(text) < MAX_LABEL or text.rstrip().endswith("?")):
        return f"**{text.strip()}**{' ' if text.endswith(' ') else ''}"
    return text


def without_misplaced(lines: Sequence[Line], page_text: str) -> list[Line]:
    """Remove lines that the library returns twice: first in a wrong place, then where they are printed."""
    furthest = -1
    misplaced: set[int] = set()
    for number, line in enumerate(lines):
        place = page_text.find(line.text) if len(line.text) >= MIN_DISTINCT else -1
        if 0 <= place < furthest:
            later = {other.text for other in lines[number:]}
            misplaced |= {before for before in range(number) if lines[before].text in later}
        furthest = max(furthest, place)
    return [line for number, line in enumerate(lines) if number not in misplaced]


def with_repeats(lines: list[Line], page: lxml.html.HtmlElement) -> list[Line]:
    """Put back short lines that the page repeats and the library returns once, such as names of speakers."""
    printed = [element_text(element) for element in page.iter("p", "li", "h2", "h3", "h4")]
    texts = [_without_marks(line) for line in lines]
    by_text = dict(zip(texts, lines, strict=True))
    complete: list[Line] = []
    matcher = difflib.SequenceMatcher(None, printed, texts, autojunk=False)
    for change, first, last, begin, end in matcher.get_opcodes():
        if change in ("delete", "replace") and 0 < begin < len(lines):
            complete += [
                by_text[text] for text in printed[first:last] if text in by_text and len(text) <= SHORT_LINE
            ]
        complete += lines[begin:end]
    return complete


def _without_marks(line: Line) -> str:
    return line.text.strip("*_ ")


def after_headline(lines: list[Line], headline: str, page_text: str) -> list[Line]:
    """Return the lines after the headline, and those before it only if there is text among them."""
    head = _before_headline(lines, headline, page_text)
    if not any(is_text(line.text) for line in head):
        lines = lines[len(head) :]
    return [line for line in lines if not _repeats_headline(line, headline)]


def _before_headline(lines: list[Line], headline: str, page_text: str) -> list[Line]:
    for number, line in enumerate(lines):
        if same_words(line.text, headline):
            return lines[:number]
    begin = page_text.find(headline)
    return list(itertools.takewhile(lambda line: -1 < page_text.find(line.text) < begin, lines))


def _repeats_headline(line: Line, headline: str) -> bool:
    return line.role in (None, Role.CROSSHEAD) and same_words(line.text, headline)
