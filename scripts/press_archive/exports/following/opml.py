"""A list of all feeds by group, which readers of feeds can subscribe to at once: OPML 2.0.

The specification is at http://opml.org/spec2.opml; a feed of any format has the type rss in it.
"""

from __future__ import annotations

import email.utils
from collections.abc import Iterator, Sequence

from ..plain_text import plain_text, xml_attribute, xml_text
from .feed_paths import GROUPS, Feed
from .midnight import midnight


def render_opml(title: str, feeds: Sequence[Feed], address: str, day: str) -> bytes:
    """Return the list of the archive's Atom feeds; `day` is that of the newest entry."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"<head><title>{xml_text(plain_text(title))}: feeds</title>"
        f"<dateModified>{email.utils.format_datetime(midnight(day), usegmt=True)}</dateModified>"
        "<docs>http://opml.org/spec2.opml</docs></head>",
        "<body>",
    ]
    for group, heading in GROUPS.items():
        lines += _outlines(title, heading, [feed for feed in feeds if feed.group == group], address)
    return "\n".join([*lines, "</body>", "</opml>", ""]).encode()


def _outlines(title: str, heading: str, feeds: Sequence[Feed], address: str) -> Iterator[str]:
    if not feeds:
        return
    yield f'<outline text="{xml_attribute(heading)}">'
    for feed in feeds:
        yield (
            f'<outline type="rss" text="{xml_attribute(plain_text(feed.title))}" '
            f'title="{xml_attribute(plain_text(f"{title}: {feed.title}"))}" '
            f'xmlUrl="{xml_attribute(address + feed.atom)}" htmlUrl="{xml_attribute(address + feed.page)}"/>'
        )
    yield "</outline>"
