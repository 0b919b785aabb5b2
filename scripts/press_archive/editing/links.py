"""Write what addresses answered (`sources/links.yml`): only those that a record still names, in their order.

The file is written whole, so comments in it are not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ..base.files.partial import remove_partial
from ..base.files.writing import locked, write_in_one_step
from ..collection.addresses import is_all_read, named_addresses
from ..collection.archive import Archive
from ..records.checked_links import CheckedLink
from ..records.forms.canonical import MAX_SIMPLE_KEY, format_record
from ..yaml_text.scalars import render_scalar

LINKS = "sources/links.yml"


def named_links(archive: Archive, gone: Iterable[str] = ()) -> dict[str, CheckedLink]:
    """Return what addresses answered, without those that no record names; all, if a record was not read.

    The documents that are `gone` name none.
    """
    named = named_addresses(archive.without(gone)) if is_all_read(archive) else archive.links.keys()
    return {address: entry.record for address, entry in archive.links.items() if address in named}


def write_links(root: Path, links: Mapping[str, CheckedLink]) -> bool:
    """Write the file in one step; return whether it changed. Without links, none is begun."""
    file = root / LINKS
    if not links and not file.exists():
        return False
    data = render_links(links).encode()
    with locked(file.parent):
        remove_partial(file.parent)
        if file.is_file() and file.read_bytes() == data:
            return False
        write_in_one_step(file, data)
    return True


def render_links(links: Mapping[str, CheckedLink]) -> str:
    """Return the file in its canonical form."""
    text = "".join(_entry(address, links[address]) for address in sorted(links)) or "{}\n"
    written, problems = format_record(text, LINKS, "links")
    assert not problems, problems  # every text is quoted where it must be
    return written


def _entry(address: str, link: CheckedLink) -> str:
    key = render_scalar(address)
    start = f"{key}:" if len(key) < MAX_SIMPLE_KEY else f"? {key}\n:"
    new = f"  to: {render_scalar(link.to)}\n" if link.to else ""
    return f"{start}\n  status: {link.status}\n  date: {link.date.text}\n{new}"
