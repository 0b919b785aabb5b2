"""Text for XML, JSON, tables and calendars: what these cannot contain is shown as pages show it.

XML 1.0 has no form for most control characters, for surrogates, U+FFFE and U+FFFF (production 2, `Char`), not
even as a reference, and it advises against the other controls and non-characters (the note after it): some
programs refuse them, and some take U+0085 for the end of a line. So that all outputs say the same, all of
these are replaced in each of them, as in `base/escape`: a control character by its picture (U+2400 and
after), and what has none by U+FFFD.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from ..base.escape import close_directions, picture

_REPLACED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
# A text that begins with one of these is a formula to a spreadsheet, or becomes one when it is trimmed.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_IN_TEXT = {"\r": "&#13;"}  # which a parser would read as a line feed (XML 1.0, 2.11)
_IN_ATTRIBUTE = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}  # else spaces (3.3.3)


def valid_text(text: str) -> str:
    """Return a text with a visible mark for each character that XML cannot or should not contain.

    All others are kept, also marks of direction: for an edition, which adds no character to a text.

    >>> valid_text("A quay\\x00 and\\ufffe")
    'A quay\u2400 and\ufffd'
    """
    return _REPLACED.sub(lambda match: picture(match[0]), text)


def plain_text(text: str) -> str:
    """Return a valid text whose marks of direction turn round nothing after it.

    >>> plain_text("A quay\\x00"), plain_text("A \\u202equay") == "A \\u202equay\\u202c"
    ('A quay\u2400', True)
    """
    return close_directions(valid_text(text))


def formula_safe(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula, with an apostrophe before it if it
    would be one (https://owasp.org/www-community/attacks/CSV_Injection).

    >>> formula_safe("=1+1"), formula_safe("2014-05-02")
    ("'=1+1", '2014-05-02')
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def xml_text(text: str) -> str:
    """Return a text as the content of an element.

    >>> xml_text("Quays & <boats>")
    'Quays &amp; &lt;boats&gt;'
    """
    return escape(valid_text(text), _IN_TEXT)


def xml_attribute(text: str) -> str:
    """Return a text as the value of an attribute in double quotation marks.

    >>> xml_attribute('The "Gull"')
    'The &quot;Gull&quot;'
    """
    return escape(valid_text(text), _IN_ATTRIBUTE)
