"""What makes the SQLite file good to browse in Datasette: metadata.json, with what it is to show and explain.

Datasette (https://datasette.io) opens the file in a browser with one command, and needs no more than both
files: `datasette archive.sqlite --metadata metadata.json`. The form is that of its versions 0.x
(https://docs.datasette.io/en/stable/metadata.html). What is said of the file is in it by the file's name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from ...collection.archive import Archive
from ...records.licence import LICENCE
from ...records.links import DOCUMENTS
from ...records.terms import VOCABULARIES
from .columns import Column
from .sqlite_file import FILE, TERMS_INDEX
from .sqlite_schema import SQL_TABLES, YEAR, SqlTable
from .sqlite_views import VIEWS

METADATA = "metadata.json"
DATABASE = FILE.rpartition(".")[0]
# Datasette shows what all columns are before the first row, and makes a table as wide as its texts.
_STYLE = """
p.suggested-facets {max-height: 3em; overflow: auto}
dl.column-descriptions {max-height: 8em; overflow: auto; padding: 0.3em 0.6em; border: 1px solid #ccc}
table.rows-and-columns td pre, pre#sql-query {white-space: pre-wrap; overflow-wrap: anywhere}
table.rows-and-columns td {overflow-wrap: break-word}
@media (max-width: 576px) {table.rows-and-columns td {overflow-wrap: anywhere}}
@media (min-width: 577px) {
table.rows-and-columns td {min-width: 6.5em; max-width: 26em}
table.rows-and-columns td:is(.col-summary, .col-description, .col-roles) {min-width: 45em}
table.rows-and-columns td:is(.col-title, .col-scope, .col-notes, .col-found) {min-width: 16em}
}
"""
_LABELS = {DOCUMENTS: "title", "sources": "label"} | dict.fromkeys(VOCABULARIES, "label")
_SORTED: Mapping[str, tuple[str, str]] = {
    DOCUMENTS: ("sort_desc", "best_date_earliest"),
    "statements": ("sort_desc", "said_earliest"),
    "sources": ("sort_desc", "captured_earliest"),
    "history": ("sort_desc", "date"),
    "searches": ("sort_desc", "date"),
    "events": ("sort", "date_earliest"),
    "instruments": ("sort", "date_earliest"),
} | dict.fromkeys(("topics", "people", "places", "organisations", "outlets"), ("sort_desc", "documents"))
# Datasette counts the values of these columns; an array, the values in it.
_COUNTED: Mapping[str, tuple[Any, ...]] = {
    DOCUMENTS: (YEAR.name, "outlet", "kind", "language", {"array": "topics"}, {"array": "people"}),
    "statements": ("speaker_label", "form", {"array": "about"}),
    "sources": ("access", "rights"),
    "instruments": ("type",),
    "outlets": ("type", "country"),
    "history": ("type", "field"),
    "relations": ("relation", "to_kind"),
    "terms": ("vocabulary",),
    "documents_in_brief": (YEAR.name, "outlet_label", "kind", "language"),
    "documents_by_outlet_and_month": ("outlet_label", "year"),
    "documents_of_term": ("vocabulary", "relation"),
    "statements_with_speakers": ("speaker_label", "occasion_label"),
}
_SIZE = 50


def _matched(parameter: str) -> str:
    """Return the SQL of what is asked of an index; where nothing is, that is a phrase which nothing has."""
    return f"coalesce(nullif(escape_fts(:{parameter}), ''), '\"\"')"


_FOUND = "documents.id, documents.best_date, documents.title, documents.outlet_label, documents.page"
# Title, description and SQL of the questions that are ready to ask.
_QUERIES: Mapping[str, tuple[str, str, str]] = {
    "search": (
        "Search headlines and summaries",
        "Documents with all of the words, the best first. Texts are not searched, only what the site says.",
        f"""
select {_FOUND}, snippet(documents_fts, -1, '[', ']', ' … ', 24) as found
from documents_fts
join documents on documents.rowid = documents_fts.rowid
where documents_fts match {_matched("words")}
order by documents_fts.rank, documents.id""",
    ),
    "find_term": (
        "Find a topic, a person, a place …",
        "Terms by any of their names, in any script.",
        f"""
select terms.vocabulary, terms.id, terms.label, terms.other_names, terms.documents, terms.page
from {TERMS_INDEX}
join terms on terms.number = {TERMS_INDEX}.rowid
where {TERMS_INDEX} match {_matched("name")}
order by {TERMS_INDEX}.rank, terms.vocabulary, terms.id""",
    ),
    "documents_with_both": (
        "Documents with two terms",
        "Documents that name both terms; a term is given by its id, of whatever vocabulary.",
        f"""
select {_FOUND}
from documents
where id in (select document from documents_of_term where term = :term)
  and id in (select document from documents_of_term where term = :other_term)
order by documents.best_date_earliest, documents.id""",
    ),
    "documents_between": (
        "Documents between two days",
        "Documents that may be of these days, such as 2013-09-01 and 2013-09-30.",
        f"""
select {_FOUND}
from documents
where documents.best_date_latest >= :first_day and documents.best_date_earliest <= :last_day
order by documents.best_date_earliest, documents.id""",
    ),
    "statements_about": (
        "Statements about a term",
        "Who said what about it; the term is a link such as topics:ID or people:ID.",
        """
select
  statements_with_speakers.said_earliest, statements_with_speakers.speaker_label,
  statements_with_speakers.title, statements_with_speakers.lines, statements_with_speakers.page
from statements_with_speakers
join statements using (document, number)
where exists (select 1 from json_each(statements.about) where value = :link)""",
    ),
    "years_of_term": (
        "How often a term is named, year by year",
        "Years in which no document names it are left out.",
        """
select documents.best_year as year, count(distinct documents.id) as documents
from documents_of_term
join documents on documents.id = documents_of_term.document
where documents_of_term.term = :term
group by 1
order by 1""",
    ),
}
_RIGHTS = (
    "The licence is for the archive's own records and summaries, not for the headlines and the texts that "
    "they describe: the column rights_statement says which rights are in a text."
)


def render_datasette_metadata(archive: Archive, address: str) -> str:
    """Return metadata.json; `address` is where the site is published, or empty."""
    collection = archive.collection
    database = {
        "description_html": _start(),
        "tables": {
            **{name: _table(table) for name, table in SQL_TABLES.items()},
            **{name: _view(name) for name in VIEWS},
        },
        "queries": {
            name: {"title": query_title, "description": description, "sql": sql.strip(), "hide_sql": True}
            for name, (query_title, description, sql) in _QUERIES.items()
        },
    }
    metadata: dict[str, Any] = {
        "title": archive.title,
        "description": (f"{collection.description} " if collection else "") + _RIGHTS,
        "license": LICENCE.name,
        "license_url": LICENCE.address,
    }
    if address:
        metadata |= {"source": archive.title, "source_url": address, "about": "The data and their fields"}
        metadata["about_url"] = f"{address}data/"
    metadata["extra_css_urls"] = [f"data:text/css,{quote(_STYLE)}"]
    return json.dumps(metadata | {"databases": {DATABASE: database}}, ensure_ascii=False, indent=1) + "\n"


def _start() -> str:
    """Return where to begin, in HTML; the links are the same from the start page and the database's."""
    links = (
        ("documents_in_brief", "documents"),
        ("statements_with_speakers", "statements"),
        ("events_timeline", "events"),
        ("terms?_facet=vocabulary", "terms"),
        ("search", "search"),
    )
    listed = ", ".join(f'<a href="{DATABASE}/{path}">{text}</a>' for path, text in links)
    return f"<p>Begin with {listed}. Below are all tables, and questions that are ready to ask.</p>"


def _table(table: SqlTable) -> dict[str, Any]:
    own = [YEAR] if table.name == DOCUMENTS else []
    return (
        {"description": _row(table.row), "columns": _described([*table.columns, *own])}
        | ({"label_column": _LABELS[table.name]} if table.name in _LABELS else {})
        | _index(table.name, "rowid")
        | _shown(table.name)
    )


def _view(name: str) -> dict[str, Any]:
    return (
        {
            "description": _row(VIEWS[name].row),
            "columns": {column: _plain(text) for column, text in VIEWS[name].columns.items()},
        }
        | _index(name, "number")
        | _shown(name)
    )


def _row(row: str) -> str:
    return f"Each row is {_plain(row)}."


def _plain(text: str) -> str:
    """Return a description without the marks of code, which Datasette would show."""
    return text.replace("`", "")


def _described(columns: Iterable[Column]) -> dict[str, str]:
    return {
        column.name: _plain(column.description) + (f": {', '.join(column.values)}" if column.values else "")
        for column in columns
    }


def _index(name: str, number: str) -> dict[str, str]:
    """Return which index of texts Datasette searches, and by which number of a row."""
    if name in VOCABULARIES or name == "terms":
        return {"fts_table": TERMS_INDEX, "fts_pk": number}
    return {}


def _shown(name: str) -> dict[str, Any]:
    ordered = dict((_SORTED[name],)) if name in _SORTED else {}
    counted = {"facets": list(_COUNTED[name])} if name in _COUNTED else {}
    return {**ordered, **counted, "size": _SIZE}
