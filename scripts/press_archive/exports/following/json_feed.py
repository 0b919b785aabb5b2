"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): one item on each line."""

from __future__ import annotations

from collections.abc import Iterable

from ...records.languages import SITE_LANGUAGE
from ..json_text import compact_json
from ..plain_text import plain_text
from .entries import FeedEntry, Head
from .midnight import midnight_text

VERSION = "https://jsonfeed.org/version/1.1"


def render_item(entry: FeedEntry) -> str:
    """Return an entry as an item. Its language is that of the feed: only a headline may be in another."""
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": plain_text(entry.title),
        "content_text": plain_text(entry.summary),
        "date_published": midnight_text(entry.day),
    }
    if entry.day != entry.updated:
        item["date_modified"] = midnight_text(entry.updated)
    if entry.author:
        item["authors"] = [{"name": plain_text(entry.author)}]
    item["tags"] = [plain_text(label) for _, label in entry.categories]
    return compact_json(item)


def render_json_feed(head: Head, address: str, items: Iterable[str]) -> bytes:
    """Return the feed at an address."""
    fields = {
        "version": VERSION,
        "title": plain_text(head.title),
        "description": plain_text(head.subtitle),
        "home_page_url": head.page,
        "feed_url": address,
        "language": SITE_LANGUAGE,
        "authors": [{"name": plain_text(head.author), "url": head.site}],
    }
    lines = ",\n".join(items)
    return f'{compact_json(fields)[:-1]},"items":[\n{lines}\n]}}\n'.encode()
