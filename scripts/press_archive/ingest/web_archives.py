"""A web archive (WARC, ISO 28500; WACZ, https://specs.webrecorder.net) → the text of one of its pages."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..captures.capture import MAX_ORIGINAL_BYTES
from ..pages.wording import count
from .encodings import html_to_utf8
from .proposals import Sureness
from .received_file import COPY_TEXT, Material, Received, UnreadableFile

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

WACZ = "a web archive (WACZ)"
MAX_UNPACKED_BYTES = 4 * MAX_ORIGINAL_BYTES  # of a WARC file inside a WACZ
MAX_RECORDS = 2_000  # of a web archive that are looked at
MAX_NAMED = 5  # other pages that a warning names

_WARC_FILES = re.compile(r"(?:^|/)archive/[^/]+\.warc(?:\.gz)?$")
# What damaged archives raise when they are unpacked; a RuntimeError is one with a password.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


@dataclass(frozen=True)
class _Page:
    """A page of a web archive: its address, its HTML, and the day of its capture."""

    address: str
    data: bytes
    captured: str


def is_wacz(data: bytes) -> bool:
    """Return whether a file is a zip file, as a WACZ is."""
    return data[:4] == b"PK\x03\x04"


def is_warc(received: Received) -> bool:
    """Return whether a file is a WARC, or is packed with gzip and has the name of one."""
    packed = received.data[:2] == b"\x1f\x8b" and received.name.lower().endswith(".gz")
    return packed or received.data[:5] == b"WARC/"


def read_wacz(received: Received) -> Material:
    """Return the text of a page of a WACZ; raise UnreadableFile where it has none."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(received.data))
        files = [file for file in archive.infolist() if _WARC_FILES.search(file.filename)]
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnreadableFile(received.name, f"a damaged zip file ({error})", WACZ) from None
    if not files:
        raise UnreadableFile(received.name, "a zip file without WARC files in its folder archive", WACZ)
    pages = [page for file in files for page in _pages(received.name, _unpack(received.name, archive, file))]
    return _choose_page(received, pages)


def _unpack(name: str, archive: zipfile.ZipFile, file: zipfile.ZipInfo) -> bytes:
    if file.file_size > MAX_UNPACKED_BYTES:
        problem = f"{file.filename} unpacks to {file.file_size:,} bytes"
        raise UnreadableFile(name, problem, f"the archive of one page, at most {MAX_UNPACKED_BYTES:,} bytes")
    try:
        return archive.read(file)
    except _DAMAGE as error:
        raise UnreadableFile(name, f"cannot unpack {file.filename} ({error})", WACZ) from None


def read_warc(received: Received) -> Material:
    """Return the text of a page of a WARC; raise UnreadableFile where it has none."""
    return _choose_page(received, _pages(received.name, received.data))


def _pages(name: str, data: bytes) -> list[_Page]:
    from warcio.exceptions import ArchiveLoadFailed

    try:
        return list(_read_pages(name, data))
    # An AttributeError: the library takes the form of a record for granted.
    except (*_DAMAGE, ArchiveLoadFailed, AttributeError) as error:
        problem = f"a damaged web archive ({error})"
        raise UnreadableFile(name, problem, "WARC records, each with its length") from None


def _read_pages(name: str, data: bytes) -> Iterator[_Page]:
    """Yield the HTML pages of a WARC file that were answered with success."""
    from warcio.archiveiterator import ArchiveIterator

    for number, record in enumerate(ArchiveIterator(io.BytesIO(data))):
        if number > MAX_RECORDS:
            return
        media_type = _media_type(record)
        if "html" in media_type.lower():
            yield _read_page(name, record, media_type)


def _media_type(record: ArcWarcRecord) -> str:
    """Return the Content-Type of what a record contains; nothing for an answer other than status 200."""
    if record.rec_type == "response" and record.http_headers:
        succeeded = record.http_headers.get_statuscode() == "200"
        return record.http_headers.get_header("Content-Type") or "" if succeeded else ""
    if record.rec_type in ("resource", "conversion"):
        return record.rec_headers.get_header("Content-Type") or ""
    return ""


def _read_page(name: str, record: ArcWarcRecord, media_type: str) -> _Page:
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    captured = (record.rec_headers.get_header("WARC-Date") or "")[:10]
    data = record.content_stream().read(MAX_ORIGINAL_BYTES)
    charset = re.search(r"charset=[\"']?([\w-]+)", media_type, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        data = html_to_utf8(name, data, charset[1])
    return _Page(address.strip("<>"), data, captured)


def _choose_page(received: Received, pages: list[_Page]) -> Material:
    """Return the text of the page that was asked for by its address, or else of the one with most text."""
    if not pages:
        problem = "no HTML page in the web archive"
        raise UnreadableFile(received.name, problem, "a response with the status 200")
    named = [page for page in pages if page.address == received.address]
    readable = _read_texts(received.name, named or pages)
    if not readable:
        problem = "no text found in the pages of the web archive"
        raise UnreadableFile(received.name, problem, "an article", COPY_TEXT)
    page, material = max(readable, key=lambda one: _text_length(one[1]))
    for part in material.parts:
        part.add_clue("captured", page.captured, "the web archive's WARC-Date", Sureness.SURE)
        part.add_clue("captured_from", page.address, "the web archive's WARC-Target-URI", Sureness.SURE)
    _warn_of_others(material, [other.address for other, _ in readable if other is not page])
    return material


def _warn_of_others(material: Material, addresses: list[str]) -> None:
    if addresses:
        others = count(len(addresses), "other page")
        shown = ", ".join(addresses[:MAX_NAMED])
        material.warnings.append(
            f"the web archive contains {others} with text ({shown}). "
            "Hint: draft another one with --page ADDRESS"
        )


def _read_texts(name: str, pages: list[_Page]) -> list[tuple[_Page, Material]]:
    """Return the pages that have a text, with it; a frame has none."""
    from .extract import read_page

    readable = []
    for page in pages:
        try:
            readable.append((page, read_page(name, page.data, page.address)))
        except UnreadableFile:
            continue
    return readable


def _text_length(material: Material) -> int:
    return sum(len(line.text) for part in material.parts for line in part.lines)
