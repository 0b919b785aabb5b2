"""Divide a finished site, in which everything has been proved, into the sites that it is published as.

Pages are written with the addresses that they have there; all other files are moved. So what is checked of
the whole site is true of each: its links, its words, its search.
"""

from __future__ import annotations

import contextlib
import html
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...base.files.reading import list_files
from ...base.files.writing import make_folder
from ...base.processes import divided, is_worth_dividing, spread
from ...base.progress import track
from ...collection.archive import Archive
from ..offline_links import INDEX
from ..search_index import FOLDER, current_index
from ..site_files.sitemap import PACKED, SITEMAP, read_entries, write_sitemap
from .relinking import Relinking
from .sites import Site, Sites
from .texts import divide_texts

ROBOTS = "robots.txt"
WHOLE = ".cache/whole"
FEWEST = 100  # pages that are worth more than one process
SHARE = 50  # pages
LEADS_ON = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Moved</title>
<meta http-equiv="refresh" content="0; url={address}">
<link rel="canonical" href="{address}">
<p>This page has another address now: <a href="{address}">{address}</a>
</html>
"""


def divide_site(whole: Path, archive: Archive, address: str, target: Path) -> dict[str, Path]:
    """Divide a built site, whose home page is at `address`, into sites in new folders below `target`; return
    these by their names, the home site's first. Of the whole one its pages are left.

    Raises OSError where something cannot be written.
    """
    paths = [path.relative_to(whole).as_posix() for path in list_files(whole)]
    sites = Sites(archive, address, frozenset(paths))
    targets = {site.name: target / site.name for site in sites.all}
    for folder in targets.values():
        folder.mkdir(parents=True)
    dividing = _Dividing(sites, whole, targets)
    dividing.write_pages([path for path in paths if path.endswith(".html")])
    dividing.move_files([path for path in paths if _is_plain(path)])
    dividing.write_sitemaps()
    dividing.write_redirects()
    divide_texts(sites, current_index(whole), targets)
    return targets


def keep_whole(root: Path, whole: Path) -> None:
    """Keep the pages of a whole site that was divided, from which the next build takes those that stay the
    same. Without them it makes all.
    """
    kept = root / WHOLE
    shutil.rmtree(kept, ignore_errors=True)
    with contextlib.suppress(OSError):
        make_folder(kept.parent)
        os.rename(whole, kept)


def _is_plain(path: str) -> bool:
    is_divided = path in (SITEMAP, PACKED, ROBOTS) or path.startswith((f"{FOLDER}/", "sitemap-"))
    return not path.endswith(".html") and not is_divided


@dataclass(frozen=True)
class _Dividing:
    sites: Sites
    whole: Path
    targets: dict[str, Path]

    def write_pages(self, pages: Sequence[str]) -> None:
        """Write each page into the sites that have it, in several processes."""
        shares = divided(sorted(pages), SHARE)
        done = (
            spread(self._write, shares) if is_worth_dividing(len(pages), FEWEST) else map(self._write, shares)
        )
        for _ in zip(track(shares, "Dividing the site"), done, strict=True):
            pass

    def _write(self, pages: Sequence[str]) -> None:
        for path in pages:
            text = (self.whole / path).read_text(encoding="utf-8")
            for site in self.sites.place(path):
                self._put(site, path, Relinking(self.sites, site).page(text, path))

    def _put(self, site: Site, path: str, text: str) -> None:
        target = self.targets[site.name] / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")

    def move_files(self, paths: Sequence[str]) -> None:
        """Move files that have no links to the site that has them; what all have is copied."""
        for path in paths:
            for site in self.sites.place(path):
                target = self.targets[site.name] / path
                target.parent.mkdir(parents=True, exist_ok=True)
                if self.sites.place(path) == (site,):
                    os.rename(self.whole / path, target)
                else:
                    shutil.copyfile(self.whole / path, target)

    def write_sitemaps(self) -> None:
        """Give each site a sitemap of its pages, and a robots.txt that names it."""
        entries: dict[str, list[str]] = {site.name: [] for site in self.sites.all}
        for address, entry in read_entries(self.whole):
            site = self.sites.of_address(address) or self.sites.home
            entries[site.name].append(entry)
        robots = (self.whole / ROBOTS).read_text(encoding="utf-8")
        for site in self.sites.all:
            folder = self.targets[site.name]
            write_sitemap(folder, site.address, entries[site.name])
            own = robots.replace(f"{self.sites.home.address}{SITEMAP}", f"{site.address}{SITEMAP}")
            (folder / ROBOTS).write_text(own, encoding="utf-8")

    def write_redirects(self) -> None:
        """Let addresses at which a part's pages were before lead on, and a part's root to the home page."""
        for path in sorted(self.sites.files):
            if path.endswith(f"/{INDEX}"):
                for former, address in self._former(path):
                    if not (self.targets[former.name] / path).exists():
                        self._put(former, path, _leads_to(address))
        for site in self.sites.all[1:]:
            self._put(site, INDEX, _leads_to(self.sites.home.address))

    def _former(self, path: str) -> Iterator[tuple[Site, str]]:
        """Yield the sites that had a page before, with its address now."""
        places = self.sites.place(path)
        if len(places) == 1:
            for address in places[0].formerly:
                if site := self.sites.at(address):
                    yield site, places[0].address + path.removesuffix(INDEX)


def _leads_to(address: str) -> str:
    return LEADS_ON.format(address=html.escape(address))
