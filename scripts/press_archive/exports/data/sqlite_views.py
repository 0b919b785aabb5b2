"""The views of the SQLite file: queries with a name, which take no space.

A name that SQL would take for something else, such as "from", is in quotation marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...records.closed_lists import RELATIONS
from ...records.links import DOCUMENTS
from ...records.terms import VOCABULARIES
from .sqlite_schema import LISTED, OTHER_NAMES, YEAR
from .tables import TABLES

_UNION = "\nunion all\n"


@dataclass(frozen=True)
class View:
    """A view: what a row of it is, its columns, each with what it is, and the query."""

    row: str
    columns: Mapping[str, str]
    sql: str


def _described(table: str, names: str, **others: str) -> dict[str, str]:
    """Return columns that a table has, with what they are, and others; in the order of `names`."""
    known = {column.name: column.description for column in TABLES[table].columns} | others
    return {name: known[name] for name in names.split()}


def _all_terms() -> str:
    """Return the query of all terms; the number of a row is that of the index of terms."""
    names = [column.name for column in (*TABLES["terms"].columns[1:], OTHER_NAMES)]
    columns = ", ".join(f'"{name}"' for name in names)
    return _UNION.join(
        f"select '{name}' as vocabulary, {columns}, rowid as number from {name}" for name in VOCABULARIES
    )


def _relations() -> str:
    """Return the query of what documents and terms name; a value is one id, or a list of ids."""
    listed = {"chain": "outlets"} | {name: name for name in LISTED} | dict.fromkeys(RELATIONS, DOCUMENTS)
    return _UNION.join(
        [_named("outlet"), _named("agency")]
        + [_listed(relation, kind) for relation, kind in listed.items()]
        + [_near(name, relation) for name in VOCABULARIES for relation in ("broader", "related")]
    )


def _named(relation: str) -> str:
    """Return the query of the outlets that documents name in a field with one id."""
    return (
        f"select '{DOCUMENTS}' as from_kind, id as \"from\", '{relation}' as relation, 'outlets' as to_kind, "
        f'{relation} as "to", {_inferred(relation)} as inferred from {DOCUMENTS} where {relation} is not null'
    )


def _listed(relation: str, kind: str) -> str:
    return (
        f"select distinct '{DOCUMENTS}', {DOCUMENTS}.id, '{relation}', '{kind}', value, "
        f"{_inferred(relation)} from {DOCUMENTS}, json_each({relation})"
    )


def _near(vocabulary: str, relation: str) -> str:
    """Return the query of the terms that terms name: ids of their vocabulary, or links such as topics:ID."""
    colon = "instr(value, ':')"
    return (
        f"select '{vocabulary}', {vocabulary}.id, '{relation}', "
        f"iif({colon}, substr(value, 1, {colon} - 1), '{vocabulary}'), substr(value, {colon} + 1), "
        f"{_inferred(relation)} from {vocabulary}, json_each({relation})"
    )


def _inferred(relation: str) -> str:
    return f"iif(json_type(inferred, '$.{relation}') is null, null, 1)"


VIEWS: Mapping[str, View] = {
    "terms": View(
        TABLES["terms"].row,
        {column.name: column.description for column in (*TABLES["terms"].columns, OTHER_NAMES)}
        | {"number": "the number of the term in its index"},
        _all_terms(),
    ),
    "relations": View(
        TABLES["relations"].row,
        {column.name: column.description for column in TABLES["relations"].columns},
        _relations(),
    ),
    "documents_in_brief": View(
        "one document, with what a list of documents says",
        _described(
            DOCUMENTS,
            "id best_date title gloss outlet_label kind language nearness best_year page",
            best_year=YEAR.description,
        ),
        """
select id, best_date, title, gloss, outlet_label, kind, language, nearness, best_year, page
from documents
order by best_date_earliest is null, best_date_earliest, id""",
    ),
    "documents_by_outlet_and_month": View(
        "one outlet and one month, with the number of documents; `month` is empty for documents that are "
        "dated less exactly, and `year` where not even that is known",
        _described(
            DOCUMENTS,
            "outlet outlet_label year month documents",
            year=YEAR.description,
            month="the month of `best_date`, such as 2013-09",
            documents="how many documents there are",
        ),
        """
select
  outlet, outlet_label, best_year as year,
  iif(
    substr(best_date_earliest, 1, 7) = substr(best_date_latest, 1, 7), substr(best_date_earliest, 1, 7), null
  ) as month,
  count(*) as documents
from documents
group by 1, 2, 3, 4
order by 1, 3, 4""",
    ),
    "documents_of_term": View(
        "one term and one document that names it, in the field `relation`",
        _described(
            DOCUMENTS,
            "vocabulary term label relation document best_date title outlet_label page",
            vocabulary="the vocabulary of the term",
            term="the id of the term",
            label="the name of the term",
            relation="the field of the document that names the term",
            document="the id of the document",
        ),
        f"""
select
  relations.to_kind as vocabulary, relations."to" as term, terms.label, relations.relation,
  documents.id as document, documents.best_date, documents.title, documents.outlet_label, documents.page
from relations
join documents on documents.id = relations."from"
join terms on terms.vocabulary = relations.to_kind and terms.id = relations."to"
where relations.from_kind = '{DOCUMENTS}'""",
    ),
    "statements_with_speakers": View(
        "one statement, with its speaker, its document and its occasion",
        _described(
            "statements",
            "document number speaker speaker_label form said_earliest said_latest lines occasion_label "
            "place_label title outlet_label page",
            occasion_label="the event on which it is said",
            place_label="the place in which it is said",
            title="the headline of the document",
            outlet_label="the outlet of the document",
            page="the address of the document's page",
        ),
        """
select
  statements.document, statements.number, speaker, speaker_label, form, said_earliest, said_latest,
  statements.lines, events.label as occasion_label, places.label as place_label, documents.title,
  documents.outlet_label, documents.page
from statements
join documents on documents.id = statements.document
left join events on events.id = statements.occasion
left join places on places.id = statements.place
order by said_earliest is null, said_earliest, statements.document, statements.number""",
    ),
    "events_timeline": View(
        "one event, the earliest first, those without a date last",
        _described(
            "events",
            "id label date date_earliest date_latest place_label documents page",
            place_label="the place of the event",
            documents="how many documents name it",
            page="the address of the event's page",
        ),
        """
select
  events.id, events.label, events.date, date_earliest, date_latest, places.label as place_label,
  events.documents, events.page
from events
left join places on places.id = events.place
order by date_earliest is null, date_earliest, date_latest, events.id""",
    ),
}
