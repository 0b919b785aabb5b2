"""The records of a source and of its documents, written from what was invented of them."""

from __future__ import annotations

import datetime
import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .texts import Paragraph, Subjects
from .words import Lexicon
from .yaml import inline, scalar

SUMMARY_SENTENCES = (4, 9)
SUMMARY_SENTENCE = 22  # words


@dataclass
class Capture:
    """A capture that is being written: its lines, and those of them that are no document's."""

    lines: list[str] = field(default_factory=list)
    cuts: list[tuple[int, str]] = field(default_factory=list)
    spaced: bool = True  # a blank line after each paragraph

    def add(self, lines: Sequence[str]) -> tuple[int, int]:
        """Add lines, and a blank one after them if paragraphs have one; return the first and the last number."""
        first = len(self.lines) + 1
        self.lines += lines
        last = len(self.lines)
        if self.spaced:
            self.lines.append("")
        return first, last

    def cut(self, lines: Sequence[str], reason: str) -> None:
        """Add lines that belong to no document."""
        first, last = self.add(lines)
        self.cuts += [(line, reason) for line in range(first, last + 1)]

    def finish(self) -> bytes:
        """Return the capture, without a blank line at its end."""
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        return ("\n".join(self.lines) + "\n").encode()


@dataclass(frozen=True)
class Document:
    """What was invented of a document before its lines are known."""

    id: str
    title: str
    gloss: str
    day: datetime.date
    outlet: str
    kind: str
    language: str
    byline: str
    nearness: str
    subjects: Subjects
    printed_speakers: Mapping[str, str]
    republished_by: str = ""
    reprint_of: str = ""


@dataclass(frozen=True)
class Placed:
    """The lines of a document in its capture: all, those with a role, and those in which somebody speaks."""

    first: int
    last: int
    roles: list[tuple[int, str]]
    statements: list[tuple[str, str, str]]  # lines, speaker, form
    text: list[int]


def place(capture: Capture, paragraphs: Sequence[Paragraph]) -> Placed:
    """Add the paragraphs of a document to a capture."""
    start = len(capture.lines) + 1
    roles: list[tuple[int, str]] = []
    statements: list[tuple[str, str, str]] = []
    text: list[int] = []
    last = start
    open_speech: tuple[int, str] | None = None  # its first line and its speaker
    for paragraph in paragraphs:
        first, last = capture.add(paragraph.lines)
        lines = range(first, last + 1)
        if paragraph.role in ("text", "question", "answer"):
            text += lines
        if paragraph.role != "text":
            roles += [(line, paragraph.role) for line in lines]
        if paragraph.speaker:
            if (
                open_speech
                and open_speech[1] == paragraph.speaker
                and paragraph.form == "quoted"
                and statements
            ):
                statements[-1] = (f"{open_speech[0]}-{last}", paragraph.speaker, "quoted")
                continue
            statements.append(
                (f"{first}-{last}" if last > first else f"{first}", paragraph.speaker, paragraph.form)
            )
        said = paragraph.speaker and paragraph.form == "quoted" and paragraph.role == "text"
        open_speech = (first, paragraph.speaker) if said else None
    return Placed(start, last, roles, statements, text or [last])


def render_document(
    document: Document,
    placed: Placed,
    labels: Mapping[str, Mapping[str, str]],
    rng: random.Random,
    english: Lexicon,
) -> str:
    """Return the record of a document: its fields and its summary."""
    lines = [
        "---",
        f"title: {scalar(document.title)}",
        *([f"gloss: {scalar(document.gloss)}"] if document.gloss else []),
        f"date: {document.day}",
        *_republished(document, placed),
        f"outlet: {document.outlet}",
        f"kind: {document.kind}",
        f"language: {document.language}",
        f"original_url: https://{document.outlet}.example/{document.day:%Y/%m}/{document.id[11:]}",
        *_archived(document, rng),
        f"byline: {scalar(document.byline or 'unknown')}",
        f"lines: {placed.first}-{placed.last}",
        f"roles: {{{', '.join(f'{line}: {role}' for line, role in placed.roles)}}}",
        *_speakers(document),
        f"nearness: {document.nearness}",
        f"chain: {inline(filter(None, [document.outlet, document.republished_by]))}",
        f"wholeness: {'excerpt' if document.republished_by else 'complete'}",
        *(f"{name}: {inline(ids)}" for name, ids in document.subjects.ids.items()),
        *_event_lines(document, placed, rng),
        *_statements(document, placed, rng),
        *([f"reprint_of: {inline([document.reprint_of])}"] if document.reprint_of else []),
        *_notes(placed, rng, english),
        "---",
        _summary(document, placed, labels, rng, english),
    ]
    return "\n".join(lines) + "\n"


def _republished(document: Document, placed: Placed) -> list[str]:
    if not document.republished_by:
        return []
    dates = [line for line, role in placed.roles if role == "date"]
    line = f", line: {dates[0]}" if dates else ""
    return [f"republished: {{by: {document.republished_by}, date: {document.day}{line}}}"]


def _archived(document: Document, rng: random.Random) -> list[str]:
    if rng.random() > 0.2:
        return []
    day = document.day + datetime.timedelta(days=rng.randint(1, 900))
    url = f"https://copies.invented.example/{day:%Y%m%d}/{document.id[11:]}"
    return ["archived:", f"  - url: {url}", f"    date: {day}"]


def _speakers(document: Document) -> list[str]:
    if not document.printed_speakers:
        return []
    pairs = ", ".join(f"{scalar(name)}: {speaker}" for name, speaker in document.printed_speakers.items())
    return [f"speakers: {{{pairs}}}"]


def _event_lines(document: Document, placed: Placed, rng: random.Random) -> list[str]:
    events = document.subjects.ids.get("events", [])
    if not events or rng.random() > 0.3:
        return []
    some = sorted(rng.sample(placed.text, min(4, len(placed.text))))
    return ["event_lines:", f"  {events[0]}: {', '.join(map(str, some))}"]


def _statements(document: Document, placed: Placed, rng: random.Random) -> list[str]:
    if not placed.statements:
        return ["statements: []"]
    ids = document.subjects.ids
    about = [f"{name}:{id}" for name in ("topics", "places", "organisations") for id in ids.get(name, [])]
    lines = ["statements:"]
    for span, speaker, form in placed.statements:
        lines += [f"  - speaker: {speaker}", f"    lines: {span}", f"    form: {form}"]
        if rng.random() < 0.3:
            lines.append(f"    to: {inline([f'outlets:{document.outlet}'])}")
        lines.append(f"    about: {inline(dict.fromkeys(rng.choices(about, k=2)))}")
        if "events" in ids and rng.random() < 0.5:
            lines.append(f"    occasion: {ids['events'][0]}")
        if "places" in ids and rng.random() < 0.5:
            lines.append(f"    place: {ids['places'][0]}")
    return lines


def _notes(placed: Placed, rng: random.Random, english: Lexicon) -> list[str]:
    notes = [] if placed.statements else ["It contains no statement: it only describes."]
    if rng.random() < 0.3:
        notes.append(" ".join(english.sentences(rng, 16, [])))
    return ["notes:", *(f"  - {scalar(note)}" for note in notes)] if notes else []


def _summary(
    document: Document,
    placed: Placed,
    labels: Mapping[str, Mapping[str, str]],
    rng: random.Random,
    english: Lexicon,
) -> str:
    """Return the archive's own words, each sentence with the lines that support it, some with a link or emphasis."""
    sentences = []
    for _ in range(rng.randint(*SUMMARY_SENTENCES)):
        words = english.draw(rng, SUMMARY_SENTENCE)
        words[0] = words[0].capitalize()
        words[7] += ","
        chance = rng.random()
        if chance < 0.15:
            name = rng.choice(list(document.subjects.ids))
            id = document.subjects.ids[name][0]
            words[10] = f"[{labels[name][id]}]({name}:{id})"
        elif chance < 0.25:
            words[12] = f"*{words[12]}*"
        line = rng.choice(placed.text)
        sentences.append(f"{' '.join(words[:11])}\n{' '.join(words[11:])} [L{line}].")
    half = (len(sentences) + 1) // 2
    return "\n\n".join("\n".join(part) for part in (sentences[:half], sentences[half:]) if part)


def render_source(position: int, capture: Capture, data: bytes, day: datetime.date, restricted: bool) -> str:
    """Return the record of a source, whose capture is finished."""
    blank = [number for number, line in enumerate(capture.lines, 1) if not line]
    return "\n".join(
        [
            f"label: Invented source {position}",
            f"file: page-{position}.txt",
            f"sha256: {hashlib.sha256(data).hexdigest()}",
            f"swhid: swh:1:cnt:{hashlib.sha1(b'blob %d' % len(data) + bytes(1) + data).hexdigest()}",
            f"bytes: {len(data)}",
            f"lines: {len(capture.lines)}",
            *([f"blank: {', '.join(map(str, blank))}"] if blank else []),
            f"captured: {day + datetime.timedelta(days=1)}",
            f"captured_from: https://invented.example/pages/{position}",
            f"rights: {'InC' if restricted else 'CC-BY-4.0'}",
            f"access: {'summary' if restricted else 'full'}",
            *(["cuts:"] if capture.cuts else []),
            *(f"  - {{lines: {line}, reason: {reason}}}" for line, reason in capture.cuts),
            "",
        ]
    )
