"""What the search page knows of every document before it asks an index: its number, its facets, and every
spelling of a name.

Documents are numbered from 0 in the order of publication, which is that of the site's lists from their end,
so a list of numbers is a list in order of date, whatever the languages. A facet with one value for each
document is a text with one character for each number; one with several is a list of numbers for each term,
each written as its distance from the one before. Both stay small, and compress well.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ..base.wording import VOCABULARY_NAMES, capitalize_first, spell_out
from ..collection.archive import Archive, DocumentEntry
from ..collection.names import shared_surnames, surname
from ..collection.statements import Statements
from ..collection.used_terms import used_terms
from ..pages.parts.wording import year_in_words
from ..records.languages import LANGUAGES, SITE_LANGUAGE, script
from ..records.values import SUBJECTS

# The file of the documents of each speaker, among those of the vocabularies' terms.
SPEAKERS = "speakers"

FEW_NAMES = 500  # terms; their names are 20 KB, and the page loads all of them at once
# Letters and digits, with apostrophes and full stops between them.
_FIRST_WORD = re.compile(r"[^\W_](?:['’.]?[^\W_])*")
_IN_WORDS = re.compile("['’.]")

# Character codes below this one are control characters; a value's code is its position added to it.
FIRST_CODE = ord("0")
LAST_CODE = 0xD7FF  # the code points after it are surrogates (The Unicode Standard, section 3.8)


@dataclass(frozen=True)
class Facet:
    """A property with one value for each document: its name, and how to read and write its value."""

    id: str
    label: str
    value: Callable[[DocumentEntry], str]
    say: Callable[[str], str]


class TermNames(NamedTuple):
    """The names of a term; in JSON a list of these values. `number` counts the term's documents."""

    vocabulary: str
    id: str
    label: str
    others: list[str]
    number: int


class Catalogue:
    """The numbers of an archive's documents, and what is known by number."""

    def __init__(self, archive: Archive) -> None:
        """Number the documents."""
        self.archive = archive
        self.documents = archive.newest_first[::-1]
        self.numbers = {id: number for number, id in enumerate(self.documents)}

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """The facets with one value for each document, in the order of the page."""
        return (
            Facet("kind", "Kind", lambda document: str(document.record.kind), spell_out),
            Facet("nearness", "How the words reach us",
                  lambda document: str(document.record.nearness), spell_out),
            Facet("language", "Language",
                  lambda document: document.record.language, lambda code: LANGUAGES[code]),
            Facet("year", "Year", lambda document: self.archive.dating[document.id].year, year_in_words),
            Facet("outlet", "Outlet", lambda document: document.record.outlet,
                  lambda id: self.archive.term("outlets", id).record.label),
        )  # fmt: skip

    def summary(self) -> dict[str, object]:
        """Return what the page loads first: the languages of the indexes, the facets, and which files of
        terms there are.
        """
        return {
            "documents": len(self.documents),
            "languages": [[code, script(code)] for code in self.bundles],
            "facets": [{"id": facet.id, "label": facet.label} for facet in self.facets],
            "letters": " ".join(self.names_by_letters) if self.names_by_letters else None,
            "terms": [
                *self._speaker_facet,
                *(
                    {
                        "id": VOCABULARY_NAMES[vocabulary][0],
                        "label": VOCABULARY_NAMES[vocabulary][1],
                        "vocabulary": vocabulary,
                    }
                    for vocabulary in SUBJECTS
                    if used_terms(self.archive, vocabulary)
                ),
            ],
        }

    @property
    def _speaker_facet(self) -> list[dict[str, object]]:
        """The facet of those who say something, if anybody does: people, and organisations by their links."""
        facet: dict[str, object] = {
            "id": "speaker",
            "label": "Speaker",
            "vocabulary": "people",
            "others": ["organisations"],
            "postings": SPEAKERS,
        }
        return [facet] if self.statements.of_speaker else []

    @cached_property
    def statements(self) -> Statements:
        """Who says what in the archive's documents."""
        return Statements(self.archive)

    @property
    def bundles(self) -> list[str]:
        """The languages that have an index: the site's own first, which contains every document."""
        return [
            SITE_LANGUAGE,
            *(code for code in self.archive.documents_of_language if code != SITE_LANGUAGE),
        ]

    def columns(self) -> list[dict[str, object]]:
        """Return the values of the facets with one for each document, in the order of the facets."""
        return [self._column(facet) for facet in self.facets]

    def _column(self, facet: Facet) -> dict[str, object]:
        every = [facet.value(self.archive.documents[id]) for id in self.documents]
        # Frequent values get the characters that take one byte.
        values = [value for value, _ in sorted(Counter(every).items(), key=lambda item: (-item[1], item[0]))]
        positions = {value: position for position, value in enumerate(values)}
        return {
            "values": [[value, capitalize_first(facet.say(value))] for value in values],
            "of": encode(positions[value] for value in every),
        }

    def postings(self, vocabulary: str) -> dict[str, list[int]]:
        """Return the distances between the numbers of each term's documents, the first from 0."""
        documents = self.archive.documents_of_term
        return {
            term.id: _distances(sorted(self.numbers[id] for id in documents[vocabulary, term.id]))
            for term in used_terms(self.archive, vocabulary)
        }

    def speakers(self) -> dict[str, list[int]]:
        """Return the same for the documents in which somebody speaks: people by id, organisations by link."""
        return {
            id if vocabulary == "people" else f"{vocabulary}:{id}": _distances(
                sorted({self.numbers[entry.document] for entry in entries})
            )
            for (vocabulary, id), entries in sorted(self.statements.of_speaker.items())
        }

    @cached_property
    def _names(self) -> list[TermNames]:
        """Return the names of every term that documents name."""
        shared = shared_surnames(self.archive.vocabularies.get("people", {}))
        rows: list[TermNames] = []
        for vocabulary in VOCABULARY_NAMES:
            for term in used_terms(self.archive, vocabulary):
                spellings = [*term.record.names[1:], *term.record.search_words]
                if vocabulary == "people":
                    surnames = map(surname, term.record.names)
                    spellings += [name for name in surnames if name and name not in shared]
                others = [name for name in dict.fromkeys(spellings) if name != term.record.label]
                number = len(self.archive.documents_of_term[vocabulary, term.id])
                rows.append(TermNames(vocabulary, term.id, term.record.label, others, number))
        return rows

    def names(self) -> list[TermNames]:
        """Return the names of every term that documents name."""
        return self._names

    @cached_property
    def names_by_letters(self) -> dict[str, list[tuple[int, TermNames]]]:
        """The terms with a name that begins with two letters, by these, each with its position among all.

        There are none where all names are quickly loaded.
        """
        if len(self.names()) <= FEW_NAMES:
            return {}
        rows: dict[str, list[tuple[int, TermNames]]] = {}
        for position, row in enumerate(self.names()):
            for letters in sorted({first_letters(name) for name in (row.label, *row.others)} - {""}):
                rows.setdefault(letters, []).append((position, row))
        return dict(sorted(rows.items()))


def first_letters(name: str) -> str:
    """Return the first two letters or digits of the first word of a name, folded as search/query.js does;
    fewer where it has no more.

    >>> [first_letters(name) for name in ("«Éclair»", "d'Ostrand", "A quay", "…")]
    ['ec', 'do', 'a', '']
    """
    folded = name.lower()
    if not name.isascii():
        decomposed = unicodedata.normalize("NFD", name)
        folded = "".join(sign for sign in decomposed if unicodedata.category(sign)[0] != "M").lower()
    word = _FIRST_WORD.search(folded)
    return _IN_WORDS.sub("", word[0])[:2] if word else ""


def encode(values: Iterable[int]) -> str:
    """Write small numbers as a text, a character for each.

    >>> encode([0, 1, 17])
    '01A'
    """
    codes = [FIRST_CODE + value for value in values]
    if codes and max(codes) > LAST_CODE:
        most = LAST_CODE - FIRST_CODE + 1
        raise ValueError(f"a facet has {max(codes) - FIRST_CODE + 1} values. Expected {most} at most.")
    return "".join(map(chr, codes))


def _distances(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]
