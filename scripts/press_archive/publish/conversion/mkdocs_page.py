"""A page that MkDocs renders without Python-Markdown, if the converter knows all that is on it."""

from __future__ import annotations

import contextlib
import posixpath
import re
from weakref import WeakKeyDictionary

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor
from mkdocs.structure.toc import get_toc

from .blocks import convert
from .front_matter import split_page

# What the converter does is what Python-Markdown does with these extensions; MkDocs adds `fenced_code`.
EXTENSIONS = {"attr_list", "def_list", "fenced_code", "tables", "toc"}
SETTINGS = {"tables": {"use_align_attribute": True}}

_PLAIN_PATH = re.compile(r"(?:\.\./)*+[A-Za-z0-9_-][A-Za-z0-9_/-]*\.md")

Found = dict[str, tuple[File, str]]  # path of a link → the file that it leads to, and its address on the site
_found: WeakKeyDictionary[Files, dict[tuple[str, str], Found]] = WeakKeyDictionary()


def is_convertible(config: MkDocsConfig) -> bool:
    """Return whether the site reads Markdown as the converter does."""
    settings = {name: options for name, options in config.mdx_configs.items() if options}
    return set(config.markdown_extensions) == EXTENSIONS and settings == SETTINGS


class ConvertedPage(Page):
    """A page of which MkDocs gets what its own conversion would make.

    Links are resolved, and checked, by MkDocs itself.
    """

    is_generated = False  # of those whose front matter could be read without a parser of YAML

    def read_source(self, config: MkDocsConfig) -> None:
        """Read a generated page and its fields; leave other pages to MkDocs."""
        page = None
        if not config.plugins.events["page_read_source"]:
            with contextlib.suppress(OSError, ValueError):  # which MkDocs reports
                page = split_page(self.file.content_string)
        if page is None:
            super().read_source(config)
        else:
            self.markdown, self.meta = page
            self.is_generated = True

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the page; leave it to Markdown if the converter does not know all of it."""
        # Without a title of its own, MkDocs takes it from the heading.
        converted = convert(self.markdown) if self.markdown and "title" in self.meta else None
        if converted is None:
            super().render(config, files)
            return
        links = _Links(self.file, files, config)
        self.content = converted.html(links.resolve)
        self.toc = get_toc(converted.contents)
        self.present_anchor_ids = converted.anchors
        self.links_to_anchors = links.links_to_anchors


class _Links(_RelativePathTreeprocessor):
    """The links of a page. What MkDocs found for one page of a folder is used for the others too.

    From pages of one folder, the same path leads to the same file, and by the same relative address, unless
    it leads to the page itself or below it. Only links that MkDocs found without a message are kept.
    """

    def __init__(self, file: File, files: Files, config: MkDocsConfig) -> None:
        super().__init__(file, files, config)
        folder = (posixpath.dirname(file.src_uri), posixpath.dirname(file.url.rstrip("/")))
        self.found = _found.setdefault(files, {}).setdefault(folder, {}) if "/" in file.src_uri else {}

    def resolve(self, url: str) -> str:
        """Return the address on the site of a link, as `path_to_url` does."""
        path, _, anchor = url.partition("#")
        target, address = self.found.get(path) or (None, "")
        if target is None or target.url.startswith(self.file.url):
            address = self.path_to_url(url)
            self._keep(path, address.partition("#")[0])
            return address
        if not anchor:
            return address
        self.links_to_anchors.setdefault(target, {}).setdefault(anchor, url)
        return f"{address}#{anchor}"

    def _keep(self, path: str, address: str) -> None:
        if not _PLAIN_PATH.fullmatch(path):
            return
        target = self.files.get_file_from_path(self._target_uri(self.file.src_uri, path))
        if target is None or target.url.startswith(self.file.url):
            return
        if target.inclusion.value > InclusionLevel.DRAFT.value:
            self.found[path] = (target, address)
