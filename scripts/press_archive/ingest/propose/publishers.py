"""Who published a document, recognised by its address, its headline, a credit, or the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...checks.near_duplicates import AGENCIES
from ...records.closed_lists import Role
from ...records.dates import UNKNOWN
from ..addresses import unarchived
from ..dates import signed_date
from ..phrases import fold
from ..proposals import NOTHING, Clues, Confidence, Proposal, best
from .findings import Findings
from .outlets import Outlets, title_parts

MAX_DATELINE = 160  # characters at the beginning of a line, among which a dateline names its agency

_HOST = re.compile(r"(?:[\w-]+\.)+\w{2,}")


def site_names(clues: Clues) -> list[Proposal]:
    """Return what the page calls its site; a host in place of a name is left out."""
    return [clue for clue in clues.get("outlet_name", ()) if not _HOST.fullmatch(clue.value or "")]


def propose_outlet(findings: Findings, outlets: Outlets, title: Proposal, address: Proposal) -> Proposal:
    """Propose the outlet of a document; one outside the vocabulary is only named, in the origin."""
    outlet = best(list(_candidates(findings, outlets, title.value or "", address)))
    if outlet.value is not None:
        return outlet
    printed = best(site_names(findings.clues)).value
    return Proposal(
        None, f"not in the vocabulary: {printed!r}" if printed else "no outlet in the vocabulary was found"
    )


def propose_agency(findings: Findings, outlets: Outlets, outlet: Proposal) -> Proposal:
    """Propose the agency that a dateline, a credit or a byline names, unless it is the outlet itself."""
    datelines = [(number, line[:MAX_DATELINE]) for number, line in findings.numbered(Role.DATELINE)]
    for number, text in (*datelines, *findings.numbered(Role.AGENCY_CREDIT, Role.BYLINE)):
        agencies = [id for id in outlets.named_in(text) if outlets.types[id] in AGENCIES]
        if agencies:
            agency = Proposal(agencies[0], f"line {number}", Confidence.HIGH)
            return agency if agency.value != outlet.value else NOTHING
    return NOTHING


def _candidates(findings: Findings, outlets: Outlets, title: str, address: Proposal) -> Iterator[Proposal]:
    """Yield outlets by everything that may name one; of equally likely ones the first counts."""
    names = [*site_names(findings.clues), *_page_title_parts(findings.clues)]
    if address.value != UNKNOWN and (id := outlets.by_address(address.value)):
        yield Proposal(id, "the address", Confidence.HIGH)
    yield from _by_names(outlets, names, title)
    yield from _by_lines(findings, outlets)
    yield from _by_other_addresses(findings.clues, outlets)
    yield from _by_parts_of_names(outlets, names, title)
    yield from _by_running_heads(findings, outlets)
    if findings.aggregated and outlets.only_aggregator:
        origin = "the only aggregator in the vocabulary; the item names no other outlet"
        yield Proposal(outlets.only_aggregator, origin, Confidence.LOW)


def _page_title_parts(clues: Clues) -> list[Proposal]:
    """Return the parts of the page's title, last first: one of them is often the site's name."""
    return [
        Proposal(part, clue.origin, clue.confidence)
        for clue in clues.get("page_title", ())
        for part in reversed(title_parts(clue.value or ""))
    ]


def _by_names(outlets: Outlets, names: Iterable[Proposal], title: str) -> Iterator[Proposal]:
    for name in names:
        if id := outlets.by_name(name.value or ""):
            yield Proposal(id, name.origin, name.confidence)
    for part in title_parts(title)[1:]:
        if id := outlets.by_name(part):
            yield Proposal(id, "the end of the headline", Confidence.HIGH)


def _by_lines(findings: Findings, outlets: Outlets) -> Iterator[Proposal]:
    """Yield the outlets that are named in credits, around the text and in links, except agencies."""
    around = (
        [] if findings.aggregated else [(number, findings.reading.line(number)) for number in findings.cuts]
    )
    for lines, origin, confidence in (
        (findings.numbered(Role.AGENCY_CREDIT, Role.BYLINE), "a credit", Confidence.MEDIUM),
        (around, "the page around the text", Confidence.MEDIUM),
        (findings.numbered(Role.RELATED_LINK), "a link to another text", Confidence.LOW),
    ):
        for number, line in lines:
            for id in outlets.named_in(line):
                if outlets.types[id] not in AGENCIES:
                    yield Proposal(id, f"{origin}, line {number}", confidence)


def _by_other_addresses(clues: Clues, outlets: Outlets) -> Iterator[Proposal]:
    for clue in (*clues.get("captured_from", ()), *clues.get("outlet_address", ())):
        original, _ = unarchived(clue.value or "")
        if id := outlets.by_address(original):
            yield Proposal(id, clue.origin, Confidence.MEDIUM)


def _by_parts_of_names(outlets: Outlets, names: Iterable[Proposal], title: str) -> Iterator[Proposal]:
    """Yield the outlets whose name is a part of a site's, as in `Vestnik Gavani in English`."""
    for name in names:
        if fold(name.value or "") != fold(title):
            for id in outlets.named_in(name.value or "")[:1]:
                yield Proposal(id, f"a part of {name.origin}", Confidence.LOW)


def _by_running_heads(findings: Findings, outlets: Outlets) -> Iterator[Proposal]:
    """Yield the outlets of a newspaper's running heads, such as `Gull Post, Saturday 12 October 2013`."""
    for number, line in findings.numbered(Role.DATE):
        signed = signed_date(line)
        if signed and (id := outlets.by_name(signed.rest)):
            yield Proposal(id, f"line {number}, beside the date", Confidence.MEDIUM)
