"""A draft → the files of a source; above each value is a comment with its origin and a confidence."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import Path

from ...base.files.exchange import WORK, partial_folder, work_folder
from ...base.files.partial import remove_partial
from ...base.files.writing import make_folder, sync_folder, write_in_one_step, write_new
from ...base.wording import spell_out
from ...captures.capture import CAPTURE_NAME
from ...captures.fingerprint_file import FINGERPRINTS_NAME
from ...collection.archive import Archive
from ...records.closed_lists import Access
from ...records.dates import UNKNOWN, parse_interval
from ...records.forms.canonical import format_record
from ...records.lines import LineRange, compress, format_ranges
from ...yaml_text.reading import quote
from ..proposals import Confidence, Proposal
from ..propose.draft import DocumentDraft, Draft
from .document_record import only_blank_between, render_document
from .ids import document_ids
from .record_fields import comment_lines, field_lines

# The rights statement of a draft: most of what the press publishes is in copyright.
RIGHTS = Proposal(
    "InC",
    "most press articles are in copyright; docs/about/rights.md has the other statements",
    Confidence.LOW,
)


def render_draft(draft: Draft, archive: Archive, place: str) -> dict[str, bytes]:
    """Return the files of a draft, name → bytes: records, capture, and the file that this was extracted from.

    `place` is the path of the source's folder below the archive's root.
    """
    files = {"source.yml": _canonical(_render_source(draft, archive), f"{place}/source.yml", "source")}
    for id, document in zip(document_ids(draft, archive), draft.documents, strict=True):
        text = render_document(document, draft.capture.blank, archive.vocabularies.get("topics", ()))
        files[f"{id}.md"] = _canonical(text, f"{place}/{id}.md", "document")
    files[CAPTURE_NAME] = draft.data
    if draft.original:
        files[draft.original] = draft.received.data
    return files


def _canonical(text: str, path: str, name: str) -> bytes:
    formatted, problems = format_record(text, path, name)
    assert not problems, problems  # every text of a stranger is quoted
    return formatted.encode()


def write_source(root: Path, place: str, files: Mapping[str, bytes]) -> None:
    """Write the folder of a source in one step, so that an interruption leaves none or all of it; raise
    OSError if it exists.

    `place` is the folder's path below `root`. Records can be read by everybody, the other files by their
    owner alone.
    """
    folder = root / place
    remove_partial(root)  # where programs before this one had their folders
    remove_partial(root / WORK)
    with work_folder(root, partial_folder) as made:
        make_folder(folder.parent)
        whole = Path(made) / folder.name
        whole.mkdir()
        for name, data in files.items():
            if name.endswith((".yml", ".md")) or name == FINGERPRINTS_NAME:
                write_in_one_step(whole / name, data)
            else:
                write_new(whole / name, data)
        whole.rename(folder)
        sync_folder(folder.parent)


def _render_source(draft: Draft, archive: Archive) -> str:
    """Return the record of a source."""
    parts = [
        field_lines("label", _label(draft, archive)),
        _files(draft),
        _optional_field("captured", draft.captured),
        _optional_field("captured_from", draft.captured_from),
        f"added: {datetime.date.today().isoformat()}\n",
        field_lines("rights", RIGHTS),
        f"access: {Access.SUMMARY}\n",
        _cuts(draft),
        *(comment_lines(warning) for warning in draft.warnings),
    ]
    return "".join(parts)


def _label(draft: Draft, archive: Archive) -> Proposal:
    if len(draft.documents) == 1:
        return _label_of_one(draft.documents[0], archive)
    return _label_of_many(draft.documents, archive)


def _label_of_one(document: DocumentDraft, archive: Archive) -> Proposal:
    if not document.outlet.value or not document.best_date:
        return Proposal(None, "a short name, such as the outlet, the kind and the date")
    outlet = archive.term("outlets", document.outlet.value).record.label
    kind = spell_out(document.kind.value or "")
    date = parse_interval(document.best_date).moment
    return Proposal(f"{outlet}, {kind} of {date}", "its outlet, kind and date", Confidence.MEDIUM)


def _label_of_many(documents: list[DocumentDraft], archive: Archive) -> Proposal:
    last = {document.chain[-1] for document in documents if document.chain}
    if len(last) != 1:
        return Proposal(None, "a short name, such as the site and the subject of its page")
    outlet = archive.term("outlets", last.pop()).record.label
    return Proposal(
        f"{outlet}, {len(documents)} items", "its outlet and the number of items", Confidence.MEDIUM
    )


def _files(draft: Draft) -> str:
    """Write the facts of the capture, and of the file that it was extracted from."""
    capture = draft.capture
    received = draft.received.name.rpartition("/")[2] or CAPTURE_NAME
    text = f"file: {quote(f'{received}.txt' if draft.extractor else received)}\n"
    text += f"sha256: {capture.sha256}\nswhid: {capture.swhid}\n"
    text += f"bytes: {capture.bytes}\nlines: {len(capture.lines)}\n"
    if capture.blank:
        text += f"blank: {format_ranges(compress(capture.blank))}\n"
    if draft.extractor:
        original = draft.received.data
        text += f"original:\n  file: {quote(received)}\n  sha256: {hashlib.sha256(original).hexdigest()}\n"
        text += f"  bytes: {len(original)}\n  extractor: {quote(draft.extractor)}\n"
    return text


def _optional_field(name: str, proposal: Proposal) -> str:
    """Write a field that may stay unknown."""
    if proposal.value is None:
        return f"{comment_lines('not found in the file; add it if you know it')}{name}: {UNKNOWN}\n"
    return field_lines(name, proposal)


def cut_ranges(draft: Draft) -> list[LineRange]:
    """Return the cuts: consecutive lines that were cut for one reason are one."""
    ranges: list[LineRange] = []
    for line in sorted(draft.cuts):
        if ranges and _continues_cut(draft, ranges[-1].last, line):
            ranges[-1] = LineRange(ranges[-1].first, line)
        else:
            ranges.append(LineRange(line, line))
    return ranges


def _cuts(draft: Draft) -> str:
    text = "cuts:\n" if draft.cuts else ""
    for lines in cut_ranges(draft):
        text += f"  {comment_lines(draft.cuts[lines.first].comment)}"
        text += f"  - lines: {lines}\n    reason: {draft.cuts[lines.first].value}\n"
    return text


def _continues_cut(draft: Draft, last: int, line: int) -> bool:
    same_reason = draft.cuts[line].value == draft.cuts[last].value
    return same_reason and only_blank_between(last, line, draft.capture.blank)
