"""What an invented archive is like: how many documents, terms and languages, and what is unusual in it."""

from __future__ import annotations

from dataclasses import dataclass

from press_archive.records.languages import LANGUAGES

# Language → how often.
THREE_LANGUAGES = (("en", 70), ("nl", 20), ("ru", 10))
FOUR_LANGUAGES = (("en", 60), ("nl", 20), ("ru", 10), ("de", 10))
ALL_LANGUAGES = tuple((language, 1) for language in LANGUAGES)
# Vocabulary → terms at 10,000 documents. As with words, a smaller archive has fewer of them, by the square root.
FULL_SIZE = 10_000
TERMS_AT_FULL_SIZE = {
    "topics": 200,
    "people": 1_500,
    "places": 120,
    "organisations": 300,
    "instruments": 40,
    "events": 150,
    "outlets": 60,
}
FEWEST_TERMS = 3  # of a vocabulary


@dataclass(frozen=True)
class Shape:
    """The options of an invented archive.

    `documents`: how many in all. `mean_words`: of a text, whose lengths are log-normal. `restricted`, `aggregators`:
    shares of the sources whose texts must not be shown, and of those with several documents. `reprints`: share of the
    documents that repeat another one.

    `terms`: how many in all the vocabularies, each named by a document; 0 for as many as the documents
    suggest. `one_topic`: all documents have the same topic and no other. `event_documents`: how many documents are
    about the first event, at least. `source_documents`: how many documents the first source has. `long_document`:
    bytes of the text of the first document, at least; 0 for a usual one.
    """

    documents: int
    languages: tuple[tuple[str, int], ...] = THREE_LANGUAGES
    mean_words: int = 900
    restricted: float = 0.0
    aggregators: float = 0.1
    reprints: float = 0.03
    terms: int = 0
    one_topic: bool = False
    event_documents: int = 0
    source_documents: int = 0
    long_document: int = 0
    seed: int = 1

    def term_counts(self) -> dict[str, int]:
        """Return how many terms each vocabulary has.

        >>> Shape(10_000).term_counts()["people"], Shape(400).term_counts()["people"]
        (1500, 300)
        >>> sum(Shape(50, terms=5_000).term_counts().values())
        5000
        """
        if not self.terms:
            share = (self.documents / FULL_SIZE) ** 0.5
            return {name: max(FEWEST_TERMS, round(size * share)) for name, size in TERMS_AT_FULL_SIZE.items()}
        whole = sum(TERMS_AT_FULL_SIZE.values())
        counts = {
            name: max(FEWEST_TERMS, self.terms * size // whole) for name, size in TERMS_AT_FULL_SIZE.items()
        }
        counts["people"] += self.terms - sum(counts.values())
        return counts
