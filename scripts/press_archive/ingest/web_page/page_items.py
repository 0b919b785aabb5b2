"""A page with several texts one after another, such as a blog's → its items."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html

from ...records.closed_lists import Role
from ...records.links import is_web_address
from ..dates import date_line
from ..proposals import Confidence
from ..received_file import Line, Part, with_blank_lines
from .page_text import element_text, one_line

Elements = list[lxml.html.HtmlElement]

MIN_ITEM = 200  # characters of text in an item
MIN_LONG = 0.7  # of the elements of a kind, which are as long as items
MIN_COVERED = 0.6  # of a page's text, which is in its items
MIN_MARKED = 0.7  # of the items, which have a date each, or a link in their headings

_CONTAINERS = "//article|//div[@class]|//li[@class]|//section[@class]"
_HEADINGS = "./h1|./h2|./h3|./header//h1|./header//h2|./header//h3|./div/h1|./div/h2|./div/h3"
_DATES = ".//time|.//*[contains(@class, 'date') or contains(@class, 'published')]"
_FIRST_HEADING = "(.//h1|.//h2|.//h3)[1]"


def find_items(page: lxml.html.HtmlElement) -> Elements:
    """Return the items of a page with several texts; none for a page with one article."""
    page_length = sum(len(paragraph.text_content()) for paragraph in page.xpath("//p"))
    best: Elements = []
    for elements in _similar_elements(page):
        items = _long_elements(elements, page_length)
        if len(items) > len(best) and _are_items(page, items):
            best = items
    return best


def _similar_elements(page: lxml.html.HtmlElement) -> list[Elements]:
    """Return the elements with one heading each, grouped by their parent, tag and first class."""
    groups: dict[tuple[lxml.html.HtmlElement, str, str], Elements] = {}
    for element in page.xpath(_CONTAINERS):
        if len(element.xpath(_HEADINGS)) == 1:
            first_class = (element.get("class") or "").split(" ")[0]
            groups.setdefault((element.getparent(), element.tag, first_class), []).append(element)
    return list(groups.values())


def _long_elements(elements: Elements, page_length: int) -> Elements:
    """Return the elements that are as long as items, if most are and the page has little other text."""
    lengths = [
        sum(len(paragraph.text_content().strip()) for paragraph in element.xpath(".//p"))
        for element in elements
    ]
    long = [element for element, length in zip(elements, lengths, strict=True) if length >= MIN_ITEM]
    enough = len(long) >= max(2, len(elements) * MIN_LONG)
    return long if enough and sum(lengths) >= page_length * MIN_COVERED else []


def _are_items(page: lxml.html.HtmlElement, elements: Elements) -> bool:
    """Return whether elements are items: most have a date or a link, and the page is not one article."""
    dated = sum(bool(element.xpath(_DATES)) for element in elements)
    linked = sum(bool(element.xpath(".//h1//a|.//h2//a|.//h3//a")) for element in elements)
    return not _is_one_article(page) and max(dated, linked) >= len(elements) * MIN_MARKED


def _is_one_article(page: lxml.html.HtmlElement) -> bool:
    types = page.xpath("//meta[@property='og:type']/@content")
    data = page.xpath("//meta[@property='og:type']/@content|//script[@type='application/ld+json']/text()")
    return "article" in " ".join(types) or bool(re.search(r"LiveBlogPosting|NewsArticle", " ".join(data)))


def read_item(element: lxml.html.HtmlElement, address: str) -> Part:
    """Return an item: its heading, its date and its paragraphs; `address` is that of its page."""
    part = Part(with_blank_lines(_item_lines(element)))
    stamp = next(iter(element.xpath(".//time/@datetime")), "")[:10]
    day = stamp if re.fullmatch(r"\d{4}-\d{2}-\d{2}", stamp) else None
    part.add_clue("date", day, "the item's <time>", Confidence.HIGH)
    link = next(iter(element.xpath(f"{_FIRST_HEADING}//a/@href")), "")
    if is_web_address(link):
        part.add_clue("original_url", link, "the link in its heading", Confidence.HIGH)
    if is_web_address(address):
        part.add_clue("captured_from", address, "the address it was fetched from", Confidence.HIGH)
    return part


def _item_lines(element: lxml.html.HtmlElement) -> list[Line]:
    title = element_text(element.xpath(_FIRST_HEADING)[0])
    lines = [Line(title, Role.TITLE)]
    date = next(
        (text for node in element.iter("time", "span", "p", "div") if date_line(text := element_text(node))),
        "",
    )
    if date:
        lines.append(Line(date, Role.DATE))
    seen = {title, date, ""}
    for line in _paragraph_lines(element):
        if line.text not in seen:
            lines.append(line)
            seen.add(line.text)
    return lines


def _paragraph_lines(element: lxml.html.HtmlElement) -> Iterator[Line]:
    """Yield the lines of an item's paragraphs; a line break begins another line."""
    for paragraph in element.iter("p", "li", "blockquote", "h4"):
        for break_ in paragraph.iter("br"):
            break_.tail = "\n" + (break_.tail or "")
        for text in paragraph.text_content().split("\n"):
            yield Line(one_line(text), Role.BULLET if paragraph.tag == "li" else None)
