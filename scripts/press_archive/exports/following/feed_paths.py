"""Which feeds the site has, where they are, and which page each belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...base.wording import VOCABULARY_NAMES
from ...collection.archive import Archive
from ...collection.histories import effective_redirects, follow, site_address
from ...records.closed_lists import Robots
from ...records.languages import LANGUAGES

FOLDER = "data/feeds/"
OPML_PATH = f"{FOLDER}feeds.opml"
ATOM, JSON = "application/atom+xml", "application/feed+json"
ADDITIONS, CORRECTIONS, LANGUAGE = "archive", "corrections", "languages"
GROUPS = {"": "The whole archive"} | {name: plural for name, (_, plural) in VOCABULARY_NAMES.items()}
GROUPS[LANGUAGE] = "Languages"


@dataclass(frozen=True)
class Feed:
    """A feed: its name, what it is called, and the address below the site of the page that it belongs to.

    `name` is ADDITIONS, CORRECTIONS, or a vocabulary or LANGUAGE with a slash and an id.
    """

    name: str
    title: str
    page: str

    @property
    def group(self) -> str:
        """The vocabulary or LANGUAGE; empty for a feed of the whole archive."""
        return self.name.rpartition("/")[0]

    @property
    def id(self) -> str:
        """The id of the term, or the code of the language."""
        return self.name.rpartition("/")[2]

    @property
    def atom(self) -> str:
        """The path of the Atom feed below the site."""
        return f"{FOLDER}{self.name}.atom"

    @property
    def json(self) -> str:
        """The path of the JSON Feed below the site."""
        return f"{FOLDER}{self.name}.json"


def list_feeds(archive: Archive, address: str) -> list[Feed]:
    """Return all feeds in the order in which lists show them; without the site's address there are none.

    A feed needs whole addresses, for its entries as for itself. A term has a feed if documents name it, as it
    has a page then, and if search engines may list that page.
    """
    return list(_feeds(archive)) if address else []


def _feeds(archive: Archive) -> Iterator[Feed]:
    yield Feed(ADDITIONS, "Additions", "")
    yield Feed(CORRECTIONS, "Corrections", "")
    for vocabulary in VOCABULARY_NAMES:
        terms = archive.vocabularies[vocabulary]
        for id in sorted(terms):
            record = terms[id].record
            if (vocabulary, id) in archive.documents_of_term and record.robots is Robots.INDEX:
                yield Feed(f"{vocabulary}/{id}", record.label, site_address(vocabulary, id))
    for code in archive.documents_of_language:
        yield Feed(f"{LANGUAGE}/{code}", LANGUAGES[code], site_address(LANGUAGE, code))


def feed_paths(archive: Archive, address: str) -> dict[str, list[Feed]]:
    """Return the feeds that each page should name in its head, by the page's address below the site.

    The home page ("") has those of the whole archive, which any other page may name too. A page that is not
    in the result has no feed of its own.

    In the head: `<link rel="alternate" type="{ATOM}" title="{feed.title}" href="{address}{feed.atom}">`, and
    the same with JSON and `feed.json`.
    """
    pages: dict[str, list[Feed]] = {}
    for feed in list_feeds(archive, address):
        pages.setdefault(feed.page, []).append(feed)
    return pages


def former_names(archive: Archive, feeds: list[Feed]) -> dict[str, Feed]:
    """Return the feeds that were at other paths while their term had another id, by their former names.

    A site of files cannot redirect a program that asks for a feed, so the feed stays there too.
    """
    by_page, names = {feed.page: feed for feed in feeds if feed.group}, {feed.name for feed in feeds}
    redirects = effective_redirects(archive)
    former = {}
    for old in redirects:
        name = old.removesuffix("/")
        if (feed := by_page.get(follow(old, redirects)[-1])) and name not in names:
            former[name] = feed
    return former
