"""Documents of the toy archive by what they are in its tests, and lines of its captures."""

from __future__ import annotations

from pathlib import Path

from press_archive.captures.passages import line_roles
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.records.closed_lists import Access

REPORT = "2013-09-23-velmora-offers-ostrand-a-shared-harbour"
TAKEN = "2013-09-24-shared-harbour-offered-to-ostrand"
BRIEF = "2013-09-24-in-brief-a-quay-without-a-toll"
DUTCH = "2013-09-velmora-biedt-ostrand-een-haven-aan"
AGAIN = "2013-10-01-once-more-by-request-the-shared-harbour"
OTHER = "2018-12-24-i-have-never-met-a-tide"


def loaded(root: Path) -> Archive:
    return load_archive(root)


def line_of(archive: Archive, wanted) -> str:
    """The first line of at least fifteen words, of a held restricted capture, for which `wanted` holds."""
    for id, source in sorted(archive.sources.items()):
        if source.capture is None or source.record.access is not Access.SUMMARY:
            continue
        for document in archive.documents_of_source[id]:
            for number, role in line_roles(archive.documents[document].record, source.blank).items():
                text = source.capture.line(number)
                if wanted(role) and len(text.split()) >= 15:
                    return text
    raise AssertionError("the toy archive has no such line")
