"""The pages at addresses whose source or document is gone: tombstones, and pages that lead to a new address.

A tombstone says when and why, and nothing else of what was withdrawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ..base.wording import VOCABULARY_NAMES
from ..collection.histories import effective_redirects, tombstones
from ..records.closed_lists import Robots
from ..records.dates import UNKNOWN
from .division.histories import list_history
from .division.part_pages import render_parts
from .parts.addresses import page_address, vocabulary_path
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
        history = list_history(
            path, title, withdrawn_history(Links(pages, path), retired), fields=robots_of(Robots.NOINDEX)
        )
        rendered[path] = render_page(
            pages, path, "withdrawn.md", fields, title=title, retired=retired, reason=reason, history=history
        )
        rendered |= render_parts(pages, history)
    return rendered


def render_redirects(pages: Pages, existing: Collection[str]) -> dict[str, str]:
    """Return a page for every old address that leads to one of the pages in `existing`."""
    rendered = {}
    redirects = effective_redirects(pages.archive)
    for old, new in [*redirects.items(), *_pages_below(redirects, existing)]:
        path, target = page_path(old), _target_path(new)
        if path in existing or target not in existing:
            continue  # a problem that the check names, or a page that is left out because of one
        is_gone = target != page_path(new)  # a term without a successor leads to the list of the others
        title = "Removed" if is_gone else "Moved"
        description = "This page is gone." if is_gone else "This page has another address now."
        fields = {"title": title, "description": description, "redirect": new}
        rendered[path] = render_page(pages, path, "moved.md", fields, target=target, is_gone=is_gone)
    return rendered


def _pages_below(redirects: Mapping[str, str], existing: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the old and new addresses of the pages below those of records that have another id now.

    A long list has pages of its own below that of its record: of a term, the documents of each year for
    example; and so have the statements of whoever says much.
    """
    below: dict[str, list[str]] = {}
    for path in existing if redirects else ():
        kind, _, rest = path.partition("/")
        id, slash, _ = rest.partition("/")
        if slash:
            below.setdefault(f"{kind}/{id}/", []).append(path)
    for old, new in redirects.items():
        (kind, _, before), (_, _, after) = old.partition("/"), new.partition("/")
        if not after:
            continue
        for folder in (kind, "own-words") if kind in VOCABULARY_NAMES else (kind,):
            for path in below.get(f"{folder}/{after}", ()):
                target = page_address(path)
                yield f"{folder}/{before}{target.removeprefix(f'{folder}/{after}')}", target


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
