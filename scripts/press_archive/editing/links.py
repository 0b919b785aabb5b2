"""Write what addresses answered into `sources/links.yml`, and keep what the file says besides.

Several programs may write it at once, and a maintainer comments on it: so each change is made to what the
file says at that moment, and only to the entries that it concerns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from ..base.files.partial import remove_partial
from ..base.files.writing import locked, write_in_one_step
from ..collection.addresses import is_all_read, named_addresses
from ..collection.archive import Archive
from ..records.checked_links import CheckedLink
from ..records.files import read_record
from ..records.forms.canonical import MODELINE, format_record, render_nodes, take_file_comments
from ..yaml_text.comments import Node, parse_commented
from ..yaml_text.reading import parse_yaml
from .histories import NotRecorded

LINKS = "sources/links.yml"


def unnamed_addresses(archive: Archive, gone: Iterable[str] = ()) -> set[str]:
    """Return the addresses in the file that no record names; none, if a record was not read.

    The documents that are `gone` name none.
    """
    if not is_all_read(archive):
        return set()
    return archive.links.keys() - named_addresses(archive.without(gone))


def update_links(root: Path, links: Mapping[str, CheckedLink], forgotten: Collection[str] = ()) -> list[str]:
    """Write what addresses answered, and remove the entries of others, in one step; without links, no file is
    begun.

    Return a line for each comment that went with its entry. Raises NotRecorded where the file cannot be read,
    and OSError where it cannot be written.
    """
    file = root / LINKS
    if not links and not file.exists():
        return []
    with locked(file.parent):
        before = _read(root)
        tree = parse_commented(before, (MODELINE,)) if before.strip() else Node(mapping=True)
        lost = _remove(tree, forgotten)
        for address, link in links.items():
            _record(tree, address, link)
        written, problems = format_record(render_nodes(tree, "links"), LINKS, "links")
        assert not problems, problems  # every text is quoted where it must be
        if written != before:
            remove_partial(file.parent)
            write_in_one_step(file, written.encode())
    return lost


def _read(root: Path) -> str:
    """Return the text of the file, which is empty where there is none."""
    if not (root / LINKS).exists():
        return ""
    text, problems = read_record(root / LINKS, root)
    if text is None or problems or (text.strip() and parse_yaml(text, LINKS).problems):
        raise NotRecorded(f"{LINKS}: cannot be read, so nothing was recorded. Hint: archive check")
    return text


def _remove(tree: Node, addresses: Collection[str]) -> list[str]:
    """Remove the entries of addresses; return a line for each of their comments."""
    lost = []
    head = take_file_comments(tree)
    for entry in [child for child in tree.children if child.key in addresses]:
        tree.children.remove(entry)
        lost += [f"{entry.key}: its entry went, and so did the comment {comment.text!r}"
                 for comment in entry.comments()]  # fmt: skip
    first = tree.children[0].above if tree.children else tree.below
    first[:0] = head
    return lost


def _record(tree: Node, address: str, link: CheckedLink) -> None:
    """Write what an address answered into its entry; the comments of a field that goes are put above it."""
    entry = next((child for child in tree.children if child.key == address), None)
    if entry is None:
        entry = Node(address, mapping=True)
        tree.children.append(entry)
    values = {"status": str(link.status), "date": link.date.text} | ({"to": link.to} if link.to else {})
    for field in [child for child in entry.children if child.key not in values]:
        entry.children.remove(field)
        entry.above += field.comments()
    for name, value in values.items():
        field = next((child for child in entry.children if child.key == name), None) or Node(name)
        field.value = value
        if field not in entry.children:
            entry.children.append(field)
