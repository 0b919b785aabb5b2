"""Which files of a site MkDocs makes again while it serves, and which files of the site are left over.

MkDocs compares times. But a file that is restored from a backup is older than the site, and what was made
from a file that is gone stays. So files that people write are compared by their bytes, generated pages are
known from the build that wrote them, and what no file leads to is removed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from ...base.files.docs import generated_data, is_generated
from ...base.files.reading import list_files
from ..search_index import FOLDER

Digests = Mapping[str, bytes]


def digest_files(folder: Path, is_wanted: Callable[[Path], bool] = lambda path: True) -> dict[str, bytes]:
    """Return the SHA-256 of the files below a folder, by path."""
    digests = {}
    for path in list_files(folder):
        try:
            if is_wanted(path):
                digests[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).digest()
        except FileNotFoundError:  # removed meanwhile, which starts another build
            continue
    return digests


def digest_hand_written(docs: Path) -> dict[str, bytes]:
    """Return the SHA-256 of every file of a docs folder but what the build makes, by path."""
    is_data = generated_data(docs)
    return digest_files(
        docs, lambda path: not is_data(path.relative_to(docs).as_posix()) and not is_generated(path)
    )


@dataclass
class Changes:
    """What is to be made again, kept from one build to the next until a build has made it."""

    hand_written: Digests = field(default_factory=dict)  # as of the last build that ended
    written: set[str] = field(default_factory=set)  # by the build of the records, and not yet in the site
    pages: frozenset[str] = frozenset()  # all pages of the site as of the last build that ended
    now: Digests = field(default_factory=dict)  # the files as of the build that goes on
    files: Files | None = None  # those of the build that goes on

    def begin(self, docs: Path) -> None:
        """Look at the files before a build reads them: what changes after that is of the next build."""
        self.now = digest_hand_written(docs)

    def end(self) -> None:
        """Take what was to be made for made."""
        self.hand_written, self.pages = self.now, self._pages()
        self.written.clear()

    def is_for_all_pages(self, config: MkDocsConfig) -> bool:
        """Return whether every page may show what changed.

        Another set of files may break or mend a link on any page, and a page's title is in the navigation if
        `nav` in mkdocs.yml gives it no other.
        """
        if self.now.keys() != self.hand_written.keys():
            return True
        changed = any(digest != self.hand_written[path] for path, digest in self.now.items())
        return changed and _shows_titles(config.nav)

    def mark(self, files: Files) -> None:
        """Let a build of what is modified make these files alone, and those that the site lacks."""
        self.files = files
        links_changed = self._pages() != self.pages  # a page that people write may link to any page
        for file in files:
            path = file.src_uri
            modified = (
                path in self.written
                or self.now.get(path) != self.hand_written.get(path)
                or (links_changed and path in self.now and file.is_documentation_page())
                or not os.path.isfile(file.abs_dest_path)
            )
            file.is_modified = lambda modified=modified: modified  # type: ignore[method-assign,misc]

    def remove_unknown(self, config: MkDocsConfig) -> None:
        """Remove from the site what none of the files of this build leads to, and folders that are empty."""
        if self.files is None:
            return
        known = {file.dest_uri for file in self.files if file.inclusion.is_in_serve()}  # type: ignore[no-untyped-call]
        known |= {*config.theme.static_templates, *config.extra_templates}
        for here, _, names in os.walk(config.site_dir, topdown=False):
            place = Path(here).relative_to(config.site_dir)
            if place.parts[:1] == (FOLDER,):
                continue
            for name in names:
                if (place / name).as_posix() not in known:
                    os.unlink(os.path.join(here, name))
            if place.parts and not os.listdir(here):
                os.rmdir(here)

    def _pages(self) -> frozenset[str]:
        return (
            frozenset(file.src_uri for file in self.files.documentation_pages())
            if self.files
            else frozenset()
        )


def _shows_titles(nav: object) -> bool:
    """Return whether a navigation has a page without a title of its own, or is made of all pages."""
    if isinstance(nav, list):
        return any(_shows_titles(item) for item in nav)
    if isinstance(nav, dict):
        return any(isinstance(item, list) and _shows_titles(item) for item in nav.values())
    return True
