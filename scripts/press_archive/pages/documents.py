"""A page for each document."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ..base.escape import filled, isolated
from ..base.wording import count
from ..captures.passages import Passage, line_roles, passages, speaker_part
from ..collection.archive import DocumentEntry
from ..collection.headlines import document_robots
from ..collection.statements import StatementEntry, Term
from ..exports.citations import Citations, cite
from ..records.closed_lists import METADATA_ROLES, Access, Role
from ..records.dates import UNKNOWN
from ..records.languages import OUTLET_LANGUAGES
from ..records.lines import LineRange, line_mark
from ..records.links import DOCUMENTS
from ..records.rights import RIGHTS
from ..records.values import SUBJECTS
from .division.dividing import Step, divide
from .division.histories import list_history
from .division.part_pages import LongList, render_parts
from .division.steps import by_date, by_line
from .parts.addresses import card_path, document_path
from .parts.citing import render_citations, render_data_file, render_formats, render_head
from .parts.context import Pages
from .parts.descriptions import describe_card
from .parts.front_matter import document_fields
from .parts.history import document_history
from .parts.line_places import LinePlaces, find_places, render_ids
from .parts.links import Links
from .parts.originals import find_original
from .parts.robots import robots_of
from .parts.statements import split
from .parts.summaries import render_text
from .parts.templates import render_page
from .parts.wording import in_language, lines_in_words

# The most documents of an event that are listed with their details; if there are more, only date and headline
# are shown.
DETAILED = 20
# The most documents of an event that a document's page links to: the nearest in time. The event's page has
# all of them.
ELSEWHERE = 50
# The most shared terms that are named for a related document.
REASONS = 4


def prepare_documents(pages: Pages, documents: Iterable[str]) -> None:
    """Make the citations of documents at once, which takes far less time than to make those of each page."""
    cite(map(pages.work, documents))


def render_documents(pages: Pages, only: Collection[str]) -> dict[str, str]:
    """Return the pages of some documents."""
    citations = cite(map(pages.work, only))
    rendered: dict[str, str] = {}
    for id in only:
        rendered |= _render_document(pages, id, citations[id])
    return rendered


def _render_document(pages: Pages, id: str, citations: Citations) -> dict[str, str]:
    """Return a document's page, with those of its lists that are long."""
    document = pages.archive.documents[id]
    archive, record, source = pages.archive, document.record, pages.archive.sources[document.source]
    path = document_path(document.id)
    visible = archive.visible_lines(document.id, pages.reading_room)
    places = find_places(record.lines, source.blank, visible, document.summary)
    roles = line_roles(record, source.blank)
    metadata = sum(role in METADATA_ROLES for role in roles.values())
    visible_passages = passages(record, source.capture, visible) if source.capture else ()
    values: dict[str, object] = {
        "document": document,
        "record": record,
        "source": source,
        "headline": in_language(record.title, record.language),
        "mark": _first_line_mark(document),
        "summary": render_text(document.summary, Links(pages, path), places, anchors="summary"),
        "passages": Markup("\n").join(render_passage(passage, places) for passage in visible_passages),
        "unnamed_lines": render_ids(places.of_box),
        "whole": bool(visible) and visible == set(roles),
        "kept": len(roles) - metadata,
        "metadata": metadata,
        "rights_code": record.rights or source.record.rights,
        "rights": RIGHTS[record.rights or source.record.rights],
        "rights_sentence": _rights_sentence(RIGHTS[record.rights or source.record.rights][0]),
        "access": source.record.access,
        "Access": Access,
        "UNKNOWN": UNKNOWN,
        "vocabulary_fields": [vocabulary for vocabulary in SUBJECTS if vocabulary != "people"],
        "people": _people_by_role(pages, Links(pages, path), document),
        "languages": OUTLET_LANGUAGES,
        "citations": render_citations(pages.work(document.id), citations),
        "formats": render_formats(document.id),
        "data_file": render_data_file(),
        "original": find_original(pages, document),
    }
    lists = _lists(pages, document)
    values |= lists
    values |= _other_documents(pages, document)
    fields = document_fields(archive, document) | pages.changed(DOCUMENTS, document.id)
    fields["head"] = render_head(pages, pages.work(document.id))
    if document.id in pages.cards:
        fields |= {"card": card_path(document.id), "card_text": describe_card(archive, document)}
    rendered = {path: render_page(pages, path, "document.md", fields, **values)}
    for long in lists.values():
        rendered |= render_parts(pages, long)
    return rendered


def _lists(pages: Pages, document: DocumentEntry) -> dict[str, LongList[Any]]:
    """Return what a document's page lists and may be long: statements, other versions, its history."""
    archive, record, path = pages.archive, document.record, document_path(document.id)
    folder, lines = path.removesuffix(".md"), archive.sources[document.source].record.lines
    fields = robots_of(document_robots(archive, document))

    def lines_of(entry: StatementEntry) -> Iterator[Step]:
        return by_line(entry.record.lines[0].first, lines)

    def date_of(relation: tuple[str, str]) -> Iterator[Step]:
        return by_date(archive.dating[relation[1]].date, relation[1], with_year=True)

    statements = _statements(document)
    versions = pages.relations.both_ways.get(document.id, [])
    return {
        "statements": LongList(
            path, record.title, statements, divide(statements, lines_of, f"{folder}/statements"),
            lambda entries: count(len(entries), "statement"), "part-statements.md", record.title,
            ", who says what, ", record.language, fields=fields,
        ),
        "versions": LongList(
            path, record.title, versions, divide(versions, date_of, f"{folder}/versions"),
            lambda entries: count(len(entries), "document"), "part-relations.md", record.title,
            ", other versions, ", record.language, fields=fields,
        ),
        "history": list_history(
            path, record.title, document_history(Links(pages, path), document), record.language, fields
        ),
    }  # fmt: skip


def _other_documents(pages: Pages, document: DocumentEntry) -> dict[str, object]:
    """Return what a page shows of other documents; in a preview, which has not read them, nothing."""
    if pages.is_preview:
        return {"elsewhere": {}, "related": [], "older": None, "newer": None}
    older, newer = pages.neighbours[document.id]
    shared_terms = {related.id: related.shared for related in pages.relations.related(document.id)}
    return {
        "elsewhere": pages.relations.elsewhere(document.id),
        "nearest": functools.partial(_nearest, pages, document),
        "DETAILED": DETAILED,
        "ELSEWHERE": ELSEWHERE,
        "related": list(shared_terms),
        "shared": functools.partial(_shared_terms, shared_terms),
        "older": older,
        "newer": newer,
    }


def _rights_sentence(statement: str) -> str:
    """Return a rights statement as a sentence about a text.

    >>> _rights_sentence("In copyright"), _rights_sentence("Copyright not evaluated")
    ('It is in copyright.', 'Its rights: copyright not evaluated.')
    """
    begins = statement.lower()
    return f"It is {begins}." if begins.startswith("in ") else f"Its rights: {begins}."


def _statements(document: DocumentEntry) -> list[StatementEntry]:
    """Return a document's statements, in their order."""
    statements = document.record.statements or ()
    return [StatementEntry(document.id, position, record) for position, record in enumerate(statements)]


def _people_by_role(pages: Pages, links: Links, document: DocumentEntry) -> dict[str, Markup]:
    """Return who speaks, is spoken to, wrote, translated or is mentioned, each in the first role."""
    record, archive = document.record, pages.archive
    spoken, addressed = [], []
    for statement in record.statements or ():
        spoken.append(split(statement.speaker))
        addressed += [split(link) for link in statement.to if link.startswith("people:")]
    named = {name: ("people", id) for id in record.people for name in archive.term("people", id).record.names}
    roles = {
        "Speakers": spoken,
        "Spoken to": addressed,
        "Author": [named[record.byline]] if record.byline in named else [],
        "Translated by": [named[record.translator]] if record.translator in named else [],
        "Mentioned": [("people", id) for id in record.people],
    }
    seen: set[Term] = set()
    shown = {}
    for role, terms in roles.items():
        new = [term for term in dict.fromkeys(terms) if term not in seen]
        seen.update(new)
        shown[role] = Markup(", ").join(links.term(*term) for term in new)
    return shown


def _first_line_mark(document: DocumentEntry) -> str:
    """Return the first line reference of a summary, as pages print it, or an empty text."""
    ranges = (run.lines for run in document.summary.inlines() if run.lines is not None)
    return next((line_mark(lines) for lines in ranges), "")


def _shared_terms(shared: Mapping[str, Sequence[tuple[str, str]]], links: Links, document: str) -> Markup:
    """Return the rarest terms that a related document shares, and how many more there are."""
    terms = shared[document]
    rarest = Markup(", ").join(links.term(vocabulary, id) for vocabulary, id in terms[:REASONS])
    more = f" and {len(terms) - REASONS} more" if len(terms) > REASONS else ""
    return Markup("also about: ") + rarest + more


def _nearest(pages: Pages, document: DocumentEntry, others: list[str]) -> list[str]:
    """Return the documents nearest in time to one, ELSEWHERE at most, in the order given."""
    dates = {id: pages.archive.dating[id].sort_key[1] for id in (document.id, *others)}
    day = dates[document.id]
    near = set(sorted(others, key=lambda id: (abs(dates[id] - day), id))[:ELSEWHERE])
    return [id for id in others if id in near]


_PASSAGE = (
    '<div class="passage passage-{}"><{} id="L{}" dir="auto">{}</{}>'
    '<a class="passage-link" href="#L{}" title="{}">L{}</a></div>'
)


def render_passage(passage: Passage, places: LinePlaces | None = None) -> Markup:
    """Return a passage as HTML, with exactly its text and a link to it.

    Each line after the first of a paragraph has its own id, so that every line can be linked to, and so have
    the blank lines beside them, by `places`.
    """
    first_line = passage.lines[0][1]
    text = isolated(first_line)
    if passage.label:
        speaker = speaker_part(first_line, passage.label)
        rest = first_line.removeprefix(speaker)
        text = filled('<b class="speaker">{}</b>{}', isolated(speaker), isolated(rest))
    for number, line in passage.lines[1:]:
        text += filled('&#10;<span id="L{}">{}</span>', number, isolated(line))
    if places:
        text = (
            render_ids(blank for number, _ in passage.lines for blank in places.beside.get(number, ())) + text
        )
    element, first = "h3" if passage.role is Role.CROSSHEAD else "p", passage.first
    words = lines_in_words([LineRange(first, passage.lines[-1][0])]).capitalize()
    return filled(_PASSAGE, passage.role, element, first, text, element, first, words, first)
