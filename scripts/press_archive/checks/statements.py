"""The checks of statements. Each yields Problems; its first line is its rule."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..base.problems import Location, Problem, suggest
from ..base.wording import VOCABULARY_NAMES
from ..collection.archive import Archive, DocumentEntry, problem_at
from ..records.closed_lists import Form
from ..records.fields import Statement
from ..records.lines import expand, format_ranges
from .captures import check_own_lines
from .records import UNKNOWN_TERM_HINT

# The vocabularies of which a document lists every term that its statements name.
LISTED = ("topics", "people", "places", "organisations", "instruments", "events")


def check_statement_terms(archive: Archive) -> Iterator[Problem]:
    """The terms that a statement names are in the vocabularies, and are the document's too; a list names a
    term once.
    """
    for document in archive.documents.values():
        terms = document.record.terms()
        for position, statement in enumerate(document.record.statements or ()):
            seen: set[tuple[str | int, str, str]] = set()
            for place, vocabulary, id in statement.terms():
                location = ("statements", position, *place)
                if (place[0], vocabulary, id) in seen:
                    message = f"duplicate '{vocabulary}:{id}' in the list. Expected each term once."
                    yield problem_at(document, location, "R105", message)
                    continue
                seen.add((place[0], vocabulary, id))
                if vocabulary in archive.broken_vocabularies:
                    continue
                if id not in archive.vocabularies[vocabulary]:
                    yield _unknown(archive, document, location, vocabulary, id)
                elif vocabulary in LISTED and id not in terms[vocabulary]:
                    message = f"{id!r} is not among the {vocabulary} of the document. Expected one of them."
                    hint = f"add it to `{vocabulary}`, if it is meant"
                    yield problem_at(document, location, "R119", message, hint)


def _unknown(
    archive: Archive, document: DocumentEntry, location: Location, vocabulary: str, id: str
) -> Problem:
    """Return the problem of a term that a statement names and no vocabulary has."""
    noun = "speaker" if location[-1] == "speaker" else VOCABULARY_NAMES[vocabulary][0]
    path = f"sources/vocabulary/{vocabulary}.yml"
    message = f"unknown {noun} {id!r}. Expected an id from {path}."
    hint = suggest(id, archive.vocabularies[vocabulary]) or UNKNOWN_TERM_HINT
    return problem_at(document, location, "R104", message, hint)


def check_statement_lines(archive: Archive) -> Iterator[Problem]:
    """A statement's lines are lines of its document, and a quotation has one speaker."""
    for document in archive.documents.values():
        statements = document.record.statements or ()
        for position, statement in enumerate(statements):
            yield from check_own_lines(archive, document, ("statements", position, "lines"), statement.lines)
        for (_, one), (position, other) in combinations(enumerate(statements), 2):
            if message := _conflict(one, other):
                yield problem_at(document, ("statements", position), "C209", *message)


def _conflict(one: Statement, other: Statement) -> tuple[str, str] | None:
    """Return what is wrong where two statements claim the same words, and a hint; None where they don't."""
    if one.lines != other.lines or one.form is not other.form or one.quotation != other.quotation:
        return None
    lines = f"line{'s' * (len(expand(one.lines)) > 1)} {format_ranges(one.lines)}"
    if one.speaker == other.speaker:
        if one.form is Form.REPORTED and one.to != other.to:
            return None
        what = f"a statement of {one.speaker} in {lines} is made twice"
        return f"{what}. Expected one.", "remove one of them"
    if one.form is Form.REPORTED:
        return None
    speakers = f"{one.speaker} and {other.speaker}"
    return (
        f"two speakers claim the quotation in {lines} ({speakers}). Expected one.",
        "if the lines quote both, number them: add `quotation: 1` to one and `quotation: 2` to the other",
    )


def check_no_statements(archive: Archive) -> Iterator[Problem]:
    """A document in which nobody says anything has a note that says why."""
    for document in archive.documents.values():
        if document.record.statements != ():
            continue
        if not any("statement" in note.casefold() for note in document.record.notes):
            message = "no note says why there is no statement. Expected a note with the word statement."
            hint = "begin it: It contains no statement: …"
            yield problem_at(document, ("statements",), "R120", message, hint)


STATEMENT_CHECKS = (check_statement_terms, check_statement_lines, check_no_statements)
