"""A web archive (WARC, ISO 28500; WACZ, https://specs.webrecorder.net) → the text of one of its pages."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...base.wording import count
from ...captures.capture import MAX_ORIGINAL_BYTES
from ..proposals import Confidence
from ..received_file import COPY_TEXT, Material, Received, UnreadableFile
from .encodings import html_to_utf8

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from warcio.recordloader import ArcWarcRecord

WACZ = "a web archive (WACZ)"
MAX_UNPACKED_BYTES = 4 * MAX_ORIGINAL_BYTES  # of a WARC file, and of all WARC files inside a WACZ together
MAX_PAGE_BYTES = (
    20_000_000  # of one page, as when it is fetched: the parser takes twenty times as much memory
)
MAX_PAGES_BYTES = 60_000_000  # of all pages of a web archive together
MAX_ENTRIES = 10_000  # of a zip file
MAX_LINE = 8_000_000  # bytes without a line feed: warcio's time grows with the square of a line's length
MAX_RECORDS = 2_000  # of a web archive that are looked at
MAX_NAMED = 5  # other pages that a warning names

_WARC_FILES = re.compile(r"(?:^|/)archive/[^/]+\.warc(?:\.gz)?$")
# What damaged archives raise when they are unpacked; a RuntimeError is one with a password.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


@dataclass(frozen=True)
class _Page:
    """A page of a web archive: its address, its HTML, the encoding that its header names, and its day.

    `data` has one byte over the limit where the page has more.
    """

    address: str
    data: bytes
    charset: str
    captured: str


@dataclass(frozen=True)
class _Contents:
    """The HTML pages of a WARC file; `is_truncated` if the file has more records than are read."""

    pages: list[_Page]
    is_truncated: bool


def is_wacz(data: bytes) -> bool:
    """Return whether a file is a zip file, as a WACZ is."""
    return data[:4] == b"PK\x03\x04"


def is_warc(received: Received) -> bool:
    """Return whether a file is a WARC, or is packed with gzip and has the name of one."""
    packed = received.data[:2] == b"\x1f\x8b" and received.name.lower().endswith(".gz")
    return packed or received.data[:5] == b"WARC/"


def read_wacz(received: Received) -> Material:
    """Return the text of a page of a WACZ; raise UnreadableFile where it has none."""
    if (entries := received.data.count(b"PK\x01\x02")) > MAX_ENTRIES:
        problem = f"a zip file with {entries:,} files"
        raise UnreadableFile(
            received.name, problem, f"the archive of one page, at most {MAX_ENTRIES:,} files"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(received.data))
        files = [file for file in archive.infolist() if _WARC_FILES.search(file.filename)]
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnreadableFile(received.name, f"a damaged zip file ({error})", WACZ) from None
    if not files:
        raise UnreadableFile(received.name, "a zip file without WARC files in its folder archive", WACZ)
    if (size := sum(file.file_size for file in files)) > MAX_UNPACKED_BYTES:
        raise _too_large(received.name, f"its WARC files unpack to {size:,} bytes", MAX_UNPACKED_BYTES)
    contents = [_read_contents(received.name, _unpack(received.name, archive, file)) for file in files]
    pages = [page for content in contents for page in content.pages]
    return _choose_page(received, _Contents(pages, any(content.is_truncated for content in contents)))


def _unpack(name: str, archive: zipfile.ZipFile, file: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(file)
    except _DAMAGE as error:
        raise UnreadableFile(name, f"cannot unpack {file.filename} ({error})", WACZ) from None


def read_warc(received: Received) -> Material:
    """Return the text of a page of a WARC; raise UnreadableFile where it has none."""
    return _choose_page(received, _read_contents(received.name, received.data))


def _read_contents(name: str, data: bytes) -> _Contents:
    from warcio.exceptions import ArchiveLoadFailed

    try:
        return _read_records(name, data)
    # An AttributeError: the library takes the form of a record for granted.
    except UnreadableFile:
        raise
    except (*_DAMAGE, ArchiveLoadFailed, AttributeError) as error:
        problem = f"a damaged web archive ({error})"
        raise UnreadableFile(name, problem, "WARC records, each with its length") from None


class _Unpacked(io.RawIOBase):
    """The records of a WARC file, unpacked (gzip, RFC 1952, a member for each record) while they are read.

    Reading ends with UnreadableFile after MAX_UNPACKED_BYTES, also in records that are passed over.
    """

    def __init__(self, name: str, data: bytes) -> None:
        """Read the bytes of a file with this name."""
        self.name = name
        self.packed = gzip.GzipFile(fileobj=io.BytesIO(data)) if data[:2] == b"\x1f\x8b" else io.BytesIO(data)
        self.size = 0
        self.line = 0

    def readable(self) -> bool:
        """Return True, as io.BufferedReader requires."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Unpack more bytes."""
        size = self.packed.readinto(buffer)
        self.size += size
        end = bytes(memoryview(buffer)[:size]).rfind(b"\n")
        self.line = size - end - 1 if end >= 0 else self.line + size
        if self.line > MAX_LINE:
            what = f"a line of more than {MAX_LINE:,} bytes in its records"
            raise _too_large(self.name, what, MAX_UNPACKED_BYTES)
        if self.size > MAX_UNPACKED_BYTES:
            what = f"its records unpack to more than {MAX_UNPACKED_BYTES:,} bytes"
            raise _too_large(self.name, what, MAX_UNPACKED_BYTES)
        return size


def _too_large(name: str, problem: str, most: int) -> UnreadableFile:
    return UnreadableFile(name, problem, f"the archive of one page, at most {most:,} bytes", COPY_TEXT)


def _read_records(name: str, data: bytes) -> _Contents:
    """Return the HTML pages of a WARC file that were answered with success."""
    from warcio.archiveiterator import ArchiveIterator

    pages: list[_Page] = []
    for number, record in enumerate(ArchiveIterator(io.BufferedReader(_Unpacked(name, data)))):
        if number == MAX_RECORDS:
            return _Contents(pages, is_truncated=True)
        media_type = _media_type(record)
        if "html" in media_type.lower():
            pages.append(_read_page(record, media_type))
            if sum(len(page.data) for page in pages) > MAX_PAGES_BYTES:
                what = f"its pages have more than {MAX_PAGES_BYTES:,} bytes together"
                raise _too_large(name, what, MAX_PAGES_BYTES)
    return _Contents(pages, is_truncated=False)


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
    charset = re.search(r"charset=[\"']?([\w-]+)", media_type, re.IGNORECASE)
    captured = record.rec_headers.get_header("WARC-Date") or ""
    data = record.content_stream().read(MAX_PAGE_BYTES + 1)
    return _Page(address.strip("<>"), data, charset[1].lower() if charset else "", captured[:10])


def _choose_page(received: Received, contents: _Contents) -> Material:
    """Return the text of the page that was asked for by its address, or else of the one with most text."""
    if not contents.pages:
        problem = "no HTML page in the web archive"
        raise UnreadableFile(received.name, problem, "a response with the status 200")
    named = [page for page in contents.pages if page.address == received.address]
    readable = _read_texts(received.name, named or contents.pages)
    page, material = max(readable, key=lambda one: _text_length(one[1]))
    for part in material.parts:
        part.add_clue("captured", page.captured, "the web archive's WARC-Date", Confidence.HIGH)
        part.add_clue("captured_from", page.address, "the web archive's WARC-Target-URI", Confidence.HIGH)
    _warn_of_others(material, [other.address for other, _ in readable if other is not page])
    if contents.is_truncated:
        material.warnings.append(f"only the first {MAX_RECORDS:,} records of the web archive were read")
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
    """Return the pages that have a text, as a frame has none; raise UnreadableFile where no page has one."""
    readable, errors = [], []
    for page in pages:
        try:
            readable.append((page, _read_text(name, page)))
        except UnreadableFile as error:
            errors.append(error)
    if not readable and len(errors) == 1:
        raise errors[0]
    if not readable:
        raise UnreadableFile(name, "no text found in the pages of the web archive", "an article", COPY_TEXT)
    return readable


def _read_text(name: str, page: _Page) -> Material:
    from ..web_page.extract import read_page

    if len(page.data) > MAX_PAGE_BYTES:
        problem = f"the page {page.address} has more than {MAX_PAGE_BYTES:,} bytes"
        raise UnreadableFile(name, problem, "the text of one page", COPY_TEXT)
    is_utf8 = page.charset in ("", "utf-8", "utf8")
    return read_page(
        name, page.data if is_utf8 else html_to_utf8(name, page.data, page.charset), page.address
    )


def _text_length(material: Material) -> int:
    return sum(len(line.text) for part in material.parts for line in part.lines)
