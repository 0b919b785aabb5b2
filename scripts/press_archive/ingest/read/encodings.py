"""Text in any encoding → Unicode."""

from __future__ import annotations

import codecs
import re

from ..received_file import UnreadableFile

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_META_CHARSET = re.compile(rb"(<meta[^>]*charset=[\"']?)[\w-]+", re.IGNORECASE)


def decode_text(name: str, data: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding; raise UnreadableFile where it has none.

    A byte order mark names the encoding; a text without one is in UTF-8, or in what charset-normalizer finds.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _guess(name, data)


def _guess(name: str, data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise UnreadableFile(name, "unknown encoding", "UTF-8", "save it as UTF-8 in an editor") from None
    return str(best), best.encoding.replace("_", "-")


def decode_named(name: str, data: bytes, encoding: str) -> str:
    """Return the text of a file in the encoding that its header names; an unknown encoding counts as none.

    >>> decode_named("a.eml", "Kai".encode("utf-16"), "utf-16")
    'Kai'
    >>> decode_named("a.eml", b"Kai", "cp12\xc3\xb62")
    'Kai'
    """
    if not _is_encoding_of_text(encoding):
        return decode_text(name, data)[0]
    text = data.decode(encoding, "replace")
    return text.encode("utf-8", "replace").decode("utf-8")  # without halves of surrogate pairs


def _is_encoding_of_text(name: str) -> bool:
    """Return whether Python knows an encoding that texts are sent in.

    Others that it knows are for programs (RFC 3492, unicode_escape): they fail on texts, or take very long.
    """
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return False
    return known._is_text_encoding and known.name not in _OF_PROGRAMS


_OF_PROGRAMS = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "unicode-escape",
                "raw-unicode-escape", "undefined", "mbcs", "oem")  # fmt: skip


def html_to_utf8(name: str, data: bytes, encoding: str) -> bytes:
    """Return a page in UTF-8; the encoding that its header names comes before the page's own <meta>.

    >>> html_to_utf8("a.eml", '<meta charset="koi8-r"><p>é'.encode("latin-1"), "latin-1").decode()
    '<meta charset="utf-8"><p>é'
    """
    return _META_CHARSET.sub(rb"\1utf-8", decode_named(name, data, encoding).encode("utf-8"))
