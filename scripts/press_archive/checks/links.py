"""The checks of web addresses in records. Each yields Problems; its first line is its rule."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ..base.problems import Problem
from ..collection.addresses import is_all_read, named_addresses
from ..collection.archive import Archive, DocumentEntry, problem_at
from ..records.closed_lists import LinkStatus


def check_archived(archive: Archive) -> Iterator[Problem]:
    """Archived copies of a document are in the order of their dates, each once, and none is the original."""
    for document in archive.documents.values():
        seen = {document.record.original_url: "the address of the original"}
        for position, copy in enumerate(document.record.archived):
            if copy.url in seen:
                message = f"{copy.url!r} is {seen[copy.url]}. Expected the address of another copy."
                yield problem_at(document, ("archived", position, "url"), "R122", message, "remove it")
            seen.setdefault(copy.url, f"also the address of copy {position + 1}")
        yield from _check_order(document)


def _check_order(document: DocumentEntry) -> Iterator[Problem]:
    """Yield a problem for each archived copy that is older than the one before it."""
    copies = document.record.archived
    for position, (earlier, later) in enumerate(itertools.pairwise(copies), 1):
        if later.date.sort_key < earlier.date.sort_key:
            message = f"{later.date.text} comes after {earlier.date.text}. Expected the oldest copy first."
            yield problem_at(document, ("archived", position, "date"), "R122", message, "move it up")


def check_links(archive: Archive) -> Iterator[Problem]:
    """An address that was checked is one that a record names, and has a new address only if it moved."""
    named = named_addresses(archive)
    for address, link in archive.links.items():
        if address not in named and is_all_read(archive):
            message = f"no record names the address {address!r}. Expected one that a record names."
            yield problem_at(link, (address,), "R123", message, "remove it, or run: archive links")
        moved, new = link.record.status is LinkStatus.MOVED, link.record.to
        if moved and (new is None or new == address):
            message = f"no other address ({new or 'none'}). Expected the one that this address leads to."
            yield problem_at(
                link, (address, "to"), "R124", message, "add it, or run: archive links --older-than 0"
            )
        elif new and not moved:
            message = f"an address where nothing moved ({link.record.status}). Expected none."
            yield problem_at(link, (address, "to"), "R124", message, "remove it, or correct `status`")


LINK_CHECKS = (check_archived, check_links)
