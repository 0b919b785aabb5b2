"""A file as it was received → its text, line by line, with what the file itself says about it.

A text in UTF-8 whose lines end in line feeds is the capture itself. Everything else is a file that a capture
is extracted from: a web page, a feed, a mail, a saved page, a web archive, or a text in another encoding.
"""

from __future__ import annotations

import re

from ...captures.capture import MAX_BYTES, MAX_ORIGINAL_BYTES
from ..received_file import COPY_TEXT, Line, Material, Part, Received, UnreadableFile, program
from .encodings import decode_text
from .mail import is_mail, read_mail
from .web_archives import is_wacz, is_warc, read_wacz, read_warc

_MARKUP = re.compile(
    rb"<!doctype html|<(?:html|rdf:rdf|title)|<(?:head|body|meta|rss|feed|article|div|p)[\s>]"
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # byte order marks of a text that may contain zero bytes


def read_material(received: Received) -> Material:
    """Return the text of a received file; raise UnreadableFile where it has none or too much."""
    _check_size(received)
    material = _read(received)
    if _capture_size(received, material) > MAX_BYTES:
        problem = f"its text has more than {MAX_BYTES:,} bytes"
        raise UnreadableFile(received.name, problem, "the text of one page", "add one page at a time")
    return material


def _capture_size(received: Received, material: Material) -> int:
    """Return the size in bytes of the capture that the text becomes."""
    if not material.extractor:
        return len(received.data)
    return sum(
        len(line.text.encode("utf-8", "replace")) + 1 for part in material.parts for line in part.lines
    )


def _read(received: Received) -> Material:
    if is_wacz(received.data):
        return read_wacz(received)
    if is_warc(received):
        return read_warc(received)
    if is_mail(received.data):
        return read_mail(received)
    if is_markup(received.data):
        from ..web_page.extract import read_page

        return read_page(received.name, received.data, received.address)
    return _read_text(received)


def _check_size(received: Received) -> None:
    if not received.data.strip():
        raise UnreadableFile(received.name, "an empty file")
    if len(received.data) > MAX_ORIGINAL_BYTES:
        problem = f"more than {MAX_ORIGINAL_BYTES:,} bytes"
        raise UnreadableFile(received.name, problem, "the text of one page", COPY_TEXT)


def is_markup(data: bytes) -> bool:
    """Return whether a file is HTML or a feed, by its first elements.

    >>> is_markup(b"<!DOCTYPE html><title>A quay</title>"), is_markup(b"A quay <swept>")
    (True, False)
    """
    return bool(_MARKUP.search(data[:3000].replace(b"\x00", b"").lower()))


def _read_text(received: Received) -> Material:
    if b"\x00" in received.data[:1000] and received.data[:2] not in _UTF_16:
        raise UnreadableFile(received.name, "neither a text nor a known format", hint=COPY_TEXT)
    text, encoding = decode_text(received.name, received.data)
    if not text.strip():  # characters that a text counts as white space, though bytes do not
        raise UnreadableFile(received.name, "only white space")
    is_utf8 = encoding == "utf-8" and text.encode("utf-8") == received.data
    changes = [] if is_utf8 else [f"{encoding} to UTF-8"]
    if "\r" in text:
        changes.append("line ends to line feeds")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return Material(
        [Part([Line(line) for line in lines])], f"{program()} ({', '.join(changes)})" if changes else ""
    )
