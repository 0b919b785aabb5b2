"""A server for the files of a built site, on this machine alone: the reading room is read with it."""

from __future__ import annotations

import functools
from collections.abc import Collection
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .hosts import EXPLANATION, REASON, STATUS, find_path

ADDRESS = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    """Answers requests for files, if they are asked of this machine; lists no folder."""

    server: FileServer

    def parse_request(self) -> bool:
        """Read a request; answer it at once if it is not for this server (hosts.py)."""
        if not super().parse_request():
            return False
        hosts = self.headers.get_all("Host", [])
        path = find_path(self.path, hosts[0], self.server.allowed) if len(hosts) == 1 else None
        if path is None:
            self.close_connection = True
            self.send_error(STATUS, REASON, EXPLANATION.removesuffix("."))
            return False
        self.path = path
        return True

    def list_directory(self, _: object) -> None:
        """Answer that there is no page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, *_: object) -> None:
        """Print nothing: who reads what is nobody else's business."""


class FileServer(ThreadingHTTPServer):
    """Serves a folder; `allowed` are host names under which it answers beside those of this machine."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int, allowed: Collection[str] = ()) -> None:
        """Take a port of this machine, any free one for 0; raises OSError if it is in use."""
        self.allowed = allowed
        super().__init__((ADDRESS, port), functools.partial(_Handler, directory=str(folder)))

    @property
    def url(self) -> str:
        """The address of the home page."""
        return f"http://{ADDRESS}:{self.server_port}/"
