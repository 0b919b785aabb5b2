"""A received file → the draft of a source and its documents: proposals, which a person judges."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...base.work.stages import do_parts
from ...captures.capture import Capture, measure, original_name, split_lines
from ...checks.near_duplicates import AGENCIES
from ...collection.archive import Archive
from ...records.closed_lists import Basis, Role
from ...records.dates import UNKNOWN
from ..classify.items import Numbers
from ..classify.reading import Reading
from ..classify.roles import read_roles
from ..classify.splitting import Division, divide, join_parts
from ..proposals import NOTHING, Clues, Confidence, Proposal, Reason, best
from ..read.read_file import read_material
from ..received_file import Material, Received
from .fields import (
    propose_address,
    propose_byline,
    propose_kind,
    propose_nearness,
    propose_title,
    propose_wholeness,
)
from .findings import Findings
from .languages import propose_language
from .mentions import Mention, Names
from .outlets import Outlets
from .publication_dates import Calendar, propose_dates
from .publishers import propose_agency, propose_outlet, site_names

# Words in quotation marks: two at least, for a single one is mostly a name or a term.
_QUOTATION = re.compile(r"\"[^\s\"]*\s[^\"]*\"|“[^\s“”]*\s[^“”]*”|„[^\s„“”]*\s[^„“”]*[“”]|«[^\s«»]*\s[^«»]*»")
_ONLY_A_STAMP = "the page gives only the date of the site that gathers items"


@dataclass
class DocumentDraft:
    """A document as it is proposed; the proposals are for the fields of its record that have their names."""

    title: Proposal
    """The headline."""
    date: Proposal
    """When its outlet published it; unknown where the page gives only a stamp."""
    stamp: Proposal
    """The date that the page of an aggregator prints beside it."""
    stamp_line: int
    """The line of the stamp; 0 if there is none."""
    spoken: Proposal
    """When what it records was said, if its title says so."""
    outlet: Proposal
    """Who published it."""
    publisher: str
    """What the page calls its publisher, where the vocabulary has no such outlet; else empty."""
    kind: Proposal
    """What kind of document it is."""
    language: Proposal
    """The language of its text."""
    original_url: Proposal
    """The address where it was published."""
    byline: Proposal
    """Who wrote it."""
    agency: Proposal
    """The agency that it is credited to."""
    nearness: Proposal
    """How near it is to the words themselves."""
    wholeness: Proposal
    """Whether it is the whole text."""
    lines: set[int]
    """Its lines, without blank ones."""
    roles: dict[int, Proposal]
    """Line → its role; a line that is not in it belongs to the text."""
    turns: dict[int, str]
    """Line → the label of whoever begins to speak there."""
    speakers: dict[str, str]
    """Printed label → a person's id, or `unknown`."""
    gathered_by: str
    """The outlet on whose page it is an item; else empty."""
    quotations: dict[int, str]
    """Line with a quotation → the id of the one person whom it names; empty where that is open."""
    mentions: list[Mention]
    """The terms that it names."""
    reasons: dict[str, Reason]
    """Inferred field → what it is inferred from, and the note that says why."""

    @property
    def best_date(self) -> str | None:
        """The date of publication, or else that of the stamp, in EDTF."""
        return self.stamp.value if self.date.value == UNKNOWN else self.date.value

    @property
    def chain(self) -> list[str]:
        """The publication chain as far as it is known, first publisher first."""
        publishers = (self.agency.value, self.outlet.value, self.gathered_by)
        return list(dict.fromkeys(id for id in publishers if id))


@dataclass
class Draft:
    """A source as it is proposed."""

    received: Received
    """The file from which it is drafted."""
    capture: Capture
    """The text of the file."""
    data: bytes
    """The bytes of the capture."""
    extractor: str
    """What the capture was extracted with; empty where the file is the capture itself."""
    captured: Proposal
    """When the page was captured."""
    captured_from: Proposal
    """The address from which it was captured."""
    documents: list[DocumentDraft]
    """Its documents."""
    cuts: dict[int, Proposal]
    """Line → why it belongs to no document."""
    warnings: list[str]
    """What a person should look at."""

    @property
    def original(self) -> str:
        """The name under which the file is kept beside the capture; empty where it is the capture itself."""
        return original_name(self.received.name) if self.extractor else ""


def draft(received: Received, archive: Archive) -> Draft:
    """Draft the records of a received file; raise UnreadableFile where it has no readable text."""
    (material,) = do_parts(_read, None, [received])
    return draft_material(received, material, archive)


def _read(_: None, received: Received) -> Material:
    return read_material(received)


def draft_material(received: Received, material: Material, archive: Archive) -> Draft:
    """Draft the records of a text that has been read."""
    layout = join_parts(material.parts)
    data = ("\n".join(layout.lines) + "\n").encode() if material.extractor else received.data
    capture = measure(split_lines(data.decode("utf-8")), data)
    division = divide(capture.lines, layout, material.parts)
    captured, captured_from = _propose_capture(received, material.parts[0].clues)
    return Draft(
        received=received,
        capture=capture,
        data=data,
        extractor=material.extractor,
        captured=captured,
        captured_from=captured_from,
        documents=_Drafter(archive, capture.lines, division).documents(),
        cuts=division.cuts,
        warnings=material.warnings,
    )


def _propose_capture(received: Received, clues: Clues) -> tuple[Proposal, Proposal]:
    """Propose when and from where a page was captured: by the file itself, or as it was received."""
    fetched = Proposal(received.fetched or None, "the day it was fetched", Confidence.HIGH)
    origin = "the address it was fetched from" if received.fetched else "from the command line"
    address = Proposal(received.address or None, origin)
    return best([*clues.get("captured", ()), fetched]), best([*clues.get("captured_from", ()), address])


class _Drafter:
    """Drafts the documents of one capture."""

    def __init__(self, archive: Archive, lines: Sequence[str], division: Division) -> None:
        self.lines = lines
        self.division = division
        self.outlets = Outlets.of(archive)
        self.names = Names(archive)
        self.people = {
            name.casefold(): id
            for id, term in archive.vocabularies.get("people", {}).items()
            for name in term.record.names
        }
        self.calendar = Calendar.of(archive, lines)

    def documents(self) -> list[DocumentDraft]:
        """Draft each document."""
        items = zip(self.division.items, self.division.clues, strict=True)
        return [self.document(item, clues) for item, clues in items if item]

    def document(self, item: Numbers, clues: Clues) -> DocumentDraft:
        """Draft one document, from the numbers of its lines and what the page's data says of it."""
        reading = read_roles(self.lines, item, self.division.hints, self.outlets.names)
        findings = Findings(reading, clues, self.division.cuts, self.division.aggregated)
        title = propose_title(findings)
        address, address_reason = propose_address(findings)
        outlet = propose_outlet(findings, self.outlets, title, address)
        dates = propose_dates(findings, address, self.calendar)
        kind = propose_kind(reading, title)
        gathered_by = (self.outlets.only_aggregator or "") if findings.aggregated else ""
        is_stamp = findings.aggregated and bool(dates.line)
        agency = propose_agency(findings, self.outlets, outlet)
        self.credit_sites(reading)
        return DocumentDraft(
            title=title,
            date=Proposal(UNKNOWN, _ONLY_A_STAMP, Confidence.MEDIUM) if is_stamp else dates.published,
            stamp=dates.published if is_stamp else NOTHING,
            stamp_line=dates.line if is_stamp else 0,
            spoken=dates.spoken,
            outlet=outlet,
            publisher="" if outlet.value else best(site_names(clues)).value or "",
            kind=kind,
            language=propose_language((findings.body or reading.text).values(), clues),
            original_url=address,
            byline=propose_byline(findings, title),
            agency=agency,
            nearness=propose_nearness(findings, kind, outlet, self.outlets),
            wholeness=propose_wholeness(findings),
            lines=set(item),
            roles=reading.roles,
            turns=reading.turns,
            speakers=self.speakers(reading),
            gathered_by=gathered_by,
            quotations=self.quotations(findings.body or reading.text),
            mentions=self.names.find(reading.text),
            reasons=_reasons(address_reason, dates.reason, outlet),
        )

    def credit_sites(self, reading: Reading) -> None:
        """Give credits of known outlets that are no agencies the role of a site's credit."""
        for number in reading.numbers_of(Role.AGENCY_CREDIT):
            named = self.outlets.named_in(reading.line(number))
            if named and not any(self.outlets.types[id] in AGENCIES for id in named):
                reading.roles[number] = replace(reading.roles[number], value=Role.CREDIT)

    def quotations(self, text: Mapping[int, str]) -> dict[int, str]:
        """Return the lines with a quotation of some words, each with the one person whom it names."""
        quoting = {number: line for number, line in text.items() if _QUOTATION.search(line)}
        return {number: self.person_in(line) for number, line in quoting.items()}

    def person_in(self, line: str) -> str:
        """Return the id of the one person whom a line names outside its quotations, or an empty text."""
        mentions = self.names.find({1: _QUOTATION.sub(" … ", line)})
        named = [mention.term for mention in mentions if mention.vocabulary == "people"]
        return named[0] if len(named) == 1 else ""

    def speakers(self, reading: Reading) -> dict[str, str]:
        """Return printed label → the id of the one person that it names, or `unknown`."""
        return {label: self.person(label) for label in (*reading.asking, *reading.answering)}

    def person(self, label: str) -> str:
        """Return the id of the person whom a label names in full, or names alone."""
        if id := self.people.get(label.casefold()):
            return id
        mentions = self.names.find({1: label.title() if label.isupper() else label})
        named = [mention.term for mention in mentions if mention.vocabulary == "people"]
        return named[0] if len(named) == 1 else UNKNOWN


def _reasons(address: str, date: Reason | None, outlet: Proposal) -> dict[str, Reason]:
    """Return inferred field → what it is inferred from, and the note that says why."""
    reasons = {"date": date} if date else {}
    if address:
        reasons["original_url"] = Reason(Basis.TEXT, address)
    if outlet.value and outlet.confidence < Confidence.HIGH:
        note = f"The outlet is inferred from {outlet.origin}."
        reasons["outlet"] = Reason(Basis.PAGE_FURNITURE, note)
    return reasons
