"""What an entry of a history says in plain words, as runs that a page shows with links and a feed without.

A history keeps every value that a record had, and nothing that is published may bring back what was taken
down. So a value is shown only where the entry gives its reason: where even the reason would do harm, the
value would too. A term or a source is named only if the archive still has it. An earlier headline may turn
out to be a sentence of the text, so no more of it is shown than may be quoted. Of what was withdrawn, no
value is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..captures.runs import quotable
from ..records.closed_lists import Access, EntryType, HistoryField, Robots
from ..records.dates import UNKNOWN, parse_interval
from ..records.history.entries import DIGESTS, Entry
from ..records.lines import LineRange, line_mark
from .archive import Archive
from .histories import site_address

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


class RunKind(StrEnum):
    """What a run of a sentence is: our own words, or a value that a page shows in its own way."""

    WORDS = "words"
    VALUE = "value"
    TERM = "term"
    SOURCE = "source"
    HEADLINE = "headline"
    DATE = "date"
    DIGEST = "digest"
    LINES = "lines"


@dataclass(frozen=True)
class Run:
    """A run of a sentence: `text` as it is shown without links.

    `value` is the recorded date of a DATE, the id of a SOURCE, and the id of a TERM of `vocabulary`. `lines`
    are those of LINES.
    """

    kind: RunKind
    text: str
    value: str = ""
    vocabulary: str = ""
    lines: LineRange | None = None


@dataclass(frozen=True)
class Subject:
    """What an entry is shown for: `noun` is document or source, `headline` the one that a document has now.

    Without `values`, an entry says which field changed and nothing else.
    """

    noun: str
    headline: str = ""
    values: bool = True


def plain(runs: Iterable[Run]) -> str:
    """Return the words of a sentence alone."""
    return "".join(run.text for run in runs)


def reason_in_words(entry: Entry) -> str:
    """Return the reason that an entry gives; an empty text where none is known."""
    return "" if entry.reason is None or entry.reason == UNKNOWN else entry.reason


def what_happened(archive: Archive, entry: Entry, noun: str) -> str:
    """Return a sentence with what happened, without values; `noun` is document or source."""
    return plain(entry_in_words(archive, Subject(noun, values=False), entry))


def entry_in_words(archive: Archive, subject: Subject, entry: Entry) -> tuple[Run, ...]:
    """Return what an entry says of a document or a source, a sentence."""
    if entry.type is EntryType.INGESTION:
        return _words("The capture came into the archive.")
    if entry.type is EntryType.FIXITY_CHECK:
        return _words("The capture was last compared with its checksum, and was unchanged.")
    if entry.type is EntryType.WITHDRAWAL:
        return _words(_withdrawn(subject.noun, bool(entry.document)))
    if entry.field is HistoryField.ROBOTS:
        asked = entry.new not in (None, str(Robots.INDEX))
        return _words(
            f"Search engines were asked not to list this {subject.noun}."
            if asked
            else f"Search engines may list this {subject.noun} again."
        )
    return tuple(_change(archive, subject, entry))


def _words(text: str) -> tuple[Run, ...]:
    return (Run(RunKind.WORDS, text),)


def _withdrawn(noun: str, is_document: bool) -> str:
    if noun == "document":
        return "This document was withdrawn." if is_document else "Its source was withdrawn."
    return "A document of this source was withdrawn." if is_document else "This source was withdrawn."


def _change(archive: Archive, subject: Subject, entry: Entry) -> Iterator[Run]:
    """Yield which field changed and, with values, from what to what."""
    verb = "was changed" if entry.field in (HistoryField.ACCESS, HistoryField.ID) else "was corrected"
    yield from _name(subject, entry)
    if not (subject.values and reason_in_words(entry)):
        yield from _words(f" {verb}.")
        return
    yield from _words(f" {verb} from " if entry.new else " was removed; it was ")
    yield from _value(archive, subject, entry, entry.old or "")
    if entry.new:
        yield from _words(" to ")
        yield from _value(archive, subject, entry, entry.new)
    yield from _words(".")


def _name(subject: Subject, entry: Entry) -> Iterator[Run]:
    if entry.field is HistoryField.ID:
        is_own = subject.noun == "source" or entry.document
        yield from _words(f"The address of {'this page' if is_own else 'its source'}")
    elif entry.field is HistoryField.SPEAKER:
        yield from _words("The speaker of ")
        for position, lines in enumerate(entry.lines):
            yield from _words(", " if position else "")
            yield Run(RunKind.LINES, line_mark(lines), lines=lines)
    else:
        assert entry.field is not None  # a change has one
        yield from _words(NAMES[entry.field])


def _value(archive: Archive, subject: Subject, entry: Entry, value: str) -> Iterator[Run]:
    """Yield a value in words."""
    field = entry.field
    if field is HistoryField.TITLE:
        yield from _headline(subject, value)
    elif value == UNKNOWN:
        yield Run(RunKind.VALUE, value)
    elif field in (HistoryField.STAMP_BY, HistoryField.OUTLET):
        yield _term(archive, "outlets", value)
    elif field is HistoryField.SOURCE:
        yield _source(archive, value)
    elif field in (HistoryField.SPEAKER, HistoryField.SPEAKERS):
        yield from _speakers(archive, field, value)
    else:
        yield _plain_value(entry, value)


def _plain_value(entry: Entry, value: str) -> Run:
    field = entry.field
    if field is HistoryField.ACCESS and value in SHOWN:
        return Run(RunKind.VALUE, SHOWN[Access(value)])
    if field is HistoryField.ID:
        return Run(RunKind.VALUE, site_address("documents" if entry.document else "sources", value))
    if field in DIGESTS:
        return Run(RunKind.DIGEST, value)
    return _date(value)


def _headline(subject: Subject, value: str) -> Iterator[Run]:
    yield from _words("“")
    yield Run(RunKind.HEADLINE, value if value == subject.headline else quotable(value))
    yield from _words("”")


def _source(archive: Archive, id: str) -> Run:
    source = archive.sources.get(id)
    return Run(RunKind.SOURCE, source.record.label, id) if source else Run(RunKind.VALUE, GONE)


def _term(archive: Archive, vocabulary: str, id: str) -> Run:
    term = archive.vocabularies.get(vocabulary, {}).get(id)
    if term is None or term.placeholder:
        return Run(RunKind.VALUE, GONE)
    return Run(RunKind.TERM, term.record.label, id, vocabulary)


def _speakers(archive: Archive, field: HistoryField | None, value: str) -> Iterator[Run]:
    if field is HistoryField.SPEAKERS:
        printed, _, id = value.rpartition(": ")
        yield _speaker(archive, id)
        yield from _words(" for “")
        yield Run(RunKind.VALUE, printed)
        yield from _words("”")
        return
    for position, id in enumerate(value.split(", ")):
        if position:
            yield from _words(", ")
        yield _speaker(archive, id)


def _speaker(archive: Archive, link: str) -> Run:
    vocabulary, _, id = link.rpartition(":")
    return _term(archive, vocabulary or "people", id)


def _date(value: str) -> Run:
    """Return a date in words, and what is none, such as an address, as it is."""
    try:
        return Run(RunKind.DATE, parse_interval(value).moment, value)
    except ValueError:
        return Run(RunKind.VALUE, value)
