"""The target of a link in a record: a web address, a document or one of its lines, or a term.

The forms are `https://…`, `documents:ID`, `documents:ID#L13`, and `topics:ID` and likewise for the other
vocabularies.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..base.files.names import is_reserved

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_ID = 150  # file systems allow names of 255 bytes; pages and their unfinished copies add to an id
INDEX = "index"  # the page of each folder that lists its other pages
ID_EXPECTED = f"letters a-z, digits and single hyphens, at most {LONGEST_ID} characters, and not {INDEX}"
# RFC 3986 allows none of these characters in addresses; a few would also end an attribute or a Markdown link.
WEB_ADDRESS = re.compile(r"""https?://[^\s<>"'`\\^{|}\x00-\x1f\x7f]+""")
_OWN = re.compile(rf"([a-z]+):({ID.pattern})(?:#L([1-9]\d{{0,5}}))?")
DOCUMENTS = "documents"
WIKIDATA = "https://www.wikidata.org/entity/"  # with an id, the address of an entry


@dataclass(frozen=True)
class Target:
    """A parsed target: the `address` of a web page, or the `kind` and `id` of a record and, in a document, a
    `line`.
    """

    address: str = ""
    kind: str = ""
    id: str = ""
    line: int = 0


def is_id(text: str) -> bool:
    """Return whether a text is a valid id, which is also the name of a page.

    >>> is_id("a-b"), is_id("A--b"), is_id("index"), is_id("a" * 151)
    (True, False, False, False)
    >>> is_id("aux"), is_id("aux-quays")
    (False, True)
    """
    is_free = text != INDEX and not is_reserved(text)
    return len(text) <= LONGEST_ID and is_free and bool(ID.fullmatch(text))


def suggest_id(text: str) -> str:
    """Return a hint that turns a text into an id, or an empty text if letters would be lost.

    >>> suggest_id("Über Uns"), suggest_id("Гавань 2")
    ("did you mean 'uber-uns'?", '')
    """
    if is_reserved(text):
        return "add a word; Windows keeps this name for a device, so no file can have it"
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", text.lower())
        if not unicodedata.combining(character)
    )
    proposed = "-".join(re.findall(r"[a-z0-9]+", plain))
    lost = re.search(r"[^\W_]", re.sub(r"[a-z0-9]", "", plain))
    return f"did you mean {proposed!r}?" if is_id(proposed) and not lost else ""


def is_web_address(text: str) -> bool:
    """Return whether a text is a web address that has a host but no user name or password (RFC 3986, 7.5).

    >>> is_web_address("https://example.org/a"), is_web_address("https://[foo"), is_web_address("https:///x")
    (True, False, False)
    >>> is_web_address("https://example.org/@a"), is_web_address("https://a:b@example.org")
    (True, False)
    >>> is_web_address("https://a.b:99999")
    False
    """
    try:
        parts = urlsplit(text)
        return bool(
            WEB_ADDRESS.fullmatch(text) and parts.hostname and "@" not in parts.netloc and parts.port != 0
        )
    # Brackets without an IP address, a port out of range, or a host that changes when normalised:
    except ValueError:
        return False


def parse_target(text: str) -> Target | None:
    """Parse the target of a link; return None if it has none of the accepted forms.

    >>> parse_target("documents:a-report#L13")
    Target(address='', kind='documents', id='a-report', line=13)
    """
    if is_web_address(text):
        return Target(address=text)
    match = _OWN.fullmatch(text)
    if not match or (match[3] and match[1] != DOCUMENTS):
        return None
    return Target(kind=match[1], id=match[2], line=int(match[3] or 0))


def suggest_target(text: str, kinds: Iterable[str] = ()) -> str:
    """Return a hint for a text that is not a target: add a missing https://, or correct the kind before the
    colon.

    >>> suggest_target("www.gull.example/about")
    "did you mean 'https://www.gull.example/about'?"
    >>> suggest_target("document:a-report#L3", ["documents", "topics"])
    "did you mean 'documents:a-report#L3'?"
    """
    kind, colon, rest = text.partition(":")
    proposed = [
        f"{near}:{rest}" for near in difflib.get_close_matches(kind, kinds, n=1) if colon and near != kind
    ]
    if re.match(r"[\w-]+\.[\w.-]*\w(/|$)", text):
        proposed.append(f"https://{text}")
    return next((f"did you mean {target!r}?" for target in proposed if parse_target(target)), "")
