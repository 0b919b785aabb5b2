"""The merged words of a language after an edit: those of the build before, with a shard in another's place.

Where a shard has as many documents as the one in whose place it is, or is the last, no other document gets
another number. Then only words of these two have other pages than before. What is written of them is exactly
what a merge of all shards writes.
"""

from __future__ import annotations

from .cbor import LIST, UNSIGNED, encode_head, encode_text, read_head, read_text
from .postings import BEFORE_FORM, Row, Words, next_page

_NONE: Row = (0, 0, 0, b"")
_NO_FORMS = b"\x80"


def exchange(written: dict[bytes, bytes], start: int, end: int, before: Words, after: Words) -> bool:
    """Exchange the words of the pages from a start to an end for those of a shard that takes their place.

    `written` has each word as Merger writes it. Return False, and leave it as it was, where a word with
    accents has changed: the order of its forms depends on all shards.
    """
    rows_before, rows_after = before.rows(), after.rows()
    changed = [
        text
        for text in rows_before.keys() | rows_after.keys()
        if rows_before.get(text) != rows_after.get(text)
    ]
    if any(BEFORE_FORM in text for text in changed):
        return False
    for text in changed:
        new = b"\x83" + encode_text(text) + b"\x80" + _NO_FORMS
        data = _exchanged(written.get(text, new), start, end, rows_after.get(text, _NONE))
        if data:
            written[text] = data
        else:
            del written[text]
    return True


def _exchanged(data: bytes, start: int, end: int, row: Row) -> bytes:
    """Return a word with other pages from a start to an end; empty if it has none then, and no forms."""
    _, head = read_text(data, 1)
    number, first = read_head(data, head, LIST)
    at, page = first, 0
    before, last_before, end_before = 0, 0, first
    later, later_page, later_start = 0, 0, 0
    for position in range(number):
        step, positions, at = next_page(data, at)
        page += step
        if page < start:
            before, last_before, end_before = position + 1, page, at
        elif page >= end and not later:
            later, later_page, later_start = number - position, page, positions
    forms = data[at:]
    pages, first_new, last_new, rest = row
    total = before + pages + later
    if not total and forms == _NO_FORMS:
        return b""
    parts = [data[:head], encode_head(LIST, total), data[first:end_before]]
    if pages:
        parts += [b"\x83", encode_head(UNSIGNED, start + first_new - last_before), rest]
        last_before = start + last_new
    if later:
        parts += [b"\x83", encode_head(UNSIGNED, later_page - last_before), data[later_start:at]]
    return b"".join((*parts, forms))
