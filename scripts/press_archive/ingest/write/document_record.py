"""The draft of a document → its record as text: the front matter, and a summary that is left to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from ...records.closed_lists import Role
from ...records.dates import UNKNOWN
from ...records.lines import LineRange, compress, format_ranges
from ...records.values import SUBJECTS, TODO
from ...yaml_text.reading import quote
from ..proposals import Confidence
from ..propose.draft import DocumentDraft
from ..propose.mentions import Mention
from .record_fields import comment_lines, field_lines

SUMMARY = (
    f"{TODO} Summarise the document in your own words, in 80 to 300 words. Cite the lines that "
    "support each statement, such as [L13]."
)


def render_document(document: DocumentDraft, blank: Collection[int], topics: Iterable[str]) -> str:
    """Return the record of a document, with the blank lines of its capture and the topics to choose from."""
    parts = [
        field_lines("title", document.title),
        field_lines("date", document.date),
        _republished(document),
        field_lines("spoken", document.spoken) if document.spoken.value else "",
        *(
            field_lines(name, getattr(document, name))
            for name in ("outlet", "kind", "language", "original_url", "byline")
        ),
        field_lines("agency", document.agency) if document.agency.value else "",
        f"lines: {_spans(document, blank)}\n",
        _roles(document, blank),
        _speakers(document),
        field_lines("nearness", document.nearness),
        comment_lines("in the order of publication, the first publisher first"),
        f"chain: [{', '.join(document.chain) or TODO}]\n",
        field_lines("wholeness", document.wholeness),
        *(_terms(document, vocabulary, topics) for vocabulary in SUBJECTS),
        _statements(document, blank),
        _inferred(document),
        _notes(document),
    ]
    return f"---\n{''.join(parts)}---\n{SUMMARY}\n"


def _republished(document: DocumentDraft) -> str:
    """Write the stamp of the aggregator on whose page the document is."""
    if not document.stamp.value:
        return ""
    by = document.gathered_by or quote(f"{TODO} whose stamp it is")
    stamp = f"by: {by}, date: {quote(document.stamp.value)}, line: {document.stamp_line}"
    return f"{comment_lines(document.stamp.comment)}republished: {{{stamp}}}\n"


def only_blank_between(first: int, second: int, blank: Collection[int]) -> bool:
    """Return whether a line follows another one, but for blank lines between them."""
    return all(line in blank for line in range(first + 1, second))


def _spans(document: DocumentDraft, blank: Collection[int]) -> str:
    """Write a document's lines: blank lines between two of its lines belong to it, cut ones don't."""
    lines = set(document.lines)
    for first, second in pairwise(sorted(document.lines)):
        if only_blank_between(first, second, blank):
            lines.update(range(first + 1, second))
    return format_ranges(compress(lines))


def _roles(document: DocumentDraft, blank: Collection[int]) -> str:
    """Write the roles: consecutive lines of one role together, with the blank lines between them."""
    runs: list[tuple[LineRange, str | None]] = []
    for line, role in sorted(document.roles.items()):
        if runs and runs[-1][1] == role.value and only_blank_between(runs[-1][0].last, line, blank):
            runs[-1] = (LineRange(runs[-1][0].first, line), role.value)
        else:
            runs.append((LineRange(line, line), role.value))
    if not runs:
        return ""
    return f"{_uncertain_roles(document)}roles: {{{', '.join(f'{lines}: {role}' for lines, role in runs)}}}\n"


def _uncertain_roles(document: DocumentDraft) -> str:
    origins = [
        f"line {line}, {role.origin}"
        for line, role in sorted(document.roles.items())
        if role.confidence is Confidence.LOW
    ]
    return comment_lines(f"low confidence: {'; '.join(origins)}") if origins else ""


def _speakers(document: DocumentDraft) -> str:
    if not document.speakers:
        return ""
    comment = comment_lines("the names as printed; `unknown` where the vocabulary has no person of that name")
    speakers = ", ".join(f"{quote(label)}: {person}" for label, person in document.speakers.items())
    return f"{comment}speakers: {{{speakers}}}\n"


def _terms(document: DocumentDraft, vocabulary: str, topics: Iterable[str]) -> str:
    """Write the terms of a vocabulary; those of low confidence in a comment only."""
    mentions = [mention for mention in document.mentions if mention.vocabulary == vocabulary]
    likely = [mention for mention in mentions if mention.proposal.confidence >= Confidence.MEDIUM]
    uncertain = [mention for mention in mentions if mention not in likely]
    text = comment_lines(_reasons(likely))
    if uncertain:
        text += comment_lines(f"perhaps also {_reasons(uncertain)}")
    if likely:
        text += f"{vocabulary}: [{_ids(likely)}]\n"
    elif vocabulary == "topics":
        text += _topics_to_do(topics)
    return text


def _topics_to_do(topics: Iterable[str]) -> str:
    """Write that a topic is missing, as every document has one."""
    comment = comment_lines(f"choose from: {', '.join(topics)}")
    return f"{comment}topics: [{quote(f'{TODO} what it is about')}]\n"


def _ids(mentions: Iterable[Mention]) -> str:
    return ", ".join(mention.term for mention in mentions)


def _reasons(mentions: Iterable[Mention]) -> str:
    return "; ".join(f"{mention.term}: {mention.proposal.comment}" for mention in mentions)


def _statements(document: DocumentDraft, blank: Collection[int]) -> str:
    """Write a statement for each answer of a known person, or else for each line with a quotation."""
    answers = _answers(document)
    runs = [(span, person) for person, lines in answers.items() for span in _runs(lines, blank)]
    comment = "each answer of a known person; quotations in a report are statements too"
    if not runs:
        comment = "low confidence: the lines with quotation marks; who speaks is a guess by the names in them"
        runs = [
            (LineRange(line, line), quote(f"{TODO} {person}?" if person else f"{TODO} who says it"))
            for line, person in document.quotations.items()
        ]
    if not runs:
        return ""
    return f"{comment_lines(comment)}statements:\n" + "".join(
        f"  - speaker: {person}\n    lines: {format_ranges([span])}\n    form: quoted\n"
        for span, person in sorted(runs)
    )


def _runs(lines: set[int], blank: Collection[int]) -> Sequence[LineRange]:
    """Return the unbroken runs of some lines, with the blank lines between them."""
    between = {line for line in blank if line - 1 in lines and line + 1 in lines}
    return compress(lines | between)


def _answers(document: DocumentDraft) -> dict[str, set[int]]:
    """Return person → the lines of that person's answers."""
    answers: dict[str, set[int]] = {}
    label = ""
    for line, role in sorted(document.roles.items()):
        label = document.turns.get(line, label)
        person = document.speakers.get(label, UNKNOWN)
        if role.value is Role.ANSWER and person != UNKNOWN:
            answers.setdefault(person, set()).add(line)
    return answers


def _inferred(document: DocumentDraft) -> str:
    bases = ", ".join(f"{field}: {reason.basis}" for field, reason in document.reasons.items())
    return f"inferred: {{{bases}}}\n" if bases else ""


def _notes(document: DocumentDraft) -> str:
    notes = [reason.note for reason in document.reasons.values()]
    if document.original_url.value == UNKNOWN:
        notes.append("The original URL is unknown, because the capture gives none.")
    return "notes:\n" + "".join(f"  - {quote(note)}\n" for note in notes) if notes else ""
