"""The rules of a change since a revision: what changed has an entry, and histories only grow."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...base.problems import Problem
from ...collection.archive import Archive
from ...collection.histories import site_address
from ...records.closed_lists import CutReason
from ...records.dates import UNKNOWN
from ...records.files import record_name
from ...records.history.writing import (
    REDIRECTS,
    change_entry,
    history_path,
    render_item,
    withdrawal_entry,
)
from ...records.lines import compress, format_ranges
from ..earlier import EarlierRecords
from .changes import Change, find_changes, new_entries
from .facts import Recorded, known_facts, load_facts


@dataclass(frozen=True)
class MissingEntry:
    """A change that no entry mentions: the entry, and the redirects of a changed address, as YAML."""

    change: Change
    line: str
    redirects: tuple[str, ...] = ()


def load_both(earlier: EarlierRecords, archive: Archive | None = None) -> tuple[Recorded, Recorded]:
    """Return the facts that the records had in a commit, and those of now; raise GitError where git fails.

    What the archive has read, and what did not change, is not read once more.
    """
    if archive is not None and (both := _load_changed(earlier, archive)):
        return both
    now = load_facts(earlier.root, known_facts(archive) if archive else {})
    if not earlier.changed:
        return now, now
    same = {
        facts.path: facts
        for facts in now.facts.values()
        if facts.path not in earlier.changed and facts.is_readable
    }
    return load_facts(earlier.folder, same), now


def _load_changed(earlier: EarlierRecords, archive: Archive) -> tuple[Recorded, Recorded] | None:
    """Return the facts of the records that changed, before and now: the others say the same twice.

    None where that is not enough: a record that is gone may be any other record now, and of two records with
    the same id the first counts.
    """
    if any(problem.code == "F107" for problem in archive.problems):
        return None
    paths = {path for path in earlier.changed if record_name(path)} | {REDIRECTS}
    sources = {path.split("/")[2] for path in paths if record_name(path) in ("source", "document")}
    paths |= {history_path(source) for source in sources}
    before = load_facts(earlier.folder_with(paths), only=paths)
    now = load_facts(earlier.root, known_facts(archive), paths)
    return (before, now) if before.facts.keys() <= now.facts.keys() else None


def check_changes(before: Recorded, now: Recorded) -> Iterator[Problem]:
    """Yield changes between two times that no history mentions, and histories that lost or changed items."""
    for missing in missing_entries(before, now):
        yield _problem(missing, now)
    yield from _check_growth(before, now)
    yield from _check_withdrawn_lines(before, now)


def entries_without_reason(before: Recorded, now: Recorded) -> dict[str, int]:
    """Return how many of the new entries of each history have no reason, by path; they are no problem."""
    counted = {
        path: sum(item.get("reason") == UNKNOWN for item in items)
        for path, items in sorted(new_entries(before, now).items())
    }
    return {path: number for path, number in counted.items() if number}


def missing_entries(before: Recorded, now: Recorded, reason: str = UNKNOWN) -> Iterator[MissingEntry]:
    """Yield an entry, with its reason, for each change that has none."""
    for change in find_changes(before, now):
        if not change.entries:
            yield _missing(change, now, reason)


def _next_day(now: Recorded, history: str) -> str:
    """Return the day of a new entry: today, or the day of the last entry where that is later."""
    last = max((entry.get("date", "") for entry in now.entries(history)), default="")
    return max(last, datetime.date.today().isoformat())


def _missing(change: Change, now: Recorded, reason: str) -> MissingEntry:
    day = _next_day(now, change.history)
    if change.is_gone and not change.new:
        digest = change.before.value("sha256")
        return MissingEntry(change, render_item(withdrawal_entry(day, change.document, reason, digest)))
    entry = change_entry(day, change.field, change.old, change.new, change.document, change.lines, reason)
    redirects: tuple[str, ...] = ()
    if change.is_gone:
        kind = change.before.kind
        addresses = {"old": site_address(kind, change.old), "new": site_address(kind, change.new)}
        redirects = tuple(_redirects(now, {"date": day, **addresses}))
    return MissingEntry(change, render_item(entry), redirects)


def _redirects(now: Recorded, fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the redirect of a changed address, and one for each older address that leads to it."""
    yield render_item(fields)
    leads = {item.get("old", ""): item.get("new", "") for item in now.entries(REDIRECTS)}
    for old, target in leads.items():
        if target == fields["old"]:
            yield render_item({**fields, "old": old})


def _problem(missing: MissingEntry, now: Recorded) -> Problem:
    """Return the Problem of a change without an entry, with the line to paste as its hint."""
    change = missing.change
    begin = "" if change.history in now.logs else ", which begins with the line `entries:`"
    expected = f"Expected an entry in {change.history}."
    hint = f"put at the end of that file{begin}, and say why instead of unknown: {missing.line}"
    if change.is_gone:
        noun = change.before.kind.removesuffix("s")
        what = f"renamed to {change.new!r}" if change.new else "removed"
        message = f"the {noun} {change.old!r} was {what}, and its history does not say so. {expected}"
        hint += "".join(f" and at the end of {REDIRECTS}: {line}" for line in missing.redirects)
        return Problem(change.before.path, 0, (), "H108", message, hint)
    assert change.now is not None
    location = change.now.location(change.field if change.field != "speaker" else "statements")
    after = f"to {change.new!r}" if change.new else "and removed"
    where = f" in lines {change.lines}" if change.lines else ""
    message = f"changed from {change.old!r} {after}{where}, and its history does not say so. {expected}"
    return Problem(change.now.path, change.now.tree.line(location), location, "H107", message, hint)


def _check_growth(before: Recorded, now: Recorded) -> Iterator[Problem]:
    """Histories and redirects of the commit are still there, and so are their items, at the beginning."""
    for path, items in sorted(before.logs.items()):
        if path not in now.logs:
            message = "the file was removed. Expected it for ever: it only grows."
            yield Problem(path, 0, (), "H109", message, f"restore it: git checkout HEAD -- {path}")
        elif path not in now.unreadable_logs and now.logs[path][: len(items)] != items:
            position = next(
                number for number, item in enumerate(items) if now.logs[path][number : number + 1] != [item]
            )
            message = f"line {render_item(items[position])!r} was changed or removed. Expected it as it was."
            hint = "put it back in its place, and add what is new at the end"
            yield Problem(path, 0, (), "H109", message, hint)


def _check_withdrawn_lines(before: Recorded, now: Recorded) -> Iterator[Problem]:
    """Lines of a document that was withdrawn come back neither as another document nor as another cut."""
    for key, facts in sorted(before.facts.items()):
        other = now.facts.get(key)
        if other is None or not other.is_readable or facts.value("sha256") != other.value("sha256"):
            continue
        if back := facts.withdrawn_lines() - other.withdrawn_lines():
            lines = format_ranges(compress(back))
            message = f"lines {lines} are of a document that was withdrawn, and are not cut as that any more."
            hint = f"put back, with all its lines: {{lines: {lines}, reason: {CutReason.WITHDRAWN}}}"
            location = other.location("cuts")
            yield Problem(other.path, other.tree.line(location), location, "H112", message, hint)
