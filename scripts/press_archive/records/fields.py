"""The dictionary of fields: what a source, a document, a search and the collection are made of.

The models are read from strict YAML, where all values are texts; `values.py` converts them. `terms.py` has
the fields of terms. A field's description is also used in the documentation and the record template.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from ..base.problems import Location, NotAccepted
from .closed_lists import (
    RELATIONS,
    Access,
    CutReason,
    FindingField,
    Form,
    Kind,
    Nearness,
    Robots,
    Sameness,
    Wholeness,
)
from .lines import LAST_LINE, LineRange, Ranges, limit
from .record import Record
from .sites.part import Part, check_apart
from .values import (
    Addressee,
    BasisOrReference,
    Caution,
    ClosedInterval,
    EdtfDate,
    EdtfInterval,
    EdtfIntervalOrUnknown,
    EventId,
    FileName,
    Id,
    InstrumentId,
    Language,
    LineRanges,
    Months,
    OneRun,
    OrganisationId,
    OutletId,
    OutletLanguage,
    Page,
    PersonId,
    PlaceId,
    RightsCode,
    Roles,
    Salt,
    Sha256,
    Speaker,
    Subject,
    Swhid,
    Text,
    TopicId,
    Url,
    WordLimits,
)


class Cut(Record):
    """Lines of a capture that belong to no document."""

    lines: LineRanges = Field(description="the lines that are cut")
    reason: CutReason = Field(description="why, from the closed list")


class Original(Record):
    """The received file that a capture's text was extracted from: a web page, a mail, a web archive."""

    file: FileName = Field(description="its file name, as received")
    sha256: Sha256 = Field(description="its SHA-256, in hexadecimal digits")
    bytes: Annotated[int, Field(gt=0)] = Field(description="its size in bytes")
    extractor: Text = Field(description="the program that extracted the text, with its version")


class Permission(Record):
    """What a rights-holder allowed the archive to show."""

    by: Text = Field(description="who gave it: the rights-holder")
    date: EdtfDate = Field(description="when it was given, in EDTF")
    note: Text = Field(description="what it allows, and where it is kept")
    reference: Page | None = Field(
        default=None, description="the web address at which it can be read, if it was published"
    )


class Source(Record):
    """A capture and what is known about it (`source.yml`)."""

    label: Text = Field(description="the archive's short name for the source")
    file: FileName = Field(description="the capture's file name, as received")
    sha256: Sha256 = Field(description="the SHA-256 of the capture, in hexadecimal digits")
    swhid: Swhid | None = Field(
        default=None, description="the SWHID of the capture (ISO/IEC 18670), which any copy of it has"
    )
    bytes: Annotated[int, Field(gt=0)] = Field(description="the size of the capture in bytes")
    lines: Annotated[int, Field(gt=0, le=LAST_LINE)] = Field(
        description="the number of lines, a last one without a line feed included"
    )
    blank: LineRanges = Field(default=(), description="the lines that contain nothing but white space")
    original: Original | None = Field(
        default=None, description="the file that the capture was extracted from, if it was"
    )
    captured: EdtfIntervalOrUnknown = Field(description="the date of the capture, in EDTF, or unknown")
    captured_from: Url = Field(description="the address that was captured, or unknown")
    added: EdtfDate | None = Field(default=None, description="when the source came into the archive, in EDTF")
    rights: RightsCode = Field(
        description="the rights statement, a code of rightsstatements.org or Creative Commons"
    )
    access: Access = Field(description="what the public site may show: full, excerpt or summary")
    excerpts: LineRanges = Field(default=(), description="with access: excerpt, the lines that may be shown")
    permission: Permission | None = Field(
        default=None,
        description="who allowed the text to be shown, where its rights statement alone does not",
    )
    robots: Robots = Field(
        default=Robots.INDEX,
        description="noindex asks search engines not to list its page and those of its documents",
    )
    cuts: tuple[Cut, ...] = Field(
        default=(), description="lines that belong to no document, each with its reason"
    )
    notes: tuple[Text, ...] = Field(default=(), description="what is odd about the capture")

    @field_validator("cuts")
    @classmethod
    def cuts_fit_a_capture(cls, cuts: tuple[Cut, ...]) -> tuple[Cut, ...]:
        """Refuse cuts with more lines than a capture can have."""
        limit(span for cut in cuts for span in cut.lines)
        return cuts


class Republication(Record):
    """The stamp of a site that republished a document."""

    by: OutletId = Field(description="whose stamp it is, an id of outlets.yml")
    date: EdtfInterval = Field(description="the date that the stamp gives, in EDTF")
    line: Annotated[int, Field(gt=0, le=LAST_LINE)] | None = Field(
        default=None, description="the line of the capture on which it is printed"
    )

    @property
    def lines(self) -> Ranges:
        """The line as ranges; none where it is not given."""
        return (LineRange(self.line, self.line),) if self.line else ()


class Statement(Record):
    """What one speaker says without a break to one addressee: a speech, an answer, a quotation."""

    speaker: Speaker = Field(description="who speaks, an id of people.yml, or organisations:ID")
    lines: OneRun = Field(description="the lines of the capture that contain it, one run")
    form: Form = Field(description="quoted, or reported without the words themselves")
    quotation: Annotated[int, Field(gt=0, le=99)] | None = Field(
        default=None,
        description="which quotation in the lines, from 1, where they quote several speakers",
    )
    to: tuple[Addressee, ...] = Field(default=(), description="to whom it is said, links such as people:ID")
    about: tuple[Subject, ...] = Field(default=(), description="what it is about, links such as topics:ID")
    occasion: EventId | None = Field(
        default=None, description="the event on which it is said, an id of events.yml"
    )
    place: PlaceId | None = Field(default=None, description="where it is said, an id of places.yml")
    date: EdtfInterval | None = Field(
        default=None, description="when it is said, in EDTF, where that is not the day of the document"
    )

    def terms(self) -> Iterator[tuple[Location, str, str]]:
        """Yield (location, vocabulary, id) for each term that the statement names."""
        yield ("speaker",), *_split(self.speaker)
        for field, links in (("to", self.to), ("about", self.about)):
            for position, link in enumerate(links):
                yield (field, position), *_split(link)
        if self.occasion:
            yield ("occasion",), "events", self.occasion
        if self.place:
            yield ("place",), "places", self.place


def _split(link: str) -> tuple[str, str]:
    vocabulary, _, id = link.partition(":")
    return vocabulary, id


class Finding(Record):
    """What is known of a document from outside its capture."""

    field: FindingField = Field(description="the field of the document that it is about")
    value: Text = Field(description="what was found")
    found: Page = Field(description="the page on which it was found")
    seen: EdtfDate = Field(description="when it was seen there, in EDTF")
    same: Sameness = Field(description="how far the page has the same text, from the closed list")
    note: Text | None = Field(default=None, description="what else there is to say of it")


class ArchivedCopy(Record):
    """A copy of a document's original in a web archive."""

    url: Page = Field(description="its address in a web archive or a library")
    date: EdtfDate = Field(description="when it was archived, in EDTF")


class Document(Record):
    """One published item inside a capture (the front matter of its Markdown file)."""

    title: Text = Field(description="the headline, to the character as it was captured")
    gloss: Text | None = Field(
        default=None,
        description="the headline in English, in the archive's own words, if it is not in English",
    )
    mismatch: Caution | None = Field(
        default=None, description="that the text does not belong to the headline, in a sentence for lists"
    )
    caution: Caution | None = Field(
        default=None, description="what to keep in mind of a loaded headline, in a sentence for lists"
    )
    date: EdtfIntervalOrUnknown = Field(description="when its outlet published it, in EDTF, or unknown")
    republished: Republication | None = Field(
        default=None, description="the stamp of a site that republished it: by whom, when, on which line"
    )
    spoken: EdtfInterval | None = Field(default=None, description="when the words were spoken, in EDTF")
    outlet: OutletId = Field(description="who published it, an id of outlets.yml")
    kind: Kind = Field(description="what it is, from the closed list")
    language: Language = Field(description="the language of the text, a BCP 47 code")
    spoken_language: OutletLanguage | None = Field(
        default=None,
        description="the language in which the words were spoken or first written, a BCP 47 code",
    )
    original_url: Url = Field(description="the address of the original, or unknown")
    archived: tuple[ArchivedCopy, ...] = Field(
        default=(), description="copies of the original in web archives, oldest first"
    )
    byline: Text = Field(description="the author as printed, or unknown")
    translator: Text | None = Field(default=None, description="the translator as printed")
    sort_names: dict[Text, Text] = Field(
        default={},
        description="names in the byline or of the translator, each as bibliographies sort it: Brook, Ada",
    )
    agency: OutletId | None = Field(
        default=None, description="the agency that the text credits, an id of outlets.yml"
    )
    lines: LineRanges = Field(description="the lines of the capture that this document consists of")
    roles: Roles = Field(default=(), description="what lines are, if they are not text")
    speakers: dict[Text, PersonId] = Field(
        default={}, description="the printed names of speakers, each with a person's id or unknown"
    )
    nearness: Nearness = Field(description="how near it is to the words themselves, from the closed list")
    chain: Annotated[tuple[OutletId, ...], Field(min_length=1)] = Field(
        description="the publication chain, first publisher first"
    )
    wholeness: Wholeness = Field(description="whether it is the whole text, from the closed list")
    topics: Annotated[tuple[TopicId, ...], Field(min_length=1)] = Field(
        description="what it is about, ids of topics.yml"
    )
    people: tuple[PersonId, ...] = Field(
        default=(), description="who acts or is mentioned in it, ids of people.yml"
    )
    places: tuple[PlaceId, ...] = Field(
        default=(), description="where it happens, or what places it is about, ids of places.yml"
    )
    organisations: tuple[OrganisationId, ...] = Field(
        default=(), description="which organisations act or are mentioned in it, ids of organisations.yml"
    )
    instruments: tuple[InstrumentId, ...] = Field(
        default=(), description="which treaties, resolutions and agreements it names, ids of instruments.yml"
    )
    events: tuple[EventId, ...] = Field(
        default=(), description="which events it deals with, ids of events.yml"
    )
    event_lines: dict[EventId, LineRanges] = Field(
        default={}, description="the lines that deal with an event, if not all do"
    )
    statements: tuple[Statement, ...] | None = Field(
        default=None,
        description="who says what in which lines; [] if nobody does, left out if they are not listed yet",
    )
    reprint_of: tuple[Id, ...] = Field(
        default=(), description="documents that this one repeats, ids of documents"
    )
    excerpt_of: tuple[Id, ...] = Field(default=(), description="documents that this one is a part of")
    translation_of: tuple[Id, ...] = Field(
        default=(), description="documents that this one gives in another language"
    )
    same_wire: tuple[Id, ...] = Field(
        default=(), description="documents made from the same report of a news agency"
    )
    findings: tuple[Finding, ...] = Field(
        default=(), description="what is known from outside the capture, each with the page that says it"
    )
    rights: RightsCode | None = Field(
        default=None, description="the rights statement of this document, if it is not that of its source"
    )
    robots: Robots = Field(
        default=Robots.INDEX,
        description="noindex asks search engines not to list its page",
    )
    inferred: dict[Text, BasisOrReference] = Field(
        default={}, description="fields whose value is concluded, each with what from; each has a note"
    )
    notes: tuple[Text, ...] = Field(
        default=(), description="what is odd, and the reason for what is inferred"
    )

    @field_validator("statements")
    @classmethod
    def statements_fit_a_capture(
        cls, statements: tuple[Statement, ...] | None
    ) -> tuple[Statement, ...] | None:
        """Refuse statements of more lines than a capture has."""
        limit(span for statement in statements or () for span in statement.lines)
        return statements

    @field_validator("sort_names")
    @classmethod
    def names_are_printed(cls, names: dict[str, str], fields: ValidationInfo) -> dict[str, str]:
        """Refuse a name that is not printed, and a form of it with other words or without a comma."""
        printed = [fields.data.get(field) or "" for field in ("byline", "translator")]
        for name, sort_name in names.items():
            if not any(name in text for text in printed):
                message = f"a name that is neither in the byline nor the translator's ({name!r})"
                raise NotAccepted(f"{message}. Expected one as it is printed there")
            words = sorted(sort_name.replace(",", " ").split())
            if sort_name.count(",") != 1 or words != sorted(name.split()):
                message = f"not a form of {name!r} ({sort_name!r}). Expected its words with one comma"
                raise NotAccepted(message, "write the family name first, such as Brook, Ada")
        return names

    @field_validator("event_lines")
    @classmethod
    def named_lines_fit_a_capture(cls, named: dict[str, Ranges]) -> dict[str, Ranges]:
        """Refuse ranges of more lines than a capture has."""
        limit(span for ranges in named.values() for span in ranges)
        return named

    def relations(self) -> dict[str, tuple[str, ...]]:
        """Return the documents that the record names, by the name of the relation."""
        return {relation: getattr(self, relation) for relation in RELATIONS}

    def terms(self) -> dict[str, tuple[str, ...]]:
        """Return the ids that the document names, by vocabulary, in the record's order."""
        outlets = (self.outlet, *self.chain, *((self.agency,) if self.agency else ()))
        return {
            "topics": self.topics,
            "people": self.people,
            "places": self.places,
            "organisations": self.organisations,
            "instruments": self.instruments,
            "events": self.events,
            "outlets": tuple(dict.fromkeys(outlets)),
        }


class Search(Record):
    """A search for documents of an outlet, kept so that nobody repeats it (`sources/searches.yml`).

    What a search finds is added as a source. So if a month was searched and has no document, nothing was
    found.
    """

    outlet: OutletId = Field(description="whose documents were looked for, an id of outlets.yml")
    period: Months = Field(description="the months or years that were searched, each as a whole")
    date: EdtfDate = Field(description="when the search was made, in EDTF")
    method: Text = Field(
        description="where and how: the site's own search and its words, a web archive, a library"
    )


class Collection(Record):
    """The collection as a whole (`sources/collection.yml`)."""

    title: Text = Field(description="the name of the archive")
    description: Text = Field(description="what the archive is, in one sentence")
    about: Text = Field(description="what a reader finds in it and what not, in a short paragraph")
    period: ClosedInterval = Field(description="the years that it covers, an EDTF date or interval")
    records_version: Annotated[int, Field(gt=0)] | None = Field(
        default=None, description="the version of the records' fields and values; 1 if it is not given"
    )
    summary_words: WordLimits | None = Field(
        default=None, description="how many words a summary has, such as 80-300"
    )
    statements: Literal["required"] | None = Field(
        default=None, description="required, if every document must list its statements"
    )
    house_style: dict[Text, Text] = Field(
        default={},
        description="spellings that the archive's own prose avoids, each with the one to write instead",
    )
    fingerprint_salt: Salt | None = Field(
        default=None,
        description="what makes the fingerprints of this archive differ from those of others; never changed",
    )
    public_details: dict[Text, Text] = Field(
        default={},
        description="e-mail addresses, numbers and keys that may be published, each with the reason",
    )
    parts: tuple[Part, ...] = Field(
        default=(),
        description="ranges of years that have sites of their own, if the archive is too large for one",
    )

    @field_validator("parts")
    @classmethod
    def parts_are_apart(cls, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """Refuse a year in two parts, years in another order, and an address of two parts."""
        check_apart(parts)
        return parts
