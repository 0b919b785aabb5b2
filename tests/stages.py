"""Everything that the pure stages make of an archive, to compare who did the work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from press_archive.base.kept import Kept
from press_archive.checks.near_duplicates import propose_relations
from press_archive.checks.run import check_archive
from press_archive.collection.loading import load_archive
from press_archive.exports import citations
from press_archive.ingest.propose.draft import draft
from press_archive.ingest.received_file import Received
from press_archive.pages.parts.context import Pages
from press_archive.pages.site import render_units, units_of

PAGE = b"<!doctype html><title>A quay</title><article><h1>A quay opens</h1>" + (
    b"<p>The harbour office of Marrowby said on Monday that the new quay is open to all ships.</p>" * 9
)


def all_stages(root: Path) -> dict[str, Any]:
    """Return what each stage makes of the records of an archive, and of a page, in the order in which it does.

    Nothing is taken from earlier work.
    """
    with _nothing_cited():
        loaded = load_archive(root, kept=Kept())
        archive, problems = check_archive(loaded, editorial=True)
        pages, notes = Pages(archive).noted()
        units = [
            (unit, made.files, sorted((repr(read), notes.fingerprint(read)) for read in made.reads))
            for unit, made in render_units(pages, units_of(pages))
        ]
        return {
            "parsed": loaded,
            "problems": problems,
            "pages": units,
            "citations": citations.cite(map(pages.work, archive.documents)),
            "similar": [str(proposal) for proposal in propose_relations(archive)],
            "extracted": draft(Received("quay.html", PAGE), archive).capture.lines,
        }


@contextmanager
def _nothing_cited() -> Iterator[None]:
    before = dict(citations.MADE)
    citations.MADE.clear()
    try:
        yield
    finally:
        citations.MADE.update(before)
