"""A file server for built sites that does what hosts of static sites do.

It serves below a path and not at the root, compresses texts, keeps connections open, says how long a file may
be kept, and answers an address without a page with the site's own page for that.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import io
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

PREFIX = "/archive/"  # as a site stands on most hosts: not at the root
TEXTS = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")
OTHER_SITES = "*"  # that may read its files, as on GitHub Pages
KEPT = 600  # seconds for which a browser may keep a file


@functools.cache
def _compressed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # a connection serves for more than one file

    def send_head(self) -> BinaryIO | None:
        """Send what stands before a file, and return the file as it goes over the wire."""
        path = Path(self.translate_path(self.path))
        status = HTTPStatus.OK
        if path.is_dir():
            if not self.path.partition("?")[0].endswith("/"):
                return super().send_head()  # leads to the address with a slash at its end
            path /= "index.html"
        if not path.is_file():
            status, path = HTTPStatus.NOT_FOUND, Path(self.directory, PREFIX.strip("/"), "404.html")
            if not path.is_file():
                self.send_error(status)
                return None
        kind = self.guess_type(path)
        packed = kind.startswith(TEXTS) and "gzip" in self.headers.get("Accept-Encoding", "")
        data = _compressed(path, path.stat().st_mtime_ns) if packed else path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", f"max-age={KEPT}")
        self.send_header("Access-Control-Allow-Origin", OTHER_SITES)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return io.BytesIO(data)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Print nothing where a browser that goes on to another page drops its connection."""


@contextlib.contextmanager
def serve(folder: Path, at: Path) -> Iterator[str]:
    """Serve a folder, which may still be to be built, below PREFIX on a free port of 127.0.0.1; give its
    address.
    """
    at.mkdir()
    (at / PREFIX.strip("/")).symlink_to(folder)
    server = _Server(("127.0.0.1", 0), functools.partial(_Handler, directory=str(at)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
