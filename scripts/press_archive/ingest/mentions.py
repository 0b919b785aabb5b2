"""The terms of the vocabularies that a text names, by their labels and variants."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ..collection.archive import Archive
from ..collection.names import surname
from ..records.fields import SUBJECTS
from .proposals import Confidence, Proposal

# Outlets are told in other ways: a report names many newspapers that did not publish it.
_SPACE = r"\s+"
SHORT = 4  # letters of an abbreviation, which counts only as it is spelled


@dataclass(frozen=True)
class Mention:
    """A term that a text names: by which name, and on which lines."""

    vocabulary: str
    term: str
    name: str
    lines: tuple[int, ...]
    whole: bool  # by a whole name, not by a surname alone

    @property
    def proposal(self) -> Proposal:
        """The term as a proposal: who is named once in passing may matter less."""
        often = len(self.lines)
        where = f"line {self.lines[0]}" if often == 1 else f"lines {', '.join(map(str, self.lines[:3]))}{' …' * (often > 3)}"
        confidence = Confidence.HIGH if self.whole and often > 1 else Confidence.MEDIUM if self.whole or often > 1 else Confidence.LOW
        return Proposal(self.term, f"{self.name!r} in {where}", confidence)


@dataclass(frozen=True)
class _Named:
    """A term under one of its names; `whole` where that is not a surname alone."""

    vocabulary: str
    term: str
    spelling: str
    whole: bool

    def is_in(self, found: str) -> bool:
        """Say whether a text names the term so: an abbreviation such as US, also a word, counts only as it is spelled."""
        return found.startswith(self.spelling) or not (self.spelling.isupper() or len(self.spelling) <= SHORT)


class Names:
    """Every name of the vocabularies, ready to be looked for in texts."""

    def __init__(self, archive: Archive) -> None:
        """Collect the names; a surname counts where one person alone bears it."""
        self.named: dict[str, list[_Named]] = defaultdict(list)
        bearers: dict[str, set[str]] = defaultdict(set)
        for vocabulary in SUBJECTS:
            for id, term in archive.vocabularies.get(vocabulary, {}).items():
                for name in term.record.names:
                    self.named[name.casefold()].append(_Named(vocabulary, id, name, True))
                    if vocabulary == "people" and surname(name):
                        bearers[surname(name)].add(id)
        for name, ids in bearers.items():
            if len(ids) == 1 and name.casefold() not in self.named:
                self.named[name.casefold()].append(_Named("people", *ids, name, False))
        names = sorted(self.named, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(_pattern, names)) or r"(?!)", re.IGNORECASE)

    def find(self, lines: Mapping[int, str]) -> list[Mention]:
        """Return the terms that numbered lines name, most often named first."""
        hits: dict[tuple[str, str], list[tuple[int, str, bool]]] = defaultdict(list)
        for number, line in lines.items():
            for match in self.pattern.finditer(line):
                for named in self._named(match[0]):
                    hits[named.vocabulary, named.term].append((number, match[0], named.whole))
        mentions = [
            Mention(
                vocabulary,
                term,
                found[0][1],
                tuple(dict.fromkeys(line for line, _, _ in found)),
                any(whole for *_, whole in found),
            )
            for (vocabulary, term), found in hits.items()
        ]
        return sorted(mentions, key=lambda mention: (-len(mention.lines), mention.lines[0], mention.term))

    def _named(self, found: str) -> list[_Named]:
        """Return the terms of a name as it was found, its ending taken off where it has one."""
        folded = found.casefold()
        endings = [folded, *(folded[:-length] for length in (1, 2)), folded.rstrip("'’s")]
        name = next((name for name in endings if name in self.named), None)
        if name is None:  # in Cyrillic the last letters differ as cases do
            name = max((name for name in self.named if folded.startswith(name[:-2])), key=len, default=None)
        return [named for named in self.named[name] if named.is_in(found)] if name else []


def _pattern(name: str) -> str:
    words = name.split()
    if re.search(r"[а-яё]$", name):
        parts = [re.escape(word[:-2]) + r"\w{0,4}" if len(word) > SHORT else re.escape(word) for word in words]
        return rf"(?<!\w){_SPACE.join(parts)}(?!\w)"
    return rf"(?<!\w){_SPACE.join(map(re.escape, words))}(?:['’]s|s['’]?|['’])?(?!\w)"
