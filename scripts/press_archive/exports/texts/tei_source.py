"""What a TEI header says of the original and of its capture: `sourceDesc`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...records.dates import UNKNOWN
from ...records.languages import SITE_LANGUAGE
from ...records.lines import format_ranges
from ..works import Name, as_uri
from .edition import PREFIX, Edition
from .tei_dates import date_element
from .xml_text import Element, element

_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def source_description(edition: Edition) -> Element:
    """Return the description of the original, as a bibliography has it, and of the capture."""
    return element("sourceDesc", {}, [_original(edition), _capture(edition)])


def _original(edition: Edition) -> Element:
    record, work = edition.document.record, edition.work
    analytic = [
        *(element("author", {}, [name_element(name)]) for name in work.authors),
        *(element("editor", {"role": "interviewer"}, [name_element(name)]) for name in work.interviewers),
        *(element("editor", {"role": "translator"}, [name_element(name)]) for name in work.translators),
        *titles(edition),
    ]
    published = (
        date_element(record.date, "published", record.inferred.get("date", ""))
        if record.date
        else element("date", {"type": "published"}, ["date unknown"])
    )
    imprint = element("imprint", {}, [element("publisher", {}, [work.outlet]), published])
    monograph = [element("title", {"level": "j"}, [work.outlet]), imprint]
    return element("biblStruct", {"type": str(record.kind)}, [
        element("analytic", {}, analytic), element("monogr", {}, monograph), *_beside(edition),
    ])  # fmt: skip


def _beside(edition: Edition) -> Iterator[Element]:
    """Yield what belongs to the original besides author, title, outlet and date."""
    archive, record, work = edition.archive, edition.document.record, edition.work
    for type, printed in (("byline", record.byline), ("translator", record.translator)):
        if printed not in (None, UNKNOWN):
            yield element("note", {"type": type}, [printed])
    labels = [archive.term("outlets", id).record.label for id in record.chain]
    chain = element(
        "list", {}, [element("item", {"n": str(n)}, [label]) for n, label in enumerate(labels, 1)]
    )
    yield element("note", {"type": "publication-chain", "xml:lang": SITE_LANGUAGE}, [chain])
    for remark in work.remarks:
        yield element("note", {"type": "remark", "xml:lang": SITE_LANGUAGE}, [remark])
    if work.url:
        yield element("ref", {"type": "original", "target": as_pointer(work.url)}, [record.original_url])
    for copy in record.archived:
        copied = [element("ref", {"target": as_pointer(copy.url)}, [copy.url]), date_element(copy.date)]
        yield element("relatedItem", {"type": "archived-copy"}, [element("bibl", {}, copied)])
    if stamp := record.republished:
        by = element("publisher", {}, [archive.term("outlets", stamp.by).record.label])
        date = date_element(stamp.date, "republished", record.inferred.get("republished", ""))
        yield element("relatedItem", {"type": "republication"}, [element("bibl", {}, [by, date])])
    yield from _related(edition)


def _related(edition: Edition) -> Iterator[Element]:
    """Yield a pointer to the file of each document that the record names as the same text in some way; none
    to a document that the archive has left out.
    """
    for relation, ids in edition.document.record.relations().items():
        for id in (one for one in ids if one in edition.archive.documents):
            pointer = element("ptr", {"target": f"{id}.xml#{PREFIX}{id}"})
            yield element("relatedItem", {"type": relation.replace("_", "-")}, [pointer])


def titles(edition: Edition) -> Iterator[Element]:
    """Yield the headline and, where it is in another language, its meaning in English."""
    record = edition.document.record
    yield element("title", {"level": "a", "type": "main", "xml:lang": record.language}, [edition.work.title])
    if record.gloss:
        yield element("title", {"level": "a", "type": "gloss", "xml:lang": SITE_LANGUAGE}, [record.gloss])


def name_element(name: Name) -> Element:
    """Return somebody's name, divided into family and given names where a record says how."""
    if name.is_organisation:
        return element("orgName", {}, [name.whole])
    if not name.given:
        return element("persName", {}, [name.whole])
    parts = [element("surname", {}, [name.family]), element("forename", {}, [name.given])]
    return element("persName", {}, parts)


def _capture(edition: Edition) -> Element:
    """Return what is known of the capture that the text was taken from."""
    source, lines = edition.source, edition.document.record.lines
    record = source.record
    parts: list[Element | None] = [
        element("title", {"xml:lang": SITE_LANGUAGE}, [record.label]),
        element("idno", {"type": "source"}, [source.id]),
        element("idno", {"type": "SHA-256"}, [record.sha256]),
        element("idno", {"type": "SWHID"}, [record.swhid]) if record.swhid else None,
        element("biblScope", {"unit": "line"}, [format_ranges(lines)]),
        date_element(record.captured, "captured") if record.captured else None,
    ]
    if record.captured_from != UNKNOWN:
        target = as_pointer(record.captured_from)
        parts.append(element("ref", {"type": "captured-from", "target": target}, [record.captured_from]))
    return element("bibl", {"type": "capture"}, parts)


def as_pointer(address: str) -> str:
    """Return a web address as a URI (RFC 3986), as TEI wants it in a pointer.

    >>> as_pointer("https://gull.example/a[1]?b=50%#c#d")
    'https://gull.example/a%5B1%5D?b=50%25#c%23d'
    """
    scheme, mark, rest = as_uri(address).partition("://")
    host = re.match("[^/?#]*", rest)
    assert host is not None  # it may be empty
    path = _BARE_PERCENT.sub("%25", rest[host.end() :]).replace("[", "%5B").replace("]", "%5D")
    before, sign, fragment = path.partition("#")
    return f"{scheme}{mark}{host[0]}{before}{sign}{fragment.replace('#', '%23')}"
