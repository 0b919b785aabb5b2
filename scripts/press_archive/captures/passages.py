"""Passages: the units of a document that a reader can point at, made from its lines and their roles.

A passage is a paragraph, crosshead, bullet, caption, question, answer … of one document. Its permanent id is
`L` and the number of its first line in the capture.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from ..records.closed_lists import Role
from ..records.fields import Document
from ..records.lines import expand
from .capture import Capture

# Consecutive lines with these roles, with no blank line between them, are one paragraph, as in a hard-wrapped
# text.
_FLOWING = frozenset({Role.TEXT, Role.DATELINE, Role.QUESTION, Role.ANSWER})


@dataclass(frozen=True)
class Passage:
    """One passage: its lines (number and text), its role, and, in an interview, who is speaking.

    `label` is the speaker's name if it is printed at the beginning of the text; `speaker` is the label of
    whoever is speaking, in the paragraphs after the first too.
    """

    lines: tuple[tuple[int, str], ...]
    role: Role
    label: str = ""
    speaker: str = ""

    @property
    def first(self) -> int:
        """The number of the first line, from which the passage's id is made."""
        return self.lines[0][0]

    @property
    def text(self) -> str:
        """The passage exactly as captured, lines joined by line feeds."""
        return "\n".join(text for _, text in self.lines)


def line_roles(document: Document, blank: set[int]) -> dict[int, Role]:
    """Return the role of each line of a document that is not blank, in the order of the capture."""
    named: dict[int, Role] = {}
    for lines, role in document.roles:
        named.update(dict.fromkeys(lines, role))
    return {line: named.get(line, Role.TEXT) for line in sorted(expand(document.lines) - blank)}


def speaker_part(text: str, label: str) -> str:
    """Return the part at the beginning of a line that names the speaker, or an empty text.

    The name is followed by a colon or a dash, is bold (between asterisks, as in captures), or has its line to
    itself.

    >>> texts = "Ada Brook: In May.", "**Ada Brook** In May.", "Ada Brook", "Ada Brook said so."
    >>> [speaker_part(text, "Ada Brook") for text in texts]
    ['Ada Brook:', '**Ada Brook**', 'Ada Brook', '']
    """
    name = re.escape(label)
    match = re.match(rf"\s*(?:(\*\*|__|\*|_){name}[:.]?\1:?|{name}(?::|\s[–—-](?=\s)|\s*$))", text)
    return match[0] if match else ""


def printed_speaker(text: str, speakers: Mapping[str, str]) -> str:
    """Return the label of the speaker whose name begins a line, or an empty text."""
    matches = [label for label in speakers if speaker_part(text, label)]
    return max(matches, key=len, default="")


def passages(document: Document, capture: Capture, visible: Container[int]) -> Iterator[Passage]:
    """Yield the passages of a document in the order of the capture; each visible line is in exactly one of
    them.

    A line that is not visible ends a paragraph, as a blank line does, but can still name the speaker.
    """
    open_lines: list[tuple[int, str]] = []
    open_role, label, speaker = Role.TEXT, "", ""

    def closed() -> Iterator[Passage]:
        if open_lines:
            yield Passage(tuple(open_lines), open_role, label, speaker)
            open_lines.clear()

    for number, role in line_roles(document, capture.blank).items():
        text = capture.line(number)
        spoken = role in (Role.QUESTION, Role.ANSWER)
        begins = printed_speaker(text, document.speakers) if spoken else ""
        flows = (
            bool(open_lines)
            and open_lines[-1][0] == number - 1
            and role in _FLOWING
            and not begins
            and (open_role == role or (open_role, role) == (Role.DATELINE, Role.TEXT))
        )
        if not flows:
            yield from closed()
            open_role, label = role, begins
            speaker = begins or (speaker if spoken else "")
        if number in visible:
            open_lines.append((number, text))
    yield from closed()
