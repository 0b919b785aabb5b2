"""A page that MkDocs renders without Python-Markdown, if the converter knows all that is on it."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor
from mkdocs.structure.toc import get_toc

from .blocks import convert

# What the converter does is what Python-Markdown does with these extensions; MkDocs adds `fenced_code`.
EXTENSIONS = {"attr_list", "def_list", "fenced_code", "tables", "toc"}
SETTINGS = {"tables": {"use_align_attribute": True}}


def is_convertible(config: MkDocsConfig) -> bool:
    """Return whether the site reads Markdown as the converter does."""
    settings = {name: options for name, options in config.mdx_configs.items() if options}
    return set(config.markdown_extensions) == EXTENSIONS and settings == SETTINGS


class ConvertedPage(Page):
    """A page of which MkDocs gets what its own conversion would make.

    Links are resolved, and checked, by MkDocs itself.
    """

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the page; leave it to Markdown if the converter does not know all of it."""
        # Without a title of its own, MkDocs takes it from the heading.
        converted = convert(self.markdown) if self.markdown and "title" in self.meta else None
        if converted is None:
            super().render(config, files)
            return
        links = _RelativePathTreeprocessor(self.file, files, config)
        self.content = converted.html(links.path_to_url)
        self.toc = get_toc(converted.contents)
        self.present_anchor_ids = converted.anchors
        self.links_to_anchors = links.links_to_anchors
