"""An invented network for tests of fetching: no test leaves the machine.

The address of a name is invented, and a connection to any address ends at a server in a thread here; the
addresses that the program wanted are written down.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from press_archive.ingest.fetch.fetch_page import FetchError, fetch

GULL, LANTERN, INSIDE = "192.30.252.1", "2a00:1450:4001::1", "10.0.0.7"
PAGE = b"<!doctype html><title>Ferry runs again</title><p>The ferry to Ostrand runs again."

Answer = bytes | Callable[[socket.socket], None]


def answer(body: bytes = PAGE, *fields: str, status: str = "200 OK", length: int | None = -1) -> bytes:
    """An answer with a body; its length is announced unless `length` is None, or announced wrongly as
    `length`.
    """
    if not any(field.lower().startswith("content-type:") for field in fields):
        fields = ("Content-Type: text/html", *fields)
    if length is not None:
        fields = (*fields, f"Content-Length: {len(body) if length < 0 else length}")
    return "\r\n".join((f"HTTP/1.1 {status}", *fields, "", "")).encode("utf-8") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {location}", status=status)


def dripping(head: bytes, drop: bytes) -> Callable[[socket.socket], None]:
    """An answer that never ends, in drops that come faster than any limit for a single wait."""

    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(drop)
            time.sleep(0.01)

    return send


def without_end(head: bytes, block: bytes) -> Callable[[socket.socket], None]:
    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(block)

    return send


class Network:
    """An invented network: names with addresses, and one server for all, which answers by host and path."""

    def __init__(self) -> None:
        self.names = {"gull.example": [GULL], "lantern.example": [LANTERN], "inside.example": [INSIDE]}
        self.pages: dict[str, Answer] = {}
        self.looked_up: list[str] = []
        self.connected: list[tuple[str, int]] = []
        self.waits: list[float] = []
        self.requests: list[str] = []
        self.unreachable: set[str] = set()
        self.tls: ssl.SSLContext | None = None
        self.server = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.over = False
        self.accepting = threading.Thread(target=self.serve, daemon=True)
        self.accepting.start()

    def serve(self) -> None:
        while True:
            connection, _ = self.server.accept()
            if self.over:
                connection.close()
                return
            threading.Thread(target=self.reply, args=(connection,), daemon=True).start()

    def close(self) -> None:
        """Let the thread end before its socket is closed: the next test's may get the same number, and be
        answered by it.
        """
        self.over = True
        socket.create_connection(self.server.getsockname()).close()
        self.accepting.join()
        self.server.close()

    def reply(self, connection: socket.socket) -> None:
        try:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request and (block := connection.recv(65_536)):
                request += block
            if not request.startswith((b"GET ", b"HEAD ")):  # nothing, or words of a protected connection
                return
            self.requests.append(request.decode("ascii"))
            target = self.requests[-1].split(" ")[1]
            host = self.requests[-1].split("\r\nHost: ")[1].split("\r\n")[0]
            method = self.requests[-1].split(" ")[0]
            nothing = answer(b"nothing", status="404 Not Found")
            page = self.pages.get(host + target, nothing)
            chosen = self.pages.get(f"{method} {host}{target}", page)
            if callable(chosen):
                chosen(connection)
            else:
                connection.sendall(
                    chosen if method == "GET" else chosen.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
                )
        except OSError:  # the program left, as most of these tests want it to
            pass
        finally:
            connection.close()

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self.names[host]

    def connect(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.connected.append(address)
        if address[0] in self.unreachable:
            raise ConnectionRefusedError
        self.waits.append(timeout)
        connection = socket.create_connection(self.server.getsockname(), timeout)
        connection.settimeout(None)  # so that every later wait needs a limit of its own
        return connection

    def fetch(self, address: str, **limits: float):
        return fetch(
            address,
            _resolve=self.resolve,
            _connect=self.connect,
            **{f"_{name}": limits[name] for name in limits},
        )

    def refused(self, address: str, **limits: float) -> str:
        with pytest.raises(FetchError) as caught:
            self.fetch(address, **limits)
        return str(caught.value)


@pytest.fixture
def not_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test fetch: the program refuses to on machines that test changes, and tests run there too."""
    for name in ("CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def network() -> Iterator[Network]:
    """An invented network, which ends with the test."""
    invented = Network()
    yield invented
    invented.close()
