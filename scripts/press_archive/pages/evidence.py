"""How the words reach us: documents by nearness and wholeness, and the documents in a person's own words."""

from __future__ import annotations

import functools

from markupsafe import Markup

from ..base.escape import exact
from ..base.wording import count, spell_out
from ..collection.statements import Term
from ..records.closed_lists import NEARNESS, WHOLENESS, Nearness
from .division.part_pages import LongList, render_parts
from .division.speakers import are_by_year, divide_speakers, order_speakers
from .lists import LONGEST, Listing, make_listing, render_years
from .parts.addresses import EVIDENCE_PATH, OWN_WORDS_PATH, evidence_path
from .parts.context import Pages
from .parts.links import Links
from .parts.templates import render_page

# Through what a speaker's own words came, by the nearness of the document.
ROUTES = {
    Nearness.OFFICIAL_TRANSCRIPT: "in an official transcript",
    Nearness.TRANSCRIPT: "in a transcript",
    Nearness.TRANSLATION: "in translation",
    Nearness.REPORT: "quoted in a report",
    Nearness.PARAPHRASE: "in a paraphrase",
    Nearness.NONE: "quoted in a text on something else",
}


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
    """Return the page that lists, for each speaker, the documents that quote them."""
    archive, speakers = pages.archive, pages.statements.quoting
    rendered: dict[str, str] = {}
    listings: dict[Term, Listing] = {}
    # The page lists the documents of every speaker: where these are many, each speaker's are divided by year.
    longest = 0 if are_by_year(pages.statements) else LONGEST
    labels = {speaker: archive.term(*speaker).record.label for speaker in speakers}
    for speaker in order_speakers(archive, pages.statements):
        remark = functools.partial(_quoted_lines, speaker)
        listing = make_listing(
            archive, OWN_WORDS_PATH, list(speakers[speaker]), remark, f"own-words/{speaker[1]}", longest
        )
        listings[speaker] = listing
        rendered |= render_years(
            pages, listing, f"{labels[speaker]} in own words", archive.term(*speaker).record.robots
        )
    fields = {
        "title": "In their own words",
        "description": "The documents that quote a person, and in which lines.",
    }
    long = LongList(
        OWN_WORDS_PATH, fields["title"], list(listings), divide_speakers(archive, pages.statements),
        lambda terms: count(len(terms), "speaker"), "part-speakers.md", fields["title"],
        values={"listings": listings},
    )  # fmt: skip
    rendered[OWN_WORDS_PATH] = render_page(
        pages, OWN_WORDS_PATH, "own-words.md", fields, listings=listings, long=long
    )
    return rendered | render_parts(pages, long)


def _quoted_lines(speaker: Term, links: Links, document: str) -> Markup:
    """Return the lines of a document that quote a speaker, and through what the words came."""
    entries = links.pages.statements.quoting[speaker][document]
    lines = links.lines(document, [span for entry in entries for span in entry.record.lines])
    return lines + Markup(", {}").format(exact(ROUTES[links.archive.documents[document].record.nearness]))
