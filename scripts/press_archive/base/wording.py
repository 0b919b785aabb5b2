"""Plurals and counts in messages, and the plain English for ids and for values of closed lists."""

from __future__ import annotations

from collections.abc import Sequence

# Vocabulary → the noun for one of its terms, and the heading for all of them.
VOCABULARY_NAMES = {
    "topics": ("topic", "Topics"),
    "people": ("person", "People"),
    "places": ("place", "Places"),
    "organisations": ("organisation", "Organisations"),
    "instruments": ("instrument", "Treaties and resolutions"),
    "events": ("event", "Events"),
    "outlets": ("outlet", "Outlets"),
}

# Plurals that are more than the singular and an s.
IRREGULAR_PLURALS = {"speech": "speeches", "commentary": "commentaries"}

# Values of closed lists (reasons for cuts, types of outlets) that do not explain themselves.
LABELS = {
    "wire": "news agency",
    "state-agency": "state news agency",
    "page-furniture": "menus and other parts of the page",
    "read-more-link": "read-more link",
    "share-prompt": "invitation to share the page",
    "donation-widget": "appeal for donations",
    "image-placeholder": "image placeholder",
    "reader-comments": "readers' comments",
}

# Abbreviations, without the full stop, that do not end a sentence in English.
ABBREVIATIONS = (
    "Amb", "Capt", "Co", "Col", "Corp", "Dept", "Dr", "Gen", "Gov", "Hon", "Inc", "Jr", "Lt", "Ltd", "Maj",
    "Mme", "Mr", "Mrs", "Ms", "Prof", "Rep", "Rev", "Sen", "Sgt", "Sr", "St", "vs",
)  # fmt: skip
# Before a full stop in a regular expression: it follows no abbreviation and no initial.
ENDS_NO_ABBREVIATION = "".join(rf"(?<!\b{word})" for word in ("[A-Z]", *ABBREVIATIONS))


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, in the singular or the plural.

    >>> count(1, "document"), count(2, "entry", "entries"), count(2, "speech")
    ('1 document', '2 entries', '2 speeches')
    """
    return f"{number:,} {noun if number == 1 else plural or IRREGULAR_PLURALS.get(noun, noun + 's')}"


def list_in_words(items: Sequence[str]) -> str:
    """Return a list in words; an empty text for an empty one.

    >>> list_in_words([]), list_in_words(["the date"])
    ('', 'the date')
    >>> list_in_words(["the date", "the place", "the people"])
    'the date, the place and the people'
    """
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def capitalize_first(text: str) -> str:
    """Return a text with its first letter in upper case, and all others unchanged.

    >>> capitalize_first("a report of NATO")
    'A report of NATO'
    """
    return text[:1].upper() + text[1:]


def spell_out(id: str) -> str:
    """Return an id as a phrase.

    >>> spell_out("news-report")
    'news report'
    """
    return str(id).replace("-", " ")


def label(value: str) -> str:
    """Return the words that a reader sees for a value of a closed list.

    >>> label("wire"), label("news-site")
    ('news agency', 'news site')
    """
    return LABELS.get(value, spell_out(value))
