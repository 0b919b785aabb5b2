"""What changed between two times that a history must say, and which of its new entries say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...collection.histories import SOURCES
from ...records.closed_lists import EntryType, HistoryField
from ...records.history.writing import history_path
from ...records.lines import compress, format_ranges
from ...records.links import DOCUMENTS
from .facts import Facts, Key, RawEntry, Recorded, same_lines


@dataclass(frozen=True)
class Change:
    """A value that differs, or a source or document that is gone (`field` is id).

    `new` is empty where there is no value any more; of a source or document that is gone, it is the id that
    it seems to have got. `entries` are the new entries that say so; without any, nothing says it.
    """

    before: Facts
    now: Facts | None
    field: str
    old: str
    new: str
    lines: str = ""
    entries: tuple[RawEntry, ...] = ()

    @property
    def document(self) -> str:
        """The id of the document before, empty for a source."""
        return self.before.id if self.before.kind == DOCUMENTS else ""

    @property
    def history(self) -> str:
        """The path of the history that an entry belongs in."""
        return history_path(self.before.source)

    @property
    def is_gone(self) -> bool:
        """Whether the source or document, under its id, is gone."""
        return self.field == HistoryField.ID

    @property
    def reason(self) -> str:
        """The reasons that the entries give."""
        return "; ".join(dict.fromkeys(entry.get("reason", "") for entry in self.entries))


def find_changes(before: Recorded, now: Recorded) -> Iterator[Change]:
    """Yield everything that a history must say, recorded or not."""
    comparison = _Comparison(before, now)
    for key in sorted(before.facts):
        yield from comparison.changes_of(before.facts[key])


def new_entries(before: Recorded, now: Recorded) -> dict[str, list[RawEntry]]:
    """Return the items that each history, or the redirects, got since, by path."""
    added = {}
    for path, items in now.logs.items():
        old = before.entries(path)
        added[path] = (
            items[len(old) :] if items[: len(old)] == old else [item for item in items if item not in old]
        )
    return added


class _Comparison:
    """The records of two times, and the new entries."""

    def __init__(self, before: Recorded, now: Recorded) -> None:
        self.before = before
        self.now = now
        self.added = new_entries(before, now)
        self.new_ids = now.facts.keys() - before.facts.keys()

    def changes_of(self, facts: Facts) -> Iterator[Change]:
        """Yield the changes of one source or document."""
        now = self.now.facts.get((facts.kind, facts.id))
        if now is None:
            entries = self.entries_of_end(facts)
            now = self.renamed(facts, entries) or (None if entries else self.guess(facts))
            yield Change(facts, now, HistoryField.ID, facts.id, now.id if now else "", entries=entries)
        if now is not None and now.is_readable:
            yield from self.changed_values(facts, now)
            if facts.kind == DOCUMENTS:
                yield from self.changed_speakers(facts, now)

    # --- Sources and documents that are gone

    def entries_of_end(self, facts: Facts) -> tuple[RawEntry, ...]:
        """Return the new entries that say that a source or document was withdrawn or got another id."""
        document = facts.id if facts.kind == DOCUMENTS else ""
        return tuple(
            entry
            for entry in self.added.get(history_path(facts.source), ())
            if entry.get("document", "") == document and self.says_end(facts, entry)
        )

    def says_end(self, facts: Facts, entry: RawEntry) -> bool:
        if entry.get("type") == EntryType.WITHDRAWAL:
            return True
        is_new = (facts.kind, entry.get("new", "")) not in self.before.facts
        return entry.get("field") == HistoryField.ID and entry.get("old") == facts.id and is_new

    def renamed(self, facts: Facts, entries: Iterable[RawEntry]) -> Facts | None:
        """Return the record under the id that the entries say; None where there is none of that id."""
        new = next((entry["new"] for entry in entries if entry.get("new")), "")
        return self.now.facts.get((facts.kind, new))

    def guess(self, facts: Facts) -> Facts | None:
        """Return a new record that seems to be one that is gone, under another id."""
        candidates = [self.now.facts[key] for key in sorted(self.new_ids) if key[0] == facts.kind]
        if facts.kind == SOURCES:
            documents = {id for (kind, id), other in self.before.facts.items() if other.source == facts.id}
            moved = {
                other.source
                for (kind, id), other in self.now.facts.items()
                if kind == DOCUMENTS and id in documents
            }
            alike = [
                other
                for other in candidates
                if other.id in moved or other.value("sha256") == facts.value("sha256") != ""
            ]
        else:
            alike = [other for other in candidates if _looks_like(facts, other)]
        return alike[0] if alike else None

    def source_now(self, source: str) -> str:
        """Return the id that a source has now, if it was renamed."""
        key: Key = (SOURCES, source)
        if key in self.now.facts or key not in self.before.facts:
            return source
        facts = self.before.facts[key]
        entries = self.entries_of_end(facts)
        now = self.renamed(facts, entries) or (None if entries else self.guess(facts))
        return now.id if now else source

    # --- Values that differ

    def changed_values(self, facts: Facts, now: Facts) -> Iterator[Change]:
        for name in facts.fields:
            old, new = facts.value(name), now.value(name)
            if name == "source" and new == self.source_now(old):
                continue
            if old and old != new:
                entries = self.entries_about(facts, now, name)
                yield Change(facts, now, name, old, new, entries=_chain(entries, old, new))

    def entries_about(self, facts: Facts, now: Facts, name: str) -> list[RawEntry]:
        """Return the new entries about a field, of all histories and ids that the record had."""
        documents = {facts.id, now.id} if facts.kind == DOCUMENTS else {""}
        paths = dict.fromkeys((history_path(facts.source), history_path(now.source)))
        return [
            entry
            for path in paths
            for entry in self.added.get(path, ())
            if entry.get("field") == name and entry.get("document", "") in documents
        ]

    def changed_speakers(self, facts: Facts, now: Facts) -> Iterator[Change]:
        printed, printed_now = facts.printed_speakers(), now.printed_speakers()
        entries = self.entries_about(facts, now, HistoryField.SPEAKERS)
        for name, old in printed.items():
            if name in printed_now and printed_now[name] != old:
                pair = f"{name}: {old}", f"{name}: {printed_now[name]}"
                yield Change(facts, now, HistoryField.SPEAKERS, *pair, entries=_chain(entries, *pair))
        entries = self.entries_about(facts, now, HistoryField.SPEAKER)
        for (old, new), numbers in _replaced(facts, now).items():
            lines = format_ranges(compress(numbers))
            matching = tuple(
                entry
                for entry in entries
                if (entry.get("old"), entry.get("new")) == (old, new)
                and same_lines(entry.get("lines", "")) == lines
            )
            yield Change(facts, now, HistoryField.SPEAKER, old, new, lines, matching)


def _looks_like(facts: Facts, other: Facts) -> bool:
    same_title = facts.value("title") == other.value("title") != ""
    lines = [same_lines(str(one.tree.mapping.get("lines", ""))) for one in (facts, other)]
    return same_title or (facts.source == other.source and lines[0] == lines[1] != "")


def _chain(entries: Iterable[RawEntry], old: str, new: str) -> tuple[RawEntry, ...]:
    """Return entries that lead, one after the other, from a value to another; none where they do not."""
    value, steps = old, []
    for entry in entries:
        if entry.get("old") == value:
            steps.append(entry)
            value = entry.get("new", "")
    return tuple(steps) if value == new else ()


def _replaced(facts: Facts, now: Facts) -> Mapping[tuple[str, str], set[int]]:
    """Return the lines whose speaker is another one, by the speakers before and now.

    A statement that is new, or is there no more, is not a speaker that was corrected.
    """
    before, after = _by_place(facts), _by_place(now)
    found: dict[tuple[str, str], set[int]] = {}
    for place in before.keys() & after.keys():
        gone, come = before[place] - after[place], after[place] - before[place]
        if gone and come:
            pair = ", ".join(sorted(gone)), ", ".join(sorted(come))
            found.setdefault(pair, set()).add(place[0])
    return dict(sorted(found.items()))


def _by_place(facts: Facts) -> dict[tuple[int, str], set[str]]:
    places: dict[tuple[int, str], set[str]] = {}
    for place, speaker in facts.speakers_of_lines():
        places.setdefault(place, set()).add(speaker)
    return places
