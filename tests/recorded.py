"""What pages must show of a collection, read from its records without the package, beside its built site."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import REPOSITORY, TOY
from html_pages import Element, article, document_rows, resolve
from site_fixtures import RealDocument, Site, recorded_documents, recorded_terms

MONTHS = [datetime.date(2013, month, 1).strftime("%B") for month in range(1, 13)]


def month_of(date: str) -> str:
    """Return 2013-09 for a date of that month, 2013 for one whose month is not known, or unknown."""
    ends = [part for part in date.split("/") if part not in ("", "..")]
    months = {end[:7] if re.match(r"\d{4}-\d\d", end) else end[:4] for end in ends}
    years = {end[:4] for end in ends}
    return (
        min(months)
        if len(months) == 1 and date != "unknown"
        else min(years)
        if len(years) == 1 and date != "unknown"
        else "unknown"
    )


def place_of(date: str) -> tuple[str, str]:
    """Return the headings of the timeline below which a date is: of its year and of its month."""
    year, _, month = month_of(date).partition("-")
    return f"{'unknown year' if year == 'unknown' else year}", MONTHS[
        int(month) - 1
    ] if month else "month unknown"


def names_of(term: dict) -> list[str]:
    """Return every name that a term's record gives, its label first."""
    return [term["label"], *(name for names in term.get("variants", {}).values() for name in names)]


def marks(lines: str) -> list[str]:
    """Return the marks by which pages name lines of a record, such as 3-5, 9."""
    return [f"L{part.strip().replace('-', '–L')}" for part in lines.split(",")]


BASES = {
    "text": "the text", "heading": "a heading", "page-furniture": "page furniture", "weekday": "the weekday",
    "stamp": "an aggregator's stamp",
}  # fmt: skip


def inferred(record: dict, field: str) -> str:
    """Return what a page says after a value of a record that is inferred."""
    basis = record.get("inferred", {}).get(field)
    if basis is None:
        return ""
    line = basis.partition("#")[2]
    elsewhere = "outside" if basis.startswith(("https://", "http://")) else "another document"
    elsewhere += f", {line}" if line and elsewhere == "another document" else ""
    return f" (inferred from {BASES.get(basis, elsewhere)})"


def statements(document: RealDocument) -> list[dict]:
    """Return the statements of a document, each with its speaker as vocabulary/id."""
    found = document.fields.get("statements", [])
    return [
        {**statement, "speaker": statement["speaker"].replace(":", "/") if ":" in statement["speaker"]
         else f"people/{statement['speaker']}"}
        for statement in found
    ]  # fmt: skip


def quoting(collection: Collection, speaker: str) -> dict[str, list[str]]:
    """Return the documents that quote a speaker, each with the lines of the quotations."""
    quoted = {
        id: [
            statement["lines"]
            for statement in statements(document)
            if statement["speaker"] == speaker and statement["form"] == "quoted"
        ]
        for id, document in collection.documents.items()
    }
    return {id: lines for id, lines in quoted.items() if lines}


def words(value: str) -> str:
    return value.replace("-", " ")


def headline(document: RealDocument) -> str:
    return " ".join(document.fields["title"].split())


def sort_key(document: RealDocument) -> tuple:
    """Order by the first day that the best date can mean; of two that begin together the less precise is first."""
    bare = document.day.replace("-XX", "")
    return (bare + "-01-01"[len(bare) - 4 :] if len(bare) < 10 else bare, len(bare), document.id)


@dataclass(frozen=True)
class Collection:
    """A collection's records and its public site."""

    root: Path
    site: Site

    @property
    def documents(self) -> dict[str, RealDocument]:
        return recorded_documents(self.root)

    @property
    def terms(self) -> dict[tuple[str, str], dict]:
        return recorded_terms(self.root)

    def page(self, path: str) -> Element:
        return article(self.site.page(path))

    def naming(self, vocabulary: str, term: str) -> list[str]:
        return [id for id, document in self.documents.items() if term in document.term_ids(vocabulary)]

    def used(self, vocabulary: str) -> list[str]:
        return [id for name, id in self.terms if name == vocabulary and self.naming(vocabulary, id)]

    def texts(self, documents: list[str]) -> int:
        """Return how many distinct texts documents hold: those that are no reprint, part or agency report of
        another.
        """
        families = [{id} for id in self.documents]
        for id, document in self.documents.items():
            for relation in ("reprint_of", "excerpt_of", "same_wire"):
                for other in document.fields.get(relation, []):
                    joined = [family for family in families if id in family or other in family]
                    families = [family for family in families if family not in joined] + [
                        set().union(*joined)
                    ]
        return sum(1 for family in families if family & set(documents))

    def count(self, documents: list[str]) -> str:
        number, texts = len(documents), self.texts(documents)
        distinct = f", {texts} distinct text{'s' * (texts != 1)}" if texts != number else ""
        return f"{number} document{'s' * (number != 1)}{distinct}"

    def links(self, path: str, element: Element) -> list[str]:
        """Return the addresses, below the site, of the pages that a part of a page links to."""
        found = []
        for link in element.all("a"):
            target = resolve(self.site.folder, self.site.page(path), link.attributes["href"])
            if target and not link.attributes["href"].startswith("#"):
                found.append(target[0].parent.relative_to(self.site.folder).as_posix())
        return found

    def listed(self, path: str, elements: list[Element]) -> list[str]:
        """Return the ids of the documents of tables, in their order."""
        found = []
        for row in (row for element in elements for row in document_rows(element)):
            folder, _, id = self.links(path, row)[0].partition("/")
            assert folder == "documents"
            found.append(id)
        return found


@pytest.fixture(scope="module", params=["real", "toy"])
def collection(request: pytest.FixtureRequest) -> Collection:
    if request.param == "real":
        return Collection(REPOSITORY, request.getfixturevalue("public_site"))
    return Collection(TOY, request.getfixturevalue("toy_sites")[0])
