"""The checks of histories and redirects. Each yields Problems; its first line is its rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...base.problems import Problem
from ...base.project import has_source_folder
from ...collection.archive import Archive, DocumentEntry, HistoryEntry, SourceEntry, problem_at
from ...collection.histories import (
    SOURCES,
    Histories,
    Values,
    effective_redirects,
    record_values,
    recorded_values,
    retired_ids,
    site_address,
    withdrawn_captures,
)
from ...records.closed_lists import EntryType, HistoryField
from ...records.dates import UNKNOWN
from ...records.history.entries import LEFT_OUT
from ...records.history.writing import REDIRECTS, history_path, render_item
from ...records.links import DOCUMENTS


def value_at(mapping: Mapping[str, Any], field: str) -> str:
    """Return the text of a field, such as original.sha256, on one line; "" where the record has none.

    A history has each value on one line too, whatever white space is in it.
    """
    value: Any = mapping
    for part in field.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text or LEFT_OUT.get(field, "")


def _may_be_unread(archive: Archive, source: str) -> bool:
    """Return whether there is a folder of a source, whose record may be one that could not be read."""
    is_there = has_source_folder(archive.root, source)
    return is_there or DOCUMENTS in archive.broken_vocabularies


def check_histories_have_sources(archive: Archive) -> Iterator[Problem]:
    """A history is that of a source that exists, or says that the source was withdrawn or renamed."""
    retired = retired_ids(archive)
    for id, history in archive.histories.items():
        if id not in archive.sources and (SOURCES, id) not in retired and not _may_be_unread(archive, id):
            message = (
                f"no source has the id {id!r}. Expected one, or an entry that it was withdrawn or renamed."
            )
            hint = "put the source back; `archive withdraw` removes one"
            yield Problem(history.path, 0, (), "H101", message, hint)


def check_retired_ids(archive: Archive) -> Iterator[Problem]:
    """The id of a source or document that was withdrawn or renamed is never used again."""
    for (kind, id), retired in retired_ids(archive).items():
        entries = archive.sources if kind == SOURCES else archive.documents
        if entry := entries.get(id):
            said = f"{retired.in_words}, as {retired.history.path} says"
            hint = "move it to another id" if not retired.renamed else f"the id is now {retired.renamed!r}"
            yield Problem(entry.path, 0, (), "H102", f"{said}. Expected an id that was never used.", hint)


def check_recorded_values(archive: Archive) -> Iterator[Problem]:
    """The value that a history recorded last is the one that the record has."""
    histories = Histories(archive)
    for id, source in archive.sources.items():
        for (document, field), value in recorded_values(histories.recorded_for(id)).items():
            if not document:
                yield from _compare(source, source.tree.mapping, field, {value})
    last: dict[tuple[str, str], set[str]] = {}
    for history in archive.histories.values():
        for key, value in recorded_values(history.record.entries).items():
            last.setdefault(key, set()).add(value)
    for (document, field), values in last.items():
        if entry := archive.documents.get(document):
            mapping = {**entry.tree.mapping, "source": entry.source}
            yield from _compare(entry, mapping, field, values)


def _compare(
    entry: SourceEntry | DocumentEntry, mapping: Mapping[str, Any], field: str, recorded: set[str]
) -> Iterator[Problem]:
    actual = value_at(mapping, field)
    if actual not in {" ".join(value.split()) for value in recorded}:
        (first, *_) = sorted(recorded)
        message = f"{actual!r} is not what its history recorded last ({first!r}). Expected the same value."
        hint = "put the old value back, or write into the history why it changed: archive correct"
        yield problem_at(entry, tuple(field.split(".")), "H103", message, hint)


def check_order(archive: Archive) -> Iterator[Problem]:
    """The entries of a history are in the order of their days, and each begins with the value before it."""
    for history in archive.histories.values():
        yield from _check_days(history)
        yield from _check_succession(history)


def _check_days(history: HistoryEntry) -> Iterator[Problem]:
    latest = ""
    for position, entry in enumerate(history.record.entries):
        if entry.date.text < latest:
            message = (
                f"{entry.date.text} comes after {latest}. Expected the entries in the order of their days."
            )
            yield problem_at(history, ("entries", position, "date"), "H104", message)
        latest = max(latest, entry.date.text)


def _check_succession(history: HistoryEntry) -> Iterator[Problem]:
    before: Values = {}
    for position, entry in enumerate(history.record.entries):
        key = (entry.document or "", str(entry.field or ""))
        if entry.field and key in before and entry.old != before[key]:
            message = f"the old value is {entry.old!r}, but an entry before it recorded {before[key]!r}."
            expected = "Expected the value that was recorded last"
            yield problem_at(history, ("entries", position, "old"), "H104", f"{message} {expected}.")
        record_values(before, entry)


def check_redirects(archive: Archive) -> Iterator[Problem]:
    """An old address leads, in one step, to a page that exists, and no page has that address any more."""
    if archive.redirects is None:
        return
    leads, live = effective_redirects(archive), _live_addresses(archive)
    days = {redirect.old: redirect.date.text for redirect in archive.redirects.record.redirects}
    lists = {f"{vocabulary}/" for vocabulary, _ in archive.documents_of_term}
    answering = (
        live | lists | {retired.address for retired in retired_ids(archive).values() if not retired.renamed}
    )
    for position, redirect in enumerate(archive.redirects.record.redirects):
        location = ("redirects", position)
        if redirect.old in live:
            message = (
                f"a page has the address {redirect.old!r}. Expected an address that no page has any more."
            )
            yield problem_at(archive.redirects, (*location, "old"), "H105", message)
        if leads[redirect.old] != redirect.new:
            continue  # a later line holds
        if redirect.new in leads:
            last = _follow(leads, redirect.old)
            date = max(days[redirect.old], days[redirect.new])
            again = {"date": date, "old": redirect.old, "new": last}
            hint = f"put at the end of the file: {render_item(again)}" if last else ""
            loop = "" if last else ", which leads back to it"
            message = f"{redirect.old!r} leads to {redirect.new!r}, another old address{loop}."
            yield problem_at(
                archive.redirects, (*location, "new"), "H105", f"{message} Expected a page that exists.", hint
            )
        elif redirect.new not in answering and not _may_be_unread_page(archive, redirect.new):
            message = f"no page has the address {redirect.new!r}. Expected one that a page has."
            yield problem_at(archive.redirects, (*location, "new"), "H105", message)


def _may_be_unread_page(archive: Archive, address: str) -> bool:
    """Return whether a record that could not be read may have the page at an address."""
    kind, id = address.split("/")[:2]
    unread = kind == SOURCES and _may_be_unread(archive, id)
    return unread or kind in archive.broken_vocabularies


def _follow(leads: Mapping[str, str], address: str) -> str:
    """Return the address at the end of a chain, or an empty text where it is a loop."""
    seen = set()
    while address in leads:
        if address in seen:
            return ""
        seen.add(address)
        address = leads[address]
    return address


def _live_addresses(archive: Archive) -> set[str]:
    """Return the addresses of documents, sources and terms that have a page, or will have one again."""
    documents = archive.documents.keys() | archive.broken_ids
    addresses = {site_address(DOCUMENTS, id) for id in documents}
    addresses |= {site_address(SOURCES, id) for id in archive.sources}
    return addresses | {site_address(*term) for term in archive.documents_of_term}


def check_renamed_addresses(archive: Archive) -> Iterator[Problem]:
    """The old address of a source or document that was renamed leads to the new one."""
    leads = effective_redirects(archive)
    for retired in retired_ids(archive).values():
        if retired.renamed and retired.address not in leads:
            new = site_address(retired.kind, retired.renamed)
            line = render_item({"date": retired.date, "old": retired.address, "new": new})
            message = (
                f"{retired.in_words}, but its old address leads nowhere. Expected a line in {REDIRECTS}."
            )
            hint = f"put at its end (a new file begins with the line `redirects:`): {line}"
            location = ("entries", retired.position, HistoryField.ID.value)
            yield problem_at(retired.history, location, "H106", message, hint)


def check_withdrawn_captures(archive: Archive) -> Iterator[Problem]:
    """A capture that was withdrawn is not added again, unless its new history gives the reason."""
    withdrawn = withdrawn_captures(archive)
    for id, source in archive.sources.items() if withdrawn else ():
        digests = (source.record.sha256, source.record.original.sha256 if source.record.original else "")
        retired = next((withdrawn[digest] for digest in digests if digest in withdrawn), None)
        if retired and retired.id != id and not _says_why_again(archive, id):
            message = f"the capture of {retired.id!r}, which was withdrawn on {retired.date}, is here again."
            expected = "Expected none, or an ingestion with a reason in its history"
            hint = f"remove the source, or begin {history_path(id)} as `archive add --again` does"
            yield problem_at(source, ("sha256",), "H110", f"{message} {expected}.", hint)


def _says_why_again(archive: Archive, source: str) -> bool:
    entries = Histories(archive).recorded_for(source)
    return any(entry.type is EntryType.INGESTION and entry.reason not in (None, UNKNOWN) for entry in entries)


HISTORY_CHECKS = (
    check_histories_have_sources,
    check_retired_ids,
    check_recorded_values,
    check_order,
    check_redirects,
    check_renamed_addresses,
    check_withdrawn_captures,
)
