"""Who says what: the statements of all documents by speaker and by what they are about.

Everything here is derived from the records; the words themselves are in the captures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from ..records.closed_lists import Form
from ..records.dates import Date
from ..records.fields import Statement
from ..records.lines import expand
from ..records.summaries import Sentence, sentences
from .archive import Archive
from .names import surname

Term = tuple[str, str]  # (vocabulary, id)

_PRONOUN = re.compile(r"\b(?:he|she|his|her)\b", re.IGNORECASE)


@dataclass(frozen=True)
class StatementEntry:
    """A statement and the document that contains it, with its position among the document's statements."""

    document: str
    position: int
    record: Statement

    @property
    def speaker(self) -> Term:
        """Who speaks: (vocabulary, id)."""
        vocabulary, _, id = self.record.speaker.partition(":")
        return vocabulary, id


@dataclass(frozen=True)
class Statements:
    """The statements of an archive's documents."""

    archive: Archive

    @cached_property
    def all(self) -> list[StatementEntry]:
        """Every statement, by the day on which it was made or published, newest first; then by its lines."""
        entries = [
            StatementEntry(id, position, statement)
            for id in self.archive.newest_first
            for position, statement in enumerate(self.archive.documents[id].record.statements or ())
        ]
        return sorted(entries, key=lambda entry: self._sort_key(entry), reverse=True)

    def _sort_key(self, entry: StatementEntry) -> tuple[object, ...]:
        date = self.date(entry)
        day = (True, *date.sort_key) if date else self.archive.dating[entry.document].sort_key
        return day, entry.document, -entry.position

    def date(self, entry: StatementEntry) -> Date | None:
        """Return when a statement was made, if that is known: its own date, or the document's."""
        return entry.record.date or self.archive.documents[entry.document].record.spoken

    @cached_property
    def of_speaker(self) -> dict[Term, list[StatementEntry]]:
        """Speaker → what they said, newest first."""
        spoken: dict[Term, list[StatementEntry]] = defaultdict(list)
        for entry in self.all:
            spoken[entry.speaker].append(entry)
        return dict(spoken)

    @cached_property
    def on_term(self) -> dict[Term, list[StatementEntry]]:
        """Term → the statements about it, or made on the occasion of it, newest first."""
        about: dict[Term, list[StatementEntry]] = defaultdict(list)
        for entry in self.all:
            terms = {
                (vocabulary, id)
                for location, vocabulary, id in entry.record.terms()
                if location[0] in ("about", "occasion")
            }
            for term in terms:
                about[term].append(entry)
        return dict(about)

    @cached_property
    def quoting(self) -> dict[Term, dict[str, list[StatementEntry]]]:
        """Speaker → the documents that quote them, newest first → the quoted statements, in their order."""
        position = {id: number for number, id in enumerate(self.archive.newest_first)}
        quoting: dict[Term, dict[str, list[StatementEntry]]] = {}
        for speaker, entries in self.of_speaker.items():
            quoted = [entry for entry in entries if entry.record.form is Form.QUOTED]
            for entry in sorted(quoted, key=lambda entry: (position[entry.document], entry.position)):
                quoting.setdefault(speaker, {}).setdefault(entry.document, []).append(entry)
        return quoting

    def said(self, entry: StatementEntry) -> list[Sentence]:
        """Return the sentences of the document's summary that say what the speaker says in a statement.

        A sentence counts if it rests on lines of the statement alone, no other speaker's statement is in
        these lines, and it names the speaker, or says `he` or `she` and names nobody else. This leaves out
        most of what others say, but not what the same sentence says of them too.
        """
        lines = expand(entry.record.lines)
        document = self.archive.documents[entry.document].record
        others = set().union(
            *(
                expand(statement.lines)
                for statement in document.statements or ()
                if statement.speaker != entry.record.speaker
            )
        )
        people = {("people", id) for id in document.people} - {entry.speaker}
        return [
            sentence
            for sentence in self._sentences(entry.document)
            if sentence.lines
            and (rests_on := set().union(*(expand([span]) for span in sentence.lines)))
            and rests_on <= lines
            and not rests_on & others
            and (
                self._names(sentence, entry.speaker)
                or (_PRONOUN.search(sentence.text) and not any(self._names(sentence, one) for one in people))
            )
        ]

    def _names(self, sentence: Sentence, term: Term) -> bool:
        """Return whether a sentence has a name of a term, or a person's surname."""
        record = self.archive.term(*term).record  # read again each time, for whoever notes it
        if term not in self._patterns:
            names = record.names
            names += [surname(name) for name in names] if term[0] == "people" else []
            any_name = "|".join(
                re.escape(name) for name in sorted(filter(None, names), key=len, reverse=True)
            )
            self._patterns[term] = re.compile(rf"(?<!\w)(?:{any_name})(?!\w)")
        return bool(self._patterns[term].search(sentence.text))

    @cached_property
    def _patterns(self) -> dict[Term, re.Pattern[str]]:
        return {}

    def _sentences(self, document: str) -> list[Sentence]:
        summary = self.archive.documents[document].summary  # read again each time, for whoever notes it
        if document not in self._parsed:
            self._parsed[document] = sentences(summary)
        return self._parsed[document]

    @cached_property
    def _parsed(self) -> dict[str, list[Sentence]]:
        return {}
