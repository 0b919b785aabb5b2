"""Questions and answers: who speaks, by the labels that begin lines, by dashes, or by bold type."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ...records.closed_lists import Role
from .. import phrases
from ..proposals import Confidence
from .reading import Reading

MAX_LABEL = 40  # characters of a speaker's name
MAX_LABEL_WORDS = 6
MAX_LABEL_WORDS_ALONE = 4  # of a label on a line of its own
DASHES = 4  # lines that begin with one, from which on they are questions and answers
BOLD_QUESTIONS = 2  # the least number of them, where nothing else marks the questions
ASKED = 0.7  # of the questions, at least, have a question mark
ANSWERED = 0.3  # of the answers, at most, have one

_TURN = re.compile(
    r"[*_]*(?P<label>[^\s:*_][^:*_\n]{0,60}?)[*_]*\s*(?P<mark>:|：|\s[–—]\s|(?<=\*\*)\s|$)[*_]*"
)
_DASH = re.compile(r"[—–]\s?\S")
_BOLD_LABEL = re.compile(r"(\*\*|__)[^*_]+?:?(\*\*|__)")
_BOLD_QUESTION = re.compile(r"(?:\*\*|__).*\?\s*(?:\*\*|__)")


def read_turns(reading: Reading) -> None:
    """Propose the questions and answers: lines that begin with a label, and those that continue them."""
    labels = _labels(reading)
    asking = _asking(reading, labels)
    answering = _answering(labels, asking)
    turns = {number: label for number, label in labels.items() if label in asking | answering}
    if len(turns) < 2 or not asking or not answering:
        _read_turns_without_labels(reading)
        return
    reading.asking = list(dict.fromkeys(label for label in turns.values() if label in asking))
    reading.answering = list(dict.fromkeys(label for label in turns.values() if label in answering))
    reading.turns |= turns
    _read_labelled(reading, asking)


def _read_labelled(reading: Reading, asking: set[str]) -> None:
    speaking: Role | None = None
    for number in reading.text:
        if label := reading.turns.get(number):
            speaking = Role.QUESTION if label in asking else Role.ANSWER
            reading.propose(number, speaking, f"the label {label!r}", Confidence.HIGH)
        elif number in reading.roles:
            if reading.roles[number].value in (Role.URL, Role.AGENCY_CREDIT):
                speaking = None  # what follows is nobody's answer
        elif speaking:
            reading.propose(number, speaking, "it continues after a label")


# --- Labels


def _labels(reading: Reading) -> dict[int, str]:
    """Return number → label of the lines that may begin with a name; only the bold ones, if most are bold."""
    labels = {number: label for number in reading.without_role() if (label := _label(reading.text[number]))}
    bold = {
        number: label for number, label in labels.items() if reading.text[number].startswith(("**", "__"))
    }
    return bold if len(bold) * 2 > len(labels) else labels


def _label(line: str) -> str | None:
    """Return the speaker's name that a line begins with: short, with a capital, and marked, or None.

    >>> lines = "Marrowby: It is.", "**Marrowby** It is.", "MARROWBY", "The quay is open."
    >>> [_label(line) for line in lines]
    ['Marrowby', 'Marrowby', 'MARROWBY', None]
    """
    match = _TURN.match(line)
    if match is None:
        return None
    label = match["label"].strip()
    return label if _may_be_name(label) and _is_marked(label, line, match) else None


def _may_be_name(label: str) -> bool:
    if not label or len(label) > MAX_LABEL or len(label.split()) > MAX_LABEL_WORDS:
        return False
    return label[0].isupper() and label[-1] not in ".?!,;"


def _is_marked(label: str, line: str, match: re.Match[str]) -> bool:
    """Return whether a colon follows the label, or bold type or, on a line of its own, capitals mark it."""
    if match["mark"] in (":", "："):
        return True
    is_bold = bool(_BOLD_LABEL.match(line))
    if match.end() < len(line):
        return is_bold
    return (is_bold or label.isupper()) and _may_be_alone(label)


def _may_be_alone(label: str) -> bool:
    return len(label.split()) <= MAX_LABEL_WORDS_ALONE and bool(re.search(r"[^\W\d_]{2}", label))


def _asking(reading: Reading, labels: Mapping[int, str]) -> set[str]:
    """Return the labels of those who ask: known words, or labels most of whose lines have a question mark."""
    counted = Counter(labels.values())
    questions = Counter(label for number, label in labels.items() if "?" in reading.text[number])
    return {
        label
        for label, lines in counted.items()
        if _is_questioner(label) or (lines > 1 and questions[label] * 2 > lines)
    }


def _is_questioner(label: str) -> bool:
    without_brackets = re.sub(r"\s*\([^)]*\)$", "", label).strip("*_ .")
    return bool(phrases.QUESTIONERS.fullmatch(without_brackets))


def _answering(labels: Mapping[int, str], asking: set[str]) -> set[str]:
    """Return the labels of those who answer: whoever else speaks twice, or is called by a name."""
    return {
        label
        for label, lines in Counter(labels.values()).items()
        if label not in asking and (lines > 1 or phrases.PERSON_NAME.fullmatch(label) or label.isupper())
    }


# --- Without labels


def _read_turns_without_labels(reading: Reading) -> None:
    """Propose questions and answers that alternate, each with a dash, or of which the questions are bold."""
    without_role = reading.without_role()
    dashes = [number for number in without_role if _DASH.match(reading.text[number])]
    bold = [number for number in without_role if _BOLD_QUESTION.fullmatch(reading.text[number])]
    if _alternate(reading, dashes):
        _read_dashes(reading, dashes)
    elif len(bold) >= BOLD_QUESTIONS:
        _read_bold_questions(reading, bold)


def _read_dashes(reading: Reading, dashes: Sequence[int]) -> None:
    roles = dict(zip(dashes, itertools.cycle((Role.QUESTION, Role.ANSWER)), strict=False))
    speaking: Role | None = None
    for number in reading.without_role():
        speaking = roles.get(number, speaking)
        if speaking:
            reading.propose(number, speaking, "dashes, and every other one begins a question")


def _read_bold_questions(reading: Reading, bold: Sequence[int]) -> None:
    for number in reading.without_role():
        if number >= bold[0]:
            role = Role.QUESTION if number in bold else Role.ANSWER
            reading.propose(number, role, "questions in bold")


def _alternate(reading: Reading, dashes: Sequence[int]) -> bool:
    """Return whether every other line that begins with a dash asks something."""
    if len(dashes) < DASHES:
        return False
    return (
        _share_of_questions(reading, dashes[::2]) >= ASKED
        and _share_of_questions(reading, dashes[1::2]) <= ANSWERED
    )


def _share_of_questions(reading: Reading, numbers: Sequence[int]) -> float:
    return sum("?" in reading.text[number] for number in numbers) / len(numbers)
