"""What a published file says, read in every way in which a browser, a screen reader or a program may read it.

A file is unpacked, decoded and read: with its markup and without, with its escapes and without. Each reading
is a text of its own. So words that one way of reading parts, or runs together, are whole in another one. What
cannot be read is named, so that no file is passed over in silence.

Not read are texts in other encodings such as Base64, texts in pictures, and texts that a script puts
together.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

import markdown

from .decoding import decode_base64, decode_texts, has_no_text, plain_text, remove_escapes
from .markup_text import has_markup, read_markup
from .unpacking import Unreadable, unpack

# A text is read at most so many escapes deep: the code of a page, in a string of a script, in an attribute.
MOST_LAYERS = 3

_MARKUP_SUFFIXES = (".html", ".htm", ".xhtml", ".xml", ".svg", ".rss", ".atom", ".xsl")
_MARKDOWN_SUFFIXES = (".md", ".markdown")


def read_published(data: bytes, name: str) -> Iterator[str | Unreadable]:
    """Yield what a published file says, by what the ending of its name says that it is.

    >>> [*read_published(b'<p title="A">The <b>quay</b></p>', "page.html")]
    [' The  quay  ']
    """
    for file in unpack(data, name):
        if isinstance(file, Unreadable):
            yield file
        elif texts := decode_texts(file.data):
            for text in texts:
                yield from _readings(text, file.name.lower())
        elif has_no_text(file.data):
            yield plain_text(file.data)
        else:
            reason = "it is not UTF-8 or UTF-16, nor a known kind of picture, font, sound, film or program"
            yield Unreadable(reason, file.member)


def _readings(text: str, name: str) -> Iterator[str]:
    """Yield the readings of a file's text, by what the file's name says that it is."""
    if name.endswith(_MARKUP_SUFFIXES):
        for reading in (*read_markup(text), *decode_base64(text)):
            yield from _layers(reading, MOST_LAYERS)
        return
    yield from _layers(text, MOST_LAYERS)
    if name.endswith(_MARKDOWN_SUFFIXES):
        yield from read_markup(markdown.markdown(text))


def _layers(text: str, layers: int) -> Iterator[str]:
    """Yield a text, and what it says without its escapes and its markup, as many layers deep as there are."""
    yield text
    if not layers:
        return
    for decoded in decode_base64(text):
        yield from _layers(decoded, layers - 1)
    if "\\" in text and (plain := remove_escapes(text)) != text:
        yield from _layers(plain, layers - 1)
    elif has_markup(text):
        for reading in read_markup(text):
            yield from _layers(reading, layers - 1)
    elif "&" in text and (plain := html.unescape(text)) != text:
        yield from _layers(plain, layers - 1)
