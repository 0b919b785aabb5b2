"""The page on citations, and the files beside it that readers download."""

from __future__ import annotations

from ..exports.citation_styles import STYLES
from ..exports.downloads import render_downloads
from .parts.addresses import CITATIONS_PATH
from .parts.citing import render_archive_formats
from .parts.context import Pages
from .parts.templates import render_page


def render_citation_files(pages: Pages) -> dict[str, str]:
    """Return the page, and the files of each document and of the archive, which are in the order of ids."""
    archive = pages.archive
    works = [pages.work(id) for id in sorted(archive.documents)]
    lists = {
        f"{vocabulary}/{id}/": documents for (vocabulary, id), documents in archive.documents_of_term.items()
    }
    values = {"documents": list(archive.documents), "formats": render_archive_formats(), "styles": STYLES}
    fields = {
        "title": "Citations",
        "description": "Citations of all documents, as BibLaTeX, RIS and CSL-JSON.",
    }
    return {
        CITATIONS_PATH: render_page(pages, CITATIONS_PATH, "citations.md", fields, **values),
        **render_downloads(works, lists),
    }
