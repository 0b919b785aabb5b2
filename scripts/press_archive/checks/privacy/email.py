"""E-mail addresses, also those that are written so that programs miss them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding

KIND = "e-mail address"

# Every repetition has an end, here and in other patterns: no text can keep the check busy for long.
# 64, 63 and 255 characters are the limits of RFC 5321 and RFC 1035.
_LOCAL = r"[\w.+'!~-]{0,63}[\w+]"
_LABEL = r"[\w-]{1,63}"
_HOST = rf"{_LABEL}(?:\.{_LABEL}){{1,8}}"
_PLAIN = re.compile(rf"(?<![\w@/])({_LOCAL})\s?@\s?({_HOST})")
_AT = r"(?:at(?:-?sign)?|a|ät|bij|apenstaartje|arroba|chez|klammeraffe|собака|эт|ат|@)"
_DOT = r"(?:dot|d0t|punt|punkt|point|punto|точка|тчк|\.)"
_IN_BRACKETS = re.compile(
    rf"({_LOCAL})\s{{0,3}}[\[({{<\"']\s?{_AT}\s?[\])}}>\"']\s{{0,3}}"
    rf"({_LABEL}(?:\s{{0,3}}(?:[\[({{<\"']\s?{_DOT}\s?[\])}}>\"']|\.|\s{_DOT}\s)\s{{0,3}}{_LABEL}){{1,8}})",
    re.IGNORECASE,
)
# Every text with a bracket, a quotation mark or an @ is searched for these first, which is much faster.
_BRACKETS = re.compile(rf"[\[({{<\"']\s?{_AT}\s?[\])}}>\"']", re.IGNORECASE)
_SIGN = re.compile(r"[\w+]\s?@\s?[\w\[-]")
# "at the dot" is no address: what comes after an article or a pronoun is a word.
_WORD = (
    r"(?!(?:the|an?|some|what|no|least|all|this|that|these|those|each|every|any|one|his|her|its|my|our|your"
    r"|their)\b)[\w-]{1,63}"
)
_IN_WORDS = re.compile(rf"\b({_LOCAL}) {_AT} ({_WORD}(?: {_DOT} {_LABEL}){{1,8}})\b", re.IGNORECASE)
# In capitals, or after a word that asks to write, "at" is a sign; otherwise it is a word.
_LOUD_AT = re.compile(rf"\b({_LOCAL}) AT ({_HOST})\b")
_WRITE_TO = re.compile(
    rf"\b(?:e-?mail|mail|write|contact|reach)[\s:]+(?:(?:to|me|us)\s)?({_LOCAL}) at ({_HOST})\b",
    re.IGNORECASE,
)
# Parts that are joined: by underscores or hyphens, by a dot in brackets, by a space at each sign; a number.
_JOINED = re.compile(
    rf"\b([^\W_][\w.+]{{0,63}}?)([_-])at\2({_LABEL}?(?:\2dot\2[^\W_-]{{2,63}}){{1,8}})(?![^\W_])",
    re.IGNORECASE,
)
_DOT_IN_BRACKETS = re.compile(
    rf"(?<![\w@/])({_LOCAL})\s?@\s?({_LABEL}(?:\s?[\[({{<]\s?{_DOT}\s?[\])}}>]\s?{_LABEL}){{1,8}})",
    re.IGNORECASE,
)
_SPACED = re.compile(rf"(?<![\w@/])({_LOCAL}) @ ({_LABEL}(?: \. {_LABEL}){{1,8}})")
_NUMBERED = re.compile(rf"(?<![\w@/])({_LOCAL})@(\[(?:\d{{1,3}}\.){{3}}\d{{1,3}}\])")
# What only looks like one: pictures for dense screens, versions of programs, accounts that fetch code.
_FILE_OR_VERSION = re.compile(
    r"(?:.*\.)?(?:png|jpe?g|gif|svg|webp|avif|css|js|mjs|ts|json|py|md|\d+(?:-?\w+)?)", re.IGNORECASE
)
_AT_WORDS = (" at", " собака", " punt ", " точка ", " arroba ", " chez ", " punto ", " point ")
_PROGRAMS = re.compile(r"git|hg|svn", re.IGNORECASE)


def find_emails(text: str) -> Iterator[Finding]:
    """Yield the e-mail addresses of a plain text."""
    lower = text.lower()
    patterns = [_PLAIN, _DOT_IN_BRACKETS, _SPACED, _NUMBERED] if "@" in text and _SIGN.search(text) else []
    if _BRACKETS.search(text):
        patterns.append(_IN_BRACKETS)
    for match in _JOINED.finditer(text) if "dot" in lower else ():
        yield Finding(match.start(), KIND, match[0])
    if any(word in lower for word in _AT_WORDS):
        patterns += [_IN_WORDS, _LOUD_AT, _WRITE_TO]
    for pattern in patterns:
        for match in pattern.finditer(text):
            if _is_address(match[1], match[2]):
                yield Finding(match.start(), KIND, match[0].strip())


def _is_address(local: str, host: str) -> bool:
    return not _PROGRAMS.fullmatch(local) and not _FILE_OR_VERSION.fullmatch(host)
