"""Find personal data in a text."""

from __future__ import annotations

import re
from dataclasses import replace

from .account import find_accounts
from .email import find_emails
from .finding import Finding, make_plain
from .masking import NAMED, PLAINLY_OTHER, mask
from .session import find_sessions
from .telephone import find_links_to_telephones, find_telephones

_DIGITS = re.compile(r"\d(?:\W{0,3}\d){5}|\bbc1|\b0x[0-9A-Fa-f]{40}|\b[13][1-9A-HJ-NP-Za-km-z]{25}")
_SIGNS = re.compile(
    r"[@=＠&%]|://|0x|bc1|eyJ|_|-----|[\[({<\"'] ?(?:at|a|ät|bij)\b| at[ -]|[_-]dot[_-]| dot |arroba| chez "
    r"| punt | точка |собака",
    re.IGNORECASE,
)
_TAG = re.compile(r"<!--.{0,200}?-->|</?[a-zA-Z][^<>]{0,200}>", re.DOTALL)
_KEYS = re.compile(
    r"bearer|session|sessie|token|password|passw|secret|passcode|key|wachtwoord|пароль|/\(s\(|akia|asia|aiza|xox|sk-",
    re.IGNORECASE,
)


def find_personal_data(text: str) -> list[Finding]:
    """Return the e-mail addresses, telephone, account and session numbers of a text, in their order.

    Where two kinds overlap, only the first that begins is returned; positions are those in the plain text.

    >>> [(one.kind, one.text) for one in find_personal_data("tel. 020 7946 0958, ada@gullpost.example")]
    [('telephone number', '020 7946 0958'), ('e-mail address', 'ada@gullpost.example')]
    """
    plain = make_plain(text)
    found: list[Finding] = []
    signs = _SIGNS.search(plain)
    if signs:
        found += [*find_emails(plain)] or find_emails(_without_tags(plain))
    if signs or _KEYS.search(plain):
        found += find_sessions(plain)
    if _DIGITS.search(plain):
        found += find_links_to_telephones(plain)
        clear = mask(PLAINLY_OTHER, plain)
        unnamed = mask(NAMED, clear)
        found += find_telephones(clear, unnamed)
        found += find_accounts(plain, clear, unnamed)
    kept = _without_overlaps(sorted(found))
    return [replace(finding, lines=plain.count("\n", 0, finding.start)) for finding in kept]


def _without_tags(text: str) -> str:
    """Return what a browser shows of HTML; an empty text without a tag or the sign of an address."""
    return _TAG.sub("", text) if "@" in text and "<" in text else ""


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in found:
        if not kept or finding.start >= kept[-1].start + len(kept[-1].text):
            kept.append(finding)
    return kept
