"""Numbers of visits and readers in web addresses and in headers of HTTP, and the keys of programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding
from .parameters import PERSONAL

KIND = "session number or key"

_PARAMETER = re.compile(r"(?:[?&;#,\s\"'(]|^)([A-Za-z_][\w.$-]{0,40})=([^\s&#\"'<>;)\]]+)")
_SESSION_NAME = re.compile(
    r"aspsessionid\w*|\w*sess(?:ion)?_?(?:id|key|token)|\w*_?(?:access|auth|api)_?(?:token|key)"
    r"|\w{2,20}[_-]token|invit(?:e|ation)(?:[_-]?(?:code|id))?|share[_-]?id"
)
_LEAST_SHARE = 12  # characters
_LEAST_VALUE = 4  # characters: `user=1` or `sid=en` name a choice, not a person
# Names whose value is the number of an article, a film or a list, however long it is.
_NUMBERS_OF_THINGS = re.compile(
    r"id|v|list|guid|chash|sha\d*|digest|checksum|integrity|etag|title|text|url|class|href|src|rel|.*(?:"
    r"article|story|doc|document|news|item|file|video|film|image|photo|post|page|node|content|asset|object"
    r")_?(?:id)?"
)
_HEX = re.compile(r"[0-9a-fA-F]{32,}")
_MIXED = re.compile(r"(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)[\w+/-]{22,}=*")
_READER = re.compile(
    # In utm_content and the like: what a letter to subscribers adds.
    r"(?:reader|user|subscriber|member|customer|contact)[-_.]?\d{4,}|\d_[0-9a-f]{10}-|[0-9a-f]{24}"
)
_IN_PATH = re.compile(
    r"/\([SXA]\([a-z0-9]{20,}\)\)|/(?:token|session|sid|auth|unsubscribe|reset|confirm|verify|activate|invite|magic)/([\w.-]{16,})"
)
_USER = re.compile(r"\b[a-z][a-z+.-]{1,20}://[^\s/@:]{1,100}:[^\s/@]{1,200}@[\w.-]+")
_JWT = re.compile(r"\beyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]*")
_KEY_FORMS = re.compile(
    r"\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}\b|gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}"
    r"|[srp]k_(?:live|test)_\w{12,}|sk-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|AIza[\w-]{30,}|ya29\.[\w-]{20,}"
    r"|npm_\w{30,}|pypi-\w{20,}|hf_\w{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|AGE-SECRET-KEY-\w+)"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)
_IN_WORDS = re.compile(
    r"\b(?:authorization:\s*(?:bearer|basic|token)|bearer|session[ _-]?(?:id|key|token|number|no\.?)"
    r"|sessie-?id|session(?=\s*[:=])|(?:api|access)[ _-]?(?:key|token)|secret(?:[ _-]key)?"
    r"|(?:auth(?:entication)?[ _-])?token|passwor[dt]|passwd|passcode|wachtwoord|пароль)\b"
    r"\s*(?:is\b|was\b|[:=])?\s*[\"'`]?(?=[^\s\"'`]{0,200}\d)([\w.~+/=-]{8,})",
    re.IGNORECASE,
)
_DAY_OR_NUMBER = re.compile(r"[\d.,:/-]+|\d{4}-\d\d-\d\dT.*")


def find_sessions(text: str) -> Iterator[Finding]:
    """Yield the parts of a plain text that identify a visit, a visitor, a reader or a program."""
    if "=" in text:
        for match in _PARAMETER.finditer(text):
            if _is_personal(match[1].lower().removeprefix("amp;"), match[2]):
                yield Finding(match.start(1), KIND, f"{match[1]}={match[2]}")
    patterns = [_JWT, _KEY_FORMS]
    if "/" in text:
        patterns += [_IN_PATH, _USER]
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield Finding(match.start(), KIND, match[0])
    for match in _IN_WORDS.finditer(text):
        if not _DAY_OR_NUMBER.fullmatch(match[1]):
            yield Finding(match.start(), KIND, match[0])


def _is_personal(name: str, value: str) -> bool:
    if name in PERSONAL or _SESSION_NAME.fullmatch(name):
        return len(value) >= _LEAST_VALUE
    if name == "si":  # who shared a film
        return len(value) >= _LEAST_SHARE
    if name.startswith("utm_"):
        return bool(_READER.search(value.lower()))
    if _NUMBERS_OF_THINGS.fullmatch(name):
        return False
    return bool(_HEX.fullmatch(value) or _MIXED.fullmatch(value))
