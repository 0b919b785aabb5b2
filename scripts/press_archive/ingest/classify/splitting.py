"""A received text → the lines of each document in it, and the lines that are cut."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...records.closed_lists import CutReason, Role
from .. import phrases
from ..proposals import Clues, Confidence, Proposal
from ..received_file import Part
from .cuts import find_cuts, find_foot
from .items import Numbers, split_items

HEAD = 5  # lines at the beginning of an item, among which is its byline
SHARED_CLUES = (
    "outlet_name",
    "page_title",
    "outlet_address",
    "sent",
    "captured",
    "captured_from",
    "date_order",
)


@dataclass(frozen=True)
class Layout:
    """The lines of a received text, as its parts give them."""

    lines: list[str]
    """The lines, with a blank one between two parts."""
    hints: dict[int, Role]
    """Number → role, by the page's markup."""
    starts: list[int]
    """How many lines precede each part."""


@dataclass(frozen=True)
class Division:
    """A capture, divided into documents and cuts."""

    items: list[Numbers]
    """The lines of each document."""
    clues: list[Clues]
    """What the page's data says of each document."""
    cuts: dict[int, Proposal]
    """The lines that belong to no document; the value of the proposal is the reason."""
    hints: dict[int, Role]
    """Number → role, by the page's markup or by the division itself."""
    aggregated: bool
    """Whether the documents are items of a page that gathers texts of others."""


def join_parts(parts: Iterable[Part]) -> Layout:
    """Put the lines of all parts below each other."""
    layout = Layout([], {}, [])
    for part in parts:
        if layout.lines and layout.lines[-1].strip():
            layout.lines.append("")
        layout.starts.append(len(layout.lines))
        for line in part.lines:
            layout.lines.append(line.text)
            if line.role:
                layout.hints[len(layout.lines)] = line.role
    return layout


def divide(lines: Sequence[str], layout: Layout, parts: Sequence[Part]) -> Division:
    """Divide the lines of a capture: each that is not blank belongs to one document, or is cut."""
    hints = dict(layout.hints)
    if len(parts) > 1:
        items, cuts = _divide_parts(lines, layout)
        clues: list[Clues] = [part.clues for part in parts]
    else:
        items, cuts = _divide_page(lines, hints)
        clues = [parts[0].clues if len(items) == 1 else _shared_clues(parts[0])] * len(items)
    if not any(items):  # a text that looks like nothing but page furniture is a text all the same
        items, cuts, clues = [_filled(lines)], {}, clues[:1]
    cuts |= _outside(lines, items, cuts)
    aggregated = len(items) > 1 and len(parts) == 1 and _gathers(lines, items, cuts)
    return Division(items, clues, cuts, hints, aggregated)


def _filled(lines: Sequence[str]) -> Numbers:
    """Return the numbers of the lines that are not blank."""
    return [number for number, line in enumerate(lines, 1) if line.strip()]


def _divide_parts(lines: Sequence[str], layout: Layout) -> tuple[list[Numbers], dict[int, Proposal]]:
    """Return the items and cuts of a page that was received in parts, one for each item."""
    filled = _filled(lines)
    items = [
        [number for number in filled if start < number <= end]
        for start, end in itertools.pairwise([*layout.starts, len(lines)])
    ]
    cuts: dict[int, Proposal] = {}
    for item in items:
        found = find_cuts([lines[number - 1] for number in item])
        cuts |= {item[position - 1]: cut for position, cut in found.items()}
    cuts = _without(cuts, layout.hints)
    return [[number for number in item if number not in cuts] for item in items], cuts


def _divide_page(lines: Sequence[str], hints: dict[int, Role]) -> tuple[list[Numbers], dict[int, Proposal]]:
    """Return the items and cuts of a page; add the roles to `hints` that items have by their division."""
    cuts = _without(find_cuts(lines), {number for number, role in hints.items() if role is Role.TITLE})
    if hints:
        cuts |= _without(find_foot(lines, cuts), hints)
    items = split_items(lines, cuts)
    # A closing link that is an address belongs to its item.
    hints |= {number: Role.URL for number in itertools.chain(*items) if number in cuts}
    if len(items) > 1:
        items = _with_headlines(items, hints)
    return items, _without(cuts, hints)


def _without(cuts: Mapping[int, Proposal], numbers: Iterable[int]) -> dict[int, Proposal]:
    left_out = set(numbers)
    return {number: cut for number, cut in cuts.items() if number not in left_out}


def _with_headlines(items: list[Numbers], hints: dict[int, Role]) -> list[Numbers]:
    """Make the last heading before each item's text its headline; leave out the headings before it."""
    shortened = []
    for item in items:
        headings = list(
            itertools.takewhile(lambda number: hints.get(number) in (Role.TITLE, Role.CROSSHEAD), item)
        )
        if headings:
            hints[headings[-1]] = Role.TITLE
        shortened.append(item[max(len(headings) - 1, 0) :])
    marked = [item for item in shortened if hints.get(item[0]) is Role.TITLE]
    if marked == shortened[:1] and len(shortened[0]) > 1:  # the only heading is that of the page
        shortened[0] = shortened[0][1:]
    return shortened


def _shared_clues(part: Part) -> Clues:
    """Return what the page's data says of all its items."""
    return {name: clues for name, clues in part.clues.items() if name in SHARED_CLUES}


def _outside(
    lines: Sequence[str], items: Iterable[Numbers], cuts: Mapping[int, Proposal]
) -> dict[int, Proposal]:
    """Return cuts of the lines that belong to no item and are not cut so far."""
    owned = {*itertools.chain(*items), *cuts}
    cut = Proposal(CutReason.PAGE_FURNITURE, "outside every item", Confidence.LOW)
    return {number: cut for number in _filled(lines) if number not in owned}


def _gathers(lines: Sequence[str], items: Iterable[Numbers], cuts: Mapping[int, Proposal]) -> bool:
    """Return whether a page gathers texts of others: it links to them, or does not name their authors."""
    if any(cut.value is CutReason.READ_MORE_LINK for cut in cuts.values()):
        return True
    heads = itertools.chain(*(item[:HEAD] for item in items))
    return not any(phrases.BYLINE.fullmatch(lines[number - 1].strip()) for number in heads)
