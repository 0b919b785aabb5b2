"""Older forms of records, brought into the present one by `archive format`.

Only the names and the shape of fields change. What the older form did not say is left to do, so that nobody
takes a guess of this module for what a record says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...yaml_text.comments import Node
from ..closed_lists import Basis
from ..dates import UNKNOWN
from ..terms import VOCABULARIES
from ..values import TODO

_NEARNESS = {
    "official-transcript": "official-transcript",
    "republished-transcript": "transcript",
    "translation": "translation",
    "press-report": "report",
    "aggregator-excerpt": f"{TODO} transcript, translation, report, paraphrase or none?",
}
_EXCERPT = "aggregator-excerpt"
_STAMP = re.compile(r"\bdate is the aggregator's stamp\b|\baggregator's stamp\b", re.IGNORECASE)
# Fields of documents that have another name in the present form.
RENAMED = {"evidence": "nearness", "extent": "wholeness", "verbatim": "statements"}
_UNKNOWN_BASIS = f"{TODO} what from?"
_UNKNOWN_STATEMENTS = f"{TODO} who says what in which lines?"
# What a note says about the basis of an inferred field, in the order in which it is looked for.
_BASES = (
    (re.compile(r"https?://[^\s)]+"), None),  # the address is the basis
    (re.compile(r"general knowledge", re.IGNORECASE), f"{TODO} a reference"),
    (re.compile(r"\bstamp", re.IGNORECASE), Basis.STAMP),
    (re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"), Basis.WEEKDAY),
    (
        re.compile(r"\bfoot of the page|\bbutton|\bappeals?\b|\bfurniture", re.IGNORECASE),
        Basis.PAGE_FURNITURE,
    ),
    (re.compile(r"\bheading|\bheadline|\btitle", re.IGNORECASE), Basis.HEADING),
    (re.compile(r"\bthe (?:text|report|article|lines?)\b", re.IGNORECASE), Basis.TEXT),
)


def update_older_form(root: Node, name: str) -> list[str]:
    """Bring a record into the present form, in place; return what was changed, a phrase each.

    `name` is the record's kind, one of RECORDS.
    """
    changed: list[str] = []
    for record in root.children if name in VOCABULARIES else [root]:
        if name == "document":
            changed += _update_document(record)
        changed += _update_inferred(record)
    return changed


def _update_document(record: Node) -> Iterator[str]:
    """Move `evidence`, `extent` and `verbatim` to the fields of today."""
    fields = {field.key: field for field in record.children}
    evidence, extent = fields.get("evidence"), fields.get("extent")
    if evidence is not None and (stamp := _stamp(fields)):
        record.children.insert(record.children.index(fields["date"]) + 1, stamp)
        fields["date"].value = UNKNOWN
        yield "the stamp of an aggregator is its own date, not the outlet's"
    if evidence is not None and "nearness" not in fields:
        evidence.key = "nearness"
        old = evidence.value or ""
        evidence.value = _NEARNESS.get(old, evidence.value)
        if extent is not None and old == _EXCERPT and extent.value == "cut-off":
            extent.value = "excerpt"
        yield "evidence is nearness"
    if extent is not None and "wholeness" not in fields:
        extent.key = "wholeness"
        yield "extent is wholeness"
    if (verbatim := fields.get("verbatim")) is not None and "statements" not in fields:
        yield from _update_verbatim(verbatim)


def _stamp(fields: dict[str, Node]) -> Node | None:
    """Return the field `republished` for a date of which a note says that it is an aggregator's stamp."""
    notes = fields["notes"].children if "notes" in fields else []
    chain = fields["chain"].children if "chain" in fields else []
    told = any(_STAMP.search(note.value or "") for note in notes)
    if (
        not told
        or not chain
        or "republished" in fields
        or "date" not in fields
        or fields["date"].value is None
    ):
        return None
    parts = [Node("by", chain[-1].value), Node("date", fields["date"].value)]
    return Node("republished", mapping=True, children=parts)


def _update_verbatim(verbatim: Node) -> Iterator[str]:
    """Make a statement of each range of a person's own words."""
    if not verbatim.mapping:
        return
    verbatim.key, verbatim.mapping = "statements", False
    if verbatim.children:
        verbatim.children = [statement for person in verbatim.children for statement in _statements(person)]
    else:
        verbatim.value = _UNKNOWN_STATEMENTS
    yield "verbatim is statements"


def _statements(person: Node) -> Iterator[Node]:
    """Yield a statement for each range of a person's own words; the first has the comments."""
    above, beside = person.above, person.beside
    for lines in (person.value or f"{TODO} which lines?").split(","):
        speaker = Node("speaker", person.key, above=above)
        yield Node(
            mapping=True,
            children=[speaker, Node("lines", lines.strip(), beside=beside), Node("form", "quoted")],
        )
        above, beside = [], []


def _update_inferred(record: Node) -> Iterator[str]:
    """Turn a list of inferred fields into a map with the basis of each, as far as its note says it."""
    fields = {field.key: field for field in record.children}
    inferred = fields.get("inferred")
    if inferred is None or not _is_list_of_texts(inferred):
        return
    notes = fields["notes"].children if "notes" in fields else []
    children: dict[str, Node] = {}
    for child in inferred.children:
        old = child.value or ""
        first = children.setdefault(RENAMED.get(old, old), child)
        if first is not child:
            first.above += child.comments()
    for child in children.values():
        child.key, child.value = (
            RENAMED.get(child.value or "", child.value or ""),
            _basis(child.value or "", notes),
        )
    inferred.children, inferred.mapping = list(children.values()), True
    yield "inferred has a basis for each field"


def _is_list_of_texts(node: Node) -> bool:
    """Return whether a node is a list of texts, as `inferred` was."""
    return not node.mapping and node.value is None and all(child.value for child in node.children)


def _basis(field: str, notes: list[Node]) -> str:
    """Return what a note says that a field is inferred from; the note gets the field's new name."""
    words = field.replace("_", " ")
    for note in notes:
        text = note.value or ""
        if re.search(rf"\b{re.escape(words)}\b", text, re.IGNORECASE) and "inferred" in text:
            if field in RENAMED:
                note.value = re.sub(rf"(?i)\b{re.escape(words)}\b", RENAMED[field], text)
            matches = ((pattern.search(text), basis) for pattern, basis in _BASES)
            return next(
                (basis or match[0].rstrip(".,;") for match, basis in matches if match), _UNKNOWN_BASIS
            )
    return _UNKNOWN_BASIS
