"""Rules that concern one source at a time, checked in parts on an executor.

They take less time than what they need takes to be sent, so copies of this process are not made for them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..base.problems import Problem
from ..base.processes import divided
from ..base.work.stages import do_parts, has_executor
from ..collection.archive import Archive, DocumentEntry, SourceEntry

SHARE = 50  # sources that are checked at a time

Check = Callable[[Archive], Iterator[Problem]]


@dataclass(frozen=True)
class _Rules:
    """Rules, and what they may need of an archive beside its sources and documents."""

    rules: Sequence[Check]
    archive: Archive


@dataclass(frozen=True)
class _Sources:
    """Some sources with their documents, and which of the sources each rule concerns."""

    sources: Mapping[str, SourceEntry]
    documents: Mapping[str, DocumentEntry]
    concerned: Sequence[Collection[str]]


def check_in_parts(archive: Archive, sources_of_rules: Mapping[Check, Archive]) -> dict[Check, list[Problem]]:
    """Return the problems of each rule in the order in which it yields them; none without an executor.

    `sources_of_rules` has the archive with the sources that a rule concerns.
    """
    if not has_executor():
        return {}
    rules = list(sources_of_rules)
    found: dict[Check, list[Problem]] = {rule: [] for rule in rules}
    common = replace(archive, sources={}, documents={}, histories={}, links={}, problems=(), digests={})
    parts = list(_parts(archive, [sources_of_rules[rule].sources.keys() for rule in rules]))
    for problems in do_parts(_check, _Rules(rules, common), parts):
        for rule, of_rule in zip(rules, problems, strict=True):
            found[rule] += of_rule
    return found


def _parts(archive: Archive, concerned: Sequence[Collection[str]]) -> Iterator[_Sources]:
    ids = [id for id in archive.sources if any(id in of_rule for of_rule in concerned)]
    documents: dict[str, dict[str, DocumentEntry]] = {id: {} for id in archive.sources}
    for id, document in archive.documents.items():
        documents[document.source][id] = document
    for share in divided(ids, SHARE):
        yield _Sources(
            {id: archive.sources[id] for id in share},
            {id: entry for source in share for id, entry in documents[source].items()},
            [[id for id in share if id in of_rule] for of_rule in concerned],
        )


def _check(rules: _Rules, part: _Sources) -> list[list[Problem]]:
    whole = replace(rules.archive, sources=part.sources, documents=part.documents)
    archives: dict[tuple[str, ...], Archive] = {tuple(part.sources): whole}
    found = []
    for rule, ids in zip(rules.rules, part.concerned, strict=True):
        key = tuple(ids)
        if key not in archives:
            archives[key] = replace(
                whole,
                sources={id: part.sources[id] for id in ids},
                documents={id: entry for id, entry in part.documents.items() if entry.source in ids},
            )
        found.append(list(rule(archives[key])))
    return found
