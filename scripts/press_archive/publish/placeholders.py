"""Fill in records that have problems so that a preview can show them.

Correct values are kept. Wrong ones are left out; required fields that are wrong or missing get a placeholder.
The names of all these fields are returned. Nothing is written, and no build of the site uses this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..base.files.reading import load_text
from ..captures.capture import CAPTURE_NAME, load_capture
from ..collection.archive import DocumentEntry, SourceEntry
from ..records.dates import UNKNOWN
from ..records.fields import Document, Source
from ..records.lines import LineRange, compress, expand
from ..records.links import is_id
from ..records.parsing import Model
from ..records.summaries import parse_summary
from ..yaml_text.reading import parse_front_matter, parse_yaml

NOT_GIVEN = "not-given"

# The placeholder of a field: a text that the model accepts, and the value that is shown.
_OF_A_DOCUMENT: dict[str, tuple[Any, Any]] = {
    "title": ("Headline not given", "Headline not given"),
    "date": (UNKNOWN, None),
    "outlet": (NOT_GIVEN, NOT_GIVEN),
    "kind": ("news-report", NOT_GIVEN),
    "language": ("en", "en"),
    "original_url": (UNKNOWN, UNKNOWN),
    "byline": (UNKNOWN, UNKNOWN),
    "lines": ("1", (LineRange(1, 1),)),
    "nearness": ("report", NOT_GIVEN),
    "chain": ([NOT_GIVEN], (NOT_GIVEN,)),
    "wholeness": ("complete", "complete"),
    "topics": ([NOT_GIVEN], ()),
}
_OF_A_SOURCE: dict[str, tuple[Any, Any]] = {
    "label": ("Label not given", "Label not given"),
    "file": (UNKNOWN, UNKNOWN),
    "sha256": ("0" * 64, "0" * 64),
    "bytes": ("1", 1),
    "lines": ("1", 1),
    "captured": (UNKNOWN, None),
    "captured_from": (UNKNOWN, UNKNOWN),
    "rights": ("UND", "UND"),
    "access": ("summary", "summary"),
}


def fill_in_document(root: Path, path: Path, source: SourceEntry) -> tuple[DocumentEntry, list[str]]:
    """Return a document as far as its file can be read, and the names of the fields that are wrong or
    missing.
    """
    name = path.relative_to(root).as_posix()
    tree, body, line = parse_front_matter(_load(path, root), name)
    whole = compress(
        set(range(1, source.record.lines + 1))
        - {line for cut in source.record.cuts for line in expand(cut.lines)}
    )
    placeholders = _OF_A_DOCUMENT | {"lines": ("1", whole or (LineRange(1, 1),))}
    record, missing = fill_in(Document, tree.value, placeholders)
    summary, _ = parse_summary(body, name, line)
    return DocumentEntry(as_id(path.stem), source.id, name, record, tree, summary), missing


def fill_in_source(root: Path, folder: Path) -> tuple[SourceEntry, list[str]]:
    """Return a source as far as its record can be read, and the names of the fields that are wrong or
    missing.
    """
    name, path = folder.relative_to(root).as_posix(), folder / "source.yml"
    tree = parse_yaml(_load(path, root), f"{name}/source.yml")
    place, capture, placeholders = folder / CAPTURE_NAME, None, dict(_OF_A_SOURCE)
    if place.is_file() and not place.is_symlink():
        capture, _ = load_capture(place, f"{name}/{CAPTURE_NAME}")
    if capture:
        measured = {"sha256": capture.sha256, "bytes": capture.bytes, "lines": len(capture.lines)}
        placeholders |= {field: (str(value), value) for field, value in measured.items()}
    record, missing = fill_in(Source, tree.value, placeholders)
    if capture and not record.blank:
        record = record.model_copy(update={"blank": compress(capture.blank)})
    if capture and (capture.sha256, len(capture.lines)) != (record.sha256, record.lines):
        capture = None  # another file than the record's, whose line numbers mean nothing here
    return SourceEntry(as_id(folder.name), name, f"{name}/source.yml", record, tree, capture), missing


def clip_lines(document: DocumentEntry, source: SourceEntry) -> DocumentEntry:
    """Return a document without lines beyond its capture's end; with all lines where that leaves none."""
    existing = set(range(1, source.record.lines + 1))
    lines = compress(expand(document.record.lines) & existing or existing)
    return replace(document, record=document.record.model_copy(update={"lines": lines}))


def fill_in(
    model: type[Model], value: Any, placeholders: Mapping[str, tuple[Any, Any]]
) -> tuple[Model, list[str]]:
    """Return a record with the correct fields of `value`, and the names of the wrong or missing ones.

    Wrong items of lists are left out, and so are wrong fields; required fields get a placeholder.
    """
    fields = dict(value) if isinstance(value, dict) else {}
    fields = {name: item for name, item in fields.items() if name in model.model_fields}
    missing: set[str] = set()
    replaced: set[str] = set()
    while True:
        try:
            record = model.model_validate(fields)
            break
        except ValidationError as error:
            wrong: dict[str, set[int]] = {}
            for name, *rest in (details["loc"] for details in error.errors()):
                item = rest[0] if rest and isinstance(rest[0], int) else -1
                wrong.setdefault(str(name), set()).add(item)
            for name, items in wrong.items():
                content = fields.pop(name, None)
                correct = (
                    [item for position, item in enumerate(content) if position not in items]
                    if isinstance(content, list)
                    else []
                )
                missing.update({name} & model.model_fields.keys())
                if correct and -1 not in items:
                    fields[name] = correct
                elif name in placeholders:
                    fields[name] = placeholders[name][0]
                    replaced.add(name)
    return record.model_copy(update={name: placeholders[name][1] for name in replaced}), sorted(missing)


def as_id(name: str) -> str:
    """Return a file's name as an id.

    >>> as_id("2013 A Report"), as_id("…")
    ('2013-a-report', 'record')
    """
    id = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    return id if is_id(id) else "record"


def _load(path: Path, root: Path) -> str:
    """Return a file's text; nothing where it isn't there, is a link, or can't be read."""
    return (load_text(path, root)[0] or "") if path.is_file() and not path.is_symlink() else ""
