"""A page for each document, and the list of them all."""

from __future__ import annotations

from markupsafe import Markup

from ..archive import DocumentEntry
from ..escape import exact
from ..lines import expand, format_ranges
from ..models import METADATA_ROLES, RIGHTS, UNKNOWN, Access, Role
from ..passages import Passage, line_roles, passages
from ..summaries import Inline
from .layout import Links, Pages, document_path, in_language, term_path, words

# What the details of a document are called, in their order, with the vocabulary that each links to.
VOCABULARY_FIELDS = ("topics", "people", "places", "organisations", "events")


def render_documents(pages: Pages) -> dict[str, str]:
    """Return the page of every document and the list of all."""
    archive = pages.archive
    rendered = {}
    for position, id in enumerate(archive.newest_first):
        newer = archive.newest_first[position - 1] if position else None
        older = archive.newest_first[position + 1] if position + 1 < len(archive.newest_first) else None
        rendered[document_path(id)] = _render_document(pages, archive.documents[id], older, newer)
    path = "documents/index.md"
    fields = {"title": "Documents", "description": "All documents of the archive, newest first.", "hide": ["navigation"]}
    rendered[path] = pages.render(path, "documents.md", fields)
    return rendered


def _render_document(pages: Pages, document: DocumentEntry, older: str | None, newer: str | None) -> str:
    archive, record = pages.archive, document.record
    source = archive.sources[document.source]
    path = document_path(document.id)
    links = Links(archive, path)
    outlet = archive.term("outlets", record.outlet).record.label
    described = f"{words(record.kind).capitalize()}, {outlet}, {record.date.words}."
    fields: dict[str, object] = {
        "title": record.title,
        "description": described,
        "date": record.date.text,
        "outlet": record.outlet,
        "byline": record.byline,
        "original_url": record.original_url,
        **{field: list(getattr(record, field)) for field in VOCABULARY_FIELDS},
        "kind": str(record.kind),
        "language": record.language,
        "evidence": str(record.evidence),
        "chain": list(record.chain),
        "extent": str(record.extent),
        "source": document.source,
        "lines": format_ranges(record.lines),
        "sha256": source.record.sha256,
        "hide": ["navigation"],
    }
    if record.spoken:
        fields["spoken"] = record.spoken.text
    visible = archive.visible_lines(document.id, pages.reading_room)
    roles = line_roles(record, source.blank)
    metadata = sum(role in METADATA_ROLES for role in roles.values())
    shown = passages(record, source.capture, visible) if source.capture else ()
    return pages.render(
        path,
        "document.md",
        fields,
        document=document,
        record=record,
        source=source,
        headline=in_language(record.title, record.language),
        summary=render_summary(document, visible, links),
        passages=Markup("\n").join(render_passage(passage) for passage in shown),
        whole=visible == set(roles),
        kept=len(roles) - metadata,
        metadata=metadata,
        rights=RIGHTS[source.record.rights],
        access=source.record.access,
        Access=Access,
        UNKNOWN=UNKNOWN,
        vocabulary_fields=VOCABULARY_FIELDS,
        older=older,
        newer=newer,
    )


def render_summary(document: DocumentEntry, visible: set[int], links: Links) -> Markup:
    """Render a summary as Markdown; line references lead to the lines that are visible."""
    own = expand(document.record.lines)

    def inline(run: Inline) -> Markup:
        if run.kind == "emphasis":
            return Markup("<em>{}</em>").format(exact(run.text))
        if run.kind == "strong":
            return Markup("<strong>{}</strong>").format(exact(run.text))
        if run.kind == "link":
            return _link(run)
        if run.lines is not None:
            return render_reference(run, visible, own)
        return exact(" ".join(run.text.split("\n")))

    def _link(run: Inline) -> Markup:
        kind, _, id = run.target.partition(":")
        if kind in ("http", "https"):
            return Markup('<a href="{}">{}</a>').format(exact(run.target), exact(run.text))
        if kind == "documents":
            return links.to(document_path(id), run.text) if id in links.archive.documents else exact(run.text)
        known = (kind, id) in links.archive.documents_of_term
        return links.to(term_path(kind, id), run.text) if known else exact(run.text)

    blocks = []
    for block in document.summary.blocks:
        items = [Markup("").join(inline(run) for run in item) for item in block.items]
        blocks.append(Markup("\n").join(Markup("- ") + item for item in items) if block.kind == "list" else items[0])
    return Markup("\n\n").join(blocks)


def render_reference(run: Inline, visible: set[int], own: set[int]) -> Markup:
    """Render a line reference: a link to the line where it is shown, else a mark that explains itself."""
    assert run.lines is not None
    first, last = run.lines.first, run.lines.last
    shown = f"L{first}" if first == last else f"L{first}–L{last}"
    if first in visible:
        return Markup('<a class="line-reference" href="#L{}">{}</a>').format(first, shown)
    explained = f"{'Line' if first == last else 'Lines'} {shown.replace('L', '')} of the captured text, which is not shown here"
    return Markup('<span class="line-reference" title="{}">{}</span>').format(explained, shown)


def render_passage(passage: Passage) -> Markup:
    """Render a passage as HTML that holds exactly its text, beside a link to it.

    Lines after the first of a paragraph have ids of their own, so that every line can be linked to.
    """
    text = exact(passage.lines[0][1])
    if passage.label:
        text = Markup('<b class="speaker">{}</b>{}').format(
            exact(f"{passage.label}:"), exact(passage.lines[0][1].removeprefix(f"{passage.label}:"))
        )
    for number, line in passage.lines[1:]:
        text += Markup('&#10;<span id="L{}">{}</span>').format(number, exact(line))
    element = "h3" if passage.role is Role.CROSSHEAD else "p"
    return Markup(
        '<div class="passage passage-{role}"><{element} id="L{first}" dir="auto">{text}</{element}>'
        '<a class="passage-link" href="#L{first}" title="Copy the link to line {first}">L{first}</a></div>'
    ).format(role=passage.role, element=Markup(element), first=passage.first, text=text)
