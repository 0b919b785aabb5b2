"""What of the records must not change in silence, read from their YAML alone.

A record that breaks another rule still has an id, a digest and a title. So nothing here needs a whole record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...base.files.foreign import find_foreign
from ...base.problems import Location
from ...collection.archive import Archive
from ...collection.histories import SOURCES, recorded_values
from ...records.closed_lists import CutReason
from ...records.files import list_records, read_record, record_name
from ...records.history.entries import (
    DOCUMENT_FIELDS,
    EITHER_FIELDS,
    LEFT_OUT,
    SOURCE_FIELDS,
    History,
)
from ...records.lines import format_ranges, parse_ranges
from ...records.links import DOCUMENTS
from ...records.parsing import parse_record
from ...records.values import TODO
from ...yaml_text.reading import Tree, parse_front_matter, parse_yaml

Key = tuple[str, str]  # SOURCES or DOCUMENTS, and the id
RawEntry = Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """A source or a document: its id, the id of its source, the path and the tree of its record."""

    kind: str
    id: str
    source: str
    path: str
    tree: Tree
    recorded: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_readable(self) -> bool:
        """Whether the YAML of the record is well-formed."""
        return not self.tree.problems

    @property
    def fields(self) -> list[str]:
        """The fields whose changes a history records, without those of several values."""
        names = SOURCE_FIELDS if self.kind == SOURCES else DOCUMENT_FIELDS
        return sorted(str(name) for name in names | EITHER_FIELDS if name not in ("speaker", "speakers"))

    def value(self, name: str) -> str:
        """Return a field's value on one line; an empty text where there is none, or it is left to do."""
        if name == "source":
            return self.source
        text = " ".join(_text_at(self.tree.mapping, name).split()) or self.recorded.get(name, "")
        return "" if text.startswith(TODO) else text or LEFT_OUT.get(name, "")

    def location(self, name: str) -> Location:
        """Return the place of a field in the record."""
        return tuple(name.split("."))

    def printed_speakers(self) -> dict[str, str]:
        """Return the printed names of speakers, each with the id that the record gives it."""
        speakers = self.tree.mapping.get("speakers")
        return {str(name): str(id) for name, id in speakers.items()} if isinstance(speakers, dict) else {}

    def speakers_of_lines(self) -> Iterator[tuple[tuple[int, str], str]]:
        """Yield who speaks in which line, by the line and the number of a quotation (or none)."""
        statements = self.tree.mapping.get("statements")
        for statement in statements if isinstance(statements, list) else ():
            if not isinstance(statement, dict):
                continue
            speaker = str(statement.get("speaker", "")).removeprefix("people:")
            for line in _numbers(str(statement.get("lines", ""))):
                yield (line, ""), speaker
                if "quotation" in statement:
                    yield (line, str(statement["quotation"])), speaker

    def withdrawn_lines(self) -> set[int]:
        """Return the lines of a source that are cut because their document was withdrawn."""
        cuts = self.tree.mapping.get("cuts")
        found = [cut for cut in cuts if isinstance(cut, dict)] if isinstance(cuts, list) else []
        withdrawn = [cut for cut in found if cut.get("reason") == CutReason.WITHDRAWN]
        return {number for cut in withdrawn for number in _numbers(str(cut.get("lines", "")))}


def _text_at(mapping: Mapping[str, Any], name: str) -> str:
    value: Any = mapping
    for part in name.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return value if isinstance(value, str) else ""


def _numbers(ranges: str) -> list[int]:
    try:
        return [number for span in parse_ranges(ranges) for number in range(span.first, span.last + 1)]
    except ValueError:  # a problem of the record
        return []


def same_lines(text: str) -> str:
    """Return ranges of lines in their one form, to compare them."""
    try:
        return format_ranges(parse_ranges(text))
    except ValueError:
        return text


@dataclass(frozen=True)
class Recorded:
    """The records of one time: sources and documents by kind and id; items of growing files, by path."""

    facts: Mapping[Key, Facts]
    logs: Mapping[str, list[RawEntry]]
    unreadable_logs: frozenset[str] = frozenset()

    def entries(self, path: str) -> list[RawEntry]:
        """Return the entries of a history, none where it does not exist."""
        return self.logs.get(path, [])


def known_facts(archive: Archive) -> dict[str, Facts]:
    """Return the facts of the records that an archive has read, by path."""
    sources = [Facts(SOURCES, one.id, one.id, one.path, one.tree) for one in archive.sources.values()]
    documents = [
        Facts(DOCUMENTS, one.id, one.source, one.path, one.tree) for one in archive.documents.values()
    ]
    return {facts.path: facts for facts in (*sources, *documents)}


def load_facts(
    root: Path, known: Mapping[str, Facts] | None = None, only: Iterable[str] | None = None
) -> Recorded:
    """Read the records below `root/sources`, but for those whose facts are known, by path; or of all only
    those with some paths.

    What cannot be read is left out: the checks report it.
    """
    known = known or {}
    facts: dict[Key, Facts] = {}
    logs: dict[str, list[RawEntry]] = {}
    unreadable: set[str] = set()
    values: dict[str, Mapping[str, str]] = {}
    records = _records(root, only)
    for name, path in records:
        kind = record_name(name)
        if kind in ("history", "redirects"):
            text, _ = read_record(path, root)
            tree = parse_yaml(text or "", name)
            logs[name] = _items(tree)
            if text is None or tree.problems:
                unreadable.add(name)
            if kind == "history":
                values[path.stem] = _recorded(tree, name)
    for name, path in records:
        kind = record_name(name)
        if kind in ("source", "document"):
            found = known.get(name) or _facts(path, root, name, kind, values.get(path.parent.name, {}))
            facts.setdefault((found.kind, found.id), found)
    return Recorded(facts, logs, frozenset(unreadable))


def _records(root: Path, only: Iterable[str] | None) -> list[tuple[str, Path]]:
    """Return the path of each record from `root`, and its own, sorted."""
    if only is None:
        return [(path.relative_to(root).as_posix(), path) for path in list_records(root)[0]]
    names = (name for name in sorted(only) if record_name(name) and not find_foreign(root, name))
    return [(name, root / name) for name in names if (root / name).is_file()]


def _items(tree: Tree) -> list[RawEntry]:
    items: Any = next(iter(tree.mapping.values()), [])
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _recorded(tree: Tree, name: str) -> Mapping[str, str]:
    """Return the values of a source that its history recorded last."""
    record, _ = parse_record(History, tree, name)
    values = recorded_values(record.entries) if record else {}
    return {field: value for (document, field), value in values.items() if not document}


def _facts(path: Path, root: Path, name: str, kind: str, recorded: Mapping[str, str]) -> Facts:
    text, problems = read_record(path, root)
    if kind == "source":
        tree = parse_yaml(text or "", name)
        is_whole = not (problems or tree.problems)
        facts = Facts(SOURCES, path.parent.name, path.parent.name, name, tree, {} if is_whole else recorded)
    else:
        tree = parse_front_matter(text or "", name)[0]
        facts = Facts(DOCUMENTS, path.stem, path.parent.name, name, tree)
    tree.problems += problems if text is None else []
    return facts
