"""A mail (RFC 5322), or a page that a browser saved in the form of one (MHTML, RFC 2557) → its text."""

from __future__ import annotations

import email
import email.errors
import email.policy
import email.utils
import re
from email.message import Message, MIMEPart

from ...records.closed_lists import Role
from ..classify.items import is_headline
from ..header_dates import parse_day
from ..phrases import cut_reason
from ..proposals import Confidence
from ..received_file import COPY_TEXT, Line, Material, Part, Received, UnreadableFile, program
from .encodings import decode_named, html_to_utf8

MIN_KNOWN = 3  # header fields that tell a mail from other texts
_KNOWN = {b"from", b"to", b"subject", b"mime-version", b"content-type", b"message-id", b"received"}
_FIELD = re.compile(rb"^([A-Za-z][A-Za-z0-9-]+):[ \t]", re.MULTILINE)


def is_mail(data: bytes) -> bool:
    """Return whether a file is a mail or a saved page in the form of one: it begins with header fields."""
    head = data[:4000].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    known = _KNOWN.intersection(name.lower() for name in _FIELD.findall(head))
    return len(known) >= MIN_KNOWN and not head.lstrip().startswith(b"<")


def read_mail(received: Received) -> Material:
    """Return the text of a mail or a saved page; raise UnreadableFile where it has none."""
    try:
        message = email.message_from_bytes(received.data, policy=email.policy.default)
        body = message.get_body(preferencelist=("html", "plain"))
    except RecursionError:
        problem = "parts inside parts, more than can be read"
        raise UnreadableFile(received.name, problem, "a mail with one text", COPY_TEXT) from None
    if body is None:
        raise UnreadableFile(
            received.name, "no text in the mail", "a part of the type text/html or text/plain"
        )
    saved_from = _field(message, "Snapshot-Content-Location") or _field(message, "Content-Location")
    address = received.address or saved_from or _field(body, "Content-Location")
    material = _read_body(received.name, body, address)
    if saved_from:
        _add_saved_page_clues(material.parts[0], message)
    else:
        _add_mail_clues(material.parts[0], message)
    return material


def _read_body(name: str, body: MIMEPart, address: str) -> Material:
    charset = body.get_content_charset()
    data = body.get_payload(decode=True)
    assert isinstance(data, bytes)  # a body has no parts
    if body.get_content_type() == "text/html":
        from ..web_page.extract import read_page

        return read_page(name, html_to_utf8(name, data, charset) if charset else data, address)
    text = decode_named(name, data, charset or "utf-8").replace("\r\n", "\n").strip("\n")
    return Material([Part([Line(line) for line in text.split("\n")])], f"{program()} (text of a mail)")


def _add_saved_page_clues(part: Part, message: Message) -> None:
    day = parse_day(_field(message, "Date"))
    part.add_clue("sent", day, "the mail's Date", Confidence.LOW)
    part.add_clue("captured", day, "the saved page's Date", Confidence.HIGH)


def _add_mail_clues(part: Part, message: Message) -> None:
    part.add_clue("sent", parse_day(_field(message, "Date")), "the mail's Date", Confidence.MEDIUM)
    subject = " ".join(_field(message, "Subject").split())
    name, sender = email.utils.parseaddr(_field(message, "From"))
    part.add_clue("title", subject, "the mail's Subject", Confidence.MEDIUM)
    part.add_clue("outlet_name", name, "the mail's From", Confidence.MEDIUM)
    if "@" in sender:
        site = f"https://{sender.rpartition('@')[2]}/"
        part.add_clue("outlet_address", site, "the mail's From", Confidence.MEDIUM)
    _add_headline(part, subject)


def _field(message: Message, name: str) -> str:
    """Return a header field as text; as it was sent where it is so damaged that the library fails on it."""
    try:
        return str(message.get(name, ""))
    except (AttributeError, IndexError, ValueError, email.errors.HeaderParseError):
        return next((str(value) for field, value in message.raw_items() if field.lower() == name.lower()), "")


def _add_headline(part: Part, subject: str) -> None:
    """Make the subject the headline: the line that repeats it, or a new first line if the text has none."""
    if any(line.role is Role.TITLE for line in part.lines):
        return
    for number, line in enumerate(part.lines):
        if line.text.strip() == subject:
            part.lines[number] = Line(line.text, Role.TITLE)
            return
    if not _begins_with_headline(part.lines):
        part.lines[:0] = [Line(subject, Role.TITLE), Line("")]


def _begins_with_headline(lines: list[Line]) -> bool:
    """Return whether the first line of the text may be a headline and has a blank line after it."""
    for number, line in enumerate(lines):
        if line.text.strip() and not cut_reason(line.text):
            following = lines[number + 1 : number + 2]
            return bool(following) and not following[0].text.strip() and is_headline(line.text)
    return False
