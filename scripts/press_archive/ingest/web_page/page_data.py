"""What the data of a page says about its article: title, byline, site, language, addresses and dates."""

from __future__ import annotations

import re

import lxml.html
from htmldate import find_date
from trafilatura.settings import Document

from ...records.links import is_web_address
from ..addresses import unarchived
from ..dates import day_comes_first
from ..proposals import Confidence
from ..received_file import DAY_FIRST, MONTH_FIRST, Part

# The comment that some browsers write into a page that they save.
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_LANGUAGE = "//html/@lang|//meta[@http-equiv='content-language']/@content"
_CANONICAL = "//link[@rel='canonical']/@href|//meta[@property='og:url']/@content"

_DATA = "the page's data"
_FETCHED = "the address it was fetched from"
_SAVED = "where the page was saved from"


def add_article_clues(part: Part, page: lxml.html.HtmlElement, article: Document, address: str) -> None:
    """Add what a page says about its one article; `address` is where the page was fetched from, or empty."""
    saved_from = _saved_from(page)
    part.add_clue("title", article.title, _DATA, Confidence.MEDIUM)
    part.add_clue("byline", author_names(article), _DATA, Confidence.MEDIUM)
    part.add_clue("outlet_name", article.sitename, _DATA, Confidence.MEDIUM)
    add_site_clues(part, page)
    language = page.get("lang") or _first(page, _LANGUAGE)
    part.add_clue("language", language[:2].lower(), "the page's lang", Confidence.MEDIUM)
    _add_original_address(part, page, article.url or "", address, saved_from)
    for value, origin in ((address, _FETCHED), (saved_from, _SAVED)):
        if is_web_address(value):
            part.add_clue("captured_from", value, origin, Confidence.HIGH)
    _add_date(part, page, article.url or address or saved_from)


def add_site_clues(part: Part, page: lxml.html.HtmlElement) -> None:
    """Add what a page says about its site: its names, and the order of day and month in its dates."""
    site = _first(page, "//meta[@property='og:site_name']/@content")
    part.add_clue("outlet_name", site, _DATA, Confidence.MEDIUM)
    part.add_clue(
        "page_title", " ".join(page.xpath("//title[1]//text()")), "the page's title", Confidence.MEDIUM
    )
    day_first = day_comes_first(page.itertext())
    if day_first is not None:
        order = DAY_FIRST if day_first else MONTH_FIRST
        part.add_clue("date_order", order, "the page's dates", Confidence.HIGH)


def author_names(article: Document) -> str:
    """Return the names of an article's authors, with commas between them."""
    return (article.author or "").replace("; ", ", ")


def _first(page: lxml.html.HtmlElement, path: str) -> str:
    return next(iter(page.xpath(path)), "")


def _saved_from(page: lxml.html.HtmlElement) -> str:
    """Return the address that a browser saved a page from, which is in one of the first comments."""
    comments = page.xpath("//comment()|preceding::comment()")[:20]
    match = _SAVED_FROM.search(lxml.html.tostring(page, encoding="unicode")[:3000])
    match = match or _SAVED_FROM.search("".join(str(comment) for comment in comments))
    return match[1] if match else ""


def _add_original_address(
    part: Part, page: lxml.html.HtmlElement, found: str, address: str, saved_from: str
) -> None:
    """Add what may be the original address; that of a web archive also contains the day of the capture."""
    for value, origin, confidence in (
        (_first(page, _CANONICAL), "the page's canonical address", Confidence.HIGH),
        (saved_from, _SAVED, Confidence.HIGH),
        (address, _FETCHED, Confidence.MEDIUM),
        (found, _DATA, Confidence.MEDIUM),
    ):
        original, day = unarchived(value.strip())
        if is_web_address(original):
            part.add_clue("original_url", original, origin, confidence)
            part.add_clue("captured", day, "the web archive's address", Confidence.HIGH)


def _add_date(part: Part, page: lxml.html.HtmlElement, address: str) -> None:
    """Add the date of publication by the page's data; where it has none, by a date somewhere in the page."""
    html = lxml.html.tostring(page, encoding="unicode")
    part.add_clue("date", _find_date(html, address, anywhere=False), _DATA, Confidence.MEDIUM)
    if "date" not in part.clues:
        part.add_clue(
            "date", _find_date(html, address, anywhere=True), "somewhere in the page", Confidence.LOW
        )


def _find_date(html: str, address: str, *, anywhere: bool) -> str | None:
    return find_date(
        html, extensive_search=anywhere, original_date=True, outputformat="%Y-%m-%d", url=address or None
    )
