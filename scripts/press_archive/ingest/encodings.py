"""Text in any encoding → Unicode."""

from __future__ import annotations

import re

from .received_file import UnreadableFile

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_META_CHARSET = re.compile(rb"(<meta[^>]*charset=[\"']?)[\w-]+", re.IGNORECASE)


def decode_text(data: bytes) -> tuple[str, str]:
    """Return a text and the name of its encoding.

    A byte order mark names it; a text without one is in UTF-8, or in what charset-normalizer finds.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _guess(data)


def _guess(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    found = from_bytes(data).best()
    if found is None:
        raise UnreadableFile(
            "not a text in an encoding that can be told. Expected UTF-8; save it as that."
        ) from None
    return str(found), found.encoding.replace("_", "-")


def decode_named(data: bytes, encoding: str) -> str:
    """Return a text in the encoding that its header names; an unknown name counts as none.

    >>> decode_named("Kai".encode("utf-16"), "utf-16"), decode_named(b"Kai", "cp12\xc3\xb62")
    ('Kai', 'Kai')
    """
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return decode_text(data)[0]


def html_to_utf8(data: bytes, encoding: str) -> bytes:
    """Return a page in UTF-8; the encoding that its header names takes precedence over the page's own <meta>.

    >>> html_to_utf8('<meta charset="koi8-r"><p>é'.encode("latin-1"), "latin-1").decode()
    '<meta charset="utf-8"><p>é'
    """
    return _META_CHARSET.sub(rb"\1utf-8", decode_named(data, encoding).encode("utf-8"))
