"""Pages that search engines are asked not to list, because the record of what they show says so."""

from __future__ import annotations

from ...records.closed_lists import Robots


def robots_of(asked: Robots) -> dict[str, object]:
    """Return what the front matter of a page says to search engines: nothing, where they may list it."""
    return {"robots": str(asked)} if asked is not Robots.INDEX else {}
