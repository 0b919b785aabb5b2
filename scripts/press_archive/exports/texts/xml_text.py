"""Elements of XML 1.0 (https://www.w3.org/TR/xml/) as text, with exactly the characters that they have.

White space is added only between elements, never beside a text. XML 1.0 has no form for control characters
other than tab, line feed and carriage return, and none for U+FFFE, U+FFFF and surrogates, not even as
references: the first are shown as their control pictures (U+2400 and the next), the others as U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Union

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A parser changes a carriage return in a text, and also tabs and line feeds in an attribute, unless they are
# written as references (XML 1.0, sections 2.11 and 3.3.3).
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTE = _IN_TEXT | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"}

Child = Union["Element", str]


class Element(NamedTuple):
    """An element: its name, its attributes, and its children, which are elements and texts."""

    name: str
    attributes: Mapping[str, str]
    children: tuple[Child, ...]


def element(
    name: str, attributes: Mapping[str, str] | None = None, children: Iterable[Child | None] = ()
) -> Element:
    """Return an element; attributes that are empty are left out, and so are children that are None."""
    given = {key: value for key, value in (attributes or {}).items() if value}
    return Element(name, given, tuple(child for child in children if child is not None))


def accepted(text: str) -> str:
    """Return a text with a visible mark for each character that XML 1.0 has no form for.

    >>> accepted("a\\x00b\\ufffe") == "a\\u2400b\\ufffd"
    True
    """
    return _FORBIDDEN.sub(
        lambda match: chr(0x2400 + ord(match[0])) if match[0] < " " else "\ufffd",
        text,
    )


def _escape(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(character, character) for character in accepted(text))


def render_element(root: Element) -> str:
    """Return a document of XML with one root, each element without a text beside it on a line of its own.

    >>> print(render_element(element("p", {"n": "1"}, [element("lb"), "a < b"])), end="")
    <?xml version="1.0" encoding="UTF-8"?>
    <p n="1"><lb/>a &lt; b</p>
    """
    parts = [DECLARATION]
    _render(root, 0, parts, alone=True)
    return "".join(parts)


def _render(item: Element, depth: int, parts: list[str], alone: bool) -> None:
    """Add the text of an element; `alone` if nothing but elements is beside it."""
    indent, end = ("  " * depth, "\n") if alone else ("", "")
    attributes = "".join(
        f' {name}="{_escape(value, _IN_ATTRIBUTE)}"' for name, value in item.attributes.items()
    )
    if not item.children:
        parts.append(f"{indent}<{item.name}{attributes}/>{end}")
        return
    is_mixed = not alone or any(isinstance(child, str) for child in item.children)
    parts.append(f"{indent}<{item.name}{attributes}>{'' if is_mixed else end}")
    for child in item.children:
        if isinstance(child, str):
            parts.append(_escape(child, _IN_TEXT))
        else:
            _render(child, depth + 1, parts, alone=not is_mixed)
    parts.append(f"{'' if is_mixed else indent}</{item.name}>{end}")
