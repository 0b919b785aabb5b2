"""Atom (RFC 4287), through feedgen: an entry is made once and copied into each feed that it belongs to."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence

from feedgen.entry import FeedEntry as AtomEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from ...records.languages import SITE_LANGUAGE
from ..plain_text import plain_text
from .entries import FeedEntry, Head
from .feed_paths import ATOM
from .midnight import midnight

RIGHTS = "The archive's own words: CC BY 4.0"  # headlines are not its own
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


class Entry(AtomEntry):  # type: ignore[misc]
    """An entry whose element is made once, on a line of its own."""

    def __init__(self, entry: FeedEntry) -> None:
        """Take what the entry says."""
        super().__init__()
        self.id(entry.id)
        self.title(plain_text(entry.title))
        self.link(href=entry.url)
        self.updated(midnight(entry.updated))
        if entry.day != entry.updated:
            self.published(midnight(entry.day))
        if entry.author:
            self.author(name=plain_text(entry.author))
        self.summary(plain_text(entry.summary))
        for term, label in entry.categories:
            self.category(term=term, label=plain_text(label))
        self._element = super().atom_entry()
        self._element.tail = "\n"
        if entry.language != SITE_LANGUAGE:
            self._element.find("title").set(_LANGUAGE, entry.language)

    def atom_entry(self, extensions: bool = True) -> etree._Element:
        """Return a copy of the element, for one feed."""
        return copy.deepcopy(self._element)


class _Tombstones(BaseExtension):  # type: ignore[misc]
    """The elements by which a reader forgets an entry (RFC 6721); `gone` has its id and the day."""

    gone: Sequence[tuple[str, str]] = ()

    def extend_ns(self) -> dict[str, str]:
        return {"at": _TOMBSTONES}

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        for id, day in self.gone:
            element = etree.SubElement(feed, f"{{{_TOMBSTONES}}}deleted-entry", ref=id)
            element.set("when", midnight(day).isoformat())
            element.tail = "\n"
        return feed


def render_atom(
    head: Head, address: str, entries: Iterable[Entry], gone: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Return the feed at an address; `gone` are the ids of entries that are withdrawn, each with the day."""
    feed = FeedGenerator()
    feed.id(head.id)
    feed.title(plain_text(head.title))
    feed.subtitle(plain_text(head.subtitle))
    feed.link(href=address, rel="self", type=ATOM)
    feed.link(href=head.page, rel="alternate", type="text/html")
    feed.updated(midnight(head.updated))
    feed.author(name=plain_text(head.author))
    feed.rights(RIGHTS)
    feed.language(SITE_LANGUAGE)
    feed.generator("")  # or else each of hundreds of feeds names feedgen and its version
    if gone:
        feed.register_extension("tombstones", _Tombstones, BaseEntryExtension, rss=False)
        feed.tombstones.gone = gone
    for entry in entries:
        feed.add_entry(entry, order="append")
    return bytes(feed.atom_str()) + b"\n"
