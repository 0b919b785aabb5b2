"""What the head of a document's page says to search engines: JSON-LD with the terms of https://schema.org.

The work is described as its outlet's. The archive is the publisher of the description alone (`sdPublisher`).
"""

from __future__ import annotations

from typing import Any

from ..collection.archive import Archive
from ..records.closed_lists import Kind
from ..records.licence import LICENCE
from ..records.links import WIKIDATA
from .csl import known_parts
from .json_text import compact_json
from .works import Name, Work

Node = dict[str, Any]

# Programs know an interview by this name, although schema.org's own list has none: so it is an article too.
INTERVIEW = ["Article", "Interview"]
# The vocabularies of what a work is about, with the type of a term.
ABOUT = {"topics": "Thing", "people": "Person", "organisations": "Organization", "events": "Event"}


def render_json_ld(archive: Archive, work: Work, address: str) -> str:
    """Return the description of a document's page, of the work, and of the way to the page.

    `address` is that of the site; without one, nothing has an address but the original. No character of it
    can end an element of HTML.
    """
    nodes = [_page(work, address), _work(archive, work), _way(work, address)]
    text = compact_json({"@context": "https://schema.org", "@graph": list(filter(None, nodes))})
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _page(work: Work, address: str) -> Node:
    archive = {"@type": "WebSite", "name": work.archive, "url": address}
    return _filled(
        {
            "@type": "WebPage",
            "@id": work.page,
            "name": work.title,
            "inLanguage": "en",
            "isPartOf": _filled(archive),
            "isBasedOn": work.url,
            "mainEntity": {"@id": f"{work.page}#work"},
        }
    )


def _work(archive: Archive, work: Work) -> Node:
    record = work.record
    based = [
        id
        for id in (*record.reprint_of, *record.excerpt_of, *record.translation_of)
        if id in archive.documents
    ]
    folder = work.page.removesuffix(f"{work.key}/")
    return _filled(
        {
            "@type": _type(work),
            "@id": f"{work.page}#work",
            "headline": work.title,
            "inLanguage": record.language,
            "datePublished": _date(work),
            "author": _people(work.authors),
            "translator": _people(work.translators),
            "publisher": {"@type": "Organization", "name": work.outlet},
            "url": work.url,
            "isBasedOn": [f"{folder}{id}/" for id in based] if folder else [],
            "about": [
                _filled({"@type": type, "name": term.label, "sameAs": _wikidata(term.wikidata)})
                for vocabulary, type in ABOUT.items()
                for term in (archive.term(vocabulary, id).record for id in getattr(record, vocabulary))
            ],
            "sdPublisher": {"@type": "Organization", "name": work.archive},
            "sdLicense": LICENCE.address,
        }
    )


def _type(work: Work) -> str | list[str]:
    if work.genre == "interview":
        return INTERVIEW
    return "NewsArticle" if work.record.kind is Kind.NEWS_REPORT else "Article"


def _way(work: Work, address: str) -> Node:
    """Return the pages above the document's (https://schema.org/BreadcrumbList)."""
    if not address:
        return {}
    steps = [(work.archive, address), ("Documents", f"{address}documents/"), (work.title, work.page)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": item}
            for position, (name, item) in enumerate(steps, start=1)
        ],
    }


def _date(work: Work) -> str:
    """Return the day, month or year as ISO 8601; nothing where it is uncertain, which could not be said."""
    if not work.date or work.is_date_uncertain or "/" in work.date.text:
        return ""
    parts = known_parts(work.date.text)
    return "-".join(f"{part:02d}" if position else f"{part:04d}" for position, part in enumerate(parts))


def _people(names: tuple[Name, ...]) -> list[Node]:
    types = {False: "Person", True: "Organization"}
    return [{"@type": types[name.is_organisation], "name": name.whole} for name in names]


def _wikidata(id: str | None) -> str:
    return f"{WIKIDATA}{id}" if id else ""


def _filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value}
