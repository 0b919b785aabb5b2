"""Which pages of a site that is to be replaced are those of the new one, so that they need not be made again.

A page of the site follows from its page in `docs/`, and from what all pages have in common: the theme, the
settings, the pages that people write, the program. A file that git ignores has a digest of the latter, and of
each page the digests of both its files and its anchors. It is of one state of the program (base/kept.py), and
can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ...base.kept import read_kept, write_kept
from .kept_pages import digest

CACHE = ".cache/site"


@dataclass(frozen=True)
class KeptPage:
    """A page: the digests of its Markdown and of its HTML, and the anchors that others may link to."""

    markdown: str
    html: str
    anchors: frozenset[str]


@dataclass(frozen=True)
class KeptSite:
    """The site that is to be replaced: its folder, and its pages by their paths below docs/."""

    folder: Path | None = None
    pages: dict[str, KeptPage] = field(default_factory=dict)

    def take(self, path: str, address: str, markdown: bytes, target: str) -> KeptPage | None:
        """Put the page of the site that is to be replaced into the new one, where it is the same; return it.

        `address` is its path below the site. None is returned where the page must be made.
        """
        page = self.pages.get(path)
        if page is None or self.folder is None or page.markdown != digest(markdown):
            return None
        before = os.path.join(self.folder, address)
        try:
            is_below = os.path.realpath(before) == before  # no link leads elsewhere
            if not is_below or digest(Path(before).read_bytes()) != page.html:
                return None
            os.makedirs(os.path.dirname(target), exist_ok=True)
            link_or_copy(before, target)
        except OSError:  # gone meanwhile, or unreadable
            return None
        return page


def link_or_copy(source: str, target: str) -> None:
    """Give a file a second name, or copy it where the system gives none."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copyfile(source, target)


def load_site(root: Path, key: str, paths: Iterable[str], folder: Path, new: Path) -> KeptSite:
    """Return the site in a folder if it was made under a key, and an empty one if not.

    `paths` are those of the new site's pages, and `new` is its folder. A page that is gone may have been
    linked on any other page, so then no page is kept.
    """
    if not folder.is_dir() or folder.is_symlink() or folder.resolve() == new.resolve():
        return KeptSite()
    data = read_kept(root, CACHE)
    found = {} if data is None else json.loads(bytes(data))
    if found.get("key") != key or not found["pages"].keys() <= set(paths):
        return KeptSite()
    pages = {
        page: KeptPage(markdown, html, frozenset(anchors.split()))
        for page, (markdown, html, anchors) in found["pages"].items()
    }
    return KeptSite(folder.resolve(), pages)


def keep_site(root: Path, key: str, pages: dict[str, KeptPage]) -> None:
    """Keep what a build has made."""
    rows = {
        path: [page.markdown, page.html, " ".join(sorted(page.anchors))]
        for path, page in sorted(pages.items())
    }
    data = json.dumps({"key": key, "pages": rows}, ensure_ascii=False, separators=(",", ":"))
    write_kept(root, CACHE, data.encode())


def digest_of_values(values: object) -> str:
    """Return a digest of plain values; Python writes them in one way."""
    return hashlib.sha256(repr(values).encode()).hexdigest()
