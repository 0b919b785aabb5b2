"""The packed sitemap, which is made from the sitemap alone and so is the same whenever it is made."""

from __future__ import annotations

import gzip
from pathlib import Path

SITEMAP, PACKED = "sitemap.xml", "sitemap.xml.gz"
# Templates that a server on this machine leaves out. The sitemap needs the front matter of all pages, and
# MkDocs reads only that of the pages which it makes again.
FOR_SEARCH_ENGINES = frozenset({SITEMAP, "robots.txt"})


def write_packed_sitemap(site: Path) -> None:
    """Pack a built site's sitemap again, without a name or a time (RFC 1952, section 2.3.1).

    MkDocs writes into the packed file when it was made. A site without an address has no sitemap.
    """
    if not (site / SITEMAP).is_file():
        return
    data = (site / SITEMAP).read_bytes()
    with (site / PACKED).open("wb") as stream, gzip.GzipFile("", "wb", 9, stream, mtime=0) as packed:
        packed.write(data)
