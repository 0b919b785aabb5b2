"""Bytes of a published file as text: in UTF-8, UTF-16 or UTF-32, or what of them is plain text; and
escapes in strings of JavaScript and JSON as the characters that they are for.
"""

from __future__ import annotations

import base64
import binascii
import re
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

# Escapes of JavaScript (ECMA-262, section 12.9.4) and of JSON (RFC 8259, section 7).
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n|(.))", re.DOTALL
)
# Base64 (RFC 4648) of at least 30 bytes, in lines of at least 40; also in its form for addresses.
_BASE64 = re.compile(
    r"[A-Za-z0-9+/_-]{40,}(?:\s{1,4}[A-Za-z0-9+/_-]{40,})*+(?:\s{1,4}[A-Za-z0-9+/_-]+)?={0,2}"
)


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
            return _decoded(text, encoding)
    found = _decoded(text, "utf-8")
    if b"\0" in text and not has_no_text(data):
        wide = [*_decoded(text, "utf-16-le"), *_decoded(text, "utf-16-be")]
        found += [decoded for decoded in wide if not _IN_NO_TEXT.search(decoded)]
    return found


def _decoded(data: bytes, encoding: str) -> list[str]:
    try:
        return [data.decode(encoding)]
    except UnicodeDecodeError:
        return []


def plain_text(data: bytes) -> str:
    """Return what of bytes is UTF-8, such as the description of a picture; what is not becomes U+FFFD."""
    return data.removeprefix(_PAGEFIND).decode("utf-8", "replace")


def remove_escapes(text: str) -> str:
    """Return what a string of JavaScript or JSON says.

    >>> remove_escapes(r"the\\nqu\\u0061y\\x21 \\ud83d\\ude00 \\"a\\"")
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


def decode_base64(text: str) -> Iterator[str]:
    """Yield the texts that stretches of Base64 in a text contain.

    >>> [*decode_base64("data:;base64,VGhlIHBpbG90IGxpdCBhbGwgb2YgdGhlIGxhbXBzIGFnYWlu")]
    ['The pilot lit all of the lamps again']
    """
    for match in _BASE64.finditer(text):
        packed = "".join(match[0].split()).translate(str.maketrans("-_", "+/")).rstrip("=")
        packed = packed[: len(packed) - (len(packed) % 4 == 1)]  # a last word that is not part of it
        try:
            data = base64.b64decode(packed + "=" * (-len(packed) % 4))
        except binascii.Error:
            continue
        yield from (found for found in decode_texts(data) if not _IN_NO_TEXT.search(found))
