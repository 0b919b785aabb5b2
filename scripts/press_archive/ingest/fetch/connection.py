"""A connection to a public server, within a limit of time and of bytes.

Whoever runs a server decides which addresses its name has. A name is looked up once, and the connection goes
to an address that was checked then: a second look-up could return a machine in the contributor's own network.
"""

from __future__ import annotations

import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .fetch_error import LATER, SAVE, FetchError, fetch_error, shown
from .page_address import PageAddress
from .public_servers import is_public

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CONNECTING = 10.0  # seconds for one of several addresses of a server
MAX_OVERHEAD = 1_000_000  # bytes of everything around the page: header fields, sizes of chunks

Resolve = Callable[[str, int], list[str]]
Connect = Callable[[tuple[str, int], float], socket.socket]


@dataclass(frozen=True)
class Clock:
    """One time limit for everything: looking up, connecting, redirects and the page."""

    seconds: float
    start: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Return the seconds left; raise TimeoutError if there are none."""
        left = self.start + self.seconds - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def resolve_name(host: str, port: int) -> list[str]:
    """Return the IP addresses that the system finds for a name."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def open_connection(page: PageAddress, clock: Clock, resolve: Resolve, connect: Connect) -> socket.socket:
    """Connect to a server at an address that was checked; over https only to one that proves its name."""
    for address in _public_addresses(page, clock, resolve):
        seconds = min(clock.left(), CONNECTING)
        try:
            connection = connect((address, page.port), seconds)
        except OSError:
            continue  # other addresses of the server may answer, as on a machine without IPv6
        return _protect(connection, page, clock) if page.scheme == "https" else connection
    raise fetch_error(page.shown, f"the server {page.host} does not respond", "a response", LATER)


def _protect(connection: socket.socket, page: PageAddress, clock: Clock) -> socket.socket:
    """Begin TLS; close the connection where that fails."""
    try:
        connection.settimeout(clock.left())
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        # An end that is not announced is an error: someone may have cut the page short.
        return context.wrap_socket(connection, server_hostname=page.host, suppress_ragged_eofs=False)
    except BaseException:
        connection.close()
        raise


def _public_addresses(page: PageAddress, clock: Clock, resolve: Resolve) -> list[str]:
    """Look a name up once; return its IP addresses, all of them public."""
    addresses = _look_up(page, clock, resolve)
    if not addresses:
        what = f"no server named {page.host} was found"
        hint = f"check the spelling, or {LATER}"
        raise fetch_error(page.shown, what, "the name of a public server", hint)
    for address in addresses:
        if not is_public(address):
            what = f"{page.host} has the address {shown(address)}, which is not public"
            raise fetch_error(page.shown, what, "a server on the public internet", SAVE)
    return addresses


def _look_up(page: PageAddress, clock: Clock, resolve: Resolve) -> list[str]:
    """Return the IP addresses of a name; raise TimeoutError where the look-up takes too long."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(resolve(page.host, page.port))
        except Exception as error:  # raised again below, in the thread that waits for it
            answers.put(error)

    # The system's own look-up has no time limit, so it runs in a thread of its own.
    threading.Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=clock.left())
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        return []
    if isinstance(answer, Exception):
        raise answer
    return answer


class Incoming(io.RawIOBase):
    """What a server sends: each wait ends with the time limit, and each byte is counted, headers too."""

    def __init__(self, connection: socket.socket, clock: Clock, page: PageAddress, max_bytes: int) -> None:
        """Read from a connection at most `max_bytes` of a page, and what is around it."""
        self.connection = connection
        self.clock = clock
        self.page = page
        self.max_bytes = max_bytes
        self.received = 0

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return the file that http.client reads from, as a socket does."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Return True, as io.BufferedReader requires."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Receive bytes; raise FetchError for more than the limit, TimeoutError when time is up."""
        self.connection.settimeout(self.clock.left())
        size = self.connection.recv_into(buffer)
        self.received += size
        if self.received > self.max_bytes + MAX_OVERHEAD:
            raise too_large(self.page, self.max_bytes)
        return size


def too_large(page: PageAddress, max_bytes: int) -> FetchError:
    """Return the error for a page with more bytes than the limit."""
    return fetch_error(page.shown, f"more than {max_bytes:,} bytes", "the text of one page", SAVE)
