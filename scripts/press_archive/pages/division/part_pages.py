"""The pages of the parts of a long list: each says what it has, and leads to the parts beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

from markupsafe import Markup

from ...base.escape import exact
from ...records.languages import SITE_LANGUAGE
from ..parts.addresses import page_address
from ..parts.context import Pages
from ..parts.templates import render_page
from ..parts.wording import in_language
from .dividing import Entry, Part


@dataclass(frozen=True)
class LongList(Generic[Entry]):
    """A list that may be divided: the path of the page that leads to its parts, its title there, its entries
    and their parts.

    The title of a part is what the part is for, after `heading` if there is one; both titles are in
    `language`. `count` says how many entries there are. `describe` says what is in a part; without it, its
    title and number do. `template` shows the entries of a part, and `values` are what it needs beside them.
    """

    home: str
    title: str
    entries: Sequence[Entry]
    parts: Sequence[Part[Entry]]
    count: Callable[[Sequence[Entry]], str]
    template: str
    heading: str = ""
    joined: str = ": "
    language: str = SITE_LANGUAGE
    describe: Callable[[str, Sequence[Entry]], str] | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    def title_of(self, part: Part[Entry]) -> str:
        """Return the title of a part's page."""
        return f"{self.heading}{self.joined}{part.step.words}" if self.heading else part.step.words

    def heading_of(self, part: Part[Entry]) -> Markup:
        """Return the same with the heading marked as being in its language."""
        if not self.heading:
            return exact(part.step.words)
        return in_language(self.heading, self.language) + exact(f"{self.joined}{part.step.words}")


def render_parts(pages: Pages, long: LongList[Entry]) -> dict[str, str]:
    """Return the pages of a list's parts; a list that is not divided has none."""
    leaves = [leaf for part in long.parts for leaf in part.leaves]
    beside = {
        leaf.path: (before, after)
        for leaf, before, after in zip(leaves, [None, *leaves], [*leaves[1:], None], strict=False)
    }
    rendered = {}
    for part, trail in _walk(long.parts, ()):
        previous, following = beside.get(part.path, (None, None))
        title = long.title_of(part)
        counted = long.count(part.entries)
        described = long.describe(title, part.entries) if long.describe else f"{title}: {counted}."
        fields = {
            "title": title, "description": described, **long.fields,
            **({"previous": page_address(previous.path)} if previous else {}),
            **({"next": page_address(following.path)} if following else {}),
        }  # fmt: skip
        rendered[part.path] = render_page(
            pages, part.path, "part.md", fields,
            long=long, part=part, counted=counted, trail=trail,
            previous=previous, following=following, **long.values,
        )  # fmt: skip
    return rendered


# The parts of each level above and beside a part, with the one to which it belongs.
_Trail = tuple[tuple[Sequence[Part[Entry]], Part[Entry]], ...]


def _walk(parts: Sequence[Part[Entry]], above: _Trail[Entry]) -> Iterator[tuple[Part[Entry], _Trail[Entry]]]:
    for part in parts:
        trail = (*above, (parts, part))
        yield part, trail
        yield from _walk(part.parts, trail)
