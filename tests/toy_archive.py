"""Documents of the toy archive by what they are in its tests, lines of its captures, and one more source."""

from __future__ import annotations

import hashlib
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
# What `write_source` adds to the toy archive.
PILOT_FOLDER = "sources/2014/pilot-counts"
PILOT_SOURCE = f"{PILOT_FOLDER}/source.yml"
PILOT_DOCUMENT = f"{PILOT_FOLDER}/2014-05-05-a-pilot-counts.md"


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


def write_source(
    root: Path,
    capture: str,
    *,
    summary: str = "A short summary.",
    lines: str = "",
    roles: str = "{1: title}",
    byline: str = "unknown",
    access: str = "summary",
) -> None:
    """Write a source of one document, its capture held; without `lines` the document has all of them."""
    folder = root / PILOT_FOLDER
    folder.mkdir(parents=True)
    data = capture.encode()
    (folder / "capture.txt").write_bytes(data)
    printed = capture.removesuffix("\n").split("\n")
    blank = [str(number) for number, line in enumerate(printed, 1) if not line.strip()]
    source = {
        "label": "A pilot",
        "file": "p.txt",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "lines": len(printed),
        **({"blank": ", ".join(blank)} if blank else {}),
        "captured": "2014-05",
        "captured_from": "unknown",
        "rights": "InC",
        "access": access,
    }
    document = {
        "title": "A pilot counts",
        "date": "2014-05-05",
        "outlet": "tidewatch",
        "kind": "news-report",
        "language": "en",
        "original_url": "https://t.example/p",
        "byline": byline,
        "lines": lines or f"1-{len(printed)}",
        "roles": roles,
        "nearness": "report",
        "chain": "[tidewatch]",
        "wholeness": "complete",
        "topics": "[harbour-treaty]",
    }
    fields = "".join(f"{name}: {value}\n" for name, value in document.items())
    (root / PILOT_SOURCE).write_text("".join(f"{name}: {value}\n" for name, value in source.items()), "utf-8")
    (root / PILOT_DOCUMENT).write_text(f"---\n{fields}# more\n---\n{summary}\n", "utf-8")
