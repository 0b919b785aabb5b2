"""What changed between two releases, from the histories.

A release keeps which documents it had and how many entries each history had. Entries are only ever added, so
this says exactly which are new, also between two releases of one day. No value of before is repeated, and of
what was withdrawn nothing but that and why.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...collection.archive import Archive
from ...collection.entry_words import reason_in_words, what_happened
from ...collection.histories import SOURCES, Renames, concerned, follow
from ...records.closed_lists import EntryType
from ...records.history.entries import Entry
from ...records.links import DOCUMENTS

CHANGES = frozenset({EntryType.CORRECTION, EntryType.CHANGE_OF_ACCESS})


@dataclass(frozen=True)
class State:
    """What a release had: its name, the ids of its documents, the number of entries of each history."""

    release: str = ""
    documents: frozenset[str] = frozenset()
    entries: Mapping[str, int] = field(default_factory=dict)


def state_of(archive: Archive, release: str) -> State:
    """Return what a release of the archive has. The id of a source that was withdrawn, which often repeats a
    headline, is not in it: only a digest of it, so that its entries are not listed again.
    """
    renames = Renames(archive)
    entries = {
        _digest(id) if renames.is_withdrawn(SOURCES, id) else id: len(history.record.entries)
        for id, history in archive.histories.items()
    }
    return State(release, frozenset(archive.documents), entries)


def _digest(id: str) -> str:
    return f"sha256:{hashlib.sha256(id.encode()).hexdigest()}"


def render_state(state: State) -> str:
    """Return the text of `release.json`."""
    fields = {
        "release": state.release,
        "documents": sorted(state.documents),
        "entries": dict(sorted(state.entries.items())),
    }
    return json.dumps(fields, indent=1) + "\n"


def parse_state(text: str) -> State:
    """Read `release.json`; raise ValueError if it is not one."""
    try:
        fields = json.loads(text)
        entries = {str(id): int(number) for id, number in fields["entries"].items()}
        return State(str(fields["release"]), frozenset(map(str, fields["documents"])), entries)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a release.json. Expected release, documents and entries.") from error


def render_changelog(archive: Archive, release: str, earlier: State) -> str:
    """Return what changed since an earlier release, or with an empty State since the beginning."""
    since = f"since release {earlier.release}" if earlier.release else "since the beginning"
    new = list(_new_entries(archive, earlier))
    renames = Renames(archive)
    renamed = {
        entry.document: entry.new or ""
        for _, entry in new
        if entry.is_rename and entry.document and not renames.is_withdrawn(DOCUMENTS, entry.document)
    }
    before = {new_id: old for old, new_id in renamed.items()}
    added = [id for id in sorted(archive.documents) if follow(id, before)[-1] not in earlier.documents]
    missing = earlier.documents - archive.documents.keys() - renamed.keys()
    gone = sorted(id for id in missing if not renames.is_withdrawn(DOCUMENTS, id))
    sections = {
        "Documents added": [f"{id}: {_line(archive.documents[id].record.title)}" for id in added],
        "Documents renamed": [f"{old}: now {new_id}" for old, new_id in sorted(renamed.items())],
        "Withdrawn": list(_sentences(archive, new, frozenset({EntryType.WITHDRAWAL}), earlier)),
        "Left out, because their records are gone or cannot be used": gone,
        "Records changed": list(_sentences(archive, new, CHANGES, earlier)),
    }
    head = [f"Changes of {archive.title}", f"Release {release}, {since}"]
    parts = [f"{name}: {len(lines)}\n{_indented(lines)}" for name, lines in sections.items()]
    return "\n\n".join([*head, *(part.rstrip("\n") for part in parts)]) + "\n"


def _indented(lines: Sequence[str]) -> str:
    return "".join(f"  {line}\n" for line in lines)


def _line(text: str) -> str:
    return " ".join(text.split())


def _new_entries(archive: Archive, earlier: State) -> Iterator[tuple[str, Entry]]:
    """Yield each entry that the earlier release did not have, with its source, by day and source."""
    found = [
        (id, entry)
        for id, history in sorted(archive.histories.items())
        for entry in history.record.entries[earlier.entries.get(id, earlier.entries.get(_digest(id), 0)) :]
    ]
    yield from sorted(found, key=lambda pair: pair[1].date.text)


def _sentences(
    archive: Archive, entries: Sequence[tuple[str, Entry]], types: frozenset[EntryType], earlier: State
) -> Iterator[str]:
    """Yield what happened, a line for each entry of some types; a change of address is a rename.

    What was withdrawn is named only if the earlier release has it, by the id that it has there: an id often
    repeats a headline.
    """
    renames = Renames(archive)
    known = {(DOCUMENTS, renames.last(DOCUMENTS, id)): id for id in earlier.documents}
    known |= {(SOURCES, renames.last(SOURCES, id)): id for id in earlier.entries}
    for source, entry in entries:
        kind, id = concerned(source, entry)
        is_gone = renames.is_withdrawn(kind, id) or renames.is_withdrawn(SOURCES, source)
        is_withdrawal = entry.type is EntryType.WITHDRAWAL
        if entry.type not in types or (entry.document and entry.is_rename) or (is_gone and not is_withdrawal):
            continue
        noun = "document" if entry.document else "source"
        reason = reason_in_words(entry)
        words = what_happened(archive, entry, noun) + (f" Reason: {_line(reason)}" if reason else "")
        name = known.get((kind, renames.last(kind, id)), "") if is_withdrawal else id
        yield f"{entry.date.text} {noun}{f' {name}' if name else ''}: {words}"
