"""Elements of XML 1.0 (https://www.w3.org/TR/xml/) as text, with exactly the characters that they have.

White space is added only between elements, never beside a text. What XML cannot or should not contain is
replaced by a visible mark (see `plain_text.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Union

from ..plain_text import xml_attribute, xml_text

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

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
    attributes = "".join(f' {name}="{xml_attribute(value)}"' for name, value in item.attributes.items())
    if not item.children:
        parts.append(f"{indent}<{item.name}{attributes}/>{end}")
        return
    is_mixed = not alone or any(isinstance(child, str) for child in item.children)
    parts.append(f"{indent}<{item.name}{attributes}>{'' if is_mixed else end}")
    for child in item.children:
        if isinstance(child, str):
            parts.append(xml_text(child))
        else:
            _render(child, depth + 1, parts, alone=not is_mixed)
    parts.append(f"{'' if is_mixed else indent}</{item.name}>{end}")
