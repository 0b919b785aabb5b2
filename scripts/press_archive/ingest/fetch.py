"""The address of a web page that a person names → the page as it was received, from a public server and from nowhere else.

Whoever runs a server decides what its name stands for, where it leads on, and what it sends and how slowly. So each rule is
applied before a connection is made or while bytes arrive, never afterwards. A name is looked up once, and the connection goes to
an address that was judged then: asked a second time, the name could stand for a machine in the contributor's own network.

The server's robots.txt is not asked. It speaks to programs that follow links by themselves (RFC 9309, section 1). Here a person
names one page, as in a browser, nothing on it is followed or loaded, and nothing is asked for again. The program says honestly
what it is, keeps no cookies, and takes a refusal as final.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import os
import queue
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import NoReturn
from urllib.parse import quote, urljoin, urlsplit

from .received_file import Received

SECONDS = 60.0  # for everything together: names, connections, redirects, the page
CONNECTING = 10.0  # seconds for one of several addresses of a server
MAX_BYTES = 20_000_000  # of a page, unpacked
MAX_REDIRECTS = 5

_PORTS = {"http": 80, "https": 443}
# Media type → the name of the file; its ending says how it is kept and read.
_NAMES = {
    "text/html": "page.html",
    "application/xhtml+xml": "page.xhtml",
    "text/plain": "page.txt",
    "message/rfc822": "page.eml",
    "application/warc": "page.warc",
}
_SAVE = "open the page in your browser, save it there, and run: archive add FILE"
_LATER = f"try again later, or {_SAVE}"
_CHECK = f"compare the address with the one in your browser. If the page has gone, a web archive may hold it: {_SAVE}"
# Status (RFC 9110, section 15; RFC 6585; RFC 7725) → what it means for the person, and what to do.
_STATUSES = {
    401: ("the page wants a log-in", _SAVE),
    402: ("the page wants to be paid for", _SAVE),
    403: ("the page refuses programs, or wants a log-in", _SAVE),
    404: ("there is no such page", _CHECK),
    410: ("the page was removed", _CHECK),
    429: ("the page refuses programs, or was asked for too often", _LATER),
    451: ("the page is withheld for legal reasons", "if your browser shows it, save it there, and run: archive add FILE"),
}
_REDIRECTS = (301, 302, 303, 307, 308)

_BLOCK = 65_536
_HEAD = 1_000_000  # bytes that everything around the page may take: header fields, sizes of chunks
# What a path and a query may hold beside letters, digits and -._~; the rest is percent-encoded, so that a record accepts it.
_AS_IT_IS = "!$%&()*+,/:;=?@[]"
# A name has at least two labels and its last one begins with a letter; all ways to write an IPv4 address end otherwise.
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
# The signs that Python's rules for names in other scripts (IDNA 2003) turn into something else than today's (RFC 5894, 7.2).
_TWO_MEANINGS = frozenset("ßς\u200c\u200d")

_UNICAST = ipaddress.ip_network("2000::/3")  # what IANA gives to networks; mapped, private and local addresses lie outside
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address as seen from a network that has IPv6 alone
# Not public either, though some versions of Python call them global: addresses for protocols (Teredo's with them), 6to4 with its
# relays, documentation (RFC 9637).
_SPECIAL = tuple(ipaddress.ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20"))
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # RFC 5214: an IPv4 address as the end of an IPv6 address

Resolve = Callable[[str, int], list[str]]
Connect = Callable[[tuple[str, int], float], socket.socket]


class FetchError(ValueError):
    """A page that could not be fetched; the message says which, why, what was expected, and what to do."""


def _resolve(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    address: str,
    *,
    _resolve: Resolve = _resolve,
    _connect: Connect = socket.create_connection,
    _seconds: float = SECONDS,
    _max_bytes: int = MAX_BYTES,
) -> Received:
    """Fetch one page over http or https; raise FetchError where that is refused or fails.

    The address of what is returned is the one that sent the page, after all redirects, without a fragment: a record's
    `captured_from` tells where the bytes came from. The caller has the address that was asked for, and can tell where the two
    differ, which may be an article that is gone and leads to the home page. What begins with an underscore is for tests.
    """
    for name in ("CI", "GITHUB_ACTIONS"):
        if os.environ.get(name, "").lower() not in ("", "0", "false"):
            what = f"not fetched, because {name} is set in the environment, as on machines that test changes"
            raise _error(_shown(address), what, "a contributor's own machine", "fetch it there and add the record")
    clock = _Clock(_seconds)
    page = _parse(address.strip())
    asked = page.shown
    for _ in range(MAX_REDIRECTS + 1):
        with _in_words(page, _seconds), closing(_open(page, clock, _resolve, _connect)) as connection:
            connection.settimeout(clock.left())
            connection.sendall(_request(page))
            with http.client.HTTPResponse(_Incoming(connection, clock, page, _max_bytes), method="GET") as response:
                response.begin()
                if response.status not in _REDIRECTS:
                    return _received(page, response, _max_bytes)
                page = _next(page, response, asked)
    what = f"more than {MAX_REDIRECTS} redirects, as with pages that lead in a circle or want cookies"
    raise _error(asked, what, "a page", _SAVE)


@dataclass(frozen=True)
class _Page:
    """A page to ask for: the parts of its address, in ASCII, and how messages name it."""

    scheme: str
    host: str
    target: str
    shown: str

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.host}{self.target}"

    @property
    def port(self) -> int:
        return _PORTS[self.scheme]


@dataclass(frozen=True)
class _Clock:
    """The time limit for everything."""

    seconds: float
    start: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Return the seconds left; raise TimeoutError if there are none."""
        left = self.start + self.seconds - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _error(where: str, what: str, expected: str, hint: str) -> FetchError:
    return FetchError(f"{where}: {what}. Expected {expected}. Hint: {hint}")


def _shown(text: str) -> str:
    """Write an address, or what a server sent, for a message: without a password, nothing invisible, not without end."""
    without = re.sub(r"(//)[^/?#]*@", r"\1…@", text)
    return repr(without if len(without) <= 200 else without[:200] + "…")[1:-1]


@contextmanager
def _in_words(page: _Page, seconds: float) -> Iterator[None]:
    """Turn the errors of connections into messages."""
    try:
        yield
    except TimeoutError:
        raise _error(page.shown, f"not all of it came within {seconds:g} seconds", "an answer by then", _LATER) from None
    except ssl.SSLCertVerificationError as error:
        what = f"the server can't prove that it is {page.host} ({error.verify_message.rstrip('.')})"
        hint = (
            f"compare the name with the one in your browser. If every page is refused, Python lacks the list of authorities; "
            f"Python from python.org for the Mac gets it by its 'Install Certificates'. Or else, {_SAVE}"
        )
        raise _error(page.shown, what, "a valid certificate for that name", hint) from None
    except zlib.error as error:
        raise _error(page.shown, f"the page came damaged ({error})", "data packed with gzip", _LATER) from None
    except (OSError, http.client.IncompleteRead) as error:
        raise _error(page.shown, f"the connection broke off ({_shown(str(error))})", "the whole page", _LATER) from None
    except http.client.HTTPException as error:
        what = f"what came is no answer of a web server ({type(error).__name__}: {_shown(str(error))})"
        raise _error(page.shown, what, "a web page", _LATER) from None


def _parse(address: str, asked: str = "") -> _Page:
    """Parse an address (RFC 3986), refusing what no public page needs; `asked` is shown as what led to it."""
    shown = f"{asked} leads to {_shown(address)}" if asked else _shown(address) or "(no address)"
    hint = _SAVE if asked else "copy the address from your browser"

    def refuse(what: str, expected: str, hint: str = hint) -> NoReturn:
        raise _error(shown, what, expected, hint)

    if not address.isprintable() or " " in address:
        refuse("a space, or a sign that can't be seen", "an address without")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # its text would show a password
        refuse("not a web address", "one such as https://www.example.org/page")
    if parts.scheme not in _PORTS:
        refuse("not a web address", "one that begins with https:// or http://")
    if "@" in parts.netloc:
        refuse("a user name or password in the address", "an address without", _SAVE)
    if port not in (None, _PORTS[parts.scheme]):
        refuse(f"the port {port}, where a public page seldom is", f"none, or {_PORTS[parts.scheme]}", _SAVE)
    if _TWO_MEANINGS & set(host):
        refuse("a server's name with a letter that programs read differently", "its form that begins with xn--")
    try:
        name = host.encode("idna").decode("ascii").removesuffix(".")
    except UnicodeError:
        name = ""
    if "[" in parts.netloc or re.search(r"(?:^|\.)\d[^.]*$", name):
        refuse("a number in place of the server's name", "a name, such as www.example.org")
    if len(name) > 253 or not _NAME.fullmatch(name):
        refuse(f"'{_shown(host)}' is no name of a public server", "a name, such as www.example.org")
    target = quote(parts.path or "/", safe=_AS_IT_IS) + (f"?{quote(parts.query, safe=_AS_IT_IS)}" if parts.query else "")
    return _Page(parts.scheme, name, target, shown)


def _next(page: _Page, response: http.client.HTTPResponse, asked: str) -> _Page:
    """Return the page that a redirect leads to (RFC 9110, section 15.4), judged like one that was asked for."""
    location = response.headers.get("Location", "")
    with suppress(UnicodeError):  # fields are read as Latin-1; servers that send letters of other scripts mean UTF-8
        location = location.encode("latin-1").decode("utf-8")
    if not location.strip():
        raise _error(page.shown, f"a redirect (status {response.status}) to nowhere", "an address", _SAVE)
    try:
        joined = urljoin(page.address, location.strip().replace(" ", "%20"))
    except ValueError:
        joined = location
    following = _parse(joined, asked)
    if page.scheme == "https" and following.scheme == "http":
        raise _error(following.shown, "a protected page that leads to an unprotected one", "https:// to the end", _SAVE)
    return following


def is_public(text: str) -> bool:
    """Say whether an IP address belongs to a public server (IANA's registries of special-purpose addresses).

    Of the IPv6 addresses that hold an IPv4 address, only those of NAT64 are used to reach public servers; they are judged by it.

    >>> is_public("9.9.9.9"), is_public("10.0.0.1"), is_public("64:ff9b::9.9.9.9"), is_public("64:ff9b::10.0.0.1")
    (True, False, True, False)
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            address = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        elif address.scope_id or address not in _UNICAST or (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
            return False
    return address.is_global and not address.is_multicast and not any(address in network for network in _SPECIAL)


def _addresses(page: _Page, clock: _Clock, resolve: Resolve) -> list[str]:
    """Look a name up, once; return the IP addresses it stands for, all of them public."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(resolve(page.host, page.port))
        except Exception as error:  # raised again below, where someone waits for it
            answers.put(error)

    # The system's own look-up knows no time limit, so it is waited for from outside.
    threading.Thread(target=look_up, daemon=True).start()
    try:
        found = answers.get(timeout=clock.left())
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, OSError) or found == []:
        what = f"no server of the name {page.host} was found"
        raise _error(page.shown, what, "the name of a public server", f"look for a slip in the name, or {_LATER}")
    if isinstance(found, Exception):
        raise found
    private = [text for text in found if not is_public(text)]
    if private:
        what = f"the name {page.host} stands for {_shown(private[0])}, which is no address of a public server"
        raise _error(page.shown, what, "a server that everyone can reach", _SAVE)
    return found


def _open(page: _Page, clock: _Clock, resolve: Resolve, connect: Connect) -> socket.socket:
    """Connect to a server, at an address that was judged; over https only to one that proves its name."""
    for address in _addresses(page, clock, resolve):
        seconds = min(clock.left(), CONNECTING)
        try:
            connection = connect((address, page.port), seconds)
        except OSError:
            continue  # a server's other addresses may answer, as where a machine has no way to IPv6
        if page.scheme == "http":
            return connection
        try:
            connection.settimeout(clock.left())
            context = ssl.create_default_context()
            context.set_alpn_protocols(["http/1.1"])
            # An end that is not announced is an error: someone may have cut the page short.
            return context.wrap_socket(connection, server_hostname=page.host, suppress_ragged_eofs=False)
        except BaseException:
            connection.close()
            raise
    raise _error(page.shown, f"the server {page.host} does not answer", "an answer", _LATER)


def _request(page: _Page) -> bytes:
    """Return the request (RFC 9112): it says what program asks, and nothing of who asks."""
    lines = (
        f"GET {page.target} HTTP/1.1",
        f"Host: {page.host}",
        f"User-Agent: archive-add/{version('press-archive')} (one page, asked for by a person)",
        f"Accept: {', '.join(_NAMES)}",
        "Accept-Encoding: gzip",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii")


class _Incoming(io.RawIOBase):
    """What a server sends: each wait ends with the time limit, and each byte is counted, also those around the page."""

    def __init__(self, connection: socket.socket, clock: _Clock, page: _Page, max_bytes: int) -> None:
        self.connection, self.clock, self.page, self.max_bytes = connection, clock, page, max_bytes
        self.received = 0

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return what http.client reads from; it asks a socket for it."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        self.connection.settimeout(self.clock.left())
        size = self.connection.recv_into(buffer)
        self.received += size
        if self.received > self.max_bytes + _HEAD:
            raise _too_large(self.page, self.max_bytes)
        return size


def _too_large(page: _Page, max_bytes: int) -> FetchError:
    return _error(page.shown, f"more than {max_bytes:,} bytes", "the text of one page", _SAVE)


def _received(page: _Page, response: http.client.HTTPResponse, max_bytes: int) -> Received:
    """Read a page, if it is one that a record can be drafted from."""
    if response.status != 200:
        default = ("the server has a fault", _LATER) if response.status >= 500 else ("there is no page", _SAVE)
        what, hint = _STATUSES.get(response.status, default)
        raise _error(page.shown, f"{what} (status {response.status})", "status 200, the page itself", hint)
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in _NAMES:
        what = f"a file of the type '{_shown(kind)}'" if kind else "a file whose type the server does not tell"
        raise _error(page.shown, what, f"one of {', '.join(_NAMES)}", "copy its text into a .txt file, and run: archive add FILE")
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    transfer = response.headers.get("Transfer-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip") or transfer not in ("", "identity", "chunked"):
        raise _error(page.shown, f"a page that is packed as '{_shown(coding or transfer)}'", "gzip, or none", _SAVE)
    if (response.length or 0) > max_bytes:
        raise _too_large(page, max_bytes)
    data = bytearray()
    blocks = _blocks(response)
    for block in _unzipped(blocks) if "gzip" in coding else blocks:
        data += block
        if len(data) > max_bytes:
            raise _too_large(page, max_bytes)
    name = _NAMES[kind]
    return Received(f"{name}.gz" if name == "page.warc" and data[:2] == b"\x1f\x8b" else name, bytes(data), page.address)


def _blocks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """Yield the bytes of a page as they are sent; raise IncompleteRead where fewer come than were announced."""
    announced, received = response.length, 0
    while block := response.read(_BLOCK):
        received += len(block)
        yield block
    if announced is not None and received < announced:
        raise http.client.IncompleteRead(b"", announced - received)


def _unzipped(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what gzip's members hold (RFC 1952), never more than a block at a time; raise zlib.error where they are damaged."""
    unpacker = None
    for block in blocks:
        while block:
            unpacker = unpacker or zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
            yield unpacker.decompress(block, _BLOCK)
            block = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            unpacker = None if unpacker.eof else unpacker
    if unpacker:
        raise zlib.error("its end is missing")
