"""How pages lead to their feeds: links that a reader sees, and what the head names for programs."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from ...base.escape import exact
from ...exports.following.feed_paths import ATOM, JSON, Feed


def render_feeds(feeds: Iterable[Feed], address: str) -> Markup:
    """Return links to feeds, from the page at an address below the site; each is named if it has no page of
    its own.
    """
    up = "../" * address.count("/")
    return Markup("; ").join(
        Markup('{}<a href="{}" type="{}">Atom</a> · <a href="{}" type="{}">JSON Feed</a>').format(
            Markup("") if feed.group else exact(f"{feed.title.lower()} "),
            up + feed.atom, ATOM, up + feed.json, JSON,
        )
        for feed in feeds
    )  # fmt: skip


def feed_fields(feeds: Iterable[Feed]) -> dict[str, object]:
    """Return the feeds of a page as a field of its front matter: the paths without their endings."""
    paths = [feed.atom.removesuffix(".atom") for feed in feeds]
    return {"feeds": paths} if paths else {}
