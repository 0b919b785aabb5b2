"""What a text says in another code: escapes, and stretches that stand for bytes, such as Base64."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
import urllib.parse
from collections.abc import Callable, Iterator

# Base64 (RFC 4648) of at least 30 bytes, in lines of at least 40 characters; also in its form for addresses.
_BASE64 = re.compile(
    r"[A-Za-z0-9+/_-]{40,}(?:\s{1,4}[A-Za-z0-9+/_-]{40,})*+(?:\s{1,4}[A-Za-z0-9+/_-]+)?={0,2}"
)
# The same in shorter lines, or in the strings of a program.
_SHORT_LINES = re.compile(
    r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}+=?=?(?:[\s\"'`+,;\\]{1,12}[A-Za-z0-9+/_-]{4,}=?=?){2,}"
)
_WORD_OF_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+")
_BASE32 = re.compile(r"[A-Z2-7]{48,}|[a-z2-7]{48,}")
_LONG_HEX = re.compile(r"[0-9a-fA-F]{60,}")
_HEX = re.compile(r"(?:(?:0x)?[0-9a-fA-F]{2}[\s,:;]{1,4}){29,}(?:0x)?[0-9a-fA-F]{2}")
# Whether a text has any of these, which most texts have not.
_LONG = re.compile(r"[A-Za-z0-9+/_-]{16}")
_LONGER = re.compile(r"[A-Za-z0-9]{48}")
_BYTE = r"(?:0x[0-9a-fA-F]+|\d{1,7}|(?=[0-9]?[a-fA-F])[0-9a-fA-F]{2})"
_BYTES = re.compile(rf"(?:{_BYTE}[\s,:;]{{1,4}}){{9}}")
_END_OF_BYTE = re.compile(rf"[\da-fA-F](?:[\s,:;]{{1,4}}{_BYTE}){{8}}[\s,:;]")
_ONLY_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_CODES = re.compile(r"(?:\d{1,7}[\s,;]{1,4}){29,}\d{1,7}")
_UUENCODED = re.compile(r"^begin [0-7]{3,4} [^\n]*\n((?:[ -`]{1,61}\n)+)", re.MULTILINE)

# Escapes of JavaScript (ECMA-262, section 12.9.4), of JSON (RFC 8259, section 7) and of YAML (1.2.2, 5.7).
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-3]?[0-7]{2})"
    r"|\r?\n|(.))",
    re.DOTALL,
)
# Escapes of style sheets: https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point.
_STYLE_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|\r?\n|(.))", re.DOTALL)
_STYLE_CODE = re.compile(r"\\[0-9a-fA-F]{2,6}")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_LONG_PERCENT = re.compile(r"%u([0-9a-fA-F]{4})")
# Quoted-printable: RFC 2045, section 6.7.
_QUOTED = re.compile(r"=[0-9A-F]{2}|=\r?\n")
_FEWEST = 5  # characters that are written in a code


def packed_stretches(text: str, codes: bool = True) -> Iterator[bytes]:
    """Yield the bytes that stretches of a text may stand for; without `codes`, only those of Base64.

    >>> next(packed_stretches("data:;base64,VGhlIHBpbG90IGxpdCBhbGwgb2YgdGhlIGxhbXBzIGFnYWlu"))
    b'The pilot lit all of the lamps again'
    >>> [*packed_stretches(b"The pilot lit all of the lamps again".hex())][-1]
    b'The pilot lit all of the lamps again'
    """
    if _LONG.search(text):
        for match in _BASE64.finditer(text):
            packed = "".join(match[0].split())
            if not _ONLY_HEX.fullmatch(packed):
                yield from _base64(packed)
        if codes:
            yield from _long_stretches(text)
    if not codes:
        return
    if _END_OF_BYTE.search(text) and _BYTES.search(text):
        yield from _listed_bytes(text)
    for match in _UUENCODED.finditer(text):
        yield b"".join(data for line in match[1].split("\n") for data in _decoded(binascii.a2b_uu, line))


def _long_stretches(text: str) -> Iterator[bytes]:
    for match in _SHORT_LINES.finditer(text):
        parts = [part for part in _WORD_OF_BASE64.findall(match[0]) if part != "+"]
        yield from _base64("".join(parts))
        yield b" ".join(data for part in parts for data in _first(_base64(part)))
    if not _LONGER.search(text):
        return
    for match in _BASE32.finditer(text):
        digits = match[0].upper()
        yield from _decoded(base64.b32decode, digits[: len(digits) // 8 * 8])
    for match in _LONG_HEX.finditer(text):
        yield bytes.fromhex(match[0][: len(match[0]) // 2 * 2])


def _listed_bytes(text: str) -> Iterator[bytes]:
    for match in _HEX.finditer(text):
        yield bytes.fromhex(re.sub(r"0x|[^0-9a-fA-F]", "", match[0]))
    for match in _CODES.finditer(text):
        codes = [int(code) for code in re.findall(r"\d+", match[0])]
        yield "".join(chr(code) for code in codes if 31 < code < 0xD800).encode()


def _base64(packed: str) -> Iterator[bytes]:
    """Yield what Base64 contains; up to three characters before it may look as if they were part of it."""
    standard = packed.translate(str.maketrans("-_", "+/"))
    for start in range(4):
        digits = standard[start:].rstrip("=")
        digits = digits[: len(digits) - (len(digits) % 4 == 1)]  # a last word that is not part of it
        yield from _decoded(base64.b64decode, digits + "=" * (-len(digits) % 4))


def _first(found: Iterator[bytes]) -> Iterator[bytes]:
    yield next(found, b"")


def _decoded(decode: Callable[[str], bytes], packed: str) -> Iterator[bytes]:
    try:
        yield decode(packed)
    except ValueError:  # which binascii.Error is
        return


def other_codes(text: str) -> Iterator[str]:
    """Yield a text without its escapes, once for each code that has them, where that makes a difference.

    >>> [*other_codes(r"the qu\\u0061y")], [*other_codes("%74%68%65%20%71%75ay")]
    (['the quay'], ['the quay'])
    """
    if "\\" in text:
        yield from (found for found in _unescaped(text) if found != text)
    if "%" in text and len(_PERCENT.findall(text)) + len(_LONG_PERCENT.findall(text)) >= _FEWEST:
        long = _LONG_PERCENT.sub(lambda match: chr(int(match[1], 16)), text)
        yield _whole_characters(urllib.parse.unquote(long))
    if "=" in text and len(_QUOTED.findall(text)) >= _FEWEST:
        yield quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")


def _unescaped(text: str) -> Iterator[str]:
    plain = remove_escapes(text)
    yield plain
    if len(_STYLE_CODE.findall(text)) >= _FEWEST:
        yield _STYLE_ESCAPE.sub(_style_character, text)


def remove_escapes(text: str) -> str:
    """Return what a string of JavaScript or JSON says.

    >>> remove_escapes(r"the\\nqu\\u0061y\\x21 \\ud83d\\ude00 \\"a\\"")
    'the quay! 😀 "a"'
    """
    return _whole_characters(_ESCAPE.sub(_character, text))


def _character(match: re.Match[str]) -> str:
    if digits := match[1] or match[2] or match[3] or match[4]:
        return _of_code(int(digits, 16))
    if match[5]:
        return _of_code(int(match[5], 8))
    character = match[6] or ""
    return " " if character in set("nrtbfv0") else character


def _style_character(match: re.Match[str]) -> str:
    return _of_code(int(match[1], 16)) if match[1] else match[2] or ""


def _of_code(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else ""


def _whole_characters(text: str) -> str:
    """Join the halves of characters outside the basic plane, which are written one after the other."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
