"""A record's history in plain words: what happened, on which day and why.

A history keeps every value that a record had, and a page must not bring back what was taken down. So a value
is shown only where the entry gives its reason: where even the reason would do harm, the value would too. A
term or a source is named only if the archive still has it. An earlier headline may turn out to be a sentence
of the text, so no more of it is shown than may be quoted. The page of what was withdrawn shows no value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from ...base.escape import exact, isolated
from ...captures.runs import quotable
from ...collection.archive import DocumentEntry, SourceEntry
from ...collection.histories import Retired
from ...records.closed_lists import Access, EntryType, HistoryField, Robots
from ...records.dates import UNKNOWN, Date, parse_interval
from ...records.history.entries import DIGESTS, Entry
from ...records.lines import LineRange
from ...records.links import DOCUMENTS
from .links import Links
from .statements import split
from .wording import in_language, line_mark, when

GONE = "one that the archive no longer has"
# What each field is called, before "was corrected".
NAMES = {
    HistoryField.SHA256: "The checksum of the capture",
    HistoryField.ORIGINAL_SHA256: "The checksum of the file that the capture was extracted from",
    HistoryField.ACCESS: "What this site may show of the text",
    HistoryField.CAPTURED: "The day of capture",
    HistoryField.CAPTURED_FROM: "The address of the capture",
    HistoryField.SOURCE: "The source",
    HistoryField.TITLE: "The headline",
    HistoryField.DATE: "The date of publication",
    HistoryField.SPOKEN: "The day on which the words were spoken",
    HistoryField.STAMP_BY: "The outlet that republished it",
    HistoryField.STAMP_DATE: "The date of the republication",
    HistoryField.OUTLET: "The outlet",
    HistoryField.ORIGINAL_URL: "The original address",
    HistoryField.SPEAKERS: "The person whom a printed name means",
}
# What the site may show of a text.
SHOWN = {
    Access.FULL: "all of it",
    Access.EXCERPT: "named lines",
    Access.SUMMARY: "nothing but a summary",
}


@dataclass(frozen=True)
class Happened:
    """What happened on a day, and why; `reason` is empty where the entry gives none or none is due."""

    date: Date
    what: Markup
    reason: str


@dataclass(frozen=True)
class _Page:
    """The page that shows a history: its links, what its record is called, the document that it is about if
    the archive still has it, the language of its headline.
    """

    links: Links
    noun: str
    document: str = ""
    language: str = "en"
    headline: str = ""
    values: bool = True


def document_history(links: Links, document: DocumentEntry) -> list[Happened]:
    """Return the history of a document and of its source, the oldest first."""
    source = links.archive.sources[document.source]
    page = _Page(links, "document", document.id, document.record.language, document.record.title)
    entries = links.pages.histories.of_document(document.id, document.source)
    return [*_captured(source), *_described(page, entries)]


def source_history(links: Links, source: SourceEntry) -> list[Happened]:
    """Return the history of a source, the oldest first."""
    entries = links.pages.histories.of_source(source.id)
    return [*_captured(source), *_described(_Page(links, "source"), entries)]


def withdrawn_history(links: Links, retired: Retired) -> list[Happened]:
    """Return the history of what was withdrawn: days and kinds of changes, but no value and no reason.

    The page gives the reason of the withdrawal; those before it may repeat what was objected to.
    """
    histories = links.pages.histories
    if retired.kind == DOCUMENTS:
        entries = histories.of_document(retired.id, retired.history.id)
    else:
        entries = histories.of_source(retired.id)
    page = _Page(links, retired.noun, values=False)
    return [Happened(one.date, one.what, "") for one in _described(page, entries)]


def _captured(source: SourceEntry) -> Iterator[Happened]:
    record = source.record
    if record.captured:
        is_known = record.captured_from != UNKNOWN
        what = f"Captured from {record.captured_from}" if is_known else "Captured."
        yield Happened(record.captured, exact(what), "")


def _described(page: _Page, entries: Iterable[Entry]) -> Iterator[Happened]:
    for entry in entries:
        reason = entry.reason if entry.reason and entry.reason != UNKNOWN else ""
        yield Happened(entry.date, _what(page, entry, bool(reason) and page.values), reason)


def _what(page: _Page, entry: Entry, with_values: bool) -> Markup:
    if entry.type is EntryType.INGESTION:
        return exact("The capture came into the archive.")
    if entry.type is EntryType.FIXITY_CHECK:
        return exact("The capture was last compared with its checksum, and was unchanged.")
    if entry.type is EntryType.WITHDRAWAL:
        return exact(_withdrawn(page.noun, bool(entry.document)))
    if entry.field is HistoryField.ROBOTS:
        asked = entry.new not in (None, str(Robots.INDEX))
        return exact(
            f"Search engines were asked not to list this {page.noun}."
            if asked
            else f"Search engines may list this {page.noun} again."
        )
    return _change(page, entry, with_values)


def _withdrawn(noun: str, is_document: bool) -> str:
    if noun == "document":
        return "This document was withdrawn." if is_document else "Its source was withdrawn."
    return "A document of this source was withdrawn." if is_document else "This source was withdrawn."


def _change(page: _Page, entry: Entry, with_values: bool) -> Markup:
    """Return which field changed and, with values, from what to what."""
    verb = "was changed" if entry.field in (HistoryField.ACCESS, HistoryField.ID) else "was corrected"
    name = _name(page, entry)
    if not with_values:
        return Markup("{} {}.").format(name, exact(verb))
    old = _value(page, entry, entry.old or "")
    if not entry.new:
        return Markup("{} was removed; it was {}.").format(name, old)
    return Markup("{} {} from {} to {}.").format(name, exact(verb), old, _value(page, entry, entry.new))


def _name(page: _Page, entry: Entry) -> Markup:
    if entry.field is HistoryField.ID:
        is_own = page.noun == "source" or entry.document
        return exact(f"The address of {'this page' if is_own else 'its source'}")
    if entry.field is HistoryField.SPEAKER:
        lines = (_lines(page, span) for span in entry.lines)
        return exact("The speaker of ") + Markup(", ").join(lines)
    assert entry.field is not None  # a change has one
    return exact(NAMES[entry.field])


def _lines(page: _Page, span: LineRange) -> Markup:
    """Return a link to lines, or their mark alone where the document does not have them, or is gone."""
    document = page.links.archive.documents.get(page.document)
    has_line = document is not None and any(span.first in own for own in document.record.lines)
    return page.links.lines(page.document, [span]) if has_line else exact(line_mark(span))


def _value(page: _Page, entry: Entry, value: str) -> Markup:
    """Return a value in words."""
    field = entry.field
    if field is HistoryField.TITLE:
        return _headline(page, value)
    if value == UNKNOWN:
        return exact(value)
    if field in (HistoryField.STAMP_BY, HistoryField.OUTLET):
        return _term(page.links, "outlets", value)
    if field is HistoryField.SOURCE:
        return page.links.source(value) if value in page.links.archive.sources else exact(GONE)
    if field is HistoryField.SPEAKER:
        return Markup(", ").join(_speaker(page.links, id) for id in value.split(", "))
    if field is HistoryField.SPEAKERS:
        printed, _, id = value.rpartition(": ")
        return Markup("{} for “{}”").format(_speaker(page.links, id), isolated(printed))
    if field is HistoryField.ACCESS and value in SHOWN:
        return exact(SHOWN[Access(value)])
    if field is HistoryField.ID:
        return exact(f"{'documents' if entry.document else 'sources'}/{value}/")
    if field in DIGESTS:
        return Markup('<code class="digest">{}</code>').format(exact(value))
    return _date(value)


def _headline(page: _Page, value: str) -> Markup:
    text = value if value == page.headline else quotable(value)
    return Markup("“{}”").format(in_language(text, page.language))


def _term(links: Links, vocabulary: str, id: str) -> Markup:
    terms = links.archive.vocabularies.get(vocabulary, {})
    return links.term(vocabulary, id) if id in terms and not terms[id].placeholder else exact(GONE)


def _speaker(links: Links, id: str) -> Markup:
    return _term(links, *(split(id) if ":" in id else ("people", id)))


def _date(value: str) -> Markup:
    """Return a date in words, and what is none, such as an address, as it is."""
    try:
        return when(parse_interval(value))
    except ValueError:
        return isolated(value)
