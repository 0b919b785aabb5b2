# PYTHON_ARGCOMPLETE_OK
"""The `archive` command: it parses the command line and calls the command.

A command is imported only when it is called, so that completing what is typed does not wait for all of them.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .base.characters import refused_character
from .base.files.system_errors import close_output, explain
from .base.processes import number_of_processes
from .base.project import find_root
from .commands.completion import complete
from .commands.options import keeping, records, site, term
from .commands.options.executor import on_executor

# Commands whose module is in a folder of `commands`.
FOLDERS = {
    "build": "site",
    "export": "site",
    "index": "site",
    "offline": "site",
    "preview": "site",
    "publish": "site",
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
    for add in (
        records.add_add,
        records.add_check,
        records.add_status,
        records.add_format,
        records.add_schema,
        records.add_summary,
        site.add_build,
        site.add_publish,
        site.add_offline,
        site.add_export,
        site.add_index,
        keeping.add_hold,
        site.add_preview,
        term.add_term,
        keeping.add_links,
        keeping.add_correct,
        keeping.add_withdraw,
        keeping.add_verify,
        keeping.add_repair,
        keeping.add_deposit,
    ):
        add(commands)
    return cli


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


# Arguments that are paths, although they are read as texts: a file's name may be bytes that are no text.
PATHS = frozenset({"file", "record"})


def _find_unwritable(options: argparse.Namespace) -> str:
    """Return what is wrong with the first argument that no record could have; an empty text if nothing is."""
    for name, value in vars(options).items():
        texts = value if isinstance(value, list) else [value]
        for text in texts if name not in PATHS else ():
            if isinstance(text, str) and (wrong := refused_character(text)):
                return f"{name.replace('_', '-')}: {wrong}"
    return ""


def _run(arguments: Sequence[str] | None) -> int:
    cli = parser()
    complete(cli)
    if any("\0" in text or not _is_path(text) for text in arguments or ()):
        cli.error("an argument has a character that no path can have")
    options = cli.parse_args(arguments)
    if wrong := _find_unwritable(options):
        cli.error(wrong)
    try:
        number_of_processes()
    except ValueError as error:
        cli.error(str(error))
    if options.command == "check" and options.similar and options.format != "text":
        cli.error("--similar: only with --format text")
    if options.command == "build" and options.serve is not None and not options.reading_room:
        cli.error("--serve: only with --reading-room. `mkdocs serve` serves the public site")
    root = Path(os.path.realpath(options.root or find_root(Path.cwd())))
    module = ".".join(filter(None, [FOLDERS.get(options.command), options.command]))
    command = importlib.import_module(f".commands.{module}", __package__)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(on_executor(getattr(options, "executor", None)))
        except ValueError as error:
            cli.error(str(error))
        return int(command.run(root, options))
