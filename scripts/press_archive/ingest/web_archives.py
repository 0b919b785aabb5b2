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
from .encodings import html_to_utf8
from .proposals import Sureness
from .received_file import Material, Received, UnreadableFile

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

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
        raise UnreadableFile(
            f"{received.name}: a damaged zip file ({error}). Expected a web archive (WACZ)."
        ) from None
    if not files:
        raise UnreadableFile(
            f"{received.name}: a zip file without an archive folder of WARC files. "
            "Expected a web archive (WACZ)."
        )
    pages = [page for file in files for page in _pages(received.name, _unpack(received.name, archive, file))]
    return _choose_page(received, pages)


def _unpack(name: str, archive: zipfile.ZipFile, file: zipfile.ZipInfo) -> bytes:
    if file.file_size > MAX_UNPACKED_BYTES:
        raise UnreadableFile(
            f"{name}: {file.filename} unpacks to {file.file_size:,} bytes. Expected the archive of one page."
        )
    try:
        return archive.read(file)
    except _DAMAGE as error:
        raise UnreadableFile(
            f"{name}: {file.filename} can't be unpacked ({error}). Expected a web archive (WACZ)."
        ) from None


def read_warc(received: Received) -> Material:
    """Return the text of a page of a WARC; raise UnreadableFile where it has none."""
    return _choose_page(received, _pages(received.name, received.data))


def _pages(name: str, data: bytes) -> list[_Page]:
    from warcio.exceptions import ArchiveLoadFailed

    try:
        return list(_read_pages(data))
    # An AttributeError: the library takes the form of a record for granted.
    except (*_DAMAGE, ArchiveLoadFailed, AttributeError) as error:
        raise UnreadableFile(
            f"{name}: a damaged web archive ({error}). Expected WARC records, each with its length."
        ) from None


def _read_pages(data: bytes) -> Iterator[_Page]:
    """Yield the HTML pages of a WARC file that were answered with success."""
    from warcio.archiveiterator import ArchiveIterator

    for number, record in enumerate(ArchiveIterator(io.BytesIO(data))):
        if number > MAX_RECORDS:
            return
        media_type = _media_type(record)
        if "html" in media_type.lower():
            yield _read_page(record, media_type)


def _media_type(record: ArcWarcRecord) -> str:
    """Return the Content-Type of what a record contains; nothing for an answer other than status 200."""
    if record.rec_type == "response" and record.http_headers:
        succeeded = record.http_headers.get_statuscode() == "200"
        return record.http_headers.get_header("Content-Type") or "" if succeeded else ""
    if record.rec_type in ("resource", "conversion"):
        return record.rec_headers.get_header("Content-Type") or ""
    return ""


def _read_page(record: ArcWarcRecord, media_type: str) -> _Page:
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    captured = (record.rec_headers.get_header("WARC-Date") or "")[:10]
    data = record.content_stream().read(MAX_ORIGINAL_BYTES)
    charset = re.search(r"charset=[\"']?([\w-]+)", media_type, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        data = html_to_utf8(data, charset[1])
    return _Page(address.strip("<>"), data, captured)


def _choose_page(received: Received, pages: list[_Page]) -> Material:
    """Return the text of the page that was asked for by its address, or else of the one with most text."""
    if not pages:
        raise UnreadableFile(
            f"{received.name}: no HTML page in the web archive. Expected a response with the status 200."
        )
    asked = [page for page in pages if page.address == received.address]
    read = _read_texts(received.name, asked or pages)
    if not read:
        raise UnreadableFile(
            f"{received.name}: no page of the web archive holds a text. Expected an article."
        )
    page, material = max(read, key=lambda one: _text_length(one[1]))
    for part in material.parts:
        part.add_clue("captured", page.captured, "the web archive's WARC-Date", Sureness.SURE)
        part.add_clue("captured_from", page.address, "the web archive's WARC-Target-URI", Sureness.SURE)
    _warn_of_others(material, [other.address for other, _ in read if other is not page])
    return material


def _warn_of_others(material: Material, addresses: list[str]) -> None:
    if addresses:
        shown = ", ".join(addresses[:MAX_NAMED])
        material.warnings.append(
            f"the web archive holds {len(addresses)} other pages with a text ({shown}). "
            "To draft one of them, name it with --page."
        )


def _read_texts(name: str, pages: list[_Page]) -> list[tuple[_Page, Material]]:
    """Return the pages that have a text, with it; a frame has none."""
    from .extract import read_page

    read = []
    for page in pages:
        try:
            read.append((page, read_page(name, page.data, page.address)))
        except UnreadableFile:
            continue
    return read


def _text_length(material: Material) -> int:
    return sum(len(line.text) for part in material.parts for line in part.lines)
