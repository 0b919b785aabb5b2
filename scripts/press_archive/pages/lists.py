"""Lists of documents: all documents, by year and by language. A long list has a page for each year."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from ..base.wording import VOCABULARY_NAMES, count, list_in_words
from ..collection.archive import Archive
from ..collection.statements import Term
from ..records.closed_lists import Robots
from ..records.dates import UNKNOWN
from ..records.languages import LANGUAGES
from ..records.openings import clip
from .division.dividing import divide
from .division.part_pages import LongList, render_parts
from .division.steps import by_date
from .division.term_lists import by_letter, list_terms
from .parts.addresses import DOCUMENTS_PATH, LANGUAGES_PATH, YEARS_PATH, language_path, year_path
from .parts.charts import YEAR_COLUMNS, Column, render_chart
from .parts.context import Pages
from .parts.descriptions import describe_list
from .parts.links import Links
from .parts.robots import robots_of
from .parts.templates import render_page
from .parts.wording import year_in_words

# The most documents that a list shows on one page.
LONGEST = 200
# The most terms of a vocabulary that "Appears most often with" names.
MOST_COMPANIONS = 12

# A function that returns what one list says about a document (by id) in addition to what every list says.
Remark = Callable[[Links, str], Markup]


def no_remark(links: Links, document: str) -> Markup:
    """Return an empty text."""
    return Markup("")


@dataclass(frozen=True)
class Listing:
    """A list of documents, newest first, on the page at `path`.

    In a long list, `years` has the documents of each year, and `year_at` returns the path of a year's page.
    In a long list of one year, `long` has those of each month.
    """

    path: str
    documents: Sequence[str]
    years: Mapping[str, Sequence[str]] = field(default_factory=dict)
    year_at: Callable[[str], str] = year_path
    remark: Remark = no_remark
    long: LongList[str] | None = None


def by_year(archive: Archive, documents: Iterable[str]) -> dict[str, list[str]]:
    """Return documents by year of publication, in the order given."""
    years: dict[str, list[str]] = {}
    for id in documents:
        years.setdefault(archive.dating[id].year, []).append(id)
    return years


def make_listing(
    archive: Archive,
    path: str,
    documents: Sequence[str],
    remark: Remark = no_remark,
    folder: str = "",
    longest: int = LONGEST,
) -> Listing:
    """Return the list for the page at `path`; the years of a long one are in `folder`, or below the page.

    A list is long that has more than `longest` documents.
    """
    years_folder = folder or path.removesuffix(".md")
    years = by_year(archive, documents) if len(documents) > longest else {}
    return Listing(path, documents, years, lambda year: f"{years_folder}/{year}.md", remark)


def render_years(pages: Pages, listing: Listing, title: str, robots: Robots = Robots.INDEX) -> dict[str, str]:
    """Return the pages of a long list's years; a short list has none. `title` is that of the whole list."""
    rendered: dict[str, str] = {}
    for year, documents in listing.years.items():
        path = listing.year_at(year)
        year_title = f"{title}, {year_in_words(year)}"
        fields = {
            "title": year_title,
            "description": describe_list(pages, year_title, documents),
            **robots_of(robots),
        }
        part = Listing(path, documents, remark=listing.remark)
        part = divide_by_month(pages, part, year_title, title, robots)
        rendered |= render_months(pages, part)
        rendered[path] = render_page(
            pages, path, "year-of-list.md", fields, listing=part, whole=listing, title=title, year=year
        )
    return rendered


def divide_by_month(
    pages: Pages, listing: Listing, title: str, heading: str, robots: Robots = Robots.INDEX
) -> Listing:
    """Return the list of one year with its months if it is long; `heading` is the title without the year."""
    dating = pages.archive.dating
    folder = listing.path.removesuffix(".md")
    parts = divide(listing.documents, lambda id: by_date(dating[id].date, id), folder)
    if not parts:
        return listing
    long = LongList(
        listing.path, title, listing.documents, parts, pages.count, "part-documents.md", heading, ", ",
        describe=functools.partial(describe_list, pages), fields=robots_of(robots),
        values={"remark": listing.remark},
    )  # fmt: skip
    return replace(listing, long=long)


def render_months(pages: Pages, listing: Listing) -> dict[str, str]:
    """Return the pages of the months of a long list of one year."""
    return render_parts(pages, listing.long) if listing.long else {}


def render_lists(pages: Pages) -> dict[str, str]:
    """Return the list of all documents, and those by year and by language."""
    return _render_all_documents(pages) | _render_years(pages) | _render_languages(pages)


def _render_all_documents(pages: Pages) -> dict[str, str]:
    archive, documents = pages.archive, pages.archive.newest_first
    # If the list is long, it links to the pages of the archive's years, and has no yearly pages of its own.
    years = make_listing(archive, DOCUMENTS_PATH, documents).years
    listing = Listing(DOCUMENTS_PATH, documents, years, year_path)
    fields = {
        "title": "Documents",
        "description": describe_list(pages, "All documents of the archive", documents),
    }
    page = render_page(
        pages, DOCUMENTS_PATH, "documents.md", fields, listing=listing, groups=by_year(archive, documents)
    )
    return {DOCUMENTS_PATH: page}


def _render_years(pages: Pages) -> dict[str, str]:
    rendered: dict[str, str] = {}
    entries = []
    for year, documents in pages.archive.documents_of_year.items():
        path, title = year_path(year), year_in_words(year)
        listing = divide_by_month(pages, Listing(path, documents), title, "")
        rendered |= _render_list(pages, title, listing, YEARS_PATH, "Years")
        entries.append((title, path, documents))
    rendered[YEARS_PATH] = _render_index(pages, YEARS_PATH, "year", "Years", entries)
    return rendered


def _render_languages(pages: Pages) -> dict[str, str]:
    rendered: dict[str, str] = {}
    entries = []
    for code, documents in pages.archive.documents_of_language.items():
        path, title = language_path(code), LANGUAGES[code]
        listing = make_listing(pages.archive, path, documents)
        rendered |= _render_list(pages, title, listing, LANGUAGES_PATH, "Languages")
        rendered |= render_years(pages, listing, title)
        entries.append((title, path, documents))
    rendered[LANGUAGES_PATH] = _render_index(pages, LANGUAGES_PATH, "language", "Languages", entries)
    return rendered


def _render_list(pages: Pages, title: str, listing: Listing, index: str, plural: str) -> dict[str, str]:
    """Return the page of a list with those of its parts; `index` is the path of the page that links to all
    lists of this kind.
    """
    fields = {"title": title, "description": describe_list(pages, title, listing.documents)}
    published = list_publishers(pages, listing.path, title, listing.documents)
    page = render_page(
        pages, listing.path, "list.md", fields,
        label=title, index=index, plural=plural, listing=listing, publishers=published,
        companions=companions(pages.archive, listing.documents),
    )  # fmt: skip
    return {listing.path: page} | render_months(pages, listing) | render_parts(pages, published)


def _render_index(
    pages: Pages, path: str, singular: str, plural: str, entries: Sequence[tuple[str, str, Sequence[str]]]
) -> str:
    """Return the page that links to lists; an entry is the title, path and documents of a list."""
    titles = list_in_words([title for title, _, _ in entries])
    description = clip(f"The documents by {singular}: {titles}.") if titles else f"No {singular} yet."
    fields = {"title": plural, "description": description}
    return render_page(pages, path, "lists.md", fields, plural=plural, entries=entries)


def publishers(archive: Archive, documents: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return the outlets of documents, each with its documents; those with most come first, ties by id."""
    published: dict[str, list[str]] = {}
    for id in documents:
        published.setdefault(archive.documents[id].record.outlet, []).append(id)
    return sorted(published.items(), key=lambda item: (-len(item[1]), item[0]))


def list_publishers(
    pages: Pages, path: str, title: str, documents: Sequence[str], robots: Robots = Robots.INDEX
) -> LongList[Term]:
    """Return the outlets of the documents that the page at `path` lists; its title is `title`."""
    numbers = {("outlets", id): ids for id, ids in publishers(pages.archive, documents)}
    folder, steps = f"{path.removesuffix('.md')}/published-by", by_letter(pages.archive)
    return list_terms(
        pages, path, title, f"{title}, published by", list(numbers), folder, steps,
        documents=numbers.__getitem__, fields=robots_of(robots),
    )  # fmt: skip


def companions(
    archive: Archive, documents: Iterable[str], other_than: tuple[str, str] | None = None
) -> dict[str, list[tuple[str, int]]]:
    """Return the terms that most of these documents name, by vocabulary, with their numbers; ties by id.

    Outlets are left out, because `publishers` returns them, and so is the (vocabulary, id) `other_than`.
    """
    numbers = archive.terms_with(documents, other_than=other_than)
    terms: dict[str, list[tuple[str, int]]] = {}
    for (vocabulary, id), number in sorted(numbers.items(), key=lambda item: (-item[1], item[0])):
        if vocabulary != "outlets" and len(terms.setdefault(vocabulary, [])) < MOST_COMPANIONS:
            terms[vocabulary].append((id, number))
    return {vocabulary: terms[vocabulary] for vocabulary in VOCABULARY_NAMES if vocabulary in terms}


def year_chart(archive: Archive, listing: Listing) -> Markup:
    """Draw how many documents of a list were published in each year; the columns link to these documents."""
    numbers = Counter(archive.dating[id].year for id in listing.documents)
    columns = [
        Column(
            f"{year_in_words(year)}: {count(numbers[year], 'document')}",
            {"chart__bar--all": numbers[year]},
            f"{year}/" if listing.years else f"#in-{year}",
            "?" if year == UNKNOWN else year,
        )
        for year in [*([UNKNOWN] if numbers[UNKNOWN] else []), *archive.years_covered]
    ]
    return render_chart(columns, YEAR_COLUMNS, "Number of documents in each year", numbers=True)
