"""Every file of data that goes with a published site, by its path below the site."""

from __future__ import annotations

from ...collection.archive import Archive
from ...records.links import DOCUMENTS
from .data_package import PATH as PACKAGE_PATH
from .data_package import render_data_package
from .document_files import (
    API_PATH,
    SCHEMA_PATH,
    render_api,
    render_document_files,
    render_document_schema,
)
from .table_files import render_table
from .tables import TABLES

FOLDER = "data"


def render_data(archive: Archive, address: str) -> dict[str, bytes]:
    """Return all files; `address` is where the site is published, with a slash at its end, or empty."""
    rows = {name: table.read(archive, address) for name, table in TABLES.items()}
    tables: dict[str, bytes] = {}
    for name, table in TABLES.items():
        tables |= render_table(table, rows[name])
    described = {
        PACKAGE_PATH: render_data_package(archive, address, tables),
        SCHEMA_PATH: render_document_schema(address),
        API_PATH: render_api(archive, address),
    }
    files = tables | {path: text.encode() for path, text in described.items()}
    documents = render_document_files(archive, address, rows[DOCUMENTS])
    return {f"{FOLDER}/{path}": data for path, data in files.items()} | {
        path: text.encode() for path, text in documents.items()
    }
