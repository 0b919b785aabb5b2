"""A page with one article → the article's lines, and what the page's data says about it."""

from __future__ import annotations

import lxml.html
from trafilatura import bare_extraction
from trafilatura.settings import Document, use_config

from ...records.closed_lists import Role
from ..received_file import Line, Part, with_blank_lines
from .article_lines import after_headline, block_lines, with_repeats, without_misplaced
from .headline import find_headline
from .page_data import add_article_clues, author_names
from .page_head import find_byline, find_captions, find_date, is_byline
from .page_text import element_text
from .surroundings import without_surroundings

MIN_ARTICLE = 60  # characters of a short article
MAX_DATE_LINE = 150  # characters of a line that may contain the date of publication


def read_article(tree: lxml.html.HtmlElement, address: str) -> Part:
    """Return the article of a page, with a blank line between its blocks; no lines where none is found.

    `address` is where the page was fetched from, or empty.
    """
    page = without_surroundings(tree)
    article = _find_article(page, address)
    if article is None:
        return Part([])
    part = Part(with_blank_lines(_article_lines(page, article))[:-1])
    add_article_clues(part, tree, article, address)
    return part


def _find_article(page: lxml.html.HtmlElement, address: str) -> Document | None:
    article = _extract(page, address)
    if article is None or len(block_lines(article.body)) != 1 or len(page.xpath("//p")) <= 1:
        return article
    # The library returns a short page in one line, unless an article may be short.
    return _extract(page, address, MIN_ARTICLE) or article


def _extract(page: lxml.html.HtmlElement, address: str, min_characters: int | None = None) -> Document | None:
    """Return what trafilatura finds in a page; `min_characters` replaces its own limit for an article."""
    config = use_config()
    if min_characters is not None:
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(min_characters))
    article = bare_extraction(
        lxml.html.tostring(page, encoding="unicode"),
        url=address or None,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        favor_recall=True,
        with_metadata=True,
        deduplicate=False,
        config=config,
    )
    return article if isinstance(article, Document) else None


def _article_lines(page: lxml.html.HtmlElement, article: Document) -> list[Line]:
    """Return the headline, the byline, the date, the captions and the text, each line once."""
    body = page.find("body")
    page_text = element_text(page if body is None else body)
    lines = with_repeats(without_misplaced(block_lines(article.body), page_text), page)
    headline = find_headline(page, article.title or "", article.sitename or "")
    head = [Line(headline, Role.TITLE)] if headline else []
    if headline:
        lines = after_headline(lines, headline, page_text)
    head += _lost_byline(page, article, lines)
    head += _lost_date(page, lines)
    head += _lost_captions(page, lines)
    return head + lines


def _lost_byline(page: lxml.html.HtmlElement, article: Document, lines: list[Line]) -> list[Line]:
    """Return the byline if it is not among the lines; a line that is the byline gets its role."""
    author = author_names(article)
    byline = find_byline(page, author) or author
    if not byline:
        return []
    for number, line in enumerate(lines):
        if is_byline(line.text, byline):
            lines[number] = Line(line.text, Role.BYLINE)
            return []
    return [Line(byline, Role.BYLINE)]


def _lost_date(page: lxml.html.HtmlElement, lines: list[Line]) -> list[Line]:
    """Return the date that the page prints, if no short line contains it."""
    date = find_date(page)
    known = any(date in line.text for line in lines if len(line.text) < MAX_DATE_LINE)
    return [Line(date, Role.DATE)] if date and not known else []


def _lost_captions(page: lxml.html.HtmlElement, lines: list[Line]) -> list[Line]:
    """Return the captions that no line contains."""
    return [
        Line(caption, Role.CAPTION)
        for caption in find_captions(page)
        if not any(caption in line.text for line in lines)
    ]
