"""How the words reach us: documents by nearness and wholeness, and the documents in a person's own words."""

from __future__ import annotations

import functools

from markupsafe import Markup

from ..base.wording import spell_out
from ..records.closed_lists import NEARNESS, WHOLENESS, Nearness
from .addresses import EVIDENCE_PATH, OWN_WORDS_PATH, evidence_path
from .context import Pages
from .links import Links
from .lists import Listing, make_listing, render_years
from .templates import render_page


def render_evidence(pages: Pages) -> dict[str, str]:
    """Return the page that explains how the words reach us, and the list of each nearness that occurs."""
    archive = pages.archive
    rendered = {}
    by_nearness: dict[str, list[str]] = {value: [] for value in NEARNESS}
    by_wholeness: dict[str, list[str]] = {value: [] for value in WHOLENESS}
    for id in archive.newest_first:
        record = archive.documents[id].record
        by_nearness[record.nearness].append(id)
        by_wholeness[record.wholeness].append(id)
    for value, meaning in NEARNESS.items():
        if documents := by_nearness[value]:
            path, title = evidence_path(value), spell_out(value).capitalize()
            listing = make_listing(archive, path, documents)
            fields = {"title": title, "description": f"{title}: {meaning}. {pages.count(documents)}."}
            values: dict[str, object] = {"kind": value, "explained": meaning, "listing": listing}
            rendered[path] = render_page(pages, path, "evidence-kind.md", fields, **values)
            rendered.update(render_years(pages, listing, title))
    fields = {
        "title": "Evidence: how the words reach us",
        "description": "How near the texts are to the words, by which route they came, and which are whole.",
    }
    values = {
        "by_nearness": by_nearness,
        "by_wholeness": by_wholeness,
        "NEARNESS": NEARNESS,
        "WHOLENESS": WHOLENESS,
    }
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
    """Return the lines of a document that are a person's words verbatim, and whether they are translated."""
    record = links.archive.documents[document].record
    lines = links.lines(document, record.verbatim[person])
    return lines + Markup(", in translation") if record.nearness is Nearness.TRANSLATION else lines
