"""Generated pages that MkDocs does not make one after another: several processes make them.

MkDocs first reads all pages and then writes all of them. A generated page is needed by no other page, so only
its front matter is read in the first round, for the sitemap. When the theme's templates are ready, the pages
are converted and written, each by MkDocs' own functions, in several processes; and where MkDocs would write
them, there is nothing left to do.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from jinja2 import Environment
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from ...base.processes import divided, is_worth_dividing, spread
from ...base.progress import track
from .mkdocs_page import ConvertedPage

FEWEST = 200  # pages that are worth more than one process
SHARE = 50  # pages
# A template without a word, for pages that are written already. MkDocs then writes nothing, and says so.
MADE = "made.html"
# With a function of somebody else for one of these, MkDocs makes its pages itself, one after another.
EVENTS = ("page_read_source", "page_markdown", "page_content", "page_context", "post_page")

Anchors = dict[str, dict[str, str]]  # path of a page → the anchors there that are linked, and the links
Logged = tuple[str, int, str]  # logger, level, message


class DeferredPage(ConvertedPage):
    """A page that is not in the navigation. If it is a generated one, MkDocs reads its front matter alone."""

    deferred: list[DeferredPage]

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave the content of a generated page empty; `DeferredPages.make` makes it."""
        if self.is_generated and "title" in self.meta:
            self.content = ""
            self.deferred.append(self)
        else:
            super().render(config, files)


@dataclass
class DeferredPages:
    """The pages of a site that are to be made in several processes."""

    nav: Navigation | None = None
    in_nav: list[File] = field(default_factory=list)
    pages: list[DeferredPage] = field(default_factory=list)

    def begin(self, nav: Navigation, config: MkDocsConfig, files: Files, is_possible: bool) -> None:
        """Defer pages from now on if there are enough of them, and if nothing but MkDocs changes them."""
        self.pages.clear()
        unchanged = not any(config.plugins.events[event] for event in EVENTS)
        is_worth_it = (
            is_possible and unchanged and is_worth_dividing(len(files.documentation_pages()), FEWEST)
        )
        self.nav = nav if is_worth_it else None
        self.in_nav = [page.file for page in nav.pages]

    def defer(self, page: Page) -> bool:
        """Defer a page unless the navigation has it; return whether it is deferred."""
        if self.nav is None or page.file in self.in_nav:
            return False
        page.__class__ = DeferredPage
        assert isinstance(page, DeferredPage)
        page.deferred = self.pages
        return True

    def make(self, config: MkDocsConfig, files: Files, env: Environment) -> None:
        """Make the pages that were deferred; what MkDocs says of them, it says now."""
        if not self.pages or self.nav is None:
            return
        nav, doc_files = self.nav, files.documentation_pages()

        def make(share: Sequence[DeferredPage]) -> tuple[list[tuple[set[str], Anchors]], list[Logged]]:
            with _logged() as logged:
                for page in share:
                    ConvertedPage.render(page, config, files)
                    mkdocs_build._build_page(page, config, doc_files, nav, env)
            return [_anchors(page) for page in share], logged

        shares = divided(sorted(self.pages, key=lambda page: page.file.src_uri), SHARE)
        results = spread(make, shares)
        for share, (anchors, logged) in zip(track(shares, "Making the site's pages"), results, strict=True):
            for logger, level, message in logged:
                logging.getLogger(logger).log(level, "%s", message)
            for page, (present, links) in zip(share, anchors, strict=True):
                page.meta["template"] = MADE
                page.present_anchor_ids = present
                page.links_to_anchors = {files.src_uris[path]: found for path, found in links.items()}


def _anchors(page: Page) -> tuple[set[str], Anchors]:
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    return page.present_anchor_ids or set(), links


@contextmanager
def _logged() -> Iterator[list[Logged]]:
    """Collect what MkDocs says, instead of printing and counting it."""
    logged: list[Logged] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append((record.name, record.levelno, record.getMessage()))

    logger = logging.getLogger("mkdocs")
    handlers, logger.handlers = logger.handlers, [Collector()]
    try:
        yield logged
    finally:
        logger.handlers = handlers


def is_no_skipped_page(record: logging.LogRecord) -> bool:
    """Return whether a record of a log does not say that a page is skipped, as MkDocs says of each page that
    was made before.
    """
    return not record.getMessage().startswith("Page skipped: ")
