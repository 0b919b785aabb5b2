"""What the head of a document's page says to programs for citations: tags that describe the original work.

The names are those of Dublin Core terms, PRISM, Highwire Press and Zotero, as Zotero's translators "Embedded
Metadata" and "RDF" read them (https://www.zotero.org/support/dev/exposing_metadata): `z:itemType` is the
type, `prism.publicationName` the publication, which would else be `og:site_name`, `bib:contributors` are
contributors, and every `z:` property is a field.
"""

from __future__ import annotations

from collections.abc import Iterator

from .csl import csl_type
from .works import Work

# CSL's types → those of Zotero (https://api.zotero.org/schema), and who its first creator is. An interviewee
# and a presenter are those who speak: whoever only signs is a contributor, which every type has.
ITEM_TYPES = {
    "article-newspaper": ("newspaperArticle", "author"),
    "article-magazine": ("magazineArticle", "author"),
    "post-weblog": ("blogPost", "author"),
    "webpage": ("webpage", "author"),
    "speech": ("presentation", "presenter"),
    "interview": ("interview", "interviewee"),
}

Tags = list[tuple[str, str]]


def head_tags(work: Work) -> Tags:
    """Return the names and contents of the tags, in their order."""
    return [(name, content) for name, content in _tags(work) if content]


def _tags(work: Work) -> Iterator[tuple[str, str]]:
    record = work.record
    item_type, creator = ITEM_TYPES[csl_type(work)]
    date = work.date.start.text.rstrip("~?%") if work.date else ""
    yield "z:itemType", item_type
    yield "citation_title", work.title
    yield "dcterms.title", work.title
    yield from _creators(work, creator)
    yield "citation_publication_date", date.replace("-", "/").replace("/XX", "")
    yield "dcterms.issued", work.date.text if work.date else ""
    yield "prism.publicationName", work.outlet
    yield "dcterms.publisher", work.outlet
    yield "citation_language", record.language
    yield "dcterms.language", record.language
    yield "citation_public_url", work.url
    yield "dcterms.source", work.url
    yield "dcterms.isReferencedBy", work.page
    for subject in work.subjects:
        yield "dcterms.subject", subject
    yield "z:archive", work.archive
    yield "z:archiveLocation", work.page
    yield "z:extra", " ".join(work.notes_with_extent)


def _creators(work: Work, creator: str) -> Iterator[tuple[str, str]]:
    """Yield who made the work. Zotero takes whoever `citation_author` names for an author and forgets all
    others, so it is left out where there is somebody else.
    """
    if creator == "author" and not work.translators:
        for name in work.authors:
            yield "citation_author", name.inverted
    own_tag = f"z:{creator}s" if work.is_by_speakers else "bib:contributors"
    for name in work.authors:
        yield "dcterms.creator", name.inverted
        if creator != "author":
            yield own_tag, name.inverted
    for name in work.interviewers:
        yield "z:interviewers", name.inverted
    for name in work.translators:
        yield "z:translators", name.inverted
        yield "dcterms.contributor", name.inverted
