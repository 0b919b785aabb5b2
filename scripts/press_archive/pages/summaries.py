"""Own words with links: summaries of documents and descriptions of events → Markdown."""

from __future__ import annotations

from collections.abc import Container

from markupsafe import Markup

from ..base.escape import exact
from ..records.summaries import Inline, Summary
from .links import Links
from .wording import anchor, line_mark


def render_text(text: Summary, links: Links, visible: Container[int] = (), anchors: str = "") -> Markup:
    """Render a summary or description; line references lead to the lines of this page that are visible.

    With `anchors`, each paragraph carries an id, which is that text and the paragraph's position: `summary-1`.
    """
    blocks = []
    for position, block in enumerate(text.blocks, start=1):
        items = [Markup("").join(_inline(run, links, visible) for run in item) for item in block.items]
        blocks.append(Markup("\n").join(Markup("- ") + item for item in items) if block.kind == "list" else items[0])
        if anchors and block.kind != "list":
            blocks[-1] += Markup("\n{{: #{}-{} }}").format(anchor(anchors), position)
    return Markup("\n\n").join(blocks)


def _inline(run: Inline, links: Links, visible: Container[int]) -> Markup:
    if run.kind == "emphasis":
        return Markup("<em>{}</em>").format(exact(run.text))
    if run.kind == "strong":
        return Markup("<strong>{}</strong>").format(exact(run.text))
    if run.kind == "link":
        return links.target(run.target, run.text)
    if run.lines is not None:
        return _reference(run, visible)
    return exact(" ".join(run.text.split("\n")))


def _reference(run: Inline, visible: Container[int]) -> Markup:
    """Render a line reference: a link to the line where it is shown, else a mark that explains itself."""
    assert run.lines is not None
    first, last = run.lines.first, run.lines.last
    shown = line_mark(run.lines)
    if first in visible:
        return Markup('<a class="line-reference" href="#L{}">{}</a>').format(first, shown)
    explained = f"{'Line' if first == last else 'Lines'} {shown.replace('L', '')} of the captured text, which is not shown here"
    return Markup('<span class="line-reference" title="{}">{}</span>').format(explained, shown)
