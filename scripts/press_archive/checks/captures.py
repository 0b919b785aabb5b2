"""The checks of records against captures and lines. Each yields Problems; its first line is its rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..base.characters import BIDI
from ..base.problems import Location, Problem, suggest
from ..captures.capture import CAPTURE_NAME, check_capture, check_original
from ..captures.passages import line_roles, printed_speaker
from ..collection.archive import Archive, DocumentEntry, SourceEntry, problem_at
from ..records.closed_lists import Access, Role
from ..records.dates import UNKNOWN
from ..records.lines import Ranges, claims, expand, format_ranges, say_lines


def check_held(source: SourceEntry) -> Iterator[Problem]:
    """A held capture is the one that the record describes."""
    if source.capture is not None:
        for problem in check_capture(source.capture, source.record, source.capture_path):
            # With the right SHA-256 it is the record that is wrong.
            line = source.tree.line(problem.location)
            yield replace(problem, path=source.path, line=line) if problem.location else problem


def check_speakers(archive: Archive) -> Iterator[Problem]:
    """A speaker is a person or unknown; with the capture at hand, each label occurs and each answer has a
    speaker.
    """
    people = archive.vocabularies["people"]
    for document in archive.documents.values():
        for label, person in document.record.speakers.items():
            if person != UNKNOWN and person not in people and "people" not in archive.broken_vocabularies:
                expected = f"an id from sources/vocabulary/people.yml, or {UNKNOWN}"
                message = f"unknown person {person!r}. Expected {expected}."
                yield problem_at(document, ("speakers", label), "R109", message, suggest(person, people))
        source = archive.sources[document.source]
        if source.capture is None:
            continue
        unseen, speaking = set(document.record.speakers), ""
        for line, role in line_roles(document.record, source.blank).items():
            if role not in (Role.QUESTION, Role.ANSWER) or line > source.record.lines:
                continue
            begins = printed_speaker(source.capture.line(line), document.record.speakers)
            unseen.discard(begins)
            speaking = begins or speaking
            if not speaking:
                expected = "a printed name from `speakers` at its beginning"
                message = f"line {line} is a {role} without a speaker. Expected {expected}."
                yield problem_at(document, ("roles",), "C206", message)
        for label in sorted(unseen):
            expected = "the printed name, with a colon, in bold or alone"
            message = f"no question or answer begins with {label!r}. Expected {expected}."
            yield problem_at(document, ("speakers", label), "C206", message)


def check_titles(archive: Archive) -> Iterator[Problem]:
    """A document's title is, to the character, one of its lines with the role title."""
    for document in archive.documents.values():
        source = archive.sources[document.source]
        roles = line_roles(document.record, source.blank)
        titles = [line for line, role in roles.items() if role is Role.TITLE]
        if not titles:
            yield problem_at(
                document, ("roles",), "C205", "no line has the role title. Expected the line of the headline."
            )
        elif (
            source.capture is not None
            and max(titles) <= source.record.lines
            and document.record.title not in [_headline(source.capture.line(line)) for line in titles]
        ):
            printed = _headline(source.capture.line(titles[0]))
            line = f"line {titles[0]} of the capture"
            message = f"{document.record.title!r} differs from {line}. Expected the same characters."
            yield problem_at(
                document, ("title",), "C205", message, _first_difference(document.record.title, printed)
            )


def _headline(line: str) -> str:
    """Return a captured headline as a title has it, without what would turn round the text after it."""
    return BIDI.sub("", line).strip()


def _first_difference(title: str, printed: str) -> str:
    """Return a hint with the first character of a title that differs; the rest of a captured line is not
    repeated.

    >>> _first_difference("A new quay", "A new “quay”"), _first_difference("A quay", "A quay opens")
    ("its character 7 is 'q', and '“' in the capture", "its character 7 is missing, and ' ' in the capture")
    """
    pairs = enumerate(zip(title, printed, strict=False))
    same = next((position for position, (one, other) in pairs if one != other), min(len(title), len(printed)))
    here, there = (repr(text[same]) if same < len(text) else "missing" for text in (title, printed))
    return f"its character {same + 1} is {here}, and {there} in the capture"


def check_lines(archive: Archive) -> Iterator[Problem]:
    """Every line that is not blank belongs to exactly one document or cut."""
    for id, source in archive.sources.items():
        documents = [archive.documents[document] for document in archive.documents_of_source[id]]
        owners = {document.path: document.record.lines for document in documents}
        owners |= {
            f"{source.path}#cuts[{position}]": cut.lines for position, cut in enumerate(source.record.cuts)
        }
        for owner, ranges in owners.items():
            if ranges[-1].last > source.record.lines:
                message = (
                    f"line {ranges[-1].last} is beyond the capture. Expected lines 1-{source.record.lines}."
                )
                yield _line_problem(owner, documents, source, "C201", message)
        claimed = claims(owners, source.blank)
        twice: dict[tuple[str, ...], list[int]] = {}
        for line, names in claimed.items():
            if len(names) > 1:
                twice.setdefault(tuple(names), []).append(line)
        for claimants, lines in sorted(twice.items()):
            others = ", ".join(
                name.rpartition("/")[2].replace("source.yml#", "source.yml ") for name in claimants[:-1]
            )
            shared = say_lines(lines, "is", "are")
            message = f"{shared} also claimed by {others}. Expected one owner of each line."
            hint = f"keep {'it' if len(lines) == 1 else 'each'} in one of them"
            yield _line_problem(claimants[-1], documents, source, "C202", message, hint)
        missing = set(range(1, source.record.lines + 1)) - source.blank - set(claimed)
        if missing and documents and not archive.broken_documents[id]:
            unassigned = say_lines(missing, "is", "are")
            message = f"{unassigned} not assigned to a document or a cut. Expected every line to be assigned."
            hint = "add them to a document's lines, or cut them with a reason"
            yield problem_at(source, ("lines",), "C203", message, hint)
        if beyond := source.blank - set(range(1, source.record.lines + 1)):
            message = f"line {max(beyond)} is beyond the capture. Expected lines 1-{source.record.lines}."
            yield problem_at(source, ("blank",), "C201", message)
        unowned = expand(source.record.excerpts) - {
            line for document in documents for line in expand(document.record.lines)
        }
        if unowned and documents and not archive.broken_documents[id]:
            message = (
                f"{say_lines(unowned, 'belongs', 'belong')} to no document. Expected lines of documents."
            )
            yield problem_at(source, ("excerpts",), "C207", message)


def _line_problem(
    owner: str, documents: list[DocumentEntry], source: SourceEntry, code: str, message: str, hint: str = ""
) -> Problem:
    """Return a problem at the `lines` of a document, or at a cut of the source."""
    for document in documents:
        if document.path == owner:
            return problem_at(document, ("lines",), code, message, hint)
    position = int(re.search(r"\[(\d+)\]$", owner)[1])  # type: ignore[index]
    return problem_at(source, ("cuts", position, "lines"), code, message, hint)


def check_roles(archive: Archive) -> Iterator[Problem]:
    """Roles are given once, to lines of the document that are not blank."""
    for document in archive.documents.values():
        source = archive.sources[document.source]
        own = expand(document.record.lines)
        seen: set[int] = set()
        for span, role in document.record.roles:
            location = ("roles", str(span))
            lines = set(span)
            if outside := lines - own:
                what = say_lines(outside, f"({role}) is", f"({role}) are")
                expected = f"lines within {format_ranges(document.record.lines)}"
                message = f"{what} not in the document. Expected {expected}."
                yield problem_at(document, location, "C204", message)
            elif not lines - source.blank:
                what = say_lines(lines, f"({role}) is", f"({role}) are")
                message = f"{what} blank. Expected lines with text."
                yield problem_at(document, location, "C204", message)
            if twice := lines & seen:
                what = say_lines(twice, "already has", "already have")
                message = f"{what} a role. Expected one role per line."
                yield problem_at(document, location, "C204", message)
            seen |= lines


def check_named_lines(archive: Archive) -> Iterator[Problem]:
    """Events and people with lines of their own are the document's, and so are these lines and a stamp's."""
    for document in archive.documents.values():
        record = document.record
        if record.republished and record.republished.line:
            stamp = record.republished.lines
            yield from check_own_lines(archive, document, ("republished", "line"), stamp)
        for id, ranges in record.event_lines.items():
            location: Location = ("event_lines", id)
            if id not in record.events:
                message = f"{id!r} is not among the events of the document. Expected one of them."
                hint = suggest(id, record.events) or "add it to `events`, if it is meant"
                yield problem_at(document, location, "R113", message, hint)
            yield from check_own_lines(archive, document, location, ranges)


def check_own_lines(
    archive: Archive, document: DocumentEntry, location: Location, ranges: Ranges
) -> Iterator[Problem]:
    """Yield a problem where lines that a field of a document names are blank or not the document's."""
    blank = archive.sources[document.source].blank
    named = {line for span in ranges for line in (span.first, span.last)} | (expand(ranges) - blank)
    if outside := named - (expand(document.record.lines) - blank):
        what = say_lines(outside, "is", "are")
        expected = "its lines, and ranges that begin and end at them"
        message = f"{what} blank or not in the document. Expected {expected}."
        hint = f"the document's lines are {format_ranges(document.record.lines)}"
        yield problem_at(document, location, "C208", message, hint)


def check_references(archive: Archive) -> Iterator[Problem]:
    """A line reference begins and ends at lines of the document that are not blank."""
    for document in archive.documents.values():
        own = expand(document.record.lines) - archive.sources[document.source].blank
        for inline in document.summary.inlines():
            if inline.lines is None:
                continue
            if wrong := [line for line in (inline.lines.first, inline.lines.last) if line not in own]:
                what = f"names line {wrong[0]}, which is blank or not in this document"
                message = f"{inline.text} {what}. Expected one of its lines."
                hint = f"the document's lines are {format_ranges(document.record.lines)}"
                yield Problem(document.path, inline.line, (), "S104", message, hint)
            elif inline.lines.last < inline.lines.first:
                message = f"{inline.text} ends before it begins. Expected the first line first."
                yield Problem(document.path, inline.line, (), "S104", message)


def check_captures(archive: Archive) -> Iterator[Problem]:
    """A capture that may be shown is held."""
    for source in archive.sources.values():
        if source.record.access is Access.FULL and not source.capture_path:
            missing = f"no {CAPTURE_NAME} in {source.folder}"
            message = f"{missing}, and the access is {source.record.access}. Expected the capture."
            yield problem_at(source, ("access",), "C101", message, "put it there with `archive hold FILE`")


def check_originals(archive: Archive) -> Iterator[Problem]:
    """A file that a capture was extracted from is the one that the record describes."""
    for source in archive.sources.values():
        if source.original_path:
            yield from check_original(
                archive.root / source.original_path, source.original_path, source.record.original
            )


CAPTURE_CHECKS = (
    check_speakers,
    check_titles,
    check_lines,
    check_roles,
    check_named_lines,
    check_references,
    check_captures,
    check_originals,
)
