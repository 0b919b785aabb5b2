"""The one table of languages: what the archive needs to know about each, by its BCP 47 code (RFC 5646).

The records, the pages and the search all take their facts about languages from here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LanguageFacts:
    """A language: its English name, its script (as named in Unicode Standard Annex 24), and how it is
    handled.

    `stemmed`: the search knows its stems, so a document can be in it; an outlet may publish in any language.
    `dates_read`: `archive add` reads dates that are printed in its words.
    """

    name: str
    script: str = "Latin"
    right_to_left: bool = False
    stemmed: bool = True
    dates_read: bool = False


_TABLE = {
    "ar": LanguageFacts("Arabic", "Arabic", right_to_left=True),
    "bg": LanguageFacts("Bulgarian", "Cyrillic", stemmed=False),
    "ca": LanguageFacts("Catalan"),
    "cs": LanguageFacts("Czech", stemmed=False),
    "da": LanguageFacts("Danish"),
    "de": LanguageFacts("German", dates_read=True),
    "el": LanguageFacts("Greek", "Greek"),
    "en": LanguageFacts("English", dates_read=True),
    "es": LanguageFacts("Spanish", dates_read=True),
    "et": LanguageFacts("Estonian", stemmed=False),
    "eu": LanguageFacts("Basque"),
    "fa": LanguageFacts("Persian", "Arabic", right_to_left=True, stemmed=False),
    "fi": LanguageFacts("Finnish"),
    "fr": LanguageFacts("French", dates_read=True),
    "he": LanguageFacts("Hebrew", "Hebrew", right_to_left=True, stemmed=False),
    "hi": LanguageFacts("Hindi", "Devanagari"),
    "hr": LanguageFacts("Croatian", stemmed=False),
    "hu": LanguageFacts("Hungarian"),
    "hy": LanguageFacts("Armenian", "Armenian"),
    "id": LanguageFacts("Indonesian"),
    "it": LanguageFacts("Italian", dates_read=True),
    "ja": LanguageFacts("Japanese", "Japanese", stemmed=False),
    "ka": LanguageFacts("Georgian", "Georgian", stemmed=False),
    "kk": LanguageFacts("Kazakh", "Cyrillic", stemmed=False),
    "ko": LanguageFacts("Korean", "Hangul", stemmed=False),
    "lt": LanguageFacts("Lithuanian"),
    "lv": LanguageFacts("Latvian", stemmed=False),
    "ne": LanguageFacts("Nepali", "Devanagari"),
    "nl": LanguageFacts("Dutch", dates_read=True),
    "no": LanguageFacts("Norwegian"),
    "pl": LanguageFacts("Polish", dates_read=True),
    "pt": LanguageFacts("Portuguese", dates_read=True),
    "ro": LanguageFacts("Romanian"),
    "ru": LanguageFacts("Russian", "Cyrillic", dates_read=True),
    "sk": LanguageFacts("Slovak", stemmed=False),
    "sl": LanguageFacts("Slovenian", stemmed=False),
    "sr": LanguageFacts("Serbian", "Cyrillic"),
    "sv": LanguageFacts("Swedish"),
    "ta": LanguageFacts("Tamil", "Tamil"),
    "tr": LanguageFacts("Turkish"),
    "uk": LanguageFacts("Ukrainian", "Cyrillic", dates_read=True),
    "ur": LanguageFacts("Urdu", "Arabic", right_to_left=True, stemmed=False),
    "vi": LanguageFacts("Vietnamese", stemmed=False),
    "yi": LanguageFacts("Yiddish", "Hebrew", right_to_left=True),
    "zh": LanguageFacts("Chinese", "Han", stemmed=False),
}

SITE_LANGUAGE = "en"
# The languages that a document can be in, and those that an outlet may publish in, each with its English
# name.
LANGUAGES = {code: facts.name for code, facts in _TABLE.items() if facts.stemmed}
OUTLET_LANGUAGES = LANGUAGES | {code: facts.name for code, facts in _TABLE.items() if not facts.stemmed}
# The languages in whose words printed dates are read.
DATE_LANGUAGES = tuple(code for code, facts in _TABLE.items() if facts.dates_read)
RIGHT_TO_LEFT = frozenset(code for code, facts in _TABLE.items() if facts.right_to_left)


def script(language: str) -> str:
    """Return the script in which a language is written, as named in Unicode Standard Annex 24.

    >>> script("nl"), script("ru")
    ('Latin', 'Cyrillic')
    """
    return _TABLE[language].script
