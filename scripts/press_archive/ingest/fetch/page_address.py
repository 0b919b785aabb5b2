"""The address of a page to fetch: parsed, in ASCII, and refused if no public page has such an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from .fetch_error import SAVE, fetch_error, shown

_PORTS = {"http": 80, "https": 443}
# What a path and a query may contain beside letters, digits and -._~; the rest is percent-encoded, as records
# require.
_AS_IT_IS = "!$%&()*+,/:;=?@[]"
MAX_NAME = 253  # characters (RFC 1035)
# A name has at least two labels, the last of which begins with a letter; no form of an IPv4 address ends so.
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"(?:^|\.)\d[^.]*$")
# Letters that Python's rules for names (IDNA 2003) and today's (IDNA 2008) read differently: RFC 5894, 7.2.
_TWO_MEANINGS = frozenset("ßς\u200c\u200d")


@dataclass(frozen=True)
class PageAddress:
    """The parts of an address, in ASCII, and how messages name it."""

    scheme: str
    host: str
    target: str
    shown: str

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.host}{self.target}"

    @property
    def port(self) -> int:
        """The port of the server."""
        return _PORTS[self.scheme]


@dataclass(frozen=True)
class _Fault:
    """What is wrong with an address; without a hint, the person should look at the address again."""

    what: str
    expected: str
    hint: str = ""


def parse_address(address: str, redirected_from: str = "") -> PageAddress:
    """Parse an address (RFC 3986); raise FetchError for one that no public page has.

    `redirected_from` is the address that a person named, as it is shown; empty if `address` is that one.
    """
    where = shown(address) or "(no address)"
    if redirected_from:
        where = f"{redirected_from} redirects to {where}"
    fault = next(_faults(address), None)
    if fault:
        hint = SAVE if redirected_from else "copy the address from your browser"
        raise fetch_error(where, fault.what, fault.expected, fault.hint or hint)
    parts = urlsplit(address)
    path = quote(parts.path or "/", safe=_AS_IT_IS)
    query = f"?{quote(parts.query, safe=_AS_IT_IS)}" if parts.query else ""
    return PageAddress(parts.scheme, _ascii_name(parts), path + query, where)


def _faults(address: str) -> Iterator[_Fault]:
    """Yield what is wrong with an address, the most general first."""
    if not address.isprintable() or " " in address:
        yield _Fault("a space or an invisible character", "an address without one")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:  # its text would show a password
        yield _Fault("not a web address", "one such as https://www.example.org/page")
        return
    if parts.scheme not in _PORTS:
        yield _Fault("not a web address", "one that begins with https:// or http://")
        return
    if "@" in parts.netloc:
        yield _Fault("a user name or password in the address", "an address without one", SAVE)
    usual = _PORTS[parts.scheme]
    if port not in (None, usual):
        yield _Fault(f"port {port}, which public pages seldom use", f"no port, or {usual}", SAVE)
    yield from _faults_of_name(parts)


def _faults_of_name(parts: SplitResult) -> Iterator[_Fault]:
    host, name = parts.hostname or "", _ascii_name(parts)
    if _TWO_MEANINGS & set(host):
        yield _Fault(
            "a server name with a letter that programs read differently", "its form that begins with xn--"
        )
    if "[" in parts.netloc or _NUMBER.search(name):
        yield _Fault("a number instead of a server name", "a name such as www.example.org")
    if len(name) > MAX_NAME or not _NAME.fullmatch(name):
        yield _Fault(f"'{shown(host)}' is not the name of a public server", "a name such as www.example.org")


def _ascii_name(parts: SplitResult) -> str:
    """Return the server's name as it is looked up (IDNA); nothing where it has no such form."""
    try:
        return (parts.hostname or "").encode("idna").decode("ascii").removesuffix(".")
    except UnicodeError:
        return ""


def follow_redirect(page: PageAddress, location: str, status: int, redirected_from: str) -> PageAddress:
    """Return where a redirect leads, checked like the first address, and not from https:// to http://."""
    following = redirect_target(page, location, status, redirected_from)
    if page.scheme == "https" and following.scheme == "http":
        what = "a redirect from https:// to http://"
        raise fetch_error(following.shown, what, "https:// throughout", SAVE)
    return following


def redirect_target(page: PageAddress, location: str, status: int, redirected_from: str) -> PageAddress:
    """Return where a redirect leads (RFC 9110, section 15.4), checked like the first address."""
    # Header fields are read as Latin-1; servers that send letters of other scripts mean UTF-8.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    if not location.strip():
        raise fetch_error(page.shown, f"a redirect (status {status}) without an address", "an address", SAVE)
    try:
        joined = urljoin(page.url, location.strip().replace(" ", "%20"))
    except ValueError:
        joined = location
    return parse_address(joined, redirected_from)
