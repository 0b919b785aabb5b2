"""The speakers whose own words documents give, divided by name where they are many."""

from __future__ import annotations

from ...collection.archive import Archive
from ...collection.statements import Statements, Term
from .dividing import Part, divide
from .steps import by_name

# The most documents that one page has of all speakers; where they are more, each speaker has those of a year
# on a page of its own.
LONGEST = 200


def are_by_year(statements: Statements) -> bool:
    """Return whether the documents of each speaker are divided by year."""
    return sum(map(len, statements.quoting.values())) > LONGEST


def order_speakers(archive: Archive, statements: Statements) -> list[Term]:
    """Return the speakers, those with most documents first; ties by label."""
    quoting = statements.quoting
    labels = {speaker: archive.term(*speaker).record.label for speaker in quoting}
    return sorted(labels, key=lambda term: (-len(quoting[term]), labels[term].casefold(), term))


def divide_speakers(archive: Archive, statements: Statements) -> tuple[Part[Term], ...]:
    """Return the parts of the list of speakers, those with most documents first; none if it is short."""
    quoting, by_year = statements.quoting, are_by_year(statements)

    def lines(speaker: Term) -> int:
        documents = quoting[speaker]
        return 1 + (len({archive.dating[id].year for id in documents}) if by_year else len(documents))

    return divide(
        order_speakers(archive, statements),
        lambda term: by_name(archive.term(*term).record.label, term[1]),
        "own-words/by_letter",
        lines,
    )
