# PYTHON_ARGCOMPLETE_OK
"""The `archive` command: it parses the command line and calls the command.

A command is imported only when it is called, so that completing what is typed does not wait for all of them.
"""

from __future__ import annotations

import argparse
import functools
import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .base.project import find_root
from .commands.completion import complete, complete_records, complete_terms, complete_vocabularies


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    cli = argparse.ArgumentParser(prog="archive", description="Check, build and publish a press archive.")
    cli.add_argument("--root", type=Path, help="the archive's folder (default: the nearest one upwards)")
    commands = cli.add_subparsers(dest="command", required=True, metavar="COMMAND")
    adding = commands.add_parser(
        "add", help="draft the records of a saved text, web page, mail or web archive"
    )
    origin = adding.add_mutually_exclusive_group(required=True)
    origin.add_argument(
        "file",
        nargs="?",
        default="",
        metavar="FILE",
        help="a text, HTML, EML, MHTML, WARC or WACZ file; - reads a text",
    )
    origin.add_argument("--url", default="", metavar="ADDRESS", help="fetch a web page")
    adding.add_argument(
        "--page",
        default="",
        metavar="ADDRESS",
        help="where the file was saved from, or which page of a web archive",
    )
    adding.add_argument("--outlet", default="", metavar="ID", help="who published it, an id of outlets.yml")
    adding.add_argument("--yes", action="store_true", help="ask nothing: take every proposal as it is")
    checking = commands.add_parser("check", help="check every record")
    checking.add_argument(
        "--similar", action="store_true", help="propose relations between documents whose texts are alike"
    )
    checking.add_argument(
        "--since", metavar="REVISION", help="show only problems that concern a change since this git revision"
    )
    checking.add_argument(
        "--format",
        choices=["text", "github", "json"],
        default="text",
        help="for people, for GitHub, or JSON (default: %(default)s)",
    )
    status = commands.add_parser(
        "status", help="list the sources: what is held, what is wrong, what is left to do"
    )
    status.add_argument(
        "--format", choices=["text", "json"], default="text", help="for whom (default: %(default)s)"
    )
    formatting = commands.add_parser(
        "format", help="write records in their canonical form: order, quotation marks, line breaks"
    )
    formatting.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="files or folders (default: every record)"
    )
    formatting.add_argument(
        "--judged", action="store_true", help="remove the comments of drafts, which begin with #:"
    )
    formatting.add_argument(
        "--check", action="store_true", help="write nothing; name what is not in the canonical form"
    )
    commands.add_parser("schema", help="write schema/, with which editors complete and check records")
    showing = commands.add_parser(
        "summary", help="show the records that a change adds, changes or removes, in Markdown"
    )
    showing.add_argument(
        "--since", required=True, metavar="REVISION", help="the git revision to compare the records with"
    )
    build = commands.add_parser("build", help="build the site: the records → docs/ → site/")
    what = build.add_mutually_exclusive_group()
    what.add_argument("--pages-only", action="store_true", help="stop after docs/")
    what.add_argument(
        "--reading-room", action="store_true", help="build reading-room/, which shows every capture held"
    )
    commands.add_parser("publish", help="build site/, and check that it may be published")
    commands.add_parser(
        "offline", help="publish site/, and pack it as a zip that opens from disk without a server"
    )
    indexing = commands.add_parser("index", help="index a built site for the search, where no hook does it")
    indexing.add_argument("--site", type=Path, default=Path("site"), help="the built site (default: site/)")
    holding = commands.add_parser(
        "hold", help="recognise captures by SHA-256 and copy them next to their records"
    )
    holding.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_preview(commands)
    add_term(commands)
    return cli


def completed(action: argparse.Action, completer: Callable[..., list[str]]) -> None:
    """Let the shell complete an argument (https://kislyuk.github.io/argcomplete/#specifying-completers)."""
    action.completer = completer  # type: ignore[attr-defined]


def add_preview(commands: Any) -> None:
    """Add `archive preview`."""
    previewing = commands.add_parser(
        "preview", help="show one document as the site would, built alone, and rebuilt when saved"
    )
    record = previewing.add_argument(
        "record", metavar="ID", help="the id of a document or a source, or the path of a record"
    )
    completed(record, complete_records)
    previewing.add_argument("--no-open", action="store_true", help="print the address, open no browser")


def add_term(commands: Any) -> None:
    """Add `archive term add`, with an option for each field of a term that is a text or a list of texts."""
    actions = commands.add_parser("term", help="work on the vocabularies").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    adding = actions.add_parser(
        "add",
        help="add a term to a vocabulary",
        description="Add a term to a vocabulary. A person's offices are written into the file by hand.",
    )
    completed(
        adding.add_argument("vocabulary", metavar="VOCABULARY", help="such as people"), complete_vocabularies
    )
    completed(
        adding.add_argument("id", metavar="ID", help="letters a-z, digits and single hyphens"), complete_terms
    )
    adding.add_argument("--label", help="the name that the site shows")
    adding.add_argument("--scope", help="what the term stands for, in the archive's own words")
    adding.add_argument(
        "--variant", action="append", dest="variants", metavar="[LANGUAGE=]NAME",
        help="another name, in a language (default: English), such as ru=Велмора; "
        "may be repeated, as may those below",
    )  # fmt: skip
    completed(
        adding.add_argument("--broader", action="append", metavar="ID", help="a broader term"),
        complete_terms,
    )
    completed(
        adding.add_argument("--related", action="append", metavar="ID", help="a related term"),
        complete_terms,
    )
    adding.add_argument(
        "--reference",
        action="append",
        dest="references",
        help="where this can be checked: an address, or documents:ID#L13",
    )
    adding.add_argument(
        "--inferred", action="append", metavar="FIELD", help="a field that no capture gives; needs a note"
    )
    adding.add_argument(
        "--note", action="append", dest="notes", help="what is odd, or why a field is inferred"
    )
    adding.add_argument("--wikidata", help="the Wikidata id, where certain")
    events = adding.add_argument_group("events")
    events.add_argument("--date", help="when, an EDTF date or interval")
    place = events.add_argument("--place", metavar="ID", help="where, an id of places.yml")
    person = events.add_argument(
        "--person", action="append", dest="people", metavar="ID", help="who took part; may be repeated"
    )
    body = events.add_argument(
        "--organisation",
        action="append",
        dest="organisations",
        metavar="ID",
        help="which body took part; may be repeated",
    )
    events.add_argument("--description", help="what the documents say of it, with links to their lines")
    outlets = adding.add_argument_group("outlets")
    outlets.add_argument("--type", help="what it is, such as newspaper; needed")
    outlets.add_argument("--host", help="its domain, where certain")
    outlets.add_argument("--owner", help="who owned it; needs a reference")
    country = outlets.add_argument("--country", metavar="ID", help="an id of places.yml; needs a reference")
    outlets.add_argument(
        "--language", action="append", dest="languages", help="a language it publishes in; may be repeated"
    )
    for action, vocabulary in (
        (place, "places"),
        (person, "people"),
        (body, "organisations"),
        (country, "places"),
    ):
        completed(action, functools.partial(complete_terms, vocabulary=vocabulary))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 for problems, 2 for a wrong call."""
    cli = parser()
    complete(cli)
    options = cli.parse_args(arguments)
    if options.command == "check" and options.similar and options.format != "text":
        cli.error("--similar: only with --format text")
    root = (options.root or find_root(Path.cwd())).resolve()
    command = importlib.import_module(f".commands.{options.command}", __package__)
    return int(command.run(root, options))
