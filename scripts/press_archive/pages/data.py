"""The pages on the archive's data: which files there are, what each field is, how programs read them.

The files themselves are made when the site is built (`exports/data/`), not by `mkdocs serve`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from ..base.escape import isolated
from ..collection.archive import Archive
from ..collection.sites.placing import whole_address
from ..exports.data.columns import Column, Value
from ..exports.data.data_package import PATH as PACKAGE_PATH
from ..exports.data.datasette import METADATA
from ..exports.data.document_files import API_PATH, INDEX_PATH, NAME, SCHEMA_PATH, document_file_path
from ..exports.data.skos import JSON_LD_PATH, TURTLE_PATH
from ..exports.data.sqlite_file import FILE as SQLITE_PATH
from ..exports.data.table_files import FORMATS, SEPARATOR, cell, table_path
from ..exports.data.tables import TABLES, Table
from ..exports.following.event_calendar import CALENDAR_PATH, has_calendar
from ..exports.following.feed_paths import OPML_PATH
from ..exports.release.bag import release_name
from ..records.licence import LICENCE
from .parts.addresses import DATA_FIELDS_PATH, DATA_PATH, DATA_PROGRAMS_PATH, page_address
from .parts.context import Pages
from .parts.following import render_feeds
from .parts.templates import render_page

MOST_ROWS = 200  # in which an example of a column is looked for
LONGEST_EXAMPLE = 60  # characters
DATA_ADDRESS = page_address(DATA_PATH)
TEXTS = {"tei.zip": "TEI (zip)", "corpus.zip": "plain text (zip)"}
EXAMPLE_ADDRESS = "https://press.example/archive/"


@dataclass(frozen=True)
class DescribedColumn:
    """A column with the first value that the archive has in it; empty if it has none."""

    column: Column
    example: str


def render_data_pages(pages: Pages) -> dict[str, str]:
    """Return the pages on data."""
    # An address is a URI (publish/settings.py), and an id has only letters, digits and hyphens: both are
    # printed within code as they are.
    address = pages.address or EXAMPLE_ADDRESS
    first = document_file_path(min(pages.archive.documents, default="ID"))
    document_address = whole_address(pages.archive, address, first)
    shared = {
        "tables": TABLES.values(), "licence": [*map(Markup, LICENCE)], "separator": SEPARATOR,
        "package": Markup(PACKAGE_PATH), "api": Markup(API_PATH),
        "index": Markup(INDEX_PATH),
    }  # fmt: skip
    return {
        DATA_PATH: render_page(
            pages, DATA_PATH, "data.md",
            {"title": "Data", "description": "The whole archive as data: tables, a file for each document."},
            formats={table.name: _formats(table) for table in TABLES.values()},
            schema=SCHEMA_PATH, document_file=NAME, sqlite=Markup(SQLITE_PATH), metadata=Markup(METADATA),
            archive_feeds=render_feeds(pages.feeds.get("", []), DATA_ADDRESS), opml=_beside(OPML_PATH),
            calendar=_beside(CALENDAR_PATH) if has_calendar(pages.archive) else "",
            turtle=_beside(TURTLE_PATH), json_ld=_beside(JSON_LD_PATH), texts=_texts(pages.exports),
            release=_release(pages.exports), **shared,
        ),
        DATA_FIELDS_PATH: render_page(
            pages, DATA_FIELDS_PATH, "data-fields.md",
            {"title": "Fields of the data", "description": "What each field of the archive's data means."},
            columns={table.name: described(table, pages.archive, pages.address) for table in TABLES.values()},
            **shared,
        ),
        DATA_PROGRAMS_PATH: render_page(
            pages, DATA_PROGRAMS_PATH, "data-programs.md",
            {"title": "Data for programs", "description": "How programs read the archive's data."},
            address=_in_code(address), document_address=_in_code(document_address),
            is_example=not pages.address, **shared,
        ),
    }  # fmt: skip


def _in_code(address: str) -> Markup:
    return Markup(address.replace("`", "%60"))


def _beside(path: str) -> Markup:
    """Return the address of a file from the page on data, which is in the same folder."""
    return Markup(path.removeprefix(DATA_ADDRESS))


def _texts(exports: Iterable[str]) -> Markup:
    """Return links to the zips of texts that the site has."""
    named = [(path, name) for path, name in TEXTS.items() if path in exports]
    return Markup(" · ").join(
        Markup('<a href="{}" type="application/zip" download>{}</a>').format(Markup(path), name)
        for path, name in named
    )


def _release(exports: Iterable[str]) -> Markup | str:
    """Return a link to the release that the site has, or nothing."""
    for path in exports:
        if name := release_name(path.rpartition("/")[2]):
            link = '<a href="{}" type="application/zip" download>{}</a>'
            return Markup(link).format(Markup(path), name)
    return ""


def _formats(table: Table) -> Markup:
    """Return links to a table's files, which are beside the page."""
    return Markup(" · ").join(
        Markup('<a href="{}" type="{}" download>{}</a>').format(
            table_path(table.name, ending), media_type, name
        )
        for ending, (name, media_type) in FORMATS.items()
    )


def described(table: Table, archive: Archive, address: str) -> list[DescribedColumn]:
    """Return a table's columns, each with an example from the archive itself."""
    examples: dict[str, Value] = {}
    for row in islice(table.rows(archive, address), MOST_ROWS):
        for name, value in row.items():
            if value is not None:
                examples.setdefault(name, value)
    return [DescribedColumn(column, _example(column, examples.get(column.name))) for column in table.columns]


def _example(column: Column, value: Value) -> Markup | str:
    if value is None:
        return ""
    text = cell(value, column.type)
    return isolated(text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…")
