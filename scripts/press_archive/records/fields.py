"""The one dictionary of fields: what a source, a document and a term are made of.

Every model is read from strict YAML, where all values are texts; the validators here turn them into what they mean.
A field's description is what the documentation and the record template say of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from ..base.problems import NotAccepted, suggest, suggest_code
from .dates import FORM, UNKNOWN, Date, parse_date, parse_interval
from .lines import LAST_LINE, RANGE, LineRange, Ranges, limit, parse_ranges
from .links import (
    DOCUMENTS,
    ID,
    ID_EXPECTED,
    INDEX,
    LONGEST_ID,
    WEB_ADDRESS,
    is_id,
    is_web_address,
    parse_target,
    suggest_id,
    suggest_target,
)

# What a value begins with that a person has still to find: the draft of a record has them where nothing could be known.
TODO = "TODO"

# BCP 47 codes of the languages a document can be in (those that the search can stem), with their English names.
LANGUAGES = {
    "ar": "Arabic", "ca": "Catalan", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "eu": "Basque", "fi": "Finnish", "fr": "French", "hi": "Hindi", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "it": "Italian", "lt": "Lithuanian", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sr": "Serbian", "sv": "Swedish",
    "ta": "Tamil", "tr": "Turkish", "uk": "Ukrainian", "yi": "Yiddish",
}  # fmt: skip

# An outlet may publish in more.
OUTLET_LANGUAGES = LANGUAGES | {
    "bg": "Bulgarian", "cs": "Czech", "et": "Estonian", "fa": "Persian", "he": "Hebrew", "hr": "Croatian", "ja": "Japanese",
    "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "lv": "Latvian", "sk": "Slovak", "sl": "Slovenian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

# Rights statements: https://rightsstatements.org/page/1.0/ and https://creativecommons.org/licenses/.
RIGHTS = {
    "InC": ("In copyright", "https://rightsstatements.org/vocab/InC/1.0/"),
    "InC-EDU": ("In copyright, educational use permitted", "https://rightsstatements.org/vocab/InC-EDU/1.0/"),
    "InC-NC": ("In copyright, non-commercial use permitted", "https://rightsstatements.org/vocab/InC-NC/1.0/"),
    "InC-RUU": ("In copyright, rights-holder unlocatable or unidentifiable", "https://rightsstatements.org/vocab/InC-RUU/1.0/"),
    "NoC-US": ("No copyright, United States", "https://rightsstatements.org/vocab/NoC-US/1.0/"),
    "NoC-OKLR": ("No copyright, other known legal restrictions", "https://rightsstatements.org/vocab/NoC-OKLR/1.0/"),
    "CNE": ("Copyright not evaluated", "https://rightsstatements.org/vocab/CNE/1.0/"),
    "UND": ("Copyright undetermined", "https://rightsstatements.org/vocab/UND/1.0/"),
    "NKC": ("No known copyright", "https://rightsstatements.org/vocab/NKC/1.0/"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0-1.0": ("Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "PDM-1.0": ("Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/"),
}  # fmt: skip


class Kind(StrEnum):
    """What a document is."""

    NEWS_REPORT = "news-report"
    SPEECH = "speech"
    INTERVIEW = "interview"
    PRESS_CONFERENCE = "press-conference"
    COMMENTARY = "commentary"


class Evidence(StrEnum):
    """How the words reach us."""

    OFFICIAL_TRANSCRIPT = "official-transcript"
    REPUBLISHED_TRANSCRIPT = "republished-transcript"
    TRANSLATION = "translation"
    PRESS_REPORT = "press-report"
    AGGREGATOR_EXCERPT = "aggregator-excerpt"


class Extent(StrEnum):
    """Whether the text that is held shows that it is not whole."""

    COMPLETE = "complete"
    CUT_OFF = "cut-off"


class Access(StrEnum):
    """What the public site may show of a capture."""

    FULL = "full"
    EXCERPT = "excerpt"
    SUMMARY = "summary"


class Role(StrEnum):
    """What a line of a document is."""

    TEXT = "text"
    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    DATE = "date"
    CAPTION = "caption"
    CROSSHEAD = "crosshead"
    BULLET = "bullet"
    QUESTION = "question"
    ANSWER = "answer"
    URL = "url"
    AGENCY_CREDIT = "agency-credit"
    RELATED_LINK = "related-link"


# Lines of these roles say something about a document and are counted as metadata; all others are its text.
METADATA_ROLES = frozenset({Role.TITLE, Role.BYLINE, Role.DATE, Role.URL, Role.AGENCY_CREDIT, Role.RELATED_LINK})


class CutReason(StrEnum):
    """Why lines of a capture belong to no document."""

    DONATION_WIDGET = "donation-widget"
    READER_COMMENTS = "reader-comments"
    SHARE_PROMPT = "share-prompt"
    PAGE_FURNITURE = "page-furniture"
    READ_MORE_LINK = "read-more-link"
    IMAGE_PLACEHOLDER = "image-placeholder"
    BANK_DETAILS = "bank-details"
    ADVERTISEMENT = "advertisement"
    COOKIE_NOTICE = "cookie-notice"


# What a document can be to another one, a field each, with how a page says it: of the one, and of the other in turn.
RELATIONS = {
    "reprint_of": ("reprint of", "reprinted as"),
    "excerpt_of": ("excerpt of", "excerpted in"),
    "translation_of": ("translation of", "translated in"),
    "same_wire": ("same agency report as", "same agency report as"),
}
# Documents that are related in one of these ways hold the same text; a translation is a text of its own.
SAME_TEXT = ("reprint_of", "excerpt_of", "same_wire")

# What each kind of evidence means, as the site explains it.
EVIDENCE = {
    Evidence.OFFICIAL_TRANSCRIPT: "the words as published by the speaker's own office or by the host of the event",
    Evidence.REPUBLISHED_TRANSCRIPT: "a transcript that another site took over from its first publisher",
    Evidence.TRANSLATION: "the words in another language than the one in which they were spoken or first published",
    Evidence.PRESS_REPORT: "a report that quotes some of the words and retells others",
    Evidence.AGGREGATOR_EXCERPT: "a part of a text, on a page that gathers texts from other sites",
}


class OutletType(StrEnum):
    """What an outlet is."""

    NEWSPAPER = "newspaper"
    WIRE = "wire"
    STATE_AGENCY = "state-agency"
    NEWS_SITE = "news-site"
    BROADCASTER = "broadcaster"
    MAGAZINE = "magazine"
    BLOG = "blog"
    AGGREGATOR = "aggregator"
    GOVERNMENT = "government"


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("nothing. Expected a text")
    if "\n" in value:
        raise ValueError("a text of several lines. Expected one line")
    return value


def _form(pattern: str, expected: str, digits_from: int | None = None) -> WithJsonSchema:
    """Say in the JSON Schema what a text looks like as a whole.

    Where digits alone may stand, editors read them as a number: it is at least `digits_from`.
    """
    schema: dict[str, Any] = {"type": "string", "pattern": f"^(?:{pattern})$", "patternErrorMessage": f"Expected {expected}."}
    return WithJsonSchema(schema if digits_from is None else {**schema, "type": ["string", "integer"], "minimum": digits_from})


def _matching(pattern: re.Pattern[str], wrong: str, expected: str) -> tuple[AfterValidator, WithJsonSchema]:
    """Accept a text that matches a pattern as a whole."""

    def validate(value: str) -> str:
        if not pattern.fullmatch(value):
            bare = value.strip()
            near = [other for other in (bare, bare.lower(), bare.upper()) if pattern.fullmatch(other)]
            raise NotAccepted(f"{wrong} ({value!r}). Expected {expected}", f"did you mean {near[0]!r}?" if near else "")
        return value

    return AfterValidator(validate), _form(pattern.pattern, expected)


def _known(table: dict[str, str], what: str) -> tuple[AfterValidator, WithJsonSchema]:
    """Accept the keys of a table, which editors explain with its values."""

    def validate(value: str) -> str:
        if value not in table:
            raise NotAccepted(f"not {what} ({value!r}). Expected one of {', '.join(table)}", suggest_code(value, table))
        return value

    schema = {"type": "string", "enum": list(table), "enumDescriptions": list(table.values())}
    return AfterValidator(validate), WithJsonSchema(schema)


def _scalar(parse: Callable[[str], Any]) -> BeforeValidator:
    """Apply `parse` to a text; a list or mapping in its place is refused before it gets there."""

    def validate(value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError("a list, or fields with values. Expected one text")
        return parse(value)

    return BeforeValidator(validate)


def _date_or_unknown(value: str) -> Date | None:
    return None if value == UNKNOWN else parse_date(value)


def _roles(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("no lines with their roles. Expected them, such as {3: title, 5-7: caption}")
    known = {str(role) for role in Role}
    roles = []
    for key, role in value.items():
        if not isinstance(role, str) or role not in known:
            message = f"not a role ({role!r}, of lines {key}). Expected one of {', '.join(sorted(known))}"
            raise NotAccepted(message, suggest(str(role), known))
        roles.extend((found, Role(role)) for found in parse_ranges(key))
    limit(found for found, _ in roles)
    return tuple(roles)


def _reference(value: str) -> str:
    target = parse_target(value)
    if not target or target.kind not in ("", DOCUMENTS):
        message = f"not a reference ({value!r}). Expected https://… or a document and its line, documents:ID#L13"
        raise NotAccepted(message, suggest_target(value, [DOCUMENTS]))
    return value


def _id(value: str) -> str:
    if not is_id(value):
        raise NotAccepted(f"not an id ({value!r}). Expected {ID_EXPECTED}, such as a-short-name", suggest_id(value))
    return value


def _url(value: str) -> str:
    if value != UNKNOWN and not is_web_address(value):
        message = f"not a web address ({value!r}). Expected http:// or https:// without spaces and passwords, or {UNKNOWN}"
        raise NotAccepted(message, suggest_target(value) or suggest(value, [UNKNOWN]))
    return value


def _months(value: str) -> Date:
    month = r"\d{4}(-\d\d)?"
    if not re.fullmatch(f"{month}(/{month})?", value):
        raise ValueError(f"not months or years ({value!r}). Expected whole ones, as 2014, 2014-05 or 2014-05/2014-09")
    return parse_interval(value)


_ID = rf"(?!{INDEX}$)(?=.{{1,{LONGEST_ID}}}$){ID.pattern}"
# What of a host a pattern can tell: there is one, brackets hold an IP address, and no name or password stands before it.
_ADDRESS = WEB_ADDRESS.pattern.replace("://", r"://(?![/?#]|\[(?![0-9a-fA-F:.]+\])|[^/?#]*@)")
_LINES = rf"{RANGE.pattern}(\s*,\s*{RANGE.pattern})*"
_DATE = FORM.pattern
_MONTH = r"[0-9]{4}(-(0[1-9]|1[0-2]))?"

Text = Annotated[str, AfterValidator(_text), _form(rf"(?!{TODO})[^\n]*\S[^\n]*", f"a text of one line that is not left {TODO}")]
Id = Annotated[str, AfterValidator(_id), _form(_ID, f"{ID_EXPECTED}, such as a-short-name")]
Url = Annotated[
    str, AfterValidator(_url), _form(f"{UNKNOWN}|{_ADDRESS}", f"http:// or https:// without spaces and passwords, or {UNKNOWN}")
]
Sha256 = Annotated[str, *_matching(re.compile(r"[0-9a-f]{64}"), "not a SHA-256", "64 digits 0-9 a-f")]
Wikidata = Annotated[str, *_matching(re.compile(r"Q[1-9][0-9]*"), "not a Wikidata id", "Q and digits, such as Q42")]
Host = Annotated[str, *_matching(re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+"), "not a host name", "a domain such as example.org")]
FileName = Annotated[str, *_matching(re.compile(r"[^/\\\x00-\x1f]{1,200}"), "not a file's name", "a name without folders")]
EdtfDate = Annotated[Date, _scalar(parse_date), _form(_DATE, "a date such as 2013-09-23, 2013-09, 2013 or 2013-09-23~", 1)]
EdtfDateOrUnknown = Annotated[
    Date | None, _scalar(_date_or_unknown), _form(f"{UNKNOWN}|{_DATE}", f"a date such as 2013-09-23, or {UNKNOWN}", 1)
]
EdtfInterval = Annotated[
    Date, _scalar(parse_interval), _form(f"{_DATE}(/{_DATE})?", "a date such as 2013-09, or two as in 2013/2019", 1)
]
Months = Annotated[
    Date, _scalar(_months), _form(f"{_MONTH}(/{_MONTH})?", "months or years, as 2014, 2014-05 or 2014-05/2014-09", 1)
]
LineRanges = Annotated[Ranges, _scalar(parse_ranges), _form(_LINES, "numbers such as 3-31 or 3-31, 40", 1)]
Roles = Annotated[
    tuple[tuple[LineRange, Role], ...],
    BeforeValidator(_roles),
    WithJsonSchema({
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{_LINES})$"},
        "additionalProperties": {"type": "string", "enum": [str(role) for role in Role]},
    }),
]  # fmt: skip
Reference = Annotated[
    str,
    AfterValidator(_reference),
    _form(
        rf"{_ADDRESS}|{DOCUMENTS}:{ID.pattern}(#L[1-9][0-9]{{0,5}})?", "https://… or a document and its line, documents:ID#L13"
    ),
]


def _of(vocabulary: str) -> Any:
    """Return the type of an id of a vocabulary's terms; of the record's own vocabulary where that is empty."""
    return Annotated[Id, WithJsonSchema({"vocabulary": vocabulary})]


TopicId, PersonId, PlaceId, OrganisationId, EventId, OutletId, NearTermId = map(
    _of, ("topics", "people", "places", "organisations", "events", "outlets", "")
)


class Record(BaseModel):
    """What all records share: unknown fields are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Cut(Record):
    """Lines of a capture that belong to no document."""

    lines: LineRanges = Field(description="the lines that are cut")
    reason: CutReason = Field(description="why, from the closed list")


class Original(Record):
    """The file that a capture's text was extracted from: a web page, a mail, a web archive, or a text in another encoding."""

    file: FileName = Field(description="its file name, as received")
    sha256: Sha256 = Field(description="its SHA-256, in hexadecimal digits")
    bytes: Annotated[int, Field(gt=0)] = Field(description="its size in bytes")
    extractor: Text = Field(description="the program that extracted the text, with its version")


class Source(Record):
    """A capture and what is known about it (`source.yml`)."""

    label: Text = Field(description="the archive's short name for the source")
    file: FileName = Field(description="the capture's file name, as received")
    sha256: Sha256 = Field(description="the SHA-256 of the capture, in hexadecimal digits")
    bytes: Annotated[int, Field(gt=0)] = Field(description="the size of the capture in bytes")
    lines: Annotated[int, Field(gt=0, le=LAST_LINE)] = Field(
        description="the number of lines, a last one without a line feed included"
    )
    blank: LineRanges = Field(default=(), description="the lines that hold nothing but white space")
    original: Original | None = Field(default=None, description="the file that the capture was extracted from, if it was")
    captured: EdtfDateOrUnknown = Field(description="the date of the capture, in EDTF, or unknown")
    captured_from: Url = Field(description="the address that was captured, or unknown")
    added: EdtfDate | None = Field(default=None, description="when the source came into the archive, in EDTF")
    rights: Annotated[str, *_known({code: name for code, (name, _) in RIGHTS.items()}, "a rights statement")] = Field(
        description="the rights statement, a code of rightsstatements.org or Creative Commons"
    )
    access: Access = Field(description="what the public site may show: full, excerpt or summary")
    excerpts: LineRanges = Field(default=(), description="with access: excerpt, the lines that may be shown")
    cuts: tuple[Cut, ...] = Field(default=(), description="lines that belong to no document, each with its reason")
    notes: tuple[Text, ...] = Field(default=(), description="what is odd about the capture")

    @field_validator("cuts")
    @classmethod
    def cuts_fit_a_capture(cls, cuts: tuple[Cut, ...]) -> tuple[Cut, ...]:
        """Refuse cuts of more lines than a capture has."""
        limit(found for cut in cuts for found in cut.lines)
        return cuts


class Document(Record):
    """One published item inside a capture (the front matter of its Markdown file)."""

    title: Text = Field(description="the headline, to the character as it was captured")
    date: EdtfDate = Field(description="when it was published, in EDTF")
    spoken: EdtfDate | None = Field(default=None, description="when the speech or interview was given, if the text says so")
    outlet: OutletId = Field(description="who published it, an id of outlets.yml")
    kind: Kind = Field(description="what it is, from the closed list")
    language: Annotated[str, *_known(LANGUAGES, "a language")] = Field(description="the language of the text, a BCP 47 code")
    original_url: Url = Field(description="the address of the original, or unknown")
    byline: Text = Field(description="the author as printed, or unknown")
    agency: OutletId | None = Field(default=None, description="the agency that the text credits, an id of outlets.yml")
    lines: LineRanges = Field(description="the lines of the capture that are this document")
    roles: Roles = Field(default=(), description="what lines are, where they are not text")
    speakers: dict[Text, PersonId] = Field(
        default={}, description="printed names of speakers, each with a person's id or unknown"
    )
    evidence: Evidence = Field(description="how the words reach us, from the closed list")
    chain: Annotated[tuple[OutletId, ...], Field(min_length=1)] = Field(
        description="the publication chain, first publisher first"
    )
    extent: Extent = Field(description="complete, or cut-off where the text shows that it is not whole")
    topics: Annotated[tuple[TopicId, ...], Field(min_length=1)] = Field(description="what it is about, ids of topics.yml")
    people: tuple[PersonId, ...] = Field(default=(), description="who acts or is spoken of in it, ids of people.yml")
    places: tuple[PlaceId, ...] = Field(default=(), description="where or about where, ids of places.yml")
    organisations: tuple[OrganisationId, ...] = Field(
        default=(), description="which bodies act or are spoken of in it, ids of organisations.yml"
    )
    events: tuple[EventId, ...] = Field(default=(), description="which events it deals with, ids of events.yml")
    event_lines: dict[EventId, LineRanges] = Field(default={}, description="the lines that deal with an event, where not all do")
    verbatim: dict[PersonId, LineRanges] = Field(
        default={},
        description="the lines that hold a person's own words, as a transcript, translation or text; ids of people.yml",
    )
    reprint_of: tuple[Id, ...] = Field(default=(), description="documents that this one repeats, ids of documents")
    excerpt_of: tuple[Id, ...] = Field(default=(), description="documents that this one is a part of")
    translation_of: tuple[Id, ...] = Field(default=(), description="documents that this one gives in another language")
    same_wire: tuple[Id, ...] = Field(default=(), description="documents made from the same report of a news agency")
    inferred: tuple[Text, ...] = Field(default=(), description="fields whose value is concluded, not given; each has a note")
    notes: tuple[Text, ...] = Field(default=(), description="what is odd, and the reason for what is inferred")

    @field_validator("event_lines", "verbatim")
    @classmethod
    def named_lines_fit_a_capture(cls, named: dict[str, Ranges]) -> dict[str, Ranges]:
        """Refuse ranges of more lines than a capture has."""
        limit(found for ranges in named.values() for found in ranges)
        return named

    def relations(self) -> dict[str, tuple[str, ...]]:
        """Return the documents that the record names, by the name of the relation."""
        return {relation: getattr(self, relation) for relation in RELATIONS}

    def terms(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of every vocabulary that the document names, each once, in the record's order."""
        outlets = (self.outlet, *self.chain, *((self.agency,) if self.agency else ()))
        return {
            "topics": self.topics,
            "people": self.people,
            "places": self.places,
            "organisations": self.organisations,
            "events": self.events,
            "outlets": tuple(dict.fromkeys(outlets)),
        }


class Term(Record):
    """An entry of a vocabulary."""

    label: Text = Field(description="the name that the site shows")
    scope: Text = Field(description="a scope note: what the term stands for, in the archive's own words")
    variants: dict[Literal[tuple(LANGUAGES)], tuple[Text, ...]] = Field(  # type: ignore[valid-type]
        default={}, description="other names and spellings, by language"
    )
    wikidata: Wikidata | None = Field(default=None, description="the Wikidata id, where certain")
    broader: tuple[NearTermId, ...] = Field(default=(), description="terms of the same vocabulary that hold this one")
    related: tuple[NearTermId, ...] = Field(default=(), description="terms of the same vocabulary that are near")
    references: tuple[Reference, ...] = Field(
        default=(), description="where what is said here can be checked: web addresses, or documents and their lines"
    )
    inferred: tuple[Text, ...] = Field(default=(), description="fields whose value no capture gives; each has a note")
    notes: tuple[Text, ...] = Field(default=(), description="what is odd, and the reason for what is inferred")

    @property
    def names(self) -> list[str]:
        """Every name of the term, its label first."""
        return [self.label, *(name for names in self.variants.values() for name in names)]


class Office(Record):
    """An office that a person held for a time."""

    title: Text = Field(description="the name of the office")
    start: EdtfDate = Field(description="when it began, in EDTF")
    end: EdtfDate | None = Field(default=None, description="when it ended, in EDTF; left out where it outlasts those years")
    reference: Reference = Field(description="where this can be checked: a web address, or a document and its line")

    @field_validator("end")
    @classmethod
    def ends_after_it_begins(cls, end: Date | None, fields: ValidationInfo) -> Date | None:
        """Refuse an office that ends before it begins."""
        start = fields.data.get("start")
        if end and start and end.latest < start.earliest:
            raise ValueError(f"an end ({end.text}) before the start ({start.text}). Expected a later date")
        return end


class Person(Term):
    """A person: a term with the offices held."""

    offices: tuple[Office, ...] = Field(default=(), description="the offices held in the collection's years, in their order")


class Event(Term):
    """An event: a term with a date, a place and those who took part."""

    date: EdtfInterval | None = Field(default=None, description="when, an EDTF date or interval")
    place: PlaceId | None = Field(default=None, description="where, an id of places.yml")
    people: tuple[PersonId, ...] = Field(default=(), description="who took part, ids of people.yml")
    organisations: tuple[OrganisationId, ...] = Field(default=(), description="which bodies took part, ids of organisations.yml")
    description: Text | None = Field(
        default=None, description="what the documents say of it, in own words, with links to their lines"
    )


class Outlet(Term):
    """An outlet: a term that says what kind of publisher it is."""

    type: OutletType = Field(description="what it is, from the closed list")
    host: Host | None = Field(default=None, description="its domain, where certain")
    owner: Text | None = Field(default=None, description="who owned it in the collection's years")
    country: PlaceId | None = Field(default=None, description="the country it publishes from, an id of places.yml")
    languages: tuple[Annotated[str, *_known(OUTLET_LANGUAGES, "a language")], ...] = Field(
        default=(), description="the languages it publishes in, BCP 47 codes"
    )


class Search(Record):
    """A search for documents of an outlet, kept so that nobody repeats it (`sources/searches.yml`).

    What a search finds is added as a source. So a month that was searched and has no document is one in which
    nothing was found.
    """

    outlet: OutletId = Field(description="whose documents were looked for, an id of outlets.yml")
    period: Months = Field(description="the months or years that were searched, each as a whole")
    date: EdtfDate = Field(description="when the search was made, in EDTF")
    method: Text = Field(description="where and how: the site's own search and its words, a web archive, a library")


class Collection(Record):
    """What the collection as a whole is (`sources/collection.yml`)."""

    title: Text = Field(description="the name of the archive")
    description: Text = Field(description="what the archive is, in one sentence")
    about: Text = Field(description="what a reader finds in it and what not, in a short paragraph")
    period: EdtfInterval = Field(description="the years that it covers, an EDTF date or interval")


# The fields of a term whose value may be marked as inferred: those that its page shows with the mark.
INFERRABLE = (
    "wikidata", "date", "place", "people", "organisations", "type", "host", "owner", "country", "languages",
)  # fmt: skip


def inferrable(model: type[Record]) -> list[str]:
    """Return the fields of a document or a term whose value may be marked as inferred."""
    return [name for name in model.model_fields if name in INFERRABLE or not issubclass(model, Term)]


VOCABULARIES: dict[str, type[Term]] = {
    "topics": Term,
    "people": Person,
    "places": Term,
    "organisations": Term,
    "events": Event,
    "outlets": Outlet,
}
