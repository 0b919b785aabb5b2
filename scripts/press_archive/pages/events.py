"""What an event's page shows of its documents: who published what in which language, in the order of publication."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..collection.archive import Archive
from ..records.closed_lists import Kind
from .layout import Links


@dataclass(frozen=True)
class Matrix:
    """Outlets × (language, kind): the documents of each cell, in the order of publication.

    Outlets come in the order in which they first published, columns by language and then by kind.
    """

    outlets: tuple[str, ...]
    columns: tuple[tuple[str, Kind], ...]
    cells: dict[tuple[str, str, Kind], tuple[str, ...]]


def make_matrix(archive: Archive, documents: list[str]) -> Matrix:
    """Return the matrix of documents that come in the order of publication; every document is in one cell."""
    cells: dict[tuple[str, str, Kind], tuple[str, ...]] = {}
    for id in documents:
        record = archive.documents[id].record
        place = (record.outlet, record.language, record.kind)
        cells[place] = (*cells.get(place, ()), id)
    kinds = list(Kind)
    columns = sorted({(language, kind) for _, language, kind in cells}, key=lambda column: (column[0], kinds.index(column[1])))
    return Matrix(tuple(dict.fromkeys(outlet for outlet, _, _ in cells)), tuple(columns), cells)


def deals_with_it(event: str, links: Links, document: str) -> Markup:
    """Say which lines of a document deal with an event."""
    lines = links.archive.documents[document].record.event_lines.get(event)
    return Markup("Deals with it in ") + links.lines(document, lines) if lines else Markup("Deals with it throughout")
