# PYTHON_ARGCOMPLETE_OK
"""The `archive` command: it parses the command line and calls the command.

A command is imported only when it is called, so that completing what is typed does not wait for all of them.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .base.project import find_root
from .base.system_errors import close_output, explain
from .base.wording import capitalize_first
from .commands.completion import complete, complete_records, complete_terms, complete_vocabularies

# Commands whose module is in a folder of `commands`.
FOLDERS = {
    "correct": "history",
    "withdraw": "history",
    "deposit": "fixity",
    "repair": "fixity",
    "verify": "fixity",
}


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    cli = argparse.ArgumentParser(prog="archive", description="Check, build and publish a press archive.")
    cli.add_argument(
        "--root",
        type=Path,
        metavar="FOLDER",
        help="the archive's folder (default: this folder, or the nearest one above it with an archive)",
    )
    commands = cli.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (add_add, add_check, add_status, add_format, add_schema, add_summary, add_build, add_publish,
                add_offline, add_index, add_hold, add_preview, add_term, add_correct, add_withdraw,
                add_verify, add_repair, add_deposit):  # fmt: skip
        add(commands)
    return cli


def add_command(commands: Any, name: str, summary: str, more: str = "") -> argparse.ArgumentParser:
    """Add a command; its own --help begins with the summary as a sentence, and says more where there is."""
    description = " ".join(filter(None, [f"{capitalize_first(summary)}.", more]))
    command: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=description)
    return command


def completed(action: argparse.Action, completer: Callable[..., list[str]]) -> None:
    """Let the shell complete an argument (https://kislyuk.github.io/argcomplete/#specifying-completers)."""
    action.completer = completer  # type: ignore[attr-defined]


def add_add(commands: Any) -> None:
    """Add `archive add`."""
    adding = add_command(commands, "add", "draft records from a saved text, web page, mail or web archive")
    origin = adding.add_mutually_exclusive_group(required=True)
    origin.add_argument(
        "file",
        nargs="?",
        default="",
        metavar="FILE",
        help="a text, HTML, EML, MHTML, WARC or WACZ file, or - to read a text from standard input",
    )
    origin.add_argument("--url", default="", metavar="ADDRESS", help="fetch this web page")
    adding.add_argument(
        "--page",
        default="",
        metavar="ADDRESS",
        help="the address that the file was saved from, or the page to take from a web archive",
    )
    adding.add_argument(
        "--outlet", default="", metavar="ID", help="the outlet that published it, an id from outlets.yml"
    )
    adding.add_argument("--yes", action="store_true", help="ask no questions and accept every proposal")


def add_check(commands: Any) -> None:
    """Add `archive check`."""
    checking = add_command(commands, "check", "check all records")
    checking.add_argument(
        "--similar", action="store_true", help="also propose relations between documents with similar texts"
    )
    checking.add_argument(
        "--since",
        metavar="REVISION",
        help="show only the problems of what has changed since this git revision, all commits included",
    )
    checking.add_argument(
        "--until",
        metavar="REVISION",
        help="with --since, the last commit to look through for captures (default: HEAD)",
    )
    checking.add_argument(
        "--format",
        choices=["text", "github", "json"],
        default="text",
        help="print text, annotations for GitHub, or JSON (default: %(default)s)",
    )


def add_status(commands: Any) -> None:
    """Add `archive status`."""
    summary = "list the sources: which captures are held, what is wrong, and what is left to do"
    status = add_command(commands, "status", summary)
    status.add_argument(
        "--format",
        choices=["text", "json"],
        default="text",
        help="print a table or JSON (default: %(default)s)",
    )


def add_format(commands: Any) -> None:
    """Add `archive format`."""
    summary = "rewrite records in their canonical form: order of fields, quotation marks, line breaks"
    formatting = add_command(commands, "format", summary)
    formatting.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="records or folders (default: all records)"
    )
    formatting.add_argument(
        "--judged", action="store_true", help="also remove the comments of drafts, which begin with #:"
    )
    formatting.add_argument(
        "--check", action="store_true", help="only list the records that are not in their canonical form"
    )


def add_schema(commands: Any) -> None:
    """Add `archive schema`."""
    add_command(commands, "schema", "write schema/, which editors use to complete and check records")


def add_summary(commands: Any) -> None:
    """Add `archive summary`."""
    showing = add_command(
        commands, "summary", "print in Markdown the records that a change adds, edits or removes"
    )
    showing.add_argument(
        "--since", required=True, metavar="REVISION", help="the git revision to compare the records with"
    )


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
        "--serve", type=int, metavar="PORT", help="then serve the reading room on this port of this machine"
    )
    _add_allow_host(build)


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
    _add_require_publisher(add_command(commands, "publish", "build site/ and check that it may be published"))


def add_offline(commands: Any) -> None:
    """Add `archive offline`."""
    summary = "build and check site/ as publish does, and pack it as a zip to read without a server"
    _add_require_publisher(add_command(commands, "offline", summary))


def _add_require_publisher(publishing: argparse.ArgumentParser) -> None:
    publishing.add_argument(
        "--require-publisher",
        action="store_true",
        help="refuse if mkdocs.yml does not say who publishes the site and where to write to them",
    )


def add_index(commands: Any) -> None:
    """Add `archive index`."""
    summary = "add the search index to a site that was built without the archive's hook"
    indexing = add_command(commands, "index", summary)
    indexing.add_argument(
        "--site", type=Path, default=Path("site"), metavar="FOLDER", help="the built site (default: site/)"
    )


def add_hold(commands: Any) -> None:
    """Add `archive hold`."""
    summary = "recognise captures by their SHA-256 and copy them next to their records"
    holding = add_command(commands, "hold", summary)
    holding.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="a capture, or what one was extracted from; without a FILE only fingerprints are made",
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


def add_term(commands: Any) -> None:
    """Add `archive term add`, with an option for each field of a term that is a text or a list of texts."""
    actions = add_command(commands, "term", "add terms to the vocabularies").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    more = (
        "Options that may be repeated are marked with *. "
        "Write a person's offices and a place's coordinates into the file by hand."
    )
    adding = add_command(actions, "add", "add a term to a vocabulary", more)
    completed(
        adding.add_argument("vocabulary", metavar="VOCABULARY", help="the vocabulary, such as people"),
        complete_vocabularies,
    )
    completed(
        adding.add_argument(
            "id", metavar="ID", help="the id of the new term: letters a-z, digits and single hyphens"
        ),
        complete_terms,
    )
    adding.add_argument("--label", help="the name that the site shows")
    adding.add_argument("--scope", help="a scope note: what the term means, in the archive's own words")
    adding.add_argument(
        "--variant",
        action="append",
        dest="variants",
        metavar="[LANGUAGE=]NAME",
        help="* another name, with its language if that is not English, such as ru=Велмора",
    )
    adding.add_argument(
        "--include",
        action="append",
        dest="includes",
        metavar="[LANGUAGE=]WORDS",
        help="* words for a narrower or another thing, by which a search finds the term",
    )
    completed(
        adding.add_argument("--broader", action="append", metavar="ID", help="* a broader term"),
        complete_terms,
    )
    completed(
        adding.add_argument("--related", action="append", metavar="ID", help="* a related term"),
        complete_terms,
    )
    adding.add_argument(
        "--reference",
        action="append",
        dest="references",
        metavar="REFERENCE",
        help="* where this can be checked: a web address, or documents:ID#L13",
    )
    adding.add_argument(
        "--inferred",
        action="append",
        metavar="FIELD=BASIS",
        help="* a field that is concluded, and what from (text, weekday, a reference …); needs a --note",
    )
    adding.add_argument(
        "--note",
        action="append",
        dest="notes",
        metavar="NOTE",
        help="* what is unusual, or why a field is inferred",
    )
    adding.add_argument("--wikidata", metavar="ID", help="the Wikidata id, if it is certain")
    adding.add_argument("--date", help="for events and instruments: an EDTF date or interval")
    adding.add_argument("--type", help="for outlets and instruments: what it is, such as newspaper or treaty")
    people = adding.add_argument_group("only for people")
    people.add_argument("--sort-name", metavar="NAME", help="the name as lists sort it, such as 'Brook, Ada'")
    add_instrument_options(adding)
    add_event_options(adding)
    add_outlet_options(adding)


def add_instrument_options(adding: argparse.ArgumentParser) -> None:
    """Add the options of `archive term add instruments`."""
    instruments = adding.add_argument_group("only for instruments")
    instruments.add_argument(
        "--party",
        action="append",
        dest="parties",
        metavar="LINK",
        help="* who concluded it, a link such as places:ID or organisations:ID",
    )
    instruments.add_argument("--symbol", help="its document symbol, such as S/RES/2254 (2015)")


def add_event_options(adding: argparse.ArgumentParser) -> None:
    """Add the options of `archive term add events`."""
    events = adding.add_argument_group("only for events")
    place = events.add_argument("--place", metavar="ID", help="where it happened, an id from places.yml")
    person = events.add_argument(
        "--person",
        action="append",
        dest="people",
        metavar="ID",
        help="* someone who took part, an id from people.yml",
    )
    body = events.add_argument(
        "--organisation",
        action="append",
        dest="organisations",
        metavar="ID",
        help="* an organisation that took part, an id from organisations.yml",
    )
    state = events.add_argument(
        "--state",
        action="append",
        dest="countries",
        metavar="ID",
        help="* a state that took part, an id from places.yml",
    )
    topic = events.add_argument(
        "--topic",
        action="append",
        dest="topics",
        metavar="ID",
        help="* a topic that it belongs to, an id from topics.yml",
    )
    events.add_argument(
        "--description", help="what the documents say about it, in your own words, with links to their lines"
    )
    named = (
        (place, "places"),
        (person, "people"),
        (body, "organisations"),
        (state, "places"),
        (topic, "topics"),
    )
    for action, vocabulary in named:
        completed(action, functools.partial(complete_terms, vocabulary=vocabulary))


def add_outlet_options(adding: argparse.ArgumentParser) -> None:
    """Add the options of `archive term add outlets`."""
    outlets = adding.add_argument_group("only for outlets")
    outlets.add_argument("--host", help="its domain, if it is certain")
    outlets.add_argument("--owner", help="who owned it; needs a --reference")
    country = outlets.add_argument(
        "--country",
        metavar="ID",
        help="the country it publishes from, an id from places.yml; needs a --reference",
    )
    outlets.add_argument(
        "--language",
        action="append",
        dest="languages",
        metavar="LANGUAGE",
        help="* a language it publishes in, such as ru",
    )
    completed(country, functools.partial(complete_terms, vocabulary="places"))


def add_verify(commands: Any) -> None:
    """Add `archive verify`."""
    summary = "compare every file of sources/ with the manifest, its record and the held list"
    verifying = add_command(commands, "verify", summary)
    what = verifying.add_mutually_exclusive_group()
    what.add_argument(
        "--update",
        action="store_true",
        help="write sources/MANIFEST.sha256 from the records as git has them, then compare",
    )
    what.add_argument(
        "--record-held",
        action="store_true",
        help="write the captures that are here and whole to sources/held.txt, then compare",
    )


def add_repair(commands: Any) -> None:
    """Add `archive repair`."""
    summary = "replace damaged and missing files of sources/ by those of another copy of the archive"
    repairing = add_command(commands, "repair", summary)
    repairing.add_argument(
        "--from",
        dest="copy",
        type=Path,
        required=True,
        metavar="COPY",
        help="another copy: an archive's folder, a deposit, or one of its bags",
    )


def add_deposit(commands: Any) -> None:
    """Add `archive deposit`."""
    summary = "write the archive, and apart from it the held captures, as BagIt bags into a new folder"
    depositing = add_command(commands, "deposit", summary)
    depositing.add_argument(
        "folder", type=Path, metavar="FOLDER", help="the folder to make; it must not exist"
    )
    depositing.add_argument(
        "--date",
        default="",
        metavar="DAY",
        help="the day to write into the bags, such as 2026-11-27 (default: SOURCE_DATE_EPOCH, or today)",
    )


def add_correct(commands: Any) -> None:
    """Add `archive correct`."""
    summary = "write into the histories what was changed in the records, and why"
    more = "Edit the records first. Then give the reason here; it is written with each value that changed."
    correcting = add_command(commands, "correct", summary, more)
    correcting.add_argument(
        "--reason", required=True, metavar="TEXT", help="why it was changed, in a sentence"
    )
    correcting.add_argument(
        "--since",
        default="HEAD",
        metavar="REVISION",
        help="the git revision to compare the records with (default: %(default)s)",
    )


def add_withdraw(commands: Any) -> None:
    """Add `archive withdraw`."""
    summary = "withdraw a source or a document: only its date and a reason stay, at its old address"
    withdrawing = add_command(commands, "withdraw", summary)
    record = withdrawing.add_argument("id", metavar="ID", help="the id of the source or document")
    completed(record, complete_records)
    withdrawing.add_argument(
        "--reason", required=True, metavar="TEXT", help="why, in a sentence that the site will show"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 for problems or for what the system refuses, 2 for a
    wrong call.
    """
    try:
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # whoever read the output has seen enough, as `head` has
        close_output()
        return 1
    except OSError as error:
        with contextlib.suppress(OSError):
            print(explain(error), file=sys.stderr)
        close_output()
        return 1


def _is_path(text: str) -> bool:
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return True


def _run(arguments: Sequence[str] | None) -> int:
    cli = parser()
    complete(cli)
    if any("\0" in text or not _is_path(text) for text in arguments or ()):
        cli.error("an argument has a character that no path can have")
    options = cli.parse_args(arguments)
    if options.command == "check" and options.similar and options.format != "text":
        cli.error("--similar: only with --format text")
    if options.command == "build" and options.serve is not None and not options.reading_room:
        cli.error("--serve: only with --reading-room. `mkdocs serve` serves the public site")
    root = (options.root or find_root(Path.cwd())).resolve()
    module = ".".join(filter(None, [FOLDERS.get(options.command), options.command]))
    command = importlib.import_module(f".commands.{module}", __package__)
    return int(command.run(root, options))
