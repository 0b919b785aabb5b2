"""The text of a document in TEI P5: what may be shown, with turns as `u`, and gaps where lines are not shown.

Turns are encoded as in ParlaMint (https://clarin-eric.github.io/ParlaMint/): a `note` with the speaker's name
as printed, a `u` with a pointer to the speaker, and a `seg` for each paragraph. Statements are spans, because
an annotation element came into TEI only with version 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from ...captures.passages import Passage, speaker_part
from ...records.closed_lists import Form, Role
from ...records.dates import UNKNOWN
from ...records.fields import Statement
from ...records.languages import SITE_LANGUAGE
from ...records.lines import compress, expand, format_ranges
from ...records.rights import RIGHTS
from .edition import Edition, split
from .xml_text import Child, Element, element

# Lines that are said. All others are printed around the words.
SPOKEN = frozenset({Role.TEXT, Role.DATELINE, Role.QUESTION, Role.ANSWER, Role.BULLET})


class _Block(NamedTuple):
    """An element of the text, the line on which it begins, and what encloses it: `u`, `list`, `div`."""

    item: Element
    first: int
    inside: str = ""
    who: str = ""


def text_element(edition: Edition) -> Element:
    """Return the `text` of a document, with a `div` for each part that has a crosshead."""
    blocks = list(_blocks(edition))
    parts: list[list[_Block]] = [[]]
    for block in blocks:
        if block.inside == "div":
            parts.append([])
        parts[-1].append(block)
    sections = [element("div", {"type": "section"}, _enclose(edition, part)) for part in parts[1:]]
    content = [*_enclose(edition, parts[0]), *sections]
    body = element("body", {}, [element("div", {"type": "document"}, content)])
    return element("text", {"xml:lang": edition.document.record.language}, [body, _statements(edition)])


def _enclose(edition: Edition, blocks: list[_Block]) -> Iterator[Element]:
    """Yield the elements of a part: paragraphs of a turn inside one `u`, items inside one `list`."""
    for (inside, who), group in groupby(blocks, key=lambda block: (block.inside, block.who)):
        together = list(group)
        items = [block.item for block in together]
        if inside == "list":
            yield element("list", {}, items)
        elif inside == "u":
            pointer = f"#{who}" if who.startswith(edition.id) else ""
            yield element("u", {"xml:id": edition.local(f"u{together[0].first}"), "who": pointer}, items)
        else:
            yield from items


def _blocks(edition: Edition) -> Iterator[_Block]:
    """Yield the passages that are shown and the gaps, in the order of the capture."""
    shown = {passage.first: passage for passage in edition.passages}
    is_top = True  # nothing but headlines, bylines and gaps so far
    hidden: list[int] = []
    for line in edition.roles:
        if line not in edition.visible:
            hidden.append(line)
            continue
        yield from _gaps(edition, hidden)
        hidden = []
        if passage := shown.get(line):
            is_top = is_top and passage.role in (Role.TITLE, Role.BYLINE)
            yield from _passage(edition, passage, is_top)
    yield from _gaps(edition, hidden)


def _gaps(edition: Edition, lines: list[int]) -> Iterator[_Block]:
    """Yield a gap for consecutive lines that are not shown for the same reason; a word for all of a text."""
    for reason, group in groupby(lines, key=edition.why_not_shown):
        numbers = list(group)
        attributes = {
            "reason": reason,
            "unit": "line",
            "quantity": str(len(numbers)),
            "n": format_ranges(compress(numbers)),
        }
        is_all = len(numbers) == len(edition.roles)
        words = element("desc", {"xml:lang": SITE_LANGUAGE}, [_why(edition, reason)]) if is_all else None
        yield _Block(element("gap", attributes, [words]), numbers[0])


def _why(edition: Edition, reason: str) -> str:
    """Return why nothing of a text is shown, in the archive's own words."""
    if reason == "not-held":
        return "The captured text was not at hand when this file was made, so it is not shown."
    statement = RIGHTS[edition.rights_code][0]
    return f"The captured text is not shown. Its rights: {statement[:1].lower()}{statement[1:]}."


def _passage(edition: Edition, passage: Passage, is_top: bool) -> Iterator[_Block]:
    """Yield a passage, and before a turn the name of the speaker as printed."""
    role, first = passage.role, passage.first
    who = _who(edition, passage)
    if who or role in (Role.QUESTION, Role.ANSWER):
        label = speaker_part(passage.lines[0][1], passage.label) if passage.label else ""
        if label:
            yield _Block(element("note", {"type": "speaker"}, [label.strip()]), first)
        attributes = {"xml:id": edition.local(f"seg{first}"), "type": "bullet" if role is Role.BULLET else ""}
        seg = element("seg", attributes, _lines(edition, passage, label))
        yield _Block(seg, first, "u", who or role)
    elif role is Role.BULLET:
        yield _Block(element("item", {}, _lines(edition, passage)), first, "list")
    elif role is Role.CROSSHEAD:
        yield _Block(element("head", {}, _lines(edition, passage)), first, "div")
    elif is_top:
        name = "head" if role is Role.TITLE else "byline"
        yield _Block(element(name, {}, _lines(edition, passage)), first)
    elif role in (Role.TEXT, Role.DATELINE):
        yield _Block(element("p", {}, _lines(edition, passage)), first)
    else:
        yield _Block(element("ab", {"type": str(role)}, _lines(edition, passage)), first)


def _lines(edition: Edition, passage: Passage, label: str = "") -> Iterator[Child]:
    """Yield the lines of a passage, each after its number; without the speaker's name, which is a note."""
    for position, (number, text) in enumerate(passage.lines):
        yield element("lb", {"xml:id": edition.local(f"L{number}"), "n": str(number)})
        shown = text.removeprefix(label).lstrip() if label and not position else text
        shown += "\n" if position < len(passage.lines) - 1 else ""
        role = edition.roles[number]
        if role is Role.DATELINE:
            yield element("seg", {"type": "dateline"}, [shown])
        elif shown:
            yield shown


def _who(edition: Edition, passage: Passage) -> str:
    """Return the id of whoever says a passage, or an empty text where nobody does or it is not known.

    In an interview the printed names say it. In a text that gives the words of a speech it is the speaker of
    the statement that contains the whole passage.
    """
    record = edition.document.record
    if passage.role not in SPOKEN:
        return ""
    if passage.speaker:
        person = record.speakers[passage.speaker]
        if person == UNKNOWN:
            return edition.unidentified[passage.speaker]
        return edition.term_id(("people", person))
    lines = {number for number, _ in passage.lines if edition.roles[number] is not Role.DATELINE}
    if not edition.work.genre or not lines:
        return ""
    speakers = {
        statement.speaker
        for statement in record.statements or ()
        if statement.form is Form.QUOTED and not statement.quotation and lines <= expand(statement.lines)
    }
    return edition.term_id(split(speakers.pop())) if len(speakers) == 1 else ""


def _statements(edition: Edition) -> Element | None:
    """Return the statements as spans of lines, with pointers to the lines where all of these are shown.

    They come after the body, which has no words but those of the text and what a note or a gap says.
    """
    statements = edition.document.record.statements
    if not statements:
        return None
    spans = [_statement(edition, statement) for statement in statements]
    group = element("spanGrp", {"type": "statements", "xml:lang": SITE_LANGUAGE}, spans)
    return element("back", {}, [group])


def _statement(edition: Edition, statement: Statement) -> Element:
    lines = sorted(expand(statement.lines) & edition.roles.keys())
    attributes = {"n": format_ranges(statement.lines)}
    if lines and edition.visible.issuperset(lines):
        attributes["from"] = f"#{edition.local(f'L{lines[0]}')}"
        attributes["to"] = f"#{edition.local(f'L{lines[-1]}')}"
    attributes["corresp"] = f"#{edition.term_id(split(statement.speaker))}"
    about = [*statement.about, *([f"events:{statement.occasion}"] if statement.occasion else [])]
    attributes["ana"] = " ".join(f"#{edition.term_id(split(link))}" for link in about)
    return element("span", attributes, [_in_words(edition, statement)])


def _in_words(edition: Edition, statement: Statement) -> str:
    """Return how a statement is given, and to whom, where and when it was made."""
    archive = edition.archive
    words = str(statement.form)
    if statement.quotation:
        words += f", quotation {statement.quotation} of these lines"
    if statement.to:
        words += f", to {', '.join(archive.term(*split(link)).record.label for link in statement.to)}"
    if statement.place:
        words += f", in {archive.term('places', statement.place).record.label}"
    return words + (f", {statement.date.moment}" if statement.date else "")
