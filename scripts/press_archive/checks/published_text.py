"""What a published file says, read in every way in which a browser, a screen reader or a program may read it.

A file is unpacked, decoded and read: with its markup and without, with its escapes and without. Each reading
is a text of its own. So words that one way of reading parts, or runs together, are whole in another one. What
cannot be read is named, so that no file is passed over in silence.

Not read are texts in other encodings such as Base64, texts in pictures, and texts that a script puts
together.
"""

from __future__ import annotations

import bz2
import gzip
import html
import io
import lzma
import re
import struct
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import IO, cast

import markdown

from ..captures.runs import INVISIBLE, RUN, words

# A part of a packed file has at most so many bytes, and so have all its parts together.
MOST_BYTES = 100_000_000
MOST_BYTES_IN_ALL = 500_000_000
# A file is packed at most so many times over.
MOST_PACKED = 4
# A text is read at most so many escapes deep: the code of a page, in a string of a script, in an attribute.
MOST_LAYERS = 3

# Formats that are no text, by bytes at a position of the file: pictures, fonts, sounds, films and programs.
# Of these files only plain text is read, such as the description of a picture.
_NO_TEXT = (
    (0, b"\x89PNG\r\n\x1a\n"),
    (0, b"\xff\xd8\xff"),  # JPEG
    (0, b"GIF8"),
    (0, b"RIFF"),  # WebP, WAV, AVI
    (0, b"II*\0"),  # TIFF
    (0, b"MM\0*"),
    (0, b"\0\0\1\0"),  # ICO
    (0, b"\0\0\2\0"),
    (4, b"ftyp"),  # AVIF, HEIC, MP4
    (0, b"OggS"),
    (0, b"ID3"),  # MP3
    (0, b"fLaC"),
    (0, b"\x1a\x45\xdf\xa3"),  # Matroska, WebM
    (0, b"wOFF"),
    (0, b"wOF2"),
    (0, b"\0\1\0\0\0"),  # TrueType
    (0, b"OTTO"),
    (0, b"ttcf"),
    (0, b"\0asm"),
)
# The beginning of every file that Pagefind (https://pagefind.app) writes. After it comes JSON, CBOR or a
# program.
_PAGEFIND = b"pagefind_dcd"

_PACKED: tuple[tuple[re.Pattern[bytes], Callable[[IO[bytes]], IO[bytes]]], ...] = (
    (re.compile(rb"\x1f\x8b"), lambda stream: cast(IO[bytes], gzip.GzipFile(fileobj=stream))),
    (re.compile(rb"BZh[1-9]1AY&SY"), lambda stream: cast(IO[bytes], bz2.BZ2File(stream))),
    (re.compile(rb"\xfd7zXZ\x00"), lambda stream: cast(IO[bytes], lzma.LZMAFile(stream))),  # noqa: SIM115
)
# The parts of a zip: APPNOTE.TXT (https://support.pkware.com/pkzip/appnote), sections 4.3.7, 4.3.16 and
# 4.4.4.
_ZIP = b"PK\x03\x04"
_END_OF_ZIP = b"PK\x05\x06"
_LONGEST_END_OF_ZIP = 22 + 65_535  # bytes, with a comment
_ENCRYPTED = 0x1
_BROKEN = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    struct.error,
)

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Characters that are in no text: controls but white space, private use, and what is no character.
_IN_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")

_MARKUP_SUFFIXES = (".html", ".htm", ".xhtml", ".xml", ".svg", ".rss", ".atom", ".xsl")
_MARKDOWN_SUFFIXES = (".md", ".markdown")

# A tag: what is in quotation marks may have a ">" in it.
_TAG_PATTERN = r"""<[a-zA-Z/!?](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>"""
_TAG = re.compile(f"({_TAG_PATTERN})")
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# What is no text of the page around it: comments, scripts and styles; and sections of XML, in which nothing
# is a tag. Letters of either case are written out: re.IGNORECASE would make the search for a "<" many times
# slower.
_SCRIPT, _STYLE = "[sS][cC][rR][iI][pP][tT]", "[sS][tT][yY][lL][eE]"
_ASIDE = re.compile(
    r"<(?:!--(?P<comment>.*?)(?:--!?>|\Z)|!\[CDATA\[(?P<section>.*?)(?:\]\]>|\Z)"
    rf"|(?P<script>{_SCRIPT}(?=[\s/>])[^>]*>)(?P<code>.*?)(?=</{_SCRIPT}[\s/>]|\Z)"
    rf"|(?P<style>{_STYLE}(?=[\s/>])[^>]*>)(?P<rules>.*?)(?=</{_STYLE}[\s/>]|\Z))",
    re.DOTALL,
)
# Elements that a browser sets apart from the text around them (HTML Living Standard, section 15.3), and the
# texts of a drawing. It runs the text of all others into the words beside it.
_APART = frozenset(
    """
    address article aside blockquote body br button caption center col colgroup dd details dialog
    dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr
    html input legend li listing main menu nav ol optgroup option p plaintext pre search section
    select summary table tbody td text textarea tfoot th thead title tr ul xmp
    """.split()  # noqa: SIM905
)
# Tags without white space before and after them, where a browser may run words together. An entity may be a
# letter.
_SEAM = re.compile(rf"<(?<=[\w;{INVISIBLE}]<){_TAG_PATTERN[1:]}(?:{_TAG_PATTERN})*+(?=[\w&{INVISIBLE}])")
_LETTER = re.compile(rf"[\w{INVISIBLE}]")
_LONGEST_ENTITY = 33  # characters, &CounterClockwiseContourIntegral; (HTML Living Standard, section 13.5)
# A line mark in an element of its own parts words and is none.
_MARK = re.compile(rf"{_TAG_PATTERN}\s*\[?L[0-9]{{1,5}}(?:[-–]L?[0-9]{{1,5}})?\]?\s*{_TAG_PATTERN}")

# Escapes of JavaScript (ECMA-262, section 12.9.4) and of JSON (RFC 8259, section 7).
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n|(.))", re.DOTALL
)

Found = Iterator["Reading | Unreadable"]


@dataclass(frozen=True)
class Reading:
    """A text of a published file, read in one way; `member` is the path inside a packed file."""

    text: str
    member: str = ""


@dataclass(frozen=True)
class Unreadable:
    """A published file, or a member of a packed one, that cannot be read as text, and why."""

    reason: str
    member: str = ""


def read_published(data: bytes, name: str) -> Found:
    """Yield what a published file says; the ending of its name may tell how it is to be read.

    >>> [found.text for found in read_published(b'<p title="A">The <b>quay</b></p>', "page.html")]
    [' The  quay  ']
    """
    return _Unpacking(MOST_BYTES_IN_ALL).read(data, name, 0)


@dataclass
class _Unpacking:
    """Unpacks one published file; `left` is how many bytes it may still unpack to."""

    left: int

    def read(self, data: bytes, name: str, packed: int) -> Found:
        """Yield what bytes say that are packed so many times over."""
        opener = next((opener for signature, opener in _PACKED if signature.match(data)), None)
        if opener:
            yield from self._unpack(opener(io.BytesIO(data)), re.sub(r"\.(gz|bz2|xz)$", "", name), packed)
            return
        if data.startswith((_ZIP, _END_OF_ZIP)):
            yield from self._read_members(data, packed)
            return
        if _END_OF_ZIP in data[-_LONGEST_END_OF_ZIP:] and zipfile.is_zipfile(io.BytesIO(data)):
            yield from self._read_members(data, packed)  # a zip after something else, which is read too
        yield from _decode(data, name)

    def _unpack(self, stream: IO[bytes], name: str, packed: int) -> Found:
        if packed == MOST_PACKED:
            yield Unreadable(f"packed more than {MOST_PACKED} times over")
            return
        most = min(self.left, MOST_BYTES)
        try:
            with stream:
                data = stream.read(most + 1)
        except _BROKEN as error:
            yield Unreadable(f"cannot unpack: {error}")
            return
        if len(data) > most:
            yield Unreadable(f"more than {MOST_BYTES:,} bytes unpacked, or {MOST_BYTES_IN_ALL:,} in all")
            return
        self.left -= len(data)
        yield from self.read(data, name, packed + 1)

    def _read_members(self, data: bytes, packed: int) -> Found:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            yield Unreadable(f"cannot unpack: {error}")
            return
        with archive:
            yield Reading("\n".join([archive.comment.decode("utf-8", "replace"), *archive.namelist()]))
            for info in archive.infolist():
                for found in self._read_member(archive, info, packed):
                    yield replace(found, member="/".join(filter(None, (info.filename, found.member))))

    def _read_member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, packed: int) -> Found:
        if info.flag_bits & _ENCRYPTED:
            yield Unreadable("it is encrypted")
            return
        try:
            stream = archive.open(info)
        except _BROKEN as error:
            yield Unreadable(f"cannot unpack: {error}")
            return
        yield from self._unpack(stream, info.filename, packed)


def _decode(data: bytes, name: str) -> Found:
    """Yield what bytes say that are not packed."""
    if data.startswith(_PAGEFIND):
        data = data.removeprefix(_PAGEFIND)
        if not _decoded(data, "utf-8"):
            yield Reading(data.decode("utf-8", "replace"))
            return
    texts = _texts(data)
    for text in texts:
        yield from map(Reading, _readings(text, name.lower()))
    if not texts and _has_no_text(data):
        yield Reading(data.decode("utf-8", "replace"))
    elif not texts:
        yield Unreadable(
            "it is not UTF-8 or UTF-16, nor a known kind of picture, font, sound, film or program"
        )


def _has_no_text(data: bytes) -> bool:
    return any(data.startswith(signature, start) for start, signature in _NO_TEXT)


def _texts(data: bytes) -> list[str]:
    """Return the texts that bytes may be, of each encoding that may be meant."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    found = _decoded(data, "utf-8")
    if b"\0" in data and not _has_no_text(data):
        wide = [*_decoded(data, "utf-16-le"), *_decoded(data, "utf-16-be")]
        found += [text for text in wide if not _IN_NO_TEXT.search(text)]
    return found


def _decoded(data: bytes, encoding: str) -> list[str]:
    try:
        return [data.decode(encoding)]
    except UnicodeDecodeError:
        return []


def _readings(text: str, name: str) -> Iterator[str]:
    """Yield the readings of a file's text, by what the file's name says that it is."""
    if name.endswith(_MARKUP_SUFFIXES):
        for reading in _read_markup(text):
            yield from _layers(reading, MOST_LAYERS)
        return
    yield from _layers(text, MOST_LAYERS)
    if name.endswith(_MARKDOWN_SUFFIXES):
        yield from _read_markup(markdown.markdown(text))


def _layers(text: str, layers: int) -> Iterator[str]:
    """Yield a text, and what it says without its escapes and its markup, as many layers deep as there are."""
    yield text
    if not layers:
        return
    if "\\" in text and (plain := _remove_escapes(text)) != text:
        yield from _layers(plain, layers - 1)
    elif _TAG.search(text):
        for reading in _read_markup(text):
            yield from _layers(reading, layers - 1)
    elif "&" in text and (plain := html.unescape(text)) != text:
        yield from _layers(plain, layers - 1)


def _remove_escapes(text: str) -> str:
    """Return what a string of JavaScript or JSON says.

    >>> _remove_escapes(r"the\\nqu\\u0061y\\x21 \\ud83d\\ude00 \\"a\\"")
    'the quay! 😀 "a"'
    """

    def plain(match: re.Match[str]) -> str:
        if digits := match[1] or match[2] or match[3]:
            code = int(digits, 16)
            return chr(code) if code <= 0x10FFFF else ""
        character = match[4] or ""
        return " " if character in set("nrtbfv0") else character

    found = _ESCAPE.sub(plain, text)
    # Halves of a character outside the basic plane are written one after the other.
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _read_markup(page: str) -> Iterator[str]:
    """Yield what HTML or XML says without its tags: text, attributes, comments, scripts and styles."""
    asides: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        if match["section"] is not None:
            return match["section"]
        asides.append(match["comment"] or match["code"] or match["rules"] or "")
        # A browser runs together what is before a comment and what is after it.
        return "<!>" if match["comment"] is not None else f"<{match['script'] or match['style']}"

    page = _ASIDE.sub(set_aside, page)
    parts = _TAG.split(page)
    yield html.unescape(" ".join(parts[0::2]))
    if any(_runs_together(match) for match in _SEAM.finditer(page)):
        yield html.unescape(_TAG.sub(_space, _MARK.sub(" ", page)))
    for tag in set(parts[1::2]):
        yield from _attributes(tag)
    yield from asides


def _runs_together(seam: re.Match[str]) -> bool:
    """Return whether a browser runs together the letters before and after tags."""
    if _parts_words(seam[0]):
        return False
    before = seam.string[max(0, seam.start() - _LONGEST_ENTITY) : seam.start()]
    after = seam.string[seam.end() : seam.end() + _LONGEST_ENTITY]
    return bool(_LETTER.match(html.unescape(before)[-1:]) and _LETTER.match(html.unescape(after)))


def _space(match: re.Match[str]) -> str:
    return " " if _parts_words(match[0]) else ""


@lru_cache(maxsize=50_000)
def _parts_words(tags: str) -> bool:
    """Return whether a browser sets apart what is before and after tags."""
    return any(name.lower() in _APART for name in _TAG_NAME.findall(tags))


@lru_cache(maxsize=50_000)
def _attributes(tag: str) -> tuple[str, ...]:
    """Return the values of a tag's attributes that have as many words as a run."""
    if tag.startswith(("<!", "<?")):
        values = [tag[2:-1]]
    else:
        values = [html.unescape(match[1] or match[2] or match[3] or "") for match in _ATTRIBUTE.finditer(tag)]
    values += [urllib.parse.unquote_plus(value) for value in values if "%" in value]
    return tuple(value for value in values if len(words(value)) >= RUN)
