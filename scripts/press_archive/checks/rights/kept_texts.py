"""What git keeps and the site does not show, and everybody can read: programs, notes, comments in records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ...base.git import Entry, list_own_files, load_contents
from ...base.kept import Key, key_of
from ...collection.archive import Archive
from .reading.decoding import decode_texts, has_no_text
from .reading.published_text import read_published, read_text
from .reading.unpacking import Unreadable
from .written import Place, Written

# What the check of hand-written files reads.
_PUBLISHED = re.compile(r"(?:docs|overrides)/|mkdocs[^/]*\.yml$")
_RECORD = re.compile(r"sources/.*\.(?:yml|md)$")
_COMMENT = re.compile(r"(?:^|\s)#(.*)")
_LONGEST = 5_000_000  # bytes
_PACKED = re.compile(r"(?:[A-Za-z0-9+/]{40,}\s{1,2}){3}|[A-Za-z0-9+/]{200}|(?:[0-9a-fA-F]{2}[\s,:]){60}")
# Encodings from before UTF-8, in which a text may be converted without being another one.
_CODE_PAGES = ("cp1251", "koi8-r", "cp1252", "iso8859-5", "cp866", "mac-cyrillic", "cp437", "cp500")


def kept_texts(archive: Archive) -> Iterator[Written]:
    """Yield what each file of the archive's folder says that git tracks and nobody publishes.

    Of records these are the comments. Files whose captures are invented are left out. Raises GitError.
    """
    for path in list_own_files(archive.root):
        if not _PUBLISHED.match(path) and (data := _load(archive.root / path)) is not None:
            yield from _texts_of_file(data, path)


def some_kept_texts(archive: Archive, keys: Mapping[str, Key], changed: set[str]) -> Iterator[Written]:
    """Yield what `kept_texts` does of the files with some paths, each with its key.

    To those that have `changed` since, paths of files are added that have another key now.
    """
    for path, key in keys.items():
        data = _load(archive.root / path)
        changed |= {path} if data is None or _key(path, key_of("record", data)) != key else set()
        yield from _texts_of_file(data, path) if data is not None else ()


def kept_keys(archive: Archive) -> dict[str, Key]:
    """Return a key of what `kept_texts` yields of each file, by its path."""
    keys = {}
    for path in list_own_files(archive.root):
        if _PUBLISHED.match(path) or (path.startswith("sources/") and not _RECORD.match(path)):
            continue
        digest = archive.digests.get(path)  # of what was read just now
        if digest is None and (data := _load(archive.root / path)) is not None:
            digest = key_of("record", data)
        if digest is not None:
            keys[path] = _key(path, digest)
    return keys


def _key(path: str, digest: bytes) -> Key:
    return key_of("tracked", path.encode("utf-8", "surrogatepass"), digest)


def _load(file: Path) -> bytes | None:
    try:
        if file.is_symlink() or file.stat().st_size > _LONGEST:
            return None
        return file.read_bytes()
    except OSError:  # deleted, or a problem of the check that reads it
        return None


def _texts_of_file(data: bytes, path: str) -> Iterator[Written]:
    if _RECORD.match(path):
        lines = data.decode("utf-8", "replace").split("\n")
        comments = (
            (Place(path, number, ()), match[1])
            for number, line in enumerate(lines, 1)
            if (match := _COMMENT.search(line))
        )
        yield Written("", tuple(comments))
    elif not path.startswith("sources/"):
        yield from texts_of_content(data, path)


def texts_of_content(data: bytes, path: str) -> Iterator[Written]:
    """Yield the lines of a text, or what can be read of another file."""
    if decode_texts(data)[:1] == [text := data.decode("utf-8", "replace")]:
        lines = enumerate(text.split("\n"), 1)
        yield Written("", tuple((Place(path, number, ()), line) for number, line in lines))
        if _PACKED.search(text):
            yield from (Written("", ((Place(path, 0, ()), reading),)) for reading in read_text(text))
        return
    if not has_no_text(data) and b"\0" not in data:
        for encoding in _CODE_PAGES:
            yield Written("", ((Place(path, 0, ()), data.decode(encoding, "replace")),))
    for reading in read_published(data, path):
        if not isinstance(reading, Unreadable):
            yield Written("", ((Place(path, 0, ()), reading),))


def committed_texts(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, Written]]:
    """Yield the commit and the text of each content that commits added. Raises GitError."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.blob, entry)
    for blob, data in load_contents(archive.root, first, _LONGEST):
        for written in texts_of_content(data, first[blob].path):
            yield first[blob].commit, written
