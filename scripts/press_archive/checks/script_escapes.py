"""Escapes in strings of JavaScript and JSON."""

from __future__ import annotations

import re

# Escapes of JavaScript (ECMA-262, section 12.9.4) and of JSON (RFC 8259, section 7).
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n|(.))", re.DOTALL
)


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
