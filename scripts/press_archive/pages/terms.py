"""A page for each topic, person, place, organisation, event and outlet, and the lists of these terms."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..base.wording import VOCABULARY_NAMES
from ..collection.archive import Archive, TermEntry
from ..collection.used_terms import sort_name, used_terms
from ..records.closed_lists import Kind
from ..records.languages import OUTLET_LANGUAGES
from .lists import companions, make_listing, publishers, render_years, year_chart
from .parts.addresses import SUBJECTS_PATH, term_path, vocabulary_path
from .parts.citing import render_list_formats
from .parts.context import Pages
from .parts.descriptions import describe_vocabulary
from .parts.front_matter import term_fields
from .parts.links import Links
from .parts.statements import list_statements
from .parts.summaries import render_text
from .parts.templates import render_page


def render_vocabularies(pages: Pages) -> dict[str, str]:
    """Return the list of each vocabulary's terms."""
    paths = {vocabulary: vocabulary_path(vocabulary) for vocabulary in VOCABULARY_NAMES}
    return {
        path: _render_vocabulary(pages, path, vocabulary, used_terms(pages.archive, vocabulary))
        for vocabulary, path in paths.items()
    }


def render_subjects(pages: Pages) -> dict[str, str]:
    """Return the page that links to every term, year and language."""
    used = {vocabulary: used_terms(pages.archive, vocabulary) for vocabulary in VOCABULARY_NAMES}
    fields = {
        "title": "All subjects",
        "description": "Every topic, person, place, organisation, event and outlet.",
    }
    return {SUBJECTS_PATH: render_page(pages, SUBJECTS_PATH, "tags.md", fields, used=used)}


def _render_vocabulary(pages: Pages, path: str, vocabulary: str, used: Sequence[TermEntry]) -> str:
    singular, plural = VOCABULARY_NAMES[vocabulary]
    documents = pages.archive.documents_of_term
    fields = {
        "title": plural,
        "description": describe_vocabulary(pages.archive, vocabulary, used),
    }
    letters: dict[str, list[TermEntry]] = {}
    for term in used:
        letters.setdefault(sort_name(term)[0].upper(), []).append(term)
    return render_page(
        pages, path, "terms.md", fields,
        vocabulary=vocabulary, singular=singular, plural=plural, terms=used, letters=letters,
        frequent=sorted(used, key=lambda term: -len(documents[vocabulary, term.id])),
    )  # fmt: skip


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
        "narrower": pages.narrower.get((vocabulary, id), ()), "related": pages.relations.related_terms(term),
        "events": archive.events_of_topic.get(term.id, []) if term.vocabulary == "topics" else [],
        "quoted": list(pages.statements.quoting.get((term.vocabulary, term.id), ())),
        "said": list_statements(pages.statements.of_speaker.get((term.vocabulary, term.id), ())),
        "on_this": list_statements(pages.statements.on_term.get((term.vocabulary, term.id), ())),
        "formats": render_list_formats(f"{term.vocabulary}/{term.id}/"),
        "companions": companions(archive, documents, other_than=(term.vocabulary, term.id)),
    }  # fmt: skip
    if term.vocabulary == "events":
        template, values = "event.md", values | _event_values(pages, term.id)
    else:
        template, values = "term.md", values | _term_values(archive, term.vocabulary, documents)
    page = render_page(pages, path, template, term_fields(term, pages.count(documents)), **values)
    return {path: page} | render_years(pages, listing, term.record.label, term.record.robots)


def _why_listed(vocabulary: str, links: Links, document: str) -> Markup:
    """Return that it is inferred that a document is about terms of a vocabulary, if that is so."""
    if vocabulary not in links.archive.documents[document].record.inferred:
        return Markup("")
    return Markup("some of its {} are inferred").format(VOCABULARY_NAMES[vocabulary][1].lower())


def _term_values(archive: Archive, vocabulary: str, documents: Sequence[str]) -> dict[str, object]:
    """Return what only the pages of topics, people, places, organisations and outlets show."""
    last_year = archive.collection.period.latest.year if archive.collection else ""
    return {
        "last_year": last_year,
        "singular": VOCABULARY_NAMES[vocabulary][0],
        "publishers": publishers(archive, documents) if vocabulary != "outlets" else [],
    }


def _event_values(pages: Pages, event: str) -> dict[str, object]:
    """Return what only an event's page shows."""
    published = pages.relations.documents_of_event[event]
    return {
        "published": published,
        "first": pages.relations.first(published),
        "matrix": make_matrix(pages.archive, published),
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
