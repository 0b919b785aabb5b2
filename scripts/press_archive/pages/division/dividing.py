"""A list that is too long for one page is divided into parts: by year and month, by letters, by numbers.

An entry is in the part that its own date or name says, however many others there are, and a part is divided
only where it is itself too long. So an entry that comes or goes moves no other one to another page, and the
address of a part is the same for as long as the list is divided: a part that is divided leads to its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Entry = TypeVar("Entry")

MOST = 500  # entries of a list on one page


@dataclass(frozen=True)
class Step:
    """Where an entry belongs: the name of a part's page, what a row of parts calls it, and what its heading
    does; `kind` is what each of these parts is for, such as a month.

    Parts are in the order of `order`, or else in that of the list. `anchor` is the id that the heading of
    what is in a part has on the page of a list that is not divided.
    """

    name: str = ""
    short: str = ""
    words: str = ""
    kind: str = ""
    order: str = ""
    anchor: str = ""


# What an entry belongs to: first the largest part, then a part of this, and so on.
Steps = Callable[[Entry], Iterator[Step]]
_Walks = list[tuple[Entry, Iterator[Step]]]  # entries, each with the steps that are left


@dataclass(frozen=True)
class Part(Generic[Entry]):
    """A part of a list: the path of its page, where its entries belong, its entries, and its own parts."""

    path: str
    step: Step
    entries: Sequence[Entry]
    parts: tuple[Part[Entry], ...] = ()

    @property
    def leaves(self) -> Iterator[Part[Entry]]:
        """The parts that are not divided, in order: itself, or those of its parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves


def divide(
    entries: Sequence[Entry], steps: Steps[Entry], folder: str, size: Callable[[Entry], int] = lambda entry: 1
) -> tuple[Part[Entry], ...]:
    """Return the parts of a list, whose pages are in `folder`; none if it has at most MOST entries.

    `size` is how many lines an entry has on the page.

    >>> names = [f"{letter}{number}" for letter in "ab" for number in range(300)]
    >>> parts = divide(names, lambda name: iter([Step(name[0])]), "names")
    >>> [(part.path, len(part.entries)) for part in parts]
    [('names/a.md', 300), ('names/b.md', 300)]
    """
    walks = [(entry, steps(entry)) for entry in entries]
    return _divide(walks, folder, size, Step("all"))


def leaf_paths(parts: Iterable[Part[Entry]]) -> dict[Entry, str]:
    """Return the path of the page on which each entry of a divided list is."""
    return {entry: leaf.path for part in parts for leaf in part.leaves for entry in leaf.entries}


def _divide(
    walks: _Walks[Entry], folder: str, size: Callable[[Entry], int], before: Step
) -> tuple[Part[Entry], ...]:
    if len(walks) == 1 or sum(size(entry) for entry, _ in walks) <= MOST:
        return ()
    groups = _next_steps(walks, before)
    return tuple(
        Part(
            f"{folder}/{step.name}.md",
            step,
            [entry for entry, _ in group],
            _divide(group, folder, size, step),
        )
        for step, group in groups
    )


def _next_steps(walks: _Walks[Entry], before: Step) -> list[tuple[Step, _Walks[Entry]]]:
    """Return the groups of the first step that divides entries; if there is none, MOST entries each.

    What has no further step, as its name is the beginning of others, is a group of its own.
    """
    while True:
        groups: dict[str, tuple[Step, _Walks[Entry]]] = {}
        ended: _Walks[Entry] = []
        for entry, walk in walks:
            if step := next(walk, None):
                groups.setdefault(step.name, (step, []))[1].append((entry, walk))
            else:
                ended.append((entry, walk))
        if len(ended) == len(walks):
            return _count(walks, before)
        if ended:
            groups[""] = (Step(f"{before.name}--rest", "rest", f"{before.words}, rest", before.kind), ended)
        if len(groups) > 1:
            return sorted(groups.values(), key=lambda group: group[0].order)
        ((before, walks),) = groups.values()


def _count(walks: _Walks[Entry], before: Step) -> list[tuple[Step, _Walks[Entry]]]:
    """Return groups of MOST entries, from the first: what has no other difference, as in a history, whose
    entries are only added at the end.
    """
    groups = []
    for start in range(0, len(walks), MOST):
        group = walks[start : start + MOST]
        short = f"{start + 1:,} to {start + len(group):,}"
        words = f"{before.words}, {short}" if before.words else short
        groups.append((Step(f"{before.name}--{start + 1}", short, words, "range"), group))
    return groups
