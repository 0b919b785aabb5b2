"""The terms that documents name, in the order of lists."""

from __future__ import annotations

from collections import defaultdict

from .archive import Archive, TermEntry


def sort_name(term: TermEntry) -> str:
    """Return the name by which lists sort a term: a person's surname first."""
    name: str | None = getattr(term.record, "sort_name", None)
    return name or term.record.label


def used_terms(archive: Archive, vocabulary: str) -> list[TermEntry]:
    """Return the terms of a vocabulary that documents name, sorted by label."""
    terms = archive.vocabularies[vocabulary].values()
    used = (term for term in terms if (vocabulary, term.id) in archive.documents_of_term)
    return sorted(used, key=lambda term: (sort_name(term).casefold(), term.id))


def narrower_terms(archive: Archive) -> dict[tuple[str, str], list[str]]:
    """Return the terms that each term contains and that documents name, in the order of lists."""
    narrower: dict[tuple[str, str], list[str]] = defaultdict(list)
    for vocabulary in archive.vocabularies:
        for term in used_terms(archive, vocabulary):
            for broader in term.record.broader:
                narrower[vocabulary, broader].append(term.id)
    return dict(narrower)
