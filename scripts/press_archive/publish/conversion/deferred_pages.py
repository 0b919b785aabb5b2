"""Generated pages that MkDocs does not make one after another: several processes make them.

MkDocs first reads all pages and then writes all of them. A generated page is needed by no other page, so only
its front matter is read in the first round, for the sitemap. When the theme's templates are ready, the pages
are converted and written, each by MkDocs' own functions, in several processes; and where MkDocs would write
them, there is nothing left to do.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from ...base.files.docs import is_generated_place
from ...base.processes import divided, is_worth_dividing, spread
from ...base.progress import track
from ..kept.kept_pages import digest
from ..kept.kept_site import KeptPage, KeptSite, digest_of_values
from ..serve.mkdocs_changes import digest_files
from .mkdocs_page import ConvertedPage

# Settings that no page shows.
PLACES = frozenset({"config_file_path", "site_dir", "docs_dir", "dev_addr", "watch", "plugins", "hooks"})
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
        """Leave the content of a generated page empty; `DeferredPages.make` makes it.

        It reads the text again, because all texts together would be most of what is in memory.
        """
        if self.is_generated and "title" in self.meta:
            self.content = self.markdown = ""
            self.deferred.append(self)
        else:
            super().render(config, files)


@dataclass
class DeferredPages:
    """The pages of a site that are to be made in several processes."""

    nav: Navigation | None = None
    in_nav: list[File] = field(default_factory=list)
    pages: list[DeferredPage] = field(default_factory=list)

    def begin(self, nav: Navigation, config: MkDocsConfig, is_possible: bool) -> None:
        """Defer pages from now on, if nothing but MkDocs changes them."""
        self.pages.clear()
        unchanged = not any(config.plugins.events[event] for event in EVENTS)
        self.nav = nav if is_possible and unchanged else None
        self.in_nav = [page.file for page in nav.pages]

    def defer(self, page: Page) -> bool:
        """Defer a page unless the navigation has it; return whether it is deferred."""
        if self.nav is None or page.file in self.in_nav:
            return False
        page.__class__ = DeferredPage
        assert isinstance(page, DeferredPage)
        page.deferred = self.pages
        return True

    def make(
        self, config: MkDocsConfig, files: Files, env: Environment, before: KeptSite
    ) -> dict[str, KeptPage]:
        """Make the pages that were deferred, or take them from the site before; what MkDocs says of them, it
        says now. Return those that can be kept, by their paths.
        """
        if self.nav is None:
            return {}
        pages = sorted(self.pages, key=lambda page: page.file.src_uri)
        maker = _Maker(config, files, env, self.nav, before, files.documentation_pages())
        made = self._make(maker, pages)
        if any(one.kept and self._lost(one, before) for one in made.values()):
            # A page that was taken may link to an anchor that is gone, of which MkDocs must speak.
            maker.before = KeptSite()
            made |= self._make(maker, [page for page in pages if made[page.file.src_uri].is_taken])
        for page in pages:
            one = made[page.file.src_uri]
            page.meta["template"] = MADE
            page.present_anchor_ids = set(one.anchors)
            page.links_to_anchors = {files.src_uris[path]: found for path, found in one.links.items()}
        return {path: one.kept for path, one in made.items() if one.kept}

    def _make(self, maker: _Maker, pages: Sequence[DeferredPage]) -> dict[str, _Made]:
        shares = divided(pages, SHARE)
        divide = is_worth_dividing(len(pages), FEWEST)
        results = spread(maker.make, shares) if divide else map(maker.make, shares)
        made = {}
        for share, done in zip(track(shares, "Making the site's pages"), results, strict=True):
            for page, one in zip(share, done, strict=True):
                made[page.file.src_uri] = one
                for logger, level, message in one.logged:
                    logging.getLogger(logger).log(level, "%s", message)
        return made

    def _lost(self, one: _Made, before: KeptSite) -> bool:
        was = before.pages.get(one.path)
        return was is not None and not was.anchors <= one.anchors


@dataclass(frozen=True)
class _Made:
    """What MkDocs must know of a page that was made or taken, and what can be kept of it."""

    path: str
    anchors: frozenset[str]
    links: Anchors = field(default_factory=dict)
    logged: tuple[Logged, ...] = ()
    kept: KeptPage | None = None
    is_taken: bool = False


@dataclass
class _Maker:
    """Makes pages; it may be at work in a copy of this process."""

    config: MkDocsConfig
    files: Files
    env: Environment
    nav: Navigation
    before: KeptSite
    all_pages: Sequence[File]

    def make(self, share: Sequence[DeferredPage]) -> list[_Made]:
        """Make some pages, or take them from the site before."""
        return [self._make(page) for page in share]

    def _make(self, page: DeferredPage) -> _Made:
        path, target = page.file.src_uri, page.file.abs_dest_path
        markdown = page.file.content_bytes
        if taken := self.before.take(path, page.file.dest_uri, markdown, target):
            return _Made(path, taken.anchors, kept=taken, is_taken=True)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(
                target
            )  # if it was taken, it is a page of the site before too, which must stay as it is
        with _logged() as logged:
            page.read_source(self.config)
            ConvertedPage.render(page, self.config, self.files)
            mkdocs_build._build_page(page, self.config, self.all_pages, self.nav, self.env)
        anchors = frozenset(page.present_anchor_ids or ())
        links = {file.src_uri: found for file, found in (page.links_to_anchors or {}).items()}
        kept = None
        if not logged and os.path.isfile(target):
            kept = KeptPage(digest(markdown), digest(Path(target).read_bytes()), anchors)
        return _Made(path, anchors, links, tuple(logged), kept)


def digest_of_common(config: MkDocsConfig, files: Files, deferred: Collection[Page]) -> str:
    """Return a digest of all that deferred pages are made from, beside the Markdown of each."""
    settings = {name: _plain(value) for name, value in config.items() if name not in PLACES}
    later = {page.file.src_uri for page in deferred}
    others = sorted(
        (file.src_uri, digest(file.content_bytes) if file.is_documentation_page() else "")
        for file in files
        if file.src_uri not in later and not is_generated_place(f"docs/{file.src_uri}")
    )
    custom = config.theme.custom_dir
    theme = digest_files(Path(custom), _is_of_a_theme) if custom else {}
    hooks = [digest(Path(str(hook.__file__)).read_bytes()) for hook in config["hooks"].values()]
    return digest_of_values((settings, others, sorted(theme.items()), hooks))


def _is_of_a_theme(path: Path) -> bool:
    return path.suffix in (".html", ".xml", ".css", ".js", ".py", ".webmanifest", ".txt")


def _plain(value: object) -> object:
    """Return a value as Python writes it in every process, or the name of its kind if it has no such form."""
    if isinstance(value, Theme):
        return sorted((name, _plain(one)) for name, one in value.items())
    if isinstance(value, Mapping):
        return [(str(name), _plain(one)) for name, one in value.items()]
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    text = repr(value)
    return type(value).__name__ if " at 0x" in text else text


@contextlib.contextmanager
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
