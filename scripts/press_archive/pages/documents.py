"""A page for each document."""

from __future__ import annotations

import functools
from collections.abc import Container, Mapping, Sequence

from markupsafe import Markup

from ..base.escape import exact
from ..base.progress import track
from ..captures.passages import Passage, line_roles, passages, speaker_part
from ..collection.archive import DocumentEntry
from ..collection.relations import SUBJECTS
from ..records.closed_lists import METADATA_ROLES, Access, Role
from ..records.dates import UNKNOWN
from ..records.rights import RIGHTS
from .addresses import document_path
from .context import Pages
from .front_matter import document_fields
from .links import Links
from .summaries import render_text
from .templates import render_page
from .wording import in_language, line_mark

# The most documents of an event that are listed with their details; of more, date and headline alone.
DETAILED = 20
# The most documents of an event that a document's page links to: the nearest in time. The event's page has them all.
ELSEWHERE = 50
# How many of the terms that two related documents share are named.
REASONS = 4


def render_documents(pages: Pages, only: Container[str] | None = None) -> dict[str, str]:
    """Return the page of every document, or of those in `only`."""
    archive = pages.archive
    rendered = {}
    for position, id in enumerate(track(archive.newest_first, "Making pages of documents")):
        if only is not None and id not in only:
            continue
        newer = archive.newest_first[position - 1] if position else None
        older = archive.newest_first[position + 1] if position + 1 < len(archive.newest_first) else None
        if pages.built is not None:
            newer = older = None  # a preview has not read what comes before and after
        rendered[document_path(id)] = _render_document(pages, archive.documents[id], older, newer)
    return rendered


def _render_document(pages: Pages, document: DocumentEntry, older: str | None, newer: str | None) -> str:
    archive, record = pages.archive, document.record
    source = archive.sources[document.source]
    path = document_path(document.id)
    links = Links(pages, path)
    visible = archive.visible_lines(document.id, pages.reading_room)
    roles = line_roles(record, source.blank)
    metadata = sum(role in METADATA_ROLES for role in roles.values())
    related = [] if pages.built is not None else pages.relations.related(document.id)
    shared = {other.id: other.shared for other in related}
    shown = passages(record, source.capture, visible) if source.capture else ()
    return render_page(
        pages,
        path,
        "document.md",
        document_fields(archive, document),
        document=document,
        record=record,
        source=source,
        headline=in_language(record.title, record.language),
        mark=_first_mark(document),
        summary=render_text(document.summary, links, visible, anchors="summary"),
        passages=Markup("\n").join(render_passage(passage) for passage in shown),
        whole=visible == set(roles),
        kept=len(roles) - metadata,
        metadata=metadata,
        rights=RIGHTS[source.record.rights],
        access=source.record.access,
        Access=Access,
        UNKNOWN=UNKNOWN,
        vocabulary_fields=SUBJECTS,
        elsewhere={} if pages.built is not None else pages.relations.elsewhere(document.id),
        related=list(shared),
        shared=functools.partial(_say_shared, shared),
        nearest=functools.partial(_nearest, pages, document),
        DETAILED=DETAILED,
        ELSEWHERE=ELSEWHERE,
        older=older,
        newer=newer,
    )


def _first_mark(document: DocumentEntry) -> str:
    """Return the first line reference of a summary as the page shows it; nothing where it has none."""
    ranges = (run.lines for run in document.summary.inlines() if run.lines is not None)
    return next((line_mark(lines) for lines in ranges), "")


def _say_shared(shared: Mapping[str, Sequence[tuple[str, str]]], links: Links, document: str) -> Markup:
    """Say which terms a related document shares, the rarest, and how many more."""
    terms = shared[document]
    named = Markup(", ").join(links.term(vocabulary, id) for vocabulary, id in terms[:REASONS])
    more = f" and {len(terms) - REASONS} more" if len(terms) > REASONS else ""
    return Markup("both deal with ") + named + more


def _nearest(pages: Pages, document: DocumentEntry, others: list[str]) -> list[str]:
    """Return the documents nearest in time to one, ELSEWHERE at most, in the order in which they come."""
    day = document.record.date.earliest
    dates = {id: pages.archive.documents[id].record.date.earliest for id in others}
    near = set(sorted(others, key=lambda id: (abs(dates[id] - day), id))[:ELSEWHERE])
    return [id for id in others if id in near]


def render_passage(passage: Passage) -> Markup:
    """Render a passage as HTML that holds exactly its text, beside a link to it.

    Lines after the first of a paragraph have ids of their own, so that every line can be linked to.
    """
    text = exact(passage.lines[0][1])
    if passage.label:
        named = speaker_part(passage.lines[0][1], passage.label)
        text = Markup('<b class="speaker">{}</b>{}').format(exact(named), exact(passage.lines[0][1].removeprefix(named)))
    for number, line in passage.lines[1:]:
        text += Markup('&#10;<span id="L{}">{}</span>').format(number, exact(line))
    element = "h3" if passage.role is Role.CROSSHEAD else "p"
    return Markup(
        '<div class="passage passage-{role}"><{element} id="L{first}" dir="auto">{text}</{element}>'
        '<a class="passage-link" href="#L{first}" title="Copy the link to line {first}">L{first}</a></div>'
    ).format(role=passage.role, element=Markup(element), first=passage.first, text=text)
