"""What goes with a document wherever its headline is listed, and whether search engines may list it."""

from __future__ import annotations

from ..records.closed_lists import Robots
from ..records.fields import Document
from .archive import Archive, DocumentEntry


def headline_remarks(record: Document) -> list[str]:
    """Return what must be said beside a headline: its English gloss, a mismatch, a caution."""
    gloss = f"“{record.gloss}” (our translation)" if record.gloss else ""
    return [remark for remark in (gloss, record.mismatch, record.caution) if remark]


def document_robots(archive: Archive, document: DocumentEntry) -> Robots:
    """Return what a document's page says to them: what its record says, or that of its source."""
    own = document.record.robots
    return archive.sources[document.source].record.robots if own is Robots.INDEX else own
