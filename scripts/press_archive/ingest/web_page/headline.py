"""The headline of a page: the heading that is most like the page's title."""

from __future__ import annotations

import re
from collections.abc import Sequence

import lxml.html
from rapidfuzz import fuzz

from ..phrases import fold
from .page_text import element_text

MIN_WORDS = 4  # of a heading that is no section's name
MIN_HEADING = 9  # characters of a heading
MIN_LOUD = 13  # characters of a text that only looks like a heading
# Likeness of two texts, in percent.
LIKE_TITLE, LIKE_LOUD, LIKE_SITE = 80, 90, 85

_DATA = "//script[contains(@type, 'ld+json')]/text()"
_DATA_HEADLINE = re.compile(r'"headline"\s*:\s*"((?:[^"\\]|\\.)*)"')
_FIRST_PAGE = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?")


def find_headline(page: lxml.html.HtmlElement, title: str, site: str) -> str:
    """Return the headline as the page prints it, or else the page's title without the site's name.

    A title may be made for search engines. Then a heading that is the only one, and more than a section's
    name, is the headline.
    """
    titles = [_without_site(title, site), *_DATA_HEADLINE.findall(" ".join(page.xpath(_DATA)))]
    site_names, headings = _headings(page)
    headings = headings or _loud_texts(page, title)
    return _most_like(headings, titles, page) or _only_heading_or_title(headings, titles[0], site_names, site)


def _headings(page: lxml.html.HtmlElement) -> tuple[list[str], list[str]]:
    """Return the headings that are the site's name, and all others."""
    elements = page.xpath("//h1") or page.xpath("//h2")
    names = [element_text(element) for element in elements if _is_site_name(element)]
    headings = [element_text(element) for element in elements if not _is_site_name(element)]
    second = [element_text(element) for element in page.xpath("//h2") if not _is_site_name(element)]
    return names, headings or second


def _is_site_name(heading: lxml.html.HtmlElement) -> bool:
    """Return whether a heading is a link to the site's first page."""
    return any(_FIRST_PAGE.fullmatch(link) for link in heading.xpath(".//a/@href|./parent::a/@href"))


def _loud_texts(page: lxml.html.HtmlElement, title: str) -> list[str]:
    """Return the bold or large texts that resemble the title: old pages have headings only by their looks."""
    texts = dict.fromkeys(element_text(element) for element in page.xpath("//b|//strong|//big|//font[@size]"))
    titles = " | ".join([title, *page.xpath("//title[1]//text()")])
    parts = [fold(part) for part in re.split(r"\s+[|–—·•-]\s+|:\s", titles) if len(part) >= MIN_LOUD]
    return [text for text in texts if len(text) >= MIN_LOUD and _resembles_any(text, parts)]


def _resembles_any(text: str, parts: Sequence[str]) -> bool:
    return any(fuzz.token_set_ratio(fold(text), part) >= LIKE_LOUD for part in parts)


def _most_like(headings: list[str], titles: list[str], page: lxml.html.HtmlElement) -> str:
    """Return the heading that is most like one of the titles, the first of equals; nothing where none is."""
    printed = page.xpath("//title//text()|//meta[@property='og:title']/@content")
    all_titles = fold(" ".join([*printed, *titles[1:]]))
    like = [
        heading
        for heading in headings
        if heading and (_likeness(heading, titles) >= LIKE_TITLE or fold(heading) in all_titles)
    ]
    return max(like, key=lambda heading: _likeness(heading, titles), default="")


def _only_heading_or_title(headings: list[str], title: str, site_names: list[str], site: str) -> str:
    """Return the first heading if it is the only one or the title is only the site's name; else the title."""
    first = next((heading for heading in headings if len(heading) >= MIN_HEADING), "")
    if len(headings) == 1 and len(first.split()) >= MIN_WORDS:
        return first
    says_nothing = {fold(name) for name in [*site_names, site if first else ""]}
    return first if not title or fold(title) in says_nothing else title


def _without_site(title: str, site: str) -> str:
    """Return a title without the site's name at its end.

    >>> _without_site("A quay is swept | Gull Post", "The Gull Post")
    'A quay is swept'
    """
    parts = re.split(r"\s+[|–—·»-]\s+", title)
    if len(parts) > 1 and site and fuzz.partial_ratio(fold(parts[-1]), fold(site)) >= LIKE_SITE:
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»-\u00a0")
    return title


def _likeness(text: str, others: list[str]) -> float:
    return max(fuzz.ratio(fold(text), fold(other)) for other in others)
