"""Which lines of a capture belong to no document: told by their words, by repeating, or by standing behind such a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..models import CutReason
from . import phrases
from .proposals import Proposal, Sureness
from .when import date_line

SHORT = 60  # signs, of a line that is no sentence of a text
HEADLINE = 200  # signs of a headline at the most
# Behind such a line stand titles of other pages, until a text goes on.
_LISTS = re.compile(r"popular|most |trending|latest|top stor|recommend|what.s hot|editor|you might|meest |самое", re.IGNORECASE)


def is_text(line: str) -> bool:
    """Say whether a line reads as a sentence or more of a text."""
    stripped = line.strip().rstrip("*_")
    return len(stripped) > SHORT and (len(stripped) > HEADLINE or bool(re.search(r"[.!?…:;,]['\"”’»)\]]*$", stripped)))


def repeated_links(lines: Sequence[str]) -> set[str]:
    """Return the short lines that close item after item, in whatever language: `Read on`, `Lees verder`, `Далее`.

    They stand at least twice, each behind a text, and at least once before what begins another item or at the end.
    """
    filled = [(number, line) for number, line in enumerate(lines) if line.strip()]
    counted: Counter[str] = Counter()
    for position, (_, line) in enumerate(filled):
        text = line.strip()
        if len(text) > SHORT or is_text(text) or date_line(text) or position == 0:
            continue
        before = filled[position - 1][1].strip()
        if is_text(before) or phrases.cut_reason(before):
            counted[text] += 1
    return {text for text, number in counted.items() if number >= 2 and (number >= 3 or phrases.cut_reason(text))}


def find_cuts(lines: Sequence[str]) -> dict[int, Proposal]:
    """Return line number → proposed cut (the value is a reason) of the lines that belong to no document."""
    found: dict[int, Proposal] = {}
    repeated = repeated_links(lines)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        reason = None if phrases.RELATED.fullmatch(phrases.bare(line)) else phrases.cut_reason(line)
        if line.strip() in repeated and reason in (None, CutReason.READ_MORE_LINK):
            found[number] = Proposal(CutReason.READ_MORE_LINK, "the line repeats behind each item", Sureness.LIKELY)
        elif reason:
            found[number] = Proposal(reason, "the words of the line", Sureness.LIKELY)
    found |= _behind(lines, found)
    return found


def _behind(lines: Sequence[str], found: dict[int, Proposal]) -> dict[int, Proposal]:
    """Return what stands behind the head of a comment section, or of a list of other pages, up to the end."""
    texts = [number for number, line in enumerate(lines, 1) if number not in found and is_text(line)]
    more: dict[int, Proposal] = {}
    heads = [number for number, cut in found.items() if cut.value is CutReason.READER_COMMENTS]
    half = texts[len(texts) // 2] if texts else 0
    begins = next((number for number in sorted(heads) if number > half), None)
    items = sum(cut.value is CutReason.READ_MORE_LINK for cut in found.values())
    if begins and items < 2:
        # The page's foot, which says itself what it is, is no comment.
        end = len(lines)
        while end > begins and (
            not lines[end - 1].strip() or (end in found and found[end].value is not CutReason.READER_COMMENTS)
        ):
            end -= 1
        for number in range(begins, end + 1):
            line = lines[number - 1]
            if phrases.ADDRESS.fullmatch(phrases.bare(line)):
                break
            if line.strip():
                more[number] = Proposal(
                    CutReason.READER_COMMENTS, f"behind line {begins}, the head of the comments", Sureness.LIKELY
                )
    last = max((number for number in texts if number not in more), default=0)
    for number in sorted(found):
        if number <= last or number in more or not _LISTS.search(lines[number - 1]):
            continue
        for behind in range(number + 1, len(lines) + 1):
            line = lines[behind - 1]
            if behind in more or phrases.ADDRESS.fullmatch(phrases.bare(line)) or re.search(r"https?://", line):
                break
            if line.strip() and found.get(behind) is None:
                more[behind] = Proposal(CutReason.PAGE_FURNITURE, f"behind line {number}, the head of a list", Sureness.GUESS)
    return more
