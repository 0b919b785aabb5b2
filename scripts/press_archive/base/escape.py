"""Untrusted text → Markdown and HTML that show exactly that text.

Titles, names, notes, summaries and captures come from strangers. Every ASCII punctuation character is written
as a numeric entity, so that no parser can take any part of the text for Markdown or HTML; the same form is
right in a paragraph, a table cell, a link's text and a quoted attribute. White space that Markdown would
strip or fold is written as an entity too.

Control characters have no faithful form in HTML
(https://html.spec.whatwg.org/#numeric-character-reference-end-state maps some of them to other characters),
so they are shown as their Unicode control pictures, and those that have none as U+FFFD. Tabs and line feeds
are kept.
"""

from __future__ import annotations

import functools
import html
import re

from markupsafe import Markup, escape

_ZEROS = re.compile(r"(&#[xX]?)0+(?=[0-9a-fA-F])")
_BEYOND_UNICODE = re.compile(r"&#(?:[0-9]{9,}|[xX][0-9a-fA-F]{9,});?")

_SPECIAL = re.compile(
    r"[!-/:-@\[-`{-~]"  # ASCII punctuation
    # Control characters and non-characters:
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
    r"|[^\S ]"  # white space other than the plain space: tab, line feed, no-break space …
    r"|^ +| +$|(?<= ) +"  # plain spaces where Markdown would drop them
)


_NAME = 100  # characters; no more than that of a text that is kept


def _replace(match: re.Match[str]) -> str:
    return "".join(_entity(character) for character in match[0])


def _entity(character: str) -> str:
    code = ord(character)
    if code in (9, 10) or 0x20 <= code < 0x7F or (character.isspace() and code > 0x9F):
        return f"&#{code};"
    return picture(character)


def picture(character: str) -> str:
    """Return what is shown for a control character or a non-character: its picture, or else U+FFFD.

    >>> ascii(picture("\\x00")), ascii(picture("\\x7f")), ascii(picture("\\x85"))
    ("'\\\\u2400'", "'\\\\u2421'", "'\\\\ufffd'")
    """
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def exact(text: str) -> Markup:
    """Return a text in a form that is shown exactly in Markdown, in HTML and in a quoted attribute.

    >>> print(exact("*no* <b>"))
    &#42;no&#42; &#60;b&#62;
    """
    return _exact_name(text) if len(text) <= _NAME else Markup(_SPECIAL.sub(_replace, text))


@functools.lru_cache(65_536)
def _exact_name(text: str) -> Markup:
    """Do as `exact` does with names and words, the most of which are on many pages."""
    return Markup(_SPECIAL.sub(_replace, text))


def filled(template: str, *values: object) -> Markup:
    """Return a template with its `{}` replaced by values, escaped unless they are marked as safe.

    It is `Markup.format` for the simplest templates, in a fifth of its time.

    >>> print(filled('<b id="{}">{}</b>', 4, "A & B"))
    <b id="4">A &amp; B</b>
    """
    first, *others = _parts(template)
    parts = [first]
    for value, other in zip(values, others, strict=True):
        parts += (value if type(value) is Markup else escape(value), other)  # faster than escape alone
    return Markup("".join(parts))


@functools.cache
def _parts(template: str) -> list[str]:
    if "{" in template.replace("{}", ""):
        raise ValueError(f"{template!r} has something in its braces. Expected {{}} only.")
    return template.split("{}")


_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def isolated(text: str) -> Markup:
    """Return a text as `exact` does, so that its marks of direction turn round nothing after it.

    HTML's <bdi> ends what they begin (Unicode Standard Annex 9, isolates).

    >>> print(isolated("A \\u202equay").encode("ascii", "xmlcharrefreplace").decode(), isolated("a quay"))
    <bdi>A &#8238;quay</bdi> a quay
    """
    return filled("<bdi>{}</bdi>", exact(text)) if _BIDI.search(text) else exact(text)


# Marks of direction → those that end what they begin (Unicode Standard Annex 9).
_ENDS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def close_directions(text: str) -> str:
    """Return a text with the ends of the directions that it begins, so that they turn round nothing after it.

    For text that is copied, where no element can isolate it.

    >>> close_directions("A \\u202equay") == "A \\u202equay\\u202c", close_directions("A quay")
    (True, 'A quay')
    """
    ends: list[str] = []
    for character in text:
        if character in _ENDS:
            ends.append(_ENDS[character])
        elif ends and character == ends[-1]:
            ends.pop()
    return text + "".join(reversed(ends))


def unescape(text: str) -> str:
    """Return HTML's text with its character references replaced, as a browser does; it never raises.

    Python's own `html.unescape` raises ValueError for a number of more than 4,300 digits.

    >>> unescape("A quay &amp; a mole&#0000000033; &#" + "1" * 5000 + ";")
    'A quay & a mole! �'
    """
    if "&#" in text:
        text = _BEYOND_UNICODE.sub("\ufffd", _ZEROS.sub(r"\1", text))
    return html.unescape(text)


def finalize(value: object) -> Markup:
    """Escape what a template prints, unless it is marked as safe; this is Jinja's `finalize`."""
    return value if isinstance(value, Markup) else exact("" if value is None else str(value))


def front_matter(text: str) -> str:
    """Escape a text for the fields of a page's front matter that the theme prints as they are.

    >>> front_matter('Q&A <b>"x"')
    'Q&amp;A &lt;b&gt;&quot;x&quot;'
    """
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(character, entity)
    return text
