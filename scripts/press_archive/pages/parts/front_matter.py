"""The front matter of a generated page: which fields it has, what they contain, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from ...base import escape
from ...base.files.docs import GENERATED
from ...base.problems import printable
from ...collection.archive import Archive, DocumentEntry, SourceEntry, TermEntry
from ...collection.headlines import document_robots
from ...records.closed_lists import RELATIONS
from ...records.dates import UNKNOWN
from ...records.lines import format_ranges
from ...records.values import SUBJECTS
from ...yaml_text.reading import render_fields
from .descriptions import describe_document, describe_source, describe_term
from .robots import robots_of

# Every field that a page may have, in order. A list of documents or terms has only the fields of all pages.
FIELDS = (
    # All pages: what the theme prints in the page's head.
    "title", "description",
    # Documents: the fields of the record, by their names there, except those that say which line is what.
    "date", "republished", "spoken", "outlet", "byline", "original_url", *SUBJECTS, "kind", "language",
    "nearness", "chain", *RELATIONS, "wholeness",
    # Documents and sources: the id of the source, the document's lines of it, and the SHA-256 of the capture.
    "source", "lines", "sha256",
    # Terms.
    "vocabulary", "id",
    # All pages: the path, from the archive's folder, of the record that a reader may want to correct. It is
    # empty on a list, which has no record.
    "record",
    # Documents and sources: the day of the last change that the histories know, for overrides/sitemap.xml.
    "changed",
    # What overrides/main.html tells search engines, where a record says so or nothing is any more; and the
    # address below the site to which an old address leads.
    "robots", "redirect",
    # Parts of a long list: the addresses below the site of the part before and the part after.
    "previous", "next",
    # Documents: the elements of HTML that overrides/main.html has in the page's head, all escaped.
    "head",
    # Pages that have feeds: the paths of these below the site, without .atom and .json.
    "feeds",
    # Documents: the path below the site of the share card, if there is one, and what is on it, in words.
    "card", "card_text",
    # All pages: what the theme should not show next to them. `navigation` is for themes that have one;
    # overrides/main.html reads `toc`, the list of a page's headings.
    "hide",
)  # fmt: skip
PRINTED_BY_THE_THEME = ("title", "description", "card_text")


def document_fields(archive: Archive, document: DocumentEntry) -> dict[str, object]:
    """Return the fields of a document's page."""
    record = document.record
    fields: dict[str, object] = {
        "title": record.title,
        "description": describe_document(archive, document),
        "date": record.date.text if record.date else UNKNOWN,
        "outlet": record.outlet,
        "byline": record.byline,
        "original_url": record.original_url,
        **{vocabulary: list(getattr(record, vocabulary)) for vocabulary in SUBJECTS},
        "kind": str(record.kind),
        "language": record.language,
        "nearness": str(record.nearness),
        "chain": list(record.chain),
        **{relation: list(ids) for relation, ids in record.relations().items() if ids},
        "wholeness": str(record.wholeness),
        "source": document.source,
        "lines": format_ranges(record.lines),
        "sha256": archive.sources[document.source].record.sha256,
        "record": printable(document.path),  # a file that is only previewed may have any name
    }
    fields |= robots_of(document_robots(archive, document))
    if record.republished:
        fields["republished"] = record.republished.date.text
    return fields | ({"spoken": record.spoken.text} if record.spoken else {})


def source_fields(archive: Archive, source: SourceEntry) -> dict[str, object]:
    """Return the fields of a source's page."""
    return {
        "title": source.record.label,
        "description": describe_source(archive, source),
        "source": source.id,
        "sha256": source.record.sha256,
        "record": source.path,
        **robots_of(source.record.robots),
    }


def term_fields(term: TermEntry, documents: str) -> dict[str, object]:
    """Return the fields of a term's page; `documents` says how many documents name the term."""
    return {
        "title": term.record.label,
        "description": describe_term(term, documents),
        "vocabulary": term.vocabulary,
        "id": term.id,
        "record": term.path,
        **robots_of(term.record.robots),
    }


def render_front_matter(fields: Mapping[str, object]) -> str:
    """Return the front matter of a page, from its first line to the blank line before the body."""
    all_fields = {"record": "", **fields, "hide": ["navigation", "toc"]}
    return f"{GENERATED}{render_page_fields(all_fields)}\n---\n\n"


def render_page_fields(fields: Mapping[str, object]) -> str:
    """Return fields as YAML, and escape those that the theme prints; parse the result to prove it right.

    Raises KeyError for a field that is not in FIELDS, and ValueError if a parsed value differs.
    """
    if unknown := set(fields) - set(FIELDS):
        raise KeyError(f"not fields of a page's front matter: {sorted(unknown)}")
    printed: dict[str, Any] = {
        name: escape.front_matter(str(fields[name])) if name in PRINTED_BY_THE_THEME else fields[name]
        for name in FIELDS
        if name in fields
    }
    text = render_fields(printed)
    if yaml.load(text, Loader=yaml.CSafeLoader) != printed:
        raise ValueError(f"front matter does not come back as it was written: {text}")
    return text
