"""The pages at addresses whose source or document is gone: tombstones, and pages that lead to a new address.

A tombstone says when and why, and nothing else of what was withdrawn.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from ..base.wording import VOCABULARY_NAMES
from ..collection.archive import Archive
from ..collection.histories import effective_redirects, tombstones
from ..records.closed_lists import Robots
from ..records.dates import UNKNOWN
from .parts.addresses import vocabulary_path
from .parts.context import Pages
from .parts.history import withdrawn_history
from .parts.links import Links
from .parts.robots import robots_of
from .parts.templates import render_page


def render_tombstones(pages: Pages) -> dict[str, str]:
    """Return the page of every source and document that was withdrawn."""
    rendered = {}
    for retired in tombstones(pages.archive):
        path, title = page_path(retired.address), f"Withdrawn {retired.noun}"
        fields = {
            "title": title,
            "description": f"This {retired.noun} was withdrawn on {retired.day}.",
            "record": retired.history.path,
            **robots_of(Robots.NOINDEX),
        }
        reason = "" if retired.reason == UNKNOWN else retired.reason
        rendered[path] = render_page(
            pages, path, "withdrawn.md", fields, title=title, retired=retired, reason=reason,
            history=withdrawn_history(Links(pages, path), retired),
        )  # fmt: skip
    return rendered


def render_redirects(pages: Pages, existing: Container[str]) -> dict[str, str]:
    """Return a page for every old address that leads to one of the pages in `existing`."""
    rendered = {}
    redirects = effective_redirects(pages.archive)
    for old, new in [*redirects.items(), *_years_of_terms(pages.archive, redirects, existing)]:
        path, target = page_path(old), _target_path(new)
        if path in existing or target not in existing:
            continue  # a problem that the check names, or a page that is left out because of one
        is_gone = target != page_path(new)  # a term without a successor leads to the list of the others
        title = "Removed" if is_gone else "Moved"
        description = "This page is gone." if is_gone else "This page has another address now."
        fields = {"title": title, "description": description, "redirect": new}
        rendered[path] = render_page(pages, path, "moved.md", fields, target=target, is_gone=is_gone)
    return rendered


def _years_of_terms(
    archive: Archive, redirects: Mapping[str, str], existing: Container[str]
) -> Iterator[tuple[str, str]]:
    """Yield the old and new addresses of the years of terms that have another id now.

    A long list of documents has a page for each year, and so have the statements of whoever says much.
    """
    for old, new in redirects.items():
        (kind, _, before), (_, _, after) = old.partition("/"), new.partition("/")
        if kind not in VOCABULARY_NAMES or not after:
            continue
        for year in archive.documents_of_year:
            for folder in (kind, "own-words"):
                target = f"{folder}/{after}{year}/"
                if page_path(target) in existing:
                    yield f"{folder}/{before}{year}/", target


def _target_path(address: str) -> str:
    """Return the path of the page that a redirect leads to, which may be the list of a vocabulary."""
    name = address.removesuffix("/")
    return page_path(address) if "/" in name else vocabulary_path(name)


def page_path(address: str) -> str:
    """Return the path of the page at an address of the site.

    >>> page_path("documents/a-report/")
    'documents/a-report.md'
    """
    return f"{address.removesuffix('/')}.md"
