"""Feeds of what is added and corrected, as Atom (RFC 4287) and JSON Feed 1.1, and a list of them as OPML 2.0.

The archive has a feed of additions and one of corrections. Each term that documents name, and each language,
has one feed of both: whoever follows a topic wants to hear of a correction too, and can tell the two apart by
their category. What a feed contains comes from the histories (see `changes.py`), never from the clock: it was
updated when the newest of its entries was. A feed without entries has the first moment of 1970.

Every file has a limit. The feeds of the archive and of languages have their newest entries up to MOST. Those
of terms have fewer the more terms there are, as all together have at most MOST_OF_ALL: so the feeds of a
small archive are complete, and those of a thousand documents with 700 terms still take less than 4 MB.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from ...collection.archive import Archive
from ...collection.histories import first_ids
from ...records.links import DOCUMENTS
from ..identifiers import Identifiers
from .atom import Entry, render_atom
from .changes import Addition, Correction, find_additions, find_corrections, withdrawn_documents
from .entries import Entries, FeedEntry, Head
from .feed_paths import ADDITIONS, CORRECTIONS, LANGUAGE, OPML_PATH, Feed, former_names, list_feeds
from .json_feed import render_item, render_json_feed
from .opml import render_opml

MOST = 50  # entries of a feed
MOST_OF_ALL = 1700  # entries of all feeds of terms: with them, all data of 1,000 documents are 15 MB
NEVER = "1970-01-01"

Made = TypeVar("Made")


def render_feeds(archive: Archive, address: str) -> dict[str, bytes]:
    """Return all feeds and the list of them, by their paths below the site at `address`.

    Without an address there are none, as an entry's link must be whole. An archive without records has the
    feeds of the whole archive, without entries.
    """
    feeds = list_feeds(archive, address)
    if not feeds:
        return {}
    maker = _Maker(archive, address)
    contents = maker.contents(feeds)
    rendered: dict[str, bytes] = {}
    for feed in feeds:
        rendered |= maker.render(feed, contents[feed.name])
    for name, feed in former_names(archive, feeds).items():
        former = Feed(name, feed.title, feed.page)
        rendered |= {former.atom: rendered[feed.atom], former.json: rendered[feed.json]}
    newest = max(map(_updated, contents.values()))
    rendered[OPML_PATH] = render_opml(maker.title, feeds, address, newest)
    return rendered


class _Maker:
    """Makes the feeds of an archive."""

    def __init__(self, archive: Archive, address: str) -> None:
        self.archive = archive
        self.address = address
        self.identifiers = Identifiers(archive)
        self.title = archive.title
        self.gone = [(self.identifiers.of(DOCUMENTS, id), day) for id, day in withdrawn_documents(archive)]
        self._first_ids = {vocabulary: first_ids(archive, vocabulary) for vocabulary in archive.vocabularies}
        self._elements: dict[str, Entry] = {}
        self._items: dict[str, str] = {}

    def contents(self, feeds: Iterable[Feed]) -> dict[str, list[FeedEntry]]:
        """Return the entries of each feed, newest first, by the feed's name.

        Of one day, corrections come before additions.
        """
        entries = Entries(self.archive, self.address)
        corrections = [(one, entries.correction(one)) for one in find_corrections(self.archive)]
        additions = [(one, entries.addition(one)) for one in find_additions(self.archive)]
        everything: list[tuple[Addition | Correction, FeedEntry]] = [*corrections, *additions]
        everything.sort(key=lambda pair: pair[0].day, reverse=True)
        of_document: dict[str, list[tuple[int, FeedEntry]]] = defaultdict(list)
        for position, (change, entry) in enumerate(everything):
            if document := _document(change):
                of_document[document].append((position, entry))
        found = {
            ADDITIONS: [entry for _, entry in additions[:MOST]],
            CORRECTIONS: [entry for _, entry in corrections[:MOST]],
        }
        lists = [feed for feed in feeds if feed.group]
        whole = {feed.name: _merged(of_document, self._documents(feed)) for feed in lists}
        most = _most([len(entries) for name, entries in whole.items() if not name.startswith(LANGUAGE)])
        for feed in lists:
            found[feed.name] = whole[feed.name][: MOST if feed.group == LANGUAGE else most]
        return found

    def _documents(self, feed: Feed) -> Sequence[str]:
        if feed.group == LANGUAGE:
            return self.archive.documents_of_language[feed.id]
        return self.archive.documents_of_term[feed.group, feed.id]

    def render(self, feed: Feed, entries: Sequence[FeedEntry]) -> dict[str, bytes]:
        """Return a feed in both forms, by path."""
        head = Head(
            id=self.identifiers.of("feeds", self._first_name(feed)),
            title=f"{self.title}: {feed.title}",
            subtitle=_subtitle(feed),
            author=self.title,
            site=self.address,
            page=self.address + feed.page,
            updated=_updated(entries),
        )
        gone = self.gone if feed.name == ADDITIONS else []
        elements = [self._once(self._elements, entry, Entry) for entry in entries]
        items = [self._once(self._items, entry, render_item) for entry in entries]
        return {
            feed.atom: render_atom(head, self.address + feed.atom, elements, gone),
            feed.json: render_json_feed(head, self.address + feed.json, items),
        }

    def _first_name(self, feed: Feed) -> str:
        """Return the name that a feed had first: its id stays when its term is renamed (RFC 4287, 4.2.6)."""
        first = self._first_ids.get(feed.group, {})
        return f"{feed.group}/{first[feed.id]}" if feed.id in first else feed.name

    @staticmethod
    def _once(made: dict[str, Made], entry: FeedEntry, make: Callable[[FeedEntry], Made]) -> Made:
        """Return what is made of an entry; each is in several feeds."""
        if entry.id not in made:
            made[entry.id] = make(entry)
        return made[entry.id]


def _document(change: Addition | Correction) -> str:
    """Return the id of the document that is concerned; empty for a source, and for what is gone."""
    if isinstance(change, Addition):
        return change.document
    return change.id if change.kind == DOCUMENTS else ""


def _merged(
    of_document: Mapping[str, list[tuple[int, FeedEntry]]], documents: Iterable[str]
) -> list[FeedEntry]:
    """Return the entries of documents, in the order of the whole archive."""
    found = [pair for id in documents for pair in of_document.get(id, ())]
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def _most(lengths: Sequence[int]) -> int:
    """Return how many entries each feed has at most, so that all have at most MOST_OF_ALL; at least one.

    >>> _most([80, 3, 0]), _most([40] * 100)
    (50, 17)
    """
    return next((most for most in range(MOST, 1, -1) if _total(lengths, most) <= MOST_OF_ALL), 1)


def _total(lengths: Sequence[int], most: int) -> int:
    return sum(min(length, most) for length in lengths)


def _updated(entries: Sequence[FeedEntry]) -> str:
    return max((entry.updated for entry in entries), default=NEVER)


def _subtitle(feed: Feed) -> str:
    if feed.name == ADDITIONS:
        return "What was added to the archive, newest first."
    if feed.name == CORRECTIONS:
        return "What was corrected, and what was withdrawn, newest first."
    return "Documents and their corrections, newest first."
