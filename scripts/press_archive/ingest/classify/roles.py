"""What each line of one document is: headline, byline, date, caption, question, answer, address …"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...records.closed_lists import Role
from .. import phrases
from ..proposals import Confidence
from .body import BULLET, read_body, read_captions
from .cuts import is_text
from .headings import read_ending, read_heading, read_titles
from .items import is_headline
from .reading import Reading
from .turns import read_turns

MAX_INTRODUCTION = 300  # characters of a line that introduces an address or links, with what it introduces
MAX_WORDING = 40  # characters, among which is the colon of a line that introduces links

_ADDRESS = re.compile(r"[<(\[]?https?://\S+[>)\]]?(?:\s\d{1,6})?")
_BEGINS_WITH_ADDRESS = re.compile(r"[<(\[]?(?:https?://|www\.)\S")


def read_roles(
    lines: Sequence[str], numbers: Sequence[int], hints: Mapping[int, Role], outlets: Mapping[str, str]
) -> Reading:
    """Read the lines of one document.

    `hints` are roles by the page's markup, `outlets` the names of outlets, in lower case, with their ids.
    """
    reading = Reading(lines, {number: lines[number - 1].strip() for number in numbers}, outlets)
    for number, role in hints.items():
        if number in reading.text and role is not Role.TEXT:
            reading.propose(number, role, "the page's markup")
    _read_addresses(reading)
    _read_related_links(reading)
    read_titles(reading)
    read_heading(reading)
    read_ending(reading)
    read_captions(reading)
    read_turns(reading)
    read_body(reading)
    return reading


def _read_addresses(reading: Reading) -> None:
    """Propose addresses that are alone, and `Original url:` with its address, on one line or two."""
    introduced = False
    for number, line in reading.text.items():
        if _introduces_address(line):
            reading.propose(number, Role.URL, "the wording of the line")
            introduced = "http" not in line
        else:
            if _ADDRESS.fullmatch(line) or (introduced and _BEGINS_WITH_ADDRESS.match(line)):
                reading.propose(number, Role.URL, "an address on a line of its own", Confidence.HIGH)
            introduced = False


def _introduces_address(line: str) -> bool:
    bare = phrases.bare(line)
    if phrases.ADDRESS.fullmatch(bare):
        return True
    return bool(phrases.ADDRESS.match(bare)) and "http" in line and len(line) < MAX_INTRODUCTION


def _read_related_links(reading: Reading) -> None:
    """Propose `Related articles:` and the titles after it, as long as they are a list."""
    in_list = False
    for number, line in reading.text.items():
        if number in reading.roles:
            in_list = False
        elif _introduces_links(line):
            reading.propose(number, Role.RELATED_LINK, "the wording of the line")
            in_list = phrases.bare(line) == line.strip(" :*_#") or line.endswith(":")
        elif in_list and _may_be_link(line):
            reading.propose(number, Role.RELATED_LINK, "after a heading of related links")
        else:
            in_list = False


def _introduces_links(line: str) -> bool:
    bare = phrases.bare(line)
    if phrases.RELATED.fullmatch(bare):
        return True
    return bool(phrases.RELATED.match(bare)) and len(line) < MAX_INTRODUCTION and ":" in line[:MAX_WORDING]


def _may_be_link(line: str) -> bool:
    return bool(BULLET.match(line)) or (is_headline(line) and not is_text(line))
