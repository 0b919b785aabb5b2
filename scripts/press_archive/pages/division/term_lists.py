"""Long lists of terms: those of a vocabulary, and those on the page of a term or of a list of documents."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence

from ...base.wording import VOCABULARY_NAMES, count
from ...collection.archive import Archive
from ...collection.statements import Term
from ...collection.used_terms import sort_name
from ..parts.addresses import vocabulary_path
from ..parts.context import Pages
from .dividing import Step, Steps, divide
from .part_pages import LongList
from .steps import NOWHERE, by_date, by_name, by_number

# What counts the documents of a term: those of the archive, or those of the list that the terms belong to.
Documents = Callable[[Term], Sequence[str]]


def by_letter(archive: Archive, before: Step = NOWHERE) -> Steps[Term]:
    """Return what divides terms by the names that sort them."""

    def steps(term: Term) -> Iterator[Step]:
        vocabulary, id = term
        return by_name(sort_name(archive.term(vocabulary, id)), id, before)

    return steps


def by_frequency(archive: Archive) -> Steps[Term]:
    """Return what divides terms by their numbers of documents, and those with the same number by name."""

    def steps(term: Term) -> Iterator[Step]:
        step = NOWHERE
        for step in by_number(len(archive.documents_of_term[term]), "document"):
            yield step
        yield from by_letter(archive, step)(term)

    return steps


def by_day(archive: Archive) -> Steps[Term]:
    """Return what divides events by their dates."""

    def steps(term: Term) -> Iterator[Step]:
        date = getattr(archive.term(*term).record, "date", None)
        return by_date(date.start if date else None, term[1], with_year=True)

    return steps


def list_vocabulary(
    pages: Pages, vocabulary: str, ids: Sequence[str], frequency: bool = False
) -> LongList[Term]:
    """Return the list of a vocabulary's terms, A to Z or by their numbers of documents."""
    plural = VOCABULARY_NAMES[vocabulary][1]
    steps = (by_frequency if frequency else by_letter)(pages.archive)
    # No id has a low line, so no term has pages in this folder.
    folder = f"{vocabulary}/{'by_number' if frequency else 'by_letter'}"
    terms = [(vocabulary, id) for id in ids]
    return list_terms(pages, vocabulary_path(vocabulary), plural, plural, terms, folder, steps)


def list_terms(
    pages: Pages,
    home: str,
    title: str,
    heading: str,
    terms: Sequence[Term],
    folder: str,
    steps: Steps[Term],
    documents: Documents | None = None,
    template: str = "part-terms.md",
    fields: Mapping[str, object] | None = None,
    values: Mapping[str, object] | None = None,
) -> LongList[Term]:
    """Return a list of terms, divided by `steps` if it is long; its parts are in `folder`."""
    if documents is None:
        documents = functools.partial(_documents_of, pages.archive)
    return LongList(
        home, title, terms, divide(terms, steps, folder), count_terms, template, heading,
        fields=fields or {}, values={"documents_of": documents, **(values or {})},
    )  # fmt: skip


def _documents_of(archive: Archive, term: Term) -> Sequence[str]:
    return archive.documents_of_term.get(term, [])


def count_terms(terms: Sequence[Term]) -> str:
    """Return how many terms there are, by the noun of their vocabulary.

    >>> count_terms([("people", "a"), ("people", "b")]), count_terms([("people", "a"), ("topics", "b")])
    ('2 people', '2 subjects')
    """
    vocabularies = {vocabulary for vocabulary, _ in terms}
    singular, plural = (
        VOCABULARY_NAMES[min(vocabularies)] if len(vocabularies) == 1 else ("subject", "subjects")
    )
    return count(len(terms), singular, plural.lower())
