"""Telephone numbers: international, and in the national forms of the countries whose press is collected.

The forms are those of ITU-T E.123 and of national numbering plans. A number without a country code is one
only in a form that other numbers don't have, or after a word such as "tel."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding

KIND = "telephone number"

_START = r"(?<![\w/\\.,#$€£=+-])"
_END = r"(?![\w/]|[.,-]\d)"
_SEPARATOR = r"[ \n./-]{1,3}"
_INTERNATIONAL = re.compile(r"(?<![\w+])\+ ?[1-9]\d{0,2}(?:[ \n./-]{0,2}\(?\d{1,11}\)?){1,7}")
_DOUBLE_ZERO = re.compile(rf"{_START}00[1-9](?:[ \n./()-]{{0,4}}\d){{1,66}}\)?{_END}")
_NORTH_AMERICAN = re.compile(
    rf"{_START}(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ ./-])[2-9]\d\d[ .-]\d{{4}}{_END}"
)
# The national prefix 0, then an area or a mobile code, then groups of at least two digits.
_WITH_ZERO = re.compile(
    rf"{_START}(?:\(0\) ?|0 |\(?0)[1-9]\d{{0,4}}(?:\)[ \n./-]{{0,3}}|{_SEPARATOR})\d{{2,8}}"
    rf"(?:{_SEPARATOR}\d{{2,8}}){{0,4}}{_END}"
)
_ZERO_AND_DIGITS = re.compile(rf"{_START}0[1-9]\d{{8,9}}{_END}")
_POSTCODE = re.compile(r"0\d{4}-\d{4}")  # a ZIP code of the United States
# Russia and Kazakhstan: 8, the code in three to five digits, and the rest of ten.
_EIGHT = re.compile(
    rf"{_START}8[ .-]?(?:\(\d{{3,5}}\)[ .-]?|\d{{3,5}}[ .-])\d{{1,3}}[ .-]?\d\d[ .-]?\d\d{_END}"
    rf"|{_START}89\d{{9}}{_END}"
)
# Votes have the form of a number in a town, too: "by 120-45-12".
_LOCAL = re.compile(
    rf"(?<!vote )(?<!by )(?<!was )(?<!of ){_START}(?:[1-9]\d\d-\d\d-\d\d|[2-9]\d\d-(?!19|20)\d{{4}}){_END}"
)
_LINK = re.compile(r"(?:wa\.me/|\b(?:tel|sms|callto):|[?&](?:phone|tel)=)\+?\d[\d()-]{5,16}\d")

_FILLERS = (
    r"(?:(?:number|nummer|no|nr|line|lijn|us|me|him|her|them|on|at|is|was|op|under|office|desk|the|my|our|his"
    r"|and|or|fax|phone|signal|viber|телефон|факс|номер|[а-яё]{1,12})\b[\s.:/]*){0,4}"
)
_NUMBER = r"[-:#+( \n.]*(\+?\(?\d[\d ()./-]{4,18}\d)"
_AFTER_NOUN = re.compile(
    r"(?:\b(?:t[eé]l(?:[eé](?:ph(?:one)?|fo(?:on(?:nummer)?|no?)))?|tfno|phone|mob(?:ile|iel)?|cell(?:phone)?|fax"
    r"|gsm|handy|mobiltelefon|whatsapp|viber|telegram|hotline|helpline|тел(?:ефон\w{0,3})?|факс|моб)\b|\bт\.)"
    rf"[^\w\n+(]{{0,4}}{_FILLERS}{_NUMBER}",
    re.IGNORECASE,
)
_AFTER_VERB = re.compile(
    rf"\b(?:ring|dial|call|text|signal|bel|bellen|звоните|anrufen)\b[^\w\n+(]{{0,4}}{_FILLERS}{_NUMBER}",
    re.IGNORECASE,
)
_BEFORE_NOUN = re.compile(
    rf"{_START}(\+?\d[\d ()./-]{{6,18}}\d)[\s,]{{1,2}}(?:is\b\s(?:my|the|his|her|our)\s|\()?"
    r"(?:tele)?(?:phone|fo?on|mobile|тел)\b",
    re.IGNORECASE,
)
_SHORT_SUM = re.compile(r"\d{1,3} \d{3}")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d(?:\D+(?:1[5-9]|20)\d\d)*")


def find_links_to_telephones(text: str) -> Iterator[Finding]:
    """Yield the telephone numbers in the web addresses of a plain text."""
    for match in _LINK.finditer(text):
        yield Finding(match.start(), KIND, match[0])


def find_telephones(clear: str, unnamed: str) -> Iterator[Finding]:
    """Yield the telephone numbers of a text in which dates and sums are masked.

    In `unnamed`, numbers with a word that names them, such as "case 1234", are masked too.
    """
    for pattern, fewest, is_sum in (
        (_AFTER_NOUN, 6, _SHORT_SUM),
        (_AFTER_VERB, 7, _THOUSANDS),
        (_BEFORE_NOUN, 9, _THOUSANDS),
    ):
        for match in pattern.finditer(clear):
            if _is_number(match[1], fewest, 15) and not is_sum.fullmatch(match[1]):
                yield Finding(match.start(1), KIND, match[1])
    for pattern, fewest, most in _BARE:
        for match in pattern.finditer(unnamed):
            if _is_number(match[0], fewest, most) and not _is_something_else(match[0]):
                yield Finding(match.start(), KIND, match[0])


_BARE = (
    (_INTERNATIONAL, 8, 15),
    (_DOUBLE_ZERO, 11, 17),
    (_NORTH_AMERICAN, 10, 11),
    (_WITH_ZERO, 9, 12),
    (_ZERO_AND_DIGITS, 10, 11),
    (_EIGHT, 11, 11),
    (_LOCAL, 7, 7),
)


def _is_number(text: str, fewest: int, most: int) -> bool:
    return fewest <= sum(character.isdigit() for character in text) <= most and not _YEARS.fullmatch(text)


def _is_something_else(text: str) -> bool:
    """Return whether it is a postcode, a round sum, or columns of a table that end in a year."""
    if _POSTCODE.fullmatch(text) or (_THOUSANDS.fullmatch(text.lstrip("+")) and len(text) <= 12):
        return True
    return bool(re.fullmatch(r"[2-9]\d\d [2-9]\d\d (?:19|20)\d\d", text))
