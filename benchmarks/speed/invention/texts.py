"""Texts as captures have them: headlines, bylines, dates, crossheads, paragraphs, quotations, questions and answers."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .words import Lexicon

SPEECHES = ("speech", "remarks", "press-statement")
CONVERSATIONS = ("interview", "press-conference")
PARAGRAPHS_OF_A_SECTION = 8
MOST_STATEMENTS = 400  # of a document; its record has room for 1,000
LONGEST_CONVERSATION = 200  # questions
VERY_LONG = 40_000  # words; a record has no room for the numbers of so many blank lines


@dataclass(frozen=True)
class Paragraph:
    """Lines of a capture with no blank line between them, and who says what in them."""

    lines: tuple[str, ...]
    role: str = "text"
    speaker: str = ""  # as a statement names it
    form: str = ""


@dataclass(frozen=True)
class Body:
    """The text of a document without its head; `speakers` are the printed names of a conversation."""

    paragraphs: tuple[Paragraph, ...]
    speakers: Mapping[str, str]


@dataclass(frozen=True)
class Subjects:
    """What a text is about: the ids of its terms by vocabulary, and the names by which it mentions them."""

    ids: Mapping[str, list[str]]
    names: list[str]
    speakers: Mapping[str, str]  # name → as a statement names the speaker


def headline(lexicon: Lexicon, rng: random.Random) -> str:
    """Return a headline, some with quotation marks and other punctuation."""
    words = lexicon.draw(rng, rng.randint(5, 11))
    words[0] = words[0].capitalize()
    words[-1] = words[-1].capitalize()
    middle = len(words) // 2
    chance = rng.random()
    if chance < 0.15:
        words[middle] = f"{lexicon.quotes[0]}{words[middle]}"
        words[-1] += lexicon.quotes[1]
    elif chance < 0.25:
        words[middle - 1] += ":"
    elif chance < 0.3:
        words[middle] += " &"
    elif chance < 0.35:
        words[middle] = f'"{words[middle]}"'
    return " ".join(words)


def head(
    lexicon: Lexicon, rng: random.Random, title: str, day: datetime.date, byline: str, place: str
) -> Iterator[Paragraph]:
    """Yield the lines above a text: the headline, and most often who wrote it, when and where."""
    yield Paragraph((title,), "title")
    if byline:
        yield Paragraph((byline,), "byline")
    if rng.random() < 0.7:
        yield Paragraph((f"{day.day} {day:%B} {day.year}",), "date")
    if rng.random() < 0.3:
        yield Paragraph((lexicon.sentences(rng, 9, [])[0],), "caption")
    if rng.random() < 0.3:
        yield Paragraph((f"{place.upper()} –",), "dateline")


def body(lexicon: Lexicon, rng: random.Random, kind: str, words: int, subjects: Subjects) -> Body:
    """Return a text of some words."""
    if kind in CONVERSATIONS:
        return _conversation(lexicon, rng, words, subjects)
    paragraphs = list(_sections(lexicon, rng, words, subjects))
    if kind in SPEECHES:
        return Body(tuple(_spoken(paragraphs, next(iter(subjects.speakers.values())))), {})
    return Body(tuple(_reported(rng, paragraphs, subjects)), {})


def _sections(lexicon: Lexicon, rng: random.Random, words: int, subjects: Subjects) -> Iterator[Paragraph]:
    """Yield paragraphs with crossheads between them. A capture has a line for each paragraph or each sentence."""
    sentences = lexicon.sentences(rng, words, subjects.names)
    layout, most = rng.random(), 4
    if words > VERY_LONG:
        layout, most = 0.5, 10
    elif layout < 0.3:
        most = 1
    start = count = 0
    while start < len(sentences):
        length = rng.randint(1, most)
        part = sentences[start : start + length]
        yield Paragraph(tuple(part) if layout > 0.8 else (" ".join(part),))
        start, count = start + length, count + 1
        if count % PARAGRAPHS_OF_A_SECTION == 0 and start < len(sentences):
            yield Paragraph((" ".join(lexicon.draw(rng, 4)).capitalize(),), "crosshead")


def _spoken(paragraphs: list[Paragraph], speaker: str) -> Iterator[Paragraph]:
    """Let one speaker say a whole text."""
    for paragraph in paragraphs:
        if paragraph.role == "text":
            yield Paragraph(paragraph.lines, "text", speaker, "quoted")
        else:
            yield paragraph


def _reported(rng: random.Random, paragraphs: list[Paragraph], subjects: Subjects) -> Iterator[Paragraph]:
    """Let speakers say some of the paragraphs, in their own words or retold."""
    said = 0
    for paragraph in paragraphs:
        chance = rng.random()
        if paragraph.role != "text" or chance > 0.3 or said == MOST_STATEMENTS:
            yield paragraph
            continue
        said += 1
        name, speaker = rng.choice(list(subjects.speakers.items()))
        if chance > 0.2:
            yield Paragraph(
                (*paragraph.lines[:-1], f"{paragraph.lines[-1]} ({name})"), "text", speaker, "reported"
            )
        else:
            yield Paragraph(
                (f'"{paragraph.lines[0]}" – {name}', *paragraph.lines[1:]), "text", speaker, "quoted"
            )


def _conversation(lexicon: Lexicon, rng: random.Random, words: int, subjects: Subjects) -> Body:
    """Return questions and answers, each beginning with the printed name of who speaks."""
    sentences = lexicon.sentences(rng, words, subjects.names)
    name, speaker = next(iter(subjects.speakers.items()))
    if speaker.startswith("organisations:"):
        speaker = "unknown"  # only a person answers
    of_an_answer = max(4, len(sentences) // LONGEST_CONVERSATION)
    paragraphs = []
    start = 0
    while start < len(sentences):
        paragraphs.append(Paragraph((f"Question: {sentences[start]}",), "question"))
        answer = sentences[start + 1 : start + 1 + rng.randint(1, of_an_answer)] or [sentences[start]]
        said_by = "" if speaker == "unknown" else speaker
        form = "quoted" if said_by else ""
        paragraphs.append(Paragraph((f"{name}: {' '.join(answer)}",), "answer", said_by, form))
        start += 1 + len(answer)
    return Body(tuple(paragraphs), {"Question": "unknown", name: speaker})
