"""The templates of pages: their Jinja environment, and the rendering of a page from one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path

import jinja2

from ...base.escape import finalize
from ...base.wording import VOCABULARY_NAMES, capitalize_first, count, label, spell_out
from ...collection.coverage import field_in_words
from ...collection.headlines import headline_remarks
from . import addresses
from .context import Pages
from .following import feed_fields, render_feeds
from .front_matter import render_front_matter
from .links import Links
from .originals import host
from .statements import statement_date, statement_place, statement_words, term_links
from .summaries import note_text
from .wording import (
    anchor,
    in_language,
    lasting,
    lines_in_words,
    month_anchor,
    month_in_words,
    nearness_mark,
    share,
    when,
    year_in_words,
)

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"

FILTERS: tuple[Callable[..., object], ...] = (
    spell_out,
    count,
    host,
    when,
    lasting,
    headline_remarks,
    field_in_words,
    lines_in_words,
    in_language,
    label,
    anchor,
    nearness_mark,
    capitalize_first,
    share,
    year_in_words,
    month_in_words,
    note_text,
    statement_date,
    statement_place,
    statement_words,
    term_links,
)


def render_page(
    pages: Pages, path: str, template: str, fields: Mapping[str, object], **values: object
) -> str:
    """Return the page at `path`: its front matter, then the template filled with its values."""
    shared = {"pages": pages, "archive": pages.archive, "reading_room": pages.reading_room}
    address = addresses.page_address(path)
    feeds = pages.feeds.get(address, [])
    shared |= {"links": Links(pages, path), "feeds": render_feeds(feeds, address)}
    body = environment().get_template(template).render(**shared, **values)
    return f"{render_front_matter({**fields, **feed_fields(feeds)})}{body.strip()}\n"


@functools.cache
def environment() -> jinja2.Environment:
    """Return the Jinja environment; `finalize` escapes whatever a template prints, unless marked as safe."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,  # what a macro returns is safe; everything else goes through finalize first
        finalize=finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters.update({function.__name__: function for function in FILTERS})
    templates.globals.update(
        {name: path for name, path in vars(addresses).items() if name.lower().endswith("_path")}
    )
    templates.globals.update(VOCABULARY_NAMES=VOCABULARY_NAMES, month_anchor=month_anchor)
    return templates
