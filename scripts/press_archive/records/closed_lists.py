"""The closed lists: which values a field such as `kind`, `role` or `access` accepts."""

from __future__ import annotations

from enum import StrEnum


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
    """Whether the captured text is complete or shows that it is cut off."""

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
METADATA_ROLES = frozenset(
    {Role.TITLE, Role.BYLINE, Role.DATE, Role.URL, Role.AGENCY_CREDIT, Role.RELATED_LINK}
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

# What each kind of evidence means, as the site explains it.
EVIDENCE = {
    Evidence.OFFICIAL_TRANSCRIPT: (
        "the words as published by the speaker's own office or by the host of the event"
    ),
    Evidence.REPUBLISHED_TRANSCRIPT: "a transcript that another site took over from its first publisher",
    Evidence.TRANSLATION: (
        "the words in another language than the one in which they were spoken or first published"
    ),
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
