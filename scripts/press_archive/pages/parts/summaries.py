"""Write summaries of documents and descriptions of events as Markdown with links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count, zip_longest

from markupsafe import Markup

from ...base.escape import exact, filled
from ...records.lines import LineRange, line_mark
from ...records.summaries import Inline, Summary, parse_note
from .line_places import LinePlaces, render_ids
from .links import Links
from .wording import anchor

# What keeps a line reference on the line of the word before it, with a space between them and without.
_NO_BREAK_SPACE, _WORD_JOINER = Markup("&nbsp;"), Markup("&#8288;")


def render_text(text: Summary, links: Links, places: LinePlaces | None = None, anchors: str = "") -> Markup:
    """Return a summary or description as Markdown.

    With `places`, where the page has each line, a sentence has the ids of its lines, and a line reference is
    a link. With `anchors`, each paragraph has an id: that word and the paragraph's position, as in
    `summary-1`.
    """
    blocks = []
    places = places or LinePlaces()
    positions = count()
    for position, (block, divided) in enumerate(zip(text.blocks, text.sentences, strict=True), start=1):
        items = [
            Markup(" ").join(_sentence(runs, links, places, next(positions)) for runs in sentences)
            for sentences in divided
        ]
        if block.kind == "list":
            blocks.append(Markup("\n").join(Markup("- ") + item for item in items))
        elif anchors:
            blocks.append(items[0] + Markup("\n{{: #{}-{} }}").format(anchor(anchors), position))
        else:
            blocks.append(items[0])
    return Markup("\n\n").join(blocks)


def note_text(note: str, links: Links) -> Markup:
    """Return a note as Markdown; only its links are more than text."""
    return Markup("").join(_inline(run, links) for run in parse_note(note))


def _sentence(runs: Sequence[Inline], links: Links, places: LinePlaces, position: int) -> Markup:
    """Return a sentence, without the white space at its end, in an element with the ids of its lines."""
    parts = []
    for run, following in zip_longest(runs, runs[1:]):
        bound = following is not None and following.lines is not None
        if run.lines is not None:
            parts.append(_line_reference(run.lines, places))
        elif run.kind == "text" and (bound or following is None):
            parts.append(_inline(replace(run, text=run.text.rstrip()), links))
        else:
            parts.append(_inline(run, links))
        if bound and run.text[-1].isspace():
            parts.append(_NO_BREAK_SPACE)
        elif bound and not run.text[-1].isalnum():
            parts.append(_WORD_JOINER)
    text = Markup("").join(parts)
    first, *others = places.of_sentences.get(position, (0,))
    if not first:
        return text
    return filled('<span class="sentence" id="L{}">{}{}</span>', first, render_ids(others), text)


def _inline(run: Inline, links: Links) -> Markup:
    if run.kind == "emphasis":
        return filled("<em>{}</em>", exact(run.text))
    if run.kind == "strong":
        return filled("<strong>{}</strong>", exact(run.text))
    if run.kind == "link":
        return links.target(run.target, run.text)
    return exact(" ".join(run.text.split("\n")))


def _line_reference(lines: LineRange, places: LinePlaces) -> Markup:
    """Return a line reference: a link to its first line, whose title says what it is.

    In the preview of a wrong record it may name lines that the document does not have; then it is no link.
    """
    mark = line_mark(lines)
    if not (own := places.within(lines)):
        return filled('<span class="line-reference">{}</span>', mark)
    return filled(
        '<a class="line-reference" href="#L{}" title="{}">{}</a>', own[0], places.explain(lines), mark
    )
