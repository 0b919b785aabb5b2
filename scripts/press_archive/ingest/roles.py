"""What each line of one document is: headline, byline, date, caption, question and answer, crosshead, address …"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..records.closed_lists import Role
from . import phrases
from .cuts import is_text
from .dates import date_line, dates_inside, signed_date
from .items import is_headline
from .phrases import fold
from .proposals import Confidence, Proposal

LABEL = 40  # signs of a speaker's name
CROSSHEAD = 80
QUOTED = 4  # words of a text that are set apart again, larger
TURNS = 4  # begun by dashes, from which on they are questions and answers
_DASH = re.compile(r"[—–]\s?\S")
_BOLD_QUESTION = re.compile(r"(?:\*\*|__).*\?\s*(?:\*\*|__)")
_BULLET = re.compile(r"\s*(?:[*•‣◦▪–-]|\d{1,2}[.)])\s+\S")
_ADDRESS = re.compile(r"[<(\[]?https?://\S+[>)\]]?(?:\s\d{1,6})?")
# A place in capitals at the beginning, with or without a day and an agency, as agencies begin a report.
_DATELINE = re.compile(
    r"[*_]*[A-ZА-ЯЁÀ-Þ][A-ZА-ЯЁÀ-Þ.'’ /-]{2,40}(?:,\s[A-ZА-ЯЁÀ-Þ][\w.]{2,20})?"
    r"(?:,\s(?:[^\W\d_]{3,12}\.?\s\d{1,2}|\d{1,2}\s[^\W\d_]{3,12}\.?)(?:,?\s\d{4})?)?"
    r"[*_]*(?:\s?\([^)]{2,40}\)|,\s[^\W\d_][\w ]{2,20})?[*_]*\s*(?:[-–—]{1,2}|[.,:](?=\s))\s"
)
_PLACE_AND_DAY = re.compile(
    r"[*_]*[A-ZА-ЯЁÀ-Þ][\w.'’ -]{2,40},\s(?:[^\W\d_]{3,12}\.?\s\d{1,2}|\d{1,2}\s[^\W\d_]{3,12}\.?)(?:,?\s\d{4})?"
    r"[*_]*(?:\s?\([^)]{2,40}\)[*_]*\s*|\s)[-–—]"
)
_CAPTION = re.compile(
    r"\((?:AP|AFP|Reuters|EPA|TASS|ANP|RIA|Getty|Photo|Foto|Фото|Picture|Image)\b[^)]*\)\s*$"
    r"|(?:photo|foto|picture|фото|beeld|image|credit)s?\s*(?:by|door|:|/|©)"
    r"|©|\b(?:Getty Images|Shutterstock|Reuters/|AFP/|EPA/|AP/)|[^*\s]\s*\*\*[^*]{2,60}\*\*\s*$|^(?:caption|bijschrift|подпись):",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[(\[–—-]*\s*(?:via|source|bron|источник|quelle)\s*:?\s+(?P<name>[^.]{2,80}?)[)\],.]*"
    r"|\((?P<agency>[A-ZА-Я][\w ./&-]{1,40})\)",
    re.IGNORECASE,
)
_FORMAL = re.compile(
    r"interview|remarks|speech|statement|address|opening|answers? to|press conference|comments? (?:by|for|to)|article by"
    r"|toespraak|verklaring|persconferentie|интервью|выступление|речь|заявление|ответы|пресс-конференци|статья",
    re.IGNORECASE,
)
_TURN = re.compile(r"[*_]*(?P<label>[^\s:*_][^:*_\n]{0,60}?)[*_]*\s*(?P<mark>:|：|\s[–—]\s|(?<=\*\*)\s|$)[*_]*")
_NAME = re.compile(r"[A-ZА-ЯЁÀ-Þ][\w.'’-]+(?:\s(?:van|de|der|den|von|bin|al|el)\b)*(?:\s[A-ZА-ЯЁÀ-Þ][\w.'’-]+){1,3}")


@dataclass
class Reading:
    """What was seen in the lines of one document.

    `roles`: line number → proposed role; the lines that are not in it are text. `turns`: line number → the printed label of
    whoever begins to speak there; `asking` and `answering` are those labels.
    """

    roles: dict[int, Proposal] = field(default_factory=dict)
    turns: dict[int, str] = field(default_factory=dict)
    asking: list[str] = field(default_factory=list)
    answering: list[str] = field(default_factory=list)

    def lines(self, role: Role) -> list[int]:
        """Return the lines of a role, in order."""
        return sorted(number for number, found in self.roles.items() if found.value is role)


def read_roles(lines: Sequence[str], numbers: Sequence[int], hints: Mapping[int, Role], outlets: Mapping[str, str]) -> Reading:
    """Read the lines of one document. `hints` are roles that the page's markup tells; `outlets`: lower-case name → id."""
    reading = Reading()
    text = {number: lines[number - 1].strip() for number in numbers}
    for number, role in hints.items():
        if number in text and role is not Role.TEXT:
            reading.roles[number] = Proposal(role, "the page's markup", Confidence.MEDIUM)
    _addresses(reading, text)
    _related(reading, text)
    _titles(reading, text, outlets)
    _heading_lines(reading, text, outlets)
    _captions(reading, text, lines)
    _turns(reading, text)
    _body(reading, text, lines)
    return reading


def _set(reading: Reading, number: int, role: Role, origin: str, confidence: Confidence = Confidence.MEDIUM) -> None:
    reading.roles.setdefault(number, Proposal(role, origin, confidence))


def _addresses(reading: Reading, text: Mapping[int, str]) -> None:
    """`Original url:` and the address, on one line or two, with or without brackets; and addresses that stand alone."""
    introduced = False
    for number, line in text.items():
        bare = phrases.bare(line)
        if phrases.ADDRESS.fullmatch(bare) or (phrases.ADDRESS.match(bare) and "http" in line and len(line) < 300):
            _set(reading, number, Role.URL, "the words of the line")
            introduced = "http" not in line
        elif _ADDRESS.fullmatch(line) or (introduced and re.match(r"[<(\[]?(?:https?://|www\.)\S", line)):
            _set(reading, number, Role.URL, "an address with a line to itself", Confidence.HIGH)
            introduced = False
        else:
            introduced = False


def _related(reading: Reading, text: Mapping[int, str]) -> None:
    """`Related articles:` and the titles behind it, as long as they are a list."""
    inside = False
    for number, line in text.items():
        if number in reading.roles:
            inside = False
        elif phrases.RELATED.fullmatch(phrases.bare(line)) or (
            phrases.RELATED.match(phrases.bare(line)) and len(line) < 300 and ":" in line[:40]
        ):
            _set(reading, number, Role.RELATED_LINK, "the words of the line")
            inside = phrases.bare(line) == line.strip(" :*_#") or line.rstrip().endswith(":")
        elif inside and (_BULLET.match(line) or (is_headline(line) and not is_text(line))):
            _set(reading, number, Role.RELATED_LINK, "behind a head of related links")
        else:
            inside = False


def _is_outlet(line: str, outlets: Mapping[str, str]) -> bool:
    return line.casefold().strip(" .,:*_") in outlets


def _titles(reading: Reading, text: Mapping[int, str], outlets: Mapping[str, str]) -> None:
    """The first line that can be a headline, and the lines that repeat it."""
    marked = reading.lines(Role.TITLE)
    if not marked:
        first = next(
            (
                number
                for number, line in text.items()
                if number not in reading.roles
                and not date_line(line)
                and not phrases.BYLINE.fullmatch(line)
                and not _signed(line)
                and not _is_outlet(line, outlets)
            ),
            None,
        )
        if first is None:
            return
        _set(
            reading,
            first,
            Role.TITLE,
            "the first line that can be a headline",
            Confidence.MEDIUM if is_headline(text[first]) else Confidence.LOW,
        )
        marked = [first]
    wanted = {fold(text[number]) for number in marked}
    for number, line in text.items():
        if fold(line) in wanted:
            _set(reading, number, Role.TITLE, f"the same as line {marked[0]}", Confidence.HIGH)


def _heading_lines(reading: Reading, text: Mapping[int, str], outlets: Mapping[str, str]) -> None:
    """What stands between the headline and the text: date, byline, credit, a second and more formal title."""
    for number, line in text.items():
        if number in reading.roles:
            continue
        if date_line(line):
            _set(reading, number, Role.DATE, "the line is a date", Confidence.HIGH)
            continue
        if role := _signed(line):
            _set(reading, number, role, "a name and a date")
            continue
        if (
            len(line) < 120
            and (match := phrases.BYLINE.fullmatch(line))
            and not line.endswith((".", "?", "!"))
            and _few_words(match["name"])
        ):
            _set(reading, number, Role.BYLINE, "the words of the line")
            continue
        if _NAME.fullmatch(line) and not _is_outlet(line, outlets) and _before_date(text, number):
            _set(reading, number, Role.BYLINE, "a name alone before the date", Confidence.LOW)
            continue
        credit = _CREDIT.fullmatch(line)
        if _is_outlet(line, outlets) or (credit and (_names(credit, outlets) or line.startswith("("))):
            _set(reading, number, Role.AGENCY_CREDIT, "the name of an outlet with a line to itself")
            continue
        if _FORMAL.search(line) and len(line) < 500 and _ends_with_date(line):
            _set(reading, number, Role.TITLE, "a formal title that ends with a date")
            continue
        if is_text(line) and not _CAPTION.search(line):
            break
    for number, line in text.items():
        if number not in reading.roles and line.startswith("(") and _is_outlet(line.strip("()"), outlets):
            _set(reading, number, Role.AGENCY_CREDIT, "the name of an outlet in brackets, with a line to itself")
    # A date or an address of an agency may also stand behind the text; bylines of long pages do.
    behind = [number for number in text if number not in reading.roles]
    for number in reversed(behind):
        line = text[number]
        credit = _CREDIT.fullmatch(line)
        if _is_outlet(line, outlets) or (credit and (_names(credit, outlets) or line.startswith("("))):
            _set(reading, number, Role.AGENCY_CREDIT, "a credit behind the text")
        elif date_line(line):
            _set(reading, number, Role.DATE, "the line is a date")
        elif phrases.BYLINE.fullmatch(line) and len(line) < 80 and not line.endswith("."):
            _set(reading, number, Role.BYLINE, "the words of the line")
        elif _NAME.fullmatch(line) and len(behind) > 2:
            _set(reading, number, Role.BYLINE, "a name alone behind the text", Confidence.LOW)
            break
        else:
            break


def _signed(line: str) -> Role | None:
    """Return the role of a line that holds a date and a name; a place before a date and a comma is none."""
    signed = signed_date(line)
    if signed is None:
        return None
    if phrases.BYLINE.fullmatch(signed.rest):
        return Role.BYLINE if phrases.BYLINE.match(line) else Role.DATE
    if _NAME.fullmatch(signed.rest):
        return Role.DATE if signed.comma else Role.BYLINE
    return None


def _before_date(text: Mapping[int, str], number: int) -> bool:
    return bool(date_line(next((line for later, line in text.items() if later > number), "")))


def _few_words(name: str) -> bool:
    return len(name.split()) <= 9


def _names(credit: re.Match[str], outlets: Mapping[str, str]) -> bool:
    found = (credit["name"] or credit["agency"] or "").casefold()
    return any(re.search(rf"\b{re.escape(name)}\b", found) for name in outlets)


def _ends_with_date(line: str) -> bool:
    bare = re.sub(r"\s*\([^)]*\)\s*:?\s*$", "", line).rstrip(" .:")
    return any(end >= len(bare) for end, _ in dates_inside(bare))


def _captions(reading: Reading, text: Mapping[int, str], lines: Sequence[str]) -> None:
    """Captions with a credit, and the lines that stand with them without a blank one between."""
    credited = [
        number for number, line in text.items() if number not in reading.roles and _CAPTION.search(line) and len(line) < 700
    ]
    first_text = next(
        (number for number, line in text.items() if number not in reading.roles and is_text(line) and number not in credited), 0
    )
    for number in credited:
        _set(reading, number, Role.CAPTION, "a credit of a picture")
        for step in (-1, 1):
            near = number + step
            while (
                near in text and near not in reading.roles and lines[near - 1].strip() and (near < first_text or near in credited)
            ):
                _set(reading, near, Role.CAPTION, f"with line {number}, a caption", Confidence.LOW)
                near += step


def _turns(reading: Reading, text: Mapping[int, str]) -> None:
    """Questions and answers: lines that begin with a label, and those that go on behind it."""
    labels: dict[int, str] = {}
    for number, line in text.items():
        if number in reading.roles:
            continue
        match = _TURN.match(line)
        if match and (label := match["label"].strip()) and _is_label(label, line, match):
            labels[number] = label
    bold = {number for number in labels if text[number].startswith(("**", "__"))}
    if len(bold) * 2 > len(labels):  # names that are set in bold are all set so
        labels = {number: label for number, label in labels.items() if number in bold}
    counted = Counter(labels.values())
    questions = Counter(label for number, label in labels.items() if "?" in text[number])
    asking = {label for label in counted if _asks(label) or (counted[label] > 1 and questions[label] * 2 > counted[label])}
    answering = {
        label for label in counted if label not in asking and (counted[label] > 1 or _NAME.fullmatch(label) or label.isupper())
    }
    turns = [number for number, label in labels.items() if label in asking or label in answering]
    if len(turns) < 2 or not asking or not answering:
        _nameless_turns(reading, text)
        return
    reading.asking = sorted(asking, key=lambda label: next(n for n, found in labels.items() if found == label))
    reading.answering = sorted(answering, key=lambda label: next(n for n, found in labels.items() if found == label))
    speaking: Role | None = None
    for number in text:
        if number in labels and labels[number] in asking | answering:
            speaking = Role.QUESTION if labels[number] in asking else Role.ANSWER
            reading.turns[number] = labels[number]
            _set(reading, number, speaking, f"the label {labels[number]!r}", Confidence.HIGH)
        elif number in reading.roles:
            if reading.roles[number].value in (Role.URL, Role.AGENCY_CREDIT):
                speaking = None  # what stands behind it is nobody's answer
        elif speaking and number > turns[0]:
            _set(reading, number, speaking, "it goes on behind a label")


def _nameless_turns(reading: Reading, text: Mapping[int, str]) -> None:
    """Questions and answers without names: each begins with a dash, in turn, or the questions stand in bold."""
    free = [number for number in text if number not in reading.roles]
    dashes = [number for number in free if _DASH.match(text[number])]
    asked, answered = dashes[::2], dashes[1::2]
    starts: dict[int, Role] = {}
    if len(dashes) >= TURNS and _share_of_questions(text, asked) >= 0.7 and _share_of_questions(text, answered) <= 0.3:
        starts = {number: Role.QUESTION if number in asked else Role.ANSWER for number in dashes}
        origin = "dashes, and every other one asks"
    else:
        bold = [number for number in free if _BOLD_QUESTION.fullmatch(text[number])]
        if len(bold) >= 2:
            starts = {number: Role.QUESTION for number in bold}
            origin = "questions in bold"
    speaking: Role | None = None
    for number in free:
        if number in starts:
            speaking = starts[number]
        elif speaking is Role.QUESTION and not dashes:
            speaking = Role.ANSWER
        if speaking:
            _set(reading, number, speaking, origin)


def _share_of_questions(text: Mapping[int, str], numbers: Sequence[int]) -> float:
    return sum("?" in text[number] for number in numbers) / len(numbers)


def _is_label(label: str, line: str, match: re.Match[str]) -> bool:
    """Say whether a line's beginning can be a speaker's name: short, begun with a capital, and marked or followed by a colon."""
    bold = bool(re.match(r"(\*\*|__)[^*_]+?:?(\*\*|__)", line))
    if len(label) > LABEL or not label[0].isupper() or len(label.split()) > 6 or label[-1] in ".?!,;":
        return False
    if match["mark"] in (":", "："):
        return True
    whole = match.end() >= len(line)
    return (whole and (label.isupper() or bold) and len(label.split()) <= 4 and bool(re.search(r"[^\W\d_]{2}", label))) or (
        not whole and bold
    )


def _asks(label: str) -> bool:
    return bool(phrases.QUESTIONERS.fullmatch(re.sub(r"\s*\([^)]*\)$", "", label).strip("*_ .")))


def _body(reading: Reading, text: Mapping[int, str], lines: Sequence[str]) -> None:
    """Bullets, crossheads and the dateline, which only the body of a report has."""
    body = [number for number in text if number not in reading.roles]
    if body and (_PLACE_AND_DAY.match(text[body[0]]) or (_DATELINE.match(text[body[0]]) and is_text(text[body[0]]))):
        _set(reading, body[0], Role.DATELINE, "a place in capitals at its beginning", Confidence.HIGH)
    for position, number in enumerate(body):
        if number in reading.roles:
            continue
        line = text[number]
        if position and _opens(reading, body, text, position) and _PLACE_AND_DAY.match(line):
            _set(reading, number, Role.DATELINE, "a place and a day at its beginning")
        elif position and _DATELINE.match(line) and is_text(line) and _opens(reading, body, text, position):
            _set(reading, number, Role.DATELINE, "a place in capitals at its beginning")
        elif _BULLET.match(line) and len(line) < 400:
            _set(reading, number, Role.BULLET, "the sign at its beginning")
        elif (
            position
            and _is_crosshead(line, lines, number)
            and not (len(line.split()) >= QUOTED and any(line in other for other in text.values() if len(other) > len(line)))
            and any(is_text(_paragraph(lines, later)) for later in body[position + 1 : position + 3])
        ):
            _set(
                reading,
                number,
                Role.CROSSHEAD,
                "a short line between paragraphs",
                Confidence.HIGH if line.isupper() else Confidence.MEDIUM,
            )


def _opens(reading: Reading, body: Sequence[int], text: Mapping[int, str], position: int) -> bool:
    """Say whether no paragraph of the text stands before a line of the body."""
    return not any(is_text(text[number]) and number not in reading.roles for number in body[:position])


def _paragraph(lines: Sequence[str], number: int) -> str:
    """Return the lines from one on up to a blank one: a paragraph of a text with hard line breaks."""
    return " ".join(itertools.takewhile(str.strip, lines[number - 1 :]))


def _is_crosshead(line: str, lines: Sequence[str], number: int) -> bool:
    alone = (number < 2 or not lines[number - 2].strip()) and (number >= len(lines) or not lines[number].strip())
    if not alone or len(line) > CROSSHEAD or line[-1] in '.,;:!…”"»' or line[0] in '—–-#@"“«‘(':
        return False
    return line[0].isupper() or line[0].isdigit()
