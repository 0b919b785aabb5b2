"""The lines around a text: its headline, the date, who wrote it, and to whom it is credited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...records.closed_lists import Role
from .. import phrases
from ..dates import date_line, dates_inside, signed_date
from ..phrases import fold
from ..proposals import Confidence
from .body import is_caption
from .cuts import is_text
from .items import is_headline
from .reading import Reading

MAX_BYLINE = 120  # characters, before the text
MAX_BYLINE_AFTER = 80  # characters, after the text
MAX_NAME_WORDS = 9  # of a byline
MAX_FORMAL_TITLE = 500  # characters

_CREDIT = re.compile(
    r"[(\[–—-]*\s*(?:via|source|bron|источник|quelle)\s*:?\s+(?P<name>[^.]{2,80}?)[)\],.]*"
    r"|\((?P<agency>[A-ZА-Я][\w ./&-]{1,40})\)",
    re.IGNORECASE,
)
_FORMAL = re.compile(
    r"interview|remarks|speech|statement|address|opening|answers? to|press conference|"
    r"comments? (?:by|for|to)|article by|toespraak|verklaring|persconferentie|интервью|выступление|речь|"
    r"заявление|ответы|пресс-конференци|статья",
    re.IGNORECASE,
)


def read_titles(reading: Reading) -> None:
    """Propose the first line that can be a headline, unless the markup has one, and lines that repeat it."""
    titles = reading.numbers_of(Role.TITLE)
    if not titles:
        first = next((number for number in reading.without_role() if _may_be_title(reading, number)), None)
        if first is None:
            return
        confidence = Confidence.MEDIUM if is_headline(reading.text[first]) else Confidence.LOW
        reading.propose(first, Role.TITLE, "the first line that can be a headline", confidence)
        titles = [first]
    wanted = {fold(reading.text[number]) for number in titles}
    for number, line in reading.text.items():
        if fold(line) in wanted:
            reading.propose(number, Role.TITLE, f"the same as line {titles[0]}", Confidence.HIGH)


def _may_be_title(reading: Reading, number: int) -> bool:
    line = reading.text[number]
    if date_line(line) or phrases.BYLINE.fullmatch(line):
        return False
    return signed_role(line) is None and not _is_outlet(reading, line)


def read_heading(reading: Reading) -> None:
    """Propose what is between headline and text: the date, the byline, the credit, a more formal title."""
    for number in reading.without_role():
        if _propose_by(_BEFORE_TEXT, reading, number):
            continue
        if is_text(reading.text[number]) and not is_caption(reading.text[number]):
            break
    for number in reading.without_role():
        line = reading.text[number]
        if line.startswith("(") and _is_outlet(reading, line.strip("()")):
            origin = "an outlet in brackets, on a line of its own"
            reading.propose(number, Role.AGENCY_CREDIT, origin)


def read_ending(reading: Reading) -> None:
    """Propose the credit, the date and the byline after the text, from its last line backwards."""
    without_role = reading.without_role()
    for number in reversed(without_role):
        if _propose_by(_AFTER_TEXT, reading, number):
            continue
        if phrases.PERSON_NAME.fullmatch(reading.text[number]) and len(without_role) > 2:
            reading.propose(number, Role.BYLINE, "a name alone after the text", Confidence.LOW)
        break


# --- Rules


@dataclass(frozen=True)
class _Rule:
    """How the role of a line is recognised."""

    applies: Callable[[Reading, int], bool]
    """Returns whether it applies to a line, by its number."""
    role: Role
    """The role that it proposes."""
    origin: str
    """How the line was recognised."""
    confidence: Confidence = Confidence.MEDIUM
    """How often such a line has this role."""


def _propose_by(rules: Iterable[_Rule], reading: Reading, number: int) -> bool:
    """Propose the role of the first rule that applies to a line; return whether one does."""
    rule = next((rule for rule in rules if rule.applies(reading, number)), None)
    if rule is None:
        return False
    reading.propose(number, rule.role, rule.origin, rule.confidence)
    return True


def _is_date(reading: Reading, number: int) -> bool:
    return date_line(reading.text[number]) is not None


def _is_signed_date(reading: Reading, number: int) -> bool:
    return signed_role(reading.text[number]) is Role.DATE


def _is_signed_byline(reading: Reading, number: int) -> bool:
    return signed_role(reading.text[number]) is Role.BYLINE


def _is_byline(reading: Reading, number: int) -> bool:
    line = reading.text[number]
    match = phrases.BYLINE.fullmatch(line)
    if not match or len(line) >= MAX_BYLINE or line.endswith((".", "?", "!")):
        return False
    return len(match["name"].split()) <= MAX_NAME_WORDS


def _is_byline_after(reading: Reading, number: int) -> bool:
    line = reading.text[number]
    return bool(phrases.BYLINE.fullmatch(line)) and len(line) < MAX_BYLINE_AFTER and not line.endswith(".")


def _is_name_before_date(reading: Reading, number: int) -> bool:
    line = reading.text[number]
    if not phrases.PERSON_NAME.fullmatch(line) or _is_outlet(reading, line):
        return False
    after = next((other for later, other in reading.text.items() if later > number), "")
    return date_line(after) is not None


def _is_credit(reading: Reading, number: int) -> bool:
    line = reading.text[number]
    if _is_outlet(reading, line):
        return True
    credit = _CREDIT.fullmatch(line)
    return credit is not None and (line.startswith("(") or _names_outlet(reading, credit))


def _is_formal_title(reading: Reading, number: int) -> bool:
    line = reading.text[number]
    return bool(_FORMAL.search(line)) and len(line) < MAX_FORMAL_TITLE and _ends_with_date(line)


_BEFORE_TEXT = (
    _Rule(_is_date, Role.DATE, "the line is a date", Confidence.HIGH),
    _Rule(_is_signed_date, Role.DATE, "a name and a date"),
    _Rule(_is_signed_byline, Role.BYLINE, "a name and a date"),
    _Rule(_is_byline, Role.BYLINE, "the wording of the line"),
    _Rule(_is_name_before_date, Role.BYLINE, "a name alone before the date", Confidence.LOW),
    _Rule(_is_credit, Role.AGENCY_CREDIT, "an outlet on a line of its own"),
    _Rule(_is_formal_title, Role.TITLE, "a formal title that ends with a date"),
)
_AFTER_TEXT = (
    _Rule(_is_credit, Role.AGENCY_CREDIT, "a credit after the text"),
    _Rule(_is_date, Role.DATE, "the line is a date"),
    _Rule(_is_byline_after, Role.BYLINE, "the wording of the line"),
)


# --- What a line says


def signed_role(line: str) -> Role | None:
    """Return the role of a line with a date and a name, or None; what a comma separates is a place.

    >>> str(signed_role("By Corin Hale, 3 May 2014")), signed_role("3 May 2014")
    ('byline', None)
    """
    signed = signed_date(line)
    if signed is None:
        return None
    if phrases.BYLINE.fullmatch(signed.rest):
        return Role.BYLINE if phrases.BYLINE.match(line) else Role.DATE
    if phrases.PERSON_NAME.fullmatch(signed.rest):
        return Role.DATE if signed.comma else Role.BYLINE
    return None


def _is_outlet(reading: Reading, line: str) -> bool:
    return line.casefold().strip(" .,:*_") in reading.outlets


def _names_outlet(reading: Reading, credit: re.Match[str]) -> bool:
    credited = (credit["name"] or credit["agency"] or "").casefold()
    return any(re.search(rf"\b{re.escape(name)}\b", credited) for name in reading.outlets)


def _ends_with_date(line: str) -> bool:
    """Return whether a line ends with a date, perhaps followed by something in brackets."""
    without_brackets = re.sub(r"\s*\([^)]*\)\s*:?\s*$", "", line).rstrip(" .:")
    return any(end >= len(without_brackets) for end, _ in dates_inside(without_brackets))
