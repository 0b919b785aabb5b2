"""How a text is written in YAML: plain or in quotation marks, on one line or on several."""

from __future__ import annotations

import re
from collections.abc import Iterable

import yaml

from .reading import quote

_INDICATORS = tuple("-?:,[]{}#&*!|>'\"%@`")
# Texts that other readers of YAML 1.1 or 1.2 take for true, false, null, or the special keys = and <<.
_WORDS = re.compile(r"y|yes|n|no|true|false|on|off|null|~|=|<<", re.IGNORECASE)
# Texts that they take for a number, in addition to those of PyYAML's own rules.
_NUMBERS = re.compile(
    r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.inf|\.nan", re.IGNORECASE
)
_NEGATIVE = re.compile(r"-\d+(\.\d+)?", re.ASCII)
_RULES = yaml.SafeLoader.yaml_implicit_resolvers

# A Markdown link, in which a line must not end; a link to a document, which gets its own line; a space at
# which a line may end.
_LINK = re.compile(r"\[[^\[\]]*\]\([^()]*\)")
_PASSAGE = re.compile(r"\[[^\[\]]*\]\(documents:")
_SPACE = re.compile(r"(?<=\S) (?=\S)")
# A line that began like this would look like an item of a list or a key.
_INDICATOR = re.compile(r"[-?:](\s|$)")


def _is_misread(text: str, numbers: bool) -> bool:
    """Return whether another reader of YAML would take a plain text for something else; with `numbers`, a
    number or a date does not count.
    """
    if _WORDS.fullmatch(text):
        return True
    rules = (*_RULES.get(text[:1], ()), *_RULES.get(None, ()))
    return not numbers and bool(_NUMBERS.fullmatch(text) or any(rule.match(text) for _, rule in rules))


def _is_plain(text: str, flow: bool, numbers: bool) -> bool:
    """Return whether a text can be written without quotation marks."""
    if numbers and _NEGATIVE.fullmatch(text):
        return True
    if not text or text != text.strip() or text.startswith((*_INDICATORS, "...")) or text.endswith(":"):
        return False
    # Between brackets some readers of YAML, PyYAML among them, refuse a question mark.
    if ": " in text or " #" in text or (flow and re.search(r"[,\[\]{}?]", text)):
        return False
    return is_printable(text) and not _is_misread(text, numbers)


def is_printable(text: str) -> bool:
    """Return whether a text can be written on one line without escapes."""
    return quote(text) == '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def render_scalar(text: str, flow: bool = False, numbers: bool = False) -> str:
    """Return a text on one line: plain if that is safe, else in quotation marks.

    `flow`: the text is inside brackets or braces. `numbers`: it may look like a number or a date.

    >>> render_scalar("Quay: open"), render_scalar("2014"), render_scalar("2014", numbers=True)
    ('"Quay: open"', '"2014"', '2014')
    """
    if _is_plain(text, flow, numbers):
        return text
    if is_printable(text) and ('"' in text or "\\" in text) and "'" not in text:
        return f"'{text}'"
    return quote(text)


def cut_into_words(text: str) -> list[str]:
    """Split a text at the spaces at which a line may end.

    >>> cut_into_words("The [free quay](topics:free-quay) - of Ostrand")
    ['The', '[free quay](topics:free-quay) -', 'of', 'Ostrand']
    """
    links = [match.span() for match in _LINK.finditer(text)]
    words, start = [], 0
    for space in _SPACE.finditer(text):
        if not _INDICATOR.match(text, space.end()) and not any(
            first < space.start() < last for first, last in links
        ):
            words.append(text[start : space.start()])
            start = space.end()
    return [*words, text[start:]]


def fill(words: Iterable[str], room: int, room_below: int) -> list[str]:
    """Return words in lines: the first of at most `room` characters, all others of at most `room_below`."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= (room if len(lines) == 1 else room_below):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def fill_around_links(words: Iterable[str], room: int) -> list[str]:
    """Return words in lines of at most `room` characters; each link to a document has its own line."""
    lines: list[str] = []
    waiting: list[str] = []
    for word in words:
        if _PASSAGE.match(word):
            lines += [*fill(waiting, room, room), word]
            waiting = []
        else:
            waiting.append(word)
    return lines + fill(waiting, room, room)
