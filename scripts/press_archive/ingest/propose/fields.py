"""Proposals for the headline, address, kind, nearness, wholeness and byline of one document."""

from __future__ import annotations

import re

from ...records.closed_lists import Kind, Nearness, OutletType, Role, Wholeness
from ...records.dates import UNKNOWN
from ...records.links import is_web_address
from .. import phrases
from ..addresses import unarchived, without_trackers
from ..classify.reading import Reading
from ..dates import signed_date
from ..phrases import fold
from ..proposals import Confidence, Proposal, best
from .findings import Findings
from .outlets import Outlets

ASKING = 2  # more people than these ask at a press conference only

_ITEM = "it is an item of a page that gathers texts"
_PRINTED_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\])]+(?:\s\d{1,6}(?=[>\])]*$))?")
_AUTHOR_IN_TITLE = re.compile(r",\s(?:by|door|von)\s((?:[^\W\d_][\w.'’-]+\s?){1,4})$")
_CONFERENCE = re.compile(r"press conference|persconferentie|пресс-конференц|media questions|briefing")
_KINDS = (
    (
        Kind.PRESS_CONFERENCE,
        re.compile(r"press conference|news conference|persconferentie|пресс-конференци\w*|media questions"),
    ),
    (Kind.INTERVIEW, re.compile(r"\binterview|интервью|vraaggesprek")),
    (
        Kind.SPEECH,
        re.compile(
            r"\bspeech\b|\bremarks\b|\baddress(?:es)? (?:at|to|on)|\bstatement by|opening statement|"
            r"toespraak|\brede\b|выступлени\w*|\bречь\b"
        ),
    ),
    (
        Kind.COMMENTARY,
        re.compile(r"\bopinion\b|\bop-ed\b|commentary|column|opinie|мнение|редакционная"),
    ),
)


def propose_title(findings: Findings) -> Proposal:
    """Propose the headline; it is certain if it is printed twice, or in the page's data too."""
    reading = findings.reading
    numbers = reading.numbers_of(Role.TITLE)
    if not numbers:
        return Proposal(None, "no headline was found")
    title, role = reading.text[numbers[0]], reading.roles[numbers[0]]
    in_data = {fold(clue.value) for clue in findings.clues.get("title", ()) if clue.value}
    repeated = any(reading.roles[number].confidence is Confidence.HIGH for number in numbers)
    confidence = Confidence.HIGH if repeated or fold(title) in in_data else role.confidence
    return Proposal(title, f"line {numbers[0]}, {role.origin}", confidence)


def propose_address(findings: Findings) -> tuple[Proposal, str]:
    """Propose the original address; return with it why it is inferred, or nothing."""
    for number, line in findings.numbered(Role.URL):
        printed = _printed_address(line.strip())
        joined = re.sub(r"\s", "", printed)
        original = without_trackers(unarchived(joined)[0])
        if not is_web_address(original):
            continue
        if joined == printed:
            return Proposal(original, f"line {number}", Confidence.HIGH), ""
        space = f"The address printed in line {number} contains a space, which is removed here."
        reason = f"The original URL is inferred. {space}"
        return Proposal(original, f"line {number}", Confidence.LOW), reason
    addresses = [clue for clue in findings.clues.get("original_url", ()) if is_web_address(clue.value or "")]
    in_data = best(addresses)
    if in_data.value is None:
        return Proposal(UNKNOWN, "no address was found", Confidence.MEDIUM), ""
    return Proposal(without_trackers(in_data.value), in_data.origin, in_data.confidence), ""


def _printed_address(line: str) -> str:
    """Return the address in a line, perhaps with a space before its last digits; empty if there is none."""
    match = _PRINTED_ADDRESS.search(line)
    if match is None:
        return ""
    return match[0] if match[0].startswith("http") else f"http://{match[0]}"


def propose_kind(reading: Reading, title: Proposal) -> Proposal:
    """Propose the kind: by questions and answers, or by the words of the headline and a formal title."""
    titles = " ".join(reading.line(number) for number in reading.numbers_of(Role.TITLE)).casefold()
    if reading.answering:
        is_conference = _CONFERENCE.search(titles) or len(reading.asking) > ASKING
        kind = Kind.PRESS_CONFERENCE if is_conference else Kind.INTERVIEW
        return Proposal(kind, "its questions and answers", Confidence.MEDIUM)
    for kind, pattern in _KINDS:
        if match := pattern.search(titles):
            in_headline = match[0] in (title.value or "").casefold()
            confidence = Confidence.MEDIUM if in_headline else Confidence.LOW
            return Proposal(kind, f"{match[0]!r} in its title", confidence)
    return Proposal(Kind.NEWS_REPORT, "nothing says otherwise", Confidence.LOW)


def propose_nearness(findings: Findings, kind: Proposal, outlet: Proposal, outlets: Outlets) -> Proposal:
    """Propose how near the text is to the words: a report, or a transcript."""
    if kind.value in (Kind.NEWS_REPORT, Kind.COMMENTARY):
        return Proposal(Nearness.REPORT, "it is a report", Confidence.MEDIUM)
    is_official = outlets.types.get(outlet.value or "") is OutletType.GOVERNMENT
    nearness = Nearness.OFFICIAL_TRANSCRIPT if is_official else Nearness.TRANSCRIPT
    return Proposal(nearness, "its kind and its outlet", Confidence.LOW)


def propose_wholeness(findings: Findings) -> Proposal:
    """Propose whether the text is whole: an aggregator gives a part, and dots end one that breaks off."""
    if findings.aggregated:
        return Proposal(Wholeness.EXCERPT, "an item among others", Confidence.MEDIUM)
    last = max(findings.body, default=0)
    if last and findings.reading.line(last).rstrip().endswith(("…", "...")):
        return Proposal(Wholeness.CUT_OFF, "its last line breaks off", Confidence.MEDIUM)
    return Proposal(Wholeness.COMPLETE, "its last line does not break off", Confidence.MEDIUM)


def propose_byline(findings: Findings, title: Proposal) -> Proposal:
    """Propose who wrote it: by a printed byline, the page's data, or the end of the headline."""
    reading = findings.reading
    for number in reading.numbers_of(Role.BYLINE, Role.DATE):
        role = reading.roles[number]
        if name := _printed_author(reading.text[number], is_date=role.value is Role.DATE):
            return Proposal(name, f"line {number}", role.confidence)
    in_data = best(findings.clues.get("byline", ()))
    if in_data.value:
        return in_data
    if match := _AUTHOR_IN_TITLE.search(title.value or ""):
        return Proposal(match[1].strip(), "the end of the headline", Confidence.MEDIUM)
    return Proposal(UNKNOWN, "no byline was found", Confidence.MEDIUM)


def _printed_author(line: str, is_date: bool) -> str:
    """Return the name in a byline; in the line of a date only one that is introduced, as by `By`, counts."""
    signed = signed_date(line)
    text = signed.rest if signed else line
    match = phrases.BYLINE.fullmatch(text)
    if is_date and not (signed and match):
        return ""
    without_links = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", match["name"] if match else text)
    return re.split(r"\s+[|–—·]\s+", without_links.strip(" *_,.:"))[0]
