"""How the words reach us: each kind of evidence with its documents, and the documents in a person's own words."""

from __future__ import annotations

import functools

from markupsafe import Markup

from ..base.wording import spell_out
from ..records.closed_lists import EVIDENCE
from .addresses import EVIDENCE_PATH, OWN_WORDS_PATH
from .context import Pages
from .links import Links
from .lists import make_listing, render_years
from .templates import render_page


def render_evidence(pages: Pages) -> dict[str, str]:
    """Return the page that explains the kinds of evidence, and the list of each that occurs."""
    archive = pages.archive
    rendered = {}
    documents = {kind: [id for id in archive.newest_first if archive.documents[id].record.evidence is kind] for kind in EVIDENCE}
    for kind, ids in documents.items():
        if ids:
            path = f"evidence/{kind}.md"
            title = spell_out(kind).capitalize()
            listing = make_listing(archive, path, ids)
            fields = {"title": title, "description": f"{title}: {EVIDENCE[kind]}. {pages.count(ids)}."}
            rendered[path] = render_page(pages, path, "evidence-kind.md", fields, kind=kind, explained=EVIDENCE[kind], listing=listing)
            rendered |= render_years(pages, listing, title)
    fields = {
        "title": "Evidence: how the words reach us",
        "description": "The kinds of evidence, from an official transcript to an excerpt.",
    }
    rendered[EVIDENCE_PATH] = render_page(pages, EVIDENCE_PATH, "evidence.md", fields, documents=documents, explained=EVIDENCE)
    return rendered


def render_own_words(pages: Pages) -> dict[str, str]:
    """Return the page that gathers, for each speaker, the documents that hold what they said or wrote word for word."""
    archive, rendered, listings = pages.archive, {}, {}
    speakers = pages.relations.documents_of_speaker
    for person in sorted(speakers, key=lambda id: (-len(speakers[id]), archive.term("people", id).record.label.casefold(), id)):
        facts = functools.partial(_verbatim_lines, person)
        listing = make_listing(archive, OWN_WORDS_PATH, speakers[person], facts, at=f"own-words/{person}")
        listings[person] = listing
        rendered |= render_years(pages, listing, f"{archive.term('people', person).record.label} in own words")
    fields = {"title": "In their own words", "description": "The documents that hold what a person said or wrote, word for word."}
    rendered[OWN_WORDS_PATH] = render_page(pages, OWN_WORDS_PATH, "own-words.md", fields, listings=listings)
    return rendered


def _verbatim_lines(person: str, links: Links, document: str) -> Markup:
    return links.lines(document, links.archive.documents[document].record.verbatim[person])
