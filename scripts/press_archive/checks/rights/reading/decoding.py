"""Bytes of a published file as text: in UTF-8, UTF-16 or UTF-32, or what of them is plain text."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator

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

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Characters that are in no text: controls but white space, private use, and what is no character.
_IN_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")

# Formats whose text is packed, or in an order of its own, so that it cannot be compared; by bytes at the
# beginning. A PDF may begin within the first 1,024 bytes (ISO 32000-1, annex H.3.4.1), and after a picture.
_SEALED = (
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"PAR1", "Parquet"),
)
_PDF = b"%PDF-"
# Compressed data in a picture or a font: headers of zlib (RFC 1950) and gzip (RFC 1952).
_COMPRESSED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_MOST_STREAMS, _LONGEST_STREAM = 200, 4_000_000
# UTF-16 in a picture, such as a description: Latin and Cyrillic letters, low byte first or last.
_WIDE = (
    (re.compile(rb"(?:[\x09-\xff][\x00\x04]){20,}"), "utf-16-le"),
    (re.compile(rb"(?:[\x00\x04][\x09-\xff]){20,}"), "utf-16-be"),
)
# In UTF-16 without a byte order mark, most characters are in a few blocks of 256; in other bytes not.
_BLOCKS, _PART_IN_BLOCKS = 3, 0.8


def sealed_format(data: bytes) -> str:
    """Return the name of a format whose text cannot be read here; empty if it is none.

    >>> sealed_format(b"%PDF-1.7"), sealed_format(b"Quay")
    ('PDF', '')
    """
    if _PDF in (data if has_no_text(data) else data[:1024]):
        return "PDF"
    return next((name for signature, name in _SEALED if data.startswith(signature)), "")


def has_no_text(data: bytes) -> bool:
    """Return whether bytes begin as those of a picture, a font, a sound, a film, a program or an index do."""
    return data.startswith(_PAGEFIND) or any(data.startswith(signature, at) for at, signature in _NO_TEXT)


def decode_texts(data: bytes) -> list[str]:
    """Return the texts that bytes may be, of each encoding that may be meant; none where they are no text.

    >>> decode_texts("Quay".encode("utf-16")), decode_texts(b"\\xe9t\\xe9")
    (['Quay'], [])
    """
    text = data.removeprefix(_PAGEFIND)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if text.startswith(mark):
            rest = text.removeprefix(mark)
            return [*_decoded(text, encoding), *(_decoded(rest, "utf-8") if b"\0" not in rest else ())]
    found = _decoded(text, "utf-8")
    if b"\0" in text and not has_no_text(data):
        found += _decoded(text.replace(b"\0", b""), "utf-8") if found else []
        wide = [*_decoded(text, "utf-16-le"), *_decoded(text, "utf-16-be")]
        found += [decoded for decoded in wide if _is_text(decoded)]
    return found


def is_plain(text: str) -> bool:
    """Return whether a text has no character that is in no text."""
    return not _IN_NO_TEXT.search(text)


def _is_text(decoded: str) -> bool:
    """Return whether what was decoded without a byte order mark is a text, not bytes that happen to fit."""
    if not is_plain(decoded):
        return False
    blocks = Counter(ord(character) >> 8 for character in decoded)
    return sum(number for _, number in blocks.most_common(_BLOCKS)) >= _PART_IN_BLOCKS * len(decoded)


def _decoded(data: bytes, encoding: str) -> list[str]:
    try:
        return [data.decode(encoding)]
    except UnicodeDecodeError:
        return []


def texts_in_binary(data: bytes) -> Iterator[str]:
    """Yield what of a picture, a font or the like is text: in UTF-8, where what is not becomes U+FFFD, in
    UTF-16, and compressed.

    >>> [*texts_in_binary(b"\\x89PNG" + zlib.compress(b"The quay"))][-1]
    'The quay'
    """
    plain = data.removeprefix(_PAGEFIND)
    yield plain.decode("utf-8", "replace")
    for pattern, encoding in _WIDE:
        for match in pattern.finditer(plain):
            yield match[0].decode(encoding, "replace")
    for count, match in enumerate(_COMPRESSED.finditer(plain)):
        if count == _MOST_STREAMS:
            return
        try:
            stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
            yield stream.decompress(plain[match.start() :], _LONGEST_STREAM).decode("utf-8", "replace")
        except zlib.error:  # these bytes are something else
            continue
