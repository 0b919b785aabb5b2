"""The closed lists: which values a field such as `kind`, `role` or `access` accepts."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a document is."""

    NEWS_REPORT = "news-report"
    SPEECH = "speech"
    INTERVIEW = "interview"
    PRESS_CONFERENCE = "press-conference"
    REMARKS = "remarks"
    PRESS_STATEMENT = "press-statement"
    ARTICLE = "article"
    COMMENTARY = "commentary"


class Nearness(StrEnum):
    """How near a text is to the words that were spoken or written."""

    OFFICIAL_TRANSCRIPT = "official-transcript"
    TRANSCRIPT = "transcript"
    TRANSLATION = "translation"
    REPORT = "report"
    PARAPHRASE = "paraphrase"
    NONE = "none"


class Wholeness(StrEnum):
    """Whether the captured text is the whole text."""

    COMPLETE = "complete"
    EXCERPT = "excerpt"
    CUT_OFF = "cut-off"
    UNKNOWN = "unknown"


class Access(StrEnum):
    """What the public site may show of a capture."""

    FULL = "full"
    EXCERPT = "excerpt"
    SUMMARY = "summary"


class Robots(StrEnum):
    """What a page asks of search engines; the words are those of HTML's `meta name=robots`."""

    INDEX = "index"
    NOINDEX = "noindex"


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
    CREDIT = "credit"
    AGENCY_CREDIT = "agency-credit"
    RELATED_LINK = "related-link"


# Lines of these roles say something about a document and are counted as metadata; all others are its text.
METADATA_ROLES = frozenset(
    {Role.TITLE, Role.BYLINE, Role.DATE, Role.URL, Role.CREDIT, Role.AGENCY_CREDIT, Role.RELATED_LINK}
)


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
    WITHDRAWN = "withdrawn"


# The relations between two documents, each a field of a record, with what a page says: of the document that
# has the field, and of the one that the field names.
RELATIONS = {
    "reprint_of": ("reprint of", "reprinted as"),
    "excerpt_of": ("excerpt of", "excerpted in"),
    "translation_of": ("translation of", "translated in"),
    "same_wire": ("same agency report as", "same agency report as"),
}
# Documents with one of these relations have the same text; a translation is a text of its own.
SAME_TEXT = ("reprint_of", "excerpt_of", "same_wire")

# What each value means, as the site explains it.
NEARNESS = {
    Nearness.OFFICIAL_TRANSCRIPT: (
        "the words as the speaker's own office, or the host of the event, published them"
    ),
    Nearness.TRANSCRIPT: "the words in the language in which they were spoken, as another site gives them",
    Nearness.TRANSLATION: "the words in another language than that in which they were spoken or written",
    Nearness.REPORT: "a report that quotes some of the words and retells others",
    Nearness.PARAPHRASE: "a text that retells the words and quotes none",
    Nearness.NONE: "a text that contains no words of those whom its headline names",
}
WHOLENESS = {
    Wholeness.COMPLETE: "the whole text, as far as the capture shows",
    Wholeness.EXCERPT: "a part of a longer text, chosen by whoever republished it",
    Wholeness.CUT_OFF: "a text that breaks off",
    Wholeness.UNKNOWN: "it is not known whether the text is whole",
}


class Form(StrEnum):
    """How a document gives a statement."""

    QUOTED = "quoted"
    REPORTED = "reported"


class FindingField(StrEnum):
    """Which field of a document a finding from outside is about."""

    TITLE = "title"
    DATE = "date"
    SPOKEN = "spoken"
    OUTLET = "outlet"
    KIND = "kind"
    ORIGINAL_URL = "original_url"
    BYLINE = "byline"
    TRANSLATOR = "translator"
    SPOKEN_LANGUAGE = "spoken_language"


class Sameness(StrEnum):
    """How far a page outside has the same text as the capture."""

    TEXT = "same-text"
    OPENING = "same-opening"
    HEADLINE = "same-headline"
    EVENT = "same-event"


class LinkStatus(StrEnum):
    """What a web address answered when it was checked."""

    LIVE = "live"
    MOVED = "moved"
    REFUSED = "refused"
    NOT_FOUND = "not-found"
    GONE = "gone"
    LEGAL = "legal"
    NO_ANSWER = "no-answer"


# What each means; the numbers are status codes of HTTP (RFC 9110, RFC 7725).
LINK_STATUSES = {
    LinkStatus.LIVE: "a page came (200); whether it is still the same text is not checked",
    LinkStatus.MOVED: "a page came from another address, to which this one leads",
    LinkStatus.REFUSED: "the server refuses programs, or asks for a login or money (401 to 403, 429)",
    LinkStatus.NOT_FOUND: "the server has no such page (404)",
    LinkStatus.GONE: "the server says that the page was removed (410)",
    LinkStatus.LEGAL: "the page is withheld for legal reasons (451)",
    LinkStatus.NO_ANSWER: "no page came: no server, no answer in time, an error of the server, a circle",
}


class InstrumentType(StrEnum):
    """What an instrument is."""

    TREATY = "treaty"
    CHARTER = "charter"
    RESOLUTION = "resolution"
    AGREEMENT = "agreement"
    MEMORANDUM = "memorandum"
    JOINT_STATEMENT = "joint-statement"


class Basis(StrEnum):
    """What an inferred value is concluded from, where that is in the capture."""

    TEXT = "text"
    HEADING = "heading"
    PAGE_FURNITURE = "page-furniture"
    WEEKDAY = "weekday"
    STAMP = "stamp"


# How a page says it, after "inferred from".
BASES = {
    Basis.TEXT: "the text",
    Basis.HEADING: "a heading",
    Basis.PAGE_FURNITURE: "page furniture",
    Basis.WEEKDAY: "the weekday",
    Basis.STAMP: "an aggregator's stamp",
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
    UNKNOWN = "unknown"


class EntryType(StrEnum):
    """What happened to a source or a document."""

    INGESTION = "ingestion"
    FIXITY_CHECK = "fixity-check"
    CORRECTION = "correction"
    CHANGE_OF_ACCESS = "change-of-access"
    WITHDRAWAL = "withdrawal"


class HistoryField(StrEnum):
    """The fields whose changes a history records, by their names in the records."""

    ID = "id"
    SHA256 = "sha256"
    ORIGINAL_SHA256 = "original.sha256"
    CAPTURED = "captured"
    CAPTURED_FROM = "captured_from"
    ACCESS = "access"
    ROBOTS = "robots"
    SOURCE = "source"
    TITLE = "title"
    DATE = "date"
    SPOKEN = "spoken"
    STAMP_BY = "republished.by"
    STAMP_DATE = "republished.date"
    OUTLET = "outlet"
    ORIGINAL_URL = "original_url"
    SPEAKER = "speaker"
    SPEAKERS = "speakers"
