"""Every file of data that goes with a published site, by its path below the site."""

from __future__ import annotations

from collections.abc import Mapping

from ..collection.archive import Archive
from ..records.links import DOCUMENTS
from .data.data_package import PATH as PACKAGE_PATH
from .data.data_package import render_data_package
from .data.datasette import METADATA, render_datasette_metadata
from .data.document_files import (
    API_PATH,
    SCHEMA_PATH,
    render_api,
    render_document_files,
    render_document_schema,
)
from .data.skos import render_skos
from .data.sqlite_file import FILE as SQLITE_PATH
from .data.sqlite_file import render_sqlite
from .data.table_files import render_table
from .data.tables import TABLES
from .following.event_calendar import render_calendar
from .following.feeds import render_feeds

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
        METADATA: render_datasette_metadata(archive, address),
    }
    documents = render_document_files(archive, address, rows[DOCUMENTS])
    return {
        **_in_folder({**tables, SQLITE_PATH: render_sqlite(rows)}),
        **_in_folder({path: text.encode() for path, text in described.items()}),
        **{path: text.encode() for path, text in documents.items()},
        **render_skos(archive, address),
        **render_feeds(archive, address),
        **render_calendar(archive, address),
    }


def _in_folder(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{FOLDER}/{path}": data for path, data in files.items()}
