"""The entries of feeds: what is said of a document that was added and of a change, in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...collection.archive import Archive
from ...collection.entry_words import Subject, entry_in_words, plain, reason_in_words
from ...collection.headlines import headline_remarks
from ...collection.histories import SOURCES, site_address
from ...collection.sites.placing import whole_address
from ...records.dates import UNKNOWN
from ...records.fields import Document
from ...records.history.entries import CHANGES_OF_ACCESS, Entry
from ...records.languages import LANGUAGES, SITE_LANGUAGE
from ...records.links import DOCUMENTS
from ...records.openings import opening
from ..identifiers import Identifiers
from .changes import Addition, Correction

LONGEST = 150  # characters of a summary
# What each kind of entry is called as a category.
ADDITION, CORRECTION = "addition", "correction"


@dataclass(frozen=True)
class FeedEntry:
    """An entry, whole as feeds show it: `url` is the page's, `language` the headline's, days as 2020-01-07.

    A category has a term and a label.
    """

    id: str
    url: str
    title: str
    summary: str
    day: str
    updated: str
    categories: tuple[tuple[str, str], ...]
    language: str = SITE_LANGUAGE
    author: str = ""


@dataclass(frozen=True)
class Head:
    """What a feed says of itself: `page` is the address of its page, `site` of the site, `updated` a day."""

    id: str
    title: str
    subtitle: str
    author: str
    site: str
    page: str
    updated: str


class Entries:
    """Makes the entries of an archive's feeds."""

    def __init__(self, archive: Archive, address: str) -> None:
        """Take the archive and the address of its site."""
        self.archive = archive
        self.address = address
        self.identifiers = Identifiers(archive)

    def addition(self, addition: Addition) -> FeedEntry:
        """Return the entry of a document: its headline, where and when it was published, how its summary
        begins.
        """
        document = self.archive.documents[addition.document]
        record = document.record
        is_known = record.byline != UNKNOWN and "byline" not in record.inferred
        published = (self.archive.outlet_in_words(document.id), self.archive.date_in_words(document.id))
        said = [", ".join(published), *headline_remarks(record), opening(document.summary, LONGEST)]
        return FeedEntry(
            id=self.identifiers.of(DOCUMENTS, addition.first_id),
            url=whole_address(self.archive, self.address, site_address(DOCUMENTS, document.id)),
            title=record.title,
            summary=" ".join(_sentence(text) for text in said if text),
            day=addition.day,
            updated=addition.changed,
            categories=((ADDITION, "Addition"), *self._subjects(record)),
            language=record.language,
            author=record.byline if is_known else "",
        )

    def _subjects(self, record: Document) -> Iterator[tuple[str, str]]:
        """Yield the topics of a document and its language."""
        for id in record.topics:
            yield id, self.archive.term("topics", id).record.label
        yield record.language, LANGUAGES[record.language]

    def correction(self, correction: Correction) -> FeedEntry:
        """Return the entry of a change: what changed and why, as the history of the record says it."""
        entry, archive = correction.entry, self.archive
        if not correction.id:
            return self._withdrawal(correction)
        is_document = correction.kind == DOCUMENTS
        record = archive.documents[correction.id].record if is_document else None
        title = record.title if record else archive.sources[correction.id].record.label
        subject = Subject("document" if record else "source", record.title if record else "")
        what = "Change of access" if entry.field in CHANGES_OF_ACCESS else "Correction"
        said = [plain(entry_in_words(archive, subject, entry)), *_reason(entry)]
        return self._dated(
            correction,
            url=site_address(correction.kind, correction.id),
            title=f"{what}: {title}",
            said=[*said, *(headline_remarks(record) if record else ())],
        )

    def _withdrawal(self, correction: Correction) -> FeedEntry:
        """Return the entry of a withdrawal: what the page at the old address says, without that address.

        An address often repeats the headline; whoever has it finds the page. The entry leads to the source's
        page, or to the home page if the source is gone too.
        """
        noun = correction.kind.removesuffix("s")
        source = self.archive.sources.get(correction.source) if correction.kind == DOCUMENTS else None
        of_what = f" of the source “{source.record.label}”" if source else ""
        said = f"The archive withdrew a {noun}{of_what} on {correction.entry.date.words}."
        reason = _reason(correction.entry) or ["No reason is recorded."]
        url = site_address(SOURCES, source.id) if source else ""
        return self._dated(correction, url, f"Withdrawn {noun}", [said, *reason])

    def _dated(self, correction: Correction, url: str, title: str, said: list[str]) -> FeedEntry:
        return FeedEntry(
            id=self.identifiers.of("history", correction.key),
            url=whole_address(self.archive, self.address, url),
            title=title,
            summary=" ".join(map(_sentence, said)),
            day=correction.day,
            updated=correction.day,
            categories=((CORRECTION, "Correction"),),
        )


def _reason(entry: Entry) -> list[str]:
    reason = reason_in_words(entry)
    return [f"Reason: {reason}"] if reason else []


def _sentence(text: str) -> str:
    """Return a text with a full stop, unless it ends as a sentence does.

    >>> _sentence("A quay"), _sentence("Is it a quay?"), _sentence("“A quay.”")
    ('A quay.', 'Is it a quay?', '“A quay.”')
    """
    return text if text.rstrip("\"'”’»)").endswith((".", "!", "?", "…")) else f"{text}."
