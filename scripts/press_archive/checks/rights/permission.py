"""Permission to show a captured text: its rights statement gives it, or its rights-holder did."""

from __future__ import annotations

from collections.abc import Iterator

from ...base.problems import Location, Problem
from ...captures.runs import words
from ...collection.archive import Archive, DocumentEntry, SourceEntry, problem_at
from ...records.closed_lists import Access
from ...records.lines import expand
from ...records.rights import FREE, RIGHTS

# An excerpt is a quotation, for which nobody has to be asked, if it is at most this part of a capture.
QUOTATION = 1 / 3
# What people write where there is nothing to write; words of them alone, or no word.
_NOTHING = frozenset(
    [
        "",
        "unknown",
        "none",
        "no",
        "nobody",
        "no one",
        "nothing",
        "n a",
        "na",
        "null",
        "not known",
        "not asked",
        "not yet",
        "asked",
        "pending",
        "requested",
        "anonymous",
        "various",
        "tbd",
        "to do",
        "todo",
        "yes",
        "x",
        "xxx",
        "permission",
        "allowed",
        "permitted",
        "fair use",
        "quotation",
    ]
)
_HINT = "write in `permission` who allowed it, or set access to summary"


def check_permissions(archive: Archive) -> Iterator[Problem]:
    """A text that is shown in full, or for the most part, is free, or its rights-holder has permitted it."""
    for id, source in archive.sources.items():
        yield from _says_nothing(source)
        if source.record.permission or not _shows_much(source):
            continue
        if source.record.rights not in FREE:
            yield _not_permitted(source, ("access",), source.record.rights, source)
        for document in (archive.documents[name] for name in archive.documents_of_source[id]):
            rights = document.record.rights
            if rights and rights not in FREE:
                yield _not_permitted(document, ("rights",), rights, source)


def _says_nothing(source: SourceEntry) -> Iterator[Problem]:
    """Yield the problems of a permission that names nobody, or does not say what is allowed."""
    for field, expected in (("by", "the rights-holder"), ("note", "what it allows, and where it is kept")):
        text = getattr(source.record.permission, field, None)
        if text is not None and " ".join(words(text)) in _NOTHING:
            message = f"{text!r} is no permission. Expected {expected}."
            yield problem_at(source, ("permission", field), "R131", message, _HINT)


def _shows_much(source: SourceEntry) -> bool:
    """Return whether the public site may show more of a capture than a quotation.

    An excerpt is measured in lines, and in words where the capture is held.
    """
    record = source.record
    if record.access is not Access.EXCERPT:
        return record.access is Access.FULL
    shown = expand(record.excerpts) - source.blank
    if len(shown) > QUOTATION * (record.lines - len(source.blank)):
        return True
    if source.capture is None:
        return False
    sizes = {number: len(words(text)) for number, text in enumerate(source.capture.lines, 1)}
    return sum(sizes.get(line, 0) for line in shown) > QUOTATION * sum(sizes.values())


def _not_permitted(
    entry: SourceEntry | DocumentEntry, location: Location, rights: str, source: SourceEntry
) -> Problem:
    access = source.record.access
    shown = "the access is full" if access is Access.FULL else "the excerpts are more than a third of it"
    message = f"{rights} ({RIGHTS[rights][0].lower()}), {shown}, and no permission is recorded. Expected one."
    return problem_at(entry, location, "R131", message, _HINT)
