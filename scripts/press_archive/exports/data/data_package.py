"""The description of the tables for programs: a Data Package 2.0 (https://datapackage.org/standard/).

It names each CSV file with its size, its SHA-256 and its columns; a program such as frictionless, or R's
package of that name, reads the tables with their types through it, and checks them.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ...base.versions import RECORDS
from ...collection.addresses import latest_day
from ...collection.archive import Archive
from ...records.licence import LICENCE
from .columns import Column
from .table_files import SEPARATOR, table_path
from .tables import TABLES, Table

PATH = "datapackage.json"
PROFILES = "https://datapackage.org/profiles/2.0"


def render_data_package(archive: Archive, address: str, files: Mapping[str, bytes]) -> str:
    """Return datapackage.json; `files` are the files of the tables by their paths beside it.

    Its date is the latest day that the records give for work on them, never that of the build.
    """
    collection = archive.collection
    package: dict[str, Any] = {"$schema": f"{PROFILES}/datapackage.json", "name": "press-archive"}
    if collection:
        package |= {"title": collection.title, "description": collection.description}
    if address:
        package |= {"id": f"{address}data/{PATH}", "homepage": address}
    if (day := latest_day(archive)) > datetime.date.min:
        package |= {"version": f"{RECORDS}.{day:%Y%m%d}", "created": f"{day.isoformat()}T00:00:00Z"}
    package["licenses"] = [dict(zip(("name", "title", "path"), LICENCE, strict=True))]
    package["resources"] = [
        _resource(table, files[table_path(table.name, "csv")]) for table in TABLES.values()
    ]
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table, data: bytes) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "path": table_path(table.name, "csv"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": f"Each row is {table.row}.",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": list(reference.columns),
                    "reference": {"resource": reference.table, "fields": list(TABLES[reference.table].key)},
                }
                for reference in table.references
            ],
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    if column.type == "list":
        field |= {"delimiter": SEPARATOR, "itemType": "string"}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    return field | ({"constraints": constraints} if constraints else {})
