"""Run Pagefind's program, and prove that what it answers is whole.

The program (1.5.2) is run as a service that is asked on its standard input and answers on its standard
output, as its interfaces for Node and Python do (https://pagefind.app/docs/py-api/). So it numbers pages in
the order in which they come, and writes nothing to a disk: on a full one its command writes files in part and
ends with status 0.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import json
import os
import re
import select
import signal
import subprocess
import tempfile
import threading
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any, NamedTuple

from pagefind.service import get_executable

# Parts of a page that are neither the document nor the archive's words about it.
EXCLUDED = [
    "dt",
    'dd > a[rel="external"]',
    ".passage-link",
    ".line-link",
    ".explanation",
    ".tools",
    ".headerlink",
]
# The version whose files we read; another one is refused where they differ.
VERSION = "1.5.2"
PATIENCE = 120.0  # seconds without an answer
# Every file of Pagefind's begins so, once it is decompressed.
SIGNATURE = b"pagefind_dcd"
_ERROR = re.compile(r"Os \{ code: ([0-9]+),")  # as Rust prints what the system refuses
_GZIP = zlib.MAX_WBITS | 16  # expect a header of gzip (zlib.h, inflateInit2)


class FeedPage(NamedTuple):
    """A page that Pagefind reads: its address from the site's root, and its HTML."""

    address: str
    html: str


def index_pages(pages: Iterable[FeedPage], language: str) -> dict[str, bytes]:
    """Index pages that are all in one language; return Pagefind's files by path.

    Raises OSError where the program fails or stops answering.
    """
    program = get_executable()
    if program is None:
        raise FileNotFoundError(errno.ENOENT, "Pagefind's program is not installed", "pagefind")
    with (
        tempfile.TemporaryDirectory() as empty,
        tempfile.TemporaryFile() as printed,
        subprocess.Popen(
            [program, "--service"],
            cwd=empty,  # it reads settings in the folder where it is started, and in variables
            env={name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=printed,
        ) as process,
    ):
        assert process.stdin is not None
        try:
            return _ask(process, _requests(pages, language))
        except EOFError:
            process.wait()
            printed.seek(0)
            raise _failure(process.returncode, printed.read().decode("utf-8", "replace")) from None
        finally:
            process.kill()
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()


def _requests(pages: Iterable[FeedPage], language: str) -> list[dict[str, Any]]:
    settings = {"root_selector": "article", "exclude_selectors": EXCLUDED, "force_language": language}
    return [
        {"type": "NewIndex", "config": settings},
        *(
            {"type": "AddFile", "index_id": 0, "url": address, "file_contents": html}
            for address, html in pages
        ),
        {"type": "GetFiles", "index_id": 0},
    ]


def _ask(process: subprocess.Popen[bytes], requests: list[dict[str, Any]]) -> dict[str, bytes]:
    """Send all requests; return the files of the last answer. Raises EOFError if the program ends before."""
    assert process.stdin is not None and process.stdout is not None
    # Asked from a thread, or the program would wait with an answer that nobody reads yet.
    asking = threading.Thread(target=_send, args=(process.stdin, requests), daemon=True)
    asking.start()
    files: list[dict[str, str]] = []
    for _, answer in zip(requests, _answers(process.stdout), strict=False):
        payload = answer["payload"]
        if payload["type"] == "Error":
            raise OSError(0, f"Pagefind refused a page ({str(payload.get('message'))[:200]})", "pagefind")
        files = payload.get("files", files)
    if not files:
        raise EOFError
    return {file["path"]: base64.b64decode(file["content"]) for file in files}


def _send(stream: IO[bytes], requests: list[dict[str, Any]]) -> None:
    """Write requests as the service reads them; its input stays open, or it would end before it answers."""
    try:
        for number, payload in enumerate(requests, 1):
            message = json.dumps({"message_id": number, "payload": payload})
            stream.write(base64.b64encode(message.encode()) + b",")
        stream.flush()
    except (BrokenPipeError, ValueError):  # the program has ended, which its answers show
        pass


def _answers(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Yield answers, in base64 with commas after them; raise OSError if none comes, EOFError at the end."""
    parts: list[bytes] = []
    while True:
        if not select.select([stream], [], [], PATIENCE)[0]:
            raise OSError(errno.ETIMEDOUT, "Pagefind stopped answering", "pagefind")
        data = os.read(stream.fileno(), 1 << 20)
        if not data:
            raise EOFError
        *ended, rest = data.split(b",")
        for end in ended:
            yield json.loads(base64.b64decode(b"".join([*parts, end])))
            parts = []
        parts.append(rest)


def _failure(status: int, printed: str) -> OSError:
    """Return why the program failed, as an error of the system where it was one."""
    if status == -signal.SIGXFSZ:
        return OSError(errno.EFBIG, os.strerror(errno.EFBIG), "pagefind")
    if found := _ERROR.search(printed):
        return OSError(int(found[1]), os.strerror(int(found[1])), "pagefind")
    last = printed.strip().rpartition("\n")[2]
    return OSError(0, f"Pagefind failed with status {status} ({last[:200]})", "pagefind")


def unpack(name: str, data: bytes) -> bytes:
    """Return what is in a file of Pagefind's, after its signature; raise ValueError if it is not whole."""
    try:
        unpacked = zlib.decompress(data, _GZIP)
    except zlib.error as error:
        raise ValueError(f"{name}: a file of Pagefind's is not whole ({error}).") from error
    if not unpacked.startswith(SIGNATURE):
        raise ValueError(
            f"{name}: not a file as Pagefind {VERSION} writes it. Expected {SIGNATURE!r} at its beginning."
        )
    return unpacked[len(SIGNATURE) :]
