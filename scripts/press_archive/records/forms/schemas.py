"""JSON Schemas of the records, for editors: made from the models, with the ids of the archive's terms to
choose from.

JSON Schema 2020-12 (https://json-schema.org/draft/2020-12); `enumDescriptions` and `patternErrorMessage` are
understood by editors and ignored by other programs. A schema sees only one file: what depends on other
records or the capture is left to `archive check`. A text that looks like a number must be in quotation marks,
as `archive format` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ...base.files.foreign import is_own_file
from ...base.files.partial import remove_partial
from ...base.files.writing import make_folder, write_in_one_step
from ..files import BY_ID, RECORDS
from ..terms import VOCABULARIES, inferrable
from ..values import Id, Page

FOLDER = "schema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
WRITTEN = "Written by `archive schema` from scripts/press_archive/records/ and sources/vocabulary/."

# The order in which a person would read them.
KEYWORDS = (
    "description", "$ref", "type", "const", "anyOf", "enum", "enumDescriptions", "pattern",
    "patternErrorMessage", "minimum", "exclusiveMinimum", "maximum", "minItems", "items", "required",
    "properties", "propertyNames", "additionalProperties", "$defs",
)  # fmt: skip

_ID, _ADDRESS = TypeAdapter(Id).json_schema(), TypeAdapter(Page).json_schema()

Labels = Mapping[str, Mapping[str, str]]  # vocabulary → id → label
Schema = dict[str, Any]


def schema_path(name: str) -> str:
    """Return the path of a record's schema, from the archive's folder.

    >>> schema_path("people")
    'schema/people.json'
    """
    return f"{FOLDER}/{name}.json"


def _ids(labels: Mapping[str, str]) -> Schema:
    """Return a schema that offers the ids of a vocabulary's terms and accepts others: a term may be newer
    than the schema.
    """
    known = sorted(labels)
    offered = [{"enum": known, "enumDescriptions": [labels[id] for id in known]}] if known else []
    return {"type": "string", "anyOf": [*offered, _ID]}


def _clean(node: Any, own: str, used: set[str]) -> Any:
    """Return a part of pydantic's schema in the form described above.

    Titles that repeat a field's name, defaults, and the null of an optional field are dropped. The
    vocabularies that are named are added to `used`; `own` is the record's own vocabulary.
    """
    if isinstance(node, list):
        return [_clean(item, own, used) for item in node]
    if not isinstance(node, dict):
        return node
    node = dict(node)
    if "anyOf" in node:
        branches = [branch for branch in node.pop("anyOf") if branch != {"type": "null"}]
        node |= branches[0] if len(branches) == 1 else {"anyOf": branches}
    if "vocabulary" in node:
        vocabulary = node.pop("vocabulary") or own
        used.add(vocabulary)
        node["$ref"] = f"#/$defs/{vocabulary}"
    if "patternProperties" in node:
        ((pattern, values),) = node.pop("patternProperties").items()
        node |= {"propertyNames": {"pattern": pattern}, "additionalProperties": values}
    cleaned = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):  # keys that are names, each with a schema
            cleaned[key] = {name: _clean(named, own, used) for name, named in value.items()}
        elif key not in ("default", "title"):
            cleaned[key] = _clean(value, own, used)
    return dict(sorted(cleaned.items(), key=lambda item: KEYWORDS.index(item[0])))


def _inferred(schema: Schema, names: list[str]) -> None:
    """Limit `inferred` to the fields that may be inferred."""
    if "inferred" in schema["properties"]:
        schema["properties"]["inferred"]["propertyNames"] = {"enum": names}


def render_schema(name: str, labels: Labels) -> str:
    """Return the JSON Schema of a record; `name` is one of RECORDS."""
    model = RECORDS[name]
    used: set[str] = set()
    schema = _clean(model.model_json_schema(), name, used)
    _inferred(schema, inferrable(model))
    definitions = schema.pop("$defs", {}) | {
        vocabulary: _ids(labels.get(vocabulary, {})) for vocabulary in sorted(used)
    }
    if name in BY_ID:
        folder = "sources/vocabulary" if name in VOCABULARIES else "sources"
        key = "web address" if name == "links" else "id"
        schema = {
            "description": f"The file {folder}/{name}.yml: a record below each {key}.",
            "type": "object",
            "propertyNames": _ADDRESS if name == "links" else _ID,
            "additionalProperties": schema,
        }
    head = {"$schema": DIALECT, "$comment": WRITTEN, "title": name}
    return json.dumps({**head, **schema, "$defs": definitions}, ensure_ascii=False, indent=2) + "\n"


def render_schemas(labels: Labels) -> dict[str, str]:
    """Return the schemas of all records, by their paths."""
    return {schema_path(name): render_schema(name, labels) for name in RECORDS}


def write_schemas(root: Path, labels: Labels) -> list[str]:
    """Write the schemas that changed below `root`; return their paths."""
    changed = []
    remove_partial(root / FOLDER)
    for path, text in render_schemas(labels).items():
        target = root / path
        if is_own_file(target) and target.read_bytes() == text.encode():
            continue
        make_folder(target.parent)
        write_in_one_step(target, text.encode())
        changed.append(path)
    return changed
