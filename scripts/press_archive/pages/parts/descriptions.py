"""What a page says of itself to search engines and in previews of links: what is in it, in a sentence or two.

Only the archive's own words, headlines and names are used, never a text that was captured.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ...base.wording import ENDS_NO_ABBREVIATION, VOCABULARY_NAMES, count, list_in_words, spell_out
from ...collection.archive import Archive, DocumentEntry, SourceEntry, TermEntry
from ...records.closed_lists import Robots
from ...records.dates import UNKNOWN
from ...records.links import parse_target
from ...records.summaries import Block, Inline, Summary
from .context import Pages
from .robots import document_robots

# Characters. Search engines show about 160, services for messages about 200.
LONGEST = 200
SHORTEST = 80  # of whole sentences, if more would fit but for the end of the last one
NAMED = 3  # outlets or terms

# The end of a sentence and the white space after it. Not after initials, abbreviations and other short words.
_END = re.compile(rf"""{ENDS_NO_ABBREVIATION}(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{{2}})[.!?…]["'”’»)]*(?=\s)""")


def clip(text: str, longest: int = LONGEST) -> str:
    """Return the beginning of a text: whole sentences, or else whole words and an ellipsis.

    `longest` is the number of characters that it has at most; white space is folded.

    >>> clip("Two boats met. A third sank.", 20), clip("The quay is open to all boats", 20)
    ('Two boats met.', 'The quay is open to…')
    """
    folded = " ".join(text.split())
    if len(folded) <= longest:
        return folded
    ends = [match.end() for match in _END.finditer(folded, 0, longest + 1)]
    if ends and ends[-1] >= min(SHORTEST, longest // 2):
        return folded[: ends[-1]]
    end = folded.rfind(" ", 0, longest)
    if end < longest // 2:  # a script without spaces
        end = longest - 1
        while unicodedata.combining(folded[end]):
            end -= 1
    return folded[:end].rstrip(" ,;:–—-(“\"'") + "…"


def opening(summary: Summary) -> str:
    """Return how a summary or a description begins, without marks and links; empty where it is empty."""
    return clip(" ".join(_without_places(block).plain for block in summary.blocks))


def _without_places(block: Block) -> Block:
    """Return a block whose links to a line of a document are references, which are no words of it."""

    def seen(inline: Inline) -> Inline:
        target = parse_target(inline.target) if inline.kind == "link" else None
        return replace(inline, kind="reference") if target and target.line else inline

    return replace(block, items=tuple(tuple(map(seen, item)) for item in block.items))


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
