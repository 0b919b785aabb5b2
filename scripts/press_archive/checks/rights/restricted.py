"""Lines of held captures that nothing public may repeat: those that are neither shown nor facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ...captures.capture import Capture
from ...captures.passages import line_roles
from ...captures.runs import RUN, JoinedText, Key, Run, RunIndex, Words, keys, runs, words
from ...collection.archive import Archive
from ...records.closed_lists import Access, Role
from ...records.dates import UNKNOWN
from ...records.lines import expand

# A word that goes on in the next line: a hyphen, a soft hyphen or, in scans, the character ¬ ends the line.
_BROKEN_WORD = re.compile(r"[-‐\u00ad¬](?<=[^\W\d_].)[^\S\n]*\n\s*([^\W\d_]+)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
# Words of a headline or an address; what is longer is a text. The longest headline seen has 47.
LONGEST_FACT = 60

Line = tuple[int, str]  # its number in the capture, and its text
# Lines of one document or of one cut that follow each other, as one text whose parts are the lines' numbers.
Stretch = JoinedText[int]


def restricted_sources(archive: Archive) -> dict[str, Capture]:
    """Return the captures that are held and may not be shown as a whole, by the ids of their sources."""
    return {
        id: source.capture
        for id, source in archive.sources.items()
        if source.capture is not None and source.record.access is not Access.FULL
    }


def restricted_runs(archive: Archive, source: str, among: RunIndex | None = None) -> dict[Run, int]:
    """Return the runs of a restricted capture that nothing public may repeat → the line that each begins on.

    With `among`, only those that are among its runs: most of the time would go into keeping the others.
    """
    exempt, facts = _exempt(archive, source)
    found: dict[Run, int] = {}
    for stretch in _stretches(archive, source, exempt, hidden=True):
        places = among.find(stretch.words) if among is not None else enumerate(runs(stretch.words))
        for position, run in places:
            found.setdefault(run, stretch.part(position))
    if found:
        for stretch in _stretches(archive, source, exempt, hidden=False):
            facts.update(runs(stretch.words))
    return {run: line for run, line in found.items() if run not in facts}


def restricted_texts(archive: Archive, source: str) -> tuple[list[Words], set[Run]]:
    """Return the texts of a restricted capture that nothing public may repeat, and which of their runs are
    facts, or shown elsewhere in the capture.
    """
    exempt, facts = _exempt(archive, source)
    for stretch in _stretches(archive, source, exempt, hidden=False):
        facts.update(runs(stretch.words))
    return [stretch.words for stretch in _stretches(archive, source, exempt, hidden=True)], facts


def hidden_texts(archive: Archive, source: str) -> list[Words]:
    """Return the texts of a restricted capture that nothing public may repeat."""
    exempt, _ = _exempt(archive, source)
    return [stretch.words for stretch in _stretches(archive, source, exempt, hidden=True)]


def shown_texts(archive: Archive, source: str) -> list[Words]:
    """Return the texts of a restricted capture that may be repeated."""
    exempt, _ = _exempt(archive, source)
    return [stretch.words for stretch in _stretches(archive, source, exempt, hidden=False)]


def exempted_runs(archive: Archive, source: str) -> set[Run]:
    """Return the runs of the bylines that a restricted capture prints."""
    return _exempt(archive, source)[1]


def restricted_keys(archive: Archive) -> set[Key]:
    """Return the keys of all runs that nothing public may repeat."""
    found: set[Key] = set()
    for source in restricted_sources(archive):
        exempt, _ = _exempt(archive, source)
        for stretch in _stretches(archive, source, exempt, hidden=True):
            found.update(keys(stretch.words))
    return found


def headlines_and_addresses(archive: Archive) -> set[Run]:
    """Return the runs of every headline and web address of the records: facts, wherever they are printed.

    The id of a record that could not be read has the words of its headline.
    """
    facts = [entry.record.captured_from for entry in archive.sources.values()]
    for document in archive.documents.values():
        facts += [document.record.title, document.record.original_url]
    facts += archive.broken_ids
    found = (words(text) for text in facts if text != UNKNOWN)
    return {run for fact in found if len(fact) <= LONGEST_FACT for run in runs(fact)}


def is_fact(role: Role, text: str) -> bool:
    """Return whether a line may be repeated: a headline, or a line of an address and little else.

    A role alone does not make a fact of a sentence.
    """
    if role is Role.TITLE:
        return len(words(text)) <= LONGEST_FACT
    return role is Role.URL and len(words(_ADDRESS.sub(" ", text))) < RUN


def _exempt(archive: Archive, source: str) -> tuple[set[int], set[Run]]:
    """Return the lines of a capture that may be repeated, and the runs of printed bylines.

    A byline is the names in a line of this role; the rest of the line may be a sentence about the author.
    """
    entry = archive.sources[source]
    lines = expand(entry.record.excerpts) if entry.record.access is Access.EXCERPT else set()
    names: set[Run] = set()
    for document in (archive.documents[id] for id in archive.documents_of_source[source]):
        byline = frozenset(runs(words(document.record.byline)))
        for line, role in line_roles(document.record, entry.blank).items():
            printed = entry.capture.line(line) if entry.capture and line <= len(entry.capture.lines) else ""
            if is_fact(role, printed):
                lines.add(line)
            elif role is Role.BYLINE and byline:
                names |= byline.intersection(runs(words(printed)))
    return lines, names


def _stretches(archive: Archive, source: str, exempt: set[int], hidden: bool) -> Iterator[Stretch]:
    """Yield the stretches of a held capture whose lines are hidden, or those whose lines may be repeated."""
    for owned in _owned_lines(archive, source):
        for is_exempt, lines in groupby(owned, key=lambda line: line[0] in exempt):
            if is_exempt is not hidden:
                yield from _read(list(lines))


def _owned_lines(archive: Archive, source: str) -> Iterator[list[Line]]:
    """Yield the lines of each document and of each cut, and neighbours that no record accounts for."""
    entry = archive.sources[source]
    assert entry.capture is not None
    owners = [expand(archive.documents[id].record.lines) for id in archive.documents_of_source[source]]
    owners += [expand(cut.lines) for cut in entry.record.cuts]
    printed = {number: text for number, text in enumerate(entry.capture.lines, 1) if text.strip()}
    for owner in owners:
        yield [(number, printed[number]) for number in sorted(owner & printed.keys())]
    owned = set().union(*owners)
    for accounted, lines in groupby(printed.items(), key=lambda line: line[0] in owned):
        if not accounted:
            yield list(lines)


def _read(lines: list[Line]) -> Iterator[Stretch]:
    """Yield lines as one text, and where words go on in the next line, again with these words joined."""
    yield JoinedText(lines)
    texts = "\n".join(text for _, text in lines)
    # The rest of such a word moves up into the line that the word begins on.
    joined = _BROKEN_WORD.sub(r"\1\n", texts)
    if joined != texts:
        yield JoinedText(zip((number for number, _ in lines), joined.split("\n"), strict=True))
