"""Which lines of a capture belong to no document: recognised by wording, repetition or position."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ...records.closed_lists import CutReason
from .. import phrases
from ..dates import date_line, signed_date
from ..proposals import Confidence, Proposal

SHORT_LINE = 60  # characters; a longer line may be a sentence
MAX_HEADLINE = 200  # characters
REPEATS = 3  # of a line after as many texts, from which on it is a link whatever its words
RUNNING_HEADS = 3  # the least number of them in a capture

_SENTENCE_END = re.compile(r"[.!?…:;,]['\"”’»)\]]*$")
_LINE_END = re.compile(r"[.!?…:;,)]['\"”’»]*$")
_NAME_ALONE = re.compile(r"(?:[A-ZА-ЯЁÀ-Þ][\w.'’-]+\s?){2,5}$")
_SOURCE = re.compile(r"(?:via|source|bron|источник|quelle)\b", re.IGNORECASE)
# Headings of numbered parts, which are alike as the heads of printed pages are.
_PARTS = re.compile(
    r"^\W*\d+[.)]|question|part|chapter|section|day|article|step|vraag|deel|hoofdstuk|dag|"
    r"вопрос|часть|глава|день|frage|teil|kapitel|tag",
    re.IGNORECASE,
)
# After such a line comes what a subscription offers, and no text.
_SUBSCRIBE = re.compile(
    r"subscribe to (?:read|continue)|to (?:read on|keep reading|continue reading)", re.IGNORECASE
)
# After such a line come titles of other pages, until a text goes on.
_LIST_HEAD = re.compile(
    r"popular|most |trending|latest|top stor|recommend|what.s hot|editor|you might|meest |самое",
    re.IGNORECASE,
)


def is_text(line: str) -> bool:
    """Return whether a line reads as a sentence or more of a text."""
    stripped = line.strip().rstrip("*_")
    if len(stripped) <= SHORT_LINE:
        return False
    return len(stripped) > MAX_HEADLINE or bool(_SENTENCE_END.search(stripped))


def repeated_links(lines: Sequence[str]) -> set[str]:
    """Return the short lines that end item after item, in any language: `Read on`, `Lees verder`, `Далее`.

    Each follows a text, or a line that is cut for its wording, at least three times; or twice, if its own
    wording is known.
    """
    filled = [line.strip() for line in lines if line.strip()]
    counted = Counter(line for before, line in itertools.pairwise(filled) if _may_end_item(before, line))
    return {line for line, times in counted.items() if times >= (2 if phrases.cut_reason(line) else REPEATS)}


def _may_end_item(before: str, line: str) -> bool:
    if len(line) > SHORT_LINE or date_line(line):
        return False
    return is_text(before) or phrases.cut_reason(before) is not None


def find_cuts(lines: Sequence[str]) -> dict[int, Proposal]:
    """Return line number → proposed cut (its value is a reason) of the lines that belong to no document."""
    repeated = repeated_links(lines)
    cuts = {
        number: cut
        for number, line in enumerate(lines, 1)
        if line.strip() and (cut := _cut_by_wording(line, repeated))
    }
    for number in _running_heads(lines):
        head = Proposal(CutReason.PAGE_FURNITURE, "the header or footer of a printed page", Confidence.MEDIUM)
        cuts.setdefault(number, head)
    return cuts | _cuts_after(lines, cuts)


def _cut_by_wording(line: str, repeated: set[str]) -> Proposal | None:
    reason = None if phrases.RELATED.fullmatch(phrases.bare(line)) else phrases.cut_reason(line)
    if line.strip() in repeated and reason in (None, CutReason.READ_MORE_LINK):
        return Proposal(CutReason.READ_MORE_LINK, "the line repeats after each item", Confidence.MEDIUM)
    return Proposal(reason, "the wording of the line", Confidence.MEDIUM) if reason else None


def _running_heads(lines: Sequence[str]) -> list[int]:
    """Return the lines that are alike but for a page number, which counts up."""
    alike: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, line in enumerate(lines, 1):
        if (page := _page_number(line)) is not None:
            alike[re.sub(r"\d+", "#", line.strip())].append((number, page))
    return [
        number
        for heads in alike.values()
        if len(heads) >= RUNNING_HEADS and _counts_up([page for _, page in heads])
        for number, _ in heads
    ]


def _page_number(line: str) -> int | None:
    """Return the one number in a short line that is no date and heads no numbered part, or None."""
    figures = re.findall(r"\d+", line)
    if len(line.strip()) > SHORT_LINE or len(figures) != 1 or date_line(line) or _PARTS.search(line):
        return None
    return int(figures[0])


def _counts_up(numbers: Iterable[int]) -> bool:
    return all(after - before == 1 for before, after in itertools.pairwise(numbers))


def find_foot(lines: Sequence[str], cuts: Mapping[int, Proposal]) -> dict[int, Proposal]:
    """Return the short lines after a page's text that end no sentence, and are no date, name or address."""
    foot: dict[int, Proposal] = {}
    for number in range(len(lines), 0, -1):
        line = lines[number - 1].strip()
        if not line or number in cuts:
            continue
        if _belongs_to_text(line):
            break
        foot[number] = Proposal(CutReason.PAGE_FURNITURE, "a short line after the text", Confidence.LOW)
    return foot if any(is_text(line) for number, line in enumerate(lines, 1) if number not in foot) else {}


def _belongs_to_text(line: str) -> bool:
    """Return whether a line may be the end of a text: a sentence, or who published it, where and when."""
    if len(line) > SHORT_LINE or "://" in line or _LINE_END.search(line):
        return True
    if date_line(line) or signed_date(line):
        return True
    return any(pattern.match(line) for pattern in (phrases.BYLINE, _SOURCE, _NAME_ALONE))


# --- What follows a line that is cut


def _cuts_after(lines: Sequence[str], cuts: Mapping[int, Proposal]) -> dict[int, Proposal]:
    """Return what follows the comments heading, a request to subscribe, or the head of a list of pages."""
    texts = [number for number, line in enumerate(lines, 1) if number not in cuts and is_text(line)]
    more = _comments(lines, cuts, texts)
    last_text = max(set(texts) - set(more), default=0)
    for number in sorted(cuts):
        line = lines[number - 1]
        if _SUBSCRIBE.search(line) and _count_after(number, texts) <= 2:
            more |= _offer_after(number, lines, cuts)
        if number > last_text and number not in more and _LIST_HEAD.search(line):
            more |= _list_after(number, lines, cuts, more)
    return more


def _count_after(number: int, texts: Sequence[int]) -> int:
    return sum(text > number for text in texts)


def _comments(
    lines: Sequence[str], cuts: Mapping[int, Proposal], texts: Sequence[int]
) -> dict[int, Proposal]:
    """Return the comments: from their heading, after half of the text, to the page's foot or its address.

    None of a page of several items, where comments may follow each item.
    """
    half = texts[len(texts) // 2] if texts else 0
    heads = [
        number for number, cut in cuts.items() if cut.value is CutReason.READER_COMMENTS and number > half
    ]
    items = sum(cut.value is CutReason.READ_MORE_LINK for cut in cuts.values())
    if not heads or items >= 2:
        return {}
    head = min(heads)
    comments = itertools.takewhile(
        lambda number: not _is_address(lines[number - 1]), range(head, _last_comment(lines, cuts, head) + 1)
    )
    origin = f"after line {head}, the heading of the comments"
    return {
        number: Proposal(CutReason.READER_COMMENTS, origin, Confidence.MEDIUM)
        for number in comments
        if lines[number - 1].strip()
    }


def _last_comment(lines: Sequence[str], cuts: Mapping[int, Proposal], head: int) -> int:
    """Return the last line that may be a comment; the page's foot, cut for its wording, comes after it."""
    for number in range(len(lines), head, -1):
        is_foot = number in cuts and cuts[number].value is not CutReason.READER_COMMENTS
        if lines[number - 1].strip() and not is_foot:
            return number
    return head


def _offer_after(number: int, lines: Sequence[str], cuts: Mapping[int, Proposal]) -> dict[int, Proposal]:
    origin = f"after line {number}, which asks to subscribe"
    return {
        after: Proposal(CutReason.PAGE_FURNITURE, origin, Confidence.LOW)
        for after, line in enumerate(lines[number:], number + 1)
        if line.strip() and after not in cuts
    }


def _list_after(
    number: int, lines: Sequence[str], cuts: Mapping[int, Proposal], more: Mapping[int, Proposal]
) -> dict[int, Proposal]:
    """Return the lines of a list of other pages, up to an address or to what `more` has already."""
    origin = f"after line {number}, the heading of a list"
    found: dict[int, Proposal] = {}
    for after, line in enumerate(lines[number:], number + 1):
        if after in more or _is_address(line) or re.search(r"https?://", line):
            break
        if line.strip() and after not in cuts:
            found[after] = Proposal(CutReason.PAGE_FURNITURE, origin, Confidence.LOW)
    return found


def _is_address(line: str) -> bool:
    """Return whether a line introduces the address of the original."""
    return bool(phrases.ADDRESS.fullmatch(phrases.bare(line)))
