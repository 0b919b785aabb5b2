"""How pages say how to cite a document: the citations, the downloads, and the head of the page."""

from __future__ import annotations

import html
from collections.abc import Iterable

from markupsafe import Markup

from ...base.escape import filled
from ...exports.citation_styles import STYLES
from ...exports.citations import Citations
from ...exports.data.document_files import NAME
from ...exports.downloads import ARCHIVE, FOLDER, FORMATS, download_path
from ...exports.head import head_tags
from ...exports.json_ld import render_json_ld
from ...exports.works import Work
from .context import Pages

# From the page of a document to the folder of the site; all have the same depth.
UP = "../../"


def render_citations(work: Work, citations: Citations) -> Markup:
    """Return the citations in all styles as one block of HTML, without a blank line, each with its button.

    After each is what no style has a place for, and where the work was consulted. A passage's citation is
    made from it in the browser (docs/assets/passages.js): `data-passage` is the end that it gets instead.
    """
    place = f", {work.page}" if work.page else ""
    passage = f"{work.consulted}, {{passage}}{f', {work.page}#{{fragment}}' if work.page else ''}."
    remarks = "".join(f"{_escaped(remark)} " for remark in work.remarks)
    end = f'{remarks}<span class="citation__place">{_escaped(work.consulted + place)}.</span>'
    rows = "".join(
        f'<div class="citation"><h3>{style.name}</h3>'
        f'<p class="citation__text" id="cite-{style.id}" data-style="{style.id}">'
        f"{citations[style.id]} {end}</p>"
        f'<button type="button" data-copy="cite-{style.id}" aria-label="Copy: {style.name}">Copy</button>'
        "</div>\n"
        for style in STYLES
    )
    return Markup(f'<div class="citations" id="cite" data-passage="{_escaped(passage)}">\n{rows}</div>')


def render_formats(document: str) -> Markup:
    """Return links to a document's files in all formats."""
    return _links((f"{UP}{download_path(document, ending)}", ending) for ending in FORMATS)


def render_data_file() -> Markup:
    """Return a link to the file of data beside a document's page."""
    return filled('<a href="{}" type="application/json" download>JSON</a>', Markup(NAME))


def render_archive_formats() -> Markup:
    """Return links to the archive's files in all formats, from a page beside them."""
    return _links((f"{ARCHIVE.removeprefix(f'{FOLDER}/')}.{ending}", ending) for ending in FORMATS)


def render_list_formats(address: str) -> Markup:
    """Return links to the archive's files, out of which the browser cuts the entries of a list
    (docs/assets/citations.js). The address is that of the list's page below the site.
    """
    up = "../" * address.count("/")
    links = _links((f"{up}{ARCHIVE}.{ending}", ending) for ending in FORMATS)
    words = '<span data-own="Citations of these documents:">Citations of all documents of the archive:</span>'
    return filled('<p class="list-citations" data-list="{}">{} {}</p>', address, Markup(words), links)


def _links(files: Iterable[tuple[str, str]]) -> Markup:
    return Markup(" · ").join(
        filled('<a href="{}" type="{}" download>{}</a>', path, FORMATS[ending][1], FORMATS[ending][0])
        for path, ending in files
    )


def render_head(pages: Pages, work: Work) -> str:
    """Return the elements that a document's page has in its head: HTML, a line for each."""
    tags = [f'<meta name="{name}" content="{_escaped(content)}">' for name, content in head_tags(work)]
    links = [
        f'<link rel="alternate" type="{type}" title="{name}" href="{UP}{download_path(work.key, ending)}">'
        for ending, (name, type, _) in FORMATS.items()
        if not pages.is_preview  # which has no files beside its pages
    ]
    if not pages.is_preview:
        links.append(f'<link rel="alternate" type="application/json" title="Record (JSON)" href="{NAME}">')
    if work.page:
        links.append(f'<link rel="cite-as" href="{_escaped(work.page)}">')
    data = render_json_ld(pages.archive, work, pages.address)
    return "\n".join([*tags, *links, f'<script type="application/ld+json">{data}</script>'])


def _escaped(text: str) -> str:
    return html.escape(" ".join(text.split()))
