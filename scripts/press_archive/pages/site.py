"""All generated pages of a site, in units that are made one by one. Several processes make them where there
are many, and of each unit it is noted what it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..base.processes import divided
from ..base.progress import track
from ..base.wording import VOCABULARY_NAMES
from ..base.work.stages import do_parts, is_worth_dividing
from ..collection.notes.reads import Read, noting
from ..collection.used_terms import used_terms
from ..exports.citations import MADE, Citations
from .citations import render_citation_files
from .data import render_data_pages
from .documents import prepare_documents, render_documents
from .evidence import render_evidence, render_own_words
from .home import render_home
from .lists import render_lists
from .missing import render_gaps
from .parts.context import Pages
from .sources import render_each_source, render_source_lists
from .terms import render_subjects, render_term, render_vocabularies
from .timeline import render_timeline
from .withdrawn import render_redirects, render_tombstones

FEWEST = 100  # documents that are worth more than one process
SHARE = 25  # units that are made at a time

# The name of one of WHOLE; ("document", id); ("source", id); ("term", vocabulary, id).
Unit = tuple[str, ...]
Files = dict[str, str]

# The longest first, so that no process waits long for the last.
WHOLE: Mapping[str, Callable[[Pages], Files]] = {
    render.__name__.removeprefix("render_"): render
    for render in (
        render_citation_files,
        render_source_lists,
        render_vocabularies,
        render_lists,
        render_subjects,
        render_timeline,
        render_evidence,
        render_own_words,
        render_gaps,
        render_home,
        render_tombstones,
        render_data_pages,
    )
}
ONE_BY_ONE: Mapping[str, Callable[..., Files]] = {
    "document": lambda pages, id: render_documents(pages, {id}),
    "source": lambda pages, id: render_each_source(pages, {id}),
    "term": render_term,
}


@dataclass(frozen=True)
class _Making:
    """What all units are made from: the pages, and the citations, which a worker has not made itself."""

    pages: Pages
    citations: Mapping[str, Citations]


@dataclass(frozen=True)
class Made:
    """The files of a unit, by their paths below docs/, and what of the archive they were made from."""

    files: Files
    reads: frozenset[Read] = frozenset()


def render_pages(pages: Pages) -> Files:
    """Return every generated page, by its path below docs/."""
    rendered: Files = {}
    for _, made in render_units(pages, units_of(pages)):
        rendered |= made.files
    return rendered | render_redirects(pages, frozenset(rendered))


def units_of(pages: Pages) -> list[Unit]:
    """Return the units of a site; redirects, which depend on the paths of all pages, are none."""
    archive = pages.archive
    return [
        *((name,) for name in WHOLE),
        *(("document", id) for id in archive.newest_first),
        *(
            ("term", vocabulary, term.id)
            for vocabulary in VOCABULARY_NAMES
            for term in used_terms(archive, vocabulary)
        ),
        *(("source", id) for id in sorted(archive.sources)),
    ]


def render_units(pages: Pages, units: Iterable[Unit]) -> Iterator[tuple[Unit, Made]]:
    """Yield units with their files, in order. What was read is noted if the pages note it."""
    units = list(units)
    prepare_documents(pages, [unit[1] for unit in units if unit[0] == "document"])
    if is_worth_dividing(len(units), FEWEST):
        pages.prepare()
        ahead = [[unit] for unit in units if unit[0] in WHOLE]
        shares = [*ahead, *divided(units[len(ahead) :], SHARE)]
        results = do_parts(_make_share, _Making(pages, MADE), shares)
    else:
        shares = [[unit] for unit in units]
        results = ([_make(pages, unit)] for unit in units)
    for share, made in zip(track(shares, "Making pages"), results, strict=True):
        yield from zip(share, made, strict=True)


def _make_share(making: _Making, share: Sequence[Unit]) -> list[Made]:
    if making.citations is not MADE:  # in a worker, which has only what was sent
        MADE.update(making.citations)
    return [_make(making.pages, unit) for unit in share]


def _make(pages: Pages, unit: Unit) -> Made:
    name, *arguments = unit
    with noting() as reads:
        files = WHOLE[name](pages) if name in WHOLE else ONE_BY_ONE[name](pages, *arguments)
    return Made(files, frozenset(reads))
