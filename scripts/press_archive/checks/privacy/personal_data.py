"""Find personal data in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .account import find_accounts
from .email import find_emails
from .finding import Finding, make_plain
from .masking import NAMED, PLAINLY_OTHER, mask
from .session import find_sessions
from .telephone import find_links_to_telephones, find_telephones

LONGEST = 2_000  # characters of a text that is read at once; paragraphs of a newspaper are shorter
PART, AROUND = 1_000, 300  # characters of a part of a longer one, and of its context on each side
# A pattern that begins with a set of characters is searched for much faster than one that begins otherwise.
_DIGITS = re.compile(r"\d(?:\W{0,3}\d){5}")
_COINS = re.compile(r"[b013](?<!\w.)(?:(?<=b)c1|(?<=0)x[0-9A-Fa-f]{40}|(?<=[13])[1-9A-HJ-NP-Za-km-z]{25})")
# Every text is searched for these in lower case, one after the other: that is much faster than one pattern.
_SIGNS = (
    *"@=＠&%_", "://", "0x", "bc1", "eyj", "-----", " at ", " at-", "-dot-", " dot ", "arroba", " chez ",
    " punt ", " точка ", "собака",
)  # fmt: skip
_AT_IN_BRACKETS = re.compile(r"[\[({<\"'] ?(?:at|a|ät|bij)\b")
_TAG = re.compile(r"<!--.{0,200}?-->|</?[a-zA-Z][^<>]{0,200}>", re.DOTALL)
_KEYS = (
    "bearer", "session", "sessie", "token", "passw", "secret", "passcode", "key", "wachtwoord", "пароль",
    "/(s(", "akia", "asia", "aiza", "xox", "sk-",
)  # fmt: skip


def find_personal_data(text: str) -> list[Finding]:
    """Return the e-mail addresses, telephone, account and session numbers of a text, in their order.

    Where two kinds overlap, only the first that begins is returned; positions are those in the plain text.

    >>> [(one.kind, one.text) for one in find_personal_data("tel. 020 7946 0958, ada@gullpost.example")]
    [('telephone number', '020 7946 0958'), ('e-mail address', 'ada@gullpost.example')]
    """
    plain = make_plain(text)
    kept = _without_overlaps(sorted(_find_in_parts(plain)))
    return [replace(finding, lines=plain.count("\n", 0, finding.start)) for finding in kept]


def _find_in_parts(plain: str) -> Iterator[Finding]:
    """Yield what is found in a text of any length, in a time that grows no faster than its length.

    The time of some patterns grows with the square of a run of spaces or digits. So a long text is read in
    parts, each with some of what is before and after it.
    """
    if len(plain) <= LONGEST:
        yield from _find(plain)
        return
    for start in range(0, len(plain), PART):
        before = max(0, start - AROUND)
        for finding in _find(plain[before : start + PART + AROUND]):
            if start <= finding.start + before < start + PART:
                yield replace(finding, start=finding.start + before)


def _find(plain: str) -> list[Finding]:
    found: list[Finding] = []
    lower = plain.lower()
    signs = any(sign in lower for sign in _SIGNS) or _AT_IN_BRACKETS.search(lower)
    if signs:
        found += [*find_emails(plain)] or find_emails(_without_tags(plain))
    if signs or any(key in lower for key in _KEYS):
        found += find_sessions(plain)
    if _DIGITS.search(plain) or _COINS.search(plain):
        found += find_links_to_telephones(plain)
        clear = mask(PLAINLY_OTHER, plain)
        unnamed = mask(NAMED, clear)
        found += find_telephones(clear, unnamed)
        found += find_accounts(plain, clear, unnamed)
    return found


def _without_tags(text: str) -> str:
    """Return what a browser shows of HTML; an empty text without a tag or the sign of an address."""
    return _TAG.sub("", text) if "@" in text and "<" in text else ""


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in found:
        if not kept or finding.start >= kept[-1].start + len(kept[-1].text):
            kept.append(finding)
    return kept
