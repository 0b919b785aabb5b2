"""Parts of a text whose digits are no telephone or account number: dates, sums, coordinates, references."""

from __future__ import annotations

import re

MASK = "\x1f"

_YEAR = r"(?:1[5-9]|20)\d\d"
_SHORT_DATE = r"(?:0?[1-9]|[12]\d|3[01])(?P<point>[./])(?:0?[1-9]|1[0-2])(?P=point)\d\d"
_ADDRESS = r"(?:https?|ftp)://\S+|\bwww\.\S+"
_DATE = (
    rf"\b(?:\d{{1,2}}(?:[./]\d{{1,2}})? ?- ?)?\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}\b"
    rf"|\b{_YEAR}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?:[T ]\d{{1,2}}:\d\d)?\b"
    rf"|\b{_YEAR} ?[-/] ?{_YEAR}\b|\b{_YEAR}[01]\d[0-3]\d(?:[-_T]?\d{{4,6}})?\b"
    r"|\b\d{1,2}:\d\d(?::\d\d)?\b"
    rf"|(?<![\d./-]){_SHORT_DATE}(?![./]?\d)"
)
_SUM = (
    r"[$€£₽¥] ?\d[\d., ]*\d|\b\d{1,3}(?:,\d{3})+(?:\.\d+)?\b"
    r"|\b\d{1,3}(?:[. ]\d{3})+,\d{1,2}\b|\b\d+,\d+\b"
)
_COORDINATE = r"(?<![\d.])[+-]?\d{1,3}\.\d{4,}\b(?!\.\d)|\b\d{1,3}(?:\.\d+)? ?°[\d ′″'\".]*"
_FILE = r"\b[\w-]{1,100}\.(?:txt|html?|pdf|png|jpe?g|gif|svg|json|csv|md|yml|zip|warc|eml)\b"
_SYMBOL = r"\b(?!A/C\b)[A-Z]{1,4}(?:/[A-Z0-9.]+)+(?: ?\(\d{4}\))?"
_INTERNET = r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]\d)\b"
_UUID = r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"

PLAINLY_OTHER = re.compile("|".join((_ADDRESS, _DATE, _SUM, _COORDINATE, _FILE, _SYMBOL, _UUID)))
# These words name what a number is. They may also be in front of a telephone or account number ("phone no."),
# so they count only where no word for such a number comes first.
NAMED = re.compile(
    r"\b(?:ISBN|ISSN|ISNI|DOI|OCLC|LCCN|ORCID|IMO|MMSI|VIAF|PMID|PMC|GND|arXiv|CAS|UNTS|CETS|EAN|hdl|docket"
    r"|case|file|order|decree|law|act|resolution|article|cable|record|room|item|inventory|ticket|issue|vol(?:ume)?"
    r"|pages?|pp?|lines?"
    r"|id|ids|ref(?:erence)?|shelfmark|barcode|catalogue|patent|bug|RFC|ISO|No|Nos|Nr)\b"
    r"(?: (?:number|no)\b)?[-\s.:#()]*"
    rf"(?:\d[\d\s./-]*(?:-?[Xx]\b)?)|[#№] ?\d[\d./-]*|\bL\d+(?:-L?\d+)?|{_INTERNET}",
    re.IGNORECASE,
)


def mask(pattern: re.Pattern[str], text: str) -> str:
    """Return a text of the same length in which what fits the pattern is made unreadable.

    >>> mask(PLAINLY_OTHER, "on 23.09.2013 at 7").replace(MASK, "_")
    'on __________ at 7'
    """
    return pattern.sub(lambda match: MASK * len(match[0]), text)
