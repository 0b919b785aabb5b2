"""The `archive` command: parse, call, exit code."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from .commands.adding import add
from .commands.building import CONFIG, build_pages, build_site, index_site, publish
from .commands.checking import FORMATS, TEXT, check
from .commands.checking import check
from .commands.formatting import format_records
from .commands.holding import hold_captures
from .commands.status import FORMATS as STATUS_FORMATS
from .commands.status import show_status
from .commands.summary import show_changes


def find_root(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that holds an archive; `start` itself if none does."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() and (folder / "sources").is_dir():
            return folder
    return start


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    made = argparse.ArgumentParser(prog="archive", description="Check, build and publish a press archive.")
    made.add_argument("--root", type=Path, help="the archive's folder (default: the nearest one upwards)")
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    adding = commands.add_parser("add", help="draft the records of a saved text, web page, mail or web archive")
    given = adding.add_mutually_exclusive_group(required=True)
    given.add_argument(
        "file", nargs="?", default="", metavar="FILE", help="a text, HTML, EML, MHTML, WARC or WACZ file; - reads a text"
    )
    given.add_argument("--url", default="", metavar="ADDRESS", help="fetch a web page")
    adding.add_argument(
        "--page", default="", metavar="ADDRESS", help="where the file was saved from, or which page of a web archive"
    )
    adding.add_argument("--outlet", default="", metavar="ID", help="who published it, an id of outlets.yml")
    adding.add_argument("--yes", action="store_true", help="ask nothing: take every proposal as it is")
    checking = commands.add_parser("check", help="check every record")
    checking.add_argument("--similar", action="store_true", help="propose relations between documents whose texts are alike")
    checking.add_argument("--since", metavar="REVISION", help="show only what a change since this git revision has to do with")
    checking.add_argument(
        "--format", choices=FORMATS, default=TEXT, help="for people, for GitHub, or JSON (default: %(default)s)"
    )
    status = commands.add_parser("status", help="list the sources: what is held, what is wrong, what is left to do")
    status.add_argument("--format", choices=STATUS_FORMATS, default=TEXT, help="for whom (default: %(default)s)")
    formatting = commands.add_parser("format", help="write records in their canonical form: order, quotation marks, line breaks")
    formatting.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files or folders (default: every record)")
    formatting.add_argument("--check", action="store_true", help="write nothing; name what is not in the canonical form")
    showing = commands.add_parser("summary", help="show the records that a change adds, changes or removes, in Markdown")
    showing.add_argument("--since", required=True, metavar="REVISION", help="the git revision to compare the records with")
    build = commands.add_parser("build", help="build the site: the records → docs/ → site/")
    what = build.add_mutually_exclusive_group()
    what.add_argument("--pages-only", action="store_true", help="stop after docs/")
    what.add_argument("--reading-room", action="store_true", help="build reading-room/, which shows every capture held")
    commands.add_parser("publish", help="build site/, and prove that it may be published")
    indexing = commands.add_parser("index", help="index a built site for the search, where no hook does it")
    indexing.add_argument("--site", type=Path, default=Path("site"), help="the built site (default: site/)")
    holding = commands.add_parser("hold", help="recognise captures by SHA-256 and put them beside their records")
    holding.add_argument("files", nargs="+", type=Path, metavar="FILE")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 for problems, 2 for a wrong call."""
    chosen = parser().parse_args(arguments)
    root = (chosen.root or find_root(Path.cwd())).resolve()
    if chosen.command == "add":
        return add(root, chosen.file, chosen.url, chosen.page, chosen.outlet, chosen.yes)
    if chosen.command == "check":
        if chosen.similar and chosen.format != TEXT:
            parser().error("--similar: only with --format text")
        return check(root, chosen.similar, chosen.since, chosen.format)
    if chosen.command == "status":
        return show_status(root, chosen.format)
    if chosen.command == "format":
        return format_records(root, chosen.files, chosen.check)
    if chosen.command == "summary":
        return show_changes(root, chosen.since)
    if chosen.command == "publish":
        return publish(root)
    if chosen.command == "index":
        return index_site(root, root / chosen.site)
    if chosen.command == "hold":
        return hold_captures(root, chosen.files)
    if chosen.pages_only:
        return build_pages(root)
    return build_site(root, chosen.reading_room)
