"""How the archive and its data are cited, for programs: `CITATION.cff` and `.zenodo.json`.

Nothing is invented. The author is the publisher of the site. Both formats demand an author, so where no
publisher is named the archive is its own corporate author, by its title. There is no DOI: a repository gives
one when a release is deposited.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass

from ...collection.archive import Archive
from ...records.licence import LICENCE
from ...yaml_text.reading import quote

CITATION = "CITATION.cff"
ZENODO = ".zenodo.json"
MESSAGE = (
    "If you use this archive or its data, please cite it as below, with the version or the day you used it."
)
RIGHTS = (
    "The records, summaries and vocabularies are the archive's own work. The headlines and the texts of the "
    "press are not, and a text is part of the data only where its rights allow that."
)


@dataclass(frozen=True)
class Publication:
    """What is known of the archive as a publication; what is not known is empty.

    `address` is that of the site, `contact` where to write to (mailto: or https:), `version` the name of a
    release and `day` its day, as in 2026-11-27.
    """

    archive: Archive
    address: str = ""
    publisher: str = ""
    contact: str = ""
    version: str = ""
    day: str = ""

    @property
    def title(self) -> str:
        """The title of the collection."""
        return self.archive.title

    @property
    def author(self) -> str:
        """The publisher, or the title where no publisher is named."""
        return " ".join(self.publisher.split()) or self.title

    @property
    def about(self) -> list[str]:
        """What the archive is, in two paragraphs."""
        collection = self.archive.collection
        return [collection.description, collection.about] if collection else []

    @property
    def email(self) -> str:
        """The mail address to write to, if that is known."""
        address = self.contact.removeprefix("mailto:").partition("?")[0]
        return address if self.contact.startswith("mailto:") else ""

    @property
    def keywords(self) -> list[str]:
        """The labels of the topics that have documents, in order."""
        topics = self.archive.vocabularies["topics"]
        used = {id for vocabulary, id in self.archive.documents_of_term if vocabulary == "topics"}
        return sorted({topics[id].record.label for id in used if id in topics})


def render_citation(publication: Publication) -> str:
    """Return `CITATION.cff` (Citation File Format 1.2.0, https://citation-file-format.github.io/)."""
    author = {"name": publication.author, "website": publication.address}
    fields: dict[str, str | list[str] | Mapping[str, str]] = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "type": "dataset",
        "title": publication.title,
        "abstract": " ".join(publication.about),
        "authors": author,
        "contact": {"name": publication.author, "email": publication.email} if publication.email else "",
        "version": publication.version,
        "date-released": publication.day,
        "license": LICENCE.id,
        "url": publication.address,
        "keywords": publication.keywords,
    }
    return "".join(f"{name}:{_yaml(value)}\n" for name, value in fields.items() if value)


def _yaml(value: str | list[str] | Mapping[str, str]) -> str:
    """Return a text, a list of texts, or a list of one mapping, after the name of its field."""
    if isinstance(value, str):
        return f" {quote(value)}"
    if isinstance(value, list):
        return "".join(f"\n  - {quote(item)}" for item in value)
    lines = [f"{name}: {quote(text)}" for name, text in value.items() if text]
    return "\n  - " + "\n    ".join(lines)


def render_zenodo(publication: Publication) -> str:
    """Return `.zenodo.json`: the metadata of a deposit, as Zenodo's interface for programs has them
    (https://developers.zenodo.org/#representation).
    """
    paragraphs = [*publication.about, RIGHTS]
    fields: dict[str, object] = {
        "title": publication.title,
        "upload_type": "dataset",
        "description": "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in paragraphs),
        "creators": [{"name": publication.author}],
        "access_right": "open",
        "license": LICENCE.id.lower(),
        "language": "eng",
        "keywords": publication.keywords,
        "version": publication.version,
        "publication_date": publication.day,
    }
    if publication.address:
        related = {"identifier": publication.address, "relation": "isDerivedFrom"}
        fields["related_identifiers"] = [related]
    known = {name: value for name, value in fields.items() if value}
    return json.dumps(known, ensure_ascii=False, indent=2) + "\n"
