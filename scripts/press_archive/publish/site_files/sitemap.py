"""The sitemap in its final form: packed without a time, so that the same records make the same bytes, and in
several files where it has more addresses than the protocol allows one to have.
"""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

SITEMAP, PACKED = "sitemap.xml", "sitemap.xml.gz"
# Templates that a server on this machine leaves out. The sitemap needs the front matter of all pages, and
# MkDocs reads only that of the pages which it makes again.
FOR_SEARCH_ENGINES = frozenset({SITEMAP, "robots.txt"})
MOST = 50_000  # addresses of a file (https://www.sitemaps.org/protocol.html); they are less than its 50 MB
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ENTRY = re.compile("^  <url><loc>(.*?)</loc>.*</url>$", re.MULTILINE)


def write_packed_sitemap(site: Path, address: str, most: int = MOST) -> None:
    """Pack the sitemap of a site that was built for an address again, without a name or a time (RFC 1952,
    section 2.3.1); divide it first if it has too many addresses.

    MkDocs writes into the packed file when it was made. A site without an address has no sitemap.
    """
    if not (site / SITEMAP).is_file():
        return
    entries = [entry for _, entry in read_entries(site)]
    if len(entries) > most:
        write_sitemap(site, address, entries, most)
    else:
        _pack(site)


def _pack(site: Path) -> None:
    data = (site / SITEMAP).read_bytes()
    with (site / PACKED).open("wb") as stream, gzip.GzipFile("", "wb", 9, stream, mtime=0) as packed:
        packed.write(data)


def read_entries(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the addresses in a site's sitemap, each with its line, whether it is one file or several."""
    numbered = sorted(site.glob("sitemap-*.xml"), key=lambda path: int(path.stem.partition("-")[2]))
    for path in numbered or [site / SITEMAP]:
        for found in _ENTRY.finditer(path.read_text(encoding="utf-8")):
            yield html.unescape(found[1]), found[0]


def write_sitemap(site: Path, address: str, entries: Sequence[str], most: int = MOST) -> None:
    """Write the sitemap of a site at an address, from lines as `read_entries` yields them, and pack it.

    If there are too many for one file, the sitemap is an index of several.
    """
    if len(entries) <= most:
        (site / SITEMAP).write_text(_list_of("urlset", entries), encoding="utf-8")
    else:
        names = []
        for number, start in enumerate(range(0, len(entries), most), 1):
            names.append(f"sitemap-{number}.xml")
            (site / names[-1]).write_text(_list_of("urlset", entries[start : start + most]), encoding="utf-8")
        lines = [f"  <sitemap><loc>{html.escape(address)}{name}</loc></sitemap>" for name in names]
        (site / SITEMAP).write_text(_list_of("sitemapindex", lines), encoding="utf-8")
    _pack(site)


def _list_of(element: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{HEAD}<{element} {SCHEMA}>", *lines, f"</{element}>"])
