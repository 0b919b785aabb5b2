"""What a shell can complete on the command line: vocabularies, and ids of records and of terms.

It runs at every Tab press, so it must be fast: it looks at the names of files and the beginnings of lines,
parses no record, and imports nothing that takes time.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from ..base.project import find_root, list_ids
from ..base.wording import VOCABULARY_NAMES

_TERM = re.compile(r"^([a-z0-9-]+):", re.MULTILINE)


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer the shell and exit, where the shell asked for completions."""
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete

        argcomplete.autocomplete(parser)


def complete_records(prefix: str, parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """Return the ids of sources and documents that begin with `prefix`, or the files where it is a path."""
    if os.sep in prefix:
        from argcomplete.completers import FilesCompleter

        return FilesCompleter()(prefix)
    root = _root(parsed_args)
    return sorted({id for ids in list_ids(root) for id in ids if id.startswith(prefix)})


def complete_vocabularies(prefix: str, **_: object) -> list[str]:
    """Return the vocabularies that begin with `prefix`, those without a file too: a first term makes it."""
    return sorted(name for name in VOCABULARY_NAMES if name.startswith(prefix))


def complete_terms(
    prefix: str, parsed_args: argparse.Namespace, vocabulary: str = "", **_: object
) -> list[str]:
    """Return the ids of a vocabulary's terms that begin with `prefix`: of `vocabulary`, or of the one
    on the command line.
    """
    wanted = vocabulary or parsed_args.vocabulary
    if wanted not in VOCABULARY_NAMES:
        return []
    path = _root(parsed_args) / "sources" / "vocabulary" / f"{wanted}.yml"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return sorted({id for id in _TERM.findall(text) if id.startswith(prefix)})


def _root(parsed_args: argparse.Namespace) -> Path:
    return getattr(parsed_args, "root", None) or find_root(Path.cwd())
