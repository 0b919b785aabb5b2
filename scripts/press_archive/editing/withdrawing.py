"""Withdraw a source or a document: an entry in the history, then no record any more.

The entry is written first. If the rest is interrupted, the check names what is left, and the command may be
given again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..base.files.exchange import remove_folder
from ..base.files.writing import make_folder, write_in_one_step
from ..captures.capture import CAPTURE_NAME, ORIGINAL_NAMES
from ..collection.archive import Archive, DocumentEntry, SourceEntry
from ..collection.histories import SOURCES, retired_ids
from ..records.closed_lists import RELATIONS, CutReason
from ..records.files import read_record
from ..records.history.writing import history_path, render_item, withdrawal_entry
from ..records.lines import compress, expand, format_ranges
from ..records.links import DOCUMENTS, is_id
from ..yaml_text.scalars import render_scalar
from .histories import add_items, next_day
from .links import LINKS, unnamed_addresses, update_links
from .records import replace_field

KEPT = ".withdrawn"  # the folder for captures of withdrawn sources, which only this machine has


@dataclass
class Withdrawn:
    """What a withdrawal did: the ids that are gone, files changed, where captures are, links to mend, and a
    line for each comment that is lost.
    """

    ids: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def withdraw_source(archive: Archive, source: SourceEntry, reason: str) -> Withdrawn:
    """Withdraw a source with all its documents; the captures that are held are moved out of sources/."""
    root, folder = archive.root, archive.root / source.folder
    documents = sorted(path.stem for path in folder.glob("*.md") if is_id(path.stem))
    done = Withdrawn([source.id, *documents])
    _record(archive, source, ["", *documents], reason)
    _remove_relations(archive, documents, done)
    for path in sorted(folder.iterdir()):
        if path.name in (CAPTURE_NAME, *ORIGINAL_NAMES) or path.is_dir():
            kept = root / KEPT / source.id / path.name
            make_folder(kept.parent)
            path.rename(kept)
            done.kept.append(kept.relative_to(root).as_posix())
    _forget_addresses(archive, documents, done)
    remove_folder(folder, root)  # last: until then the command can be given again
    done.links = list(_links_to(archive, documents))
    return done


def withdraw_document(archive: Archive, document: DocumentEntry, reason: str) -> Withdrawn:
    """Withdraw one document of several; its lines are cut from then on."""
    source = archive.sources[document.source]
    done = Withdrawn([document.id])
    _record(archive, source, [document.id], reason)
    _remove_relations(archive, [document.id], done)
    _cut_lines(archive, source, document, done)
    _forget_addresses(archive, [document.id], done)
    (archive.root / document.path).unlink(missing_ok=True)
    done.links = list(_links_to(archive, [document.id]))
    return done


def _record(archive: Archive, source: SourceEntry, documents: Sequence[str], reason: str) -> None:
    """Write the entries that are not there yet; an empty id is that of the source itself."""
    retired = retired_ids(archive)
    history = archive.histories.get(source.id)
    day = next_day(entry.date.text for entry in history.record.entries) if history else next_day(())
    lines = [
        render_item(withdrawal_entry(day, document, reason, source.record.sha256))
        for document in documents
        if ((DOCUMENTS, document) if document else (SOURCES, source.id)) not in retired
    ]
    if lines:
        add_items(archive.root, history_path(source.id), lines)


def _cut_lines(archive: Archive, source: SourceEntry, document: DocumentEntry, done: Withdrawn) -> None:
    """Cut the lines of a document in the record of its source, and take them out of its excerpts."""
    file = archive.root / source.path
    text, _ = read_record(file, archive.root)
    assert text is not None  # the archive has read it
    withdrawn = expand(document.record.lines)
    spans = [(format_ranges(cut.lines), str(cut.reason)) for cut in source.record.cuts]
    added = (format_ranges(document.record.lines), str(CutReason.WITHDRAWN))
    if added not in spans:
        cuts = "".join(f"  - lines: {lines}\n    reason: {reason}\n" for lines, reason in [*spans, added])
        text = replace_field(text, source.path, "source", "cuts", f"cuts:\n{cuts}")
    excerpts = expand(source.record.excerpts)
    if excerpts & withdrawn:
        left = format_ranges(compress(excerpts - withdrawn))
        text = replace_field(text, source.path, "source", "excerpts", f"excerpts: {left}" if left else "")
    _write(file, text)
    done.changed.append(source.path)


def _remove_relations(archive: Archive, documents: Sequence[str], done: Withdrawn) -> None:
    """Take withdrawn documents out of the relations of all others."""
    gone = set(documents)
    for id, entry in archive.documents.items():
        text: str | None = None
        for relation in RELATIONS if id not in gone else ():
            named: tuple[str, ...] = getattr(entry.record, relation)
            if not gone.intersection(named):
                continue
            left = ", ".join(render_scalar(other, True) for other in named if other not in gone)
            text = text or read_record(archive.root / entry.path, archive.root)[0] or ""
            written = f"{relation}: [{left}]" if left else ""
            text = replace_field(text, entry.path, "document", relation, written)
        if text is not None:
            _write(archive.root / entry.path, text)
            done.changed.append(entry.path)


def _forget_addresses(archive: Archive, documents: Sequence[str], done: Withdrawn) -> None:
    """Remove from links.yml the addresses that no record names any more."""
    if forgotten := unnamed_addresses(archive, documents):
        done.lost = update_links(archive.root, {}, forgotten)
        done.changed.append(LINKS)


def _links_to(archive: Archive, documents: Sequence[str]) -> Iterator[str]:
    """Yield the records that link to withdrawn documents in their words, which only a person can mend."""
    pattern = re.compile(rf"{DOCUMENTS}:(?:{'|'.join(map(re.escape, documents))})(?![a-z0-9-])")
    paths = {entry.path for entry in archive.documents.values()}
    paths |= {term.path for terms in archive.vocabularies.values() for term in terms.values()}
    for path in sorted(paths):
        file = archive.root / path
        if file.is_file() and pattern.search(read_record(file, archive.root)[0] or ""):
            yield path


def _write(file: Path, text: str) -> None:
    write_in_one_step(file, text.encode())
