"""A record's history in plain words: what happened, on which day and why.

What may be said of a change is in `collection/entry_words.py`; here its terms, sources and dates become links
and elements of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from ...base.escape import exact, isolated
from ...collection.archive import DocumentEntry, SourceEntry
from ...collection.entry_words import Run, RunKind, Subject, entry_in_words, reason_in_words
from ...collection.histories import Retired
from ...records.dates import UNKNOWN, Date, parse_interval
from ...records.history.entries import Entry
from ...records.languages import SITE_LANGUAGE
from ...records.links import DOCUMENTS
from .links import Links
from .wording import in_language, when


@dataclass(frozen=True)
class Happened:
    """What happened on a day, and why; `reason` is empty where the entry gives none or none is due."""

    date: Date
    what: Markup
    reason: str


def document_history(links: Links, document: DocumentEntry) -> list[Happened]:
    """Return the history of a document and of its source, the oldest first."""
    source = links.archive.sources[document.source]
    subject = Subject("document", document.record.title)
    entries = links.pages.histories.of_document(document.id, document.source)
    return [*_captured(source), *_described(links, subject, entries, document)]


def source_history(links: Links, source: SourceEntry) -> list[Happened]:
    """Return the history of a source, the oldest first."""
    entries = links.pages.histories.of_source(source.id)
    return [*_captured(source), *_described(links, Subject("source"), entries)]


def withdrawn_history(links: Links, retired: Retired) -> list[Happened]:
    """Return the history of what was withdrawn: days and kinds of changes, but no value and no reason.

    The page gives the reason of the withdrawal; those before it may repeat what was objected to.
    """
    histories = links.pages.histories
    if retired.kind == DOCUMENTS:
        entries = histories.of_document(retired.id, retired.history.id)
    else:
        entries = histories.of_source(retired.id)
    subject = Subject(retired.noun, values=False)
    return [Happened(one.date, one.what, "") for one in _described(links, subject, entries)]


def _captured(source: SourceEntry) -> Iterator[Happened]:
    record = source.record
    if record.captured:
        is_known = record.captured_from != UNKNOWN
        what = f"Captured from {record.captured_from}" if is_known else "Captured."
        yield Happened(record.captured, exact(what), "")


def _described(
    links: Links, subject: Subject, entries: Iterable[Entry], document: DocumentEntry | None = None
) -> Iterator[Happened]:
    for entry in entries:
        runs = entry_in_words(links.archive, subject, entry)
        what = Markup("").join(_run(links, run, document) for run in runs)
        yield Happened(entry.date, what, reason_in_words(entry))


def _run(links: Links, run: Run, document: DocumentEntry | None) -> Markup:
    """Return a run as a page shows it; `document` is what it is about, if the archive still has it."""
    match run.kind:
        case RunKind.WORDS:
            return Markup(run.text)
        case RunKind.TERM:
            return links.term(run.vocabulary, run.value)
        case RunKind.SOURCE:
            return links.source(run.value)
        case RunKind.HEADLINE:
            return in_language(run.text, document.record.language if document else SITE_LANGUAGE)
        case RunKind.LINES:
            return _lines(links, run, document)
        case RunKind.DATE:
            return when(parse_interval(run.value))
        case RunKind.DIGEST:
            return Markup('<code class="digest">{}</code>').format(exact(run.text))
    return isolated(run.text)


def _lines(links: Links, run: Run, document: DocumentEntry | None) -> Markup:
    """Return a link to lines, or their mark alone where the document does not have them, or is gone."""
    if document and run.lines and any(run.lines.first in own for own in document.record.lines):
        return links.lines(document.id, [run.lines])
    return exact(run.text)
