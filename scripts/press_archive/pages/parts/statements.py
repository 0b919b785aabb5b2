"""Statements as pages show them: who says what, in which lines, with the sentences of the summary on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ...base.escape import exact, filled
from ...collection.statements import StatementEntry, Term
from ...records.closed_lists import Nearness
from .links import Links
from .wording import when

# The most statements that a page lists; the search has all of them.
MOST_STATEMENTS = 100
# The most sentences of a summary beside a statement: a speech is what all of its summary is about.
MOST_SENTENCES = 3


@dataclass(frozen=True)
class StatementList:
    """The statements that a page lists, newest first, and how many it leaves out."""

    entries: Sequence[StatementEntry]
    left_out: int


def list_statements(entries: Sequence[StatementEntry]) -> StatementList:
    """Return the newest statements, as many as a page lists."""
    return StatementList(entries[:MOST_STATEMENTS], max(len(entries) - MOST_STATEMENTS, 0))


def statement_date(entry: StatementEntry, links: Links) -> Markup:
    """Return when a statement was made, or else the document's best date, which is called what it is."""
    date = links.pages.statements.date(entry)
    if date is None:
        return links.date(entry.document)
    inferred = (
        entry.record.date is None and "spoken" in links.archive.documents[entry.document].record.inferred
    )
    return when(date) + (Markup(' <span class="facts">inferred</span>') if inferred else Markup(""))


def statement_words(entry: StatementEntry, links: Links) -> Markup:
    """Return what a summary says of a statement, its beginning where that is long; an empty text where it
    says nothing.
    """
    said = links.pages.statements.said(entry)
    words = Markup(" ").join(exact(sentence.text) for sentence in said[:MOST_SENTENCES])
    return words + (Markup(" …") if len(said) > MOST_SENTENCES else Markup(""))


def statement_place(entry: StatementEntry, links: Links) -> Markup:
    """Return a link to the lines of a statement, with how its words are given there."""
    record = links.archive.documents[entry.document].record
    lines = links.lines(entry.document, entry.record.lines)
    return lines + filled(' <span class="facts">{}</span>', exact(form_in_words(entry, record.nearness)))


def form_in_words(entry: StatementEntry, nearness: Nearness) -> str:
    """Return how a document gives a statement, such as `quoted, in translation`."""
    translated = ", in translation" if nearness is Nearness.TRANSLATION else ""
    return f"{entry.record.form}{translated}"


def term_links(terms: Iterable[str], links: Links) -> Markup:
    """Return links to terms that are written as `vocabulary:id`, with commas between them."""
    return Markup(", ").join(links.term(*split(term)) for term in terms)


def split(term: str) -> Term:
    """Return the vocabulary and the id of a link to a term."""
    vocabulary, _, id = term.partition(":")
    return vocabulary, id
