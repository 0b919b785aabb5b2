"""Show the records that a change adds, changes or removes, in Markdown for the summary of a job on GitHub.

Everything that comes from a record was written by a stranger. It is shown as exactly that text: no Markdown,
no HTML, no link, and nothing that GitHub would turn into a mention (@name), a reference (#1) or a picture
(:name:).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from markupsafe import Markup

from ..base.escape import exact
from ..base.git import Change, GitError, load_before, load_changes, load_revision
from ..base.wording import VOCABULARY_NAMES, count, label, spell_out
from ..captures.passages import line_roles
from ..checks.earlier import EarlierRecords
from ..checks.history.changes import Change as RecordedChange
from ..checks.history.changes import find_changes
from ..checks.history.unrecorded import load_both
from ..collection.archive import Archive, DocumentEntry, SourceEntry, TermEntry
from ..collection.loading import load_archive
from ..records.closed_lists import METADATA_ROLES
from ..records.dates import UNKNOWN
from ..records.languages import LANGUAGES
from ..records.lines import expand, format_ranges
from ..records.rights import RIGHTS
from ..records.summaries import Block, Inline
from ..records.terms import VOCABULARIES
from ..yaml_text.reading import parse_yaml

# GitHub takes 1 MiB for each step:
# https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
LIMIT = 1_000_000
UNREADABLE = Markup("It could not be read. The check of the records says why.")
PLURALS = {noun: plural.lower() for noun, plural in VOCABULARY_NAMES.values()} | {
    "vocabulary": "vocabularies"
}


def show_changes(root: Path, since: str) -> int:
    """Print what differs between a git revision and the records as they are."""
    try:
        revision = load_revision(root, since)
        changes = load_changes(root, revision)
        before = {
            change.path: load_before(root, revision, change.path)
            for change in changes
            if change.verb == "changed" and _vocabulary(change.path)
        }
        with EarlierRecords(root, revision) as earlier:
            recorded = list(find_changes(*load_both(earlier)))
    except GitError as error:
        print(error, file=sys.stderr)
        return 2
    histories = render_recorded(recorded)
    room = LIMIT - len(histories.encode())
    sys.stdout.write(histories + render_changes(load_archive(root), changes, before, room))
    return 0


def render_recorded(changes: Iterable[RecordedChange]) -> str:
    """Render what changed that a history must say: both values, and the reason, or that it has no entry."""
    rows = [
        Markup("| {} | {} | {} | {} | {} |").format(
            shown(change.before.id),
            shown(change.field + (f", lines {change.lines}" if change.lines else "")),
            shown(change.old),
            shown(change.new) if change.new else "none",
            _reason(change),
        )
        for change in changes
    ]
    if not rows:
        return ""
    shown_rows, room = [], LIMIT // 2
    for row in rows:
        room -= len(row.encode()) + 1
        if room > 0:
            shown_rows.append(row)
    more = len(rows) - len(shown_rows)
    omitted = [f"{count(more, 'more change')}. `archive check --since` names all.", ""] if more else []
    head = ["## What the histories must say", "", "| Record | Field | Before | Now | Reason |"]
    return "\n".join([*head, "|---|---|---|---|---|", *shown_rows, "", *omitted, ""])


def _reason(change: RecordedChange) -> Markup:
    """Render why it was changed, or what is missing."""
    if not change.entries:
        return Markup("**no entry: the check refuses it**")
    return Markup("**no reason given**") if change.reason == UNKNOWN else shown(change.reason)


def shown(text: str) -> Markup:
    """Return Markdown that GitHub shows as exactly this text, each special character in its own element.

    GitHub looks for mentions, references and names of pictures in the text of the rendered page, where
    entities are already decoded; it does not look across elements.

    >>> print(shown("@ada #1"))
    <span>&#64;</span>ada <span>&#35;</span>1
    """
    return Markup(re.sub(r"&#\d+;", r"<span>\g<0></span>", str(exact(text))))


def render_changes(
    archive: Archive, changes: Iterable[Change], before: dict[str, str], room: int = LIMIT
) -> str:
    """Render the records that changed, in at most `room` bytes; those that do not fit are counted.

    `before` has the earlier text of each changed vocabulary.
    """
    counted: Counter[tuple[str, str]] = Counter()
    records = []
    for noun, verb, text in _records(archive, changes, before):
        counted[noun, verb] += 1
        records.append(text)
    lines = [
        f"- {count(number, noun, PLURALS.get(noun, ''))} {verb}"
        for (noun, verb), number in sorted(counted.items())
    ]
    text = "\n".join(["## The records of this change", "", *(lines or ["No record changes."]), ""])
    left, omitted = room - 1_000 - len(text.encode()), 0  # the last paragraph has its place too
    for record in records:
        size = len(record.encode()) + 1
        if size > left:
            omitted += 1
        else:
            left -= size
            text += f"\n{record}"
    if omitted:
        text += f"\n{count(omitted, 'more record')}: too long for this page. Look at the files themselves.\n"
    return text


def _vocabulary(path: str) -> str:
    """Return the name of the vocabulary in a file, or an empty text."""
    file = PurePosixPath(path)
    is_vocabulary = file.parent.as_posix() == "sources/vocabulary" and file.stem in VOCABULARIES
    return file.stem if is_vocabulary else ""


def _records(
    archive: Archive, changes: Iterable[Change], before: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Yield what each change is about, its verb, and its section."""
    documents = {entry.path: entry for entry in archive.documents.values()}
    sources = {entry.path: entry for entry in archive.sources.values()}
    for change in changes:
        path = PurePosixPath(change.path)
        if _vocabulary(change.path):
            yield from _terms(archive, change, before.get(change.path, ""))
        elif path.suffix == ".md" or path.name == "source.yml":
            noun = "document" if path.suffix == ".md" else "source"
            if change.path in documents:
                yield noun, change.verb, _document(archive, documents[change.path], change.verb)
            elif change.path in sources:
                yield noun, change.verb, _source(archive, sources[change.path], change.verb)
            else:
                title = path.stem if path.suffix == ".md" else path.parent.name
                paragraphs = [] if change.verb == "removed" else [UNREADABLE]
                yield noun, change.verb, _section(noun, change.verb, title, {"File": change.path}, paragraphs)
        else:
            yield "other file", change.verb, _section("file", change.verb, path.name, {"File": change.path})


def _section(
    noun: str, verb: str, title: str, facts: dict[str, str], paragraphs: Iterable[Markup] = ()
) -> str:
    rows = [Markup("| {} | {} |").format(name, shown(value)) for name, value in facts.items() if value]
    heading = Markup("### {} {}: {}").format(noun.capitalize(), verb, shown(title))
    return "\n".join(
        [
            heading,
            "",
            "| Field | Value |",
            "|---|---|",
            *rows,
            "",
            *(f"{text}\n" for text in paragraphs if text),
        ]
    )


def _document(archive: Archive, entry: DocumentEntry, verb: str) -> str:
    record, source = entry.record, archive.sources[entry.source]
    roles = line_roles(record, source.blank)
    details = sum(role in METADATA_ROLES for role in roles.values())
    blank = len(expand(record.lines) & source.blank)
    lines = f"{len(roles) - details} of text, {details} of details, {blank} blank"
    facts = {
        "Date": archive.date_in_words(entry.id),
        "Outlet": archive.term("outlets", record.outlet).record.label,
        "Kind": spell_out(record.kind),
        "Language": LANGUAGES[record.language],
        "Original": record.original_url,
        "Archived copies": " ".join(copy.url for copy in record.archived),
        "Author": record.byline,
        "How the words reach us": spell_out(record.nearness),
        "Lines": f"{format_ranges(record.lines)}: {lines}",
        "Notes": " ".join(record.notes),
        "File": entry.path,
    }
    return _section("document", verb, record.title, facts, [_block(block) for block in entry.summary.blocks])


def _block(block: Block) -> Markup:
    """Render a paragraph or a list of a summary; a link is shown as its text and, in brackets, where it
    leads.
    """
    items = [shown("".join(_written(run) for run in item).replace("\n", " ")) for item in block.items]
    return Markup("\n").join(Markup("- ") + item for item in items) if block.kind == "list" else items[0]


def _written(run: Inline) -> str:
    return f"{run.text} ({run.target})" if run.target else run.text


def _source(archive: Archive, entry: SourceEntry, verb: str) -> str:
    record, account = entry.record, archive.account(entry.id)
    cuts = "".join(f", {number} cut ({label(reason)})" for reason, number in account.cut.items())
    captured = record.captured.words if record.captured else "unknown date"
    lines = f"{account.kept} of text, {account.metadata} of details, {account.blank} blank{cuts}"
    facts = {
        "Capture": f"{record.file}, {record.bytes:,} bytes",
        "Captured": f"{captured}, from {record.captured_from}",
        "Rights": RIGHTS[record.rights][0],
        "Access": str(record.access),
        "Documents": str(len(archive.documents_of_source[entry.id])),
        "Lines": f"{account.lines}: {lines}",
        "Notes": " ".join(record.notes),
        "File": entry.path,
    }
    return _section("source", verb, record.label, facts)


def _terms(archive: Archive, change: Change, before: str) -> Iterator[tuple[str, str, str]]:
    """Yield the terms of a vocabulary that differ from those it had."""
    vocabulary = _vocabulary(change.path)
    noun, _ = VOCABULARY_NAMES[vocabulary]
    if change.verb == "removed" or vocabulary in archive.broken_vocabularies:
        paragraphs = [] if change.verb == "removed" else [UNREADABLE]
        yield (
            "vocabulary",
            change.verb,
            _section("vocabulary", change.verb, vocabulary, {"File": change.path}, paragraphs),
        )
        return
    old = parse_yaml(before, change.path).mapping if before else {}
    terms = archive.vocabularies[vocabulary]
    for id in sorted(terms.keys() | old.keys()):
        if id not in terms:
            yield noun, "removed", _section(noun, "removed", id, {"File": change.path})
        elif terms[id].placeholder:
            yield noun, "unreadable", _section(noun, "unreadable", id, {"File": change.path}, [UNREADABLE])
        elif id not in old:
            yield noun, "added", _term(terms[id], noun, "added")
        elif terms[id].tree.mapping[id] != old[id]:
            yield noun, "changed", _term(terms[id], noun, "changed")


def _term(entry: TermEntry, noun: str, verb: str) -> str:
    facts = {
        "Id": entry.id,
        "Stands for": entry.record.scope,
        "Other names": ", ".join(entry.record.names[1:]),
        "Wikidata": entry.record.wikidata or "",
        "References": ", ".join(entry.record.references),
        "Notes": " ".join(entry.record.notes),
        "File": entry.path,
    }
    return _section(
        noun, verb, entry.record.label, facts, [_block(block) for block in entry.description.blocks]
    )


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return show_changes(root, arguments.since)
