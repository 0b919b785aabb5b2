"""What is known to have no problem, because the same bytes had none before, need not be checked again.

Only that something has no problem is kept: what has one is checked each time, and named each time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..base.kept import Kept, Key, key_of
from ..base.problems import Problem
from ..collection.archive import Archive, SourceEntry
from .rights.written import COLLECTION, Entry


def record_keys(archive: Archive, kind: str, *others: bytes) -> dict[str, Key]:
    """Return a key of each record's file, by its path: of its bytes, the ids in its path, and the others."""
    names: dict[str, tuple[bytes, ...]] = {}
    for id, source in archive.sources.items():
        names[source.path] = (id.encode(),)
    for id, document in archive.documents.items():
        names[document.path] = (id.encode(), document.source.encode())
    for id, history in archive.histories.items():
        names[history.path] = (id.encode(),)
    entries: list[Entry] = [*archive.searches.values(), *archive.links.values()]
    entries += [term for vocabulary in archive.vocabularies.values() for term in vocabulary.values()]
    paths = {entry.path for entry in entries}
    paths |= {archive.redirects.path} if archive.redirects else set()
    paths |= {COLLECTION} if archive.collection else set()
    names |= dict.fromkeys(paths, ())
    digests = archive.digests
    return {path: key_of(kind, digests[path], *of_path, *others) for path, of_path in names.items()}


def part_of(archive: Archive, paths: Collection[str]) -> Archive:
    """Return the archive with only the records in the files with some paths."""

    def among(entries: Mapping[str, Entry]) -> dict[str, Any]:
        return {id: entry for id, entry in entries.items() if entry.path in paths}

    return replace(
        archive,
        sources=among(archive.sources),
        documents=among(archive.documents),
        vocabularies={name: among(terms) for name, terms in archive.vocabularies.items()},
        searches=among(archive.searches),
        links=among(archive.links),
        histories=among(archive.histories),
        redirects=archive.redirects if archive.redirects and archive.redirects.path in paths else None,
        collection=archive.collection if COLLECTION in paths else None,
    )


def unless_known(
    kept: Kept | None, key: Callable[[], Key], check: Callable[[], Iterable[Problem]]
) -> Iterator[Problem]:
    """Yield the problems of a check, which is left out if the key is known, and kept if there are none."""
    if kept is None:
        yield from check()
        return
    place = key()
    if kept.get(place) is not None:
        return
    problems = list(check())
    if not problems:
        kept.put(place)
    yield from problems


class KnownSources:
    """Which sources, with their documents and captures, are known to have no problem of their own.

    Of their own are problems of rules that concern nothing but one source, or one and the ids of terms.
    """

    def __init__(self, archive: Archive, kept: Kept | None) -> None:
        """Look for what is known."""
        self._kept = kept
        self._archive = archive
        self._keys: dict[str, tuple[Key, Key]] = {}
        if kept is None:
            self.unknown = self.unknown_with_terms = set(archive.sources)
            return
        terms = key_of("ids", repr(_ids(archive)).encode())
        for id, source in archive.sources.items():
            own = self._key(id, source)
            self._keys[id] = own, key_of("source with ids", own, terms)
        self.unknown = {id for id, (own, _) in self._keys.items() if kept.get(own) is None}
        self.unknown_with_terms = {
            id for id, (_, with_terms) in self._keys.items() if kept.get(with_terms) is None
        }

    def _key(self, id: str, source: SourceEntry) -> Key:
        archive = self._archive
        documents = archive.documents_of_source[id]
        capture = source.capture.sha256 if source.capture else ""
        names = (id, capture, source.capture_path, str(archive.broken_documents[id]), *documents)
        paths = (source.path, *(archive.documents[document].path for document in documents))
        digests = (archive.digests[path] for path in paths)
        return key_of("source", "\n".join(names).encode(), *digests)

    def keep(self, problems: Iterable[Problem]) -> None:
        """Keep that the others have no problem."""
        if self._kept is None:
            return
        faulty = {problem.path.rpartition("/")[0] for problem in problems}
        for id in self.unknown | self.unknown_with_terms:
            if self._archive.sources[id].folder not in faulty:
                for key in self._keys[id]:
                    self._kept.put(key)


def sources_of(archive: Archive, ids: Collection[str]) -> Archive:
    """Return the archive with only some sources and their documents."""
    if len(ids) == len(archive.sources):
        return archive
    return replace(
        archive,
        sources={id: source for id, source in archive.sources.items() if id in ids},
        documents={id: entry for id, entry in archive.documents.items() if entry.source in ids},
    )


def _ids(archive: Archive) -> list[Any]:
    """Return the ids of all terms by vocabulary, and which vocabularies could not be read."""
    terms = [(name, sorted(terms)) for name, terms in sorted(archive.vocabularies.items())]
    return [*terms, sorted(archive.broken_vocabularies)]
