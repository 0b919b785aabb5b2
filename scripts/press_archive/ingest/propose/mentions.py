"""The terms of the vocabularies that a text names, by their labels and variants."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...collection.archive import Archive
from ...collection.names import surname
from ...records.values import SUBJECTS
from ..proposals import Confidence, Proposal

# Outlets are recognised in other ways: a report names many newspapers that did not publish it.
MAX_ABBREVIATION = 4  # letters; a name that is no longer counts only as it is spelled
CITED_LINES = 3  # of a mention, in its origin
KEY = 4  # letters by which names are grouped

_SPACE = r"\s+"
_START = re.compile(r"(?<!\w)\S")


@dataclass(frozen=True)
class Mention:
    """A term that a text names."""

    vocabulary: str
    """The vocabulary of the term."""
    term: str
    """The term's id."""
    name: str
    """The name as the text has it first."""
    lines: tuple[int, ...]
    """The lines that name the term, counted from 1."""
    whole: bool
    """Whether one of them has a whole name, and not a surname alone."""

    @property
    def proposal(self) -> Proposal:
        """The term as a proposal: who is named once in passing may matter less."""
        evidence = self.whole + (len(self.lines) > 1)
        confidence = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)[evidence]
        return Proposal(self.term, f"{self.name!r} in {self._place}", confidence)

    @property
    def _place(self) -> str:
        if len(self.lines) == 1:
            return f"line {self.lines[0]}"
        cited = ", ".join(map(str, self.lines[:CITED_LINES]))
        return f"lines {cited} …" if len(self.lines) > CITED_LINES else f"lines {cited}"


@dataclass(frozen=True)
class _Name:
    """One of the names of a term."""

    vocabulary: str
    """The vocabulary of the term."""
    term: str
    """The term's id."""
    spelling: str
    """The name as the vocabulary spells it."""
    whole: bool
    """Whether it is a whole name, and not a surname alone."""

    def matches(self, found: str) -> bool:
        """Return whether a text found in any case is this name; US is an abbreviation, and `us` a word."""
        is_abbreviation = self.spelling.isupper() or len(self.spelling) <= MAX_ABBREVIATION
        return found.startswith(self.spelling) or not is_abbreviation


class Names:
    """Every name of an archive's vocabularies, ready to be looked for in texts."""

    def __init__(self, archive: Archive) -> None:
        """Index the names; a surname counts where only one person has it."""
        self._by_name: dict[str, list[_Name]] = defaultdict(list)
        for name in _whole_names(archive):
            self._by_name[name.spelling.casefold()].append(name)
        for name in _surnames(archive):
            if (folded := name.spelling.casefold()) not in self._by_name:
                self._by_name[folded].append(name)
        patterns: dict[str, list[str]] = defaultdict(list)
        for spelling in sorted(self._by_name, key=len, reverse=True):  # the longest first
            patterns[_key(spelling)].append(_pattern(spelling))
        self._patterns = {key: re.compile("|".join(each), re.IGNORECASE) for key, each in patterns.items()}

    def find(self, lines: Mapping[int, str]) -> list[Mention]:
        """Return the terms that numbered lines name, those named on most lines first."""
        hits: dict[tuple[str, str], list[tuple[int, str, bool]]] = defaultdict(list)
        names_of: dict[str, list[_Name]] = {}
        for number, line in lines.items():
            for found in self._find(line):
                if found not in names_of:
                    names_of[found] = self._names_of(found)
                for name in names_of[found]:
                    hits[name.vocabulary, name.term].append((number, found, name.whole))
        mentions = [_mention(vocabulary, term, found) for (vocabulary, term), found in hits.items()]
        return sorted(mentions, key=lambda mention: (-len(mention.lines), mention.lines[0], mention.term))

    def _find(self, line: str) -> Iterator[str]:
        """Yield what may be names, from left to right.

        At each beginning of a word, only the names that begin with the same letters are tried: a text of 4 MB
        has millions of words, and an archive thousands of names.
        """
        end = 0
        for start in _START.finditer(line):
            place = start.start()
            if place < end:
                continue
            key = line[place : place + KEY].casefold()[:KEY]
            for length in range(KEY, 0, -1):
                pattern = self._patterns.get(key[:length])
                if pattern and (match := pattern.match(line, place)):
                    end = match.end()
                    yield match[0]
                    break

    def _names_of(self, found: str) -> list[_Name]:
        """Return the names that a text found in a line matches, with or without its ending."""
        folded = found.casefold()
        without_endings = (folded, folded[:-1], folded[:-2], folded.rstrip("'’s"))
        key = next((text for text in without_endings if text in self._by_name), None)
        if key is None:  # in Cyrillic the last letters depend on the case
            key = max((name for name in self._by_name if folded.startswith(name[:-2])), key=len, default=None)
        return [name for name in self._by_name[key] if name.matches(found)] if key else []


def _whole_names(archive: Archive) -> Iterator[_Name]:
    for vocabulary in SUBJECTS:
        for id, term in archive.vocabularies.get(vocabulary, {}).items():
            for spelling in term.record.names:
                yield _Name(vocabulary, id, spelling, True)


def _surnames(archive: Archive) -> Iterator[_Name]:
    """Yield the surnames that only one person has."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for name in _whole_names(archive):
        if name.vocabulary == "people" and surname(name.spelling):
            bearers[surname(name.spelling)].add(name.term)
    for spelling, ids in bearers.items():
        if len(ids) == 1:
            yield _Name("people", ids.pop(), spelling, False)


def _mention(vocabulary: str, term: str, found: list[tuple[int, str, bool]]) -> Mention:
    """Return the mention of a term; `found` lists the line, the text and whether it is a whole name."""
    lines = tuple(dict.fromkeys(number for number, _, _ in found))
    return Mention(vocabulary, term, found[0][1], lines, any(whole for _, _, whole in found))


def _key(name: str) -> str:
    """Return the letters with which every spelling of a name begins that its pattern matches."""
    first = name.split()[0]
    if re.search(r"[а-яё]$", name) and len(first) > MAX_ABBREVIATION:
        first = first[:-2]
    return first.casefold()[:KEY]


def _pattern(name: str) -> str:
    """Return a regular expression for a name: in Cyrillic in any case, else perhaps in the genitive."""
    words = name.split()
    if re.search(r"[а-яё]$", name):
        stems = [
            re.escape(word[:-2]) + r"\w{0,4}" if len(word) > MAX_ABBREVIATION else re.escape(word)
            for word in words
        ]
        return rf"(?<!\w){_SPACE.join(stems)}(?!\w)"
    return rf"(?<!\w){_SPACE.join(map(re.escape, words))}(?:['’]s|s['’]?|['’])?(?!\w)"
