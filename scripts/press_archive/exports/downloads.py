"""The files with citations that readers download: of each document, and of the whole archive.

Those of a list (a topic, a person, an event …) are cut out of the archive's in the reader's browser, as files
for each list would be seven times as much as all others.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from .biblatex import render_biblatex
from .csl import csl_item, render_csl
from .ris import render_ris
from .works import Work

FOLDER = "citations"
ARCHIVE = f"{FOLDER}/archive"
# The file that says which entries of the archive's files belong to which list, and of which files: a host's
# cache may have those of another publication.
LISTS_PATH = f"{FOLDER}/lists.json"

# The ending of each format → its name, its media type (IANA's, or that of programs), how it is made.
FORMATS: dict[str, tuple[str, str, Callable[[Iterable[Work]], str]]] = {
    "bib": ("BibLaTeX", "application/x-bibtex", render_biblatex),
    "ris": ("RIS", "application/x-research-info-systems", render_ris),
    "json": (
        "CSL-JSON",
        "application/vnd.citationstyles.csl+json",
        lambda works: render_csl(map(csl_item, works)),
    ),
}


def download_path(document: str, ending: str) -> str:
    """Return the path below docs/ of a document's file in a format."""
    return f"{FOLDER}/documents/{document}.{ending}"


def render_downloads(works: Sequence[Work], lists: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the files by path; `lists` has the keys of each list's works, by the address of its page."""
    files = {
        download_path(work.key, ending): render([work])
        for work in works
        for ending, (_, _, render) in FORMATS.items()
    }
    files |= render_archive_files(works)
    positions = {work.key: position for position, work in enumerate(works)}
    numbered = {address: sorted(positions[key] for key in keys) for address, keys in lists.items()}
    checksums = {ending: checksum(files[f"{ARCHIVE}.{ending}"]) for ending in FORMATS}
    listed = {"files": checksums, "lists": numbered}
    files[LISTS_PATH] = json.dumps(listed, separators=(",", ":"), sort_keys=True) + "\n"
    return files


def render_archive_files(works: Sequence[Work]) -> dict[str, str]:
    """Return the files of the whole archive by path; an entry of one is the file of its document."""
    return {f"{ARCHIVE}.{ending}": render(works) for ending, (_, _, render) in FORMATS.items()}


def checksum(text: str) -> str:
    """Return the CRC-32 of a file (ISO 3309), which a script can compute on any page.

    Browsers have SHA-256 only on pages that came over HTTPS or from the reader's machine.

    >>> checksum("123456789")
    'cbf43926'
    """
    return f"{zlib.crc32(text.encode()):08x}"
