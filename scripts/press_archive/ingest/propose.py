"""A received file → the draft of a source and its documents: what a record would say, as proposals that a person judges."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..captures.capture import Capture, original_name, split_lines
from ..collection.archive import Archive
from ..records.closed_lists import CutReason, Evidence, Extent, Kind, OutletType, Role
from ..records.dates import UNKNOWN
from ..records.languages import LANGUAGES
from ..records.links import is_web_address
from . import phrases
from .addresses import unarchived, without_trackers
from .cuts import find_cuts, find_foot
from .dates import (
    Printed,
    date_line,
    dates_inside,
    day_and_month,
    day_comes_first,
    signed_date,
    swap_day_month,
    weekday_in,
)
from .items import split_items
from .mentions import Mention, Names
from .outlets import AGENCIES, Outlets, title_parts
from .phrases import fold
from .proposals import NOTHING, Confidence, Proposal, best
from .read import read_material
from .reading import Reading
from .received_file import DAY_FIRST, Material, Part, Received
from .roles import read_roles

NEAR = 90  # days between a report and a date in its text that may tell its year


@dataclass
class DocumentDraft:
    """A document as it is proposed.

    `publisher`: what the page calls its publisher, where the vocabulary has no such outlet, or nothing.
    `roles`, `origins`, `turns`: line number → the role of the line, where that comes from, the label of whoever begins to
    speak there. `speakers`: printed label → a person's id or `unknown`. `gathered_by`: the outlet on whose page it is an item,
    or nothing. `reasons`: an inferred field → the note that says why.
    """

    title: Proposal
    date: Proposal
    spoken: Proposal
    outlet: Proposal
    publisher: str
    kind: Proposal
    language: Proposal
    original_url: Proposal
    byline: Proposal
    agency: Proposal
    evidence: Proposal
    extent: Proposal
    lines: set[int]
    roles: dict[int, Role]
    origins: dict[int, Proposal]
    turns: dict[int, str]
    speakers: dict[str, str]
    gathered_by: str
    mentions: list[Mention]
    reasons: dict[str, str]

    @property
    def chain(self) -> list[str]:
        """The publication chain as far as it is known, first publisher first."""
        return list(dict.fromkeys(id for id in (self.agency.value, self.outlet.value, self.gathered_by) if id))


@dataclass
class Draft:
    """A source as it is proposed: its capture, what it was extracted from, its documents, and the lines that are cut."""

    received: Received
    capture: Capture
    data: bytes
    extractor: str
    captured: Proposal
    captured_from: Proposal
    documents: list[DocumentDraft]
    cuts: dict[int, CutReason]
    cut_origins: dict[int, Proposal]
    warnings: list[str]

    @property
    def original(self) -> str:
        """The name under which the received file is kept beside the capture; nothing where it is the capture itself."""
        return original_name(self.received.name) if self.extractor else ""


def draft(received: Received, archive: Archive) -> Draft:
    """Draft the records of a received file; raise Refused where it holds no text that can be read."""
    return draft_material(received, read_material(received), archive)


def draft_material(received: Received, material: Material, archive: Archive) -> Draft:
    """Draft the records of a text that has been read."""
    lines: list[str] = []
    hints: dict[int, Role] = {}
    starts: list[int] = []
    for part in material.parts:
        if lines and lines[-1].strip():
            lines.append("")
        starts.append(len(lines))
        for line in part.lines:
            lines.append(line.text)
            if line.role:
                hints[len(lines)] = line.role
    data = received.data if not material.extractor else ("\n".join(lines) + "\n").encode("utf-8")
    capture = Capture(split_lines(data.decode("utf-8")), len(data), hashlib.sha256(data).hexdigest())
    lines = list(capture.lines)
    drafter = _Drafter(archive, lines, hints)
    if len(material.parts) > 1:
        ends = [*starts[1:], len(lines)]
        items = [[n for n in range(start + 1, end + 1) if lines[n - 1].strip()] for start, end in zip(starts, ends, strict=True)]
        cuts: dict[int, Proposal] = {}
        for item in items:
            found = find_cuts([lines[n - 1] for n in item])
            cuts |= {item[position - 1]: cut for position, cut in found.items() if item[position - 1] not in hints}
        items = [[n for n in item if n not in cuts] for item in items]
        clues = [part.clues for part in material.parts]
    else:
        cuts = {number: cut for number, cut in find_cuts(lines).items() if hints.get(number) is not Role.TITLE}
        if hints:
            cuts |= {number: cut for number, cut in find_foot(lines, cuts).items() if number not in hints}
        items = split_items(lines, cuts)
        hints |= {number: Role.URL for item in items for number in item if number in cuts}
        if len(items) > 1:
            items = _with_headlines(items, hints)
        cuts = {number: cut for number, cut in cuts.items() if number not in hints}
        clues = [material.parts[0].clues] * len(items) if len(items) == 1 else [_shared(material.parts[0])] * len(items)
    if not any(items):  # a text that looks like nothing but a page's own parts is a text all the same
        items, cuts, clues = [[n for n, line in enumerate(lines, 1) if line.strip()]], {}, clues[:1]
    owned = {number for item in items for number in item}
    for number, line in enumerate(lines, 1):
        if line.strip() and number not in owned and number not in cuts:
            cuts[number] = Proposal(CutReason.PAGE_FURNITURE, "outside of every item", Confidence.LOW)
    # Who gathers texts of others links to them, or gives no authors; a file of several texts with their authors is none of that.
    gathers = any(cut.value is CutReason.READ_MORE_LINK for cut in cuts.values()) or not any(
        phrases.BYLINE.fullmatch(lines[number - 1].strip()) for item in items for number in item[:5]
    )
    aggregated = len(items) > 1 and len(material.parts) == 1 and gathers
    documents = [
        drafter.document(item, clue, cuts, aggregated) for item, clue in zip(items, clues, strict=True) if item
    ]  # fmt: skip
    first = material.parts[0].clues
    fetched = Proposal(received.fetched or None, "the day it was fetched", Confidence.HIGH)
    named = Proposal(received.address or None, "the address it was fetched from" if received.fetched else "as you named it")
    return Draft(
        received, capture, data, material.extractor,
        best([*first.get("captured", []), fetched]), best([*first.get("captured_from", []), named]),
        documents, {number: CutReason(cut.value) for number, cut in sorted(cuts.items())}, cuts, material.warnings,
    )  # fmt: skip


def _with_headlines(items: list[list[int]], hints: dict[int, Role]) -> list[list[int]]:
    """Mark the last heading before each item's text as its headline; return the items without those that head the page."""
    found = []
    for item in items:
        headings = list(itertools.takewhile(lambda number: hints.get(number) in (Role.TITLE, Role.CROSSHEAD), item))
        if headings:
            hints[headings[-1]] = Role.TITLE
        found.append(item[max(len(headings) - 1, 0) :])
    marked = [item for item in found if hints.get(item[0]) is Role.TITLE]
    if marked == found[:1] and len(found[0]) > 1:  # none but the page has a heading
        found[0] = found[0][1:]
    return found


def _site_names(clues: Mapping[str, list[Proposal]]) -> list[Proposal]:
    """Return what the page calls its site; one that names none gets its host for a name, which the address tells better."""
    return [clue for clue in clues.get("outlet_name", []) if not re.fullmatch(r"(?:[\w-]+\.)+\w{2,}", clue.value or "")]


def _shared(part: Part) -> dict[str, list[Proposal]]:
    """Return what the page's data says of all its items."""
    shared = ("outlet_name", "page_title", "outlet_address", "sent", "captured", "captured_from", "date_order")
    return {name: clues for name, clues in part.clues.items() if name in shared}


class _Drafter:
    """Drafts the documents of one capture."""

    def __init__(self, archive: Archive, lines: Sequence[str], hints: Mapping[int, Role]) -> None:
        self.archive = archive
        self.lines = lines
        self.hints = hints
        self.outlets = Outlets.of(archive)
        self.names = Names(archive)
        self.day_first = day_comes_first(lines)

    def text(self, numbers: Sequence[int]) -> dict[int, str]:
        return {number: self.lines[number - 1].strip() for number in numbers}

    def document(
        self, numbers: list[int], clues: Mapping[str, list[Proposal]], cuts: Mapping[int, Proposal], aggregated: bool
    ) -> DocumentDraft:
        reading = read_roles(self.lines, numbers, self.hints, self.outlets.names)
        text = self.text(numbers)
        body = {
            number: line for number, line in text.items() if number not in reading.roles or reading.roles[number].value in _BODY
        }
        reasons: dict[str, str] = {}
        title = self.title(reading, clues)
        address = self.address(reading, clues, reasons)
        outlet, agency = self.outlet(reading, title, address, cuts, clues, aggregated, body)
        publisher = "" if outlet.value else best(_site_names(clues)).value or ""
        language = self.language(body or text, clues)
        date, spoken = self.date(reading, body, clues, address, title, reasons)
        kind = self.kind(reading, title, outlet)
        if outlet.value and outlet.confidence < Confidence.HIGH:
            reasons["outlet"] = f"The outlet is inferred from {outlet.origin}."
        gathered_by = self.outlets.aggregators[0] if aggregated and len(self.outlets.aggregators) == 1 else ""
        evidence = self.evidence(kind, outlet, aggregated)
        cut_off = aggregated or (bool(body) and self.lines[max(body) - 1].rstrip().endswith(("…", "...")))
        extent = Proposal(
            Extent.CUT_OFF if cut_off else Extent.COMPLETE,
            "an item of such a page"
            if aggregated
            else "its last line breaks off"
            if cut_off
            else "its last line does not break off",
            Confidence.MEDIUM,
        )
        return DocumentDraft(
            title, date, spoken, outlet, publisher, kind, language, address, self.byline(reading, clues, title), agency,
            evidence, extent,
            set(numbers), {number: Role(role.value) for number, role in sorted(reading.roles.items()) if role.value},
            reading.roles, reading.turns, self.speakers(reading), gathered_by, self.names.find(text), reasons,
        )  # fmt: skip

    def title(self, reading: Reading, clues: Mapping[str, list[Proposal]]) -> Proposal:
        lines = reading.numbers_of(Role.TITLE)
        if not lines:
            return Proposal(None, "no line was found that is a headline")
        role = reading.roles[lines[0]]
        told = {fold(clue.value) for clue in clues.get("title", []) if clue.value}
        text = self.lines[lines[0] - 1].strip()
        confidence = (
            Confidence.HIGH
            if fold(text) in told or any(reading.roles[line].confidence is Confidence.HIGH for line in lines)
            else role.confidence
        )
        return Proposal(text, f"line {lines[0]}, {role.origin}", confidence)

    def address(self, reading: Reading, clues: Mapping[str, list[Proposal]], reasons: dict[str, str]) -> Proposal:
        for number in reading.numbers_of(Role.URL):
            match = re.search(r"(?:https?://|www\.)[^\s<>\])]+(?:\s\d{1,6}(?=[>\])]*$))?", self.lines[number - 1].strip())
            if not match:
                continue
            printed = match[0] if match[0].startswith("http") else f"http://{match[0]}"
            joined = re.sub(r"\s", "", printed)
            if joined != printed:
                space = f"The address printed in line {number} holds a space, which is left out here."
                reasons["original_url"] = f"The original URL is inferred. {space}"
            original = without_trackers(unarchived(joined)[0])
            if is_web_address(original):
                return Proposal(original, f"line {number}", Confidence.LOW if joined != printed else Confidence.HIGH)
        found = best([clue for clue in clues.get("original_url", []) if is_web_address(clue.value or "")])
        if found.value is None:
            return Proposal(UNKNOWN, "no address was found", Confidence.MEDIUM)
        return Proposal(without_trackers(found.value), found.origin, found.confidence)

    def outlet(
        self, reading: Reading, title: Proposal, address: Proposal, cuts: Mapping[int, Proposal],
        clues: Mapping[str, list[Proposal]], aggregated: bool, body: Mapping[int, str],
    ) -> tuple[Proposal, Proposal]:  # fmt: skip
        credits = [(number, self.lines[number - 1]) for number in reading.numbers_of(Role.AGENCY_CREDIT) + reading.numbers_of(Role.BYLINE)]
        links = [(number, self.lines[number - 1]) for number in reading.numbers_of(Role.RELATED_LINK)]
        around = [(number, self.lines[number - 1]) for number in cuts] if not aggregated else []
        names = _site_names(clues)
        # A page's title often ends or begins with the site's name, or is nothing else.
        titles = [
            Proposal(part, clue.origin, clue.confidence)
            for clue in clues.get("page_title", [])
            for part in title_parts(clue.value or "")[::-1]
        ]
        found = self.outlets.propose(
            address.value if address.value != UNKNOWN else None, title.value or "", credits, links, around, [*names, *titles]
        )
        found += [
            Proposal(id, clue.origin, Confidence.MEDIUM)
            for clue in (*clues.get("captured_from", []), *clues.get("outlet_address", []))
            if (id := self.outlets.by_address(unarchived(clue.value or "")[0]))
        ]
        # `Tidewatch Evening`, `Vestnik Gavani in English`: the name of a site, with something more.
        for part in (*names, *titles):
            named = self.outlets.named_in(part.value or "") if fold(part.value or "") != fold(title.value or "") else []
            found += [Proposal(named[0], f"a part of {part.origin}", Confidence.LOW)] if named else []
        for number in reading.numbers_of(Role.DATE):  # the running head of a newspaper: `Gull Post, Saturday 12 October 2013`
            signed = signed_date(self.lines[number - 1])
            if signed and (id := self.outlets.by_name(signed.rest)):
                found.append(Proposal(id, f"line {number}, beside the date", Confidence.MEDIUM))
        if aggregated and len(self.outlets.aggregators) == 1:
            found.append(
                Proposal(
                    self.outlets.aggregators[0],
                    "the one aggregator of the vocabulary; the item names nobody else",
                    Confidence.LOW,
                )
            )
        agency = NOTHING
        datelines = [(number, self.lines[number - 1][:160]) for number in reading.numbers_of(Role.DATELINE)]
        for number, text in [*datelines, *credits]:
            named = [id for id in self.outlets.named_in(text) if self.outlets.types[id] in AGENCIES]
            if named:
                agency = Proposal(named[0], f"line {number}", Confidence.HIGH)
                break
        surest = best(found)
        if surest.value is None:
            printed = best(names).value
            surest = Proposal(None, f"not in the vocabulary: {printed!r}" if printed else "no outlet of the vocabulary was found")
        return surest, agency if agency.value != surest.value else NOTHING

    def language(self, text: Mapping[int, str], clues: Mapping[str, list[Proposal]]) -> Proposal:
        told = next((clue for clue in clues.get("language", []) if clue.value in LANGUAGES), NOTHING)
        joined = re.sub(r"https?://\S+|[*_#@]\S*", " ", " ".join(text.values()))[:5000]
        if len(re.findall(r"[^\W\d_]{2,}", joined)) < 8 and told.value:
            return told
        found = _identify(joined)
        if told.value == found:
            return Proposal(found, "its words, and the page's lang", Confidence.HIGH)
        return Proposal(found, f"its words; the page's lang says {told.value}" if told.value else "its words", Confidence.MEDIUM)

    def date(
        self, reading: Reading, body: Mapping[int, str], clues: Mapping[str, list[Proposal]], address: Proposal, title: Proposal,
        reasons: dict[str, str],
    ) -> tuple[Proposal, Proposal]:  # fmt: skip
        proposals: list[Proposal] = []
        in_address = _date_of_address(address.value or "")
        told = best([*clues.get("date", []), *clues.get("sent", [])])
        order = best(clues.get("date_order", [])).value
        day_first = order == DAY_FIRST if order and self.day_first is None else self.day_first
        for number in sorted((*reading.numbers_of(Role.DATE), *reading.numbers_of(Role.BYLINE))):
            signed = signed_date(self.lines[number - 1])
            printed = date_line(self.lines[number - 1]) or (signed.date if signed else None)
            if printed and not printed.updated:
                proposals.append(self.printed(printed, number, in_address, told.value, day_first))
        if not proposals and told.value:
            proposals.append(told)
        if in_address and not proposals:
            proposals.append(Proposal(in_address, "the address", Confidence.MEDIUM))
        formal = next(
            (day.isoformat() for number in reading.numbers_of(Role.TITLE)[::-1] for _, day in dates_inside(self.lines[number - 1])),
            None,
        )
        spoken = Proposal(formal, "the date in its title", Confidence.MEDIUM) if formal else NOTHING
        if not any(proposal.value for proposal in proposals):
            found = self.dateline(reading, body)
            if found.value is None and formal:
                found = Proposal(f"{formal}~", "the date in its title, before which it can't have been published", Confidence.LOW)
            if found.value:
                reasons["date"] = f"The date is inferred from {found.origin}."
            proposals.append(found)
        surest = best(proposals)
        if surest.value is None:
            updated = [number for number in reading.numbers_of(Role.DATE)]
            if updated and (printed := date_line(self.lines[updated[0] - 1])):
                surest = Proposal(printed.edtf, f"line {updated[0]}, which tells when it was updated", Confidence.LOW)
        return surest, spoken

    def printed(
        self, printed: Printed, number: int, in_address: str | None, told: str | None, day_first: bool | None
    ) -> Proposal:
        """Propose a printed date; where its day and month may be exchanged, as the address, other dates or the page's data tell.

        The data comes last, because it may have been read from the same figures.
        """
        if not printed.ambiguous:
            return Proposal(printed.edtf, f"line {number}", Confidence.HIGH)
        month_first = Proposal(swap_day_month(printed), f"line {number}, month first as another date of the page", Confidence.MEDIUM)
        if in_address in (printed.edtf, swap_day_month(printed)):
            return Proposal(in_address, f"line {number}, and the address", Confidence.HIGH)
        if day_first is not None:
            return Proposal(printed.edtf, f"line {number}, day first", Confidence.HIGH) if day_first else month_first
        if told == swap_day_month(printed):
            return month_first
        if told == printed.edtf:
            return Proposal(printed.edtf, f"line {number}, day first as another date of the page", Confidence.MEDIUM)
        return Proposal(printed.edtf, f"line {number}, read as day first", Confidence.LOW)

    def dateline(self, reading: Reading, body: Mapping[int, str]) -> Proposal:
        """Propose the date of a dateline without a year: the year in which its day of the week fits, near the other dates."""
        for number in reading.numbers_of(Role.DATELINE):
            line = self.lines[number - 1]
            if full := next((day for end, day in dates_inside(line[:120])), None):
                return Proposal(full.isoformat(), f"the dateline, line {number}", Confidence.HIGH)
            if (found := day_and_month(line[:120])) is None:
                continue
            month, day = found
            named = [day for other in self.lines for _, day in dates_inside(other)]
            collection = self.archive.collection
            first, last = (
                (collection.period.earliest.year, collection.period.latest.year)
                if collection
                else (1990, datetime.date.today().year)
            )
            possible = []
            for year in range(first, last + 1):
                try:
                    possible.append(datetime.date(year, month, day))
                except ValueError:
                    continue  # 29 February
            weekday = weekday_in(line)
            fits = [day for day in possible if weekday is None or 0 <= (day.weekday() - weekday) % 7 <= 1]
            near = [day for day in fits if any(abs((day - other).days) <= NEAR for other in named)]
            if len(near) == 1:
                return Proposal(
                    near[0].isoformat(),
                    f"the day and month of line {number}, and the other dates of the page for the year",
                    Confidence.MEDIUM,
                )
            # What is told of a day is mostly told on that day; the day after is possible.
            exact = [day for day in fits if weekday is not None and day.weekday() == weekday]
            if len(exact) == 1:
                others = " and ".join(str(day.year) for day in fits if day not in exact)
                return Proposal(
                    exact[0].isoformat(),
                    f"the day and month of line {number}, and its day of the week for the year"
                    + (f"; {others} would fit if it tells of the day before" if others else ""),
                    Confidence.LOW if others else Confidence.MEDIUM,
                )
            if fits:
                years = ", ".join(str(day.year) for day in fits)
                return Proposal(
                    None, f"line {number} gives {day:02d}-{month:02d} without a year; its day of the week fits {years}"
                )
        return Proposal(None, "no date was found")

    def kind(self, reading: Reading, title: Proposal, outlet: Proposal) -> Proposal:
        words = (title.value or "").casefold()
        formal = " ".join(self.lines[number - 1] for number in reading.numbers_of(Role.TITLE)).casefold()
        if reading.answering:
            conference = (
                re.search(r"press conference|persconferentie|пресс-конференц|media questions|briefing", formal)
                or len(reading.asking) > 2
            )
            return Proposal(Kind.PRESS_CONFERENCE if conference else Kind.INTERVIEW, "its questions and answers", Confidence.MEDIUM)
        for kind, pattern in _KINDS:
            if match := re.search(pattern, formal):
                return Proposal(kind, f"{match[0]!r} in its title", Confidence.MEDIUM if match[0] in words else Confidence.LOW)
        return Proposal(Kind.NEWS_REPORT, "nothing says otherwise", Confidence.LOW)

    def evidence(self, kind: Proposal, outlet: Proposal, aggregated: bool) -> Proposal:
        if aggregated:
            return Proposal(Evidence.AGGREGATOR_EXCERPT, "it is an item of a page that gathers texts", Confidence.MEDIUM)
        if kind.value in (Kind.NEWS_REPORT, Kind.COMMENTARY):
            return Proposal(Evidence.PRESS_REPORT, "it is a report", Confidence.MEDIUM)
        official = outlet.value and self.outlets.types.get(outlet.value) is OutletType.GOVERNMENT
        return Proposal(
            Evidence.OFFICIAL_TRANSCRIPT if official else Evidence.REPUBLISHED_TRANSCRIPT,
            "its kind and its outlet",
            Confidence.LOW,
        )

    def byline(self, reading: Reading, clues: Mapping[str, list[Proposal]], title: Proposal) -> Proposal:
        for number in sorted((*reading.numbers_of(Role.BYLINE), *reading.numbers_of(Role.DATE))):
            line = self.lines[number - 1].strip()
            if signed := signed_date(line):
                line = signed.rest
            match = phrases.BYLINE.fullmatch(line)
            if reading.roles[number].value is Role.DATE and not (signed and match):
                continue
            name = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", match["name"] if match else line).strip(" *_,.:")
            name = re.split(r"\s+[|–—·]\s+", name)[0]
            if name:
                return Proposal(name, f"line {number}", reading.roles[number].confidence)
        if (told := best(clues.get("byline", []))).value:
            return told
        if match := re.search(r",\s(?:by|door|von)\s((?:[^\W\d_][\w.'’-]+\s?){1,4})$", title.value or ""):
            return Proposal(match[1].strip(), "the end of the headline", Confidence.MEDIUM)
        return Proposal(UNKNOWN, "no byline was found", Confidence.MEDIUM)

    def speakers(self, reading: Reading) -> dict[str, str]:
        """Return printed names → a person's id, where the vocabulary has one person of that name."""
        terms = self.archive.vocabularies.get("people", {})
        people = {name.casefold(): id for id, term in terms.items() for name in term.record.names}
        found = {}
        for label in (*reading.asking, *reading.answering):
            named = [
                mention
                for mention in self.names.find({1: label.title() if label.isupper() else label})
                if mention.vocabulary == "people"
            ]
            found[label] = people.get(label.casefold()) or (named[0].term if len(named) == 1 else UNKNOWN)
        return found


# Roles of the text itself, by which its language and its people are told.
_BODY = (Role.CROSSHEAD, Role.BULLET, Role.QUESTION, Role.ANSWER, Role.DATELINE, Role.CAPTION)
_KINDS = (
    (Kind.PRESS_CONFERENCE, r"press conference|news conference|persconferentie|пресс-конференци\w*|media questions"),
    (Kind.INTERVIEW, r"\binterview|интервью|vraaggesprek"),
    (
        Kind.SPEECH,
        r"\bspeech\b|\bremarks\b|\baddress(?:es)? (?:at|to|on)|\bstatement by|opening statement|"
        r"toespraak|\brede\b|выступлени\w*|\bречь\b",
    ),
    (Kind.COMMENTARY, r"\bopinion\b|\bop-ed\b|commentary|column|opinie|мнение|редакционная"),
)


def _date_of_address(address: str) -> str | None:
    """Return the day that an address holds, or None.

    >>> _date_of_address("https://gull.example/2013/09/24/quay"), _date_of_address("https://gull.example/a-2013")
    ('2013-09-24', None)
    """
    match = re.search(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)", address)
    return "-".join(match.groups()) if match else None


_identifier = None


def _identify(text: str) -> str:
    """Return the language of a text, one of those that a document can be in, as the library py3langid tells."""
    global _identifier
    if _identifier is None:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        _identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
        _identifier.set_languages([code for code in LANGUAGES if code in _identifier.labels])
    return str(_identifier.classify(text)[0])
