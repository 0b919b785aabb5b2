"""The lines of a text that are no paragraphs: captions, datelines, bullets and crossheads."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ...records.closed_lists import Role
from ..proposals import Confidence, Proposal
from .cuts import is_text
from .reading import Reading

MAX_CAPTION = 700  # characters
MAXBULLET = 400  # characters
MAX_CROSSHEAD = 80  # characters
QUOTE_WORDS = 4  # the least number of words of a text that are printed again in larger type

_CAPTION = re.compile(
    r"\((?:AP|AFP|Reuters|EPA|TASS|ANP|RIA|Getty|Photo|Foto|Фото|Picture|Image)\b[^)]*\)\s*$"
    r"|(?:photo|foto|picture|фото|beeld|image|credit)s?\s*(?:by|door|:|/|©)"
    r"|©|\b(?:Getty Images|Shutterstock|Reuters/|AFP/|EPA/|AP/)|[^*\s]\s*\*\*[^*]{2,60}\*\*\s*$"
    r"|^(?:caption|bijschrift|подпись):",
    re.IGNORECASE,
)
BULLET = re.compile(r"\s*(?:[*•‣◦▪–-]|\d{1,2}[.)])\s+\S")
# A place in capitals at the beginning, with or without a day and an agency, as agencies begin a report.
_DATELINE = re.compile(
    r"[*_]*[A-ZА-ЯЁÀ-Þ][A-ZА-ЯЁÀ-Þ.'’ /-]{2,40}(?:,\s[A-ZА-ЯЁÀ-Þ][\w.]{2,20})?"
    r"(?:,\s(?:[^\W\d_]{3,12}\.?\s\d{1,2}|\d{1,2}\s[^\W\d_]{3,12}\.?)(?:,?\s\d{4})?)?"
    r"[*_]*(?:\s?\([^)]{2,40}\)|,\s[^\W\d_][\w ]{2,20})?[*_]*\s*(?:[-–—]{1,2}|[.,:](?=\s))\s"
)
_PLACE_AND_DAY = re.compile(
    r"[*_]*[A-ZА-ЯЁÀ-Þ][\w.'’ -]{2,40}"
    r",\s(?:[^\W\d_]{3,12}\.?\s\d{1,2}|\d{1,2}\s[^\W\d_]{3,12}\.?)(?:,?\s\d{4})?"
    r"[*_]*(?:\s?\([^)]{2,40}\)[*_]*\s*|\s)[-–—]"
)


# --- Captions


def is_caption(line: str) -> bool:
    """Return whether a line has the credit of a picture."""
    return bool(_CAPTION.search(line))


def read_captions(reading: Reading) -> None:
    """Propose the captions with a credit, and the lines that no blank line separates from them."""
    without_role = reading.without_role()
    credited = [number for number in without_role if _is_credited(reading.text[number])]
    first_text = next((number for number in without_role if _is_paragraph(reading.text[number])), 0)
    may_be_caption = {*credited, *(number for number in without_role if number < first_text)}
    for number in credited:
        reading.propose(number, Role.CAPTION, "a picture credit")
        for step in (-1, 1):
            _extend_caption(reading, number, step, may_be_caption)


def _is_credited(line: str) -> bool:
    return len(line) < MAX_CAPTION and is_caption(line)


def _is_paragraph(line: str) -> bool:
    return is_text(line) and not _is_credited(line)


def _extend_caption(reading: Reading, caption: int, step: int, may_be_caption: set[int]) -> None:
    """Propose the lines that follow a caption directly (step 1), or precede it (step -1), up to the text."""
    number = caption + step
    while number in may_be_caption and number not in reading.roles:
        reading.propose(number, Role.CAPTION, f"next to line {caption}, a caption", Confidence.LOW)
        number += step


# --- Datelines, bullets and crossheads


def read_body(reading: Reading) -> None:
    """Propose the dateline, which precedes the first paragraph, the bullets and the crossheads."""
    body = reading.without_role()
    before_text = True
    for position, number in enumerate(body):
        if proposal := _body_role(reading, body, position, before_text):
            reading.roles[number] = proposal
        elif is_text(reading.text[number]):
            before_text = False


def _body_role(reading: Reading, body: Sequence[int], position: int, before_text: bool) -> Proposal | None:
    line = reading.text[body[position]]
    if before_text and (proposal := _dateline(line, position == 0)):
        return proposal
    if BULLET.match(line) and len(line) < MAXBULLET:
        return Proposal(Role.BULLET, "the bullet at its beginning", Confidence.MEDIUM)
    if position > 0 and _is_crosshead(reading, body, position):
        confidence = Confidence.HIGH if line.isupper() else Confidence.MEDIUM
        return Proposal(Role.CROSSHEAD, "a short line between paragraphs", confidence)
    return None


def _dateline(line: str, first: bool) -> Proposal | None:
    """Return the proposal for a line that begins with a dateline; `first` where no other line precedes it."""
    in_capitals = _DATELINE.match(line) and is_text(line)
    if first and (in_capitals or _PLACE_AND_DAY.match(line)):
        return Proposal(Role.DATELINE, "a place in capitals at its beginning", Confidence.HIGH)
    if _PLACE_AND_DAY.match(line):
        return Proposal(Role.DATELINE, "a place and a day at its beginning", Confidence.MEDIUM)
    if in_capitals:
        return Proposal(Role.DATELINE, "a place in capitals at its beginning", Confidence.MEDIUM)
    return None


def _is_crosshead(reading: Reading, body: Sequence[int], position: int) -> bool:
    """Return whether a line is short and alone, is no quotation of the text, and a paragraph follows soon."""
    number = body[position]
    if not _is_alone(reading.lines, number) or not _may_be_crosshead(reading.text[number]):
        return False
    if _is_quote(reading, reading.text[number]):
        return False
    return any(is_text(_paragraph(reading.lines, later)) for later in body[position + 1 : position + 3])


def _is_alone(lines: Sequence[str], number: int) -> bool:
    """Return whether the lines before and after a line are blank."""
    before, after = lines[: number - 1][-1:], lines[number : number + 1]
    return not any(line.strip() for line in (*before, *after))


def _may_be_crosshead(line: str) -> bool:
    if len(line) > MAX_CROSSHEAD or line[-1] in '.,;:!…”"»' or line[0] in '—–-#@"“«‘(':
        return False
    return line[0].isupper() or line[0].isdigit()


def _is_quote(reading: Reading, line: str) -> bool:
    """Return whether a line repeats words of a longer line, as those do that are set apart in larger type."""
    if len(line.split()) < QUOTE_WORDS:
        return False
    return any(line in other for other in reading.text.values() if len(other) > len(line))


def _paragraph(lines: Sequence[str], number: int) -> str:
    """Return the lines from one up to a blank one: a paragraph of a text with hard line breaks."""
    return " ".join(itertools.takewhile(str.strip, lines[number - 1 :]))
