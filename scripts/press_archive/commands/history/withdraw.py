"""Withdraw a source or a document from the archive."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ...base.files.system_errors import explain
from ...base.kept import FOLDER, forget
from ...base.problems import printable, suggest
from ...collection.archive import Archive
from ...collection.histories import SOURCES, retired_ids
from ...collection.loading import load_archive
from ...editing.histories import NotRecorded, check_reason
from ...editing.withdrawing import Withdrawn, withdraw_document, withdraw_source
from ...records.links import DOCUMENTS

# The folders, ignored by git, of what was made from the records and the captures.
MADE_BEFORE = ("export", ".reading-room", "reading-room", "site")


class NotWithdrawn(Exception):
    """Nothing was withdrawn; the message says why."""


def withdraw(root: Path, name: str, reason: str) -> int:
    """Withdraw what has this id, or the address sources/ID or documents/ID; return the exit status.

    The reason is shown at its old address, where nothing else is any more.
    """
    try:
        reason = check_reason(reason)
    except NotRecorded as error:
        print(printable(f"--reason: {error}"), file=sys.stderr)
        return 2
    archive = load_archive(root)
    try:
        kind, id = _find(archive, name.removesuffix("/"))
        done = _withdraw(archive, kind, id, reason)
        is_forgotten = forget(root)
    except (NotWithdrawn, NotRecorded) as error:
        print(printable(str(error)), file=sys.stderr)
        return 2 if isinstance(error, NotWithdrawn) else 1
    except OSError as error:
        print(explain(error, f"{name}: not withdrawn completely."), file=sys.stderr)
        return 1
    except ValueError as error:
        message = f"{name}: not withdrawn completely: {error}."
        print(printable(f"{message} Hint: give the command again when that is mended"), file=sys.stderr)
        return 1
    _report(root, done)
    if is_forgotten:
        print(
            f"{FOLDER}/: removed, because what was made before may have had it. The next build takes longer."
        )
    return 0


def _find(archive: Archive, name: str) -> tuple[str, str]:
    """Return the kind and the id that a name stands for; raise NotWithdrawn where there is none, or two."""
    prefix, _, id = name.rpartition("/")
    kinds = [prefix] if prefix in (SOURCES, DOCUMENTS) else [SOURCES, DOCUMENTS]
    entries = {SOURCES: archive.sources, DOCUMENTS: archive.documents}
    found = [kind for kind in kinds if id in entries[kind]]
    if len(found) == 2:
        raise NotWithdrawn(f"{id}: a source and a document. Expected sources/{id} or documents/{id}.")
    if found:
        return found[0], id
    for kind in kinds:
        if retired := retired_ids(archive).get((kind, id)):
            raise NotWithdrawn(f"{id}: {retired.in_words}. Expected a source or document that exists.")
    hint = suggest(id, [id for kind in kinds for id in entries[kind]])
    unread = "whose record can be read" if id in archive.broken_ids else "of the archive"
    raise NotWithdrawn(
        f"{name}: unknown id. Expected that of a source or document {unread}.{hint and f' Hint: {hint}'}"
    )


def _withdraw(archive: Archive, kind: str, id: str, reason: str) -> Withdrawn:
    if kind == SOURCES:
        return withdraw_source(archive, archive.sources[id], reason)
    document = archive.documents[id]
    if len(list((archive.root / document.path).parent.glob("*.md"))) == 1:
        message = f"{id}: the only document of its source. Expected a source to have one."
        raise NotWithdrawn(f"{message} Hint: archive withdraw {SOURCES}/{document.source}")
    return withdraw_document(archive, document, reason)


def _report(root: Path, done: Withdrawn) -> None:
    """Print what was done, and what is left to do."""
    for id in done.ids:
        print(f"{id}: withdrawn.")
    for path in done.changed:
        print(f"{path}: changed, because it named it.")
    for path in done.kept:
        print(f"{path}: the capture, moved there. Keep or delete it; it is in no site and not in git.")
    for line in done.lost:
        print(printable(line))
    for path in done.links:
        print(f"{path}: links to it. Remove the link, or `archive check` refuses the record.")
    for folder in MADE_BEFORE:
        if (root / folder).exists():
            print(f"{folder}/: made before, so it may still have it. Delete it, or make it again.")
    print("What git has kept, it still has: see the pages on withdrawal before you push.")


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return withdraw(root, arguments.id, arguments.reason)
