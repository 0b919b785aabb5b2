"""How documents are related: families of reprints, other documents on the same event, and documents that
share terms.

Everything here is derived from the records of an archive; nothing is guessed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ..records.closed_lists import RELATIONS, SAME_TEXT
from ..records.values import SUBJECTS
from .archive import Archive, TermEntry

# A term in more documents than this is too common to show that two documents are related, and comparing them
# would take time that grows with the square of their number.
COMMON = 200
MOST_RELATED = 5


@dataclass(frozen=True)
class Related:
    """A document that shares terms with another: its id, and the (vocabulary, id) of each, rarest first."""

    id: str
    shared: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Relations:
    """The relations between an archive's documents, by id."""

    archive: Archive

    @cached_property
    def both_ways(self) -> dict[str, list[tuple[str, str]]]:
        """Document → (what it is to another one in words, the other's id), those it names itself first."""
        named: dict[str, list[tuple[str, str]]] = defaultdict(list)
        returned: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for id in self.archive.oldest_first(self.archive.documents):
            for relation, others in self.archive.documents[id].record.relations().items():
                forth, back = RELATIONS[relation]
                for other in others:
                    if other in self.archive.documents:
                        named[id].append((forth, other))
                        returned[other].append((back, id))
        return {id: list(dict.fromkeys(named[id] + returned[id])) for id in named.keys() | returned.keys()}

    @cached_property
    def family(self) -> dict[str, str]:
        """Document → the one that represents all documents with the same text: the first by id."""
        parent = {id: id for id in self.archive.documents}

        def root(id: str) -> str:
            while parent[id] != id:
                parent[id] = parent[parent[id]]
                id = parent[id]
            return id

        for id, document in self.archive.documents.items():
            for relation in SAME_TEXT:
                for other in getattr(document.record, relation):
                    if other in parent:
                        first, last = sorted((root(id), root(other)))
                        parent[last] = first
        return {id: root(id) for id in parent}

    def related_terms(self, term: TermEntry) -> list[str]:
        """Return the terms that a term names as related, and those that name it, as links `vocabulary:id`."""
        own = f"{term.vocabulary}:{term.id}"
        named = (_link(term.vocabulary, other) for other in term.record.related)
        return list(dict.fromkeys((*named, *self._naming_terms.get(own, ()))))

    @cached_property
    def _naming_terms(self) -> dict[str, list[str]]:
        """Term → the terms that name it as related, both as links."""
        naming: dict[str, list[str]] = defaultdict(list)
        for vocabulary, terms in self.archive.vocabularies.items():
            for id, term in terms.items():
                if not term.placeholder:
                    for link in term.record.related:
                        naming[_link(vocabulary, link)].append(f"{vocabulary}:{id}")
        return naming

    def others(self, document: str) -> set[str]:
        """Return the documents that are related to one by its record or theirs."""
        return {other for _, other in self.both_ways.get(document, ())}

    def texts(self, documents: Iterable[str]) -> int:
        """Return how many distinct texts these documents have: a reprint, an excerpt or the same agency
        report is not a new text.
        """
        return len({self.family[id] for id in documents})

    @cached_property
    def documents_of_event(self) -> dict[str, list[str]]:
        """Event → its documents in the order of publication."""
        documents_of_term = self.archive.documents_of_term.items()
        return {
            id: self.archive.oldest_first(documents)
            for (vocabulary, id), documents in documents_of_term
            if vocabulary == "events"
        }

    def first(self, documents: list[str]) -> str:
        """Return the one of these documents, in the order of publication, that was certainly first; else an
        empty text.

        Approximate and uncertain dates show nothing, and neither do two dates that give only the same month.
        """
        dates = [self.archive.documents[id].record.date for id in documents]
        known = [date for date in dates if date and date.certain]
        is_known = len(known) == len(dates) > 1 and all(known[0].latest < date.earliest for date in known[1:])
        return documents[0] if is_known else ""

    def elsewhere(self, document: str) -> dict[str, list[str]]:
        """Return, for each event of a document, the other documents that deal with it, in the order of
        publication.
        """
        return {
            event: [id for id in self.documents_of_event[event] if id != document]
            for event in dict.fromkeys(self.archive.documents[document].record.events)
            if len(self.documents_of_event[event]) > 1
        }

    @cached_property
    def weights(self) -> dict[tuple[str, str], float]:
        """Subject → its rarity, log(all documents / documents that name it): the inverse document frequency.

        Karen Spärck Jones, "A statistical interpretation of term specificity and its application in
        retrieval", 1972. Terms that every document names, or more than COMMON documents, have no weight and
        are left out.
        """
        whole = len(self.archive.documents)
        return {
            term: math.log(whole / len(documents))
            for term, documents in self.archive.documents_of_term.items()
            if term[0] in SUBJECTS and len(documents) < whole and len(documents) <= COMMON
        }

    def related(self, document: str) -> list[Related]:
        """Return the documents that share the rarest terms with one, nearest first; ties by id.

        Documents that the page names anyway, for a relation or one of its events, are left out.
        """
        near = self.others(document)
        near |= {other for others in self.elsewhere(document).values() for other in others}
        scores: dict[str, float] = defaultdict(float)
        shared: dict[str, list[tuple[str, str]]] = defaultdict(list)
        terms = {
            (vocabulary, id)
            for vocabulary, ids in self.archive.documents[document].record.terms().items()
            for id in ids
        }
        for term in sorted(
            filter(self.weights.__contains__, terms), key=lambda term: (-self.weights[term], term)
        ):
            for other in self.archive.documents_of_term[term]:
                if other != document and other not in near:
                    scores[other] += self.weights[term]
                    shared[other].append(term)
        nearest = sorted(scores, key=lambda id: (-round(scores[id], 9), id))[:MOST_RELATED]
        return [Related(id, tuple(shared[id])) for id in nearest]


def _link(vocabulary: str, related: str) -> str:
    """Return a related term as a link: a bare id is a term of the same vocabulary."""
    return related if ":" in related else f"{vocabulary}:{related}"
