"""Which site has which page, where an archive is published as several: one for each part, and the home site.

A part has the pages of its years: lists of one year, and the sources that are in the folder of that year with
their documents. So a document stays where it is when its date is corrected, and beside its source. The home
site has all other pages.
"""

from __future__ import annotations

import re

from ...records.links import DOCUMENTS
from ...records.sites.part import Part
from ..archive import Archive
from ..histories import SOURCES

# Where documents have files of their own, beside those that are next to their pages.
_FILES = ("citations/documents/", "cards/")
# years/2013/, timeline/2013/, missing/2013/ and, deeper, people/ID/2013/: a term's id may be a year too.
_OF_A_YEAR = re.compile("(?:(?:years|timeline|missing)|[^/]+/.+)/([0-9]{4})/")


def parts_of(archive: Archive) -> tuple[Part, ...]:
    """Return the parts of an archive; none where it is published as one site."""
    return archive.collection.parts if archive.collection else ()


def part_of(archive: Archive, path: str) -> Part | None:
    """Return the part whose site has a page or file, by its path below the site; None for the home site."""
    parts = parts_of(archive)
    year = _year(archive, path) if parts else ""
    return next((part for part in parts if part.has_year(year)), None)


def whole_address(archive: Archive, address: str, path: str) -> str:
    """Return the address of a page or file of an archive whose home site is at `address`.

    Without an address it is that below the site.
    """
    part = part_of(archive, path) if address else None
    return (part.address if part else address) + path


def is_of_unknown_place(archive: Archive, path: str) -> bool:
    """Return whether a page is at the address of a document or source that is no longer there.

    Nobody can say in which part that was, so every site has such a page.
    """
    kind, _, rest = path.partition("/")
    id, slash, _ = rest.partition("/")
    known = {DOCUMENTS: archive.documents, SOURCES: archive.sources}.get(kind)
    return known is not None and bool(slash) and id not in known and not _OF_A_YEAR.match(path)


def _year(archive: Archive, path: str) -> str:
    """Return the year by which a path belongs to a part; an empty text for none."""
    of_document = next((path.removeprefix(folder) for folder in _FILES if path.startswith(folder)), "")
    kind, _, rest = f"{DOCUMENTS}/{of_document}".partition("/") if of_document else path.partition("/")
    id = re.split("[/.]", rest, maxsplit=1)[0]
    if kind == DOCUMENTS and id in archive.documents:
        return _year_of_source(archive, archive.documents[id].source)
    if kind == SOURCES and id in archive.sources:
        return _year_of_source(archive, id)
    found = _OF_A_YEAR.match(path)
    return found[1] if found else ""


def _year_of_source(archive: Archive, source: str) -> str:
    """Return the year of the folder that a source is in: sources/YEAR/ID/source.yml."""
    return archive.sources[source].path.split("/")[1]
