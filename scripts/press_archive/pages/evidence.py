"""The kinds of evidence, with their documents, and the documents with a person's own words."""

from __future__ import annotations

import functools

from markupsafe import Markup

from ..base.wording import spell_out
from ..records.closed_lists import EVIDENCE
from .addresses import EVIDENCE_PATH, OWN_WORDS_PATH, evidence_path
from .context import Pages
from .links import Links
from .lists import Listing, make_listing, render_years
from .templates import render_page


def render_evidence(pages: Pages) -> dict[str, str]:
    """Return the page that explains the kinds of evidence, and the list of each kind that occurs."""
    archive = pages.archive
    rendered = {}
    documents_of_kind = {}
    for kind, meaning in EVIDENCE.items():
        documents = [id for id in archive.newest_first if archive.documents[id].record.evidence is kind]
        documents_of_kind[kind] = documents
        if documents:
            path, title = evidence_path(kind), spell_out(kind).capitalize()
            listing = make_listing(archive, path, documents)
            fields = {"title": title, "description": f"{title}: {meaning}. {pages.count(documents)}."}
            values: dict[str, object] = {"kind": kind, "explained": meaning, "listing": listing}
            rendered[path] = render_page(pages, path, "evidence-kind.md", fields, **values)
            rendered.update(render_years(pages, listing, title))
    fields = {
        "title": "Evidence: how the words reach us",
        "description": "The kinds of evidence, from an official transcript to an excerpt.",
    }
    values = {"documents": documents_of_kind, "explained": EVIDENCE}
    rendered[EVIDENCE_PATH] = render_page(pages, EVIDENCE_PATH, "evidence.md", fields, **values)
    return rendered


def render_own_words(pages: Pages) -> dict[str, str]:
    """Return the page that lists, for each speaker, the documents with their own words."""
    archive, speakers = pages.archive, pages.relations.documents_of_speaker
    rendered: dict[str, str] = {}
    listings: dict[str, Listing] = {}
    labels = {id: archive.term("people", id).record.label for id in speakers}
    for person in sorted(speakers, key=lambda id: (-len(speakers[id]), labels[id].casefold(), id)):
        remark = functools.partial(_verbatim_lines, person)
        listing = make_listing(
            archive, OWN_WORDS_PATH, speakers[person], remark, folder=f"own-words/{person}"
        )
        listings[person] = listing
        rendered |= render_years(pages, listing, f"{labels[person]} in own words")
    fields = {
        "title": "In their own words",
        "description": "The documents that hold what a person said or wrote, word for word.",
    }
    rendered[OWN_WORDS_PATH] = render_page(pages, OWN_WORDS_PATH, "own-words.md", fields, listings=listings)
    return rendered


def _verbatim_lines(person: str, links: Links, document: str) -> Markup:
    """Return links to the lines of a document that are a person's own words."""
    return links.lines(document, links.archive.documents[document].record.verbatim[person])
