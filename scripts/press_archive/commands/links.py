"""Check whether the web addresses of the records still lead to a page, and record what they answer."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ..base.files.system_errors import explain
from ..base.problems import print_problems, printable, suggest
from ..base.progress import track
from ..base.wording import count
from ..collection.addresses import found_addresses, original_addresses, reference_addresses
from ..collection.archive import Archive
from ..collection.loading import load_archive
from ..editing.histories import NotRecorded
from ..editing.links import LINKS, unnamed_addresses, update_links
from ..ingest.fetch.check_address import Answer, Checker, NotChecked
from ..ingest.fetch.fetch_error import FetchError
from ..ingest.fetch.fetch_page import refuse_in_tests_of_changes
from ..publish.settings import load_address
from ..records.checked_links import CheckedLink
from ..records.closed_lists import LinkStatus
from .progress import progress

MOST = 1_000  # addresses in one run; the others are left for the next


class UnknownId(ValueError):
    """An id that no document and no source has."""


@dataclass
class Run:
    """What a run has found: its answers, and those of them that are not recorded yet."""

    root: Path
    day: datetime.date
    checked: Counter[LinkStatus] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    waiting: dict[str, CheckedLink] = field(default_factory=dict)
    connected: bool = False

    def add(self, address: str, answer: Answer) -> None:
        """Record an answer at once, unless no server has responded yet: this machine may be offline."""
        values = {"status": answer.status, "date": self.day.isoformat()} | (
            {"to": answer.to} if answer.to else {}
        )
        record = CheckedLink.model_validate(values)
        self.checked[answer.status] += 1
        if answer.status is not LinkStatus.LIVE:
            more = answer.to or answer.why
            self.lines.append(f"{address}: {answer.status}{f' ({more})' if more else ''}")
        self.waiting[address] = record
        self.connected |= answer.responded
        if self.connected:
            self.write()

    def write(self) -> None:
        """Record the answers that are not recorded yet."""
        update_links(self.root, self.waiting)
        self.waiting.clear()


def check_links(
    root: Path, ids: Sequence[str], older_than: int, references: bool, checker: Checker | None = None
) -> int:
    """Check addresses that were not checked for so many days, and print what they answer; return the exit
    status.

    Each answer is recorded before the next request is made. The checker is for tests.
    """
    archive = load_archive(root)
    if wrong := [problem for problem in archive.problems if problem.path == LINKS]:
        return print_problems(wrong, sys.stderr)
    run = Run(root, datetime.date.today())
    links = {address: entry.record for address, entry in archive.links.items()}
    try:
        asked = _addresses(archive, ids, references)
        due = _take_turns(_due(asked, links, older_than, run.day))
        if due:
            refuse_in_tests_of_changes(due[0])
    except (UnknownId, FetchError) as error:
        print(printable(str(error)), file=sys.stderr)
        return 2
    try:
        for line in update_links(root, {}, unnamed_addresses(archive)):
            print(printable(line))
        refused = _check(run, due[:MOST], checker or Checker(_about(root)))
    except OSError as error:
        print(explain(error, "What was checked after the last answer in links.yml is lost."), file=sys.stderr)
        return 1
    except NotRecorded as error:
        print(error, file=sys.stderr)
        return 1
    return _report(run, refused, len(due) - MOST, len(asked) - len(due))


def _about(root: Path) -> str:
    """Return where the archive is, for those whose servers are asked; empty where nobody has said so."""
    address = load_address(root)
    return f"+{address}" if address.isascii() and address.isprintable() and " " not in address else ""


def _addresses(archive: Archive, ids: Sequence[str], references: bool) -> list[str]:
    """Return the addresses of originals and archived copies, each once; with `references`, also the pages of
    findings, and those that support terms. With ids, only those of these documents and sources.
    """
    if unknown := [id for id in ids if id not in archive.documents and id not in archive.sources]:
        hint = suggest(unknown[0], [*archive.documents, *archive.sources])
        message = f"{unknown[0]}: unknown id. Expected that of a document or a source."
        raise UnknownId(f"{message} Hint: {hint}" if hint else message)
    documents = [
        entry for id, entry in archive.documents.items() if not ids or {id, entry.source}.intersection(ids)
    ]
    addresses = [address for document in documents for address in original_addresses(document)]
    if references:
        addresses += (address for document in documents for address in found_addresses(document))
        addresses += reference_addresses(archive) if not ids else ()
    return list(dict.fromkeys(addresses))


def _due(
    addresses: Iterable[str], links: Mapping[str, CheckedLink], older_than: int, day: datetime.date
) -> list[str]:
    """Return the addresses that were not checked within so many days; a day in the future is a mistake."""

    def is_due(address: str) -> bool:
        age = (day - links[address].date.earliest).days if address in links else -1
        return age < 0 or age >= older_than

    return [address for address in addresses if is_due(address)]


def _take_turns(addresses: Iterable[str]) -> list[str]:
    """Return addresses so that hosts take turns, and the pause of one is used for others."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        hosts[urlsplit(address).netloc].append(address)
    longest = max(map(len, hosts.values()), default=0)
    return [of_host[turn] for turn in range(longest) for of_host in hosts.values() if turn < len(of_host)]


def _check(run: Run, due: Sequence[str], checker: Checker) -> list[str]:
    """Check addresses; return a line for each that could not be."""
    refused = []
    try:
        with progress():
            for address in track(due, "Checking addresses"):
                try:
                    run.add(address, checker.check(address))
                except NotChecked as error:
                    refused.append(f"{address}: not checked: {error}")
    except KeyboardInterrupt:
        refused.append("Interrupted. What was checked before is recorded.")
    finally:
        if run.connected:
            run.write()
    return refused


def _report(run: Run, refused: Sequence[str], left: int, recent: int) -> int:
    """Print the result; return the exit status: 1 where something was not checked or not recorded."""
    for line in run.lines:
        print(printable(line))
    for line in refused:
        print(printable(line), file=sys.stderr)
    found = ", ".join(f"{run.checked[status]} {status}" for status in LinkStatus if run.checked[status])
    print(f"{count(run.checked.total(), 'address', 'addresses')} checked{f': {found}' if found else ''}.")
    if recent:
        print(f"{count(recent, 'address', 'addresses')} not checked again: see --older-than.")
    if left > 0:
        print(f"{count(left, 'address', 'addresses')} left for the next run.")
    if run.waiting:
        message = "No server responded, so nothing was recorded. Hint: see whether this machine is online"
        print(message, file=sys.stderr)
    return int(bool(refused or run.waiting))


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return check_links(root, arguments.id, arguments.older_than, arguments.references)
