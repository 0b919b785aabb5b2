"""Which lines of a capture belong to no document: told by their words, by repeating, or by standing behind such a line."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from ..records.closed_lists import CutReason
from . import phrases
from .dates import date_line, signed_date
from .proposals import Confidence, Proposal

SHORT = 60  # signs, of a line that is no sentence of a text
HEADLINE = 200  # signs of a headline at the most
# Behind such a line stand titles of other pages, until a text goes on.
_NAME_ALONE = re.compile(r"(?:[A-ZА-ЯЁÀ-Þ][\w.'’-]+\s?){2,5}$")
_SOURCE = re.compile(r"(?:via|source|bron|источник|quelle)\b", re.IGNORECASE)
_PARTS = re.compile(
    r"^\W*\d+[.)]|question|part|chapter|section|day|article|step|vraag|deel|hoofdstuk|dag|вопрос|часть|глава|день|frage|teil|kapitel|tag",
    re.IGNORECASE,
)
# Behind such a line stands what a subscription offers, and no text.
_ENDS = re.compile(r"subscribe to (?:read|continue)|to (?:read on|keep reading|continue reading)", re.IGNORECASE)
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
            found[number] = Proposal(CutReason.READ_MORE_LINK, "the line repeats behind each item", Confidence.MEDIUM)
        elif reason:
            found[number] = Proposal(reason, "the words of the line", Confidence.MEDIUM)
    for number in _running_heads(lines):
        found.setdefault(number, Proposal(CutReason.PAGE_FURNITURE, "the head or foot of a printed page", Confidence.MEDIUM))
    found |= _behind(lines, found)
    return found


def _running_heads(lines: Sequence[str]) -> list[int]:
    """Return the lines, three at least, that are alike but for a number that counts on, and are no heads of numbered parts."""
    alike: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, line in enumerate(lines, 1):
        figures = re.findall(r"\d+", line)
        if len(line.strip()) <= SHORT and len(figures) == 1 and not date_line(line) and not _PARTS.search(line):
            alike[line.strip().replace(figures[0], "#")].append((number, int(figures[0])))
    return [
        number
        for found in alike.values()
        if len(found) >= 3 and all(second[1] - first[1] == 1 for first, second in itertools.pairwise(found))
        for number, _ in found
    ]


def find_foot(lines: Sequence[str], cuts: Mapping[int, Proposal]) -> dict[int, Proposal]:
    """Return the lines behind the text of a web page that end no sentence and are neither a date, a name nor an address."""
    foot: dict[int, Proposal] = {}
    for number in range(len(lines), 0, -1):
        line = lines[number - 1].strip()
        if not line or number in cuts:
            continue
        told = date_line(line) or signed_date(line) or any(known.match(line) for known in (phrases.BYLINE, _SOURCE, _NAME_ALONE))
        if len(line) > SHORT or told or "://" in line or re.search(r"[.!?…:;,)]['\"”’»]*$", line):
            break
        foot[number] = Proposal(CutReason.PAGE_FURNITURE, "a short line behind the text", Confidence.LOW)
    return foot if any(is_text(line) for number, line in enumerate(lines, 1) if number not in foot) else {}


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
                    CutReason.READER_COMMENTS, f"behind line {begins}, the head of the comments", Confidence.MEDIUM
                )
    last = max((number for number in texts if number not in more), default=0)
    for number in sorted(found):
        if _ENDS.search(lines[number - 1]) and sum(text > number for text in texts) <= 2:
            offer = (behind for behind in range(number + 1, len(lines) + 1) if lines[behind - 1].strip() and behind not in found)
            more |= {
                behind: Proposal(CutReason.PAGE_FURNITURE, f"behind line {number}, which asks to subscribe", Confidence.LOW)
                for behind in offer
            }
        if number <= last or number in more or not _LISTS.search(lines[number - 1]):
            continue
        for behind in range(number + 1, len(lines) + 1):
            line = lines[behind - 1]
            if behind in more or phrases.ADDRESS.fullmatch(phrases.bare(line)) or re.search(r"https?://", line):
                break
            if line.strip() and found.get(behind) is None:
                more[behind] = Proposal(CutReason.PAGE_FURNITURE, f"behind line {number}, the head of a list", Confidence.LOW)
    return more
