"""The address of a web page that a person names → the page as it was received, from public servers only.

Whoever runs a server decides which addresses its name has, where it redirects, what it sends and how slowly.
So each rule is applied before a connection is made or while bytes arrive, never afterwards.

robots.txt is not read: it is for programs that follow links by themselves (RFC 9309, section 1). Here a
person names one page, as in a browser; no link is followed, nothing else is loaded, and nothing is requested
twice. The program says what it is, keeps no cookies, and accepts a refusal.
"""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from typing import cast

from ..received_file import Received
from .connection import Clock, Connect, Incoming, Resolve, open_connection, resolve_name, too_large
from .fetch_error import LATER, SAVE, FetchError, fetch_error, shown
from .page_address import PageAddress, follow_redirect, parse_address

__all__ = ["FetchError", "fetch"]

MAX_SECONDS = 60.0  # for everything together: names, connections, redirects, the page
MAX_PAGE_BYTES = 20_000_000  # unpacked
MAX_REDIRECTS = 5

# Media type → the name of the file, whose ending decides how it is kept and read.
_FILE_NAMES = {
    "text/html": "page.html",
    "application/xhtml+xml": "page.xhtml",
    "text/plain": "page.txt",
    "message/rfc822": "page.eml",
    "application/warc": "page.warc",
}
_CHECK = (
    "compare the address with the one in your browser. If the page is gone, a web archive may have it: "
    f"{SAVE}"
)
# Status (RFC 9110, section 15; RFC 6585; RFC 7725) → what it means for the person, and what to do.
_STATUSES = {
    401: ("the page needs a login", SAVE),
    402: ("the page must be paid for", SAVE),
    403: ("the site blocks automated requests or needs a login", SAVE),
    404: ("page not found", _CHECK),
    410: ("the page was removed", _CHECK),
    429: ("the site blocks automated requests or has received too many", LATER),
    451: (
        "the page is withheld for legal reasons",
        "if your browser shows it, save it there, and run: archive add FILE",
    ),
}
REDIRECTS = (301, 302, 303, 307, 308)
_BLOCK = 65_536  # bytes


def fetch(
    address: str,
    *,
    _resolve: Resolve = resolve_name,
    _connect: Connect = socket.create_connection,
    _seconds: float = MAX_SECONDS,
    _max_bytes: int = MAX_PAGE_BYTES,
) -> Received:
    """Fetch one page over http or https; raise FetchError if it is refused or fails.

    The address of what is returned is the one that sent the page, after all redirects and without a fragment,
    as a record's `captured_from` has it. If it differs from `address`, the article may have gone, and its
    address may redirect to the home page. The parameters with an underscore are for tests.
    """
    refuse_in_tests_of_changes(address)
    clock = Clock(_seconds)
    page = parse_address(address.strip())
    first = page.shown
    for _ in range(MAX_REDIRECTS + 1):
        with (
            readable_errors(page, _seconds),
            closing(open_connection(page, clock, _resolve, _connect)) as connection,
        ):
            connection.settimeout(clock.left())
            connection.sendall(_request(page))
            # Of a socket, http.client uses makefile alone.
            incoming = cast(socket.socket, Incoming(connection, clock, page, _max_bytes))
            with http.client.HTTPResponse(incoming, method="GET") as response:
                response.begin()
                if response.status not in REDIRECTS:
                    return _receive(page, response, _max_bytes)
                page = follow_redirect(page, response.headers.get("Location", ""), response.status, first)
    what = f"more than {MAX_REDIRECTS} redirects; they may be circular, or need cookies"
    raise fetch_error(first, what, "a page", SAVE)


def refuse_in_tests_of_changes(address: str) -> None:
    """Raise FetchError on machines that test changes, where a pull request could choose the address."""
    for name in ("CI", "GITHUB_ACTIONS"):
        if os.environ.get(name, "").lower() not in ("", "0", "false"):
            what = f"not fetched, because {name} is set in the environment, as on machines that run tests"
            hint = "fetch it there and commit the record"
            raise fetch_error(shown(address), what, "a contributor's own machine", hint)


def _request(page: PageAddress) -> bytes:
    """Return the request (RFC 9112): it names the program, and nothing of the person."""
    lines = (
        f"GET {page.target} HTTP/1.1",
        f"Host: {page.host}",
        f"User-Agent: archive-add/{version('press-archive')} (one page, asked for by a person)",
        f"Accept: {', '.join(_FILE_NAMES)}",
        "Accept-Encoding: gzip",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii")


@contextmanager
def readable_errors(page: PageAddress, seconds: float) -> Iterator[None]:
    """Turn the errors of a connection into messages."""
    try:
        yield
    except TimeoutError:
        what = f"no complete response within {seconds:g} seconds"
        raise fetch_error(page.shown, what, "the whole page by then", LATER) from None
    except ssl.SSLCertVerificationError as error:
        what = f"the certificate is not valid for {page.host} ({error.verify_message.rstrip('.')})"
        hint = (
            "compare the name with the one in your browser. If this happens with every page, Python has no "
            "list of certificate authorities; on a Mac, run Install Certificates from Python's folder. "
            f"Otherwise, {SAVE}"
        )
        raise fetch_error(page.shown, what, "a valid certificate for this name", hint) from None
    except zlib.error as error:
        what = f"the page arrived damaged ({error})"
        raise fetch_error(page.shown, what, "data compressed with gzip", LATER) from None
    except FetchError:
        raise
    except (OSError, http.client.IncompleteRead) as error:
        what = f"the connection was interrupted ({shown(str(error))})"
        raise fetch_error(page.shown, what, "the whole page", LATER) from None
    except (http.client.HTTPException, ValueError, OverflowError) as error:  # of a negative size of a part
        what = f"not a valid HTTP response ({type(error).__name__}: {shown(str(error))})"
        raise fetch_error(page.shown, what, "a web page", LATER) from None


def _receive(page: PageAddress, response: http.client.HTTPResponse, max_bytes: int) -> Received:
    """Read a page, if it is one that a record can be drafted from."""
    _check_status(page, response)
    name = _file_name(page, response)
    is_compressed = _is_compressed(page, response)
    if (response.length or 0) > max_bytes:
        raise too_large(page, max_bytes)
    data = bytearray()
    for block in _decompressed(_blocks(response)) if is_compressed else _blocks(response):
        data += block
        if len(data) > max_bytes:
            raise too_large(page, max_bytes)
    if name == "page.warc" and data[:2] == b"\x1f\x8b":
        name += ".gz"
    return Received(name, bytes(data), page.url)


def _check_status(page: PageAddress, response: http.client.HTTPResponse) -> None:
    if response.status != 200:
        default = ("the server failed", LATER) if response.status >= 500 else ("no page", SAVE)
        what, hint = _STATUSES.get(response.status, default)
        what = f"{what} (status {response.status})"
        raise fetch_error(page.shown, what, "status 200, the page itself", hint)


def _file_name(page: PageAddress, response: http.client.HTTPResponse) -> str:
    """Return the name of the file that a page becomes, by its media type."""
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type in _FILE_NAMES:
        return _FILE_NAMES[media_type]
    what = f"a file of the type '{shown(media_type)}'" if media_type else ""
    what = what or "a file without a type (Content-Type)"
    hint = "copy its text into a .txt file, and run: archive add FILE"
    raise fetch_error(page.shown, what, f"one of {', '.join(_FILE_NAMES)}", hint)


def _is_compressed(page: PageAddress, response: http.client.HTTPResponse) -> bool:
    """Return whether a page is compressed with gzip; raise FetchError for any other encoding."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    transfer = response.headers.get("Transfer-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip") or transfer not in ("", "identity", "chunked"):
        what = f"unsupported encoding '{shown(coding or transfer)}'"
        raise fetch_error(page.shown, what, "gzip or none", SAVE)
    return "gzip" in coding


def _blocks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """Yield the bytes of a page as they are sent; raise IncompleteRead if there are fewer than announced."""
    announced, received = response.length, 0
    while block := response.read(_BLOCK):
        received += len(block)
        yield block
    if announced is not None and received < announced:
        raise http.client.IncompleteRead(b"", announced - received)


def _decompressed(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content of gzip data (RFC 1952), a block at a time; raise zlib.error if it is damaged."""
    decompressor = None
    for block in blocks:
        while block:
            decompressor = decompressor or zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
            yield decompressor.decompress(block, _BLOCK)
            block = decompressor.unused_data if decompressor.eof else decompressor.unconsumed_tail
            decompressor = None if decompressor.eof else decompressor
    if decompressor:
        raise zlib.error("its end is missing")
