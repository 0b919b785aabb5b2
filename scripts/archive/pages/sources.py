"""A page for each source, with the account of its lines, and the list of them all."""

from __future__ import annotations

from ..models import RIGHTS, UNKNOWN
from .layout import Pages, source_path


def render_sources(pages: Pages) -> dict[str, str]:
    """Return the page of every source and the list of all."""
    archive = pages.archive
    rendered = {}
    for id, source in sorted(archive.sources.items()):
        path = source_path(id)
        fields = {
            "title": source.record.label,
            "description": f"Source: {source.record.label}. What was captured, and where each of its lines went.",
            "source": id,
            "sha256": source.record.sha256,
            "record": source.path,
        }
        rendered[path] = pages.render(
            path, "source.md", fields,
            source=source, record=source.record, account=archive.account(id), documents=archive.documents_of_source[id],
            left_out=archive.broken_documents[id], rights=RIGHTS[source.record.rights], UNKNOWN=UNKNOWN,
        )  # fmt: skip
    path = "sources/index.md"
    fields = {"title": "Sources", "description": "Every capture that the archive describes."}
    rendered[path] = pages.render(path, "sources.md", fields)
    return rendered
