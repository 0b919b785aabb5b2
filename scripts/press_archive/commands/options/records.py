"""The options of commands that write and check records: add, check, status, format, schema, summary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .adding import add_command
from .executor import add_executor


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
    adding.add_argument(
        "--again",
        default="",
        metavar="REASON",
        help="why a capture that was withdrawn may come back, in a sentence that its history keeps",
    )
    add_executor(adding)


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
    add_executor(checking)


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
