"""The work that a document is, as a bibliography describes it: the one source of every citation format.

What is described is the original: its author, its outlet, its date, its address. The archive's page is where
it was consulted. What the record does not say is left out, and what is inferred is called so.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlsplit

from ..base.wording import list_in_words
from ..collection.archive import Archive, DocumentEntry
from ..collection.sites.placing import whole_address
from ..records.closed_lists import Kind, Nearness, OutletType, Role, Wholeness
from ..records.dates import UNKNOWN, Date
from ..records.fields import Document
from ..records.languages import OUTLET_LANGUAGES
from ..records.lines import expand
from ..records.terms import Outlet, Person, Term

# Kinds of documents whose author is who speaks.
SPOKEN_KINDS = {
    Kind.SPEECH: "speech",
    Kind.REMARKS: "remarks",
    Kind.PRESS_STATEMENT: "press statement",
    Kind.PRESS_CONFERENCE: "press conference",
}
# Texts that give the words themselves. Another text about a speech or an interview is its own author's.
GIVING_WORDS = (Nearness.OFFICIAL_TRANSCRIPT, Nearness.TRANSCRIPT, Nearness.TRANSLATION)
# The fields that a citation shows, by the words for them: which of them are inferred is said.
CITED = {"date": "date", "outlet": "outlet", "byline": "author", "original_url": "address"}
CONSULTED = {
    Wholeness.EXCERPT: "Excerpt consulted in",
    Wholeness.CUT_OFF: "Incomplete text consulted in",
}
# A word that joins names in a byline, with something else than a known name, "\0", on one of its sides.
_OTHER_NAME = re.compile(r"(?<!\0)(?<!\0,) (?:and|en|и|&) | (?:and|en|и|&) (?!\0)")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
# What an event's label ends with where it gives the date.
_DATE = re.compile(r",? (?:[0-9]{1,2} [A-Z][a-z]+ )?[0-9]{4}$")


@dataclass(frozen=True)
class Name:
    """Somebody's name: whole, and divided into family and given names where a record says how."""

    whole: str
    family: str = ""
    given: str = ""
    is_organisation: bool = False

    @property
    def inverted(self) -> str:
        """The name as bibliographies sort it, such as `Brook, Ada`."""
        return f"{self.family}, {self.given}" if self.given else self.whole


@dataclass(frozen=True)
class Work:
    """What a bibliography says of a document."""

    entry: DocumentEntry
    authors: tuple[Name, ...]
    interviewers: tuple[Name, ...]
    translators: tuple[Name, ...]
    outlet: str
    outlet_type: OutletType
    first_publisher: str  # its label, if another than the outlet
    agency: str  # the label of the agency that the text credits, if it is neither of the two
    seen_on: str  # who republished it, and when, in words
    event: str
    place: str
    subjects: tuple[str, ...]  # the labels of its topics
    archive: str  # the title of the collection
    page: str  # the whole address of the archive's page, or empty

    @property
    def record(self) -> Document:
        """The document's record."""
        return self.entry.record

    @property
    def key(self) -> str:
        """The citation key: the document's id, which no other document has."""
        return self.entry.id

    @property
    def title(self) -> str:
        """The headline, in one line."""
        return " ".join(self.record.title.split())

    @property
    def date(self) -> Date | None:
        """When the outlet published it, as far as that is known."""
        return self.record.date

    @property
    def is_date_uncertain(self) -> bool:
        """Whether the date is approximate, uncertain, open or inferred."""
        if self.date is None:
            return False
        doubtful = self.date.is_open or any(mark in self.date.text for mark in "~?%")
        return doubtful or "date" in self.record.inferred

    @cached_property
    def url(self) -> str:
        """The address of the original as a URI (RFC 3987, section 3.1), or empty."""
        return "" if self.record.original_url == UNKNOWN else as_uri(self.record.original_url)

    @property
    def genre(self) -> str:
        """What it is, in a word, if it is not simply an article."""
        return _genre(self.record)

    @property
    def is_by_speakers(self) -> bool:
        """Whether the authors are those who speak, as the statements of the record say.

        Where it has none, the authors of a speech or an interview are whoever signs it.
        """
        return bool(self.genre and _answering(self.record))

    @property
    def is_speech(self) -> bool:
        """Whether it is a speech or the like, which has an event, a day and a place of its own."""
        return self.genre in SPOKEN_KINDS.values()

    @cached_property
    def remarks(self) -> tuple[str, ...]:
        """What no style has a place for, a sentence each: doubt about dates, publishers, what is inferred."""
        record = self.record
        sentences = self._dates_in_words()
        if self.first_publisher:
            sentences.append(f"First published by {self.first_publisher}.")
        if self.agency:
            sentences.append(f"Credited to {self.agency}.")
        if self.seen_on:
            sentences.append(f"Republished by {self.seen_on}.")
        if record.nearness is Nearness.TRANSLATION and record.spoken_language:
            sentences.append(f"Translated from {OUTLET_LANGUAGES[record.spoken_language]}.")
        cited = CITED | ({"chain": "first publisher"} if self.first_publisher else {})
        cited |= {"spoken": f"date of the {self.genre}"} if self.genre else {}
        if inferred := [words for field, words in cited.items() if field in record.inferred]:
            sentences.append(f"Inferred: {list_in_words(inferred)}.")
        return tuple(sentences)

    def _dates_in_words(self) -> list[str]:
        """Return when it was published, where no style can say it, and spoken, if on another day."""
        sentences, date, spoken = [], self.date, self.record.spoken
        if date and "/" in date.text:
            sentences.append(f"Published {date.moment}.")
        elif date and (not date.certain or date.year == UNKNOWN):
            sentences.append(f"Date of publication: {date.words}.")
        if self.genre and spoken and spoken != date:
            sentences.append(f"Date of the {self.genre}: {spoken.words}.")
        return sentences

    @property
    def notes(self) -> tuple[str, ...]:
        """The same for formats that have no place for an English title either."""
        gloss = self.record.gloss or ""
        stop = "" if gloss.endswith(("?", "!", ".", "…")) else "."
        return (f"Title in English: {gloss}{stop}", *self.remarks) if gloss else self.remarks

    @property
    def notes_with_extent(self) -> tuple[str, ...]:
        """The notes of formats in which the archive is a field, and so does not say what was consulted."""
        is_part = self.record.wholeness in CONSULTED
        return (*self.notes, f"{self.consulted}.") if is_part else self.notes

    @property
    def asked_by(self) -> tuple[str, ...]:
        """A sentence with the interviewers, for formats that have no field for them."""
        names = [name.whole for name in self.interviewers]
        return (f"Interview by {list_in_words(names)}.",) if names else ()

    @property
    def consulted(self) -> str:
        """Where the work was consulted, and whether as a whole, without an address."""
        return f"{CONSULTED.get(self.record.wholeness, 'Consulted in')} {self.archive}"


def as_uri(address: str) -> str:
    """Return a web address with ASCII characters alone.

    >>> as_uri("https://vestnik.example/гавань?x=%20")
    'https://vestnik.example/%D0%B3%D0%B0%D0%B2%D0%B0%D0%BD%D1%8C?x=%20'
    """
    if address.isascii():
        return address
    parts = urlsplit(address)
    host = parts.netloc
    if not host.isascii():
        with contextlib.suppress(UnicodeError):  # a name that no server can have is encoded below
            host = host.encode("idna").decode()
    return _BEYOND_ASCII.sub(lambda found: quote(found[0]), parts._replace(netloc=host).geturl())


def describe(archive: Archive, document: DocumentEntry, address: str) -> Work:
    """Return the work that a document is; `address` is that of the public site, or empty."""
    record = document.record
    outlet = archive.term("outlets", record.outlet).record
    event = _occasion(archive, record)
    place = getattr(event, "place", None)
    return Work(
        document,
        *_makers(archive, record),
        _printed_names(archive, record, record.translator or UNKNOWN),
        outlet.label,
        outlet.type if isinstance(outlet, Outlet) else OutletType.UNKNOWN,
        *_earlier_publishers(archive, record),
        _seen_on(archive, record),
        _DATE.sub("", event.label) if event else "",
        archive.term("places", place).record.label if place else "",
        tuple(archive.term("topics", id).record.label for id in record.topics),
        archive.collection.title if archive.collection else "",
        whole_address(archive, address, f"documents/{document.id}/") if address else "",
    )


def _genre(record: Document) -> str:
    """Return the word for a text that gives what was spoken; an empty one for texts that report it."""
    if record.nearness not in GIVING_WORDS:
        return ""
    return SPOKEN_KINDS.get(record.kind, "interview" if record.kind is Kind.INTERVIEW else "")


def _occasion(archive: Archive, record: Document) -> Term | None:
    """Return the event at which a speech was made; nothing for other texts, which only speak of events."""
    events = {statement.occasion for statement in record.statements or () if statement.occasion}
    if _genre(record) not in SPOKEN_KINDS.values() or len(events) != 1:
        return None
    return archive.term("events", events.pop()).record


def _makers(archive: Archive, record: Document) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Return who made the words, and who asked for them.

    A speech or an interview is by those who speak and do not only ask. Another text, such as one that retells
    a speech, is by whoever signs it.
    """
    printed = _printed_names(archive, record, record.byline)
    if not _genre(record):
        return printed, ()
    asking = _asking(record)
    interviewers = [link for link in _speaking(record) if link in asking and record.kind is Kind.INTERVIEW]
    return _speakers(archive, _answering(record)) or printed, _speakers(archive, interviewers)


def _speaking(record: Document) -> Iterable[str]:
    """Return everybody who speaks, each once, as they follow."""
    return dict.fromkeys(statement.speaker for statement in record.statements or ())


def _answering(record: Document) -> list[str]:
    """Return the speakers who do not only ask."""
    asking = _asking(record)
    return [link for link in _speaking(record) if link not in asking]


def _asking(record: Document) -> frozenset[str]:
    """Return the speakers who say nothing but questions."""
    questions = {line for lines, role in record.roles if role is Role.QUESTION for line in lines}
    statements = record.statements or ()
    others = {statement.speaker for statement in statements if not expand(statement.lines) <= questions}
    return frozenset(statement.speaker for statement in statements) - others


def _speakers(archive: Archive, links: Iterable[str]) -> tuple[Name, ...]:
    """Return the names of people and organisations."""
    return tuple(_speaker(archive, *link.split(":")) for link in links)


def _speaker(archive: Archive, vocabulary: str, id: str) -> Name:
    if vocabulary == "people":
        return _person(archive, id)
    return Name(archive.term(vocabulary, id).record.label, is_organisation=True)


def _printed_names(archive: Archive, record: Document, printed: str) -> tuple[Name, ...]:
    """Return the names that a byline or a credit prints; none where it only names the outlet."""
    if printed == UNKNOWN or printed.casefold() in _outlet_names(archive, record):
        return ()
    if known := _known_names(record, printed):
        return tuple(_divided(name, record.sort_names[name]) for name in known)
    for id in record.people:
        if printed in archive.term("people", id).record.names:
            return (_person(archive, id),)
    return (Name(printed),)


def _known_names(record: Document, printed: str) -> list[str]:
    """Return the names in a byline that the record divides, as they follow; none where it divides not all, as
    nobody may be left out.
    """
    if not record.sort_names:
        return []
    longest_first = "|".join(re.escape(name) for name in sorted(record.sort_names, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
    others = " ".join(pattern.sub("\0", printed).split())
    return [] if _OTHER_NAME.search(others) else list(dict.fromkeys(pattern.findall(printed)))


def _outlet_names(archive: Archive, record: Document) -> set[str]:
    names = archive.term("outlets", record.outlet).record.names
    return {name.casefold() for name in names}


def _person(archive: Archive, id: str) -> Name:
    person = archive.term("people", id).record
    sort_name = person.sort_name if isinstance(person, Person) else None
    return _divided(person.label, sort_name or person.label)


def _divided(whole: str, sort_name: str) -> Name:
    """Return a name, divided at the comma of its form in lists.

    >>> _divided("Ada Brook", "Brook, Ada").family, _divided("Sukarno", "Sukarno").given
    ('Brook', '')
    """
    family, comma, given = sort_name.partition(",")
    return Name(whole, family.strip(), given.strip()) if comma else Name(whole)


def _earlier_publishers(archive: Archive, record: Document) -> tuple[str, str]:
    """Return the labels of the first publisher, of whom the publication chain alone tells, and the agency."""
    first, agency = record.chain[0], record.agency
    labels = {id: archive.term("outlets", id).record.label for id in (first, agency) if id}
    labels[record.outlet] = ""
    return labels[first], labels[agency] if agency and agency != first else ""


def _seen_on(archive: Archive, record: Document) -> str:
    """Return who republished a document after its outlet, and when, in words."""
    if stamp := record.republished:
        by = archive.term("outlets", stamp.by).record.label
        return f"{by}, {stamp.date.moment}"
    after = record.chain[record.chain.index(record.outlet) + 1 :] if record.outlet in record.chain else ()
    return ", ".join(archive.term("outlets", id).record.label for id in after)
