"""What a published file says, read in every way in which a browser, a screen reader or a program may read it.

A file is unpacked, decoded and read: with its markup and without, with its escapes and without. Each reading
is a text of its own. So words that one way of reading parts, or runs together, are whole in another one. What
cannot be read is named, so that no file is passed over in silence.

Not read are texts that are drawn in pictures, and texts that a script puts together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import markdown

from ....base.escape import unescape
from .decoding import decode_texts, has_no_text, is_plain, sealed_format, texts_in_binary
from .encoded import other_codes, packed_stretches
from .looks import other_looks
from .markup_text import has_markup, read_markup
from .unpacking import PlainFile, Unreadable, unpack

# A text is read at most so many escapes deep: the code of a page, in a string of a script, in an attribute.
MOST_LAYERS = 3

_MARKUP_SUFFIXES = (".html", ".htm", ".xhtml", ".xml", ".svg", ".rss", ".atom", ".xsl")
_MARKDOWN_SUFFIXES = (".md", ".markdown")


def read_published(data: bytes, name: str, disguised: bool = True) -> Iterator[str | Unreadable]:
    """Yield what a published file says, by what the ending of its name says that it is.

    A file that nobody can have `disguised` is read without undoing other looks and the rarer codes.

    >>> [*read_published(b'<p title="A">The <b>quay</b></p>', "page.html")]
    [' The  quay  ']
    """
    for file in unpack(data, name):
        if isinstance(file, Unreadable):
            yield file
        elif sealed := sealed_format(file.data):
            yield Unreadable(f"it is not UTF-8 or UTF-16 but {sealed}, whose text is packed", file.member)
        else:
            yield from _texts_of(file, disguised)


def read_name(path: str) -> str:
    """Return what the path of a file says, which is part of its address.

    >>> read_name("docs/the-old/quay_side.png")
    'docs the old quay side png'
    """
    return re.sub(r"[\W_]+", " ", path)


def read_text(text: str) -> Iterator[str]:
    """Yield what a text says under another look, in another code or without markup; not the text itself."""
    return islice(_layers(text, 1, set()), 1, None)


def _texts_of(file: PlainFile, disguised: bool) -> Iterator[str | Unreadable]:
    """Yield the readings of a file that is not packed, or why there is none."""
    texts = decode_texts(file.data)
    for text in texts:
        yield from _readings(text, file.name.lower(), disguised)
    if has_no_text(file.data):
        for text in texts_in_binary(file.data):
            yield from _layers(text, 1, set(), disguised=disguised)
    elif not texts:
        reason = "it is not UTF-8 or UTF-16, nor a known kind of picture, font, sound, film or program"
        yield Unreadable(reason, file.member)


def _readings(text: str, name: str, disguised: bool) -> Iterator[str]:
    """Yield the readings of a file's text, by what the file's name says that it is."""
    seen: set[str] = set()
    if name.endswith(_MARKUP_SUFFIXES):
        for reading in _packed_texts(text, disguised):
            yield from _layers(reading, MOST_LAYERS, seen, disguised=disguised)
        for reading in read_markup(text):
            yield from _layers(reading, MOST_LAYERS, seen, is_part=True, disguised=disguised)
        return
    yield from _layers(text, MOST_LAYERS, seen, disguised=disguised)
    if name.endswith(_MARKDOWN_SUFFIXES):
        for reading in read_markup(markdown.markdown(text)):
            yield from _layers(reading, 0, seen, disguised=disguised)


def _layers(
    text: str, layers: int, seen: set[str], is_part: bool = False, disguised: bool = True
) -> Iterator[str]:
    """Yield a text, and what it says without its escapes and its markup, as many layers deep as there are.

    A text that was `seen` is not read again, and packed stretches of a text are not looked for in its parts.
    """
    if text in seen:
        return
    seen.add(text)
    yield text
    if disguised:
        yield from other_looks(text)
    if not layers:
        return
    codes = [*other_codes(text)]
    for decoded in (*(() if is_part else _packed_texts(text, disguised)), *codes):
        yield from _layers(decoded, layers - 1, seen, disguised=disguised)
    if codes and "\\" in text:
        return
    if has_markup(text):
        for reading in read_markup(text):
            yield from _layers(reading, layers - 1, seen, is_part, disguised)
    elif "&" in text and (plain := unescape(text)) != text:
        yield from _layers(plain, layers - 1, seen, disguised=disguised)


def _packed_texts(text: str, disguised: bool) -> Iterator[str]:
    """Yield the texts that stretches of a text stand for, also where they are compressed."""
    for data in packed_stretches(text, codes=disguised):
        for file in unpack(data, ""):
            if isinstance(file, PlainFile):
                yield from (found for found in decode_texts(file.data) if is_plain(found))
        if data[:1] == b"\x78":
            yield from texts_in_binary(data)
