"""Write summaries of documents and descriptions of events as Markdown with links."""

from __future__ import annotations

from collections.abc import Container

from markupsafe import Markup

from ...base.escape import exact
from ...records.lines import LineRange
from ...records.summaries import Inline, Summary, parse_note
from .links import Links
from .wording import anchor, line_mark


def render_text(text: Summary, links: Links, visible: Container[int] = (), anchors: str = "") -> Markup:
    """Return a summary or description as Markdown.

    A line reference is a link if the line is in `visible`, the lines that this page shows. With `anchors`,
    each paragraph has an id: that word and the paragraph's position, as in `summary-1`.
    """
    blocks = []
    for position, block in enumerate(text.blocks, start=1):
        items = [Markup("").join(_inline(run, links, visible) for run in item) for item in block.items]
        if block.kind == "list":
            blocks.append(Markup("\n").join(Markup("- ") + item for item in items))
        elif anchors:
            blocks.append(items[0] + Markup("\n{{: #{}-{} }}").format(anchor(anchors), position))
        else:
            blocks.append(items[0])
    return Markup("\n\n").join(blocks)


def note_text(note: str, links: Links) -> Markup:
    """Return a note as Markdown; only its links are more than text."""
    return Markup("").join(_inline(run, links, ()) for run in parse_note(note))


def _inline(run: Inline, links: Links, visible: Container[int]) -> Markup:
    if run.kind == "emphasis":
        return Markup("<em>{}</em>").format(exact(run.text))
    if run.kind == "strong":
        return Markup("<strong>{}</strong>").format(exact(run.text))
    if run.kind == "link":
        return links.target(run.target, run.text)
    if run.lines is not None:
        return _line_reference(run.lines, visible)
    return exact(" ".join(run.text.split("\n")))


def _line_reference(lines: LineRange, visible: Container[int]) -> Markup:
    """Return a line reference: a link if the line is visible, else its text with an explanation."""
    mark = line_mark(lines)
    if lines.first in visible:
        return Markup('<a class="line-reference" href="#L{}">{}</a>').format(lines.first, mark)
    noun = "Line" if lines.first == lines.last else "Lines"
    explanation = f"{noun} {mark.replace('L', '')} of the captured text, which is not shown here"
    return Markup('<span class="line-reference" title="{}">{}</span>').format(explanation, mark)
