"""A feed (RSS 2.0, https://www.rssboard.org/rss-specification; Atom, RFC 4287) → its items."""

from __future__ import annotations

import re
from collections.abc import Mapping

import lxml.etree
import lxml.html

from ...records.closed_lists import Role
from ..header_dates import parse_day
from ..proposals import Confidence
from ..received_file import Line, Part, with_blank_lines
from .page_text import element_text, one_line

_FEED = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL)
_NAME = "/*/*[local-name()='title']//text()|/*/*[local-name()='channel']/*[local-name()='title']//text()"
_ITEMS = "//*[local-name()='item' or local-name()='entry']"
# The elements of an item that may contain its text, the most complete one first.
_TEXTS = ("encoded", "content", "description", "summary")
_PARAGRAPH_END = re.compile(r"</p>|<br\s*/?>\s*<br\s*/?>|\n\s*\n", re.IGNORECASE)

Values = Mapping[str, lxml.etree._Element]  # the elements of an item, by their names without a namespace


def is_feed(data: bytes) -> bool:
    """Return whether a file is a feed, by its first element.

    >>> is_feed(b"<?xml version='1.0'?><rss version='2.0'>"), is_feed(b"<html>")
    (True, False)
    """
    return bool(_FEED.match(data))


def read_feed(data: bytes) -> list[Part]:
    """Return the items of a feed; none where it can't be parsed."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = lxml.etree.fromstring(data, parser)
    if root is None:
        return []
    name = " ".join(root.xpath(_NAME))
    return [_read_item(item, name) for item in root.xpath(_ITEMS)]


def _read_item(item: lxml.etree._Element, feed_name: str) -> Part:
    values = {child.tag.rpartition("}")[2]: child for child in item if isinstance(child.tag, str)}
    title = _text(values, "title")
    content = next(("".join(values[name].itertext()) for name in _TEXTS if name in values), "")
    lines = [Line(title, Role.TITLE), *(Line(paragraph) for paragraph in _paragraphs(content))]
    part = Part(with_blank_lines(lines))
    part.add_clue("title", title, "the feed", Confidence.HIGH)
    part.add_clue("byline", _author(values), "the feed", Confidence.HIGH)
    part.add_clue("original_url", _address(values), "the feed", Confidence.HIGH)
    published = _text(values, "pubDate", "published", "updated", "date")
    part.add_clue("date", _day(published), "the feed", Confidence.HIGH)
    part.add_clue("outlet_name", feed_name, "the feed", Confidence.MEDIUM)
    return part


def _text(values: Values, *names: str) -> str:
    """Return the text of the first of some elements that an item has, in one line."""
    return next((one_line("".join(values[name].itertext())) for name in names if name in values), "")


def _paragraphs(content: str) -> list[str]:
    fragments = (lxml.html.fromstring(f"<div>{text}</div>") for text in _PARAGRAPH_END.split(content))
    return [text for fragment in fragments if (text := element_text(fragment))]


def _author(values: Values) -> str:
    # RSS 2.0 requires an author's mail address; the name follows it in brackets.
    return re.sub(r"^\S+@\S+\s+\(([^)]+)\)$", r"\1", _text(values, "creator", "author"))


def _address(values: Values) -> str | None:
    if address := _text(values, "link", "guid"):
        return address
    return values["link"].get("href") if "link" in values else ""  # Atom has it in an attribute


def _day(stamp: str) -> str | None:
    return stamp[:10] if re.match(r"\d{4}-\d{2}-\d{2}", stamp) else parse_day(stamp)
