"""A web address of the records → what it answers today: asked of public servers only, and politely.

A page is asked for with HEAD, and again with GET where the server refuses that, as many do who have the page
(RFC 9110, section 9.3.2, lets them answer alike, but not all do). No body is read. Nobody can know whether a
page with status 200 is the one that was cited.
"""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import cast

from ...records.closed_lists import LinkStatus
from .connection import Clock, Connect, Incoming, Resolve, open_connection, resolve_name
from .fetch_error import FetchError
from .fetch_page import REDIRECTS, readable_errors
from .page_address import PageAddress, parse_address, redirect_target

SECONDS = 20.0  # for one request: names, connection and header fields
PAUSE = 2.0  # seconds from the end of one request to a host to the next
MAX_REDIRECTS = 5
LONGEST = 2_000  # characters of a new address; longer ones have no place in a record

_STATUSES = {
    404: LinkStatus.NOT_FOUND,
    410: LinkStatus.GONE,
    451: LinkStatus.LEGAL,
}


class NotChecked(ValueError):
    """An address that no request was made for; the message says why."""


@dataclass(frozen=True)
class Answer:
    """What an address answered: its status, the new address if it moved, and why in words.

    `responded` says whether any server responded, and so whether this machine is connected at all.
    """

    status: LinkStatus
    to: str = ""
    why: str = ""
    responded: bool = True


@dataclass
class Checker:
    """Checks addresses one after the other, with a pause between two requests to a host.

    `about` is printed in each request, for whoever runs the server: where the archive is. The fields with an
    underscore are for tests.
    """

    about: str = ""
    _resolve: Resolve = resolve_name
    _connect: Connect = socket.create_connection
    _seconds: float = SECONDS
    _pause: float = PAUSE
    _sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)  # host → the end of its last request

    def check(self, address: str) -> Answer:
        """Return what an address answers; raise NotChecked for one that no public page has."""
        try:
            first = parse_address(address)
        except FetchError as error:
            raise NotChecked(error.what) from None
        responses = 0
        page = first
        try:
            for _ in range(MAX_REDIRECTS + 1):
                status, location = self._ask(page)
                responses += 1
                if status not in REDIRECTS:
                    return _answer(first, page, status)
                page = redirect_target(page, location, status, first.shown)
            why = f"more than {MAX_REDIRECTS} redirects"
        except FetchError as error:
            why = error.what
        return Answer(LinkStatus.NO_ANSWER, why=why, responded=responses > 0)

    def _ask(self, page: PageAddress) -> tuple[int, str]:
        """Return the status that a server gives a page, and where it redirects.

        Nothing but a page or a redirect is believed of an answer to HEAD; some servers close the connection.
        So an address that does not answer was asked twice.
        """
        try:
            status, location = self._request(page, "HEAD")
        except FetchError:
            status, location = 0, ""
        return (status, location) if 200 <= status < 400 else self._request(page, "GET")

    def _request(self, page: PageAddress, method: str) -> tuple[int, str]:
        """Make one request, after the pause that its host is owed; return its status and Location."""
        self._wait(page.host)
        try:
            return self._exchange(page, method, Clock(self._seconds))
        finally:
            self._last[page.host] = time.monotonic()

    def _wait(self, host: str) -> None:
        if host in self._last and (left := self._last[host] + self._pause - time.monotonic()) > 0:
            self._sleep(left)

    def _exchange(self, page: PageAddress, method: str, clock: Clock) -> tuple[int, str]:
        with (
            readable_errors(page, self._seconds),
            closing(open_connection(page, clock, self._resolve, self._connect)) as connection,
        ):
            connection.settimeout(clock.left())
            connection.sendall(_render_request(page, method, self.about))
            # Of a socket, http.client uses makefile alone.
            incoming = cast(socket.socket, Incoming(connection, clock, page, 0))
            with http.client.HTTPResponse(incoming, method=method) as response:
                response.begin()
                return response.status, response.headers.get("Location", "")


def _answer(first: PageAddress, page: PageAddress, status: int) -> Answer:
    """Return what the page means that came at last for the address that was asked for first."""
    if 200 <= status < 300:
        if _same(first, page):
            return Answer(LinkStatus.LIVE)
        if len(page.url) > LONGEST:
            return Answer(
                LinkStatus.NO_ANSWER, why=f"a redirect to an address of {len(page.url):,} characters"
            )
        return Answer(LinkStatus.MOVED, page.url)
    refused = LinkStatus.REFUSED if 400 <= status < 500 else LinkStatus.NO_ANSWER
    return Answer(_STATUSES.get(status, refused), why=f"status {status}")


def _same(one: PageAddress, other: PageAddress) -> bool:
    """Return whether two addresses differ in nothing but https, `www.` or a slash at the end."""
    return _plain(one) == _plain(other)


def _plain(page: PageAddress) -> tuple[str, str]:
    return page.host.removeprefix("www."), page.target.rstrip("/")


def _render_request(page: PageAddress, method: str, about: str) -> bytes:
    """Return a request without a body (RFC 9112): it names the program, and nothing of the person."""
    purpose = "checks whether an address that a press archive cites still answers"
    lines = (
        f"{method} {page.target} HTTP/1.1",
        f"Host: {page.host}",
        f"User-Agent: archive-links/{version('press-archive')} ({'; '.join(filter(None, [about, purpose]))})",
        "Accept: */*",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii")
