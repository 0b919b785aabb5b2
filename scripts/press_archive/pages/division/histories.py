"""The history of a record, divided by date where it is long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...base.wording import count
from ...records.languages import SITE_LANGUAGE
from ..parts.history import Happened
from .dividing import divide
from .part_pages import LongList
from .steps import by_date


def list_history(
    path: str,
    title: str,
    history: Sequence[Happened],
    language: str = SITE_LANGUAGE,
    fields: Mapping[str, object] | None = None,
) -> LongList[Happened]:
    """Return the history of the record whose page is at `path`, the oldest first."""
    folder = f"{path.removesuffix('.md')}/history"
    parts = divide(history, lambda one: by_date(one.date, "", with_year=True), folder)
    return LongList(
        path, title, history, parts, lambda entries: count(len(entries), "entry", "entries"),
        "part-history.md", title, ", history, ", language, fields=fields or {},
    )  # fmt: skip
