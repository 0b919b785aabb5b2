"""A web page or a feed → its items, each with its lines and with what the page's data says about it.

trafilatura (https://trafilatura.readthedocs.io) finds the article of a page and the page's data, htmldate
its date. Only this module, `article.py` and `page_data.py` use them.
"""

from __future__ import annotations

from importlib.metadata import version

from trafilatura import load_html

from ..received_file import COPY_TEXT, Material, Part, UnreadableFile, program
from .article import read_article
from .feeds import is_feed, read_feed
from .page_data import add_site_clues
from .page_items import find_items, read_item


def read_page(name: str, data: bytes, address: str) -> Material:
    """Return the text of a page or a feed; raise UnreadableFile where it has none. `name` is for messages."""
    parts = extract(data, address)
    if not any(line.text.strip() for part in parts for line in part.lines):
        raise UnreadableFile(name, "no text found in the page", "an article", COPY_TEXT)
    return Material(parts, f"trafilatura {version('trafilatura')}, {program()}")


def extract(data: bytes, address: str) -> list[Part]:
    """Return the items of a page or a feed: one for a page with one article, none if nothing can be parsed.

    Blank lines separate what the page sets apart. `address` is where the page was fetched from, or empty.
    """
    if is_feed(data):
        return read_feed(data)
    tree = load_html(data)
    if tree is None:
        return []
    items = find_items(tree)
    if not items:
        return [read_article(tree, address)]
    parts = [part for item in items if (part := read_item(item, address)).lines]
    for part in parts:
        add_site_clues(part, tree)
    return parts
