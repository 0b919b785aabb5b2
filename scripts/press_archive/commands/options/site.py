"""The options of commands that make a site: build, publish, offline, index, preview."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any

from ..completion import complete_records
from .adding import add_command, completed
from .executor import add_executor

MOST_PORTS = 65_535
# What `archive export` makes.
EXPORTS = ("cards", "icons", "data", "tei", "corpus", "release", "citation")


def port(text: str) -> int:
    """Return the number of a port; 0 lets the system choose one. Raises ValueError for any other number."""
    if not text.isascii() or not text.isdecimal() or int(text[:6]) > MOST_PORTS:
        raise ValueError(text)
    return int(text[:6])


def day(text: str) -> str:
    """Return a day in ISO 8601; raise ValueError for anything else."""
    return datetime.date.fromisoformat(text).isoformat()


def add_build(commands: Any) -> None:
    """Add `archive build`."""
    summary = "build the site: write the pages of docs/ from the records, then site/ from the pages"
    build = add_command(commands, "build", summary)
    what = build.add_mutually_exclusive_group()
    what.add_argument("--pages-only", action="store_true", help="write docs/, but do not build site/")
    what.add_argument(
        "--reading-room",
        action="store_true",
        help="build reading-room/ instead, which shows every capture that is held",
    )
    build.add_argument(
        "--serve", type=port, metavar="PORT", help="then serve the reading room on this port of this machine"
    )
    _add_allow_host(build)
    add_executor(build)


def _add_allow_host(serving: argparse.ArgumentParser) -> None:
    serving.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="also answer under this host name; it may be repeated (default: only names of this machine)",
    )


def add_publish(commands: Any) -> None:
    """Add `archive publish`."""
    _add_requirements(add_command(commands, "publish", "build site/ and check that it may be published"))


def add_offline(commands: Any) -> None:
    """Add `archive offline`."""
    summary = "build and check site/ as publish does, and pack it as a zip to read without a server"
    _add_requirements(add_command(commands, "offline", summary))


def _add_requirements(publishing: argparse.ArgumentParser) -> None:
    add_executor(publishing)
    publishing.add_argument(
        "--require-publisher",
        action="store_true",
        help="refuse if mkdocs.yml does not say who publishes the site and where to write to them",
    )
    publishing.add_argument(
        "--require-address",
        action="store_true",
        help="refuse if neither mkdocs.yml nor SITE_URL says at which address the site is published",
    )
    publishing.add_argument(
        "--cards",
        action="store_true",
        help="publish the share cards that `archive export cards` has drawn; refuse if one is missing",
    )
    publishing.add_argument(
        "--exports",
        action="store_true",
        help="publish the texts that may be shown, as TEI and as a corpus, and the latest release; "
        "refuse if that is not of the records as they are now",
    )
    publishing.add_argument(
        "--part",
        default="",
        metavar="SITE",
        help="of an archive that is published as several sites, put only one into site/: "
        "that of some years, such as 2013-2015, or home (default: all, each in a folder of its own)",
    )


def add_export(commands: Any) -> None:
    """Add `archive export`."""
    summary = "make what goes beside the pages: share cards, icons, the data, texts for text mining, releases"
    exporting = add_command(commands, "export", summary)
    exporting.add_argument(
        "what",
        nargs="+",
        choices=EXPORTS,
        help="cards: a share card (PNG) for each document, in export/cards/; "
        "icons: PNG icons from docs/assets/icon.svg, beside it; "
        "data: what `make site` adds to site/, in export/site/; "
        "tei, corpus: the texts that may be shown, in export/; "
        "release: a dated release of the data, in export/releases/; "
        "citation: CITATION.cff and .zenodo.json of the archive",
    )
    exporting.add_argument(
        "--reading-room",
        action="store_true",
        help="with tei or corpus: all texts that are held, in .reading-room/export/, which nothing publishes",
    )
    exporting.add_argument(
        "--day",
        type=day,
        metavar="DAY",
        help="with release: its day, as in 2026-11-27 (default: today)",
    )


def add_index(commands: Any) -> None:
    """Add `archive index`."""
    summary = "add the search index to a site that was built without the archive's hook"
    indexing = add_command(commands, "index", summary)
    indexing.add_argument(
        "--site", type=Path, default=Path("site"), metavar="FOLDER", help="the built site (default: site/)"
    )


def add_preview(commands: Any) -> None:
    """Add `archive preview`."""
    summary = "show a document or source as the site will, and rebuild it whenever it is saved"
    previewing = add_command(commands, "preview", summary)
    record = previewing.add_argument(
        "record", metavar="ID", help="the id of a document or source, or the path of its record"
    )
    completed(record, complete_records)
    previewing.add_argument(
        "--no-open", action="store_true", help="only print the address; do not open a browser"
    )
    _add_allow_host(previewing)
