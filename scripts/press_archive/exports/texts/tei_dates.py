"""Dates in TEI P5, from dates in EDTF (ISO 8601-2).

`when` has a day, month or year; `notBefore` and `notAfter` have the bounds of what is less exact. How sure it
is says `cert`: medium for about, low for perhaps. The date in EDTF itself is in `when-custom`.
"""

from __future__ import annotations

import datetime
import re

from ...records.closed_lists import Basis
from ...records.dates import Date
from .xml_text import Element, element

_EXACT = re.compile(r"([0-9]{4}(?:-[0-9]{2}){0,2})(?:-XX)*[~?%]?")


def date_attributes(date: Date) -> dict[str, str]:
    """Return the attributes that say when something happened.

    >>> from press_archive.records.dates import parse_interval
    >>> date_attributes(parse_interval("2013-09-XX"))
    {'when': '2013-09', 'when-custom': '2013-09-XX'}
    >>> date_attributes(parse_interval("2018-12-24~/.."))
    {'notBefore': '2018-12-24', 'cert': 'medium', 'when-custom': '2018-12-24~/..'}
    """
    attributes = {}
    if exact := _EXACT.fullmatch(date.text):
        attributes["when"] = exact[1]
    else:
        if date.earliest != datetime.date.min:
            attributes["notBefore"] = date.earliest.isoformat()
        if date.latest != datetime.date.max:
            attributes["notAfter"] = date.latest.isoformat()
    if "?" in date.text or "%" in date.text:
        attributes["cert"] = "low"
    elif "~" in date.text:
        attributes["cert"] = "medium"
    return attributes | {"when-custom": date.text}


def date_element(date: Date, type: str = "", basis: str = "") -> Element:
    """Return a `date` with its words in English; `basis` is what it is inferred from, if it is."""
    attributes = {"type": type, **date_attributes(date)}
    if basis:
        attributes["evidence"] = "internal" if basis in list(Basis) else "external"
    return element("date", attributes, [date.moment])
