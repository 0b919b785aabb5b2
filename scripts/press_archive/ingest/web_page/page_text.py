"""The text of a page's elements, and comparing texts without case, punctuation and white space."""

from __future__ import annotations

import lxml.html

from ..phrases import fold


def element_text(element: lxml.html.HtmlElement) -> str:
    """Return all the text inside an element, in one line.

    >>> element_text(lxml.html.fromstring("<p>A <b>quay</b>\\n is swept"))
    'A quay is swept'
    """
    return one_line(element.text_content())


def one_line(text: str) -> str:
    """Return a text with one space in place of any white space."""
    return " ".join(text.split())


def same_words(text: str, other: str) -> bool:
    """Return whether two texts consist of the same words in the same order."""
    return fold(text) == fold(other)
