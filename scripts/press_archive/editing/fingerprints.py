"""Make the fingerprints of held captures, and the salt of an archive that has none yet."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from ..base.files.partial import remove_partial
from ..base.files.writing import locked, write_in_one_step
from ..captures.fingerprint_file import (
    FINGERPRINTS_NAME,
    Fingerprints,
    make_fingerprints,
    render_fingerprints,
)
from ..captures.fingerprints import Window, choose, compare
from ..checks.rights.fingerprints import RestrictedWindows, archive_salt, is_of_source, values_of
from ..checks.rights.restricted import restricted_sources
from ..collection.archive import Archive, SourceEntry
from ..records.closed_lists import Access
from ..yaml_text.reading import parse_yaml
from ..yaml_text.scalars import render_scalar

COLLECTION = "sources/collection.yml"
FIELD = "fingerprint_salt"


@dataclass(frozen=True)
class NoFingerprints:
    """Fingerprints that could not be made; the message says why."""

    message: str


def begin_fingerprints(archive: Archive) -> Archive:
    """Return the archive with a salt: its own, or a new one that is written into the collection's record.

    An archive begins to have fingerprints when every restricted capture is held, for from then on each
    source must have them. Until then it is returned as it is. Raises OSError.
    """
    if archive.collection is None or archive_salt(archive) or not _is_all_held(archive):
        return archive
    salt = _write_salt(archive, secrets.token_hex(16))
    return replace(archive, collection=archive.collection.model_copy(update={FIELD: salt}))


def _is_all_held(archive: Archive) -> bool:
    restricted = [id for id, source in archive.sources.items() if source.record.access is not Access.FULL]
    return all(_is_whole(archive, id) for id in restricted)


def _is_whole(archive: Archive, id: str) -> bool:
    """Return whether a source's capture is held, unaltered, and all of its documents could be read."""
    source = archive.sources[id]
    is_unaltered = source.capture is not None and source.capture.sha256 == source.record.sha256
    return is_unaltered and not archive.broken_documents.get(id)


def _write_salt(archive: Archive, salt: str) -> str:
    """Add a salt to the collection's record, and change nothing else of it; return the salt that it has then:
    another program may have been faster. An empty text if the record has a layout that allows no new line.
    """
    path = archive.root / COLLECTION
    with locked(path.parent):
        text = path.read_bytes().decode()
        fields = parse_yaml(text.replace("\r\n", "\n"), COLLECTION).value
        assert isinstance(fields, dict)  # or the record would be broken
        if FIELD in fields:
            return str(fields[FIELD])
        end = "\r\n" if "\r\n" in text else "\n"
        after = f"{text}{'' if text.endswith(end) else end}{FIELD}: {render_scalar(salt)}{end}"
        if parse_yaml(after.replace("\r\n", "\n"), COLLECTION).value != fields | {FIELD: salt}:
            return ""
        remove_partial(path.parent)
        write_in_one_step(path, after.encode())
    return salt


def update_fingerprints(archive: Archive) -> Iterator[str | NoFingerprints]:
    """Write the fingerprints of each held restricted capture that has none, or others than it should have.

    Yield a sentence for each file that was written, or NoFingerprints. Raises OSError.
    """
    archive = begin_fingerprints(archive)
    if not archive_salt(archive):
        if archive.collection is None and archive.sources:
            message = "it has a problem, or is missing, so no fingerprints were made"
            hint = "run `archive check`, and then `archive hold` again"
            yield NoFingerprints(f"{COLLECTION}: {message}. Hint: {hint}")
        if archive.collection is not None and _is_all_held(archive):
            line = f"{FIELD}: {secrets.token_hex(16)}"
            message = "no line can be added to this layout, so no fingerprints were made"
            yield NoFingerprints(f"{COLLECTION}: {message}. Hint: add `{line}` and run `archive hold` again")
        return
    known = known_fingerprints(archive)
    restricted = RestrictedWindows(archive)
    for id in restricted_sources(archive):
        source = archive.sources[id]
        own = values_of(archive, id) if is_of_source(archive, id) else None
        # Those of a draft or of before a problem stay. A headline that cannot be read may be a fact.
        if own is not None and (archive.broken_ids or not _is_whole(archive, id)):
            continue
        if not _is_whole(archive, id):
            reason = "its capture or a record of its documents has a problem"
            hint = "run `archive check`, and then `archive hold` again"
            yield NoFingerprints(f"{source.folder}: no fingerprints made: {reason}. Hint: {hint}")
            continue
        values = choose_fingerprints(restricted.of(id), own, known)
        if values != own:
            known |= values
            made = make_fingerprints(source.record.sha256, archive_salt(archive), values)
            yield _write(archive, source, made)


def known_fingerprints(archive: Archive) -> set[int]:
    """Return the fingerprints of all captures, whether they are held or not."""
    return {value for id in archive.sources if is_of_source(archive, id) for value in values_of(archive, id)}


def choose_fingerprints(
    needed: Sequence[Window], own: frozenset[int] | None, known: AbstractSet[int]
) -> frozenset[int]:
    """Return the fingerprints that a capture should have: its `own`, if they are right, or a new choice."""
    if own is not None and compare(needed, own) == (0, 0):
        return own
    return choose(needed, own or frozenset(), known)


def _write(archive: Archive, source: SourceEntry, fingerprints: Fingerprints) -> str:
    place = f"{source.folder}/{FINGERPRINTS_NAME}"
    with locked(archive.root / source.folder):
        remove_partial(archive.root / source.folder)
        write_in_one_step(archive.root / place, render_fingerprints(fingerprints).encode())
    return f"{place}: made"
