"""A page for each topic, person, place, organisation, event and outlet, for each year and language, and their lists."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..base.progress import track
from ..base.wording import VOCABULARY_NAMES, count, spell_out
from ..collection.archive import Archive, TermEntry
from ..collection.coverage import years_covered
from ..records.closed_lists import Kind
from ..records.dates import UNKNOWN
from ..records.languages import LANGUAGES, OUTLET_LANGUAGES
from .addresses import language_path, term_path, year_path
from .charts import YEARS, Column, render_chart
from .context import Pages
from .front_matter import term_fields
from .links import Links
from .lists import Listing, by_year, make_listing, render_years
from .summaries import render_text
from .templates import render_page
from .wording import year_in_words

# How many of the terms of a vocabulary that a term most often appears with its page names.
COMPANIONS = 12


def render_terms(pages: Pages) -> dict[str, str]:
    """Return the pages of all terms that documents name, and the list of each vocabulary."""
    archive = pages.archive
    rendered = {}
    for vocabulary, (singular, plural) in VOCABULARY_NAMES.items():
        used = used_terms(archive, vocabulary)
        for term in track(used, f"Making pages of {plural.lower()}"):
            rendered |= _render_term(pages, term, used)
        path = f"{vocabulary}/index.md"
        fields = {"title": plural, "description": f"All {plural.lower()} of the archive, A to Z and by frequency."}
        frequent = sorted(used, key=lambda term: -len(archive.documents_of_term[vocabulary, term.id]))
        letters: dict[str, list[TermEntry]] = {}
        for term in used:
            letters.setdefault(term.record.label[0].upper(), []).append(term)
        rendered[path] = render_page(
            pages, path, "terms.md", fields, vocabulary=vocabulary, singular=singular, plural=plural, letters=letters, terms=used,
            frequent=frequent,
        )  # fmt: skip
    return rendered


def _render_term(pages: Pages, term: TermEntry, used: Sequence[TermEntry]) -> dict[str, str]:
    archive, vocabulary = pages.archive, term.vocabulary
    singular = VOCABULARY_NAMES[vocabulary][0]
    path = term_path(vocabulary, term.id)
    documents = archive.documents_of_term[vocabulary, term.id]
    listing = make_listing(archive, path, documents)
    label = term.record.label
    values: dict[str, object] = {
        "term": term, "record": term.record, "documents": documents,
        "listing": listing, "chart": year_chart(archive, listing), "languages": OUTLET_LANGUAGES,
        "narrower": [other.id for other in used if term.id in other.record.broader],
        "related": related_terms(term, used),
        "companions": companions(archive, documents, (vocabulary, term.id)),
    }  # fmt: skip
    if vocabulary == "events":
        template = "event.md"
        published = pages.relations.documents_of_event[term.id]
        values["published"] = published
        values["first"] = pages.relations.first(published)
        values["matrix"] = make_matrix(archive, published)
        values["say"] = functools.partial(deals_with_it, term.id)
        values["render_text"] = render_text
    else:
        template = "term.md"
        values["singular"] = singular
        values["publishers"] = publishers(archive, documents) if vocabulary != "outlets" else []
    body = render_page(pages, path, template, term_fields(term, pages.count(documents)), **values)
    return {path: body} | render_years(pages, listing, label)


@dataclass(frozen=True)
class Matrix:
    """Outlets × (language, kind): the documents of each cell, in the order of publication.

    Outlets come in the order in which they first published, columns by language and then by kind.
    """

    outlets: tuple[str, ...]
    columns: tuple[tuple[str, Kind], ...]
    cells: dict[tuple[str, str, Kind], tuple[str, ...]]


def make_matrix(archive: Archive, documents: list[str]) -> Matrix:
    """Return the matrix of documents that come in the order of publication; every document is in one cell."""
    cells: dict[tuple[str, str, Kind], tuple[str, ...]] = {}
    for id in documents:
        record = archive.documents[id].record
        place = (record.outlet, record.language, record.kind)
        cells[place] = (*cells.get(place, ()), id)
    kinds = list(Kind)
    columns = sorted({(language, kind) for _, language, kind in cells}, key=lambda column: (column[0], kinds.index(column[1])))
    return Matrix(tuple(dict.fromkeys(outlet for outlet, _, _ in cells)), tuple(columns), cells)


def deals_with_it(event: str, links: Links, document: str) -> Markup:
    """Say which lines of a document deal with an event."""
    lines = links.archive.documents[document].record.event_lines.get(event)
    return Markup("Deals with it in ") + links.lines(document, lines) if lines else Markup("Deals with it throughout")


def used_terms(archive: Archive, vocabulary: str) -> list[TermEntry]:
    """Return the terms of a vocabulary that documents name, by label."""
    terms = archive.vocabularies[vocabulary].values()
    used = (term for term in terms if (vocabulary, term.id) in archive.documents_of_term)
    return sorted(used, key=lambda term: (term.record.label.casefold(), term.id))


def related_terms(term: TermEntry, used: Sequence[TermEntry]) -> list[str]:
    """Return the terms that a term names as related, and those that name it."""
    naming = [other.id for other in used if term.id in other.record.related]
    return list(dict.fromkeys((*term.record.related, *naming)))


def publishers(archive: Archive, documents: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return the outlets that published documents, with these, most first; ties by id."""
    found: dict[str, list[str]] = {}
    for id in documents:
        found.setdefault(archive.documents[id].record.outlet, []).append(id)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))


def companions(archive: Archive, documents: Sequence[str], own: tuple[str, str]) -> dict[str, list[tuple[str, int]]]:
    """Return the terms that stand in these documents too, by vocabulary, most often first, with how many documents.

    Outlets are left out: who published them is said apart. Ties by id.
    """
    counted = archive.terms_with(documents, other_than=own)
    found: dict[str, list[tuple[str, int]]] = {}
    for (vocabulary, id), number in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        if vocabulary != "outlets" and len(found.setdefault(vocabulary, [])) < COMPANIONS:
            found[vocabulary].append((id, number))
    return {vocabulary: found[vocabulary] for vocabulary in VOCABULARY_NAMES if vocabulary in found}


def year_chart(archive: Archive, listing: Listing) -> Markup:
    """Draw how many documents of a list were published in each year; its columns lead to them in the list."""
    numbers = Counter(archive.documents[id].record.date.year for id in listing.documents)
    columns = [
        Column(
            f"{year_in_words(year)}: {count(numbers[year], 'document')}",
            {"chart__bar--all": numbers[year]},
            f"{year}/" if listing.years else f"#in-{year}",
            "?" if year == UNKNOWN else year,
        )
        for year in [*([UNKNOWN] if numbers[UNKNOWN] else []), *years_covered(archive)]
    ]
    return render_chart(columns, YEARS, "Number of documents in each year", numbers=True)


def render_lists(pages: Pages) -> dict[str, str]:
    """Return the list of all documents, the pages of years and languages, and the page of all ways in, tags/."""
    archive = pages.archive
    path = "documents/index.md"
    documents = archive.newest_first
    everything = make_listing(archive, path, documents)
    # The pages of its years are those of the archive's years.
    listing = Listing(path, documents, everything.years, year_path)
    fields: dict[str, object] = {"title": "Documents", "description": "All documents of the archive, newest first."}
    rendered = {path: render_page(pages, path, "documents.md", fields, listing=listing, groups=by_year(archive, documents))}
    for year, ids in archive.documents_of_year.items():
        path = year_path(year)
        rendered |= _render_list(pages, year_in_words(year), "Years", Listing(path, ids))
    for code, ids in archive.documents_of_language.items():
        listing = make_listing(archive, language_path(code), ids)
        rendered |= _render_list(pages, LANGUAGES[code], "Languages", listing) | render_years(pages, listing, LANGUAGES[code])
    years = [(year_in_words(year), year_path(year), ids) for year, ids in archive.documents_of_year.items()]
    languages = [(LANGUAGES[code], language_path(code), ids) for code, ids in archive.documents_of_language.items()]
    for plural, entries in (("Years", years), ("Languages", languages)):
        path = f"{plural.lower()}/index.md"
        fields = {"title": plural, "description": f"The documents by {spell_out(plural.lower()[:-1])}."}
        rendered[path] = render_page(pages, path, "lists.md", fields, plural=plural, entries=entries)
    path = "tags/index.md"
    fields = {"title": "All subjects", "description": "Every topic, person, place, organisation, event and outlet."}
    used = {vocabulary: used_terms(archive, vocabulary) for vocabulary in VOCABULARY_NAMES}
    rendered[path] = render_page(pages, path, "tags.md", fields, used=used)
    return rendered


def _render_list(pages: Pages, label: str, plural: str, listing: Listing) -> dict[str, str]:
    described = f"{label}: {pages.count(listing.documents)}, newest first."
    values = {
        "label": label, "folder": plural.lower(), "plural": plural, "listing": listing,
        "publishers": publishers(pages.archive, listing.documents),
        "companions": companions(pages.archive, listing.documents, ("", "")),
    }  # fmt: skip
    return {listing.path: render_page(pages, listing.path, "list.md", {"title": label, "description": described}, **values)}
