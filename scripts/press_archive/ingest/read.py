"""A file as it was received → its text, line by line, with what the file itself tells about it.

A text in UTF-8 whose lines end in line feeds is the capture itself. Everything else is a file that the capture is extracted
from: a web page, a mail, a saved page (MHTML, RFC 2557), a web archive (WARC, ISO 28500; WACZ, https://specs.webrecorder.net),
a feed, or a text in another encoding.
"""

from __future__ import annotations

import email
import email.errors
import email.policy
import email.utils
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from importlib.metadata import version

from ..records.closed_lists import Role
from .items import is_headline
from .phrases import cut_reason
from .proposals import Sureness
from .received_file import Line, Material, Part, Received, Refused

MAX_BYTES = 50_000_000
# What damaged archives raise when they are unpacked; a RuntimeError is one with a password.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
MAX_PAGES = 2_000  # of a web archive that are looked at


def read_material(received: Received) -> Material:
    """Read a received file; raise Refused where it holds no text that can be read."""
    data = received.data
    if not data.strip():
        raise Refused(f"{received.name}: an empty file. Expected a text, a web page, a mail or a web archive.")
    if len(data) > MAX_BYTES:
        raise Refused(f"{received.name}: {len(data):,} bytes. Expected {MAX_BYTES:,} at most, the text of one page.")
    if data[:4] == b"PK\x03\x04":
        return _read_wacz(received)
    if data[:5] == b"WARC/" or (data[:2] == b"\x1f\x8b" and received.name.lower().endswith((".warc.gz", ".gz"))):
        return _read_warc(received, io.BytesIO(data))
    if is_mail(data):
        return _read_mail(received)
    if is_markup(data):
        return _read_markup(received, data, received.address)
    return _read_text(received)


def is_mail(data: bytes) -> bool:
    """Say whether a file is a mail or a saved page in the form of one: header fields come first (RFC 5322)."""
    head = data[:4000].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    fields = re.findall(rb"^([A-Za-z][A-Za-z0-9-]+):[ \t]", head, re.MULTILINE)
    known = {name.lower() for name in fields} & {
        b"from",
        b"to",
        b"subject",
        b"mime-version",
        b"content-type",
        b"message-id",
        b"received",
    }
    return len(known) >= 3 and not head.lstrip().startswith(b"<")


def is_markup(data: bytes) -> bool:
    """Say whether a file is HTML or a feed, as far as its first elements tell."""
    head = data[:3000].replace(b"\x00", b"").lower()
    return bool(
        re.search(
            rb"<!doctype html|<(?:html|rdf:rdf|title)|<(?:head|body|meta|rss|feed|article|div|p)[\s>]",
            head,
        )
    )


def decode_text(data: bytes) -> tuple[str, str]:
    """Return a text and the name of its encoding: by its byte order mark, as UTF-8, or as charset-normalizer tells."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        found = from_bytes(data).best()
        if found is None:
            raise Refused("not a text in an encoding that can be told. Expected UTF-8; save it as that.") from None
        return str(found), found.encoding.replace("_", "-")


def decode_named(data: bytes, encoding: str) -> str:
    """Return a text in the encoding that its header names; a name that nobody knows counts as none.

    >>> decode_named("Kai".encode("utf-16"), "utf-16"), decode_named(b"Kai", "cp12\xc3\xb62")
    ('Kai', 'Kai')
    """
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return decode_text(data)[0]


def _program() -> str:
    return f"press-archive {version('press-archive')}"


def _read_text(received: Received) -> Material:
    if b"\x00" in received.data[:1000] and received.data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused(f"{received.name}: not a text. Expected a text, a web page, a mail or a web archive (WARC, WACZ).")
    text, encoding = decode_text(received.data)
    if not text.strip():  # signs that a text counts as white space, though bytes do not
        raise Refused(f"{received.name}: nothing but white space. Expected a text, a web page, a mail or a web archive.")
    as_received = received.data.decode("utf-8") if encoding == "utf-8" else None
    if as_received == text and "\r" not in text:
        return Material([Part([Line(line) for line in text.removesuffix("\n").split("\n")])])
    changes = [f"{encoding} to UTF-8"] if as_received != text else []
    if "\r" in text:
        changes.append("line ends to line feeds")
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return Material([Part([Line(line) for line in plain.split("\n")])], f"{_program()} ({', '.join(changes)})")


def _read_markup(received: Received, data: bytes, address: str) -> Material:
    from .extract import extract, extractor

    parts = extract(data, address)
    if not any(line.text.strip() for part in parts for line in part.lines):
        raise Refused(f"{received.name}: no text found in the page. Expected an article; copy its text into a .txt file instead.")
    return Material(parts, f"{extractor()}, {_program()}")


def _read_mail(received: Received) -> Material:
    message = email.message_from_bytes(received.data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    saved = _field(message, "Snapshot-Content-Location") or _field(message, "Content-Location")
    body = message.get_body(preferencelist=("html", "plain"))
    if body is None:
        raise Refused(f"{received.name}: no text in the mail. Expected a part of the type text/html or text/plain.")
    address = received.address or saved or _field(body, "Content-Location")
    if body.get_content_type() == "text/html":
        charset = body.get_content_charset()
        data = body.get_payload(decode=True)
        assert isinstance(data, bytes)
        if charset:  # the header counts more than what the page says of itself
            data = decode_named(data, charset).encode("utf-8")
            data = re.sub(rb"(?i)(<meta[^>]*charset=[\"']?)[\w-]+", rb"\1utf-8", data)
        material = _read_markup(received, data, address)
    else:
        data = body.get_payload(decode=True)
        assert isinstance(data, bytes)
        text = decode_named(data, body.get_content_charset() or "utf-8").replace("\r\n", "\n").strip("\n")
        material = Material([Part([Line(line) for line in text.split("\n")])], f"{_program()} (text of a mail)")
    part = material.parts[0]
    sent = _day(_field(message, "Date"))
    part.add_clue("sent", sent, "the mail's Date", Sureness.LIKELY if not saved else Sureness.GUESS)
    if saved:
        part.add_clue("captured", sent, "the saved page's Date", Sureness.SURE)
    else:
        subject = " ".join(_field(message, "Subject").split())
        name, sender = email.utils.parseaddr(_field(message, "From"))
        part.add_clue("title", subject, "the mail's Subject", Sureness.LIKELY)
        part.add_clue("outlet_name", name, "the mail's From", Sureness.LIKELY)
        if "@" in sender:
            part.add_clue("outlet_address", f"https://{sender.rpartition('@')[2]}/", "the mail's From", Sureness.LIKELY)
        _give_headline(part, subject)
    return material


def _field(message: Message, name: str) -> str:
    """Return a header field as text; as it was sent where it is so damaged that the library fails on it."""
    try:
        return str(message.get(name, ""))
    except (AttributeError, IndexError, ValueError, email.errors.HeaderParseError):
        return next((str(value) for field, value in message.raw_items() if field.lower() == name.lower()), "")


def _give_headline(part: Part, subject: str) -> None:
    """Mark the mail's subject as the headline where the text repeats it; put it before a text that begins with none."""
    if any(line.role is Role.TITLE for line in part.lines):
        return
    for number, line in enumerate(part.lines):
        if line.text.strip() == subject:
            part.lines[number] = Line(line.text, Role.TITLE)
            return
    filled = [number for number, line in enumerate(part.lines) if line.text.strip() and not cut_reason(line.text)]
    first = filled[0] if filled else 0
    alone = len(part.lines) > first + 1 and not part.lines[first + 1].text.strip()
    if not (filled and alone and is_headline(part.lines[first].text)):
        part.lines[:0] = [Line(subject, Role.TITLE), Line("")]


def _day(text: str) -> str | None:
    try:
        return email.utils.parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return None


def _read_wacz(received: Received) -> Material:
    try:
        archive = zipfile.ZipFile(io.BytesIO(received.data))
        names = [name for name in archive.namelist() if re.search(r"(?:^|/)archive/[^/]+\.warc(?:\.gz)?$", name)]
    except (zipfile.BadZipFile, ValueError) as error:
        raise Refused(f"{received.name}: a damaged zip file ({error}). Expected a web archive (WACZ).") from None
    if not names:
        raise Refused(f"{received.name}: a zip file without an archive folder of WARC files. Expected a web archive (WACZ).")
    pages: list[_Page] = []
    for name in names:
        if archive.getinfo(name).file_size > MAX_BYTES * 4:
            raise Refused(
                f"{received.name}: {name} unpacks to {archive.getinfo(name).file_size:,} bytes. Expected the archive of one page."
            )
        try:
            unpacked = archive.read(name)
        except _DAMAGE as error:
            raise Refused(f"{received.name}: {name} can't be unpacked ({error}). Expected a web archive (WACZ).") from None
        pages += _pages(received, io.BytesIO(unpacked))
    return _of_pages(received, pages)


@dataclass(frozen=True)
class _Page:
    """A page of a web archive: its address, its HTML, and the day of its capture."""

    address: str
    data: bytes
    captured: str


def _read_pages(stream: io.BytesIO) -> Iterator[_Page]:
    """Yield the HTML pages of a WARC file that were answered with success."""
    from warcio.archiveiterator import ArchiveIterator

    for number, record in enumerate(ArchiveIterator(stream)):
        if number > MAX_PAGES:
            return
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        captured = (record.rec_headers.get_header("WARC-Date") or "")[:10]
        if record.rec_type == "response" and record.http_headers:
            if record.http_headers.get_statuscode() != "200":
                continue
            kind = record.http_headers.get_header("Content-Type") or ""
        elif record.rec_type in ("resource", "conversion"):
            kind = record.rec_headers.get_header("Content-Type") or ""
        else:
            continue
        if "html" not in kind.lower():
            continue
        data = record.content_stream().read(MAX_BYTES)
        charset = re.search(r"charset=[\"']?([\w-]+)", kind, re.IGNORECASE)
        if charset and charset[1].lower() not in ("utf-8", "utf8"):
            data = re.sub(rb"(?i)(<meta[^>]*charset=[\"']?)[\w-]+", rb"\1utf-8", decode_named(data, charset[1]).encode("utf-8"))
        yield _Page(address.strip("<>"), data, captured)


def _read_warc(received: Received, stream: io.BytesIO) -> Material:
    return _of_pages(received, _pages(received, stream))


def _pages(received: Received, stream: io.BytesIO) -> list[_Page]:
    from warcio.exceptions import ArchiveLoadFailed

    try:
        return list(_read_pages(stream))
    except (*_DAMAGE, ArchiveLoadFailed, AttributeError) as error:  # the library takes the form of a record for granted
        raise Refused(f"{received.name}: a damaged web archive ({error}). Expected WARC records, each with its length.") from None


def _of_pages(received: Received, pages: list[_Page]) -> Material:
    """Read the page that was asked for, or else the one with most text."""
    if not pages:
        raise Refused(f"{received.name}: no HTML page in the web archive. Expected a response with the status 200.")
    asked = [page for page in pages if page.address == received.address]
    materials = []
    for page in asked or pages:
        try:
            materials.append((page, _read_markup(received, page.data, page.address)))
        except Refused:
            continue  # a page without a text, such as a frame; the others may have one
    if not materials:
        raise Refused(f"{received.name}: no page of the web archive holds a text. Expected an article.")
    page, material = max(materials, key=lambda item: sum(len(line.text) for part in item[1].parts for line in part.lines))
    for part in material.parts:
        part.add_clue("captured", page.captured, "the web archive's WARC-Date", Sureness.SURE)
        part.add_clue("captured_from", page.address, "the web archive's WARC-Target-URI", Sureness.SURE)
    others = [other.address for other, _ in materials if other is not page]
    if others:
        shown = ", ".join(others[:5])
        material.warnings.append(
            f"the web archive holds {len(others)} other pages with a text ({shown}). To draft one of them, name it with --page."
        )
    return material
