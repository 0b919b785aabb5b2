"""The checks of statements. Each yields Problems; its first line is its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..base.problems import Location, Problem, suggest
from ..base.wording import VOCABULARY_NAMES
from ..collection.archive import Archive, DocumentEntry, problem_at
from ..records.closed_lists import Form
from ..records.fields import Statement
from ..records.lines import expand, format_ranges
from .captures import check_own_lines
from .records import UNKNOWN_TERM_HINT

_NUMBER_HINT = (
    "if the lines quote both, number them: add `quotation: 1` to one and `quotation: 2` to the other"
)
_ONCE_HINT = "remove one of them"
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
        yield from _check_repeated(document, statements)


def _check_repeated(document: DocumentEntry, statements: Sequence[Statement]) -> Iterator[Problem]:
    """Yield a problem for each statement whose words are claimed by one before it."""
    claimed: dict[tuple[int, int | None], Statement] = {}
    reported: set[tuple[object, ...]] = set()
    for position, statement in enumerate(statements):
        location = ("statements", position)
        if statement.form is Form.REPORTED:  # what is retold may be said to several, one statement each
            same = (statement.lines, statement.speaker, statement.to)
            if same in reported:
                yield problem_at(document, location, "C209", _made_twice(statement), _ONCE_HINT)
            reported.add(same)
            continue
        keys = [(line, statement.quotation) for line in sorted(expand(statement.lines))]
        if first := next((claimed[key] for key in keys if key in claimed), None):
            if first.speaker == statement.speaker:
                yield problem_at(document, location, "C209", _made_twice(statement), _ONCE_HINT)
            else:
                speakers = f"{first.speaker} and {statement.speaker}"
                what = f"two speakers claim the quotation in {_lines(statement)} ({speakers})"
                message = f"{what}. Expected one."
                yield problem_at(document, location, "C209", message, _NUMBER_HINT)
        for key in keys:
            claimed.setdefault(key, statement)


def _made_twice(statement: Statement) -> str:
    return f"a statement of {statement.speaker} in {_lines(statement)} is made twice. Expected one."


def _lines(statement: Statement) -> str:
    plural = "s" * (len(expand(statement.lines)) > 1)
    return f"line{plural} {format_ranges(statement.lines)}"


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
