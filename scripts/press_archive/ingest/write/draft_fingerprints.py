"""The fingerprints of a draft: of its capture, as its proposed documents, cuts and roles divide it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from ...captures.fingerprint_file import FINGERPRINTS_NAME, make_fingerprints, render_fingerprints
from ...checks.rights.fingerprints import RestrictedWindows, archive_salt
from ...collection.archive import Archive, DocumentEntry, SourceEntry
from ...editing.fingerprints import choose_fingerprints, known_fingerprints
from ...records.closed_lists import Access, Role
from ...records.dates import UNKNOWN
from ...records.fields import Cut, Document, Source
from ...records.lines import compress
from ...records.summaries import Summary
from ...yaml_text.reading import Tree
from ..propose.draft import DocumentDraft, Draft
from .ids import document_ids
from .write_source import cut_ranges


def fingerprints_of_draft(draft: Draft, archive: Archive, place: str) -> dict[str, bytes]:
    """Return the file of fingerprints, name → bytes; none if the archive has no salt.

    `place` is the path of the source's folder below the archive's root. If a person gives lines other roles,
    `archive hold` makes the fingerprints again.
    """
    salt = archive_salt(archive)
    if not salt:
        return {}
    needed = RestrictedWindows(_with_draft(draft, archive, place)).of(PurePosixPath(place).name)
    values = choose_fingerprints(needed, None, known_fingerprints(archive))
    made = make_fingerprints(draft.capture.sha256, salt, values)
    return {FINGERPRINTS_NAME: render_fingerprints(made).encode()}


def _with_draft(draft: Draft, archive: Archive, place: str) -> Archive:
    """Return the archive with the source and the documents of a draft, of whose fields only those are set
    that say which text may be repeated.
    """
    source = Source.model_construct(
        sha256=draft.capture.sha256,
        blank=compress(draft.capture.blank),
        captured_from=draft.captured_from.value or UNKNOWN,
        access=Access.SUMMARY,
        cuts=tuple(Cut.model_construct(lines=(lines,)) for lines in cut_ranges(draft)),
    )
    id = PurePosixPath(place).name
    entry = SourceEntry(id, place, f"{place}/source.yml", source, Tree(), draft.capture)
    documents = {
        document: DocumentEntry(document, id, f"{place}/{document}.md", _record(proposed), Tree(), Summary())
        for document, proposed in zip(document_ids(draft, archive), draft.documents, strict=True)
    }
    return replace(
        archive,
        sources={**archive.sources, id: entry},
        documents={**archive.documents, **documents},
    )


def _record(proposed: DocumentDraft) -> Document:
    return Document.model_construct(
        title=proposed.title.value or UNKNOWN,
        original_url=proposed.original_url.value or UNKNOWN,
        byline=proposed.byline.value or UNKNOWN,
        lines=compress(proposed.lines),
        roles=tuple((span, Role(role)) for line, role in _roles(proposed) for span in compress({line})),
    )


def _roles(proposed: DocumentDraft) -> list[tuple[int, str]]:
    return [(line, proposal.value) for line, proposal in proposed.roles.items() if proposal.value]
