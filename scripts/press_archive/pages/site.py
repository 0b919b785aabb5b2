"""All generated pages of a site. Where there are many, several processes make them."""

from __future__ import annotations

import functools
from collections.abc import Callable

from ..base.processes import divided, is_worth_dividing, spread
from ..base.progress import track
from .citations import render_citation_files
from .data import render_data_pages
from .documents import prepare_documents, render_documents
from .evidence import render_evidence, render_own_words
from .home import render_home
from .lists import render_lists
from .missing import render_gaps
from .parts.context import Pages
from .sources import render_each_source, render_source_lists
from .terms import render_subjects, render_vocabularies, terms_in_shares
from .timeline import render_timeline
from .withdrawn import render_redirects, render_tombstones

FEWEST = 100  # documents that are worth more than one process
SHARE = 25  # documents, sources or terms whose pages are made at a time

Task = Callable[[Pages], dict[str, str]]


def render_pages(pages: Pages) -> dict[str, str]:
    """Return every generated page, by its path below docs/."""
    prepare_documents(pages)
    tasks = _tasks(pages)
    if is_worth_dividing(len(pages.archive.documents), FEWEST):
        pages.prepare()
        results = spread(lambda task: task(pages), tasks)
    else:
        results = (task(pages) for task in tasks)
    rendered: dict[str, str] = {}
    for _, made in zip(track(tasks, "Making pages"), results, strict=True):
        rendered |= made
    return rendered | render_redirects(pages, frozenset(rendered))


def _tasks(pages: Pages) -> list[Task]:
    """Return what makes the pages, the longest tasks first, so that no process waits long for the last."""
    archive = pages.archive
    whole: tuple[Task, ...] = (
        render_citation_files, render_source_lists, render_vocabularies, render_lists, render_subjects,
        render_timeline, render_evidence, render_own_words, render_gaps, render_home, render_tombstones,
        render_data_pages,
    )  # fmt: skip
    return [
        *whole,
        *(functools.partial(render_documents, only=frozenset(share))
          for share in divided(archive.newest_first, SHARE)),
        *terms_in_shares(pages, SHARE),
        *(functools.partial(render_each_source, only=frozenset(share))
          for share in divided(sorted(archive.sources), SHARE)),
    ]  # fmt: skip
