"""How a text begins: whole sentences of a summary or a description, as many as there is room for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from ..base.wording import ENDS_NO_ABBREVIATION
from .links import parse_target
from .summaries import Block, Inline, Summary

# Characters. Search engines show about 160, services for messages about 200.
LONGEST = 200
SHORTEST = 80  # of whole sentences, if more would fit but for the end of the last one

# The end of a sentence and the white space after it. Not after initials and short abbreviations, such as Gen.
_END = re.compile(rf"""{ENDS_NO_ABBREVIATION}(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{{2}})[.!?…]["'”’»)]*(?=\s)""")


def clip(text: str, longest: int = LONGEST) -> str:
    """Return the beginning of a text: whole sentences, or else whole words and an ellipsis.

    `longest` is the number of characters that it has at most; white space is folded.

    >>> clip("Two boats met. A third sank.", 20), clip("The quay is open to all boats", 20)
    ('Two boats met.', 'The quay is open to…')
    """
    folded = " ".join(text.split())
    if len(folded) <= longest:
        return folded
    ends = [match.end() for match in _END.finditer(folded, 0, longest + 1)]
    if ends and ends[-1] >= min(SHORTEST, longest // 2):
        return folded[: ends[-1]]
    end = folded.rfind(" ", 0, longest)
    if end < longest // 2:  # a script without spaces
        end = longest - 1
        while unicodedata.combining(folded[end]):
            end -= 1
    return folded[:end].rstrip(" ,;:–—-(“\"'") + "…"


def opening(summary: Summary, longest: int = LONGEST) -> str:
    """Return how a summary or a description begins, without marks and links; empty where it is empty."""
    return clip(" ".join(_without_places(block).plain for block in summary.blocks), longest)


def _without_places(block: Block) -> Block:
    """Return a block whose links to a line of a document are references, which are no words of it."""

    def seen(inline: Inline) -> Inline:
        target = parse_target(inline.target) if inline.kind == "link" else None
        return replace(inline, kind="reference") if target and target.line else inline

    return replace(block, items=tuple(tuple(map(seen, item)) for item in block.items))
