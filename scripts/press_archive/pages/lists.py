"""Lists of documents: whole where they are short, by year where they are long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from ..collection.archive import Archive
from .addresses import year_path
from .context import Pages
from .links import Links
from .templates import render_page
from .wording import year_in_words

# The most documents that a list shows on one page; a longer one has a page for each year.
LONGEST = 200


Facts = Callable[[Links, str], Markup]


def no_facts(links: Links, document: str) -> Markup:
    """Say nothing of a document beside what every list says."""
    return Markup("")


@dataclass(frozen=True)
class Listing:
    """A list of documents, newest first, that stands on the page at `path`.

    `facts` says what a list says of a document beside what every list does. Where the list is long, `years` holds its
    documents by year, and `year_at` gives the page of each.
    """

    path: str
    documents: Sequence[str]
    years: Mapping[str, Sequence[str]] = field(default_factory=dict)
    year_at: Callable[[str], str] = year_path
    facts: Facts = no_facts


def by_year(archive: Archive, documents: Sequence[str]) -> dict[str, list[str]]:
    """Return documents by the year of their publication, in the order in which they come."""
    found: dict[str, list[str]] = {}
    for id in documents:
        found.setdefault(archive.documents[id].record.date.year, []).append(id)
    return found


def make_listing(archive: Archive, path: str, documents: Sequence[str], facts: Facts = no_facts, at: str = "") -> Listing:
    """Return a list for the page at `path`, in years where it is long: below `at`, or else below the page itself."""
    folder = (at or path).removesuffix(".md")
    years = by_year(archive, documents) if len(documents) > LONGEST else {}
    return Listing(path, documents, years, lambda year: f"{folder}/{year}.md", facts)


def render_years(pages: Pages, listing: Listing, title: str) -> dict[str, str]:
    """Return the pages of a long list's years; none where the list is short. `title` names what they are documents of."""
    rendered = {}
    for year, documents in listing.years.items():
        path = listing.year_at(year)
        named = f"{title}, {year_in_words(year)}"
        fields = {"title": named, "description": f"{named}: {pages.count(documents)}, newest first."}
        part = Listing(path, documents, facts=listing.facts)
        rendered[path] = render_page(pages, path, "year-of-list.md", fields, listing=part, whole=listing, title=title, year=year)
    return rendered
