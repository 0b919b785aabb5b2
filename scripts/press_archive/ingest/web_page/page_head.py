"""What a page prints around its headline: the byline, the date, and the captions of its pictures."""

from __future__ import annotations

import re

import lxml.html

from .. import phrases
from ..dates import date_line, signed_date
from .page_text import element_text, same_words

MAX_NAME_WORDS = 8  # of a byline
MAX_BYLINE = 120  # characters of a line
MAX_DATE = 80  # characters of an element with a date

_BYLINES = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')"
    " or contains(@class, 'article-author') or contains(@class, 'author-name')"
    " or @itemprop='author' or @rel='author']"
)
_DATES = "//time|//*[contains(@class, 'date') or contains(@class, 'published') or @itemprop='datePublished']"
_AFTER_HEADING = (
    "//h1[1]/following::*[self::p or self::div or self::span or self::td or self::li or self::address]"
)


def find_byline(page: lxml.html.HtmlElement, author: str) -> str:
    """Return the byline as printed: in an element for bylines, after a word like `By`, or beside a date."""
    named = page.xpath(_BYLINES)
    with_date = ""
    for element in [*named, *page.xpath(_AFTER_HEADING)]:
        text = element_text(element)
        if not _may_be_byline(text):
            continue
        if element in named or _is_byline_of(text, author):
            return text
        # An element with a name and a date may contain an element with the name alone, which comes later.
        if not with_date and (signed := signed_date(text)) and _introduces_name(signed.rest):
            with_date = text
    return with_date


def _may_be_byline(text: str) -> bool:
    return 2 < len(text) < 100 and not date_line(text)


def _is_byline_of(text: str, author: str) -> bool:
    return bool(author and is_byline(text, author)) or _introduces_name(text)


def is_byline(line: str, byline: str) -> bool:
    """Return whether a line is a byline with the same name as another one.

    >>> is_byline("By Orla Reed", "Orla Reed"), is_byline("Orla Reed lives in Ostrand.", "Orla Reed")
    (True, False)
    """
    if same_words(line, byline):
        return True
    return len(line) < MAX_BYLINE and same_words(_name(line), _name(byline))


def _name(byline: str) -> str:
    match = phrases.BYLINE.fullmatch(byline)
    return match["name"] if match else byline


def _introduces_name(text: str) -> bool:
    """Return whether a text is a byline: a word such as `By` and the names of authors."""
    match = phrases.BYLINE.fullmatch(text)
    return match is not None and _is_name(match["name"])


def _is_name(text: str) -> bool:
    """Return whether a text can be authors' names: a few words, the first with a capital, no sentence."""
    few = len(text.split()) <= MAX_NAME_WORDS
    return few and text[0].isupper() and not re.search(r"\d|[.?!]$", text)


def find_date(page: lxml.html.HtmlElement) -> str:
    """Return the date of publication as printed: in an element for dates, or after the headline."""
    for element in [*page.xpath(_DATES), *page.xpath(_AFTER_HEADING)]:
        text = element_text(element)
        if len(text) < MAX_DATE and (found := date_line(text)) and not found.updated:
            return text
    return ""


def find_captions(page: lxml.html.HtmlElement) -> list[str]:
    """Return the captions of the page's pictures, each once."""
    captions = dict.fromkeys(element_text(element) for element in page.xpath("//figcaption"))
    return [caption for caption in captions if 3 < len(caption) < 700]
