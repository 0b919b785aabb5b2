"""A page for each topic, person, place, organisation, event and outlet, and the lists of these terms."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..base.wording import VOCABULARY_NAMES
from ..collection.archive import Archive, TermEntry
from ..collection.statements import Term
from ..collection.used_terms import sort_name, used_terms
from ..records.closed_lists import Kind
from ..records.languages import OUTLET_LANGUAGES
from .division import dividing
from .division.dividing import Steps
from .division.part_pages import LongList, render_parts
from .division.term_lists import by_day, by_letter, list_terms, list_vocabulary
from .lists import companions, list_publishers, make_listing, render_years, year_chart
from .parts.addresses import SUBJECTS_PATH, term_path, vocabulary_path
from .parts.citing import render_list_formats
from .parts.context import Pages
from .parts.descriptions import describe_vocabulary
from .parts.front_matter import term_fields
from .parts.links import Links
from .parts.robots import robots_of
from .parts.statements import list_statements, split
from .parts.summaries import render_text
from .parts.templates import render_page

# The terms that the page of a divided vocabulary names: those in most documents.
MOST_FREQUENT = 50
# The terms of a vocabulary that the page of all subjects names where it cannot name all.
FEW = 50


def render_vocabularies(pages: Pages) -> dict[str, str]:
    """Return the list of each vocabulary's terms."""
    rendered: dict[str, str] = {}
    for vocabulary in VOCABULARY_NAMES:
        rendered |= _render_vocabulary(pages, vocabulary, used_terms(pages.archive, vocabulary))
    return rendered


def render_subjects(pages: Pages) -> dict[str, str]:
    """Return the page that links to every term, year and language."""
    used = {vocabulary: used_terms(pages.archive, vocabulary) for vocabulary in VOCABULARY_NAMES}
    fields = {
        "title": "All subjects",
        "description": "Every topic, person, place, organisation, event and outlet.",
    }
    # Where these are too many for one page, the lists of the large vocabularies have them.
    most = dividing.MOST if sum(map(len, used.values())) <= dividing.MOST else FEW
    elsewhere = {
        vocabulary: list_vocabulary(pages, vocabulary, [term.id for term in terms])
        for vocabulary, terms in used.items()
        if len(terms) > most
    }
    page = render_page(pages, SUBJECTS_PATH, "tags.md", fields, used=used, elsewhere=elsewhere)
    return {SUBJECTS_PATH: page}


def _render_vocabulary(pages: Pages, vocabulary: str, used: Sequence[TermEntry]) -> dict[str, str]:
    path, (singular, plural) = vocabulary_path(vocabulary), VOCABULARY_NAMES[vocabulary]
    documents = pages.archive.documents_of_term
    fields = {
        "title": plural,
        "description": describe_vocabulary(pages.archive, vocabulary, used),
    }
    letters: dict[str, list[TermEntry]] = {}
    for term in used:
        letters.setdefault(sort_name(term)[0].upper(), []).append(term)
    frequent = sorted(used, key=lambda term: -len(documents[vocabulary, term.id]))
    by_letter = list_vocabulary(pages, vocabulary, [term.id for term in used])
    by_frequency = list_vocabulary(pages, vocabulary, [term.id for term in frequent], frequency=True)
    page = render_page(
        pages, path, "terms.md", fields,
        vocabulary=vocabulary, singular=singular, plural=plural, terms=used, letters=letters,
        frequent=frequent[:MOST_FREQUENT] if by_letter.parts else frequent,
        by_letter=by_letter, by_frequency=by_frequency,
    )  # fmt: skip
    return {path: page} | render_parts(pages, by_letter) | render_parts(pages, by_frequency)


def render_term(pages: Pages, vocabulary: str, id: str) -> dict[str, str]:
    """Return a term's page, and the pages of its documents' years."""
    archive = pages.archive
    term = archive.vocabularies[vocabulary][id]
    path = term_path(term.vocabulary, term.id)
    documents = archive.documents_of_term[term.vocabulary, term.id]
    remark = functools.partial(_why_listed, term.vocabulary)
    listing = make_listing(archive, path, documents, remark)
    values: dict[str, object] = {
        "term": term, "record": term.record, "documents": documents,
        "listing": listing, "chart": year_chart(archive, listing), "languages": OUTLET_LANGUAGES,
        **_other_terms(pages, path, term),
        "quoted": list(pages.statements.quoting.get((term.vocabulary, term.id), ())),
        "said": list_statements(pages.statements.of_speaker.get((term.vocabulary, term.id), ())),
        "on_this": list_statements(pages.statements.on_term.get((term.vocabulary, term.id), ())),
        "formats": render_list_formats(f"{term.vocabulary}/{term.id}/"),
        "companions": companions(archive, documents, other_than=(term.vocabulary, term.id)),
    }  # fmt: skip
    if term.vocabulary == "events":
        template, values = "event.md", values | _event_values(pages, path, term)
    else:
        template, values = "term.md", values | _term_values(pages, path, term, documents)
    page = render_page(pages, path, template, term_fields(term, pages.count(documents)), **values)
    rendered = {path: page} | render_years(pages, listing, term.record.label, term.record.robots)
    for value in values.values():
        if isinstance(value, LongList):
            rendered |= render_parts(pages, value)
    return rendered


def _other_terms(pages: Pages, path: str, term: TermEntry) -> dict[str, LongList[Term]]:
    """Return the lists of the terms that a term's page names and that grow with the archive."""
    archive, key = pages.archive, (term.vocabulary, term.id)
    named = {
        "narrower": [(term.vocabulary, id) for id in pages.narrower.get(key, ())],
        "related": [split(link) for link in pages.relations.related_terms(term)],
        "events": [("events", id) for id in archive.events_of_topic.get(term.id, [])]
        if term.vocabulary == "topics"
        else [],
    }
    words = {"narrower": "includes", "related": "see also", "events": "events"}
    steps = {"events": by_day(archive)}
    return {
        name: _list_beside(pages, path, term, words[name], terms, steps.get(name) or by_letter(archive))
        for name, terms in named.items()
    }


def _list_beside(
    pages: Pages,
    path: str,
    term: TermEntry,
    what: str,
    terms: Sequence[Term],
    steps: Steps[Term],
    **values: Any,
) -> LongList[Term]:
    """Return a list of terms that is on the page of another; `what` is what its parts say of it."""
    label = term.record.label
    folder = f"{path.removesuffix('.md')}/{what.replace(' ', '-')}"
    return list_terms(
        pages,
        path,
        label,
        f"{label}, {what}",
        terms,
        folder,
        steps,
        fields=robots_of(term.record.robots),
        **values,
    )


def _why_listed(vocabulary: str, links: Links, document: str) -> Markup:
    """Return that it is inferred that a document is about terms of a vocabulary, if that is so."""
    if vocabulary not in links.archive.documents[document].record.inferred:
        return Markup("")
    return Markup("some of its {} are inferred").format(VOCABULARY_NAMES[vocabulary][1].lower())


def _term_values(pages: Pages, path: str, term: TermEntry, documents: Sequence[str]) -> dict[str, object]:
    """Return what only the pages of topics, people, places, organisations and outlets show."""
    archive = pages.archive
    return {
        "last_year": archive.collection.period.latest.year if archive.collection else "",
        "singular": VOCABULARY_NAMES[term.vocabulary][0],
        "publishers": list_publishers(pages, path, term.record.label, documents, term.record.robots)
        if term.vocabulary != "outlets"
        else None,
    }


def _event_values(pages: Pages, path: str, term: TermEntry) -> dict[str, object]:
    """Return what only an event's page shows."""
    archive, event = pages.archive, term.id
    published = pages.relations.documents_of_event[event]
    matrix = make_matrix(archive, published)
    outlets = [("outlets", id) for id in matrix.outlets]
    matrix_list = _list_beside(
        pages, path, term, "who published what", outlets, by_letter(archive), template="part-matrix.md",
        values={"matrix": matrix, "languages": OUTLET_LANGUAGES},
    )  # fmt: skip
    return {
        "published": published,
        "first": pages.relations.first(published),
        "matrix": matrix,
        "matrix_list": matrix_list,
        "remark": functools.partial(_lines_on_event, event),
        "render_text": render_text,
    }


def _lines_on_event(event: str, links: Links, document: str) -> Markup:
    """Return which lines of a document are about an event."""
    lines = links.archive.documents[document].record.event_lines.get(event)
    return (
        Markup("Lines on this event: ") + links.lines(document, lines)
        if lines
        else Markup("Lines on this event: the whole document")
    )


@dataclass(frozen=True)
class Matrix:
    """Who published what on an event: outlet × (language, kind), with documents in the order of publication.

    Outlets are sorted by their first publication, columns by language and then by kind.
    """

    outlets: tuple[str, ...]
    columns: tuple[tuple[str, Kind], ...]
    cells: dict[tuple[str, str, Kind], tuple[str, ...]]


def make_matrix(archive: Archive, documents: Sequence[str]) -> Matrix:
    """Return the matrix of documents that are in the order of publication; each is in exactly one cell."""
    cells: dict[tuple[str, str, Kind], tuple[str, ...]] = {}
    for id in documents:
        record = archive.documents[id].record
        cell = (record.outlet, record.language, record.kind)
        cells[cell] = (*cells.get(cell, ()), id)
    kinds = list(Kind)
    columns = {(language, kind) for _, language, kind in cells}
    return Matrix(
        outlets=tuple(dict.fromkeys(outlet for outlet, _, _ in cells)),
        columns=tuple(sorted(columns, key=lambda column: (column[0], kinds.index(column[1])))),
        cells=cells,
    )
