"""Read the record of one document again."""

from __future__ import annotations

from ..archive import Archive, DocumentEntry
from ..loading_sources import SourceLoader
from ..record_files import RecordFiles


def load_document(archive: Archive, id: str) -> DocumentEntry | None:
    """Return a document of an archive as its file is now; None if it cannot be read or has a problem of its
    own.
    """
    before = archive.documents[id]
    files = RecordFiles(archive.root)
    after = SourceLoader(files, None).parse_document(before.path, before.source)
    return after if after and not files.problems else None
