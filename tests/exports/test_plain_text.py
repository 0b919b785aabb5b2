"""Text in outputs: what XML cannot or should not contain (XML 1.0, production 2 and the note after it)."""

from __future__ import annotations

import pytest
from lxml import etree

from press_archive.exports.plain_text import xml_attribute, xml_text

ALL = "".join(map(chr, range(0x110000)))


def is_kept(character: str) -> bool:
    """Return whether XML may contain a character and is not advised against it."""
    code = ord(character)
    is_character = (
        code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
    )
    is_discouraged = 0x7F <= code <= 0x9F or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFF >= 0xFFFE
    return is_character and not is_discouraged


@pytest.mark.measured
def test_every_character_is_kept_or_has_a_visible_mark():
    root = etree.fromstring(f'<a b="{xml_attribute(ALL)}">{xml_text(ALL)}</a>'.encode())
    for read in (root.text, root.get("b")):
        assert len(read) == len(ALL)
        kept = [(found, character) for found, character in zip(read, ALL, strict=True) if is_kept(character)]
        assert all(found == character for found, character in kept)
        marks = {found for found, character in zip(read, ALL, strict=True) if not is_kept(character)}
        assert marks == {
            "\ufffd",
            "\u2421",
            *(chr(0x2400 + code) for code in range(0x20) if code not in (9, 10, 13)),
        }
