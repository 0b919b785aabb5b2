"""Which texts were compared with which captures before: only what is new is compared again.

A text of a file is known by the digest of the file, a capture by the words of its lines that nothing public
may repeat. Once a set of texts has no words of a set of captures, it has none until a fact is gone: a
headline or an address that was a reason to accept nine words. Then all are compared again.

A new text is compared with the captures that may have one of its runs, and a new capture with the texts that
may have one of its own. Which may is found by hashes of five words in a row: a run of nine words contains one
that begins at a multiple of five. A hash too many costs time, and a run is never missed.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...base.kept import Kept, Key, key_of
from ...base.problems import Problem
from ...captures.runs import KEY, RUN, Words, words
from ...collection.archive import Archive
from ...records.dates import UNKNOWN
from .restricted import LONGEST_FACT, exempted_runs, hidden_texts, restricted_sources, shown_texts
from .run_together import long_words
from .written import Written

# Reads the files with these paths and keys; adds to the set those that have other keys by now.
Texts = Callable[[Mapping[str, Key], set[str]], Iterable[Written]]
# Names the problems of texts with the captures of some sources.
Name = Callable[[Iterable[Written], Collection[str]], Iterable[Problem]]
_TYPE = "Q"  # of a hash: 8 bytes
_FACT = 8  # bytes of the digest of a fact
_LONG_WORDS, _NO_LONG_WORDS = b"\1", b"\0"
MANY = 500  # files whose texts are not all kept in memory


@dataclass(frozen=True)
class _Compared:
    """The keys of texts and captures that were compared, and digests of the facts at that time."""

    texts: frozenset[bytes] = frozenset()
    captures: frozenset[bytes] = frozenset()
    facts: frozenset[bytes] = frozenset()

    def pack(self) -> bytes:
        parts = [b"".join(sorted(part)) for part in (self.texts, self.captures, self.facts)]
        return b"".join(len(part).to_bytes(8) + part for part in parts)


def _unpack(data: bytes | None) -> _Compared:
    if data is None:
        return _Compared()
    parts, at = [], 0
    for size in (len(key_of("")), len(key_of("")), _FACT):
        end = at + 8 + int.from_bytes(data[at : at + 8])
        parts.append(frozenset(data[place : place + size] for place in range(at + 8, end, size)))
        at = end
    return _Compared(*parts)


def compare_new(
    archive: Archive, kept: Kept, kind: str, keys: Mapping[str, Key], read: Texts, name: Name
) -> Iterator[Problem]:
    """Yield the problems that `name` finds in all texts, of which those that are known are not read.

    `keys` has the key of each file, by its path.
    """
    captures = {id: _hidden(archive, kept, id) for id in restricted_sources(archive)}
    facts = _facts(archive, kept)
    place = key_of("compared", kind.encode())
    before = _unpack(kept.get(place))
    if not before.facts <= facts:
        before = _Compared()
    known = {path: key for path, key in keys.items() if key in before.texts and kept.get(key) is not None}
    new_captures = {id for id, hidden in captures.items() if hidden.key not in before.captures}
    paths = keys.keys() - known.keys()
    paths |= _may_have(archive, new_captures, known, kept)
    changed: set[str] = set()
    hashes = _Hashes(paths)
    found = read({path: key for path, key in keys.items() if path in paths}, changed) if paths else ()
    texts = list(hashes.of_texts(found, captures))
    sources = _may_be_in(texts, captures)
    problems = list(name(texts, sources)) if texts else []
    yield from problems
    hashes.keep(kept, {path: keys[path] for path in paths - changed})
    faulty = {keys[path] for path in {problem.path for problem in problems} | changed}
    after = _Compared(
        frozenset(keys.values()) - faulty,
        frozenset(hidden.key for hidden in captures.values()),
        facts,
    )
    if after != before:
        kept.put(place, after.pack())


def find_new(
    archive: Archive, kept: Kept, kind: str, keys: Mapping[str, Key], against: Collection[Key]
) -> tuple[dict[str, Key], Callable[[Iterable[str]], None]]:
    """Return the files that were not compared with all of something else before, with their keys, and what to
    call with the paths of those that are not right.

    `keys` has the key of each file, by its path, and `against` are those of what they are compared with.
    """
    facts = _facts(archive, kept)
    place = key_of("compared", kind.encode())
    before = _unpack(kept.get(place))
    if not (before.facts <= facts and before.captures >= frozenset(against)):
        before = _Compared()

    def remember(wrong: Iterable[str]) -> None:
        faulty = {keys[path] for path in wrong}
        after = _Compared(frozenset(keys.values()) - faulty, frozenset(against), facts)
        if after != before:
            kept.put(place, after.pack())

    return {path: key for path, key in keys.items() if key not in before.texts}, remember


def find_new_windows(
    archive: Archive, kept: Kept, ids: Iterable[str], salt: str
) -> tuple[set[str], Callable[[Iterable[str]], None]]:
    """Return the sources whose fingerprints were not compared with their captures before, and what to call
    with those whose fingerprints are wrong.

    A new headline may be in any capture, and then its fingerprints are others.
    """
    captures = {id: _hidden(archive, kept, id) for id in ids}
    found = {id: archive.sources[id].fingerprints for id in ids}
    keys = {
        id: key_of("windows", hidden.key, salt.encode(), repr(found[id]).encode())
        for id, hidden in captures.items()
    }
    facts = _facts(archive, kept)
    place = key_of("compared", b"windows")
    before = _unpack(kept.get(place))
    if not before.facts <= facts:
        before = _Compared()
    wanted = _hashes_of_facts(archive, facts - before.facts) if before.texts else set()
    new = {
        id
        for id, key in keys.items()
        if key not in before.texts or not wanted.isdisjoint(_numbers(captures[id].hashes))
    }

    def remember(wrong: Iterable[str]) -> None:
        after = _Compared(frozenset(keys.values()) - {keys[id] for id in wrong}, frozenset(), facts)
        if after != before:
            kept.put(place, after.pack())

    return new, remember


def _hashes_of_facts(archive: Archive, digests: frozenset[bytes]) -> set[int]:
    """Return the hashes of the facts with some digests."""
    if not digests:
        return set()
    texts = [source.record.captured_from for source in archive.sources.values()]
    for document in archive.documents.values():
        texts += [document.record.title, document.record.original_url]
    texts += archive.broken_ids
    return {
        one
        for text in texts
        if not digests.isdisjoint(_digests_of_facts([text]))
        for one in _every(words(text))
    }


class _Hashes:
    """The hashes of the words of files, and which of the files have long words."""

    def __init__(self, paths: Collection[str]) -> None:
        self._hashes: dict[str, set[int]] = {path: set() for path in paths}
        self._with_long_words: set[str] = set()

    def of_texts(self, texts: Iterable[Written], captures: Mapping[str, _Hidden]) -> Iterator[Written]:
        """Take the hashes of texts; yield the texts, or of many only those that may have words of captures.

        All texts of an archive take more memory than all else.
        """
        wanted: set[int] | None = None
        if len(self._hashes) > MANY:
            wanted = {one for hidden in captures.values() for one in _numbers(hidden.hashes)}
        for written in texts:
            if not written.texts:
                continue
            path, found = written.texts[0][0].path, written.joined.words
            self._hashes[path].update(_every_fifth(found))
            has_long_words = any(long_words(found))
            if has_long_words:
                self._with_long_words.add(path)
            if has_long_words or wanted is None or not wanted.isdisjoint(_every(found)):
                yield written

    def keep(self, kept: Kept, keys: Mapping[str, Key]) -> None:
        """Keep the hashes of some files."""
        for path, key in keys.items():
            flag = _LONG_WORDS if path in self._with_long_words else _NO_LONG_WORDS
            kept.put(key, flag + array(_TYPE, self._hashes[path]).tobytes())


def _may_have(archive: Archive, sources: Collection[str], known: Mapping[str, Key], kept: Kept) -> set[str]:
    """Return the files among those known that may have words of some captures."""
    if not sources or not known:
        return set()
    wanted = {one for id in sources for text in hidden_texts(archive, id) for one in _every(text)}
    found = set()
    for path, key in known.items():
        value = kept.get(key) or _LONG_WORDS
        if value[:1] == _LONG_WORDS or not wanted.isdisjoint(_numbers(value[1:])):
            found.add(path)
    return found


def _may_be_in(texts: Collection[Written], captures: Mapping[str, _Hidden]) -> set[str]:
    """Return the sources of the captures of which some texts may have words."""
    if not texts or not captures:
        return set()
    wanted = {one for written in texts for one in _every(written.joined.words)}
    return {id for id, hidden in captures.items() if not wanted.isdisjoint(_numbers(hidden.hashes))}


@dataclass(frozen=True)
class _Hidden:
    """The words of a restricted capture that nothing public may repeat: their digest, and hashes of them."""

    key: bytes
    hashes: bytes


def _hidden(archive: Archive, kept: Kept, id: str) -> _Hidden:
    source = archive.sources[id]
    assert source.capture is not None
    paths = [source.path, *(archive.documents[document].path for document in archive.documents_of_source[id])]
    digests = [archive.digests[path] for path in paths]
    place = key_of("hidden", source.capture.sha256.encode(), *digests)
    value = kept.get(place)
    if value is None:
        hidden = [" ".join(text) for text in hidden_texts(archive, id)]
        shown = [" ".join(text) for text in shown_texts(archive, id)]
        names = sorted(" ".join(run) for run in exempted_runs(archive, id))
        key = key_of("words", repr((hidden, shown, names)).encode("utf-8", "surrogatepass"))
        hashes = {one for text in hidden for one in _every_fifth(text.split())}
        value = key + array(_TYPE, hashes).tobytes()
        kept.put(place, value)
    size = len(place)
    return _Hidden(value[:size], value[size:])


def _facts(archive: Archive, kept: Kept) -> frozenset[bytes]:
    """Return a digest of each headline and address that has a run of nine words."""
    found: set[bytes] = set()
    for source in archive.sources.values():
        found.update(_facts_of(kept, archive.digests[source.path], source.record.captured_from))
    for document in archive.documents.values():
        texts = (document.record.title, document.record.original_url)
        found.update(_facts_of(kept, archive.digests[document.path], *texts))
    found.update(*map(_digests_of_facts, ([id] for id in archive.broken_ids)))
    return frozenset(found)


def _facts_of(kept: Kept, digest: bytes, *texts: str) -> list[bytes]:
    """Return the digests of a record's facts."""
    place = key_of("facts", digest)
    value = kept.get(place)
    if value is None:
        value = b"".join(_digests_of_facts(texts))
        kept.put(place, value)
    return [value[at : at + _FACT] for at in range(0, len(value), _FACT)]


def _digests_of_facts(texts: Iterable[str]) -> list[bytes]:
    found = (words(text) for text in texts if text != UNKNOWN)
    facts = (" ".join(fact) for fact in found if RUN <= len(fact) <= LONGEST_FACT)
    return [key_of("fact", fact.encode("utf-8", "surrogatepass"))[:_FACT] for fact in facts]


def _every(text: Words) -> Iterator[int]:
    """Yield the hash of every five words in a row."""
    return map(_hash, zip(*(text[start:] for start in range(KEY)), strict=False))


def _every_fifth(text: Words) -> Iterator[int]:
    """Yield the hashes of five words in a row that begin at a multiple of five."""
    return map(_hash, zip(*(text[start::KEY] for start in range(KEY)), strict=False))


def _hash(found: Iterable[str]) -> int:
    data = " ".join(found).encode("utf-8", "surrogatepass")
    return zlib.crc32(data) << 32 | zlib.adler32(data)


def _numbers(data: bytes) -> array[int]:
    numbers = array(_TYPE)
    numbers.frombytes(data)
    return numbers
