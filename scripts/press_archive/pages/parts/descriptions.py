"""What a page says of itself to search engines and in previews of links: what is in it, in a sentence or two.

Only the archive's own words, headlines and names are used, never a text that was captured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...base.wording import VOCABULARY_NAMES, count, list_in_words, spell_out
from ...collection.archive import Archive, DocumentEntry, SourceEntry, TermEntry
from ...collection.headlines import document_robots
from ...records.closed_lists import Robots
from ...records.dates import UNKNOWN
from ...records.openings import LONGEST, clip, opening
from .context import Pages

NAMED = 3  # outlets or terms


def describe_document(archive: Archive, document: DocumentEntry) -> str:
    """Return what a document says: how its summary begins; in a preview without one, what it is."""
    if found := opening(document.summary):
        return found
    facts = (spell_out(document.record.kind).capitalize(), archive.outlet_in_words(document.id))
    return clip(f"{', '.join(facts)}, {archive.date_in_words(document.id)}.")


def card_remark(document: DocumentEntry) -> str:
    """Return what must be said beside a headline: that it belongs to another text, that it misleads."""
    return " ".join(filter(None, (document.record.mismatch, document.record.caution)))


def describe_card(archive: Archive, document: DocumentEntry) -> str:
    """Return what is on a document's share card, for whoever cannot see it."""
    title = " ".join(document.record.title.split())
    headline = title if title.endswith((".", "?", "!", "…")) else f"{title}."
    facts = f"{archive.outlet_in_words(document.id)}, {archive.date_in_words(document.id)}."
    name = f"{archive.collection.title}." if archive.collection else ""
    return " ".join(filter(None, (headline, card_remark(document), facts, name)))


def describe_source(archive: Archive, source: SourceEntry) -> str:
    """Return what is in a source: the headlines of its documents, but of none that should not be listed."""
    ids = archive.documents_of_source.get(source.id, [])
    documents = [archive.documents[id] for id in ids]
    titles = [one.record.title for one in documents if document_robots(archive, one) is Robots.INDEX]
    captured = source.record.captured
    day = f" ({captured.moment})" if captured else ""
    what = f"A capture of {count(len(ids), 'document')}{day}"
    return clip(f"{what}: {'; '.join(titles)}" if titles else f"{what}, and where each of its lines went.")


def describe_term(term: TermEntry, documents: str) -> str:
    """Return what a term means, and how many documents name it: what `documents` says."""
    meaning = opening(term.description) or clip(term.record.scope, LONGEST - len(documents) - 2)
    stop = "" if meaning.endswith((".", "!", "?", "…")) else "."
    whole = f"{meaning}{stop} {documents}."
    return whole if len(whole) <= LONGEST else meaning


def describe_list(pages: Pages, title: str, documents: Sequence[str]) -> str:
    """Return how many documents a list has, of which years, and the outlets that published most of them."""
    archive = pages.archive
    years = sorted({archive.dating[id].year for id in documents} - {UNKNOWN})
    span = " to ".join(dict.fromkeys((years[0], years[-1]))) if years else ""
    begins = f"{title}, {span}" if span and span not in title else title
    found = Counter(archive.documents[id].record.outlet for id in documents)
    outlets = sorted(found, key=lambda id: (-found[id], id))
    names = list_in_words(_some([archive.term("outlets", id).record.label for id in outlets]))
    return clip(f"{begins}: {pages.count(documents)}{f' from {names}' if names else ''}, newest first.")


def describe_vocabulary(archive: Archive, vocabulary: str, terms: Sequence[TermEntry]) -> str:
    """Return which terms of a vocabulary most documents name, and how many more there are."""
    plural = VOCABULARY_NAMES[vocabulary][1]
    numbers = archive.documents_of_term
    frequent = sorted(terms, key=lambda term: (-len(numbers[vocabulary, term.id]), term.id))
    names = "; ".join(_some([term.record.label for term in frequent]))
    begins = f"{plural} of the archive, A to Z and by frequency"
    return clip(f"{begins}: {names}." if names else f"{begins}.")


def _some(names: Sequence[str]) -> list[str]:
    """Return the first names, and how many more there are.

    >>> _some(["Gull Post", "Zeebode"]), _some(["A", "B", "C", "D", "E"])
    (['Gull Post', 'Zeebode'], ['A', 'B', 'C', '2 more'])
    """
    more = len(names) - NAMED
    return [*names[:NAMED], *([f"{more} more"] if more > 0 else [])]
