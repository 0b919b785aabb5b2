"""The one table of languages: what the archive needs to know of each, by its BCP 47 code (RFC 5646).

Whatever works on texts of one language takes its facts from here: the records, the pages, the search.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LanguageFacts:
    """A language: its English name and script (by its name in Unicode, Standard Annex 24), and what can be
    done with it.

    `stemmed`: the search knows its stems, so a document can be in it; an outlet may publish in any language.
    """

    name: str
    script: str = "Latin"
    right_to_left: bool = False
    stemmed: bool = True


_TABLE = {
    "ar": LanguageFacts("Arabic", "Arabic", right_to_left=True),
    "bg": LanguageFacts("Bulgarian", "Cyrillic", stemmed=False),
    "ca": LanguageFacts("Catalan"),
    "cs": LanguageFacts("Czech", stemmed=False),
    "da": LanguageFacts("Danish"),
    "de": LanguageFacts("German"),
    "el": LanguageFacts("Greek", "Greek"),
    "en": LanguageFacts("English"),
    "es": LanguageFacts("Spanish"),
    "et": LanguageFacts("Estonian", stemmed=False),
    "eu": LanguageFacts("Basque"),
    "fa": LanguageFacts("Persian", "Arabic", right_to_left=True, stemmed=False),
    "fi": LanguageFacts("Finnish"),
    "fr": LanguageFacts("French"),
    "he": LanguageFacts("Hebrew", "Hebrew", right_to_left=True, stemmed=False),
    "hi": LanguageFacts("Hindi", "Devanagari"),
    "hr": LanguageFacts("Croatian", stemmed=False),
    "hu": LanguageFacts("Hungarian"),
    "hy": LanguageFacts("Armenian", "Armenian"),
    "id": LanguageFacts("Indonesian"),
    "it": LanguageFacts("Italian"),
    "ja": LanguageFacts("Japanese", "Japanese", stemmed=False),
    "ka": LanguageFacts("Georgian", "Georgian", stemmed=False),
    "kk": LanguageFacts("Kazakh", "Cyrillic", stemmed=False),
    "ko": LanguageFacts("Korean", "Hangul", stemmed=False),
    "lt": LanguageFacts("Lithuanian"),
    "lv": LanguageFacts("Latvian", stemmed=False),
    "ne": LanguageFacts("Nepali", "Devanagari"),
    "nl": LanguageFacts("Dutch"),
    "no": LanguageFacts("Norwegian"),
    "pl": LanguageFacts("Polish"),
    "pt": LanguageFacts("Portuguese"),
    "ro": LanguageFacts("Romanian"),
    "ru": LanguageFacts("Russian", "Cyrillic"),
    "sk": LanguageFacts("Slovak", stemmed=False),
    "sl": LanguageFacts("Slovenian", stemmed=False),
    "sr": LanguageFacts("Serbian", "Cyrillic"),
    "sv": LanguageFacts("Swedish"),
    "ta": LanguageFacts("Tamil", "Tamil"),
    "tr": LanguageFacts("Turkish"),
    "uk": LanguageFacts("Ukrainian", "Cyrillic"),
    "ur": LanguageFacts("Urdu", "Arabic", right_to_left=True, stemmed=False),
    "vi": LanguageFacts("Vietnamese", stemmed=False),
    "yi": LanguageFacts("Yiddish", "Hebrew", right_to_left=True),
    "zh": LanguageFacts("Chinese", "Han", stemmed=False),
}

SITE_LANGUAGE = "en"
# The languages a document can be in, and those in which an outlet may publish besides, each with its English
# name.
LANGUAGES = {code: facts.name for code, facts in _TABLE.items() if facts.stemmed}
OUTLET_LANGUAGES = LANGUAGES | {code: facts.name for code, facts in _TABLE.items() if not facts.stemmed}
RIGHT_TO_LEFT = frozenset(code for code, facts in _TABLE.items() if facts.right_to_left)


def script(language: str) -> str:
    """Return the script in which a language is written, by its name in Unicode (Standard Annex 24).

    >>> script("nl"), script("ru")
    ('Latin', 'Cyrillic')
    """
    return _TABLE[language].script
