"""A file of JSON for each document, beside its page: the record, and what follows from it and others.

Its form has a version: a field may come, but none goes or changes its meaning without another version. A JSON
Schema (2020-12, https://json-schema.org/draft/2020-12) describes it, made from the models of the records, and
an OpenAPI description (3.1, https://spec.openapis.org/oas/v3.1.0) the addresses at which files are found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ...base.versions import RECORDS
from ...collection.archive import Archive, DocumentEntry
from ...collection.histories import site_address
from ...collection.relations import Relations
from ...collection.sites.placing import parts_of, whole_address
from ...records.forms.schemas import DIALECT, render_schema
from ...records.licence import LICENCE
from ...records.links import DOCUMENTS
from ...records.summaries import sentences
from ..json_text import compact_json, json_array
from .columns import plain
from .table_files import FORMATS, table_path
from .tables import TABLES, Row

VERSION = 1
NAME = "document.json"
SCHEMA_PATH = f"schema/document-{VERSION}.json"
API_PATH = "openapi.json"
INDEX_PATH = f"{DOCUMENTS}/index.json"
INDEXED = ("id", "title", "language", "best_date", "outlet_label", "page")
# What the file has of a document's row in the table beside the record itself, in this order.
DERIVED = (
    "best_date", "best_date_kind", "best_date_earliest", "best_date_latest", "date_earliest", "date_latest",
    "outlet_label", "rights_statement", "access",
)  # fmt: skip

_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date"}


def document_file_path(id: str) -> str:
    """Return the path of a document's file, below the site.

    >>> document_file_path("a-report")
    'documents/a-report/document.json'
    """
    return f"{site_address(DOCUMENTS, id)}{NAME}"


def render_document_file(
    archive: Archive, relations: Relations, entry: DocumentEntry, address: str, row: Row
) -> str:
    """Return a document's file; `row` is its row in the table of documents."""
    source = archive.sources[entry.source]
    content: dict[str, Any] = {
        "$schema": f"{address}data/{SCHEMA_PATH}" if address else f"../../data/{SCHEMA_PATH}",
        "version": VERSION,
        "id": entry.id,
        "page": row["page"],
        "licence": LICENCE.address,
        "source": {
            "id": source.id,
            "page": whole_address(archive, address, site_address("sources", source.id)),
            "sha256": source.record.sha256,
        },
        "record": plain(entry.record),
        **{name: row[name] for name in DERIVED if row[name] is not None},
        "summary": [
            {"text": one.text, "lines": [str(lines) for lines in one.lines]}
            for one in sentences(entry.summary)
        ],
        "related": [
            {
                "relation": relation,
                "id": other,
                "page": whole_address(archive, address, site_address(DOCUMENTS, other)),
            }
            for relation, other in relations.both_ways.get(entry.id, ())
        ],
    }
    return compact_json(content) + "\n"


def render_document_files(archive: Archive, address: str, rows: list[Row]) -> dict[str, str]:
    """Return the file of each document and the list of them, by path below the site; `rows` are those of the
    documents.
    """
    relations = Relations(archive)
    files = {
        document_file_path(row["id"]): render_document_file(
            archive, relations, archive.documents[row["id"]], address, row
        )
        for row in rows
    }
    return {INDEX_PATH: _render_index(rows), **files}


def _render_index(rows: Iterable[Row]) -> str:
    """Return the list of all documents with their files."""
    listed = [{**{name: row[name] for name in INDEXED}, "file": row["page"] + NAME} for row in rows]
    return json_array(map(compact_json, listed))


def render_document_schema(address: str) -> str:
    """Return the JSON Schema of a document's file."""
    record = json.loads(render_schema("document", {}))
    definitions = record.pop("$defs")
    for name in ("$schema", "$comment", "title"):
        del record[name]
    columns = {column.name: column.description for column in TABLES[DOCUMENTS].columns}
    derived: dict[str, Any] = {
        name: {**(_DAY if name.endswith(("_earliest", "_latest")) else _TEXT), "description": columns[name]}
        for name in DERIVED
    }
    page = {"type": "string", "description": "the address of the page, or its path below the site"}
    properties: dict[str, Any] = {
        "$schema": _TEXT,
        "version": {"const": VERSION, "description": "the version of this form"},
        "id": {"type": "string", "description": columns["id"]},
        "page": page,
        "licence": {"const": LICENCE.address, "description": "the licence of the record and the summary"},
        "source": _object({"id": _TEXT, "page": page, "sha256": _TEXT}, "the capture that contains it"),
        "record": record | {"description": "the record, with the fields and values of its file"},
        **derived,
        "summary": {
            "type": "array",
            "description": "the summary, a sentence each, with the lines of the capture that it rests on",
            "items": _object({"text": _TEXT, "lines": {"type": "array", "items": _TEXT}}),
        },
        "related": {
            "type": "array",
            "description": "documents that its record names, or that name it",
            "items": _object({"relation": _TEXT, "id": _TEXT, "page": page}),
        },
    }
    required = [name for name in properties if not name.endswith(("_earliest", "_latest"))]
    schema = {
        "$schema": DIALECT,
        **({"$id": f"{address}data/{SCHEMA_PATH}"} if address else {}),
        "title": "document",
        "type": "object",
        "required": required,
        "properties": properties,
        "$defs": definitions,
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _object(properties: Mapping[str, Any], description: str = "") -> dict[str, Any]:
    described = {"description": description} if description else {}
    return {**described, "type": "object", "required": list(properties), "properties": dict(properties)}


def render_api(archive: Archive, address: str) -> str:
    """Return the OpenAPI description of the files: a static host answers GET, and nothing else."""
    licence = {"name": LICENCE.name, "identifier": LICENCE.id}
    paths = {
        f"/{document_file_path('{id}')}": _get(
            "A document",
            "application/json",
            {"$ref": SCHEMA_PATH},
            [{"name": "id", "in": "path", "required": True, "schema": _TEXT,
              "description": f"an id of a document, as {INDEX_PATH} lists them"}],
        ),
        f"/{INDEX_PATH}": _get(
            "All documents, each with the address of its file",
            "application/json", {"type": "array", "items": {"type": "object"}}, [],
        ),
    }  # fmt: skip
    for table in TABLES.values():
        for ending, (name, media_type) in FORMATS.items():
            summary = f"The table {table.name} as {name}: each row is {table.row}"
            paths[f"/data/{table_path(table.name, ending)}"] = _get(summary, media_type, {}, [])
    if parts := parts_of(archive) if address else ():
        of_parts = [{"url": part.address, "description": part.years.text} for part in parts]
        paths[f"/{document_file_path('{id}')}"]["servers"] = [{"url": address}, *of_parts]
    api = {
        "openapi": "3.1.0",
        "info": {"title": archive.title, "version": f"{VERSION}.{RECORDS}", "license": licence},
        "servers": [{"url": address or "../"}],
        "paths": paths,
    }
    return json.dumps(api, ensure_ascii=False, indent=1) + "\n"


def _get(summary: str, media_type: str, schema: Mapping[str, Any], parameters: list[Any]) -> dict[str, Any]:
    found = {"description": "The file", "content": {media_type: {"schema": schema} if schema else {}}}
    operation: dict[str, Any] = {"summary": summary, "responses": {"200": found}}
    if parameters:
        operation["parameters"] = parameters
        operation["responses"]["404"] = {"description": "There is no such document, or it was withdrawn"}
    return {"get": operation}
